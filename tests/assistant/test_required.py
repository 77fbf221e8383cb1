"""What is required against what a body does, long lists, places and names; over two invented documents."""
from __future__ import annotations

import pytest

from assistant.ask import ask
from assistant.question import names
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer
from tests.assistant.planting import LibraryOf

PROMISES = 14
PROMISE = (
    "Promise number {} is that nobody who uses the ferry is left waiting in the rain without being told how long it "
    "takes, or why"
)

GUIDANCE = f"""# Ferry passengers: statutory guidance

Lorne Transport Office. This guidance is issued under section 4 of the Act. Operators must have regard to it.

## 2.1 Logs

The log of incidents must be kept for not less than nine years. Operators must answer a letter within five working days.

Lost umbrellas must be returned to their owners within ten days.

## 2.2 Plans

An operator must submit its timetable to the Office by 31 January 2025. Operators should hold at least two open days a year.
A review of the fares is to be held at least every three years.

## 2.3 Passenger panel

Every operator must set up a passenger panel. These panels must include representatives of:

- season ticket holders
- wheelchair users
- island schools

The passenger panel is to meet in public. The views of the passenger panel must be published.

## 2.4 Promises

The passenger promises are as follows:

{chr(10).join(f"{at}. {PROMISE.format(at)}" for at in range(1, PROMISES + 1))}
"""

PLAN = """# Innis Ferries: passenger plan 2025

Innis Ferries. This is our plan for 2025 to 2028. We will run more boats.

## Logs

The log of incidents is kept for seven years. We answer a letter within five working days.

Lost umbrellas are returned to their owners within eight days.

## Plans

We submit our timetable to the Office by 31 March. We held one open day in 2024 and will hold two open days in 2025.

## Actions

Action: Dr Ross to report on the slipway by 4 May 2025. The site quay.example has the times.

## Fares

The fare is £2 for a child. A review of the fares will be held in three years, and we look at them every year.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    made = library_of({"ferry-guidance.md": GUIDANCE, "innis-plan.md": PLAN})
    assert {document.kind for document in made.documents()} == {"guidance", "plan"}
    return made


def _quotes(answer: Answer) -> str:
    return "\n".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("asked", "required", "done"),
    [
        ("How long must the log of incidents be kept?", "nine years", "seven years"),
        ("By when must an operator submit its timetable to the Office?", "31 January 2025", "31 March"),
    ],
)
def test_what_is_required_and_what_is_done_are_disputed(kb: KnowledgeBase, asked: str, required: str, done: str) -> None:
    answer = ask(kb, asked)
    assert answer.status == "disputed"
    assert -1 < answer.text.find(required) < answer.text.find(done)
    assert "carries more weight" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "How often must a review of the fares be held?",  # "every three years", "in three years, and every year"
        "How soon must operators answer a letter?",  # both say five working days
        "How soon must lost umbrellas be returned to their owners?",  # within ten days, and eight keeps that
        "How many open days must an operator hold?",  # two in both, beside those of a year before
    ],
)
def test_the_same_figure_is_no_dispute(kb: KnowledgeBase, asked: str) -> None:
    answer = ask(kb, asked)
    assert answer.status == "answered"
    assert answer.citations[0].doc == "ferry-guidance"


def test_who_must_be_on_a_group_is_the_list_of_its_members(kb: KnowledgeBase) -> None:
    quotes = _quotes(ask(kb, "Who must be on the passenger panel?"))
    assert all(member in quotes for member in ("season ticket holders", "wheelchair users", "island schools"))


def test_a_list_longer_than_an_answer_says_how_much_of_it_is_quoted(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What are the passenger promises?")
    assert answer.status == "partial"
    assert len(answer.text) <= 1500
    assert f" of {PROMISES} points of this list are quoted here; the others stand at [2]." in answer.text
    assert all(PROMISE.format(at) in _quotes(answer) for at in range(1, PROMISES + 1))


def test_a_number_that_only_a_heading_has_is_found(kb: KnowledgeBase) -> None:
    assert "at least two open days" in _quotes(ask(kb, "What does 2.2 say?"))
    assert "nine years" in _quotes(ask(kb, "What is in section 2.1 of the guidance?"))
    assert ask(kb, "What does 2.9 say?").status == "not_found"
    assert ask(kb, "What does Direction 2.2 say?").status == "not_found"


def test_a_title_is_no_part_of_a_name(kb: KnowledgeBase) -> None:
    assert names("What does Dr Ross do?") == names("What does Cllr Ross do?") == (("ross",),)
    answer = ask(kb, "By when does Mr Ross report on the slipway?")
    assert (answer.status, answer.citations[0].quote[:15]) == ("answered", "Action: Dr Ross")


def test_what_stands_elsewhere_is_not_said_to_be_nowhere(kb: KnowledgeBase) -> None:
    assert "the documents speak of Ross, but do not say this" in ask(kb, "What is the fare for Ross?").text
    assert "nothing here speaks of Skye" in ask(kb, "What is the fare for Skye?").text


def test_a_name_with_dots_is_a_question(kb: KnowledgeBase) -> None:
    assert "quay.example" in _quotes(ask(kb, "What is quay.example?"))
