"""How definitely a plan speaks: figures and "each" add, hopes and generalities take away."""
from __future__ import annotations

import pytest

from assistant.definite import ORDINARY, definite

VISITS = "Each of our four wards has a nurse who visits every Monday."


def spoken(text: str) -> float:
    return definite(text, text)


@pytest.mark.parametrize(
    "vague",
    [
        "We are committed to working closely with wards on an improved approach.",
        "Visits to most of the wards are being planned, and will be developed next year.",
        "A visiting policy is in draft, and work on it is ongoing.",
    ],
)
def test_what_is_done_speaks_more_definitely_than_what_is_hoped(vague: str) -> None:
    assert spoken(VISITS) > 0 > spoken(vague)


def test_nothing_said_is_less_than_an_ordinary_place() -> None:
    assert definite("", "") == -ORDINARY


def test_what_stands_around_a_sentence_can_take_its_figures_back() -> None:
    assert definite(VISITS, VISITS) > definite(VISITS, f"{VISITS} Some other wards are yet to follow.")


def test_a_page_of_figures_says_no_more_than_a_few() -> None:
    assert spoken("1 2 3 4") == pytest.approx(spoken("1 2 3 4 5 6 7 8"), abs=0.02)
