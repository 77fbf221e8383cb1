"""Where a quote's words stand on a page, and the page's picture with them marked."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from PIL import Image, ImageChops, ImageDraw

from kb.text import sentence_spans

# A quote's words on yellow; words on yellow wherever they stand; or passages, each in a frame of its own
How = Literal["quote", "words", "passages"]
Box = tuple[float, float, float, float]  # in points, from the page's lower left corner: left, bottom, right, top

_YELLOW = (255, 238, 128)  # multiplied into the page, so that black stays black
_FRAME = (11, 90, 148)
_ROOM = 2  # points between a passage's words and its frame
_JOINED = r"[\W_]{0,12}"  # what may stand between two words: line ends, bullets, bars of a table
_FEWEST_WORDS = 3  # a shorter part of a quote would be found where it was not taken from


class Page(Protocol):
    """What is used of a pdfium page."""

    def get_textpage(self) -> Any: ...

    def get_cropbox(self) -> tuple[float, float, float, float]: ...

    def get_rotation(self) -> int: ...


def marked(page: Page, picture: Image.Image, texts: Sequence[str], scale: float, how: How = "quote") -> Image.Image:
    """The page's picture with the words of the texts marked. What is not found there stays unmarked, and so does a page
    that is shown turned."""
    if page.get_rotation():
        return picture
    ground = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(ground)
    left, _, _, top = page.get_cropbox()
    for boxes in _boxes(page, texts, how):
        for x0, y0, x1, y1 in [_around(boxes)] if how == "passages" else boxes:
            place = ((x0 - left) * scale, (top - y1) * scale, (x1 - left) * scale, (top - y0) * scale)
            if how == "passages":
                draw.rectangle(place, outline=_FRAME, width=2)
            else:
                draw.rectangle(place, fill=_YELLOW)
    return ImageChops.multiply(picture.convert("RGB"), ground)


def _boxes(page: Page, texts: Sequence[str], how: How) -> Iterator[list[Box]]:
    """The boxes of each stretch that was found, one a line of print."""
    text = page.get_textpage()
    try:
        said = text.get_text_range()
        for start, stop in everywhere(said, texts) if how == "words" else spans(said, texts):
            if boxes := [text.get_rect(at) for at in range(text.count_rects(start, stop - start))]:
                yield boxes
    finally:
        text.close()


def _around(boxes: Sequence[Box]) -> Box:
    """
    >>> _around([(10, 10, 20, 20), (5, 0, 15, 10)])
    (3, -2, 22, 22)
    """
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts) - _ROOM, min(bottoms) - _ROOM, max(rights) + _ROOM, max(tops) + _ROOM


def everywhere(page: str, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each place in a page's text where one of the texts stands as whole words, in capitals or not.

    >>> list(everywhere("The plan. A Plan; planning", ["plan"]))
    [(4, 8), (12, 16)]
    """
    for text in texts:
        if words := _words(text):
            yield from (found.span() for found in re.finditer(rf"\b{_JOINED.join(words)}\b", page, re.IGNORECASE))


def spans(page: str, quotes: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the quotes stand in a page's text, whatever stands between their words: line ends, bullets, bars of a table.

    A quote that is not found whole is looked for sentence by sentence: it may begin or end on another page.

    >>> list(spans("It must • meet; and so on", ["must meet"]))
    [(3, 14)]
    """
    for quote in quotes:
        whole = _find(page, quote, 1)
        if whole:
            yield whole
            continue
        parts = (_find(page, quote[start:stop], _FEWEST_WORDS) for start, stop in sentence_spans(quote))
        yield from (part for part in parts if part)


def _find(page: str, quote: str, fewest: int) -> tuple[int, int] | None:
    words = _words(quote)
    if len(words) < fewest:
        return None
    match = re.search(_JOINED.join(words), page)
    return match.span() if match else None


def _words(text: str) -> list[str]:
    return [re.escape(word) for word in re.findall(r"[^\W_]+", text)]
