"""Small libraries of invented texts, and documents of a few sentences or blocks in a knowledge base."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from assistant.conflicts import conflicts
from assistant.disagreement import Conflict
from ingest.blocks import Block, Row
from ingest.directions import directions
from ingest.duties import duties
from ingest.passages import passages
from kb.knowledge_base import KnowledgeBase
from kb.models import DocumentKind, NewVersion

NUMBER = re.compile(r"\d+(\.\d+)+(?= )")
LibraryOf = Callable[[Mapping[str, str]], KnowledgeBase]


def store(kb: KnowledgeBase, doc: str, kind: DocumentKind, *said: str | Block, **facts: Any) -> None:
    """Keeps the next version of a document: these paragraphs or blocks, and the duties or Directions that are in them."""
    version = kb.next_version(doc)
    made = tuple(passages([paragraph(one) if isinstance(one, str) else one for one in said], doc, version))
    new = NewVersion(doc, doc, kind, f"{doc}.txt", f"{doc}{version}", "text", made, version)
    if kind == "guidance":
        new = replace(new, duties=tuple(duties(made)))
    if kind == "directions":
        new = replace(new, directions=tuple(directions(made)))
    kb.replace(replace(new, **facts))


def keep(kb: KnowledgeBase, *blocks: Block) -> list[Conflict]:
    """The conflicts of a paper of these blocks."""
    store(kb, "paper", "paper", *blocks, authority="Hill IJB")
    return conflicts(kb)


def told(found: list[Conflict]) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.a.quote, each.b.quote if each.b else None) for each in found]


def paragraph(said: str) -> Block:
    """With its number, where it begins with one ("1.2 ...")."""
    number = NUMBER.match(said)
    return Block("paragraph", said, number=number[0] if number else None)


def text(*sentences: str) -> list[Block]:
    return [paragraph(sentence) for sentence in sentences]


def table(*rows: tuple[str, ...], header_rows: int = 0) -> Block:
    return Block("table", "", rows=tuple(Row(cells) for cells in rows), header_rows=header_rows)


def whys(found: list[Conflict]) -> list[str]:
    return [each.why for each in found]
