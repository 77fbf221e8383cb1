"""A document as the units that a register is made of: its sentences, the items of its lists, the rows of its tables."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kb.models import Entry, EntryKind, Part, Passage
from kb.text import sentence_spans

UnitRole = Literal["sentence", "item", "row", "header"]
CELL = " | "
_PRINTED = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.)]|\d{1,3}(?:\.\d{1,3})+)\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` is the passage's own characters from `start`, without a number printed before them. `lead_in` is the sentence
    that an item continues; `header` the cells that name a row's columns, empty where nothing does."""

    passage: Passage
    role: UnitRole
    start: int
    text: str
    number: str | None = None
    lead_in: str = ""
    header: tuple[str, ...] = ()

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.split(CELL)]


def units(passages: Sequence[Passage]) -> list[Unit]:
    """Every unit of a document but those of its contents pages, in order."""
    return [unit for passage in passages if passage.kind != "contents" for unit in _of(passage)]


def entry(kind: EntryKind, unit: Unit, **facts: Any) -> Entry:
    """An entry that quotes the unit; its number is the unit's own unless `facts` say otherwise."""
    given = {"text": unit.text, "number": unit.number} | facts
    passage = unit.passage
    return Entry(
        kind=kind, doc=passage.doc, passage=passage.id, section=passage.heading, page=passage.page_at(unit.start), **given
    )


def _of(passage: Passage) -> Iterator[Unit]:
    listed = [part for part in passage.parts if part.role in ("item", "row", "header")]
    first = min((part.start for part in listed), default=len(passage.text))
    for start, end in sentence_spans(passage.text[:first]):
        yield _unit(passage, "sentence", start, end, number=passage.number)
    lead_in = _lead_in(passage)
    header = _header(passage)
    for part in listed:
        role: UnitRole = "item" if part.role == "item" else "header" if part.role == "header" else "row"
        number = part.number or passage.number
        yield _unit(passage, role, part.start, part.end, number=number, lead_in=lead_in, header=header)


def _unit(passage: Passage, role: UnitRole, start: int, end: int, **facts: Any) -> Unit:
    printed = _PRINTED.match(passage.text, start, end) if facts["number"] and role != "row" else None
    if printed and printed.end() < end:
        start = printed.end()
    return Unit(passage, role, start, passage.text[start:end], **facts)


def _lead_in(passage: Passage) -> str:
    own = next((part for part in passage.parts if part.role == "lead_in"), None)
    return passage.text[own.start : own.end] if own else passage.lead_in or ""


def _header(passage: Passage) -> tuple[str, ...]:
    own = [part for part in passage.parts if part.role == "header"]
    last: Part | None = own[-1] if own else None
    text = passage.text[last.start : last.end] if last else passage.lead_in if passage.kind == "table" else None
    return tuple(cell.strip() for cell in text.split(CELL)) if text else ()
