"""What `remit search` and other assistants are given: first what an answer rests on."""
from __future__ import annotations

from itertools import pairwise

import pytest

from assistant import passages
from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase
from kb.models import Scope

WHY = "Why has looking after people in their own houses got dearer?"


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


def test_what_an_answer_quotes_comes_before_what_only_shares_words(kb: KnowledgeBase) -> None:
    quoted = list(dict.fromkeys(citation.passage for citation in ask(kb, WHY).citations))
    hits = passages.search(kb, WHY).hits
    assert [hit.passage.id for hit in hits[: len(quoted)]] == quoted
    assert [hit.passage.id for hit in kb.search(WHY)[: len(quoted)]] != quoted
    assert [hit.rank for hit in hits] == list(range(1, 11)) and len({hit.passage.id for hit in hits}) == 10
    assert all(one.score >= other.score for one, other in pairwise(hits))


def test_a_quoted_passage_that_the_search_does_not_find_is_there(kb: KnowledgeBase) -> None:
    asked = "Which Directions have money attached, as a budget or a fund?"
    quoted = {citation.passage for citation in ask(kb, asked).citations}
    assert quoted - {hit.passage.id for hit in kb.search(asked, 10)}
    assert quoted <= {hit.passage.id for hit in passages.search(kb, asked).hits}


def test_a_follow_up_is_searched_for_as_what_it_stands_for(kb: KnowledgeBase) -> None:
    found = passages.search(kb, "and when?", history=["What does Direction 4.2.1 ask for?"])
    assert "4.2.1" in found.query
    assert any(hit.passage.number == "4.2.1" for hit in found.hits[:3])


def test_a_search_stays_within_its_scope_and_its_number(kb: KnowledgeBase) -> None:
    doc = kb.documents()[0].id
    hits = passages.search(kb, "How many people live in Strathmarden?", 4, Scope(docs=(doc,))).hits
    assert len(hits) == 4 and {hit.document.id for hit in hits} == {doc}


@pytest.mark.parametrize("query", ["", "?", "x", "NEAR(a b) OR *", "' OR 1=1 --", "budget " * 10_000, "ما هي", "help"])
def test_any_text_is_a_safe_query(kb: KnowledgeBase, query: str) -> None:
    assert len(passages.search(kb, query).hits) <= 10
