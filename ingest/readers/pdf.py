"""PDF -> Source: pdfium for text with positions, pypdf to mend what pdfium refuses to open."""
from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest import allowance, layout, outline
from ingest.blocks import Block, Source
from ingest.readers import ocr
from ingest.readers.pdf_marks import How, marked
from ingest.readers.pdf_scans import Scans, has_letters, recognised
from ingest.readers.pdf_text import sheet
from ingest.readers.pdf_upright import with_upright
from ingest.sheets import Sheet
from kb.errors import UnreadableFile

_LETTERS_OF_A_PAGE = 3  # a page with fewer letters and digits counts as empty
_TYPED_IN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
_METADATA = ("Title", "Author", "Subject", "Creator", "Producer", "CreationDate", "ModDate")


def read(path: Path, password: str | None = None) -> Source:
    """The PDF's blocks, page labels, title and empty pages. UnreadableFile with a plain sentence where it cannot be read."""
    with _opened(path, password) as pdf:
        if len(pdf) > allowance.PAGES:
            most = f"more than the {allowance.PAGES} that Remit reads"
            raise UnreadableFile(f"{path.name} has {len(pdf)} pages, {most}: split it.")
        sheets, broken = _sheets(pdf)
        if not sheets or all(page in broken for page in range(1, len(pdf) + 1)):
            raise UnreadableFile(f"{path.name} has no page that can be read; it may be damaged: save it again as PDF.")
        scans = recognised(pdf, with_upright(path.read_bytes(), sheets))
        laid = layout.lay_out(scans.sheets)
        blocks = tuple(_with_its_origin(block, scans.read) for block in outline.blocks(laid, _bookmarks(pdf)))
        metadata = {key: value for key in _METADATA if (value := pdf.get_metadata_value(key).strip())}
        labels = _own_labels(pdf) or laid.labels
        empty = tuple(sheet.page for sheet in scans.sheets if not has_letters(sheet.words, _LETTERS_OF_A_PAGE))
    warnings = _warnings(broken, [page for page in empty if page not in broken], scans)
    inside = [page for page in sorted({*broken, *scans.unread}) if 1 < page < len(labels)]  # a cover says nothing
    unread = _pages(inside) if inside else ""
    return Source("pdf", blocks, len(labels), labels, metadata.get("Title"), empty, scans.read, warnings, unread, metadata)


def picture(path: Path, page: int, mark: Sequence[str] = (), how: How = "quote", scale: float = 1.5) -> bytes:
    """A PNG of the page (from 1) with the texts in `mark` marked; `scale` 1 is 72 dots an inch. UnreadableFile where there
    is no such page."""
    with _opened(path, None) as pdf:
        if not 1 <= page <= len(pdf):
            raise UnreadableFile(f"{path.name} has no page {page}: its pages are 1 to {len(pdf)}.")
        with closing(pdf[page - 1]) as sheet_of_paper:
            bitmap = sheet_of_paper.render(scale=scale)
            png = io.BytesIO()
            marked(sheet_of_paper, bitmap.to_pil(), mark, scale, how).save(png, format="PNG")
            return png.getvalue()


@contextmanager
def _opened(path: Path, password: str | None) -> Iterator[pdfium.PdfDocument]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be opened: {error.strerror or error}.") from error
    if not data:
        raise UnreadableFile(f"{path.name} is empty (0 bytes).")
    pdf = _open(data, path.name, password)
    try:
        yield pdf
    finally:
        pdf.close()


def _open(data: bytes, name: str, password: str | None) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data, password=password)
        if len(pdf):
            return pdf
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            said = "needs another password" if password else "is locked with a password"
            raise UnreadableFile(f"{name} {said}: open it, save a copy without one, and add the copy.") from error
    return _mended(data, name, password)


def _mended(data: bytes, name: str, password: str | None) -> pdfium.PdfDocument:
    """The document written anew by pypdf, which finds pages that pdfium does not."""
    import logging

    from pypdf import PdfReader, PdfWriter

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False, password=password)
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        copy = io.BytesIO()
        writer.write(copy)
        pdf = pdfium.PdfDocument(copy.getvalue())
    except Exception as error:  # pypdf raises what it happens to hit in a damaged file
        raise UnreadableFile(f"{name} is not a PDF that can be read: it is damaged or is another kind of file.") from error
    if not len(pdf):
        raise UnreadableFile(f"{name} has no pages.")
    return pdf


def _sheets(pdf: pdfium.PdfDocument) -> tuple[list[Sheet], list[int]]:
    """Every page's words and rules, and the numbers of the pages that pdfium cannot load."""
    sheets, broken = [], []
    for index in range(len(pdf)):
        try:
            page = pdf[index]
            if _fill_in(page):  # what is new on the page is seen once it is loaded again
                page.close()
                page = pdf[index]
            with closing(page):
                sheets.append(sheet(page, index + 1))
        except pdfium.PdfiumError:
            broken.append(index + 1)
            sheets.append(Sheet(index + 1, 0.0, 0.0, (), (), ""))
    return sheets, broken


def _fill_in(page: pdfium.PdfPage) -> bool:
    """Make what was typed into the page's form fields and text boxes part of its text, as it is of its picture; whether
    there was any."""
    for at in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in _TYPED_IN:
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            return True
    return False


def _own_labels(pdf: pdfium.PdfDocument) -> tuple[str, ...]:
    """The page labels that the document itself carries; empty where it has none."""
    labels = tuple(pdf.get_page_label(index) for index in range(len(pdf)))
    return labels if any(labels) else ()


def _bookmarks(pdf: pdfium.PdfDocument) -> tuple[tuple[int, int, str], ...]:
    """(level from 0, physical page, title) of each bookmark that leads to a page."""
    found = []
    try:
        for mark in pdf.get_toc(max_depth=8):
            target = mark.get_dest()
            index = target.get_index() if target else None
            title = re.sub(r"\s+", " ", mark.get_title()).strip()
            if index is not None and title:
                found.append((mark.level, index + 1, title))
    except pdfium.PdfiumError:
        return ()
    return tuple(found)


def _with_its_origin(block: Block, recognised_pages: Sequence[int]) -> Block:
    """The block, marked where any of it stands on a page that was recognised from its picture."""
    pages = {page for _, page in block.page_starts} | {row.page for row in block.rows}
    return replace(block, ocr=True) if pages.intersection(recognised_pages) else block


def _warnings(broken: list[int], empty: list[int], scans: Scans) -> tuple[str, ...]:
    said = []
    if scans.read:
        said.append(f"{_pages(scans.read).capitalize()} {_were(scans.read)} read by OCR: check quotes against the page.")
    if scans.unread:
        why = f"{ocr.HOW_TO_GET_IT}." if scans.without_tesseract else "it took too long or its picture is damaged."
        said.append(f"{_pages(scans.unread).capitalize()} {_were(scans.unread)} not read, being a picture: {why}")
    empty = [page for page in empty if page not in scans.unread]
    if broken:
        said.append(f"{_pages(broken).capitalize()} cannot be read: the file is damaged there.")
    if empty:
        has = "has" if len(empty) == 1 else "have"
        said.append(f"{_pages(empty).capitalize()} {has} no text (a picture or a blank page).")
    return tuple(said)


def _were(pages: Sequence[int]) -> str:
    return "was" if len(pages) == 1 else "were"


def _pages(numbers: Sequence[int]) -> str:
    """Physical pages in words.

    >>> _pages([4]), _pages([1, 2, 3, 7])
    ('page 4', 'pages 1-3, 7')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"{'page' if len(numbers) == 1 else 'pages'} {said}"
