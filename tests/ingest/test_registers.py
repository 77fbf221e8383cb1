"""Registers over blocks written for them: each entry with its number, its place and its words as they stand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest import readers, sample
from ingest.blocks import Block, Row
from ingest.directions import directions
from ingest.passages import passages
from ingest.registers import entries
from kb.models import DocumentKind, Entry, EntryKind


def read(*blocks: Block, kind: DocumentKind = "paper") -> list[Entry]:
    cut = passages(blocks, "d", 1)
    found = entries(cut, kind, directions(cut, kind))
    texts = {passage.id: passage.text for passage in cut}
    assert [entry.text for entry in found if entry.text not in texts[entry.passage]] == []
    return found


def of(kind: EntryKind, found: Sequence[Entry]) -> list[tuple[str | None, str]]:
    return [(entry.number, entry.text) for entry in found if entry.kind == kind]


def heading(text: str, number: str | None = None, level: int = 1) -> Block:
    return Block("heading", text, number=number, level=level)


def para(text: str, number: str | None = None, page: int = 1) -> Block:
    return Block("paragraph", text, number=number, page_starts=((0, page),))


def items(*texts: str, numbers: Sequence[str | None] = ()) -> list[Block]:
    marks = [*numbers, *[None] * len(texts)]
    return [
        Block("item", text, number=number, mark=f"{number}." if number else None, page_starts=((0, 1),))
        for text, number in zip(texts, marks, strict=False)
    ]


def table(*rows: Sequence[str], header_rows: int = 1, caption: str | None = None) -> Block:
    return Block("table", "", rows=tuple(Row(tuple(cells), 3) for cells in rows), header_rows=header_rows, caption=caption)


def test_what_members_are_asked_is_decisions_with_their_paragraph() -> None:
    found = read(
        heading("2 Recommendations"), para("2.1 Members are asked to:", "2.1"), *items("note it", "agree £3m by May 2026")
    )
    assert of("decision_asked", found) == [("2.1", "note it"), ("2.1", "agree £3m by May 2026")]
    last = [entry for entry in found if entry.kind == "decision_asked"][-1]
    assert (last.to, last.amounts, last.date, last.section, last.page) == (
        ("Members",),
        ("£3m",),
        "2026-05",
        "2 Recommendations",
        1,
    )
    assert of("recommendation", found) == []


def test_what_is_recommended_keeps_the_numbers_of_its_list() -> None:
    found = read(para("It is recommended that the Hill Council:"), *items("Support it.", "Fund it now.", numbers=("1", "2")))
    assert of("recommendation", found) == [("1", "Support it."), ("2", "Fund it now.")]
    assert found[0].to == ("Hill Council",)


def test_a_lead_in_holds_for_the_numbered_paragraphs_of_its_section() -> None:
    found = read(
        heading("Recommendations"),
        para("The Committee is invited to:"),
        para("1.1 note the report.", "1.1"),
        para("1.2 agree the budget.", "1.2"),
        heading("Background"),
        para("1.3 The report was late.", "1.3"),
    )
    assert of("decision_asked", found) == [("1.1", "note the report."), ("1.2", "agree the budget.")]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It is therefore recommended that the scheme goes on.", "recommendation"),
        ("Officers recommend Option B, which costs less.", "recommendation"),
        ("The recommendation is to close the ward.", "recommendation"),
        ("The Board is asked to agree the plan.", "decision_asked"),
        ("This paper asks the Board to bring the beds together.", "decision_asked"),
        ("Officers do not recommend it, since the Group recommends no change.", None),
        ("People are asked to fill in a form.", None),
        ("Strategic planning is required to make it work.", None),
    ],
)
def test_a_sentence_puts_something_to_its_readers_or_does_not(sentence: str, kind: EntryKind | None) -> None:
    found = [entry for entry in read(para(f"4.2 {sentence}", "4.2")) if entry.kind in ("recommendation", "decision_asked")]
    assert [(entry.kind, entry.number, entry.text) for entry in found] == ([(kind, "4.2", sentence)] if kind else [])


def test_options_in_lists_in_paragraphs_in_tables_and_under_headings() -> None:
    found = read(
        para("3.1 The options are:", "3.1"),
        *items("Option 1: close it", "Option 2: keep it"),
        heading("3.2 Option 1: close it"),
        para("Closing saves £2m. It takes a year. Staff would move."),
        heading("Other ways"),
        para("3.3 Option A is to wait.", "3.3"),
        para("3.4 Both Option 1 and Option 2 cost money.", "3.4"),
        table(["Option", "Cost (£m)"], ["3", "1.5"]),
    )
    assert of("option", found) == [
        ("1", "Option 1: close it"),
        ("2", "Option 2: keep it"),
        ("1", "Closing saves £2m. It takes a year."),
        ("A", "Option A is to wait."),
        ("3", "3 | 1.5"),
    ]


def test_a_numbered_recommendation_is_a_heading_or_begins_a_paragraph() -> None:
    found = read(
        heading("Recommendation 4"), para("Boards should meet in public."), para("Recommendation 5: publish papers.")
    )
    assert of("recommendation", found) == [
        ("4", "Boards should meet in public."),
        ("5", "Recommendation 5: publish papers."),
    ]


def test_directions_quoted_named_and_required() -> None:
    found = read(
        heading("5 Directions"),
        heading("Direction 2.1", level=2),
        para("NHS North must report by May 2026.", page=6),
        heading("6 Next"),
        para("This would vary Directions 4.2 and 4.3.1."),
        para("6.1 No Direction is required.", "6.1"),
        table(
            ["Issue a direction to Hill Council and NHS North", "Yes"], ["Issue a direction to NHS North", ""], header_rows=0
        ),
    )
    quoted, *named = [entry for entry in found if entry.kind == "direction_affected"]
    assert (quoted.number, quoted.to, quoted.date, quoted.page) == ("2.1", ("NHS North",), "2026-05", 6)
    assert [entry.number for entry in named] == ["4.2", "4.3.1"]
    required = [(entry.to, entry.text) for entry in found if entry.kind == "direction_required"]
    assert required == [
        ((), "No Direction is required."),
        (("Hill Council", "NHS North"), "Issue a direction to Hill Council and NHS North | Yes"),
    ]


def test_money_as_written_and_by_the_columns_unit() -> None:
    found = read(
        para("We fund 6.6WTE, which is 60% of it. 60% of people agree."),
        table(["Post", "Band", "Cost (£k)"], ["Analyst", "7", "71"], ["Clerk", "3", ""]),
        table(["Service", "2026/27"], ["Care", "1,204"], caption="Table 2: Budget (£000)"),
    )
    assert [(entry.text, entry.amounts) for entry in found if entry.kind == "money"] == [
        ("We fund 6.6WTE, which is 60% of it.", ("6.6WTE", "60%")),
        ("Analyst | 7 | 71", ("£71k",)),
        ("Care | 1,204", ("£1,204k",)),
    ]


def test_each_date_with_its_sentence_also_where_it_stands_beside_a_label() -> None:
    found = read(
        para("It ran from June 2020 to 31.03.21. See 5.1.10."), table(["DATE", "07/04/2024"], ["AUTHOR", "A. Shah"])
    )
    assert [(entry.date, entry.text) for entry in found if entry.kind == "date"] == [
        ("2020-06", "It ran from June 2020 to 31.03.21."),
        ("2021-03-31", "It ran from June 2020 to 31.03.21."),
        ("2024-04-07", "DATE | 07/04/2024"),
    ]


def test_risks_are_named_or_stand_under_their_heading() -> None:
    found = read(
        para("There is a risk that the roof leaks. A risk register will be kept."),
        para("Mitigations of this risk include:"),
        *items("a new roof that is at risk of delay"),
        heading("8 Risk"),
        para("8.1 The saving cannot be realised at once.", "8.1"),
        table(["Risk", "Owner"], ["Staff cannot be found", "HR"]),
    )
    assert of("risk", found) == [
        (None, "There is a risk that the roof leaks."),
        ("8.1", "The saving cannot be realised at once."),
        (None, "Staff cannot be found | HR"),
    ]


def test_decisions_are_looked_for_where_documents_make_them() -> None:
    blocks = (para("Members are asked to:"), *items("agree £3m"))
    assert {entry.kind for entry in read(*blocks, kind="guidance")} == {"money"}
    assert {entry.kind for entry in read(*blocks, kind="minutes")} == {"money", "decision_asked"}


def test_minutes_record_decisions_and_actions() -> None:
    found = read(
        para("6.2 Decided: to approve Option C.", "6.2"), para("6.3 Action: Tom Birk to report by 3 May 2027.", "6.3"),
        para("The Board noted the report. It was agreed that the lease should end."), para("The Committee agreed with him."),
        para("The Health and Care Board agreed the budget of £3m."), para("Actions:"), *items("Ann Hill to write to all"),
        Block("table", "", rows=(Row(("Action", "Owner", "Due")), Row(("Buy boats", "Chair", "May 2027"))), header_rows=1),
        kind="minutes",
    )  # fmt: skip
    assert of("decision", found) == [
        ("6.2", "Decided: to approve Option C."), (None, "It was agreed that the lease should end."),
        (None, "The Health and Care Board agreed the budget of £3m."),
    ]  # fmt: skip
    assert [(one.text, one.to, one.date) for one in found if one.kind == "action"] == [
        ("Action: Tom Birk to report by 3 May 2027.", ("Tom Birk",), "2027-05-03"),
        ("Ann Hill to write to all", ("Ann Hill",), None),
        ("Buy boats | Chair | May 2027", ("Chair",), "2027-05"),
    ]
    assert of("decision", read(para("Decided: to approve Option C."), kind="paper")) == []


def test_acronyms_and_definitions_once_each() -> None:
    found = read(
        para(
            "The Department for Environment, Food and Rural Affairs (Defra) and Care Board (CB) met (twice). Defra (2020)."
        ),
        para("The Care Board (CB) met. In this plan “locality” means a part of the area."),
        heading("Glossary"),
        table(["Term", "Meaning"], ["AHP", "Allied health professional"], ["Set-aside", "Money for hospitals"]),
        para("Carer: a person who looks after another."),
        kind="plan",
    )
    assert [(e.kind, e.term, e.definition) for e in found if e.term] == [
        ("acronym", "Defra", "Department for Environment, Food and Rural Affairs"),
        ("acronym", "CB", "Care Board"),
        ("definition", "locality", "a part of the area."),
        ("acronym", "AHP", "Allied health professional"),
        ("definition", "Set-aside", "Money for hospitals"),
        ("definition", "Carer", "a person who looks after another."),
    ]


def test_a_document_that_says_nothing_has_no_entry() -> None:
    assert read() == []
    assert read(para("We meet in public.")) == []


def test_the_samples_papers() -> None:
    found: dict[str, list[tuple[str | None, str]]] = {}
    for path in sorted(sample.folder().glob("*paper*")):
        cut = passages(readers.read(path).blocks, path.stem, 1)
        found[path.stem[-7:]] = of("option", entries(cut, "paper", directions(cut, "paper")))
    assert [number for number, _ in found["2026-02"]] == ["1", "2", "3", "4"]
    assert [number for number, _ in found["2026-04"]] == ["A", "B"]
