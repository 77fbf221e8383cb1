"""Words become lines, column by column. Two columns are known by the empty strip between them and by the prose in both."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.sheets import Line, Word

_GAP = 0.9  # of the type size: a wider gap may part two columns or two cells
_MOSTLY_WIDE = 0.8  # of the page's lines may reach over the strip: above and below the columns
_UNEVEN = 0.12  # of them may reach into its edges
_GUTTER = 8.0  # points, the least width of the empty strip between two columns


def in_order(page: int, words: Sequence[Word]) -> list[Line]:
    """The lines of a page (or of part of it), column by column."""
    return [line for column in _columns(runs_of(words)) for line in rows_of(page, column)]


@dataclass(slots=True)
class _Run:
    """Words drawn one after the other on a line with no wide gap."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float


def runs_of(words: Sequence[Word]) -> list[_Run]:
    runs: list[_Run] = []
    for word in words:
        run = runs[-1] if runs else None
        if run and -0.5 * word.size < word.x0 - run.x1 < _GAP * word.size and _level_with(run, word):
            run.words.append(word)
            run.x1, run.top, run.bottom = max(run.x1, word.x1), min(run.top, word.top), max(run.bottom, word.bottom)
        else:
            runs.append(_Run([word], word.x0, word.top, word.x1, word.bottom))
    return runs


def _level_with(a: _Run | Word, b: _Run | Word) -> bool:
    """Whether two stand on one line; small type may be raised or lowered against large."""
    if a.top == b.top and a.bottom == b.bottom and a.top < a.bottom:
        return True
    low, high = sorted((a.bottom - a.top, b.bottom - b.top))
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > (0.5 if low > 0.9 * high else 0.35) * low


def rows_of(page: int, runs: Sequence[_Run]) -> list[Line]:
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
    if least > _MOSTLY_WIDE * most:
        return None
    best, start = (0, 0), None
    for at in range(first, last + 1):
        if at < last and cover[at] <= least + _UNEVEN * most:
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
    lines = rows_of(0, runs)
    if len(lines) < 3:
        return False
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = median((line.x1 - line.x0) / width for line in lines) if width > 0 else 0
    letters = sum(len(line.text) for line in lines) / len(lines)
    return width > 90 and filled > 0.55 and letters > 18
