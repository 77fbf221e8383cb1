"""Questions drawn from the library: each is answered from the document it was drawn from."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ask import ask
from assistant.suggestions import OFFERED, following, suggested
from ingest import pipeline, sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings


@pytest.fixture
def kb(home: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(Settings(home=home)) as opened:
        yield opened


def test_what_is_offered_is_answered_and_an_empty_library_offers_nothing(kb: KnowledgeBase) -> None:
    assert suggested(kb) == ()
    list(pipeline.add(kb, [sample.folder()]))
    offered = suggested(kb)
    assert len(offered) == OFFERED and offered == suggested(kb)
    assert {ask(kb, question).status for question in offered} == {"answered"}


def test_an_answer_leads_on_to_what_the_registers_know_of_it(kb: KnowledgeBase) -> None:
    list(pipeline.add(kb, [path for path in sample.folder().iterdir() if "directions" in path.name or "plan-" in path.name]))
    answer = ask(kb, "What does Direction 1.1 require?")
    assert following(kb, answer)[0] == "What does Direction 1.2 ask for, and by when?"  # the deadline and owner stand in it
    assert following(kb, ask(kb, "Who won the cup?")) == ()
