"""Quotes marked on the picture of their page."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.readers import pdf, pdf_marks

YELLOW = (255, 238, 128)


def page(folder: Path) -> Path:
    canvas = Canvas(str(folder / "a.pdf"), pagesize=(400, 200))
    canvas.drawString(40, 150, "The board must")
    canvas.drawString(40, 130, "• meet in public.")
    canvas.drawString(40, 50, "It acts.")
    canvas.save()
    return folder / "a.pdf"


def yellow(png: bytes) -> tuple[int, int] | None:
    """The highest and lowest marked row of the picture, in points from the top."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    rows = [y for y in range(picture.height) if any(picture.getpixel((x, y)) == YELLOW for x in range(picture.width))]
    return (min(rows), max(rows)) if rows else None


def test_a_quote_is_marked_where_it_stands_over_lines_and_bullets(tmp_path: Path) -> None:
    path = page(tmp_path)
    found = yellow(pdf.picture(path, 1, ["The board must\nmeet in public."], scale=1))
    assert found is not None and 35 < found[0] < 45 and 68 < found[1] < 75
    lower = yellow(pdf.picture(path, 1, ["It acts."], scale=1))
    assert lower is not None and lower[0] > 140


def test_what_is_not_on_the_page_is_not_marked(tmp_path: Path) -> None:
    assert yellow(pdf.picture(page(tmp_path), 1, ["The board may meet in secret.", "", "•"], scale=1)) is None
    assert yellow(pdf.picture(page(tmp_path), 1, scale=1)) is None


def test_a_quote_that_begins_on_another_page_is_marked_by_its_sentences() -> None:
    said = "in public.\r\nThe board must act at once. Next"
    assert [said[a:b] for a, b in pdf_marks.spans(said, ["It meets in public. The board must act at once."])] == [
        "The board must act at once"
    ]


def test_words_are_marked_wherever_they_stand_and_passages_get_a_frame(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "b.pdf"), pagesize=(400, 200))
    for y, said in ((150, "The plan is here."), (100, "Planning goes on."), (50, "A Plan at last.")):
        canvas.drawString(40, y, said)
    canvas.save()
    once = yellow(pdf.picture(tmp_path / "b.pdf", 1, ["plan"], scale=1))
    all_of_it = yellow(pdf.picture(tmp_path / "b.pdf", 1, ["plan"], "words", scale=1))
    assert once is not None and once[1] < 60 and all_of_it is not None and all_of_it[1] > 140
    framed = pdf.picture(tmp_path / "b.pdf", 1, ["The plan is here."], "passages", scale=1)
    assert yellow(framed) is None and framed != pdf.picture(tmp_path / "b.pdf", 1, scale=1)
