"""A page as its words lie on it: what a reader (PDF, OCR) gives, whatever the file's format."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Rule = tuple[float, float, float, float]  # x0, top, x1, bottom of a straight line, points from the page's top left


@dataclass(frozen=True, slots=True)
class Word:
    """Characters drawn as one, in points from the page's top left; `bottom` is the same for a line's words of one font.
    `blank` tells whether white space stands before it; `symbol` that its font holds pictures, not letters."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    symbol: bool = False
    blank: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as read. `stray` is text that does not run level with the rest: stamps, sideways captions."""

    page: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    stray: str = ""


@dataclass(frozen=True)
class Line:
    """A line of one column. `left` and `right` are the column's edges."""

    page: int
    words: tuple[Word, ...]
    left: float = 0.0
    right: float = 0.0

    @property
    def x0(self) -> float:
        return self.words[0].x0 if self.words else self.left

    @cached_property
    def x1(self) -> float:
        return max((word.x1 for word in self.words), default=self.left)

    @cached_property
    def top(self) -> float:
        return min((word.top for word in self.words), default=0.0)

    @cached_property
    def bottom(self) -> float:
        return max((word.bottom for word in self.words), default=0.0)

    @cached_property
    def size(self) -> float:
        """The size in which most of its characters stand."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return round(max(sizes.items(), key=lambda pair: pair[1])[0], 1) if sizes else 0.0

    @cached_property
    def bold(self) -> bool:
        letters = [(word.bold, len(word.text)) for word in self.words if any(map(str.isalnum, word.text))]
        return bool(letters) and sum(n for bold, n in letters if bold) >= 0.9 * sum(n for _, n in letters)

    @cached_property
    def text(self) -> str:
        return join_words(self.words)


def letters(words: Sequence[Word]) -> int:
    """How many letters and digits there are, without the sign that stands for an unknown one."""
    return sum(char.isalnum() for word in words for char in word.text)


def join_words(words: Sequence[Word]) -> str:
    """The words' text with a blank where white space or a gap parts them."""
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        gap = before is not None and not _is_ordinal(before, word) and (
            word.blank or word.x0 - before.x1 > 0.25 * min(word.size, before.size)
        )
        text += (" " if gap else "") + word.text
    return text


def _is_ordinal(figure: Word, raised: Word) -> bool:
    """Whether the letters of "1st" stand raised behind the figure: a step up in the line is no blank."""
    return (
        raised.text in ("st", "nd", "rd", "th")
        and figure.text[-1:].isdigit()
        and raised.bottom < figure.bottom
        and raised.x0 - figure.x1 < 0.25 * figure.size
    )
