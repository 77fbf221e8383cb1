"""Values that are owed and not given."""
from __future__ import annotations

import pytest

from ingest.blocks import Block
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, text, whys


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("18 September 2025, 10.00 am (venue to be confirmed)", "The value is still to be confirmed."),
        ("Action: Bo Reid to count the beds. No date was set.", "It is left open: no date is given."),
        ("The gap is £TBC.", "The value is given as TBC."),
    ],
)
def test_what_is_left_open(kb: KnowledgeBase, said: str, why: str) -> None:
    assert whys(keep(kb, *text(said))) == [why]


@pytest.mark.parametrize("said", ["The scope is to be agreed with the council.", "No date is better than another."])
def test_what_only_sounds_open(kb: KnowledgeBase, said: str) -> None:
    assert keep(kb, *text(said)) == []


def test_blanks_in_headings_near_by_are_told_with_it(kb: KnowledgeBase) -> None:
    made = [Block("heading", "1 Money", level=1), *text("The budget is £TBC.")]
    for name in ("Health £TBC", "Care £TBC"):
        made += [Block("heading", name, level=2), *text(f"This is for {name.split()[0].lower()}.")]
    assert whys(keep(kb, *made)) == ["The value is given as TBC, here and in 2 headings near it."]
