"""From a citation to what a person reads: its place in words, and the quote marked in its surroundings."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Passage
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


@dataclass(frozen=True, slots=True)
class Opened:
    """A source as it is opened. `page` is the page shown, `quoted` says whether the quote was found in the passage."""

    document: Document
    passage: Passage
    start: int
    end: int
    page: int | None
    before: tuple[Shown, ...]
    shown: Shown
    after: tuple[Shown, ...]

    @property
    def quoted(self) -> bool:
        return self.start < self.end

    @property
    def has_picture(self) -> bool:
        """Pictures are made from the file itself, which is the version in force."""
        return self.document.format == "pdf" and self.page is not None and self.passage.version == self.document.version


def open_source(kb: KnowledgeBase, passage_id: str, quote: str, page: int | None = None) -> Opened:
    """The passage with the quote marked and its neighbours; `page` turns to another page of the same document."""
    passage = kb.passage(passage_id)
    start, end = find_quote(passage.text, quote) or (0, 0)
    near = kb.neighbours(passage)
    return Opened(
        document=kb.document(passage.doc),
        passage=passage,
        start=start,
        end=end,
        page=page or passage.page_at(start),
        before=tuple(shown(other) for other in near if other.ordinal < passage.ordinal),
        shown=shown(passage, start, end),
        after=tuple(shown(other) for other in near if other.ordinal > passage.ordinal),
    )


def shown(passage: Passage, start: int = 0, end: int = 0) -> Shown:
    """The passage in runs of lines that are drawn alike, `text[start:end]` marked."""
    runs = groupby(lines(passage, start, end), key=lambda line: _DRAWN_AS[line.role])
    return tuple((drawn_as, tuple(run)) for drawn_as, run in runs)


def lines(passage: Passage, start: int = 0, end: int = 0) -> Iterator[Line]:
    """The passage line by line, `text[start:end]` marked."""
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
            marked.append(tuple(segments(cell, start - cell_at, end - cell_at)))
            cell_at += len(cell) + len(CELL)
        yield Line(role, tuple(marked), part.level if part else 0, part is not None and part.number is None)
        at += len(text) + 1


def segments(text: str, start: int, end: int) -> Iterator[Segment]:
    """
    >>> list(segments("must divide the area", 5, 11))
    [('must ', False), ('divide', True), (' the area', False)]
    >>> list(segments("outside", -20, -10))
    [('outside', False)]
    """
    start, end = min(max(start, 0), len(text)), min(max(end, 0), len(text))
    for piece, is_quote in ((text[:start], False), (text[start:end], True), (text[end:], False)):
        if piece:
            yield piece, is_quote


def cited(citation: Citation, kind: str | None = None) -> str:
    """The place of a citation in words; `kind` is that of its document.

    >>> quote = Citation(1, "plan", "Strategic plan", None, 12, None, "10", "5 Homes", "5.2", "quote", "p")
    >>> cited(quote, "directions")
    'Strategic plan, page 12 (printed 10), Direction 5.2'
    >>> cited(quote)
    'Strategic plan, page 12 (printed 10), paragraph 5.2'
    """
    below = (citation.number and _numbered(citation.number, kind)) or (citation.section and f"section “{citation.section}”")
    return ", ".join(part for part in (citation.title, _page(citation.page, citation.page_label), below) if part)


def within(document: Document, page: int | None, number: str | None, section: str | None) -> str:
    """A place in a document in words."""
    below = (number and _numbered(number, document.kind)) or (section and f"section “{section}”")
    return ", ".join(part for part in (document.title, _page(page, document.label(page)), below) if part)


def _numbered(number: str, kind: str | None) -> str:
    return f"{'Direction' if kind == 'directions' else 'paragraph'} {number}"


def _page(page: int | None, label: str | None) -> str | None:
    if page is None:
        return None
    return f"page {page}" + (f" (printed {label})" if label and label != str(page) else "")
