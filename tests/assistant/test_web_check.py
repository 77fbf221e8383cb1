"""The page Check a plan without a browser: what speaks for the plan, what is shown of the rows, what the last draft said."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import escape
from types import SimpleNamespace

import gradio as gr
import pytest

from assistant import report, reviewing
from assistant.reviewing import Said
from assistant.web import check, deciding
from assistant.web.check import Asked, Done
from assistant.web.desk import Desk
from assistant.web.narrowing import ANYBODY, CHANGED, NO_DATE, NOBODY, OVERDUE, TO_COME, TO_DECIDE, Narrowed, owners
from assistant.web.verdicts import View, drawn
from kb.errors import UnknownDocument
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import store

OWNERS: gr.Request = SimpleNamespace(username=None)  # type: ignore[assignment]  # an event at a machine without accounts
CARERS = "A plan must set out how unpaid carers will be supported."
FORUM = "The forum should meet at least four times a year."
SUPPORT = "We set out how unpaid carers will be supported, with breaks in every town."
MEETS = "The forum meets four times a year."


@pytest.fixture
def kb(kb: KnowledgeBase) -> KnowledgeBase:
    store(kb, "code", "guidance", CARERS, FORUM)
    store(kb, "plan", "plan", SUPPORT, "Our libraries open on Saturdays.")
    store(kb, "statement", "report", MEETS)
    return kb


def checked(kb: KnowledgeBase, *companions: str) -> tuple[str, Done]:
    """What the page shows once it is done, and the check itself."""
    *_, (html, done) = check.checked(kb, Asked("plan", ["code"], companions), View(may_decide=True))
    assert done
    return html, done


def test_what_a_companion_says_counts_as_the_plans_and_still_does_when_its_row_is_decided(kb: KnowledgeBase) -> None:
    _, alone = checked(kb)
    assert [row.verdict for row in alone.rows] == ["met", "missing"]
    html, done = checked(kb, "statement", "plan")
    forum = done.rows[1]
    assert (forum.verdict, forum.companions) == ("met", ("statement",)) and forum.evidence[0].doc == "statement"
    assert "What these say counts as the plan’s: statement." in html and 'data-companions="statement"' in html
    chosen = {"plan": "plan", "duty": forum.duty.id, "companions": "statement"}
    assert 'name="companions" value="statement"' in deciding.chosen(Desk(kb), OWNERS, chosen)
    given = {"what": "confirm", "stands": "met", "why": "", "expects": "0", "verdict": ""}
    decided = deciding.decided(Desk(kb), OWNERS, chosen | given)
    assert decided.row.evidence == forum.evidence and "Kept: the owner said “met”" in decided.word
    roles = [source[0] for source in report.gather(kb, "plan", done.rows).sources[1:]]
    assert roles == ["plan", "companion", "guidance"]


def test_a_row_met_in_part_says_which_part_and_the_panel_does_of_every_row(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", "A plan should name the schools that serve Hillend, and publish <i>minutes</i> of panels.")
    store(kb, "plan", "plan", "Our plan names the schools that serve Hillend: two primaries.")
    html, done = checked(kb)
    told = ["In the plan’s words: name the schools that serve Hillend.", "Not in the plan’s words: publish &lt;i&gt;minutes"]
    (row,) = done.rows
    assert row.verdict == "partial" and all(part in html for part in told)
    met = replace(row, verdict="met")
    assert told[0] not in drawn(kb, "plan", [met]) and all(part in deciding.drawn(met) for part in told)


def test_a_companion_that_is_not_there_for_its_reader_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownDocument):
        checked(kb, "private")


def test_rows_that_rest_on_a_removed_companion_are_left_out_when_the_list_is_drawn_again(kb: KnowledgeBase) -> None:
    _, done = checked(kb, "statement")
    kb.remove("statement")
    html = drawn(kb, "plan", done.rows)
    assert "1 requirement checked" in html and MEETS not in html


def rows_shown(html: str) -> list[str]:
    """Of the duties with a row in the HTML, the first words."""
    return [text.split(" must")[0].split(" should")[0] for text in re.findall(r'<h5 class="text">(.+)</h5>', html)]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (Narrowed(), ["The forum", "A plan"]),
        (Narrowed(verdict="met"), ["A plan"]),
        (Narrowed(verdict="partial"), []),
        (Narrowed(owner="name:Cara"), ["The forum"]),
        (Narrowed(owner=NOBODY), ["A plan"]),
        (Narrowed(owner=ANYBODY, due=OVERDUE), ["The forum"]),
        (Narrowed(due=TO_COME), []),
        (Narrowed(due=NO_DATE), ["A plan"]),
        (Narrowed(only=[TO_DECIDE]), ["The forum"]),
        (Narrowed(only=[CHANGED]), ["The forum"]),
        (Narrowed(only=[CHANGED, TO_DECIDE], verdict="met"), []),
    ],
)
def test_rows_are_narrowed_and_all_are_counted(kb: KnowledgeBase, asked: Narrowed, left: list[str]) -> None:
    store(kb, "plan", "plan", SUPPORT, MEETS)
    carers, forum = checked(kb)[1].rows
    store(kb, "plan", "plan", SUPPORT, "Our libraries open on Saturdays.")
    reviewing.decide(kb, "plan", carers.duty.id, Said("verdict", "met", "read it", "Ann"))
    for said in (Said("assign", "Cara"), Said("due", "2026-03-31")):
        reviewing.decide(kb, "plan", forum.duty.id, said)
    _, done = checked(kb)
    html = drawn(kb, "plan", done.rows, View(narrowed=asked, today=date(2026, 4, 1)))
    assert rows_shown(html) == left
    assert "2 requirements checked" in html and "<strong>1</strong> not found in the plan" in html
    assert (f"{len(left)} of 2 requirements shown" in html) == (len(left) < 2)
    assert ("<strong>Overdue.</strong> It was due on 31 March 2026." in html) == ("The forum" in left)
    assert owners(done.rows)[2:] == [("Cara", "name:Cara")]


def test_a_date_is_overdue_from_the_day_after_and_the_row_just_decided_stays(kb: KnowledgeBase) -> None:
    forum = checked(kb)[1].rows[1]
    row = reviewing.decide(kb, "plan", forum.duty.id, Said("due", "2026-03-31"))
    overdue = Narrowed(due=OVERDUE)
    assert rows_shown(drawn(kb, "plan", [row], View(narrowed=overdue, today=date(2026, 3, 31)))) == []
    assert rows_shown(drawn(kb, "plan", [row], View(narrowed=overdue, today=date(2026, 4, 1)))) == ["The forum"]
    decided = View(narrowed=overdue, today=date(2026, 3, 31), latest=row.duty.id)
    assert rows_shown(drawn(kb, "plan", [row], decided)) == ["The forum"]


def test_what_changed_since_the_last_draft_is_counted_above_and_shown_on_its_row(kb: KnowledgeBase) -> None:
    first, _ = checked(kb)
    assert "Compared with" not in first and "No earlier draft" not in first
    store(kb, "plan", "plan", SUPPORT, MEETS)
    html, _ = checked(kb)
    assert "Compared with version 1 of this plan: 1 of 2 requirements changed." in html
    assert "1 was “not found in the plan” and is “met”." in html
    assert html.count("Changed since the last draft.</strong> The verdict was missing and is met; new words: “") == 1
    store(kb, "code", "guidance", CARERS, FORUM, "A plan must state its budget.")
    store(kb, "plan", "plan", SUPPORT, MEETS, "Our libraries open on Sundays.")
    html, _ = checked(kb)
    assert "Compared with version 2 of this plan: nothing changed." in html and "1 requirement was not checked then." in html


def test_a_draft_that_was_never_checked_is_no_base_to_compare_with(kb: KnowledgeBase) -> None:
    store(kb, "plan", "plan", SUPPORT, MEETS)
    html, _ = checked(kb)
    assert "No earlier draft of this plan was checked, so there is nothing to compare with." in html


def test_rows_not_assessed_stand_with_their_reason_and_the_reasons_are_counted_above(kb: KnowledgeBase) -> None:
    forum = checked(kb)[1].rows[1]
    reviewing.mend(kb, forum.duty.id, "drop", {}, Said("duty", why="<b>we</b> have no forum", who="Ann"))
    html, done = checked(kb)
    assert [row.verdict for row in done.rows] == ["met", "not_assessed"] and "<strong>1</strong> not assessed" in html
    reason = done.rows[1].reason
    assert reason.startswith("Does not apply here: Ann said on ") and reason.endswith("<b>we</b> have no forum")
    assert f"<li>{escape(reason)} (1 requirement)</li>" in html
    assert f"<strong>Not assessed.</strong> {escape(reason)}" in html
    store(kb, "empty", "plan", "")
    *_, (html, _) = check.checked(kb, Asked("empty", ["code"]))
    assert "No text of the plan could be read, so that nothing could be looked for. (1 requirement)" in html
