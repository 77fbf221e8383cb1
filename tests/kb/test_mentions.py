"""Every place where a phrase stands, and nothing that only looks like it."""
from __future__ import annotations

from typing import Any

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.models import Scope


@pytest.fixture
def library(kb: KnowledgeBase, write: Any) -> KnowledgeBase:
    plan = [
        {"text": "The Board’s plan is the board's plan.", "section": ("1 The board's plan", "1.1 Why")},
        {"text": "Plans are many.", "section": ("1 The board's plan", "1.2 How")},
        {"text": "Reserve | £2.1m", "kind": "table", "caption": "Table 2: the plan in money", "section": ()},
        {"text": "The plan of the board in the contents", "kind": "contents"},
    ]
    kb.replace(write("alpha", plan))
    kb.replace(write("beta", ["A plan (draft) and a planning\u00a0group; the  plan-making."], kind="paper"))
    return kb


def test_every_mention_is_found_with_its_heading_once(library: KnowledgeBase) -> None:
    first, *others = library.mentions("the board's  PLAN")
    assert [first.passage.text[start:end] for start, end in first.spans] == ["The Board’s plan", "the board's plan"]
    assert first.beside == ("1 The board's plan",) and first.times == 3
    assert others == []


def test_whole_words_in_text_caption_and_scope(library: KnowledgeBase) -> None:
    found = [(one.document.id, one.times) for one in library.mentions("plan")]
    assert found == [("alpha", 3), ("alpha", 1), ("beta", 2)]
    assert [one.document.id for one in library.mentions("plan", Scope(kinds=("paper",)))] == ["beta"]
    assert [one.times for one in library.mentions("planning group")] == [1]
    assert [one.beside for one in library.mentions("plan in money")] == [("Table 2: the plan in money",)]


ODD = ["", "  ", "£", "\"", "plan) OR (a", "NEAR(plan board)", "{text}:plan", "*", "_", "\x00", "a" * 50_000]


@pytest.mark.parametrize("odd", ODD)
def test_any_text_is_a_safe_phrase(library: KnowledgeBase, odd: str) -> None:
    assert library.mentions(odd) == []


def test_marks_count_where_they_are_written(library: KnowledgeBase) -> None:
    assert [one.times for one in library.mentions("£2.1m")] == [1]
    assert [one.times for one in library.mentions("plan (draft)")] == [1]
    assert library.mentions("plan draft") == []
