"""HTML: the page's own text without what surrounds it (navigation, banners, footers, cookie notices, scripts)."""
from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree, html

from ingest import boxes, flow
from ingest.blocks import Block, Row, Source
from ingest.pieces import RAISED, Piece
from ingest.readers.text import decode
from kb.errors import UnreadableFile
from kb.text import fold_white

ENDINGS = (".html", ".htm", ".xhtml")

_LEFT_OUT = frozenset(
    "script style noscript template svg canvas iframe object nav footer form button select input textarea dialog menu "
    "head audio video map".split()
)
_ROLES = frozenset("navigation banner contentinfo search complementary alert dialog".split())
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|skip-?(?:link|to-content|nav)|nav|navbar|navigation|menu|sidebar|pagination|"
    r"pager|share|social|site-(?:header|footer)|page-(?:header|footer)|masthead|toolbar|print-link|back-to-top|related-links|"
    r"feedback|survey|newsletter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_NUMBERINGS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read(path: Path) -> Source:
    """A page's blocks. Raises UnreadableFile where it holds no text."""
    page = _parsed(path.read_bytes(), path.name)
    walk = _Walk()
    try:
        walk.visit(_main_part(page))
    except RecursionError as error:
        raise UnreadableFile(f"{path.name} nests its parts deeper than a page for readers does.") from error
    walk.end_paragraph()
    blocks = flow.structure(walk.pieces)
    if not blocks:
        raise UnreadableFile(f"{path.name} holds no text: where a script loads it, save the page from a browser.")
    title = fold_white(page.findtext(".//title") or "") or None
    return Source(format="html", blocks=blocks, title=title, metadata=_metadata(page))


def _parsed(data: bytes, name: str) -> html.HtmlElement:
    declared = _CHARSET.search(data[:2048])
    try:
        text = data.decode(codecs.lookup(declared[1].decode()).name) if declared else decode(data, name)
    except (LookupError, UnicodeDecodeError):
        text = decode(data, name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))  # others drop what is nested deep
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"{name} holds nothing that can be read as a web page.") from error


def _metadata(page: html.HtmlElement) -> dict[str, str]:
    said = ((meta.get("name") or meta.get("property") or "", meta.get("content") or "") for meta in page.iter("meta"))
    return {name.lower(): fold_white(content) for name, content in said if name and content.strip()}


def _main_part(page: html.HtmlElement) -> html.HtmlElement:
    """The element marked as the page's main part, or its only article, or all of its body."""
    for query in ("//main", "//*[@role='main']", "//article"):
        found = page.xpath(query)
        element = found[0] if isinstance(found, list) and len(found) == 1 else None
        if isinstance(element, html.HtmlElement) and element.text_content().strip():
            return element
    body = page.find("body")
    return page if body is None else body


class _Walk:
    """Goes through the page once; what stands between two block elements is one paragraph."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.run: list[tuple[str, bool]] = []  # the text of the open paragraph, and whether it is bold
        self.bold = self.raised = 0
        self.item: Block | None = None  # the list item that the next paragraph is
        self.depth = 0

    def visit(self, element: html.HtmlElement) -> None:
        if not isinstance(element.tag, str) or _is_around(element):
            return
        tag = element.tag
        if tag in _INLINE:
            self.inline(element)
        elif tag == "br":
            self.add("\n")
        elif tag == "table":
            self.table(element)
        elif tag in ("ul", "ol"):
            self.listing(element)
        else:
            self.end_paragraph()
            self.bold += tag in ("th", "dt")
            self.inside(element)
            self.bold -= tag in ("th", "dt")
            self.end_paragraph(_HEADINGS.get(tag, 0))

    def inside(self, element: html.HtmlElement) -> None:
        self.add(element.text)
        for child in element:
            self.visit(child)
            self.add(child.tail)

    def inline(self, element: html.HtmlElement) -> None:
        bold, raised = element.tag in ("b", "strong"), element.tag == "sup"
        self.bold += bold
        self.raised += raised
        self.inside(element)
        self.bold -= bold
        self.raised -= raised

    def add(self, text: str | None) -> None:
        if text:
            text = text if text == "\n" else re.sub(r"[^\S\u00a0\u202f]+", " ", text)
            self.run.append((text.translate(RAISED) if self.raised and text.strip().isdigit() else text, self.bold > 0))

    def end_paragraph(self, heading: int = 0) -> None:
        """Write the open paragraph: a heading, the item it belongs to, or a paragraph for each group of lines."""
        run, self.run = self.run, []
        bold = all(is_bold for text, is_bold in run if text.strip())
        for text in _paragraphs("".join(text for text, _ in run)):
            if heading:
                self.pieces.append(Piece(Block("heading", text, level=heading)))
            elif self.item:
                self.pieces.append(Piece(self.item, bold).turned(text=text))
                self.item = None
            else:
                self.pieces.append(Piece(Block("paragraph", text), bold))

    def listing(self, element: html.HtmlElement) -> None:
        self.end_paragraph()
        number = _whole(element.get("start"), 1)
        for child in element:
            if child.tag == "li" and not _is_around(child):
                number = _whole(child.get("value"), number)
                self.list_item(child, _mark(element, number))
                number += 1
            else:
                self.visit(child)
                self.end_paragraph()

    def list_item(self, element: html.HtmlElement, mark: str | None) -> None:
        """One item. Paragraphs inside it are joined to its first; lists inside it are one level deeper."""
        self.item = Block("item", "", number=mark, mark=f"{mark}." if mark else None, level=self.depth)
        first = len(self.pieces)
        self.depth += 1
        self.inside(element)
        self.end_paragraph()
        self.depth -= 1
        self.item = None
        while len(self.pieces) > first + 1 and self.pieces[first + 1].block.kind == "paragraph":
            more = self.pieces.pop(first + 1)
            self.pieces[first] = self.pieces[first].turned(text=f"{self.pieces[first].text} {more.text}")
        if len(self.pieces) > first and re.match(r"\(?(?:\d+(?:\.\d+)*[.)]?|[a-z]\))\s", self.pieces[first].text):
            self.pieces[first] = self.pieces[first].turned(number=None, mark=None)  # it prints a number of its own

    def table(self, element: html.HtmlElement) -> None:
        """A table of one column is a boxed list or layout: its cells are read as text."""
        self.end_paragraph()
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [list(_cells(row)) for row in rows]
        if max((len(row) for row in cells), default=0) < 2:
            read = [self.apart(row) for row in rows]
            self.pieces += boxes.listed(read)
            return
        marked = sum(1 for row in rows if all(cell.tag == "th" for cell in row) and len(row))
        header = marked or int(flow.has_header(cells))
        caption = element.find("caption")
        name = fold_white(caption.text_content()) if caption is not None else None
        block = Block("table", "", rows=tuple(Row(tuple(row)) for row in cells), header_rows=header, caption=name or None)
        self.pieces.append(Piece(block))


    def apart(self, element: html.HtmlElement) -> list[Piece]:
        """What stands in an element, taken out of the pieces."""
        first = len(self.pieces)
        self.inside(element)
        self.end_paragraph()
        read, self.pieces[first:] = self.pieces[first:], []
        return read


def _cells(row: html.HtmlElement) -> Iterator[str]:
    """A row's cells as text; a cell over several columns is followed by empty ones."""
    for cell in row.iterchildren("td", "th"):
        walk = _Walk()
        walk.inside(cell)
        walk.end_paragraph()
        yield " ".join(fold_white(_plain(piece)) for piece in walk.pieces)
        yield from [""] * (min(_whole(cell.get("colspan"), 1), 50) - 1)


def _plain(piece: Piece) -> str:
    if piece.block.kind == "table":
        return " ".join(cell for row in piece.block.rows for cell in row.cells)
    return f"{piece.block.mark} {piece.text}" if piece.block.mark else piece.text


def _paragraphs(text: str) -> Iterable[str]:
    """Text parted where it has an empty line, or where a line begins with a bullet."""
    bullets = re.escape(flow.BULLETS)
    parts = re.split(rf"\s*\n\s*\n\s*|\s*\n\s*(?=[{bullets}]\s)", text)
    return [clean for part in parts if (clean := re.sub(r"[^\S\u00a0\u202f]+", " ", part).strip())]


def _is_around(element: html.HtmlElement) -> bool:
    """Navigation, banners and the like; a page's header too, but not that of its article."""
    tag = element.tag
    if tag in _LEFT_OUT or element.get("role") in _ROLES:
        return True
    if element.get("aria-hidden") == "true" or "hidden" in element.attrib:
        return True
    if tag in ("header", "aside"):
        return tag == "aside" or not any(above.tag in ("main", "article") for above in element.iterancestors())
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_AROUND.search(names)) and tag not in ("body", "main", "article", *_HEADINGS)


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and value.strip().isdigit() else default


def _mark(element: html.HtmlElement, number: int) -> str | None:
    """The number that a browser prints before an item, None for a bullet or where the page hides it."""
    style = (element.get("style") or "").replace(" ", "")
    if element.tag == "ul" or "list-style:none" in style or "list-style-type:none" in style:
        return None
    letters = _NUMBERINGS.get(element.get("type") or "1")
    return letters[number - 1] if letters and 0 < number <= len(letters) else str(number)
