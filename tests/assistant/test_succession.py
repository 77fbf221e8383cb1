"""Which Direction takes the place of which, and what was taken back."""
from __future__ import annotations

import pytest

from assistant.succession import replaces, taken_back
from kb.models import Direction, Passage


def direction(text: str) -> Direction:
    return Direction("3", "d", "d/1/1", text, "must")


@pytest.mark.parametrize(
    ("kind", "heading", "text", "what"),
    [
        ("table", "Direction 3", "Reference | D-26-03\nDoes it supersede an earlier Direction? | D-24-07", "D-24-07"),
        ("table", "Direction 3", "Reference | D-26-03\nDoes it supersede an earlier Direction? | New", ""),
        ("paragraph", "Direction 3 – Carers (replaces Direction 5 of 2025)", "Carers get a break.", "Direction 5 of 2025"),
        ("paragraph", "Direction 3", "It supersedes D-24-07 and binds both partners.", "D-24-07"),
        ("paragraph", "Direction 3", "The council is replacing its lifts.", ""),
    ],
)
def test_what_it_replaces(kind: str, heading: str, text: str, what: str) -> None:
    passage = Passage("d/1/1", "d", 1, 1, "table" if kind == "table" else "paragraph", text, section=(heading,))
    assert replaces(direction(text), passage) == what


def test_a_part_replaces_nothing_by_the_heading_of_the_whole() -> None:
    passage = Passage("d/1/2", "d", 1, 2, "paragraph", "2a. Act.", section=("Direction 2 (replaces Direction 5)",))
    assert replaces(Direction("2a", "d", "d/1/2", "2a. Act.", "must", parent="2"), passage) == ""


def test_what_was_taken_back() -> None:
    assert taken_back(direction("Withdrawn on 2 April 2026.")) and taken_back(direction("3.1 This Direction is revoked."))
    assert not taken_back(direction("The care withdrawn in May is to be given again."))
