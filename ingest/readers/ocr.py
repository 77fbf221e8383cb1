"""A page's picture as words with their places, recognised by Tesseract where that is installed.

The `tesseract` command is called, page by page and at most two at once; it reads a picture on its standard input and
writes hOCR: each line with its baseline and type size, each word with its box.
"""
from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median

from lxml import etree, html

from ingest import allowance
from ingest.sheets import Word

DPI = 200  # at 300, as often advised, acronyms in print of the usual size lose letters, and a page takes half as long again
SECONDS = 9.0  # of a processor, a page, on average over a file's pages; on a laptop a page takes two
HOW_TO_GET_IT = "install Tesseract (Debian, Ubuntu: sudo apt-get install tesseract-ocr) and add the file again"

_AT_ONCE = 2
_SAME_SIZE = 1.18  # sizes that differ by less are one: they are measured from the letters that a line happens to have
_DESCENDER = 0.22  # of the type size, where hOCR does not say it
_BULLET = re.compile(r"[e*o°®©«»¢§•¢]{1,2}")  # what a bullet is taken for
_SET_OFF = 0.5  # of the type size: how far text stands from a bullet


def command() -> str | None:
    """Where Tesseract is, or None."""
    return shutil.which("tesseract")


class Recogniser:
    """Reads pictures until its time is up: `SECONDS` of a processor for each of `pages`. Raises nothing: a page that cannot
    be read is None. Use it in a `with` statement."""

    def __init__(self, tesseract: str, pages: int) -> None:
        self.seconds = SECONDS * pages
        self._tesseract = tesseract
        self._until = allowance.worked() + self.seconds
        self._readers = ThreadPoolExecutor(_AT_ONCE)

    def __enter__(self) -> Recogniser:
        return self

    def __exit__(self, *_: object) -> None:
        self._readers.shutdown()

    def read(self, pictures: Sequence[bytes]) -> list[tuple[Word, ...] | None]:
        """The words of each picture (an image file's bytes at DPI), in points from its top left."""
        return list(self._readers.map(self._one, pictures))

    def _one(self, picture: bytes) -> tuple[Word, ...] | None:
        left = self._until - allowance.worked()
        if left <= 0:
            return None
        arguments = [self._tesseract, "stdin", "stdout", "-l", "eng", "--dpi", str(DPI), "-c", "tessedit_create_hocr=1"]
        one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(
                arguments, input=picture, capture_output=True, timeout=allowance.PATIENCE * left, env=one_thread, check=True
            )
        except (subprocess.SubprocessError, OSError):
            return None
        return words(done.stdout)


def words(hocr: bytes) -> tuple[Word, ...]:
    """The words of a page of hOCR; those of one line have one bottom and one size."""
    try:
        page = html.document_fromstring(hocr, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return ()
    lines = [_with_bullet(_line(element)) for element in page.iter("span") if "x_size" in element.get("title", "")]
    return tuple(_of_few_sizes([word for line in lines for word in line]))


def _line(element: html.HtmlElement) -> list[Word]:
    said = element.get("title", "")
    (_, _, _, bottom), scale = _box(said), 72 / DPI
    _, offset = _numbers(r"baseline (\S+) (\S+)", said) or (0.0, 0.0)
    size = (_numbers(r"x_size (\S+)", said) or (40.0,))[0]
    below = (_numbers(r"x_descenders (\S+)", said) or (_DESCENDER * size,))[0]
    foot = (bottom + offset + below) * scale
    found = []
    for word in element.find_class("ocrx_word"):
        text = "".join(word.text_content().split())
        x0, _, x1, _ = _box(word.get("title", ""))
        if text:
            found.append(Word(text, x0 * scale, foot - size * scale, x1 * scale, foot, size * scale))
    return found


def _with_bullet(line: list[Word]) -> list[Word]:
    """The line with the sign that opens it as a bullet, where it is one that bullets are taken for."""
    if len(line) > 1 and _BULLET.fullmatch(line[0].text) and line[1].x0 - line[0].x1 > _SET_OFF * line[0].size:
        return [replace(line[0], text="•"), *line[1:]]
    return line


def _of_few_sizes(found: Sequence[Word]) -> Iterator[Word]:
    """The words with sizes that are nearly the same made the same."""
    groups: list[list[float]] = []
    for size in sorted(word.size for word in found):
        if groups and size < _SAME_SIZE * groups[-1][0]:
            groups[-1].append(size)
        else:
            groups.append([size])
    meant = {size: median(group) for group in groups for size in group}
    return (replace(word, top=word.bottom - meant[word.size], size=meant[word.size]) for word in found)


def _box(said: str) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = _numbers(r"bbox (\S+) (\S+) (\S+) ([^\s;]+)", said) or (0.0, 0.0, 0.0, 0.0)
    return x0, top, x1, bottom


def _numbers(pattern: str, said: str) -> tuple[float, ...] | None:
    match = re.search(pattern.replace(r"(\S+)", r"([^\s;]+)"), said)
    return tuple(map(float, match.groups())) if match else None
