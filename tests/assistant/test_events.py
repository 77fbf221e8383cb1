"""One thing on two days."""
from __future__ import annotations

import pytest

from assistant.conflicts import conflicts
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import store, whys


def between(kb: KnowledgeBase, one: str, two: str) -> list[str]:
    store(kb, "plan", "plan", one, authority="Hill Council")
    store(kb, "paper", "paper", two, authority="Hill Council")
    return whys(conflicts(kb))


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        (
            "Fines end on 1 April 2027. Children pay none.", "Fines brought in £22,000. They end on 1 October 2027.",
            "“Fines”: one place says 1 October 2027, another 1 April 2027.",
        ),
        (
            "2.2 The library at Tarn Road will close on Wednesdays from May.", "Tarn Road closes on Mondays from May.",
            "“Tarn Road”: one place says Mondays, another Wednesdays.",
        ),
    ],
)
def test_one_thing_on_two_days(kb: KnowledgeBase, one: str, two: str, why: str) -> None:
    assert between(kb, one, two) == [why]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Fines end in April 2027.", "Fines end on 1 April 2027."),
        ("Tarn Road closes on Mondays and Fridays.", "Tarn Road closes on Fridays."),
        ("Tarn Road closes on Mondays.", "Mill Road closes on Fridays."),
        ("The consultation closes on 3 May 2026.", "The consultation closes on 9 June 2027."),
        ("Tarn Road opens on 3 May 2026.", "Tarn Road closes on 9 June 2027."),
    ],
)
def test_days_that_go_together(kb: KnowledgeBase, one: str, two: str) -> None:
    assert between(kb, one, two) == []
