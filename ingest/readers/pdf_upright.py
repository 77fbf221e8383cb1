"""Pages written from the top down (Japanese, Chinese): pdfium loses most of such text, pdfminer.six reads it.

It is slow: only files that name an upright character map are read with it, and of their pages only those with upright lines.
"""
from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.sheets import Sheet, Word
from kb.text import fold_white

_UPRIGHT = re.compile(rb"/Encoding\s*/[\w-]+-V\b")
_SIZE = 10.0  # points: pdfminer's boxes are laid out as lines of one size under each other


def with_upright(data: bytes, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of a PDF, those with upright text read again: a line for each column, in reading order."""
    if not _UPRIGHT.search(data):
        return list(sheets)
    from pdfminer.high_level import extract_pages  # here, because hardly any file needs it
    from pdfminer.layout import LAParams

    try:
        pages = list(extract_pages(io.BytesIO(data), laparams=LAParams(detect_vertical=True)))
    except Exception:  # pdfminer raises what it happens to hit in a damaged file, which pdfium has read
        return list(sheets)
    if len(pages) != len(sheets):
        return list(sheets)
    return [_read_again(sheet, page) for sheet, page in zip(sheets, pages, strict=True)]


def _read_again(sheet: Sheet, page: Any) -> Sheet:
    from pdfminer.layout import LTTextBox, LTTextBoxVertical

    boxes = [box for box in page if isinstance(box, LTTextBox)]
    words = tuple(_lines(boxes, sheet))
    if not any(isinstance(box, LTTextBoxVertical) for box in boxes) or _letters(words) <= _letters(sheet.words):
        return sheet
    return replace(sheet, words=words, rules=(), stray="")


def _lines(boxes: Sequence[Any], sheet: Sheet) -> Iterator[Word]:
    texts = [text for box in boxes if (text := fold_white(box.get_text()))]
    step = sheet.height / (len(texts) + 1)
    for at, text in enumerate(texts, start=1):
        yield Word(text, 0.1 * sheet.width, at * step - _SIZE, 0.9 * sheet.width, at * step, _SIZE)


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)
