from __future__ import annotations

from kb import retrieve
from kb.models import Passage
from kb.retrieve import Place


def passage(doc: str, ordinal: int, **facts: object) -> Passage:
    return Passage(f"{doc}/1/{ordinal}", doc, 1, ordinal, "paragraph", f"text {ordinal}", **facts)  # type: ignore[arg-type]


def test_what_is_embedded_is_the_context_and_then_the_text() -> None:
    row = passage("a", 3, section=("2 Money", "2.1 Reserves"), number="2.1", lead_in="The Board must:", caption="Table 2")
    assert retrieve.indexed("Plan", row).embedded == "Plan\n2 Money > 2.1 Reserves\nTable 2\nThe Board must:\ntext 3"
    assert retrieve.indexed("Plan", passage("a", 3)).embedded == "Plan\ntext 3"


def test_nothing_found_has_no_score() -> None:
    assert retrieve.fused({}, {}) == {}
    assert retrieve.ranked({}, {}) == []


def test_both_searches_count() -> None:
    assert retrieve.fused({"one": 9.0, "both": 1.0}, {"two": 0.8, "both": 0.2}) == {"one": 0.4, "two": 0.6, "both": 0.0}
    assert retrieve.fused({"one": 9.0}, {}) == {"one": 0.4}


def test_ties_are_broken_by_document_and_place_whatever_the_order_they_come_in() -> None:
    places = {"b/1/1": Place("b", 1, 99), "a/1/10": Place("a", 10, 99), "a/1/2": Place("a", 2, 99)}
    scores = dict.fromkeys(places, 0.5)
    for given in (places, dict(reversed(places.items()))):
        assert [name for name, _ in retrieve.ranked(given, scores)] == ["a/1/2", "a/1/10", "b/1/1"]


def test_a_label_comes_after_a_statement_that_fits_as_well() -> None:
    places = {"a/1/1": Place("a", 1, 12), "a/1/2": Place("a", 9, 200)}
    assert retrieve.ranked(places, dict.fromkeys(places, 0.8)) == [("a/1/2", 0.8), ("a/1/1", 0.4)]


def test_a_passage_without_a_place_is_not_ranked() -> None:
    assert retrieve.ranked({}, {"gone/1/1": 1.0}) == []
