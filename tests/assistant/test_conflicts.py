"""Disagreements planted in small documents are found, and what only looks like one is not."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.conflicts import Conflict, conflicts, dismiss
from assistant.reviewing import Said, mend
from assistant.statements import facts
from ingest.blocks import Block
from kb.errors import InputError, UnknownDocument
from kb.knowledge_base import KnowledgeBase
from kb.models import DocumentKind
from tests.assistant.planting import store

Keep = Callable[..., None]


@pytest.fixture
def keep(kb: KnowledgeBase) -> Keep:
    def keep(doc: str, *texts: str, kind: DocumentKind = "plan", authority: str = "Hill IJB") -> None:
        store(kb, doc, kind, *texts, authority=authority)

    return keep


def sides(conflict: Conflict) -> tuple[str, str | None]:
    return conflict.a.quote, conflict.b.quote if conflict.b else None


def test_blanks_and_impossible_dates_stand_alone(kb: KnowledgeBase, keep: Keep) -> None:
    texts = "It runs until 31st April 2035.", "We spoke to over people in May.", "The budget is £TBC."
    keep("plan", *texts, "See it in paragraph and below.")
    found = conflicts(kb)
    assert [(c.kind, c.a.quote, c.b) for c in found] == [
        ("date", "It runs until 31st April 2035.", None),
        ("blank", "We spoke to over people in May.", None),
        ("blank", "See it in paragraph and below.", None),
        ("blank", "The budget is £TBC.", None),
    ]
    assert found[0].why == "There is no 31st April 2035 in any calendar."


def test_two_figures_for_one_thing(kb: KnowledgeBase, keep: Keep) -> None:
    keep("plan", "The Board's reserves policy is to hold a general reserve of 2% of the net budget.")
    keep("paper", "We will hold a general reserve of 1% of our net budget.", kind="paper")
    (found,) = conflicts(kb)
    assert (found.kind, found.why) == ("number", "“hold a general reserve”: one place says 1%, another 2%.")
    assert found.as_json()["b"]["doc"] == "plan"


def test_a_count_of_all_there_are(kb: KnowledgeBase, keep: Keep) -> None:
    keep("paper", "Three options have been appraised.", "The four options available to the board are below.", kind="paper")
    (found,) = conflicts(kb)
    assert sides(found) == ("Three options have been appraised.", "The four options available to the board are below.")
    assert found.kind == "count"


def test_a_direction_given_two_deadlines(kb: KnowledgeBase, keep: Keep) -> None:
    keep("old", "5.2 NHS North must create an action plan of agreed priorities by January 2024.", kind="directions")
    keep("new", "5.2 NHS North must create an action plan of agreed priorities by January 2025.", kind="directions")
    found = conflicts(kb)
    assert [(c.kind, c.topic) for c in found] == [("date", "Direction 5.2: deadline")]


def test_a_labelled_statement_in_two_wordings(kb: KnowledgeBase, keep: Keep) -> None:
    long, short = "Unpaid carers are recognised, supported and rested.", "Unpaid carers are recognised and supported."
    keep("plan", f"Aim 3: {long}", f"Aim 3: {short}")
    (found,) = conflicts(kb)
    assert (found.kind, found.topic) == ("wording", "aim 3")


def test_what_is_no_disagreement(kb: KnowledgeBase, keep: Keep) -> None:
    plan = "Our net budget for 2026/27 is £168.9m.", "This would save £890,000 a year.", "The fund rises to £310,000."
    paper = "The net budget for 2025/26 is £163.2m.", "This would save £480,000 a year.", "The fund will rise to £310,000."
    keep("plan", *plan)
    keep("paper", *paper, kind="paper")
    keep("elsewhere", "Our net budget for 2026/27 is £12.0m.", authority="Dale IJB")
    assert conflicts(kb) == []


def test_only_the_documents_named(kb: KnowledgeBase, keep: Keep) -> None:
    keep("plan", "It runs until 31st April 2035.")
    keep("paper", "The meeting is on 30 February 2026.", kind="paper")
    assert [c.a.doc for c in conflicts(kb, ["paper"])] == ["paper"]
    with pytest.raises(UnknownDocument):
        conflicts(kb, ["nothing"])


@pytest.mark.parametrize("at", [0, 1])
def test_a_duty_that_does_not_apply_clashes_with_nothing(kb: KnowledgeBase, at: int) -> None:
    texts = (
        "The Board must hold a general reserve of 2% of the net budget.",
        "The Board must hold a general reserve of 1% of its net budget.",
    )
    store(kb, "code", "guidance", *texts)
    assert len(conflicts(kb)) == 1
    duty = kb.duties("code")[at]
    mend(kb, duty.id, "edit", {"text": "hold a reserve"}, Said("duty", who="Ann"))
    assert len(conflicts(kb)) == 1, "its document still says it"
    mend(kb, duty.id, "drop", {}, Said("duty", why="another board's", who="Ann"))
    assert conflicts(kb) == []
    (put_aside,) = conflicts(kb, dismissed=True)
    assert put_aside.dismissed.startswith("Ann said that it does not apply on") and "another board's" in put_aside.dismissed
    with pytest.raises(InputError, match="bring that back, under Requirements"):
        dismiss(kb, put_aside.id, Said("dismissed", "", who="Ann"))
    mend(kb, duty.id, "restore", {}, Said("duty", who="Ann"))
    assert len(conflicts(kb)) == 1


def test_an_empty_library_has_none(kb: KnowledgeBase) -> None:
    assert conflicts(kb) == []


def test_facts_are_read_with_what_they_count() -> None:
    assert [(f.kind, f.value, f.measure) for f in facts("At least 500 voluntary groups, 5.2 members, May 2025")] == [
        ("date", 739372.0, "month"),
        ("count", 500.0, "group"),
    ]


def test_a_heading_and_a_list_word_one_objective_differently(kb: KnowledgeBase) -> None:
    listed = Block("paragraph", "1.3 People find help designed around how they live their lives.", number="1.3")
    heading = Block("heading", "1.3 People find help that is near how they live their lives", level=1)
    store(kb, "plan", "plan", listed, heading, "We visit everybody at home.")
    (found,) = conflicts(kb)
    assert (found.topic, found.b and found.b.quote) == ("1.3", heading.text)


def test_a_direction_that_is_a_must_here_and_a_should_there(kb: KnowledgeBase, keep: Keep) -> None:
    keep("old", "9.1 NHS North must work with its partners to show how the budget is used.", kind="directions")
    keep("new", "9.1 NHS North should work with its partners to show how the budget is used.", kind="directions")
    assert [c.why for c in conflicts(kb)] == ["new gives Direction 9.1 as a should; old as a must."]


@pytest.mark.parametrize(
    "said",
    [
        "A further £[to be confirmed] will be sought.",
        "It goes to the Board in [date].",
        "The set-up fee is £____.",
        "Costs fall by XX% in the year.",
        "Costs stand in Reference source not found.",
    ],
)
def test_a_blank_of_a_template(kb: KnowledgeBase, keep: Keep, said: str) -> None:
    keep("plan", said, "The word [sic] and a note [1] are whole, and so are XXI and a_long_name.")
    assert [(c.kind, c.a.quote, c.why) for c in conflicts(kb)] == [("blank", said, "The value is left to be filled in.")]


def test_a_day_on_which_one_thing_ends_in_two_documents(kb: KnowledgeBase, keep: Keep) -> None:
    keep("paper", "The lease of Alder House ends on 31 March 2027.", "Alder House had a fair on 3 May 2025.", kind="paper")
    keep("minutes", "The Board noted that the lease of Alder House ends on 31 March 2026.", kind="minutes")
    keep("report", "Alder House had a fair on 5 May 2026.", kind="report")
    (found,) = conflicts(kb)
    assert found.kind == "date"
    assert found.why == "“lease of Alder House ends”: one place says 31 March 2026, another 31 March 2027."


def test_a_sentence_that_opens_with_a_name(kb: KnowledgeBase, keep: Keep) -> None:
    keep("paper", "1.1 Elm House treats 64 patients a week.", kind="paper")
    keep("minutes", "Elm House treats 46 patients a week.", kind="minutes")
    (found,) = conflicts(kb)
    assert found.why == "“Elm House treats”: one place says 46 patients, another 64 patients."


def test_what_has_been_reached_by_two_days(kb: KnowledgeBase) -> None:
    for year, said in ((2024, "4,500"), (2025, "5,000")):
        text = f"The site has received more than {said} items of feedback."
        store(kb, f"of-{year}", "plan", text, authority="Hill", date=f"{year}-05")
    assert conflicts(kb) == []


def test_a_superseded_document_disagrees_only_where_it_is_named(kb: KnowledgeBase, keep: Keep) -> None:
    keep("plan", "It runs until 31st April 2035.")
    kb.amend("plan", status="superseded")
    assert conflicts(kb) == [] and len(conflicts(kb, ["plan"])) == 1


def test_one_person_with_two_offices(kb: KnowledgeBase, keep: Keep) -> None:
    keep("paper", "Author: Ada Lovell, Director of Strategy.", kind="paper")
    keep("minutes", "Present: Bo Reid (Chair), Ada Lovell (Director of Finance).", "Bo Reid, Member.", kind="minutes")
    (found,) = conflicts(kb)
    assert found.why == "One place calls Ada Lovell Director of Finance, another Director of Strategy."
