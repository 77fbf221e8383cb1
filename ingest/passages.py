"""Blocks become passages: a paragraph, a list with its lead-in, a numbered item, a table - never cut inside a sentence.

Two steps. Blocks are gathered into *units* (a paragraph and the items it leads into are one unit), then a unit is written
as one passage, or as several where it is longer than LONGEST. Later pieces name the first one as their `parent` and carry
the lead-in (or a table's header) in `lead_in`, because their text alone would not say what it is about.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, Row
from kb.ids import passage_id
from kb.models import Part, PartRole, Passage, PassageKind
from kb.text import fold_white, sentence_spans

LONGEST = 1200  # characters: what a reader takes in at once, and what the encoder sees most of
CELL = " | "
_POINTS_BACK = re.compile(r"(?:these|that|this|those|they|such|it)\b", re.IGNORECASE)
_SHORT_POINTER = 60  # "These are:" says nothing without the sentence before it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a unit before it is cut: a sentence, an item or a row. `joint` stands before it in the text."""

    text: str
    joint: str
    pages: tuple[tuple[int, int], ...] = ()
    role: PartRole | None = None
    number: str | None = None
    level: int = 0


@dataclass
class _Unit:
    """What becomes one passage or more. `leads` is what its later pieces need to be understood: a list's lead-in, a
    table's header; a paragraph has it where items may follow."""

    kind: PassageKind
    section: tuple[str, ...]
    lines: list[Line]
    number: str | None = None
    caption: str | None = None
    lead_in: str | None = None
    parent: str | None = None
    ocr: bool = False
    leads: str | None = None

    def takes_items(self) -> bool:
        """A list goes on; a paragraph's items are its own where it leads into them or has a number that they hang on."""
        return self.kind == "list" or (self.kind == "paragraph" and bool(self.leads or self.number))


@dataclass
class _Heading:
    block: Block
    used: bool = False


@dataclass
class _Writer:
    """Where we are in the document: the headings above, the open unit, and what is already written."""

    doc: str
    version: int
    title: str
    headings: list[_Heading] = field(default_factory=list)
    unit: _Unit | None = None
    notes: list[_Unit] = field(default_factory=list)
    written: list[Passage] = field(default_factory=list)
    numbered: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # number -> (passage id, its lead-in sentence)
    opener: tuple[str, str | None] | None = None  # an unnumbered lead-in above numbered items

    def section(self) -> tuple[str, ...]:
        for heading in self.headings:
            heading.used = True
        return tuple(heading.block.text for heading in self.headings)

    def heading(self, block: Block) -> None:
        self.close(block.level)
        if fold_white(block.text).casefold() != self.title:
            self.headings.append(_Heading(block))
        self.opener = None

    def close(self, level: int = 0) -> None:
        """End the open unit and the headings from `level` inwards; one that nothing stood under becomes a paragraph."""
        self.flush()
        while self.headings and self.headings[-1].block.level >= level:
            heading = self.headings.pop()
            if not heading.used:
                self.write(_paragraph(heading.block, self.section()))

    def paragraph(self, block: Block) -> None:
        self.flush()
        self.unit = _paragraph(block, self.section())
        if block.number and "." in block.number:
            self.under_its_parent(self.unit)
        elif block.number is None:
            self.opener = None

    def item(self, block: Block) -> None:
        if block.number and "." in block.number:
            text, pages = _marked(block)
            self.paragraph(replace(block, kind="paragraph", text=text, page_starts=pages))
            return
        if self.unit is None or not self.unit.takes_items():
            self.flush()
            self.unit = _Unit("list", self.section(), [], ocr=block.ocr)
        self.unit.kind = "list"
        self.unit.lines.append(_item_line(block))
        self.unit.ocr = self.unit.ocr or block.ocr

    def under_its_parent(self, unit: _Unit) -> None:
        """9.2.1 belongs to 9.2; 3.1 may continue a sentence that stands unnumbered above it."""
        parent = self.numbered.get((unit.number or "").rpartition(".")[0]) or self.opener
        if parent:
            unit.parent, unit.lead_in = parent

    def table(self, block: Block) -> None:
        self.flush()
        lines = [_row_line(row, at < block.header_rows) for at, row in enumerate(block.rows)]
        lines = [line for line in lines if line.text.strip(CELL)]
        header = "\n".join(line.text for line in lines if line.role == "header") or None
        self.write(_Unit("table", self.section(), lines, caption=block.caption, leads=header, ocr=block.ocr))

    def aside(self, block: Block) -> None:
        """A footnote stands at the foot of a page, often inside a sentence or a list: it is written after them."""
        unit = _paragraph(block, self.section())
        unit.kind, unit.leads = "note", None
        self.notes.append(unit)

    def contents(self, block: Block) -> None:
        if self.unit is None or self.unit.kind != "contents":
            self.flush()
            self.unit = _Unit("contents", self.section(), [], ocr=block.ocr)
        self.unit.lines.append(Line(block.text, "\n", block.page_starts))

    def flush(self) -> None:
        if self.unit:
            unit, self.unit = self.unit, None
            first = self.write(unit)
            if unit.number:
                self.numbered[unit.number] = (first, unit.leads)
            elif unit.kind == "paragraph" and unit.leads and _opens_paragraphs(unit.leads):
                self.opener = (first, unit.leads)
        notes, self.notes = self.notes, []
        for note in notes:
            self.write(note)

    def write(self, unit: _Unit) -> str:
        """Write the unit's passages; the id of the first."""
        first = ""
        for piece in _pieces(unit.lines):
            made = self._passage(unit, piece, first)
            self.written.append(made)
            first = first or made.id
        return first

    def _passage(self, unit: _Unit, piece: Sequence[Line], first: str) -> Passage:
        text, parts, pages = _join(piece)
        lead_in, parent = unit.lead_in, unit.parent
        if first:
            continues = piece[0].role in ("item", "row")
            lead_in, parent = (unit.leads if continues else None), first
        ordinal = len(self.written)
        return Passage(
            id=passage_id(self.doc, self.version, ordinal), doc=self.doc, version=self.version, ordinal=ordinal,
            kind=unit.kind, text=text, section=unit.section, number=unit.number, lead_in=lead_in, parent=parent,
            caption=unit.caption, parts=parts if unit.kind in ("list", "table") else (), page_starts=pages, ocr=unit.ocr,
        )


def passages(blocks: Iterable[Block], doc: str, version: int, title: str = "") -> list[Passage]:
    """The passages of a document in reading order. A heading that only repeats the document's `title` is left out of the
    section path."""
    writer = _Writer(doc, version, fold_white(title).casefold())
    for block in blocks:
        match block.kind:
            case "heading":
                writer.heading(block)
            case "paragraph":
                writer.paragraph(block)
            case "item":
                writer.item(block)
            case "table":
                writer.table(block)
            case "note":
                writer.aside(block)
            case "contents":
                writer.contents(block)
    writer.close()
    return writer.written


def opens_list(text: str) -> bool:
    """May list items continue this sentence? It ends in a colon, a dash, a comma or in no stop at all.

    >>> opens_list("A strategic plan must:"), opens_list("These are specifically"), opens_list("It was agreed.")
    (True, True, False)
    """
    return bool(text) and not re.search(r"[.!?][\"'’”)\]]*$", text.rstrip())


def _opens_paragraphs(text: str) -> bool:
    """Stricter, for a sentence above numbered paragraphs, which mostly stand on their own."""
    return text.rstrip().endswith((":", "—", "–", ":-"))


def _paragraph(block: Block, section: tuple[str, ...]) -> _Unit:
    lines = list(_sentences(Line(block.text, "", block.page_starts)))
    leads = _lead_in([line.text for line in lines]) if opens_list(block.text) else 0
    if leads:
        joined, _, pages = _join(lines[-leads:])
        lines[-leads:] = [Line(joined, lines[-leads].joint, pages, "lead_in")]
    return _Unit(
        "paragraph", section, lines, number=block.number, ocr=block.ocr, leads=lines[-1].text if leads else None
    )


def _lead_in(sentences: Sequence[str]) -> int:
    """How many sentences at the end introduce the items: the last, and the one before where it only points back to it.

    >>> _lead_in(["Groups must include some.", "These are:"])
    2
    """
    if len(sentences) > 1 and len(sentences[-1]) <= _SHORT_POINTER and _POINTS_BACK.match(sentences[-1]):
        return 2
    return min(len(sentences), 1)


def _marked(block: Block) -> tuple[str, tuple[tuple[int, int], ...]]:
    """An item's text with its printed mark before it, and the page starts moved along."""
    mark = block.mark or (f"{block.number}." if block.number and "." not in block.number else block.number)
    if not mark:
        return block.text, block.page_starts
    shift = len(mark) + 1
    return f"{mark} {block.text}", tuple((offset + shift if offset else 0, page) for offset, page in block.page_starts)


def _item_line(block: Block) -> Line:
    text, pages = _marked(block)
    return Line(text, "\n", pages, "item", block.number, block.level)


def _row_line(row: Row, header: bool) -> Line:
    cells = [fold_white(cell) for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    starts: list[tuple[int, int]] = []
    offset = 0
    for at, cell in enumerate(cells):
        starts += [(offset + within, page) for within, page in row.starts_of(at)] if cell else []
        offset += len(cell) + len(CELL)
    return Line(CELL.join(cells), "\n", tuple(starts), "header" if header else "row")


def _pieces(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines packed into pieces of at most LONGEST characters; a lead-in or a header stays with what follows it."""
    piece: list[Line] = []
    size = 0
    for bundle in _bundles(lines):
        added = sum(len(line.joint) + len(line.text) for line in bundle)
        if piece and size + added > LONGEST:
            yield piece
            piece, size = [], 0
        piece = piece + bundle
        size += added
    if piece:
        yield piece


def _bundles(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """What must not be parted: a lead-in (or a header) and the line after it, unless the two are too long together."""
    held: list[Line] = []
    for line in lines:
        parts = [line] if len(line.text) <= LONGEST else list(_sentences(line))
        if line.role in ("lead_in", "header"):
            held += parts
            continue
        if held and sum(len(kept.text) + 1 for kept in held) + len(parts[0].text) > LONGEST:
            yield held
            held = []
        yield [*held, parts[0]]
        held = []
        yield from ([part] for part in parts[1:])
    if held:
        yield held


def _sentences(line: Line) -> Iterator[Line]:
    """A line sentence by sentence, each with the white space that stands before it."""
    end = 0
    for start, stop in sentence_spans(line.text):
        joint = line.text[end:start] if end else line.joint
        yield replace(line, text=line.text[start:stop], joint=joint, pages=_pages_within(line.pages, start, stop))
        end = stop


def _pages_within(pages: Sequence[tuple[int, int]], start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """The page starts of text[start:stop], counted from its own beginning.

    >>> _pages_within([(0, 4), (50, 5)], 40, 60)
    ((0, 4), (10, 5))
    """
    before = [page for offset, page in pages if offset <= start]
    inside = tuple((offset - start, page) for offset, page in pages if start < offset < stop)
    return (((0, before[-1]),) if before else ()) + inside


def _join(lines: Sequence[Line]) -> tuple[str, tuple[Part, ...], tuple[tuple[int, int], ...]]:
    """The lines as one text, with where its parts and its pages begin."""
    text = ""
    parts: list[Part] = []
    pages: list[tuple[int, int]] = []
    for line in lines:
        text += line.joint if text else ""
        start = len(text)
        text += line.text
        if line.role:
            parts.append(Part(start, len(text), line.role, line.number, line.level))
        pages += [(start + offset if start + offset else 0, page) for offset, page in line.pages]
    changes = [pair for at, pair in enumerate(pages) if at == 0 or pair[1] != pages[at - 1][1]]
    if changes and changes[0][0]:
        changes[0] = (0, changes[0][1])
    return text, tuple(parts), tuple(changes)
