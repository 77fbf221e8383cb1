from __future__ import annotations

from kb import retrieve
from kb.models import Document, Passage


def passage(doc: str, ordinal: int, **facts: object) -> Passage:
    return Passage(f"{doc}/1/{ordinal}", doc, 1, ordinal, "paragraph", f"text {ordinal}", **facts)  # type: ignore[arg-type]


def library(*docs: str) -> dict[str, Document]:
    return {doc: Document(doc, doc, "plan", 1, doc, doc, "text") for doc in docs}


def test_what_is_embedded_is_the_context_and_then_the_text() -> None:
    row = passage("a", 3, section=("2 Money", "2.1 Reserves"), number="2.1", lead_in="The Board must:", caption="Table 2")
    assert retrieve.indexed("Plan", row).embedded == "Plan\n2 Money > 2.1 Reserves\nTable 2\nThe Board must:\ntext 3"
    assert retrieve.indexed("Plan", passage("a", 3)).embedded == "Plan\ntext 3"


def test_nothing_found_is_no_hit() -> None:
    assert retrieve.hits([], {}, {}, {}, 5) == []


def test_both_searches_count_the_same() -> None:
    found = [passage("a", 1), passage("a", 2), passage("a", 3)]
    hits = retrieve.hits(found, library("a"), {"a/1/1": 9.0, "a/1/3": 1.0}, {"a/1/2": 0.8, "a/1/3": 0.2}, 5)
    assert [(hit.rank, hit.passage.ordinal, hit.score) for hit in hits] == [(1, 1, 0.5), (2, 2, 0.5), (3, 3, 0.0)]
    assert [(hit.lexical, hit.dense) for hit in hits] == [(1.0, None), (None, 0.8), (0.0, 0.2)]


def test_ties_are_broken_by_document_and_place_whatever_the_order_they_come_in() -> None:
    found = [passage("b", 1), passage("a", 10), passage("a", 2)]
    scores = dict.fromkeys(("b/1/1", "a/1/10", "a/1/2"), 3.0)
    for given in (found, found[::-1]):
        hits = retrieve.hits(given, library("a", "b"), scores, {}, 2)
        assert [hit.passage.id for hit in hits] == ["a/1/2", "a/1/10"]


def test_scores_stay_between_nought_and_one() -> None:
    hits = retrieve.hits([passage("a", 1), passage("a", 2)], library("a"), {}, {"a/1/1": 1.0000001, "a/1/2": -0.3}, 5)
    assert [(hit.score, hit.dense) for hit in hits] == [(0.5, 1.0), (0.0, 0.0)]
