"""Pages of a PDF that are pictures of text: which they are, and what Tesseract reads on them."""
from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest import allowance
from ingest.readers import ocr, scan_marks
from ingest.sheets import Rule, Sheet, Word, letters

_FEW_LETTERS = 100  # what is stamped on a scanned page: a file number, a date, "Page 3 of 40"
_COVERS = 0.5  # of the page, at least, a picture that may be a scan
_MOST_OBJECTS = 200  # of a page looked at: a scan is one picture or a few strips
_GARBAGE = 0.3  # of a page's characters that stand for none: its font does not say what they are
_MOST_PIXELS = 12e6  # of a page's picture; A4 has 3.9 million, a larger page than A2 is read at a lower resolution
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_INK = 0.0002  # of a page's pixels, from which it is not blank
_CONTRAST = 60  # between the paper and ink, of 255
_AT_A_TIME = 2


_Read = tuple[tuple[Word, ...], tuple[Rule, ...]]  # what was recognised on a page, and the lines drawn on it


@dataclass(frozen=True, slots=True)
class Scans:
    """The sheets with what was recognised; physical pages that were read so, that show something but were not read, and
    whether that is because Tesseract is not installed."""

    sheets: tuple[Sheet, ...]
    read: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    without_tesseract: bool = False


def recognised(pdf: pdfium.PdfDocument, sheets: Sequence[Sheet]) -> Scans:
    """The pages that are scans read by Tesseract; a page's own text stays where that finds less."""
    scans = [sheet.page for sheet in sheets if sheet.width * sheet.height and _is_scan(pdf, sheet)]
    tesseract = ocr.command()
    if not scans or tesseract is None:
        textless = tuple(page for page in scans if not has_letters(sheets[page - 1].words, _FEW_LETTERS))
        return Scans(tuple(sheets), (), textless, without_tesseract=bool(textless))
    found = dict(_read(pdf, scans, tesseract))
    better = {page: read for page, read in found.items() if read and letters(read[0]) > letters(sheets[page - 1].words)}
    whole = tuple(_with(sheet, better.get(sheet.page)) for sheet in sheets)
    return Scans(whole, tuple(better), tuple(page for page in scans if page not in found or found[page] is None))


def _with(sheet: Sheet, read: _Read | None) -> Sheet:
    """The sheet with what was read, which is placed as if the picture had the usual resolution."""
    if read is None:
        return sheet
    by = ocr.DPI / 72 / _scale(sheet.width, sheet.height)
    words = (
        replace(w, x0=w.x0 * by, top=w.top * by, x1=w.x1 * by, bottom=w.bottom * by, size=w.size * by) for w in read[0]
    )
    rules = ((x0 * by, top * by, x1 * by, bottom * by) for x0, top, x1, bottom in read[1])
    return replace(sheet, words=tuple(words), rules=tuple(rules), stray="")


def has_letters(words: Sequence[Word], enough: int) -> bool:
    """Whether there are so many letters and digits; what comes after those is not looked at."""
    return next(islice((True for word in words for char in word.text if char.isalnum()), enough - 1, None), False)


def _read(pdf: pdfium.PdfDocument, pages: Sequence[int], tesseract: str) -> Iterator[tuple[int, _Read | None]]:
    waiting = iter(pages)
    with ocr.Recogniser(tesseract, len(pages)) as recogniser:
        allowance.ask_for(recogniser.seconds)
        while some := list(islice(waiting, _AT_A_TIME)):
            pictures = [_picture(pdf, page) for page in some]
            found = recogniser.read([_as_file(picture) for picture in pictures])
            for page, picture, words in zip(some, pictures, found, strict=True):
                yield page, _marked(picture, words) if words is not None else None


def _picture(pdf: pdfium.PdfDocument, page: int) -> scan_marks.Picture:
    with closing(pdf[page - 1]) as paper:
        bitmap = paper.render(scale=_scale(*paper.get_size()), grayscale=True)
        picture: scan_marks.Picture = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
        return picture


def _scale(width: float, height: float) -> float:
    """Pixels to a point for a page of that size."""
    return min(ocr.DPI / 72, math.sqrt(_MOST_PIXELS / (width * height)))


def _as_file(picture: scan_marks.Picture) -> bytes:
    """The picture as an image file (PGM)."""
    height, width = picture.shape
    return b"P5 %d %d 255\n" % (width, height) + picture.tobytes()


def _marked(picture: scan_marks.Picture, words: tuple[Word, ...]) -> _Read:
    ink = scan_marks.ink(picture)
    return scan_marks.with_weight(ink, words), scan_marks.rules(ink)


def _is_scan(pdf: pdfium.PdfDocument, sheet: Sheet) -> bool:
    """Whether the page shows text that is not in its words: no text but ink, a picture that covers the page under a few
    words, or letters that its font does not name."""
    if has_letters(sheet.words, _FEW_LETTERS):
        return _is_garbage(sheet.words)
    with closing(pdf[sheet.page - 1]) as page:
        if has_letters(sheet.words, 1) and not _is_garbage(sheet.words):
            return _is_covered(page)
        return _has_ink(page)


def _is_garbage(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    return len(_UNKNOWN.findall(text)) > _GARBAGE * len(text)


def _is_covered(page: pdfium.PdfPage) -> bool:
    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    covered = 0.0
    for at in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        shape = raw.FPDFPage_GetObject(page.raw, at)
        is_picture = raw.FPDFPageObj_GetType(shape) == raw.FPDF_PAGEOBJ_IMAGE
        if is_picture and raw.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
            covered += abs((right.value - left.value) * (top.value - bottom.value))
    return bool(covered > _COVERS * width * height)


def _has_ink(page: pdfium.PdfPage) -> bool:
    shades = page.render(scale=min(1.0, _scale(*page.get_size())), grayscale=True).to_pil().histogram()
    paper = max(range(256), key=shades.__getitem__)
    ink = sum(count for shade, count in enumerate(shades) if abs(shade - paper) > _CONTRAST)
    return bool(ink > _INK * sum(shades))
