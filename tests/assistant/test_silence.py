"""Plain questions that the documents do not answer, though they speak of something near: silence, with why."""
from __future__ import annotations

import pytest

from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("When was Direction 7.1 completed?", "7.1 says nothing of completed"),
        ("Why did the Health Board refuse Direction 2.1?", "2.1 says nothing of refuse"),
        ("Who won the contract for meals?", "the documents do not say who does this"),
        ("Which hospital will close under Option C?", ""),
        ("What is the interest on the reserves?", "nothing in the documents answers this"),
        ("How long is the term of a member of the planning group?", ""),
        ("What does the plan say about gritting?", "nothing near this speaks of gritting"),
    ],
)
def test_what_is_not_said_is_not_answered(kb: KnowledgeBase, question: str, why: str) -> None:
    answer = ask(kb, question)
    assert answer.status == "not_found", answer.text
    assert why in answer.text


def test_what_is_said_of_the_same_place_is_answered(kb: KnowledgeBase) -> None:
    assert ask(kb, "By when must Direction 7.1 be met?").status == "answered"
