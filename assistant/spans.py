"""Stretches of passages to quote: a sentence with its neighbours, a list whole, a row under its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import evidence, words
from assistant.cite import MAX_QUOTE
from assistant.evidence import Unit
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Hit, PartRole, Passage

SHORT = 420  # characters: a paragraph up to this long is quoted whole, and of a longer one about this much
SAME = 0.75  # share of its words that a quote has in another to say nothing new


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage."""

    document: Document
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def of(unit: Unit) -> Span:
    return Span(unit.document, unit.passage, unit.start, unit.end)


def whole(hit: Hit) -> Span:
    """The passage, as far as a quote may go."""
    return Span(hit.document, hit.passage, 0, min(len(hit.passage.text), MAX_QUOTE))


def around(unit: Unit, most: int = SHORT) -> Span:
    """The unit with the sentences next to it; all of a short paragraph."""
    return Span(unit.document, unit.passage, *evidence.window(unit, most))


def quoted(kb: KnowledgeBase, unit: Unit, as_list: bool, most: int = SHORT) -> list[Span]:
    """What to quote for a unit, in reading order; of a paragraph `most` characters, all of it where it is longer than SHORT
    and still fits."""
    if unit.following:
        return [
            Span(unit.document, passage, 0, min(len(passage.text), MAX_QUOTE)) for passage in (unit.passage, *unit.following)
        ]
    if unit.role in ("lead_in", "list") or (as_list and unit.role == "item"):
        return whole_list(kb, unit)
    if unit.role == "row":
        return [*_part(unit, "header"), of(unit)]
    if unit.role == "item":
        return [*_part(unit, "lead_in"), of(unit)]
    if most > SHORT and unit.role == "sentence" and not unit.passage.parts and len(unit.passage.text) <= most:
        return [Span(unit.document, unit.passage, 0, len(unit.passage.text))]
    return [around(unit)]


def of_one_list(units: Sequence[Unit]) -> bool:
    """Whether several of the units are items of the same list."""
    items = [unit.passage.id for unit in units if unit.role == "item"]
    return len(items) > len(set(items))


def _part(unit: Unit, role: PartRole) -> list[Span]:
    """The last part of that role above the unit."""
    parts = [part for part in unit.passage.parts if part.role == role and part.end <= unit.start]
    return [Span(unit.document, unit.passage, part.start, part.end) for part in parts[-1:]]


def whole_list(kb: KnowledgeBase, unit: Unit) -> list[Span]:
    """The list or table that a unit belongs to with all the pieces that it was cut into, each span short enough to quote."""
    first = kb.passage(unit.passage.parent) if unit.passage.parent else unit.passage
    following = kb.neighbours(first, 0, 8)
    passages = [first, *(passage for passage in following if passage.parent == first.id and passage.kind == first.kind)]
    return [span for passage in passages for span in _cut(unit.document, passage)]


def _cut(document: Document, passage: Passage) -> list[Span]:
    """A passage from its first part on, cut between parts where it is too long for one quote."""
    if not passage.parts:
        return [Span(document, passage, 0, min(len(passage.text), MAX_QUOTE))]
    spans = []
    start = end = passage.parts[0].start
    for part in passage.parts:
        if part.end - start > MAX_QUOTE and end > start:
            spans.append(Span(document, passage, start, end))
            start = part.start
        end = min(part.end, start + MAX_QUOTE)
    return [*spans, Span(document, passage, start, end)]


def says_the_same(unit: Unit, span: Span) -> bool:
    """Whether the unit adds nothing to the span: it stands inside, or says the same in nearly the same words."""
    if unit.passage.id == span.passage.id and unit.start < span.end and span.start < unit.end:
        return True
    ours, theirs = set(words.content(unit.text)), set(words.content(span.text))
    return bool(ours) and len(ours & theirs) / len(ours) >= SAME
