"""A small document of invented sentences, kept in a knowledge base and read for conflicts."""
from __future__ import annotations

from assistant.conflicts import conflicts
from assistant.disagreement import Conflict
from ingest.blocks import Block, Row
from ingest.passages import passages
from kb.knowledge_base import KnowledgeBase
from kb.models import NewVersion


def keep(kb: KnowledgeBase, *blocks: Block) -> list[Conflict]:
    made = tuple(passages(list(blocks), "paper", 1))
    kb.replace(NewVersion("paper", "paper", "paper", "paper.txt", "paper", "text", made, authority="Hill IJB"))
    return conflicts(kb)


def told(found: list[Conflict]) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.a.quote, each.b.quote if each.b else None) for each in found]


def text(*sentences: str) -> list[Block]:
    return [Block("paragraph", sentence) for sentence in sentences]


def table(*rows: tuple[str, ...], header_rows: int = 0) -> Block:
    return Block("table", "", rows=tuple(Row(cells) for cells in rows), header_rows=header_rows)


def whys(found: list[Conflict]) -> list[str]:
    return [each.why for each in found]
