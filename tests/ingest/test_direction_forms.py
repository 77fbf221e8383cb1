"""Directions that are given in tables: a form each, or a row each."""
from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block, Row
from ingest.directions import directions
from ingest.passages import passages
from kb.models import Direction, DocumentKind

ORDERED = "Vale Council is directed to provide 900 hours of care a week by March 2027. It may use agencies."


def table(*rows: Sequence[str], header_rows: int = 0) -> Block:
    return Block("table", "", rows=tuple(Row(tuple(cells)) for cells in rows), header_rows=header_rows)


def form(ref: str, *rows: Sequence[str]) -> Block:
    return table(("Reference", ref), ("Full text of Direction", ORDERED), *rows, header_rows=1)


def read(*blocks: Block, kind: DocumentKind = "directions") -> dict[str, Direction]:
    return {d.id: d for d in directions(passages(blocks, "d", 1), kind)}


def heading(words: str) -> Block:
    return Block("heading", words, level=2)


def test_a_form_under_a_heading_has_its_number_and_its_cells() -> None:
    found = read(
        heading("Direction 1: Care at home"),
        form("VA-26-01", ("Issued to", "Vale Council and NHS Hill"), ("Budget", "£18.6m"), ("Review date", "May 2029"),
             ("Date by which to be delivered", "30 September 2026")),
        heading("Direction 2: Carers"),
        form("VA-26-02", ("Budget", "TBC"), ("Timescale", "Ongoing")),
    )  # fmt: skip
    first, second = found["1"], found["2"]
    assert (first.text, first.modality, first.owners) == (ORDERED, "must", ("Vale Council", "NHS Hill"))
    assert (first.deadline, first.deadline_text, first.amounts) == ("2026-09", "30 September 2026", ("£18.6m",))
    assert (second.owners, second.deadline, second.amounts) == (("Vale Council",), "2027-03", ("TBC",))


def test_a_form_without_a_heading_is_known_by_its_reference_and_by_the_word() -> None:
    said = table(("1. Reference number", "VA-7"), ("5 Full text of Direction", "Hill must go"), ("7 Direction to", "All"))
    assert [(d.id, d.text, d.owners) for d in read(said).values()] == [("VA-7", "Hill must go", ("All",))]
    other = table(("Reference", "R1"), ("Required action", "Mend roofs."), ("Deadline", "May 2027"))
    assert read(other) == {}


def test_forms_one_below_another_in_one_table() -> None:
    rows = [row for number in "12" for row in (("Direction no.", number), ("Direction", f"Hill must do {number} things."))]
    assert {d.id: d.text for d in read(table(*rows)).values()} == {
        "1": "Hill must do 1 things.", "2": "Hill must do 2 things.",
    }  # fmt: skip


def test_a_row_each_below_a_header() -> None:
    found = read(table(
        ("No", "Direction", "Directed to", "Financial resources", "Timescale"),
        ("1", "Open ten places.", "NHS Hill", "£2.4m", "31/03/2027"),
        ("2", "Agree the rota.", "Vale Council", "", "Ongoing"),
        header_rows=1,
    ))  # fmt: skip
    assert found["2"].deadline_text == "Ongoing"
    assert [(d.id, d.text, d.owners, d.amounts, d.deadline) for d in found.values()] == [
        ("1", "Open ten places.", ("NHS Hill",), ("£2.4m",), "2027-03"),
        ("2", "Agree the rota.", ("Vale Council",), (), None),
    ]


def test_a_text_longer_than_a_passage_is_still_found_and_its_later_rows_read() -> None:
    long = " ".join(f"Vale Council must do thing number {n} well and in good time." for n in range(40))
    found = read(heading("Direction 3"), table(("Full text of Direction", long), ("Issued to", "Vale Council")))["3"]
    assert found.owners == ("Vale Council",)
    assert long.startswith(found.text)


def test_a_paper_that_carries_a_form_and_one_that_has_none() -> None:
    assert list(read(heading("Direction 4"), form("VA-1"), kind="paper")) == ["4"]
    options = table(("Option", "Description", "Cost"), ("1", "Keep", "£2m"), header_rows=1)
    assert read(options, kind="paper") == {}


def test_headings_over_plain_text_where_a_directions_document_has_no_other_form() -> None:
    found = read(
        heading("Direction 1: Beds"), Block("paragraph", "It was cold."), Block("paragraph", "NHS Hill shall open beds."),
        heading("Direction 2: Carers"), Block("paragraph", "Both partners are directed to offer what carers may ask for."),
    )  # fmt: skip
    assert [(d.id, d.text, d.modality, d.owners) for d in found.values()] == [
        ("1", "NHS Hill shall open beds.", "must", ("NHS Hill",)),
        ("2", "Both partners are directed to offer what carers may ask for.", "must", ("Both partners",)),
    ]
