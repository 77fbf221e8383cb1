"""Questions about Directions whose number stands in a heading and whose words stand in a table below it."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from assistant.ask import ask
from ingest import pipeline
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

FORMS = {
    "Direction 1: Ferries": {
        "Reference": "HB-26-01", "Issued to": "Harbour Council", "Full text of Direction": "It must run a ferry.",
        "Budget": "£4.1m", "Timescale": "31 March 2027",
    },
    "Direction 2: Lamps": {
        "Reference": "HB-26-02", "Issued to": "NHS Harbour", "Full text of Direction": "NHS Harbour must light the pier.",
        "Budget": "£90,000", "Timescale": "May 2027",
    },
}  # fmt: skip


ROWS = (
    ("No.", "Direction", "Directed to", "Budget", "Timescale"),
    ("1", "Mend the slip.", "Both", "£7,000", "June 2027"),
    ("2", "Paint the boats.", "NHS Harbour", "£300", "Ongoing"),
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    paper = docx.Document()
    paper.add_heading("Directions 2026/27", 0)
    for title, cells in FORMS.items():
        paper.add_heading(title, 1)
        table = paper.add_table(rows=0, cols=2)
        for label, said in cells.items():
            for cell, words in zip(table.add_row().cells, (label, said), strict=True):
                cell.text = words
    path: Path = tmp_path_factory.mktemp("files") / "harbour-directions.docx"
    paper.save(str(path))
    with KnowledgeBase.open(Settings(home=tmp_path_factory.mktemp("home"))) as base:
        assert [row.outcome for row in pipeline.add(base, [path])] == ["added"]
        yield base


def test_the_register_has_each_with_its_cells(kb: KnowledgeBase) -> None:
    assert [(one.id, one.owners, one.deadline, one.amounts) for one in kb.directions()] == [
        ("1", ("Harbour Council",), "2027-03", ("£4.1m",)), ("2", ("NHS Harbour",), "2027-05", ("£90,000",)),
    ]  # fmt: skip


def test_a_value_is_the_row_that_gives_it(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What is the budget for Direction 2?")
    assert [cited.quote for cited in answer.citations] == ["Budget | £90,000"]
    assert "*Direction 2: Lamps*" in answer.text


def test_what_it_is_about_is_its_own_table(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What's Direction 2 about?")
    assert "NHS Harbour must light the pier." in answer.citations[0].quote
    assert ask(kb, "What's Direction 7 about?").status == "not_found"


def test_one_that_is_a_row_is_quoted_under_its_header(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("Set of Directions 2026/27", 0)
    table = paper.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    paper.save(str(tmp_path / "set.docx"))
    with KnowledgeBase.open(Settings(home=tmp_path / "home")) as base:
        assert [row.outcome for row in pipeline.add(base, [tmp_path / "set.docx"])] == ["added"]
        answer = ask(base, "What is the budget for Direction 2?")
    assert [cited.quote for cited in answer.citations] == [" | ".join(ROWS[0]), " | ".join(ROWS[2])]
