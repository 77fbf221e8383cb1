"""What must, should or may be done is answered by a sentence that says so, from the register where a search finds none."""

from __future__ import annotations

import pytest

from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

GUIDANCE = """# Ferry plans: statutory guidance

Lorne Transport Office. This guidance is issued under section 4 of the Act.

## 1 About this consultation

You can read more about how we consulted passengers on the ferry plan in our consultation statement. The answers to the
consultation on the ferry plan are kept for a year. We consulted on the ferry plan in every port.

## 2 Plans

Before it adopts its ferry plan, an operator must seek the views of its passengers and consult the port authority. An
operator may hire a boat for one season. Every operator should print its timetable in large letters.
"""
PLAN = """# Innis Ferries: ferry plan 2025

Innis Ferries. We listened and consulted people on our ferry plan over the past year. Our office has a parrot in a cage.
"""


@pytest.fixture(scope="module")
def ferries(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"guidance.md": GUIDANCE, "plan.md": PLAN})


@pytest.mark.parametrize(
    "asked", ["do we have to consult on the ferry plan?", "who do we have to consult on the ferry plan?"]
)
def test_a_duty_answers_before_what_only_shares_the_words(ferries: KnowledgeBase, asked: str) -> None:
    answer = ask(ferries, asked)
    assert answer.status == "answered" and "must seek the views of its passengers" in answer.citations[0].quote


def test_what_may_and_what_should_be_done_keep_their_force(ferries: KnowledgeBase) -> None:
    assert "may hire a boat" in ask(ferries, "are we allowed to hire a boat?").citations[0].quote
    assert (
        "should print its timetable"
        in ask(ferries, "do we have to print the timetable in large letters?").citations[0].quote
    )


def test_where_nothing_binds_the_answer_is_silent(ferries: KnowledgeBase) -> None:
    answer = ask(ferries, "are we allowed to have a parrot in the office?")
    assert answer.status == "not_found" and "says what must, should or may be done" in answer.text
    assert [one.quote for one in answer.nearest] == ["Our office has a parrot in a cage."]
