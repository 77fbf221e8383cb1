"""One duty with two forces."""
from __future__ import annotations

from assistant.conflicts import conflicts
from ingest.blocks import Block
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import store, told

MUST = "The council must publish the audited accounts of every hospice by June."
SHOULD = "The council should publish the audited accounts of every hospice by June."
OTHER = "The council may publish the accounts of other charities too."


def heads(one: str, two: str) -> list[str | Block]:
    return [Block("heading", "1 Duties", level=1), one, Block("heading", "2 Summary", level=1), two]


def test_a_duty_that_must_be_done_here_and_should_there(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", *heads(MUST, SHOULD))
    found = conflicts(kb)
    assert told(found) == [("wording", MUST, SHOULD)]
    assert found[0].why == "One place says that it must be done, another that it should be done."


def test_two_documents_of_one_authority(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", MUST, authority="Hill Office")
    store(kb, "notes", "guidance", SHOULD, authority="Hill Office")
    assert [each.kind for each in conflicts(kb)] == ["wording"]


def test_the_same_force_and_another_duty(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", *heads(MUST, MUST))
    store(kb, "notes", "guidance", *heads(MUST, OTHER))
    assert conflicts(kb) == []
