"""Words with places become lines in reading order, without what every page repeats.

Columns are found by the empty strip between them, running heads and feet by their coming again at the same height of
other pages (digits folded, so that "Page 3" is "Page 4"), printed page labels by the numbers in them. Nothing here
knows any file format: a reader (PDF, OCR) gives `Sheet`s.
"""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

Rule = tuple[float, float, float, float]  # x0, top, x1, bottom of a straight line, points from the page's top left

_EDGE = 0.12  # of the page's height, at the top and at the foot, is where running heads and feet stand
_SAME_HEIGHT = 4.0  # points by which a running head's place may differ from page to page
_MOST_EDGE_LINES = 4  # lines of running head or foot on one page
_GAP = 0.9  # of the type size: a wider gap may part two columns or two cells
_GUTTER = 8.0  # points, the least width of the empty strip between two columns
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)


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
        return round(max(sizes, key=lambda size: sizes[size]), 1) if sizes else 0.0

    @cached_property
    def bold(self) -> bool:
        letters = [(word.bold, len(word.text)) for word in self.words if any(map(str.isalnum, word.text))]
        return bool(letters) and sum(n for bold, n in letters if bold) >= 0.9 * sum(n for _, n in letters)

    @cached_property
    def text(self) -> str:
        return join_words(self.words)


@dataclass(frozen=True, slots=True)
class Laid:
    """The sheets without what their pages repeat, the page labels as printed, what was taken out, the body's type size."""

    sheets: tuple[Sheet, ...]
    labels: tuple[str, ...]
    furniture: tuple[str, ...]
    body_size: float


def lay_out(sheets: Sequence[Sheet]) -> Laid:
    """The document's sheets without running heads and feet and without words drawn twice."""
    sheets = [replace(sheet, words=tuple(_once(sheet.words))) for sheet in sheets]
    edges = _furniture(sheets, [_rows(sheet.page, _runs(sheet.words)) for sheet in sheets])
    taken = [{id(word) for line in lines for word in line.words} for lines in edges]
    cleared = tuple(
        replace(sheet, words=tuple(word for word in sheet.words if id(word) not in gone))
        for sheet, gone in zip(sheets, taken, strict=True)
    )
    furniture = tuple(dict.fromkeys(line.text for lines in edges for line in lines))
    return Laid(cleared, _labels(sheets, edges), furniture, _body_size(cleared))


def _body_size(sheets: Iterable[Sheet]) -> float:
    """The size in which most characters stand, in points."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def join_words(words: Sequence[Word]) -> str:
    """The words' text with a blank where white space or a gap parts them."""
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        gap = before is not None and (word.blank or word.x0 - before.x1 > 0.25 * min(word.size, before.size))
        text += (" " if gap else "") + word.text
    return text


def _once(words: Sequence[Word]) -> Iterator[Word]:
    """Without the words drawn a second time on (or, to look bold, just beside) themselves."""
    seen: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        near = 0.3 * word.size
        if any(abs(w.x0 - word.x0) < near and abs(w.top - word.top) < near for w in seen[word.text]):
            continue
        seen[word.text].append(word)
        yield word


# Lines and columns


def in_order(page: int, words: Sequence[Word]) -> list[Line]:
    """The lines of a page (or of part of it), column by column."""
    return [line for column in _columns(_runs(words)) for line in _rows(page, column)]


@dataclass(slots=True)
class _Run:
    """Words drawn one after the other on a line with no wide gap."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float


def _runs(words: Sequence[Word]) -> list[_Run]:
    runs: list[_Run] = []
    for word in words:
        run = runs[-1] if runs else None
        if run and _level_with(run, word) and -0.5 * word.size < word.x0 - run.x1 < _GAP * word.size:
            run.words.append(word)
            run.x1, run.top, run.bottom = max(run.x1, word.x1), min(run.top, word.top), max(run.bottom, word.bottom)
        else:
            runs.append(_Run([word], word.x0, word.top, word.x1, word.bottom))
    return runs


def _level_with(a: _Run | Word, b: _Run | Word) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def _rows(page: int, runs: Sequence[_Run]) -> list[Line]:
    """Runs that stand level make a line; lines from the top down."""
    if not runs:
        return []
    left, right = _edges(runs)
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: ((run.top + run.bottom) / 2, run.x0)):
        row = next((row for row in rows[-3:] if _level_with(_tallest(row), run) and not _covers(row, run)), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    rows.sort(key=lambda row: (_tallest(row).bottom, row[0].x0))
    return [
        Line(page, tuple(word for run in sorted(row, key=lambda run: run.x0) for word in run.words), left, right)
        for row in rows
    ]


def _edges(runs: Sequence[_Run]) -> tuple[float, float]:
    """The column's left and right edge; a page number set far right is not its text."""
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    return left, max((run.x1 for run in runs if run.x0 < left + 0.4 * (right - left)), default=right)


def _tallest(row: Sequence[_Run]) -> _Run:
    return max(row, key=lambda run: run.bottom - run.top)


def _covers(row: Sequence[_Run], run: _Run) -> bool:
    """Whether the run would lie on words already in the row."""
    return any(min(other.x1, run.x1) - max(other.x0, run.x0) > 0.3 * (run.x1 - run.x0) for other in row)


def _columns(runs: list[_Run], depth: int = 0) -> list[list[_Run]]:
    """Runs parted into columns in reading order. What reaches over the strip between two columns (a title, a wide
    table) ends them: above it both columns are read, then it, then the columns below."""
    gutter = _gutter(runs) if depth < 3 and len(runs) > 5 else None
    if gutter is None:
        return [runs]
    across = sorted((run for run in runs if run.x0 < gutter < run.x1), key=lambda run: run.top)
    zones: list[tuple[list[_Run], list[_Run], list[_Run]]] = [([], [], []) for _ in range(len(across) + 1)]
    for run in runs:
        if run.x0 < gutter < run.x1:
            continue
        at = sum(1 for other in across if other.bottom - 1 < (run.top + run.bottom) / 2)
        zones[at][0 if run.x1 <= gutter else 1].append(run)
    for at, run in enumerate(across):
        zones[at][2].append(run)
    parts: list[list[_Run]] = []
    plain: list[_Run] = []  # what stands in one column, until two begin
    for first, second, wide in zones:
        if _side_by_side(first, second):
            parts += [plain, *_columns(first, depth + 1), *_columns(second, depth + 1)]
            plain = wide
        else:
            plain = plain + first + second + wide
    return [part for part in [*parts, plain] if part]


def _gutter(runs: Sequence[_Run]) -> float | None:
    """The x of the emptiest upright strip in the middle of the runs, if it may part two columns."""
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    width = right - left
    if width < 150:
        return None
    step = 2.0
    cover = [0.0] * (int(width / step) + 2)
    for run in runs:
        height = run.bottom - run.top
        for at in range(int((run.x0 - left) / step), int((run.x1 - left) / step) + 1):
            cover[at] += height
    first, last = int(len(cover) * 0.2), int(len(cover) * 0.8)
    least = min(cover[first:last], default=0.0)
    most = max(cover)
    if least > 0.4 * most:
        return None
    best, start = (0, 0), None
    for at in range(first, last + 1):
        if at < last and cover[at] <= least + 0.02 * most:
            start = at if start is None else start
        elif start is not None:
            best = max(best, (at - start, start))
            start = None
    if best[0] * step < _GUTTER:
        return None
    return left + (best[1] + best[0] / 2) * step


def _side_by_side(first: Sequence[_Run], second: Sequence[_Run]) -> bool:
    """Whether two sets of runs are columns of prose: several lines in each that mostly fill the column's width. Cells of
    a table and page numbers of a contents list do not."""
    return _is_prose(first) and _is_prose(second)


def _is_prose(runs: Sequence[_Run]) -> bool:
    if not runs:
        return False
    lines = _rows(0, runs)
    if len(lines) < 3:
        return False
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = median((line.x1 - line.x0) / width for line in lines) if width > 0 else 0
    letters = sum(len(line.text) for line in lines) / len(lines)
    return width > 90 and filled > 0.55 and letters > 18


# What every page repeats


def _furniture(sheets: Sequence[Sheet], rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """For each page the lines of its running head and foot."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for sheet, lines in zip(sheets, rows, strict=True):
        for line in _edge_lines(sheet, lines):
            for sign in _signs(line):
                seen[sign].append((sheet.page, line.bottom))
    needed = 2 if len(sheets) <= 5 else 3
    found: list[list[Line]] = []
    for sheet, lines in zip(sheets, rows, strict=True):
        edge = {id(line) for line in _edge_lines(sheet, lines)}
        gone: list[Line] = []
        for ordered in (lines, lines[::-1]):
            for line in ordered:
                if id(line) not in edge or not any(_repeats(line, seen[sign], needed) for sign in _signs(line)):
                    break
                gone.append(line)
        found.append(list({id(line): line for line in gone}.values()))
    return found


def _signs(line: Line) -> list[str]:
    """By what a running line is known again: its words with figures folded, and for one that opens or closes with the
    page's number, how far that number is from the physical page - the words may change by chapter."""
    words = line.text.split()
    shifts = {f"page {int(word) - line.page:+d}" for word in (words[0], words[-1]) if re.fullmatch(r"[0-9]{1,4}", word)}
    return [_folded(line.text), *sorted(shifts)]


def _edge_lines(sheet: Sheet, lines: Sequence[Line]) -> list[Line]:
    head = [line for line in lines[:_MOST_EDGE_LINES] if line.bottom < _EDGE * sheet.height]
    foot = [line for line in lines[-_MOST_EDGE_LINES:] if line.top > (1 - _EDGE) * sheet.height]
    return head + foot


def _repeats(line: Line, places: Sequence[tuple[int, float]], needed: int) -> bool:
    """Whether the folded line stands at this height on enough pages. A lone page number is one wherever it stands."""
    pages = {page for page, bottom in places if abs(bottom - line.bottom) <= _SAME_HEIGHT}
    return len(pages) >= needed or bool(re.fullmatch(r"(?:page )?#(?: of #)?", _folded(line.text)))


def _folded(text: str) -> str:
    """The line as it is on every page: digits and lone roman numerals are one sign.

    >>> _folded("Page 12 of 40"), _folded("Annual Report  xiv")
    ('page # of #', 'annual report #')
    """
    words = re.sub(r"\d+", "#", text.casefold()).split()
    return " ".join("#" if _is_roman(word.strip("-–.")) else word.strip("-–|") or word for word in words)


def _is_roman(word: str) -> bool:
    return bool(word) and _ROMAN.fullmatch(word) is not None


def _labels(sheets: Sequence[Sheet], edges: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    """The label printed on each page, "" where none is; physical numbers where the document prints none at all.

    A number counts as a label where it goes up by one from page to page: the year in a running head does not.
    """
    numbers = [_edge_numbers(lines) for lines in edges]
    shifts: Counter[int] = Counter()
    for at, on_page in enumerate(numbers):
        shifts.update({value - at for value, _ in on_page})
    if not shifts or max(shifts.values()) < max(2, 0.3 * len(sheets)):
        return tuple(str(sheet.page) for sheet in sheets)
    kept = {shift for shift, count in shifts.items() if count >= max(2, min(3, len(sheets) // 3))}
    best = sorted(kept or {shifts.most_common(1)[0][0]}, key=lambda shift: -shifts[shift])
    return tuple(
        next((text for shift in best for value, text in on_page if value - at == shift), "")
        for at, on_page in enumerate(numbers)
    )


def _edge_numbers(lines: Iterable[Line]) -> list[tuple[int, str]]:
    """(value, as printed) of the numbers in a page's head and foot."""
    found = []
    for line in lines:
        for word in re.findall(r"\w+", line.text):
            if word.isdecimal() and word.isascii() and len(word) < 5:
                found.append((int(word), word))
            elif _is_roman(word):
                found.append((_roman(word), word))
    return found


def _roman(text: str) -> int:
    """
    >>> _roman("xiv"), _roman("iii")
    (14, 3)
    """
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in text.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
