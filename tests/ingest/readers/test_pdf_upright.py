"""Text that runs from the top down is read, column after column."""
from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from ingest.readers import pdf, pdf_upright
from ingest.sheets import Sheet

COLUMNS = ("道路交通法施行令の一部", "内閣は道路交通法の規定")


def test_columns_are_read_from_the_right(tmp_path: Path) -> None:
    registerFont(UnicodeCIDFont("HeiseiMin-W3", isVertical=True))
    canvas = Canvas(str(tmp_path / "upright.pdf"), pageCompression=0)
    for at, column in enumerate(COLUMNS):
        canvas.setFont("HeiseiMin-W3", 12)
        canvas.drawString(400 - 40 * at, 700, column)
    canvas.save()
    read = "".join(block.text for block in pdf.read(tmp_path / "upright.pdf").blocks).replace(" ", "")
    assert read == "".join(COLUMNS)


def test_other_files_are_left_as_they_are() -> None:
    sheets = [Sheet(1, 100.0, 100.0, ())]
    assert pdf_upright.with_upright(b"%PDF-1.7 /Encoding /WinAnsiEncoding", sheets) == sheets
    assert pdf_upright.with_upright(b"%PDF-1.7 /Encoding /Identity-V and nothing more", sheets) == sheets
