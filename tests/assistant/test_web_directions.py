"""The Directions tab without a browser: overdue first, narrowed by words, owner and status, what somebody said of each."""
from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import gradio as gr
import pytest

from assistant.web import directions
from assistant.web.desk import Desk
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import store

OWNERS: gr.Request = SimpleNamespace(username=None)  # type: ignore[assignment]  # an event at a machine without accounts
TODAY = date(2026, 6, 15)
TEXTS = (
    "1.1 Hill Council must open two day centres by June 2027.",
    "1.2 NHS Hill must publish its rota by January 2026.",
    "1.3 Hill Council should look again at its fees.",
)


@pytest.fixture
def issued(kb: KnowledgeBase) -> KnowledgeBase:
    store(kb, "hill", "directions", *TEXTS, title="Hill Directions")
    return kb


def order(html: str) -> list[str]:
    return re.findall(r">Direction (1\.\d)(?= ?<)", html)


def test_overdue_first_then_by_deadline(issued: KnowledgeBase) -> None:
    html = directions.listed(issued, today=TODAY)
    assert order(html) == ["1.2", "1.1", "1.3"]
    assert "3 of 3 Directions shown; 1 overdue on 15 June 2026." in html and "Keep the status" not in html
    fewer = directions.listed(issued, directions.Narrowed("fees"), today=TODAY)
    assert "1 of 3 Directions shown; 0 of these and 1 in all overdue on 15 June 2026." in fewer


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        (("FEES look", "", "All"), ["1.3"]),
        (("", "Hill Council", "All"), ["1.1", "1.3"]),
        (("", "", "Overdue"), ["1.2"]),
        (("", "", "Done"), []),
    ],
)
def test_narrowed(issued: KnowledgeBase, narrowed: tuple[str, str, str], left: list[str]) -> None:
    assert order(directions.listed(issued, directions.Narrowed(*narrowed), today=TODAY)) == left


def test_a_status_is_kept_and_the_second_hand_sees_the_first(issued: KnowledgeBase) -> None:
    desk, given = Desk(issued), {"doc": "hill", "direction": "1.2", "status": "done", "why": "rota out", "expects": "0"}
    assert directions.followed(desk, OWNERS, given) == ('<p class="exact">Kept: Direction 1.2 is done.</p>', "hill 1.2")
    word, _ = directions.followed(desk, OWNERS, given | {"status": "late"})
    assert "Somebody was quicker" in word
    html = directions.listed(issued, may_follow=True, latest="hill 1.2", today=TODAY)
    assert "done, said by the owner on" in html and "0 overdue" in html and 'data-focus' in html
