"""The bare text of a PDF's pages, as pdfium gives it: no places, no structure."""
from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium


def text(path: Path) -> int:
    """Take the text of every page; how many pages there are."""
    pdf = pdfium.PdfDocument(path)
    try:
        for page in pdf:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
        return len(pdf)
    finally:
        pdf.close()
