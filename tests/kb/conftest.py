"""An open knowledge base in a home of its own, and a quick way to write a version of a document."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kb.ids import digest, passage_id
from kb.knowledge_base import KnowledgeBase
from kb.models import Direction, Duty, NewVersion, Passage
from kb.settings import Settings

Write = Callable[..., NewVersion]


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def kb(settings: Settings) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def write() -> Write:
    """write("plan", ["text", ...], version=1, **facts): a version with a passage for each text, a duty and a Direction."""

    def write(doc: str, texts: Sequence[str | dict[str, Any]], version: int = 1, **facts: Any) -> NewVersion:
        passages = tuple(_passage(doc, version, n, text) for n, text in enumerate(texts, 1))
        known: dict[str, Any] = {
            "title": doc.title(),
            "kind": "plan",
            "path": f"/papers/{doc}.txt",
            "sha256": digest(repr(texts).encode()),
            "format": "text",
            "labels": ("i", "1"),
            "pages": 2,
            "duties": tuple(Duty(f"{doc}#1", doc, p.id, p.text, "must") for p in passages[:1]),
            "directions": tuple(Direction("5", doc, p.id, p.text, "must", ("A", "B")) for p in passages[:1]),
        }
        return NewVersion(doc=doc, version=version, passages=passages, **{**known, **facts})

    return write


def _passage(doc: str, version: int, ordinal: int, given: str | dict[str, Any]) -> Passage:
    facts = {"text": given} if isinstance(given, str) else given
    kind = facts.get("kind", "paragraph")
    rest = {name: value for name, value in facts.items() if name != "kind"}
    return Passage(passage_id(doc, version, ordinal), doc, version, ordinal, kind, page_starts=((0, 1),), **rest)
