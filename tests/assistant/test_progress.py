"""What is done here and to come there, an impact denied and set out; and what only looks like either."""
from __future__ import annotations

import pytest

from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, text, told


def test_a_document_that_is_done_and_still_being_made(kb: KnowledgeBase) -> None:
    said = "Last year we reviewed our Carers Charter.", "Our Carers Charter (in development) says how we listen."
    assert told(keep(kb, *text(*said))) == [("wording", *said)]


@pytest.mark.parametrize(
    "said",
    [
        ("Last year we reviewed our Carers Charter.", "Our Staff Charter (in development) says how we listen."),
        ("Last year we reviewed our Plan.", "Our Plan is being developed."),
        ("We will publish our Carers Charter.", "Our Carers Charter is being drafted."),
    ],
)
def test_documents_that_are_at_one_stage(kb: KnowledgeBase, said: tuple[str, str]) -> None:
    assert keep(kb, *text(*said)) == []


def test_an_impact_denied_and_set_out(kb: KnowledgeBase) -> None:
    said = "4.1 The closure has no direct implications for staff.", "4.2 However, six posts carry a risk of redundancy."
    assert told(keep(kb, *text(*said))) == [("wording", *said)]


@pytest.mark.parametrize("then", ["However, staff have been told of it.", "Six posts carry a risk of redundancy."])
def test_an_impact_that_stays_denied(kb: KnowledgeBase, then: str) -> None:
    assert keep(kb, *text("The closure has no direct implications for staff.", then)) == []


def test_what_is_gone_and_still_there(kb: KnowledgeBase) -> None:
    said = "We no longer have any reserves to draw on.", "We continue to have earmarked reserves for this."
    assert told(keep(kb, *text(*said))) == [("wording", *said)]


@pytest.mark.parametrize("then", ["We continue to have two hostels.", "The council still has doubts about reserves."])
def test_what_is_gone_and_something_else_there(kb: KnowledgeBase, then: str) -> None:
    assert keep(kb, *text("We no longer have any reserves to draw on.", then)) == []
