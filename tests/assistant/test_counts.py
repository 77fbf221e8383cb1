"""How many there are, where only a list tells; and two figures that a question offers."""
from __future__ import annotations

import pytest

from assistant.ask import ask
from assistant.question import understand
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

CHARTER = """# Ferry Users' Charter

## Our promises

The promises to passengers are:

1. Boats leave on time.
2. Bad weather is told of an hour before.
3. Dogs travel free.
4. Nobody is left on the pier.

## The crew

A crew of 14 is employed, and 30 people told us that they would like to join it.

The board put £9m into new boats.

## What we ask of you

Passengers are asked to:

1. Come ten minutes early.
2. Keep dogs off the seats.

## Fares

A return crossing costs £6.40 for an adult.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"ferry-charter.md": CHARTER})


def test_what_no_sentence_counts_is_counted_from_its_list(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How many promises are there?")
    assert answer.status == "answered"
    assert answer.text.startswith("*4 in this list* – “The promises to passengers are:")


def test_what_has_no_list_is_not_counted(kb: KnowledgeBase) -> None:
    assert ask(kb, "How many boats are there?").status == "not_found"
    assert ask(kb, "How many adults are there?").status == "not_found"
    assert ask(kb, "How many passengers are there?").status == "not_found"  # what they are asked to do counts none


def test_a_whole_is_no_answer_to_how_much_of_it(kb: KnowledgeBase) -> None:
    assert "£9m" in ask(kb, "How much did the board put into new boats?").text
    asked = ask(kb, "How much of the £9m put into new boats did the board borrow?")
    assert asked.text == "The documents in the library do not say: no document says how much of it."


def test_people_are_no_members_of_staff(kb: KnowledgeBase) -> None:
    assert ask(kb, "How many staff are there in the crew?").status == "not_found"
    assert "30 people" in ask(kb, "How many individuals told us they would like to join the crew?").text


def test_a_body_is_no_list_of_its_members(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Who is on the board?")
    assert answer.text == "The documents in the library do not say: no document says who belongs to it."


def test_of_two_figures_offered_the_document_has_its_own(kb: KnowledgeBase) -> None:
    assert "£6.40" in ask(kb, "Is a return crossing £6.40 or £7?").text
    asked = understand("Is a return crossing £6.40 or £7?")
    assert (asked.kind, asked.values) == ("value", ("money",))
    assert "7" not in asked.terms
    assert understand("Is the share 27% or 40%?").values == ("percent",)
    assert understand("Is a crossing long or short?").kind == "yesno"
