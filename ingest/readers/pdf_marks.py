"""Where a quote's words stand on a page, and the page's picture with them marked."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from PIL import Image, ImageChops, ImageDraw

from kb.text import sentence_spans

_YELLOW = (255, 238, 128)  # multiplied into the page, so that black stays black
_FEWEST_WORDS = 3  # a shorter part of a quote would be found where it was not taken from


class Page(Protocol):
    """What is used of a pdfium page."""

    def get_textpage(self) -> Any: ...

    def get_cropbox(self) -> tuple[float, float, float, float]: ...

    def get_rotation(self) -> int: ...


def marked(page: Page, picture: Image.Image, quotes: Sequence[str], scale: float) -> Image.Image:
    """The page's picture with the words of the quotes on a yellow ground. What is not found there stays unmarked, and so
    does a page that is shown turned."""
    if page.get_rotation():
        return picture
    ground = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(ground)
    left, _, _, top = page.get_cropbox()
    for x0, y0, x1, y1 in _boxes(page, quotes):
        draw.rectangle(((x0 - left) * scale, (top - y1) * scale, (x1 - left) * scale, (top - y0) * scale), fill=_YELLOW)
    return ImageChops.multiply(picture.convert("RGB"), ground)


def _boxes(page: Page, quotes: Sequence[str]) -> Iterator[tuple[float, float, float, float]]:
    """Boxes in points, from the page's lower left corner."""
    text = page.get_textpage()
    try:
        said = text.get_text_range()
        for start, stop in spans(said, quotes):
            for at in range(text.count_rects(start, stop - start)):
                yield text.get_rect(at)
    finally:
        text.close()


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
    words = re.findall(r"[^\W_]+", quote)
    if len(words) < fewest:
        return None
    match = re.search(r"[\W_]{0,12}".join(map(re.escape, words)), page)
    return match.span() if match else None
