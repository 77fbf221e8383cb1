"""Stretches of passages to quote: a sentence with its neighbours, a list whole, a row under its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import coverage, evidence, series, words
from assistant.cite import MAX_QUOTE
from assistant.units import Unit, points_back
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Hit, PartRole, Passage
from kb.text import sentence_spans

_LABELLED = re.compile(r"[A-Z][a-z]+ \d")  # "Direction 3: Carers", "Option 2": what a form under it is of
SHORT = 420  # characters: a paragraph up to this long is quoted whole, and of a longer one about this much
MAX_RUN = 1000  # characters of a run of passages that is quoted whole
SHORTEST = 12  # characters of a sentence; "15." is none
SAME = 0.75  # share of its words that a quote has in another to say nothing new


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage; `lead` are our own words before the quote."""

    document: Document
    passage: Passage
    start: int
    end: int
    lead: str = ""

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def of(unit: Unit) -> Span:
    return Span(unit.document, unit.passage, unit.start, unit.end)


def is_title(unit: Unit) -> bool:
    """Whether the unit is no more than the title of its document."""
    return words.words(unit.text) == words.words(unit.document.title)


def whole(hit: Hit) -> Span:
    """The passage, as far as a quote may go."""
    return Span(hit.document, hit.passage, 0, min(len(hit.passage.text), MAX_QUOTE))


def by_page(span: Span) -> list[Span]:
    """The span cut before each sentence, item or row that is the first on a new page, so that each opens at its own."""
    passage = span.passage
    starts = [part.start for part in passage.parts]
    if not any(part.role == "row" for part in passage.parts):
        starts = sorted({*starts, *(start for start, _ in sentence_spans(passage.text))})
    cuts = [span.start]
    for start in starts:
        if cuts[-1] < start < span.end and passage.page_at(start) != passage.page_at(cuts[-1]):
            cuts.append(start)
    ends = [cut - len(passage.text[:cut]) + len(passage.text[:cut].rstrip()) for cut in cuts[1:]]
    pieces = [replace(span, start=a, end=b, lead="") for a, b in zip(cuts, [*ends, span.end], strict=True)]
    return [replace(pieces[0], lead=span.lead), *pieces[1:]]


def around(unit: Unit, most: int = SHORT) -> Span:
    """The unit with the sentences next to it; all of a short paragraph."""
    return Span(unit.document, unit.passage, *window(unit, most))


def quoted(kb: KnowledgeBase, unit: Unit, as_list: bool, most: int = SHORT, announced: bool = True) -> list[Span]:
    """What to quote for a unit, in reading order; of a paragraph `most` characters, all of it where it is longer than SHORT
    and still fits; with the list that the quote announces, where `announced`."""
    if unit.following:
        return _run(unit)
    if unit.role in ("lead_in", "list") or (as_list and unit.role == "item"):
        return whole_list(kb, unit)
    if unit.role == "row":
        headed = [replace(header, lead=unit.passage.caption or "") for header in _part(unit, "header")]
        heading = unit.passage.heading or ""
        lead = heading if not headed and _LABELLED.match(heading) else ""
        return [*headed, replace(of(unit), lead=lead)]  # a caption says what the rows are rows of
    if unit.role == "item":
        return [*_part(unit, "lead_in"), of(unit)]
    if unit.headed >= evidence.OF_ITS_OWN and unit.role == "sentence" and len(unit.passage.text) <= SHORT:
        return [Span(unit.document, unit.passage, 0, len(unit.passage.text))]
    if as_list and unit.role == "sentence" and unit.passage.kind == "list" and before_list(unit):
        first, *rest = whole_list(kb, unit)
        return [replace(first, start=unit.start), *rest] if first.end - unit.start <= MAX_QUOTE else [of(unit), first, *rest]
    if unit.role == "sentence" and unit.text.endswith(":") and unit.end == len(unit.passage.text):
        return _run(replace(unit, following=tuple(series.announced(kb, unit.passage)))) or [of(unit)]
    if most > SHORT and unit.role == "sentence" and not unit.passage.parts and len(unit.passage.text) <= most:
        return [Span(unit.document, unit.passage, 0, len(unit.passage.text))]
    return [_announcing(kb, unit, around(unit))] if announced else [_before_lead_in(unit, around(unit))]


def _announcing(kb: KnowledgeBase, unit: Unit, quote: Span) -> Span:
    """The quote with the list that its end announces, where both are short enough."""
    if not _lead_in_ending(quote) or len(unit.passage.text) - quote.start > MAX_RUN:
        return quote
    listed = whole_list(kb, unit)
    return replace(quote, end=listed[0].end) if len(listed) == 1 else quote


def _before_lead_in(unit: Unit, quote: Span) -> Span:
    """The quote without the words at its end that only announce a list."""
    starts = [start for start in _lead_in_ending(quote) if unit.end <= start]
    return replace(quote, end=len(quote.passage.text[: starts[0]].rstrip())) if starts else quote


def _lead_in_ending(quote: Span) -> list[int]:
    """Where the lead-in begins that the quote ends with."""
    return [part.start for part in quote.passage.parts if part.role == "lead_in" and part.end == quote.end]


def _run(unit: Unit) -> list[Span]:
    """The passages of a run: whole where all fit in an answer, else how each opens; under headings of their own, each with
    its heading."""
    passages = [*([] if unit.end < len(unit.passage.text) or unit.start else [unit.passage]), *unit.following]
    first = [] if unit.passage in passages else [of(unit)]
    whole = sum(len(passage.text) for passage in passages) <= MAX_RUN
    common = min(_shared(passages[0].section, passage.section) for passage in passages) if passages else 0
    found = []
    for passage in passages:
        lead = passage.section[common] if all(len(one.section) > common for one in passages) else ""
        end = len(passage.text) if whole and not lead else _opening(passage)
        found.append(Span(unit.document, passage, 0, min(end, MAX_QUOTE), lead))
    return [*first, *found]


def _shared(one: tuple[str, ...], two: tuple[str, ...]) -> int:
    """How many headings two paths have in common from the outermost."""
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _opening(passage: Passage) -> int:
    """Where the first sentence ends, or the title that a long one opens with."""
    end = next((end for _, end in sentence_spans(passage.text) if end > SHORTEST), len(passage.text))
    return end if end <= SHORT else series.title(passage) or end


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
    start = end = _first_told(passage)
    for part in passage.parts:
        if part.end - start > MAX_QUOTE and end > start:
            spans.append(Span(document, passage, start, end))
            start = part.start
        end = min(part.end, start + MAX_QUOTE)
    return [*spans, Span(document, passage, start, end)]


def _first_told(passage: Passage) -> int:
    """Where the first part begins; earlier, where it says too little alone ("There are", "These include") and the sentences
    before it, which say what, are short."""
    first = passage.parts[0]
    if first.role != "lead_in" or not points_back(passage.text[first.start : first.end]):
        return first.start
    return next((a for a, _ in sentence_spans(passage.text[: first.start]) if first.start - a <= SHORT), first.start)


def within(unit: Unit, quoted: Sequence[Span]) -> bool:
    """Whether one of the quotes shows the whole unit."""
    return any(one.passage.id == unit.passage.id and one.start <= unit.start and unit.end <= one.end for one in quoted)


def says_the_same(unit: Unit, span: Span) -> bool:
    """Whether the unit adds nothing to the span: it stands inside, or says the same in nearly the same words."""
    if unit.passage.id == span.passage.id and unit.start < span.end and span.start < unit.end:
        return True
    ours, theirs = set(words.content(unit.text)), set(words.content(span.text))
    return bool(ours) and len(ours & theirs) / len(ours) >= SAME


def window(unit: Unit, most: int) -> tuple[int, int]:
    """The unit and the sentences after it in its passage, as long as they fit in `most` characters; the sentence before it
    where the unit points back to it."""
    start, end = unit.start, unit.end
    spans = sentence_spans(unit.passage.text)
    before = [a for a, b in spans if b <= start]
    if before and points_back(unit.text) and end - before[-1] <= most:
        start = before[-1]
    for a, b in spans:
        if a >= end and b - start <= most and not _crosses(unit.passage, end, a):
            end = b
    return start, end


def before_list(unit: Unit) -> bool:
    """Whether the unit is a sentence shortly before the list of its passage."""
    first = min((part.start for part in unit.passage.parts), default=0)
    return unit.end <= first <= unit.end + coverage.LEADING


def _crosses(passage: Passage, end: int, start: int) -> bool:
    """Whether another item or row begins between two places."""
    return any(part.role in ("item", "row") and end <= part.start <= start for part in passage.parts)
