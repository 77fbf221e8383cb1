"""What a place promises: only the clause that carries the duty, and a next sentence that goes on about the same."""
from __future__ import annotations

import pytest

from assistant.evidence import Unit
from assistant.matching import Match, Terms, stems
from assistant.promises import promised
from kb.models import Document, Passage

DUTY = "publish a register of assets"


def place(said: str, after: str = "") -> Match:
    text = f"{said} {after}".strip()
    passage = Passage("p", "plan", 1, 0, "paragraph", text)
    unit = Unit(Document("plan", "Plan", "plan", 1, "plan.txt", "", "text"), passage, 0, len(said), "sentence", "", 0.0)
    return Match(unit, 0, len(text), 0.6, 0.6, 0.6)


@pytest.mark.parametrize(
    ("said", "after", "words"),
    [
        ("We publish a register of assets.", "", ""),
        ("A register of assets is in development.", "", "in development"),
        ("We publish a register of assets; a map of roads is in development.", "", ""),
        ("We publish a register of assets, but roads will be considered in due course.", "", ""),
        ("A map of roads is finished, but the register of assets is to follow.", "", "to follow"),
        ("We publish a register of assets.", "We will explore what roads need.", ""),
        ("Our register of assets lists the schools.", "Later years will follow when they are known.", "will follow"),
        ("The register of assets is, where possible, published.", "", ""),
        ("We will publish a register of assets where possible.", "", "will publish a register of assets where possible"),
        ("We plan to publish a register of assets.", "", "We plan to"),
        ("Our register of assets has a plan to grow.", "", ""),
        ("The target for the register of assets is May.", "", "target for"),
        ("The strategy is in development.", "", ""),
        ("We want to publish a register of assets.", "", "want to"),
        ("We expect to publish a register of assets.", "", "expect to"),
        ("We are in talks with the bank on a register of assets.", "", "are in talks"),
        ("Once signed, the register of assets names each school.", "", "Once signed"),
        ("The keeper of the register of assets will be named in May.", "", "will be named"),
        ("A keeper of the register of assets is to be appointed.", "", "is to be appointed"),
    ],
)
def test_the_clause_that_carries_the_duty_is_read(said: str, after: str, words: str) -> None:
    terms = Terms(dict.fromkeys(stems(DUTY), 1.0), {})
    assert promised(place(said, after), terms) == words
