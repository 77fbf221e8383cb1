"""From a citation to what a person reads: the quote marked in its surroundings, and the text of its page."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.knowledge_base import KnowledgeBase
from kb.mentions import pattern
from kb.models import Document, Passage
from kb.text import find_quote

CELL = " | "  # how a table row's cells are joined in a passage

_DRAWN_AS = {"text": "text", "item": "list", "header": "table", "row": "table"}

Segment = tuple[str, bool]  # a stretch of text, and whether it is quoted


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a passage as shown: `role` is text, item, header or row; a row has several cells, all else one.
    `bullet` says that the item has no mark of its own in the text."""

    role: str
    cells: tuple[tuple[Segment, ...], ...]
    level: int = 0
    bullet: bool = False


Shown = tuple[tuple[str, tuple[Line, ...]], ...]  # the lines of a passage in runs: ("text" | "list" | "table", lines)
Spans = Sequence[tuple[int, int]]  # stretches of a passage's text, in their order


@dataclass(frozen=True, slots=True)
class Opened:
    """A source as it is opened. `spans` are the words that are marked, `page` is the page shown. `reading` holds the
    passages to be read beneath it: around the quote, or, after a page was turned, all that stand on the page."""

    document: Document
    passage: Passage
    spans: tuple[tuple[int, int], ...]
    page: int | None
    reading: tuple[tuple[Passage, Shown], ...]

    @property
    def quoted(self) -> bool:
        return bool(self.spans)

    @property
    def start(self) -> int:
        return self.spans[0][0] if self.spans else 0

    @property
    def own_page(self) -> int | None:
        """The page on which the quote, or else the passage, begins."""
        return self.passage.page_at(self.start)

    @property
    def turned(self) -> bool:
        return self.page != self.own_page

    @property
    def has_picture(self) -> bool:
        """Pictures are made from the file itself, which is the version in force."""
        return self.document.format == "pdf" and self.page is not None and self.passage.version == self.document.version


def open_source(kb: KnowledgeBase, passage_id: str, quote: str, page: int | None = None, words: str = "") -> Opened:
    """The passage with the quote marked, or every mention of the words; `page` turns to another page of the document."""
    passage = kb.passage(passage_id)
    quoted = find_quote(passage.text, quote)
    spans = mentioned(passage.text, words) if words else (quoted,) if quoted else ()
    turned = page is not None and page != passage.page_at(spans[0][0] if spans else 0)
    near = _on_page(kb, passage, page) if turned and page else _around(kb, passage)
    return Opened(
        document=kb.document(passage.doc),
        passage=passage,
        spans=spans,
        page=page or passage.page_at(spans[0][0] if spans else 0),
        reading=tuple((other, shown(other, spans if other.id == passage.id else ())) for other in near),
    )


def mentioned(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """
    >>> mentioned("The plan, a Plan", "plan")
    ((4, 8), (12, 16))
    """
    return tuple(found.span() for found in pattern(words).finditer(text))


def _around(kb: KnowledgeBase, passage: Passage) -> list[Passage]:
    return sorted([passage, *kb.neighbours(passage)], key=lambda one: one.ordinal)


def _on_page(kb: KnowledgeBase, passage: Passage, page: int) -> list[Passage]:
    """What stands on a page of the version that the passage is from, as far as that version is in force."""
    return [one for one in kb.passages(passage.doc) if one.page is not None and stands_on(one, page)]


def stands_on(passage: Passage, page: int) -> bool:
    """Whether some of the passage stands on that physical page."""
    last = passage.page_at(len(passage.text))
    return passage.page is not None and last is not None and passage.page <= page <= last


def shown(passage: Passage, spans: Spans = ()) -> Shown:
    """The passage in runs of lines that are drawn alike, the spans marked."""
    runs = groupby(lines(passage, spans), key=lambda line: _DRAWN_AS[line.role])
    return tuple((drawn_as, tuple(run)) for drawn_as, run in runs)


def lines(passage: Passage, spans: Spans = ()) -> Iterator[Line]:
    """The passage line by line, the spans marked."""
    roles = {part.start: part for part in passage.parts}
    at = 0
    for text in passage.text.split("\n"):
        part = roles.get(at)
        role = "row" if passage.kind == "table" else "text"
        if part and part.role != "lead_in":
            role = part.role
        cells = text.split(CELL) if passage.kind == "table" else [text]
        marked, cell_at = [], at
        for cell in cells:
            marked.append(tuple(segments(cell, [(start - cell_at, end - cell_at) for start, end in spans])))
            cell_at += len(cell) + len(CELL)
        yield Line(role, tuple(marked), part.level if part else 0, part is not None and part.number is None)
        at += len(text) + 1


def segments(text: str, spans: Spans) -> Iterator[Segment]:
    """
    >>> list(segments("must divide the area", [(5, 11), (16, 99)]))
    [('must ', False), ('divide', True), (' the ', False), ('area', True)]
    >>> list(segments("outside", [(-20, -10)]))
    [('outside', False)]
    """
    at = 0
    for start, end in spans:
        start, end = min(max(start, at), len(text)), min(max(end, at), len(text))
        if start < end:
            if at < start:
                yield text[at:start], False
            yield text[start:end], True
            at = end
    if at < len(text):
        yield text[at:], False
