"""Directions asked for by how they stand or what they cover, and what the register says of the one just quoted."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.ask import ask
from assistant.reviewing import Said
from assistant.tracker import set_status, states
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

DIRECTIONS = "strathmarden-ijb-directions-2026"
TODAY = date(2026, 9, 5)
ABOUT = ["Which Direction covers self-directed support?"]


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


def test_what_is_overdue_is_counted_from_the_register(kb: KnowledgeBase) -> None:
    late = [number for number, state in states(kb, DIRECTIONS, TODAY).items() if state.overdue]
    assert late
    for asked in ("Which Directions are overdue?", "How many Directions have missed their deadline?"):
        answer = ask(kb, asked, today=TODAY)
        assert f"*{len(late)} of 23 Directions are overdue on 5 September 2026: {', '.join(late)}." in answer.text
        assert [citation.number for citation in answer.citations] == late[:8]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("Has any Direction been withdrawn?", "no Direction says that it was taken back"),
        ("Which Direction replaces an older one?", "no Direction says that it takes the place of another"),
        ("Which Directions are done?", "nobody has kept a status of any Direction"),
        ("Is there a Direction about ferries?", "no Direction speaks of ferries in these words"),
    ],
)
def test_what_no_direction_says_is_said(kb: KnowledgeBase, asked: str, why: str) -> None:
    answer = ask(kb, asked)
    assert (answer.status, answer.text) == ("not_found", f"The documents in the library do not say: {why}.")


def test_the_direction_that_covers_a_thing_is_quoted(kb: KnowledgeBase) -> None:
    assert [one.number for one in ask(kb, ABOUT[0]).citations] == ["2.1"]
    answer = ask(kb, "Is there a direction on it?", ["What is self-directed support?"])
    assert [one.number for one in answer.citations] == ["2.1"]


@pytest.mark.parametrize(
    ("asked", "number", "said"),
    [
        ("who is responsible for it", "2.1", "Strathmarden Council"),
        ("and the next one", "2.2", "waiting times"),
        ("is it done", "2.1", "Nobody has kept a status of it here"),
    ],
)
def test_the_direction_just_quoted_is_looked_up(kb: KnowledgeBase, asked: str, number: str, said: str) -> None:
    answer = ask(kb, asked, ABOUT, today=TODAY)
    assert [one.number for one in answer.citations] == [number]
    assert said in answer.text


def test_a_status_that_somebody_kept_is_told(sample_copy: Path) -> None:
    with KnowledgeBase.open(Settings(home=sample_copy)) as base:
        set_status(base, DIRECTIONS, "2.1", Said("status", "on track", who="Ann"))
        assert "Its status was set to on track." in ask(base, "is it on track", ABOUT, today=TODAY).text
        assert [one.number for one in ask(base, "Which Directions are on track?").citations] == ["2.1"]


def test_what_a_direction_lacks_is_counted_from_the_register(kb: KnowledgeBase) -> None:
    issued = kb.directions(DIRECTIONS)
    without = {
        "deadline": [one.id for one in issued if not one.deadline],
        "sum": [one.id for one in issued if not any("£" in amount for amount in one.amounts)],
    }
    for what, lacking in without.items():
        answer = ask(kb, f"Which Directions have no {what}?")
        assert f"{len(lacking)} of 23 Directions give no {what}." in answer.text
        assert [citation.number for citation in answer.citations] == lacking[:8]


def test_a_place_that_does_not_speak_of_the_topic_says_so(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What does Direction 2.1 say about the weather?")
    assert (answer.status, answer.citations) == ("not_found", ()) and "2.1 says nothing of weather" in answer.text
    assert [one.number for one in ask(kb, "What does Direction 2.1 say about self-directed support?").citations] == ["2.1"]
