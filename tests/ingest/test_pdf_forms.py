"""Forms: what was typed into them is read, and what makes up most of their pages is no running head."""
from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.readers import pdf


def said(path: Path) -> str:
    blocks = pdf.read(path).blocks
    cells = (cell for block in blocks for row in block.rows for cell in row.cells)
    return " ".join([*(block.text for block in blocks), *cells])


def test_what_was_typed_into_a_field_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "form.pdf"))
    canvas.drawString(72, 700, "Name of the board:")
    canvas.acroForm.textfield(name="board", value="Ardmore Joint Board", x=200, y=690, width=200, height=20)
    canvas.save()
    assert "Name of the board" in said(tmp_path / "form.pdf")
    assert "Ardmore Joint Board" in said(tmp_path / "form.pdf")


def test_a_form_filled_in_twice_keeps_its_words(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "twice.pdf"))
    for page in ("1", "2"):
        for y, line in ((790, "Request for a licence"), (775, "Department of Harbours"), (760, "Use black ink only")):
            canvas.drawString(72, y, line)
        canvas.drawString(72, 500, f"Applicant: Harbour company of {'Ardmore' if page == '1' else 'Strathmarden'}")
        canvas.drawString(300, 30, page)
        canvas.showPage()
    canvas.save()
    read = said(tmp_path / "twice.pdf")
    assert read.count("Department of Harbours") == 2 and not read.endswith("2")
