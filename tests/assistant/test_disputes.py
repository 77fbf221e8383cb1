"""An answer never gives one figure alone where another place gives another; over the sample library."""
from __future__ import annotations

import pytest

from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


@pytest.mark.parametrize(
    ("asked", "one", "other"),
    [
        ("How many people live in Strathmarden?", "84,300", "86,400"),
        ("What overspend does the financial recovery paper forecast?", "£3.9m", "£3.6m"),
        ("How many general practices are there in Strathmarden?", "13", "14"),
        ("How many options were appraised for intermediate care?", "Three options", "four options"),
        ("How soon must an adult carer support plan be completed?", "eight weeks", "twelve weeks"),
        ("By when will the frailty service run at weekends?", "January 2027", "October 2026"),
        ("How long should people be given to comment on the draft plan?", "twelve weeks", "ten weeks"),
    ],
)
def test_a_figure_that_is_disputed_is_never_given_alone(kb: KnowledgeBase, asked: str, one: str, other: str) -> None:
    answer = ask(kb, asked)
    assert answer.status == "disputed"
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert one in quotes and other in quotes


@pytest.mark.parametrize(
    "asked",
    [
        "What is the net budget for 2026/27?",  # another year's stands in a paper
        "How large is the short breaks fund?",  # raised from a sum to another
        "How much does Upper Marden's locality get of the community budget?",  # the next locality has the same sentence
        "When does the lease of Craigsorn House end?",
        "By how much will agency staff use be reduced?",
        "What does the recovery hub cost?",
    ],
)
def test_figures_of_other_things_dispute_nothing(kb: KnowledgeBase, asked: str) -> None:
    assert ask(kb, asked).status == "answered"


def test_the_one_that_carries_more_weight_is_named(kb: KnowledgeBase) -> None:
    binding = ask(kb, "How soon must an adult carer support plan be completed?").text
    assert binding.endswith("*IJB Directions 2026/27* is the binding Directions and carries more weight.")
    alone = ask(kb, "How many people live in Strathmarden?").text
    assert alone.endswith("Both stand in *Strategic Plan 2026–2029*, which does not say which is right.")


def test_what_one_document_says_is_not_disputed_by_another(kb: KnowledgeBase) -> None:
    answer = ask(kb, "On the Directions page only: by when must the frailty service run at weekends?")
    assert (answer.status, len({citation.doc for citation in answer.citations})) == ("answered", 1)
