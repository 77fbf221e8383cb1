"""Lists that are not set as one, and what the registers answer whole; over the sample library."""
from __future__ import annotations

import pytest

from assistant import series
from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase
from kb.models import Passage
from tests.assistant.planting import LibraryOf


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


def _passage(at: int, text: str, *section: str) -> Passage:
    return Passage(f"d/1/{at}", "d", 1, at, "paragraph", text, section)


def test_headings_know_what_stands_under_and_below_them() -> None:
    passages = [_passage(1, "A.", "2 Aims"), _passage(2, "B.", "2 Aims", "2.1 Fair"), _passage(3, "C.", "2 Aims", "Safe")]
    found = series.headings(passages)
    assert [(one.title, one.passages, one.below) for one in found] == [
        ("2 Aims", ("d/1/1",), ("2.1 Fair", "Safe")), ("2.1 Fair", ("d/1/2",), ()), ("Safe", ("d/1/3",), ()),
    ]  # fmt: skip
    assert found[1].stems == {"fair"}
    assert series.headings([]) == []


def test_paragraphs_that_open_with_a_title_or_a_mark_are_a_list() -> None:
    told = ("15. Shared Purpose - what we try.", "So it goes.", "16. Agility – how fast.")
    titled = [_passage(at, text) for at, text in enumerate(told, 1)]
    assert [passage.id for passage in series.titled(titled)] == ["d/1/1", "d/1/3"]
    marked = [_passage(1, "Aim 1: Help comes earlier."), _passage(2, "Aim 2: People choose.")]
    assert series.titled(marked) == marked
    assert series.titled(titled[:2]) == []


def test_a_list_comes_whole(kb: KnowledgeBase) -> None:
    quotes = [citation.quote for citation in ask(kb, "What are the four aims?").citations]
    assert [quote[:5] for quote in quotes] == ["Aim 1", "Aim 2", "Aim 3", "Aim 4"]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("Which Directions have money attached, as a budget or a fund?", ["1.3", "3.3", "5.2"]),
        ("Which Directions are due by October 2026?", ["2.1", "4.2.2"]),
    ],
)
def test_directions_are_counted_from_their_register(kb: KnowledgeBase, asked: str, numbers: list[str]) -> None:
    assert [citation.number for citation in ask(kb, asked).citations] == numbers


def test_no_direction_due_then_is_silence(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Which Directions are due by May 2031?")
    assert answer.status == "not_found"
    assert answer.text == "The documents in the library do not say: no Direction is due then."


def test_a_short_follow_up_asks_of_what_came_before(kb: KnowledgeBase) -> None:
    assert "November 2026" in ask(kb, "By when?", ["What does Direction 5.2 ask for?"]).text
    assert ask(kb, "By when?").status == "not_found"


def test_the_list_whose_lead_in_says_the_things_comes_before_one_that_speaks_of_one(library_of: LibraryOf) -> None:
    paper = """# Harbour team: paper

## 3.1 The way forward

The four options open to the harbour board are:

- Option 1: fill no post
- Option 2: close the desk
- Option 3: end the planning team
- Option 4: change nothing

## 3.2 Option 2: close the desk

Beside what option 1 brings, further savings in the planning team would be:

- each vacant post
- the desk's rent
"""
    answer = ask(library_of({"paper.md": paper}), "What are the options for the planning team?")
    assert answer.status == "answered" and "four options open" in answer.citations[0].quote
