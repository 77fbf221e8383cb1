"""What people say of a check's rows: who was first, what the next draft changes, duties mended, what does not apply."""
from __future__ import annotations

import csv
import io
from dataclasses import replace

import gradio as gr
import pytest

from assistant import matrix, report, reviewing
from assistant.crosscheck import CheckRow, check
from assistant.reviewing import Said
from assistant.web import deciding
from assistant.web.desk import Desk
from assistant.web.verdicts import View, drawn
from kb.errors import ChangedMeanwhile, InputError, NotAllowed
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import store

GUIDANCE = ("A plan must set out how unpaid carers will be supported.", "The forum should meet at least four times a year.")
CARERS, FORUM = "We set out how unpaid carers will be supported, with breaks in every town.", "The forum meets twice a year."


@pytest.fixture
def kb(kb: KnowledgeBase) -> KnowledgeBase:
    store(kb, "code", "guidance", *GUIDANCE)
    store(kb, "plan", "plan", CARERS, FORUM)
    return kb


def rows(kb: KnowledgeBase, plan: str = "plan", companions: tuple[str, ...] = ()) -> tuple[CheckRow, CheckRow]:
    carers, forum = check(kb, plan, companions=companions)
    return carers, forum


def test_a_verdict_with_its_notes_owner_and_date(kb: KnowledgeBase) -> None:
    _, forum = rows(kb)
    for said in (
        Said("verdict", "partial", "they meet online too", "Ann"), Said("note", why="ask the clerk", who="Bob"),
        Said("assign", "Cara", who="Ann"), Said("due", "2026-03-31", who="Ann"),
        Said("reply", why="We meet monthly.", who="Dan"),
    ):  # fmt: skip
        row = reviewing.decide(kb, "plan", forum.duty.id, said)
    assert (row.verdict, row.judged, row.confidence) == ("partial", "contradicted", "high")
    assert row.reason.startswith("Overruled by Ann on ")
    shown = row.as_json()
    assert (shown["version"], shown["assigned"], shown["due"]) == (5, "Cara", "2026-03-31")
    assert shown["reply"] == "We meet monthly."
    assert [(note["text"], note["who"]) for note in shown["notes"]] == [("ask the clerk", "Bob")]
    assert row == rows(kb)[1], "a whole check shows the same row"
    told = [act.said().split(" on ")[0] for act in reviewing.history(kb, "plan", forum.duty.id)]
    assert told == ["Ann said “met in part”", "Bob added a note", "Ann gave it to Cara", "Ann set the date 31 March 2026",
                    "Dan replied for the body"]


def test_another_verdict_needs_a_reason_and_a_plan_of_its_own(kb: KnowledgeBase) -> None:
    _, forum = rows(kb)
    with pytest.raises(InputError, match="The verdict that stands is contradicted"):
        reviewing.decide(kb, "plan", forum.duty.id, Said("verdict", "met", "agreed", "Ann"))
    with pytest.raises(InputError, match="name the plan"):
        reviewing.decide(kb, forum.duty.doc, forum.duty.id, Said("verdict", "met", "it says so", "Ann"))
    assert reviewing.decide(kb, "plan", forum.duty.id, Said("verdict", "", "agreed", "Ann")).verdict == "contradicted"


def test_the_second_person_sees_the_first_choice(kb: KnowledgeBase) -> None:
    _, forum = rows(kb)
    first = reviewing.decide(kb, "plan", forum.duty.id, Said("verdict", "met", "they do", "Ann", expects=0))
    with pytest.raises(ChangedMeanwhile, match=r"Ann said “met” on .*: they do"):
        reviewing.decide(kb, "plan", forum.duty.id, Said("verdict", "missing", "they do not", "Bob", expects=0))
    assert rows(kb)[1].verdict == "met"
    bob = Said("verdict", "missing", "they do not", "Bob", expects=first.standing.version)
    assert reviewing.decide(kb, "plan", forum.duty.id, bob).verdict == "missing"


def test_the_next_draft_keeps_decisions_and_asks_again_where_something_changed(kb: KnowledgeBase) -> None:
    carers, forum = rows(kb)
    for row in (carers, forum):
        reviewing.decide(kb, "plan", row.duty.id, Said("verdict", why="read it", who="Ann"))
    store(kb, "plan", "plan", CARERS, "The forum meets six times a year.")
    carers, forum = rows(kb)
    assert (carers.look_again, carers.changed, carers.confidence) == ("", "", "high")
    assert (forum.verdict, forum.judged, forum.confidence) == ("contradicted", "met", "low")
    assert "The verdict was contradicted and is met" in forum.look_again
    assert forum.reason.startswith("Confirmed by Ann on "), "she overruled nothing: the draft changed after her"
    assert "(Judged by the rules now: met." in forum.reason
    assert "new words: “The forum meets six times a year." in forum.changed


def test_a_draft_of_another_name_takes_over_what_was_decided(kb: KnowledgeBase) -> None:
    _, forum = rows(kb)
    reviewing.decide(kb, "plan", forum.duty.id, Said("verdict", "met", "they meet online too", "Ann"))
    store(kb, "plan-2", "plan", CARERS, FORUM, supersedes="plan")
    _, again = rows(kb, "plan-2")
    assert (again.verdict, again.look_again, again.standing.version) == ("met", "", 0)


def test_the_page_shows_what_people_said_and_what_changed(kb: KnowledgeBase) -> None:
    _, forum = rows(kb)
    reviewing.decide(kb, "plan", forum.duty.id, Said("verdict", "met", "they do", "Ann"))
    reviewing.decide(kb, "plan", forum.duty.id, Said("note", why="<b>ask</b> the clerk", who="Bob"))
    store(kb, "plan", "plan", CARERS, "The forum meets six times a year.")
    page = drawn(kb, "plan", rows(kb))
    assert "<strong>Look again.</strong> The verdict was contradicted and is met" in page
    assert "Bob added a note on" in page and "&lt;b&gt;ask&lt;/b&gt; the clerk" in page


def test_on_the_page_too_the_second_person_sees_the_first_choice(kb: KnowledgeBase) -> None:
    for name, role in (("Ann", "planner"), ("Bob", "planner"), ("Rea", "reader")):
        kb.people.add(name, role, "copper wren orchard")  # type: ignore[arg-type]
    desk, ann, bob, rea = Desk(kb), *(gr.Request(username=name) for name in ("Ann", "Bob", "Rea"))
    _, forum = rows(kb)
    form = {"plan": "plan", "duty": forum.duty.id, "expects": "0", "stands": "contradicted", "what": "overrule"}
    form |= {"verdict": "missing", "why": "they do not <i>meet</i>", "note": "half a note", "person": "", "due": ""}
    assert 'name="expects" value="0"' in deciding.chosen(desk, bob, form)
    first = deciding.decided(desk, ann, form | {"verdict": "met", "why": "<b>they</b> do", "note": ""})
    assert first.row.verdict == "met" and "Kept: Ann said “met”" in first.word
    refused = deciding.decided(desk, bob, form)
    assert refused.row.verdict == "met", "the first choice stands"
    assert "Somebody was quicker: Ann said “met” on" in refused.word and "&lt;b&gt;they&lt;/b&gt; do" in refused.word
    assert "they do not &lt;i&gt;meet&lt;/i&gt;" in refused.panel and 'value="missing" selected' in refused.panel
    assert 'name="expects" value="1"' in refused.panel
    again = deciding.decided(desk, bob, form | {"expects": "1", "stands": "met"})
    assert again.row.verdict == "missing" and "half a note" in again.panel and 'value="missing" selected' not in again.panel
    for does in (deciding.chosen, deciding.decided):
        with pytest.raises(NotAllowed, match="a reader, who may not confirm or overrule"):
            does(desk, rea, form | {"expects": "2"})
    assert [act.who for act in kb.decisions.history("plan")] == ["Ann", "Bob"]
    assert [(line.who, line.what) for line in kb.audit.lines() if line.what == "overruled"] == [
        ("Bob", "overruled"), ("Ann", "overruled"),
    ]  # fmt: skip


def test_every_verb_of_the_page_and_what_it_misses(kb: KnowledgeBase) -> None:
    desk, owner = Desk(kb), gr.Request(username=None)
    _, forum = rows(kb)
    form = {"plan": "plan", "duty": forum.duty.id, "stands": "contradicted", "verdict": "", "why": " "}
    form |= {"note": "ask the clerk", "person": "Cara", "due": "2026-03-31"}
    for at, what in enumerate(("confirm", "note", "assign", "due")):
        outcome = deciding.decided(desk, owner, form | {"what": what, "expects": str(at)})
        assert "Kept: the owner" in outcome.word
    standing = outcome.row.standing
    assert (standing.assigned, standing.due, standing.notes[0].why) == ("Cara", "2026-03-31", "ask the clerk")
    assert outcome.row.reason.startswith("Confirmed by the owner on ")
    for given, why in (
        ({"what": "overrule"}, "Choose the verdict"), ({"what": "overrule", "verdict": "met"}, "needs a reason"),
        ({"what": "note", "note": " "}, "write a few words"), ({"what": "due", "due": "soon"}, "is no date"),
        ({"what": "assign", "person": "x" * 4001}, "shorten it"), ({"what": "delete"}, "nothing that can be done"),
    ):  # fmt: skip
        assert why in deciding.decided(desk, owner, form | {"expects": "4"} | given).word
    assert len(kb.decisions.history("plan")) == 4
    buttons = [drawn(kb, "plan", rows(kb), View(may_decide=may)).count('data-do="choose"') for may in (True, False)]
    assert buttons == [2, 0]


def test_what_does_not_apply_keeps_its_row(kb: KnowledgeBase) -> None:
    _, forum = rows(kb)
    reviewing.mend(kb, forum.duty.id, "drop", {}, Said("duty", why="we have no forum", who="Ann"))
    found = rows(kb)[1]
    assert (found.verdict, found.evidence) == ("not_assessed", ())
    assert "we have no forum" in found.reason
    reviewing.mend(kb, forum.duty.id, "restore", {}, Said("duty", who="Ann"))
    assert rows(kb)[1] == replace(forum, standing=rows(kb)[1].standing)


def test_a_mended_duty_stays_when_its_guidance_is_read_again(kb: KnowledgeBase) -> None:
    carers, forum = rows(kb)
    reviewing.mend(kb, carers.duty.id, "edit", {"text": "support carers", "modality": "may"}, Said("duty", who="Ann"))
    reviewing.mend(kb, forum.duty.id, "split", {"into": ["the forum meets", "four times"]}, Said("duty", who="Ann"))
    store(kb, "code", "guidance", "A new paragraph.", *GUIDANCE)
    assert [(duty.text, duty.modality) for duty in kb.duties("code")] == [
        ("support carers", "may"), ("the forum meets", "should"), ("four times", "should"),
    ]
    assert len(list(check(kb, "plan"))) == 3
    with pytest.raises(InputError, match="a part of a duty that was split"):
        reviewing.mend(kb, f"{forum.duty.id}/1", "drop", {}, Said("duty", why="no"))


def test_a_companion_speaks_for_the_plan(kb: KnowledgeBase) -> None:
    store(kb, "bare", "plan", "Our libraries open on Saturdays.")
    store(kb, "statement", "report", CARERS)
    assert rows(kb, "bare")[0].verdict == "missing"
    found = rows(kb, "bare", ("statement",))[0]
    assert (found.verdict, found.evidence[0].doc) == ("met", "statement")
    made = report.gather(kb, "bare", rows(kb, "bare", ("statement",)))
    line = next(csv.DictReader(io.StringIO(report.as_csv(made).decode("utf-8-sig"))))
    assert line["Evidence"] == f"“{CARERS}” (statement)", "nobody takes it for the plan's own words"
    assert (line["Plan"], line["Spoke for it too"]) == ("bare (bare, version 1)", "statement (statement, version 1)")
    assert (line["Guidance"], line["Language model"]) == ("code (code, version 1)", report.NO_MODEL)


def test_a_document_is_not_held_against_itself(kb: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="code cannot be held against itself"):
        list(check(kb, "code", ["code"]))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said("verdict", "perhaps"), "no verdict"),
        (Said("due", "soon"), "write it as 2026-03-31"),
        (Said("note", why=" "), "write a few words"),
        (Said("status", "done"), "cannot be said of a row"),
        (Said("note", why="x" * 4001), "shorten it"),
    ],
)
def test_what_cannot_be_said(kb: KnowledgeBase, said: Said, why: str) -> None:
    duty = kb.duties("code")[0]
    with pytest.raises(InputError, match=why):
        reviewing.decide(kb, "plan", duty.id, said)
    assert kb.decisions.history() == []


def test_what_cannot_be_mended(kb: KnowledgeBase) -> None:
    first, second = kb.duties("code")
    for kind, given, why in (
        ("drop", {}, "Say why"), ("merge", {"with": [first.id]}, "others of its own document"),
        ("merge", {"with": ["code#0"]}, "No duty code#0"),
    ):
        with pytest.raises(InputError, match=why):
            reviewing.mend(kb, first.id, kind, given, Said("duty", who="Ann"))
    reviewing.mend(kb, first.id, "merge", {"with": [second.id]}, Said("duty", who="Ann"))
    assert [duty.text for duty in kb.duties("code")] == [" ".join((first.text, second.text))]


def test_many_plans_side_by_side(kb: KnowledgeBase) -> None:
    store(kb, "bare", "plan", "Our libraries open on Saturdays.")
    found = matrix.side_by_side(kb, ["plan", "bare"])
    assert [[row.verdict for row in line.rows] for line in found.lines] == [["met", "missing"], ["contradicted", "missing"]]
    assert sum(found.counts("bare").values()) == len(found.lines)
    line = next(csv.DictReader(io.StringIO(matrix.as_csv(found).decode("utf-8-sig"))))
    assert [name for name in line if "version" in name] == [report.stated(plan) for plan in found.plans]
    assert line[report.stated(found.plans[0])] == "met" and line["Quotes of plan"] and not line["Quotes of bare"]
    assert (line["Duty id"], line["Guidance"]) == (found.lines[0].duty.id, report.stated(kb.document("code")))
    assert line["Checked on"] and line["Encoder"] == found.first.encoder and line["Language model"] == report.NO_MODEL
    with pytest.raises(InputError, match="two plans or more"):
        matrix.side_by_side(kb, ["plan", "plan"])
