"""Makes `files/` (and the text that answers are scored against) from `source/`: `python -m ingest.sample.build`.

Needs reportlab, which only those who change the sample need. The same sources give the same bytes.
"""
from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from ingest.sample import folder
from ingest.sample.markup import NOTE_MARK, Element, Script, mark_and_text, number_and_text, read
from ingest.sample.writers import as_docx, as_html, as_text

SOURCE = Path(__file__).parent / "source"
TEXT = Path(__file__).parents[2] / "eval" / "data" / "text"
FORMATS = {
    "integration-planning-guidance-2025": "pdf",
    "strathmarden-ijb-directions-2026": "html",
    "strathmarden-ijb-paper-6-2-intermediate-care-2026-02": "docx",
    "strathmarden-ijb-paper-6-4-financial-recovery-2026-04": "pdf",
    "strathmarden-ijb-strategic-plan-2026-2029-draft": "pdf",
}

rl_config.useA85 = 0  # streams as bytes, a fifth smaller than as letters
_WIDTH, _HEIGHT = A4
_MARGIN = 25 * mm
_COLUMN = _WIDTH - 2 * _MARGIN
_FOOT, _NOTES = 20 * mm, 12 * mm  # the text ends above the foot, and above the footnotes where a document has any
_ALL = (0, 0), (-1, -1)  # every cell of a table
_INK, _TEAL, _PALE = colors.HexColor("#1d2733"), colors.HexColor("#14505c"), colors.HexColor("#e6f0f1")


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName="Helvetica", fontSize=size, leading=size * 1.42, textColor=_INK, **more)


BODY = _style("body", 10.5, spaceAfter=7)
NUMBERED = _style("numbered", 10.5, spaceAfter=7, leftIndent=12 * mm, bulletIndent=0)
ITEM = _style("item", 10.5, spaceAfter=3.5, leftIndent=20 * mm, bulletIndent=13 * mm)
CELL, NOTE = _style("cell", 9.5), _style("note", 8)
_BOLD = {"parent": BODY, "fontName": "Helvetica-Bold", "textColor": _TEAL, "keepWithNext": 1}
HEADINGS = {
    1: ParagraphStyle("h1", fontSize=17, leading=22, spaceBefore=16, spaceAfter=8, **_BOLD),
    2: ParagraphStyle("h2", fontSize=12.5, leading=17, spaceBefore=9, spaceAfter=5, **_BOLD),
}
CAPTION = ParagraphStyle("caption", BODY, fontName="Helvetica-Bold", fontSize=9.5, spaceBefore=6, keepWithNext=1)
TITLE = ParagraphStyle("title", BODY, fontName="Helvetica-Bold", fontSize=28, leading=34, textColor=_TEAL, spaceAfter=14)
LEAD = ParagraphStyle("lead", BODY, fontSize=13, leading=19)


_TIGHT = TableStyle([("TOPPADDING", *_ALL, 0.6), ("BOTTOMPADDING", *_ALL, 0.6), ("LEFTPADDING", *_ALL, 0)])


class _Pdf(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A document with a cover, a running head, a printed page label and footnotes."""

    def __init__(self, out: io.BytesIO, script: Script, pages: int) -> None:
        super().__init__(out, pagesize=A4, invariant=1, title=script.fact("title"), author=script.fact("author"))
        self.script = script
        self.notes = {element.mark: element.text for element in script.elements if element.kind == "note"}
        self.marked: list[str] = []  # the footnotes of the page that is being drawn
        self.pages = pages
        self.start = 1  # the physical page that is printed as 1
        bottom = _FOOT + _NOTES if self.notes else _FOOT
        frame = Frame(_MARGIN, bottom, _COLUMN, _HEIGHT - bottom - 26 * mm, 0, 0, 0, 0)
        cover = PageTemplate("cover", [frame], onPageEnd=_cover)
        page = PageTemplate("page", [frame], onPage=_turn, onPageEnd=_page)
        self.addPageTemplates([cover, page] if script.has("cover") else [page])

    def label(self, physical: int) -> str:
        """What is printed at the foot of a physical page."""
        if self.script.fact("numbering") == "roman" and physical < self.start:
            return ["i", "ii", "iii", "iv", "v"][physical - 1]
        return str(physical - self.start + 1)

    def afterFlowable(self, flowable: Any) -> None:
        if isinstance(flowable, _Start):
            self.start = self.page
        level = {"h1": 0, "h2": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is not None:
            text, key = flowable.getPlainText(), f"{self.page}-{flowable.getPlainText()}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, level)
            self.notify("TOCEntry", (level, text, self.page))


class _Start(Spacer):  # type: ignore[misc]
    """Marks the page from which pages are counted."""

    def __init__(self) -> None:
        super().__init__(0, 0)


def _turn(canvas: Canvas, pdf: _Pdf) -> None:
    pdf.marked.clear()
    canvas.setNamedCB("note", lambda _canvas, _kind, mark: pdf.marked.append(mark))


def _cover(canvas: Canvas, pdf: _Pdf) -> None:
    canvas.setFillColor(_TEAL)
    canvas.rect(0, _HEIGHT - 22 * mm, _WIDTH, 22 * mm, stroke=0, fill=1)
    _foot(canvas, [pdf.script.fact("notice")])


def _page(canvas: Canvas, pdf: _Pdf) -> None:
    canvas.setFillColor(_INK)
    canvas.setStrokeColor(_TEAL)
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(_MARGIN, _HEIGHT - 16 * mm, pdf.script.fact("head"))
    canvas.line(_MARGIN, _HEIGHT - 18 * mm, _WIDTH - _MARGIN, _HEIGHT - 18 * mm)
    label = pdf.label(pdf.page)
    of = f"Page {label} of {pdf.pages}" if pdf.script.fact("numbering") == "of" else label
    canvas.drawCentredString(_WIDTH / 2, 11 * mm, of)
    if pdf.page == pdf.start:  # what a reader's page box shows: i, ii, iii, then 1
        canvas.addPageLabel(0, "ROMAN_LOWER")
        canvas.addPageLabel(pdf.start - 1, "ARABIC", 1)
    _foot(canvas, [f"<super>{mark}</super> {escape(pdf.notes[mark])}" for mark in pdf.marked])


def _foot(canvas: Canvas, lines: list[str]) -> None:
    top = _FOOT + _NOTES - 5 * mm
    for line in lines:
        paragraph = Paragraph(line, NOTE)
        _, height = paragraph.wrap(_COLUMN, top)
        top -= height
        paragraph.drawOn(canvas, _MARGIN, top)


def as_pdf(script: Script) -> bytes:
    """The document as PDF, made twice so that its pages know how many they are."""
    pages = 1
    for _ in range(2):
        out = io.BytesIO()
        pdf = _Pdf(out, script, pages)
        pdf.multiBuild(list(_story(script, pdf)))
        pages = pdf.page
    return out.getvalue()


def _story(script: Script, pdf: _Pdf) -> Iterator[Any]:
    if not script.has("cover"):
        yield from _paper_head(script)
    columns: list[list[Any]] | None = None
    for element in script.elements:
        if element.kind != "command":
            flowables = list(_flowables(element))
            if columns is None:
                yield from flowables
            else:
                columns[-1] += flowables
        elif element.text == "columns":
            columns = [[]]
        elif element.text == "column":
            assert columns is not None
            columns.append([])
        elif element.text == "endcolumns":
            yield Table([columns], colWidths="*", style=[("VALIGN", *_ALL, "TOP"), ("LEFTPADDING", *_ALL, 0)])
            columns = None
        else:
            yield from _COMMANDS[element.text](script, pdf)


def _cover_story(script: Script, pdf: _Pdf) -> Iterator[Any]:
    yield Spacer(1, 60 * mm)
    yield Paragraph(escape(script.fact("author")), LEAD)
    yield Paragraph(escape(script.fact("title")), TITLE)
    for key in ("subtitle", "status", "date"):
        if script.fact(key):
            yield Paragraph(escape(script.fact(key)), LEAD)
    yield NextPageTemplate("page")
    yield PageBreak()


def _paper_head(script: Script) -> Iterator[Any]:
    yield Paragraph(escape(script.fact("author")), ParagraphStyle("board", LEAD, alignment=TA_CENTER))
    yield Paragraph(escape(script.fact("date")), ParagraphStyle("when", BODY, alignment=TA_CENTER, spaceAfter=14))
    yield Paragraph(escape(script.fact("title")), ParagraphStyle("paper", TITLE, fontSize=20, leading=25))
    yield Paragraph(escape(script.fact("item")), BODY)
    yield Paragraph(escape(script.fact("notice")), NOTE)


def _contents_story(script: Script, pdf: _Pdf) -> Iterator[Any]:
    yield Paragraph("Contents", ParagraphStyle("contents", HEADINGS[1]))
    styles = [_style("toc1", 10), _style("toc2", 9, leftIndent=8 * mm)]
    yield TableOfContents(dotsMinLevel=0, levelStyles=styles, formatter=pdf.label, tableStyle=_TIGHT)
    yield PageBreak()


def _start_story(script: Script, pdf: _Pdf) -> Iterator[Any]:
    yield PageBreak()
    yield _Start()


_COMMANDS = {"cover": _cover_story, "contents": _contents_story, "start": _start_story}


def _flowables(element: Element) -> Iterator[Any]:
    if element.kind == "heading":
        yield Paragraph(escape(element.text), HEADINGS[element.level])
    elif element.kind == "paragraph":
        number, text = number_and_text(element.text)
        yield Paragraph(_marked(text), NUMBERED if number else BODY, bulletText=number or None)
    elif element.kind == "list":
        for (item,) in element.lines:
            mark, text = mark_and_text(item)
            yield Paragraph(_marked(text), ITEM, bulletText=mark or "•")
        yield Spacer(1, 4)
    elif element.kind == "table":
        if element.text:
            yield Paragraph(escape(element.text), CAPTION)
        yield _table(element)
        yield Spacer(1, 9)
    elif element.kind == "box":
        inside = [Paragraph(f"<b>{escape(element.text)}</b>", BODY)]
        inside += [Paragraph(_marked(line), BODY) for (line,) in element.lines]
        box = Table([[inside]], colWidths=[_COLUMN], style=[("BACKGROUND", *_ALL, _PALE), ("BOX", *_ALL, 0.8, _TEAL)])
        yield KeepTogether([box, Spacer(1, 9)])


def _table(element: Element) -> Table:
    longest = [min(max(max(map(len, column)), 9), 40) for column in zip(*element.lines, strict=True)]
    widths = [_COLUMN * length / sum(longest) for length in longest]
    head, *rest = element.lines
    rows = [[Paragraph(f"<b>{escape(cell)}</b>", CELL) for cell in head]]
    rows += [[Paragraph(escape(cell), CELL) for cell in row] for row in rest]
    ruled = [("GRID", *_ALL, 0.5, _TEAL), ("BACKGROUND", (0, 0), (-1, 0), _PALE), ("VALIGN", *_ALL, "TOP")]
    return Table(rows, colWidths=widths, repeatRows=1, style=ruled)


def _marked(text: str) -> str:
    return NOTE_MARK.sub(r'<super>\1</super><onDraw name="note" label="\1"/>', escape(text))


def build(files: Path, text: Path) -> None:
    """Writes the five documents into `files` and their text into `text`."""
    template = (SOURCE / "page.html").read_text(encoding="utf-8")
    for name, form in FORMATS.items():
        script = read(SOURCE / f"{name}.md")
        made = as_html(script, template).encode() if form == "html" else {"pdf": as_pdf, "docx": as_docx}[form](script)
        (files / f"{name}.{form}").write_bytes(made)
        (text / f"{name}.txt").write_text(as_text(script), encoding="utf-8")


if __name__ == "__main__":
    build(folder(), TEXT)
    sys.stdout.write(f"Made {len(FORMATS)} documents in {folder()} and their text in {TEXT}.\n")
