"""OpenDocument text (LibreOffice, Collabora): headings, lists, tables and footnotes; deletions and comments are left out.

ODT says nothing of pages, so blocks have none.
"""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest import boxes, flow
from ingest.blocks import Block, Row, Source
from ingest.pieces import RAISED, Piece
from ingest.readers.docx_package import Package, attribute, child, children, name
from kb.errors import UnreadableFile
from kb.text import fold_white

_LEFT_OUT = frozenset("tracked-changes annotation annotation-end sequence-decls forms bookmark table-of-content".split())
_MOST_REPEATED = 50  # empty cells that one cell may stand for: a sheet's width is no table's


def read(path: Path) -> Source:
    """The document's blocks. Raises UnreadableFile where it is damaged, locked, or holds no text."""
    with Package(path) as package:
        content, meta = package.xml("content.xml"), package.xml("meta.xml")
    body = None if content is None else child(child(content, "body"), "text")
    if content is None or body is None:
        raise UnreadableFile(f"{path.name} is no text document that can be read: save it again as ODT or DOCX.")
    walk = _Walk(_bold_styles(content))
    walk.inside(body)
    blocks = flow.structure(walk.pieces)
    if not blocks:
        raise UnreadableFile(f"{path.name} holds no text.")
    about = () if meta is None else (element for element in meta.iter() if not len(element))
    said = {name(element): fold_white(element.text or "") for element in about}
    return Source("odt", blocks, title=said.get("title") or None, metadata={key: word for key, word in said.items() if word})


def _bold_styles(content: etree._Element) -> frozenset[str]:
    """Names of the automatic styles whose text is bold."""
    found = set()
    for style in children(child(content, "automatic-styles"), "style"):
        properties = child(style, "text-properties")
        if properties is not None and attribute(properties, "font-weight") == "bold":
            found.add(attribute(style, "name") or "")
    return frozenset(found)


class _Walk:
    """Goes through the text once, in order."""

    def __init__(self, bold: frozenset[str]) -> None:
        self.pieces: list[Piece] = []
        self._bold = bold
        self._notes: list[Piece] = []

    def inside(self, parent: etree._Element, depth: int = -1) -> None:
        """`depth` is that of the list around, -1 outside."""
        for element in parent:
            match name(element):
                case "h":
                    self._add(element, Block("heading", "", level=int(attribute(element, "outline-level") or 1)))
                case "p":
                    self._add(element, Block("item", "", level=depth) if depth >= 0 else Block("paragraph", ""))
                case "list":
                    self.inside(element, depth + 1)
                case "table":
                    self._table(element)
                case tag if tag and tag not in _LEFT_OUT:
                    self.inside(element, depth)

    def _add(self, element: etree._Element, block: Block) -> None:
        text = self._text(element)
        if text:
            self.pieces.append(Piece(block, self._is_bold(element)).turned(text=text))
        self.pieces += self._notes
        self._notes = []

    def _is_bold(self, element: etree._Element) -> bool:
        """Whether the paragraph's style is bold, or that of a span round all of its words."""
        spans = list(children(element, "span"))
        alone = len(spans) == 1 and not (element.text or "").strip() and not (spans[0].tail or "").strip()
        styles = {attribute(each, "style-name") for each in (element, *(spans if alone else ()))}
        return bool(styles & self._bold)

    def _text(self, element: etree._Element) -> str:
        return fold_white("".join(self._parts(element)))

    def _parts(self, element: etree._Element) -> Iterator[str]:
        yield element.text or ""
        for each in element:
            match name(each):
                case "s" | "tab" | "line-break":
                    yield " "
                case "note":
                    yield self._note(each)
                case tag if tag and tag not in _LEFT_OUT:
                    yield from self._parts(each)
            yield each.tail or ""

    def _note(self, element: etree._Element) -> str:
        """The mark that stands in the text; the note follows the paragraph."""
        mark = "".join(_strings(child(element, "note-citation")))
        said = fold_white(" ".join(_strings(child(element, "note-body"))))
        if said:
            self._notes.append(Piece(Block("note", said, number=mark or None)))
        return mark.translate(RAISED)

    def _table(self, element: etree._Element) -> None:
        rows = [tuple(self._cells(row)) for row in element.iter() if name(row) == "table-row"]
        rows = [row for row in rows if any(row)]
        if rows and max(map(len, rows)) == 1:
            read = [self._apart(row) for row in element.iter() if name(row) == "table-row"]
            self.pieces += boxes.listed(read)  # a boxed list, or a frame round text
        elif rows:
            heads = sum(1 for part in children(element, "table-header-rows") for _ in children(part, "table-row"))
            header = heads or int(flow.has_header([list(row) for row in rows]))
            self.pieces.append(Piece(Block("table", "", rows=tuple(map(Row, rows)), header_rows=header)))

    def _apart(self, row: etree._Element) -> list[Piece]:
        """What stands in a row, taken out of the pieces."""
        first = len(self.pieces)
        self.inside(row)
        read, self.pieces[first:] = self.pieces[first:], []
        return read

    def _cells(self, row: etree._Element) -> Iterator[str]:
        cells = []
        for cell in row:
            if name(cell) in ("table-cell", "covered-table-cell"):
                text = fold_white(" ".join(self._text(part) for part in cell.iter() if name(part) in ("p", "h")))
                cells += [text] * min(int(attribute(cell, "number-columns-repeated") or 1), _MOST_REPEATED)
        yield from cells


def _strings(element: etree._Element | None) -> Iterator[str]:
    return iter(()) if element is None else (str(text) for text in element.itertext())
