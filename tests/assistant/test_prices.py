"""What one thing costs in two documents of an authority, and a blank that another place fills."""
from __future__ import annotations

import pytest

from assistant.conflicts import conflicts
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, store, text, whys

HILL = ("Hill Council", "Hill Council")


def both(kb: KnowledgeBase, one: str, two: str, authorities: tuple[str, str] = HILL) -> list[str]:
    for doc, said, authority in zip(("policy", "leaflet"), (one, two), authorities, strict=True):
        store(kb, doc, "other", said, authority=authority)
    return [found.why for found in conflicts(kb)]


@pytest.mark.parametrize("policy", ["We have day care, at £58 a day.", "Day care is charged at £58.00 per day."])
def test_one_thing_has_two_prices(kb: KnowledgeBase, policy: str) -> None:
    (why,) = both(kb, policy, "Bring a coat. Day care costs £56 a day.")
    assert why.startswith("One document says £") and "£56 a day" in why and "£58" in why


@pytest.mark.parametrize(
    ("policy", "leaflet"),
    [
        ("Day care costs £58 a day.", "Day care costs £58.00 a day."),
        ("Day care costs £58 a day.", "Night care costs £56 a day."),
        ("Day care costs £58 a day.", "Day care costs £9 an hour."),
        ("Day care costs up to £58 a day.", "Day care costs £56 a day."),
        ("In 2024 day care costs £58 a day.", "In 2025 day care costs £60 a day."),
        ("Day care costs £58 a day. On Sundays it is dearer: day care costs £70 a day.", "Day care costs £56 a day."),
    ],
)
def test_what_is_no_second_price(kb: KnowledgeBase, policy: str, leaflet: str) -> None:
    assert not [why for why in both(kb, policy, leaflet) if why.startswith("One document says")]


def test_bodies_have_prices_of_their_own(kb: KnowledgeBase) -> None:
    assert both(kb, "Day care costs £58 a day.", "Day care costs £56 a day.", ("Hill Council", "Dale Council")) == []


def test_a_blank_that_another_place_fills_says_so(kb: KnowledgeBase) -> None:
    policy = "The council asks for a joining fee of £____ and interest."
    assert both(kb, policy, "The joining fee is £745.") == ["The value is left to be filled in; another place gives £745."]


def test_a_blank_for_another_fee_stays_a_blank(kb: KnowledgeBase) -> None:
    assert whys(keep(kb, *text("There is a joining fee of £____ here.", "The parking fee is £7."))) == [
        "The value is left to be filled in."
    ]
