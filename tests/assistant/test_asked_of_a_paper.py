"""What a paper asks its board to decide and which risks it names, as its register has them."""
from __future__ import annotations

import pytest

from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

PAPER = """# Harbour Board Paper: The North Pier

Harbour Board, 14 May 2026

## 1. Recommendations

The Board is asked to:

1. note the state of the north pier;
2. agree to close it in winter.

## 2. Background

A new pier was asked for by the fishers, who were asked to wait.

## 3. Risks

There is a risk that boats have nowhere to land in a storm.

This paper was prepared by the harbour office together with the divers.

If the pier falls, the harbour may lose its licence.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"north-pier-board-paper.md": PAPER})


@pytest.mark.parametrize(
    "question",
    [
        "What is the board asked to agree?",
        "what does the paper ask the board to do",
        "What are the recommendations of the north pier paper?",
    ],
)
def test_what_is_asked_of_the_board_comes_whole(kb: KnowledgeBase, question: str) -> None:
    answer = ask(kb, question)
    assert answer.status == "answered"
    assert "note the state of the north pier;\n2. agree to close it in winter." in answer.citations[0].quote


def test_risks_are_those_that_the_paper_names(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What risks does the paper mention?")
    assert [one.quote for one in answer.citations] == ["There is a risk that boats have nowhere to land in a storm."]


def test_a_paper_is_asked_its_date_and_its_author(kb: KnowledgeBase) -> None:
    assert "14 May 2026" in ask(kb, "What is the date of the north pier paper?").citations[0].quote
    written = ask(kb, "Who wrote the north pier paper?")
    assert written.citations[0].quote == "This paper was prepared by the harbour office together with the divers."


def test_what_is_asked_about_some_topic_is_looked_for(kb: KnowledgeBase) -> None:
    assert ask(kb, "What is the board asked to decide about helicopters?").status == "not_found"
