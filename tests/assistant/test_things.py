"""Of what things a question asks: whether there is one, how many belong to a group, who belongs to a body, two at once."""

from __future__ import annotations

import pytest

from assistant import values
from assistant.ask import ask
from assistant.figures import figures
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

PAPER = """# Torwick Harbour Trust: yearly plan

## Crews

In 2024 there were 310 staff employed at sea. The planning of crews is by season. The mooring team has 12 staff.

The trust meets each quarter and includes members from the county, the crews and the cannery.

All crews are supported with first aid training.

## Mooring

There are

- Quay Lighting Statement
- Tide tables

Every skipper must send a quay lighting statement to the warden. A template for the crew list is kept at the gate.

## Getting about

We asked about the time it takes from home to the quay. Two thirds of skippers travel by tram to the quay.

A review will look at why skippers do not attend meetings at the quay.

## Hosted moorings

Core mooring services are those that the trust runs by itself. Hosted mooring services are run for the county.

## Safety assessments

The warden should see to Joint Hull Safety Assessments (JHSAs), which say how sound a boat is.

The Office for Navigable Straits (ONS) spent £4m on buoys in 2023.

A safety notice has to be ready alongside the yearly plan.

2.The trust has two boats for pilots.

“Pilot Term” means a term of eighteen (18) months from the first tide.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"torwick.md": PAPER})


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("Is there a fee for the quay lighting statement?", "a fee for the quay lighting statement"),
        ("Is there a template for the quay lighting statement?", "a template for the quay lighting statement"),
        ("How many staff are in the planning team?", "the planning team"),
        ("How long does it take skippers to get to meetings?", ""),
        ("Who spoke at the quay?", ""),
    ],
)
def test_what_is_of_another_thing_is_no_answer(kb: KnowledgeBase, asked: str, why: str) -> None:
    answer = ask(kb, asked)
    assert (answer.status, why in answer.text) == ("not_found", True), answer.text


@pytest.mark.parametrize(
    ("asked", "quoted"),
    [
        ("Is there a template for the crew list?", "A template for the crew list"),
        ("How many staff are in the mooring team?", "12 staff"),
        ("Who sits on the trust?", "includes members"),
        ("What training is promised?", "first aid training"),
        ("How do skippers get to the quay?", "by tram"),
        ("What is the difference between core and hosted mooring services?", "run for the county"),
        ("What is a Joint Hull Safety Assessment?", "how sound a boat is"),
        ("How much did the ONS spend on buoys?", "£4m"),
        ("When must the safety notice be ready?", "alongside the yearly plan"),
        ("How long is the Pilot Term?", "eighteen (18) months"),
    ],
)
def test_the_thing_that_is_asked_of_is_found(kb: KnowledgeBase, asked: str, quoted: str) -> None:
    answer = ask(kb, asked)
    assert (answer.status, any(quoted in one.quote for one in answer.citations)) == ("answered", True), answer.text


def test_an_item_of_a_list_of_names_says_nothing_of_what_it_names(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Must a quay lighting statement be sent?")
    assert "Every skipper must send" in answer.citations[0].quote


def test_a_figure_in_letters_and_in_brackets_is_one() -> None:
    assert [(one.value, one.unit) for one in figures("a term of eighteen (18) months")] == [((18.0,), "month")]


def test_the_number_of_a_paragraph_counts_nothing() -> None:
    assert values.find("2.The trust has boats.", "number") == []
