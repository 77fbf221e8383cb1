"""Lines gathered into chunks: what stands together on the page - a paragraph, a heading, an item, a footnote, a table.

A chunk ends at a wider gap, a change of type, a bullet or number, a line that stops short. One that a page's end, a
column's end or a footnote cut in two is made whole again: its lines know their pages.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest import marks
from ingest.sheets import Line, Word
from ingest.tables import Grid

_WIDER = 1.2  # of the usual distance between lines, from which a gap parts two chunks
_SMALLER = 0.93  # of the body's size, up to which a line that opens with a mark is a footnote
_RAISED = 0.82  # of the line's size, up to which a raised figure is a footnote's mark
_INDENT = 0.8  # of the type size
_STOP = re.compile(r"[.!?:;][\"'’”)\]]*$")
_PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,6}")
_MARK = re.compile(r"\d{1,3}|[*†‡§¶]{1,3}")
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class Chunk:
    """What stands together. `bullet` is the x of the bullet that opens it (taken off its first line); `note` the mark of
    a footnote (taken off too); `grid` is a table, and then there are no lines."""

    lines: list[Line] = field(default_factory=list)
    grid: Grid | None = None
    bullet: float | None = None
    note: str | None = None
    contents: bool = False

    @property
    def size(self) -> float:
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.text)
        return sizes.most_common(1)[0][0] if sizes else 0.0

    @property
    def bold(self) -> bool:
        return bool(self.lines) and all(line.bold for line in self.lines)

    @property
    def page(self) -> int:
        return self.grid.page if self.grid else self.lines[0].page

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


class Gatherer:
    """Takes lines and tables in reading order, gives chunks."""

    def __init__(self, body_size: float, columns: Sequence[Sequence[Line]]) -> None:
        self._body = body_size
        self._pitch = _usual_pitch(columns)
        self._small = _written_small(columns)
        self._chunks: list[Chunk] = []
        self._marks: set[str] = set()  # of footnotes that the text has referred to

    def add(self, part: Line | Grid) -> None:
        if isinstance(part, Grid):
            self._chunks.append(Chunk(grid=part))
            return
        line = self._without_marks(part)
        opened = self._opens_note(line) or _opens_bullet(line)
        if opened:
            self._chunks.append(opened)
            return
        target = self._target(line)
        if target:
            target.lines.append(line)
        else:
            self._chunks.append(Chunk([line]))

    def chunks(self) -> list[Chunk]:
        return [chunk for chunk in self._chunks if chunk.grid or any(line.words for line in chunk.lines)]

    def _target(self, line: Line) -> Chunk | None:
        """The chunk that the line goes on with, or None where it opens one of its own."""
        last = self._chunks[-1] if self._chunks else None
        if last is None:
            return None
        if last.lines and _same_column(last.lines[-1], line):
            if not self._parts(last, line):
                return last
            if last.note is None:
                return last if self._broken_here(last, line) else None
        before = next((chunk for chunk in reversed(self._chunks[-12:]) if chunk.note is None), None)
        if before is None or before.grid or not before.lines or not self._goes_on(before, line):
            return None
        return before

    def _parts(self, chunk: Chunk, line: Line) -> bool:
        """Whether something between the chunk's last line and this one of the same column parts them."""
        last = chunk.lines[-1]
        if abs(line.size - last.size) > 0.06 * last.size or _opens_number(chunk, line) or _ends_in_page(last):
            return True
        if (line.bottom - last.bottom) > _WIDER * self._pitch_of(chunk, line):
            return True
        if line.bold != last.bold and (line.bold or chunk.bold) and (_room(last, line) or _stops(last.text)):
            return True
        return _stopped_short(last, line) or _indented(chunk, line)

    def _pitch_of(self, chunk: Chunk, line: Line) -> float:
        """The distance in points between lines of this size; a chunk of several lines knows its own."""
        if len(chunk.lines) > 1 and chunk.lines[-1].page == chunk.lines[-2].page:
            own = chunk.lines[-1].bottom - chunk.lines[-2].bottom
            if own > 0:
                return max(own, self._pitch * line.size * 0.9)
        return self._pitch * line.size

    def _broken_here(self, chunk: Chunk, line: Line) -> bool:
        """A sentence that was broken in the source's own page: no stop before, a small letter after."""
        return _unfinished(chunk.text) and line.text[:1].islower() and abs(line.size - chunk.size) < 0.5 and not line.bold

    def _goes_on(self, chunk: Chunk, line: Line) -> bool:
        """Whether the line, at the top of a page or column or after a footnote, goes on with the chunk."""
        last = chunk.lines[-1]
        if abs(line.size - last.size) > 0.06 * last.size or line.bold != last.bold:
            return False
        if _opens_number(chunk, line) or not _stands_below(chunk, line):
            return False
        text = chunk.text
        if _stops(text) and not text.endswith((":", ";")):
            # Word processors leave no single line of a paragraph at a page's end.
            return len(chunk.lines) > 1 and _full(chunk.lines[-1]) and not _room(chunk.lines[-1], line)
        if line.text[:1].islower():
            return len(text) > 20
        full = _full(chunk.lines[-1]) and len(text) > 60 and not self._opens_sentence(chunk.lines[-1], line)
        return full and not text.endswith((":", ";")) and not chunk.bold

    def _opens_sentence(self, last: Line, line: Line) -> bool:
        """Whether the line begins with a capital that its word has only there, and no name goes over the line's end: what
        came before is done without a stop, as in a list without marks."""
        word = line.text.split(" ", 1)[0]
        return word[:1].isupper() and word.casefold() in self._small and last.words[-1].text[:1].islower()

    def _without_marks(self, line: Line) -> Line:
        """The line without the raised marks that refer to footnotes; one that opens the line stays."""
        found = {at for at in range(1, len(line.words)) if _refers(line, at)}
        if not found:
            return line
        self._marks.update(line.words[at].text.strip(",") for at in found)
        return replace(line, words=tuple(word for at, word in enumerate(line.words) if at not in found))

    def _opens_note(self, line: Line) -> Chunk | None:
        """A footnote: small type, opened by a raised mark or by one that the text has shown."""
        if not line.words or line.size > _SMALLER * self._body:
            return None
        first = line.words[0]
        if len(line.words) > 1 and _MARK.fullmatch(first.text) and (_is_raised(first, line) or self._is_due(first.text)):
            return Chunk([replace(line, words=line.words[1:])], note=first.text)
        raised = _SUPERSCRIPT.match(first.text)
        if raised:
            rest = (replace(first, text=first.text[raised.end() :]),) if raised.end() < len(first.text) else ()
            return Chunk([replace(line, words=(*rest, *line.words[1:]))], note=raised.group().translate(_DIGITS))
        return None

    def _is_due(self, mark: str) -> bool:
        """Whether the text has shown the mark, or the footnote before has the number before it."""
        last = self._chunks[-1].note if self._chunks else None
        return mark in self._marks or bool(last and last.isdecimal() and mark == str(int(last) + 1))


def _usual_pitch(columns: Sequence[Sequence[Line]]) -> float:
    """The commonest distance from line to line, as a multiple of the type size."""
    seen: Counter[float] = Counter()
    for lines in columns:
        for before, line in pairwise(lines):
            ratio = (line.bottom - before.bottom) / line.size if line.size else 0
            if _same_column(before, line) and 0.9 < ratio < 2.2 and abs(line.size - before.size) < 0.1:
                seen[round(ratio, 2)] += len(line.text)
    if not seen:
        return 1.25
    return max(seen, key=lambda ratio: sum(count for other, count in seen.items() if abs(other - ratio) < 0.06))


def _written_small(columns: Sequence[Sequence[Line]]) -> set[str]:
    """Words that the document writes small, and inside a sentence never with a capital."""
    small: set[str] = set()
    capital: set[str] = set()
    for lines in columns:
        for line in lines:
            words = line.text.split()
            small.update(word for word in words if word.islower())
            capital.update(word.casefold() for before, word in pairwise(words) if word[0].isupper() and not _stops(before))
    return small - capital


def _same_column(before: Line, line: Line) -> bool:
    """Whether the line stands on the same page below the other."""
    shared = min(before.x1, line.x1) - max(before.x0, line.x0)
    return before.page == line.page and line.bottom > before.bottom and shared > 0


def _refers(line: Line, at: int) -> bool:
    word = line.words[at]
    return bool(_MARK.fullmatch(word.text.strip(","))) and _is_raised(word, line) and _follows_word(line.words[at - 1])


def _is_raised(word: Word, line: Line) -> bool:
    rest = [other for other in line.words if other is not word]
    main = max(rest, key=lambda other: other.size)
    return word.size <= _RAISED * main.size and word.bottom < main.bottom - 0.15 * main.size


def _follows_word(word: Word) -> bool:
    """A mark stands after a word or a stop, not after a unit ("m²") or a figure."""
    return bool(re.search(r"[^\W\d_]{3}$|[^\w\s]$", word.text))


def _opens_bullet(line: Line) -> Chunk | None:
    rest = marks.after_bullet(line.words, line.size)
    return None if rest is None else Chunk([replace(line, words=rest)], bullet=line.x0)


def _opens_number(chunk: Chunk, line: Line) -> bool:
    """Whether the line opens with a printed number or letter that is not just a figure in the running sentence."""
    if len(line.words) < 2 or not marks.is_number(line.words[0]):
        return False
    last = chunk.lines[-1]
    if _stops(last.text) or last.text.endswith((" and", " or")) or _room(last, line):
        return True
    hangs = len(chunk.lines) > 1 and line.x0 < chunk.lines[-1].x0 - _INDENT * line.size
    wide = line.words[1].x0 - line.words[0].x1 > 0.7 * line.size
    return hangs or wide


def _ends_in_page(line: Line) -> bool:
    """Whether the line ends as in a contents list: dots or a wide gap, then a page number."""
    if len(line.words) < 2 or not _PAGE.fullmatch(line.words[-1].text):
        return False
    before, number = line.words[-2:]
    return before.text.endswith(("...", "…")) or number.x0 - before.x1 > 2 * line.size


def _room(last: Line, line: Line) -> bool:
    """Whether the line's first word would have stood on the line before: somebody ended that line on purpose."""
    word = line.words[0]
    return last.x1 + 0.3 * last.size + (word.x1 - word.x0) < last.right - 0.5 * last.size


def _full(line: Line) -> bool:
    """Whether the line reaches near enough to its column's right edge to be broken there."""
    return line.x1 > line.left + 0.75 * (line.right - line.left)


def _stopped_short(last: Line, line: Line) -> bool:
    if not line.words or not _room(last, line):
        return False
    if _stops(last.text):
        return last.right - last.x1 > 1.5 * last.size
    return last.right - last.x1 > 0.25 * (last.right - last.left) and not line.text[:1].islower()


def _indented(chunk: Chunk, line: Line) -> bool:
    """A first line set in, or a line set out from those before it."""
    last = chunk.lines[-1]
    step = _INDENT * line.size
    if line.x0 > last.x0 + step:
        return _stops(last.text) and len(chunk.lines) > 1
    return line.x0 < last.x0 - step and (len(chunk.lines) > 1 or chunk.bullet is not None)


def _stands_below(chunk: Chunk, line: Line) -> bool:
    """Whether the line begins where the chunk's lines do, on the page or in its column."""
    last, step = chunk.lines[-1], _INDENT * line.size
    return abs(line.x0 - last.x0) < step or abs((line.x0 - line.left) - (last.x0 - last.left)) < step


def _stops(text: str) -> bool:
    """Whether the text ends as a sentence or a lead-in does."""
    return _STOP.search(text[-6:]) is not None


def _unfinished(text: str) -> bool:
    return len(text) > 40 and re.match(r"[\w,)’']$", text[-1]) is not None
