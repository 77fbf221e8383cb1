"""Word documents, as they read with all changes accepted: insertions are text, deletions, comments and hidden text are not.

The parts are read with lxml, because python-docx leaves out tracked insertions. Names are compared without their namespace:
"strict" documents use another one. DOCX says nothing of pages, so blocks have none.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest import boxes, flow
from ingest.blocks import Block, Row, Source
from ingest.pieces import RAISED, Piece
from ingest.readers.docx_package import Package, attribute, child, children, name, value
from ingest.readers.docx_styles import Numbering, Styles
from kb.errors import UnreadableFile
from kb.text import fold_white

ENDINGS = (".docx",)

_LEFT_OUT = frozenset("del moveFrom instrText delText delInstrText commentReference rPr pPr sdtPr sdtEndPr Fallback".split())
_TITLE_STYLES = re.compile(r"title$", re.IGNORECASE)
_CONTENTS_STYLES = re.compile(r"(?:toc|table of (?:contents|figures)|contents) ?\d?$", re.IGNORECASE)
_TURNED_ON = ("", "1", "true", "on")


def read(path: Path) -> Source:
    """The document's blocks. Raises UnreadableFile where it is damaged, empty, or larger inside than a document can be."""
    with Package(path) as package:
        body = child(package.main(), "body")
        if body is None:
            raise UnreadableFile(f"{path.name} has no text in it: it may be damaged; open it in Word and save it again.")
        walk = _Walk(_Parts(package))
        walk.inside(body)
        metadata = package.properties()
    blocks = flow.structure(walk.pieces)
    if not blocks:
        raise UnreadableFile(f"{path.name} holds no text.")
    return Source(format="docx", blocks=blocks, title=metadata.get("title") or walk.title, metadata=metadata)


class _Parts:
    """The parts beside the text that it refers to, and how many footnotes it has referred to so far."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)
        self.notes = {kind: _notes(package.part(f"{kind}s"), kind) for kind in ("footnote", "endnote")}
        self.noted = 0


class _Walk:
    """Goes through a body or a cell once, paragraph by paragraph and table by table."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.pieces: list[Piece] = []
        self.title: str | None = None
        self.indents: list[int] = []  # of the list items above

    def inside(self, parent: etree._Element) -> None:
        for element in parent:
            match name(element):
                case "p":
                    self.paragraph(element)
                case "tbl":
                    self.table(element)
                case tag if tag not in _LEFT_OUT:
                    self.inside(element)  # content controls and the like hold paragraphs of their own

    def paragraph(self, element: etree._Element) -> None:
        text, bold, asides = _Text(self.parts).of(element)
        number = self.parts.numbering.printed(element)  # counts on even where the paragraph is empty
        if text:
            self.pieces.append(self.piece(element, number, text, bold))
        self.pieces += [Piece(Block("note", note, number=mark)) for mark, note in asides.notes]
        for box in asides.boxes:
            self.inside(box)

    def piece(self, element: etree._Element, number: str | None, text: str, bold: bool) -> Piece:
        style = self.parts.styles.name_of(element)
        heading = self.parts.styles.heading_level(element)
        if _TITLE_STYLES.match(style):
            self.title = self.title or text
            heading = heading or 1
        if _CONTENTS_STYLES.match(style):
            return Piece(Block("contents", text))
        if number == flow.BULLETS[0]:
            indent = self.parts.numbering.level(element)
            return Piece(Block("item", text, level=flow.item_level(indent * 4, self.indents)), bold)
        text = f"{number} {text}" if number else text
        self.indents.clear()
        return Piece(Block("heading", text, level=heading) if heading else Block("paragraph", text), bold)

    def table(self, element: etree._Element) -> None:
        """A table of one column is a boxed list or a frame around text: it is read as text."""
        rows = list(children(element, "tr"))
        cells = [list(self.cells(row)) for row in rows]
        if max((len(row) for row in cells), default=0) < 2:
            read = [self.apart(row) for row in rows]
            self.pieces += boxes.listed(read)
            return
        above: list[str] = []
        filled: list[Row] = []
        for texts in cells:
            above = [(above[at] if at < len(above) else "") if text is None else text for at, text in enumerate(texts)]
            filled.append(Row(tuple(above)))
        marked = sum(1 for row in rows if child(child(row, "trPr"), "tblHeader") is not None)
        header = marked or int(flow.has_header([line.cells for line in filled]))
        self.pieces.append(Piece(Block("table", "", rows=tuple(filled), header_rows=header)))
        self.indents.clear()

    def apart(self, row: etree._Element) -> list[Piece]:
        """What stands in a row's cells, taken out of the pieces."""
        first = len(self.pieces)
        for cell in children(row, "tc"):
            self.inside(cell)
        read, self.pieces[first:] = self.pieces[first:], []
        return read

    def cells(self, row: etree._Element) -> Iterator[str | None]:
        """A row's cells as text, None for one that continues the cell above; a wide cell is followed by empty ones."""
        for cell in children(row, "tc"):
            properties = child(cell, "tcPr")
            merged = child(properties, "vMerge")
            if merged is not None and value(merged) in (None, "continue"):
                yield None
            else:
                yield self.cell(cell)
            span = value(child(properties, "gridSpan")) or "1"
            yield from [""] * (min(int(span), 50) - 1 if span.isdigit() else 0)

    def cell(self, cell: etree._Element) -> str:
        inner = _Walk(self.parts)
        inner.inside(cell)
        self.pieces += [piece for piece in inner.pieces if piece.block.kind == "note"]
        return " ".join(text for piece in inner.pieces if (text := _plain(piece)))


class _Asides:
    """What hangs on a paragraph: footnotes with their marks, and text boxes."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[etree._Element] = []


class _Text:
    """The text of one paragraph, whether all of it is bold, and what hangs on it."""

    def __init__(self, document: _Parts) -> None:
        self.document = document
        self.parts: list[tuple[str, bool]] = []
        self.asides = _Asides()

    def of(self, paragraph: etree._Element) -> tuple[str, bool, _Asides]:
        self.inside(paragraph)
        text = re.sub(r"[^\S\u00a0\u202f]+", " ", "".join(part for part, _ in self.parts)).strip()
        return text, bool(text) and all(bold for part, bold in self.parts if part.strip()), self.asides

    def inside(self, parent: etree._Element) -> None:
        for element in parent:
            tag = name(element)
            if tag == "r":
                self.run(element)
            elif tag == "txbxContent":
                self.asides.boxes.append(element)
            elif tag == "oMath":
                self.parts.append(("".join(element.itertext()), False))
            elif tag not in _LEFT_OUT:
                self.inside(element)

    def run(self, run: etree._Element) -> None:
        properties = child(run, "rPr")
        if _is_on(properties, "vanish"):
            return
        bold, raised = _is_on(properties, "b"), value(child(properties, "vertAlign")) == "superscript"
        for element in run:
            text = self.text(element)
            if text:
                self.parts.append((text.translate(RAISED) if raised and text.strip().isdigit() else text, bold))

    def text(self, element: etree._Element) -> str:
        match name(element):
            case "t":
                return element.text or ""
            case "tab" | "br" | "cr" | "ptab":
                return " "
            case "noBreakHyphen":
                return "-"
            case "footnoteReference" | "endnoteReference" as reference:
                return self.note(reference.removesuffix("Reference"), attribute(element, "id") or "")
            case tag if tag not in _LEFT_OUT:
                self.inside(element)  # drawings and pictures may hold text boxes
        return ""

    def note(self, kind: str, key: str) -> str:
        note = self.document.notes[kind].get(key)
        if not note:
            return ""
        self.document.noted += 1
        mark = str(self.document.noted)
        self.asides.notes.append((mark, note))
        return mark.translate(RAISED)


def _is_on(properties: etree._Element | None, switch: str) -> bool:
    found = child(properties, switch)
    return found is not None and (value(found) or "") in _TURNED_ON


def _plain(piece: Piece) -> str:
    if piece.block.kind == "table":
        return " ".join(cell for row in piece.block.rows for cell in row.cells if cell)
    return "" if piece.block.kind == "note" else piece.text


def _notes(part: etree._Element | None, kind: str) -> dict[str, str]:
    """The footnotes or endnotes by their ids; Word's own separators have a type and are no notes."""
    found: dict[str, str] = {}
    for note in children(part, kind):
        if attribute(note, "type") is None:
            found[attribute(note, "id") or ""] = fold_white("".join(_visible(note)))
    return found


def _visible(element: etree._Element) -> Iterator[str]:
    for inner in element:
        tag = name(inner)
        if tag == "t":
            yield inner.text or ""
        elif tag in ("tab", "br"):
            yield " "
        elif tag not in _LEFT_OUT:
            yield from _visible(inner)
            if tag == "p":
                yield " "
