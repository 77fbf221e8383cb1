"""Pages that are pictures: read by Tesseract where it is installed, and said to be unread where it is not."""
from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.passages import passages
from ingest.readers import ocr, pdf
from kb.models import Passage

needs_tesseract = pytest.mark.skipif(ocr.command() is None, reason=f"no Tesseract: {ocr.HOW_TO_GET_IT}")
LINES = ("Housing Strategy", "The board must publish a strategy for", "housing in every year.", "It must consult tenants.")
A4 = (595.0, 842.0)


def typed(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for at, line in enumerate(LINES):
        canvas.setFont("Helvetica-Bold" if at == 0 else "Helvetica", 12)
        canvas.drawString(72, 760 - (30 if at else 0) - 16 * at, line)
    canvas.save()
    return path


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture of a typed page, a typed page, an empty page."""
    document = pdfium.PdfDocument(str(typed(tmp_path / "typed.pdf")))
    picture = io.BytesIO()
    document[0].render(scale=200 / 72).to_pil().save(picture, "PNG")
    document.close()
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.showPage()
    canvas.drawString(72, 700, "Typed on the second page: the board must meet in public, and its papers are published.")
    canvas.showPage()
    canvas.drawString(72, 700, "")
    canvas.showPage()
    canvas.save()
    return tmp_path / "scan.pdf"


def cut(path: Path) -> list[Passage]:
    return passages(pdf.read(path).blocks, "doc", 1)


@needs_tesseract
def test_only_the_page_that_is_a_picture_is_recognised_and_marked(scan: Path) -> None:
    source = pdf.read(scan)
    assert (source.ocr_pages, source.empty_pages) == ((1,), (3,))
    assert source.warnings[0] == "Page 1 was read by OCR: check quotes against the page."
    first, second = (next(p for p in cut(scan) if p.page == page) for page in (1, 2))
    assert first.text.startswith("The board must publish a strategy for housing in every year.") and first.ocr
    assert second.text.startswith("Typed on the second page") and not second.ocr


def test_without_tesseract_it_is_said_what_to_install(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "command", lambda: None)
    source = pdf.read(scan)
    assert (source.ocr_pages, source.empty_pages) == ((), (1, 3))
    assert source.warnings == (
        f"Page 1 was not read, being a picture: {ocr.HOW_TO_GET_IT}.",
        "Page 3 has no text (a picture or a blank page).",
    )
    assert [passage.page for passage in cut(scan)] == [2]
    assert source.unread == ""  # a cover


def test_a_picture_within_the_covers_is_told_as_unread(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "command", lambda: None)
    moved = PdfWriter()
    for page in (1, 0, 2):
        moved.add_page(PdfReader(scan).pages[page])
    moved.write(scan)
    assert pdf.read(scan).unread == "page 2"


@needs_tesseract
def test_a_page_that_takes_too_long_is_said(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "SECONDS", 0.0)
    source = pdf.read(scan)
    assert source.ocr_pages == ()
    assert source.warnings[0] == "Page 1 was not read, being a picture: it took too long or its picture is damaged."


def test_words_of_a_line_have_one_bottom_and_sizes_nearly_the_same_are_one() -> None:
    line = '<span class="ocr_line" title="bbox 100 {0} 900 {1}; baseline 0 -10; x_size {2}; x_descenders 10">{3}</span>'
    word = '<span class="ocrx_word" title="bbox {0} 0 {1} 0">{2}</span>'
    page = [
        line.format(200, 250, 50, word.format(100, 120, "e") + word.format(160, 300, "people")),
        line.format(260, 308, 48, word.format(160, 200, "and") + word.format(212, 300, "carers")),
        line.format(400, 500, 100, word.format(100, 300, "Title")),
    ]
    found = ocr.words(f"<html><body>{''.join(page)}</body></html>".encode())
    assert [word.text for word in found] == ["•", "people", "and", "carers", "Title"]
    assert [round(word.bottom, 1) for word in found] == [90.0, 90.0, 110.9, 110.9, 180.0]
    assert len({word.size for word in found}) == 2 and found[4].size == 36.0
    assert (found[0].x0, found[1].x1) == (36.0, 108.0)
