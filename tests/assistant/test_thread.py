"""The thread of a conversation: what was just quoted is asked first, what is about something else is no answer."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import thread
from assistant.ask import ask
from assistant.findings import NOTHING_UNDER
from ingest import pipeline
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

PAPER = """# The Harbour Paper

## Moorings

Gull House in Tarbrae is a hostel of nine rooms. It was opened for crews because the old lodge had no heating.

The ferry fee is paid by visitors. Nobody has reviewed it.

## Aims

### Short term aims

The pier will be lit by May.

## Whole port

Short term aims

Longer term aims

## Staff of the office

Tarbrae office staff are trained every spring by the council's own safety officers.
"""
HOSTEL = ["Tell me about Gull House"]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    file = tmp_path_factory.mktemp("files") / "harbour.md"
    file.write_text(PAPER)
    with KnowledgeBase.open(Settings(home=tmp_path_factory.mktemp("home"))) as base:
        assert [row.outcome for row in pipeline.add(base, [Path(file)])] == ["added"]
        yield base


def test_a_bare_why_is_asked_of_what_was_quoted(kb: KnowledgeBase) -> None:
    assert "the old lodge had no heating" in ask(kb, "why", HOSTEL).text
    silent = ask(kb, "why is that", ["Tell me about the Tarbrae office staff"])
    assert (silent.status, thread.NO_REASON in silent.text) == ("not_found", True)


def test_where_it_is_may_stand_in_the_sentence_just_quoted(kb: KnowledgeBase) -> None:
    answer = ask(kb, "where is it", HOSTEL)
    assert answer.status == "answered" and "Gull House in Tarbrae" in answer.citations[0].quote


def test_what_is_about_something_else_is_no_answer_to_what_points_back(kb: KnowledgeBase) -> None:
    assert "trained every spring" in ask(kb, "How often are the office staff trained?").text
    answer = ask(kb, "how often are they trained", ["Who pays the ferry fee?"])
    assert answer.status == "not_found" and answer.citations == ()


def test_a_heading_over_nothing_is_left_blank(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What are the short term aims for the whole port?")
    assert answer.status == "partial" and NOTHING_UNDER in answer.text
    assert [one.quote for one in answer.citations] == ["Short term aims"]
