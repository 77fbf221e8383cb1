"""Tables that no lines rule: rows whose cells stand under each other with wide gaps between them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.joining import Joiner
from ingest.marks import opens_item
from ingest.sheets import Line, Word, join_words
from ingest.tables import Grid

_WIDE = 1.5  # of the type size: a gap between two cells; words in justified lines stand closer
_LEAST_GAP = 12.0  # points
_FEWEST_ROWS = 3  # with two cells or more
_WRAPPED = 1.4  # of the type size: a line this close under a row may go on with one of its cells
_MOST_PROSE = 30  # characters of a cell, on the median: where it is longer, columns of prose stand side by side

_Cell = tuple[Word, ...]


def with_tables(parts: Iterable[Line | Grid], joiner: Joiner) -> Iterator[Line | Grid]:
    """The parts in their order, with the lines that make up a table replaced by it."""
    run: list[Line] = []
    for part in parts:
        if isinstance(part, Line) and (_is_row(part) or (run and _wraps(run[-1], part))):
            if run and not _is_below(run[-1], part):
                yield from _made(run, joiner)
                run = []
            run.append(part)
            continue
        yield from _made(run, joiner)
        run = []
        yield part
    yield from _made(run, joiner)


def cells(line: Line) -> list[_Cell]:
    """The line's words, parted at wide gaps; the mark of an item stays with its text."""
    found: list[list[Word]] = []
    for word in line.words:
        gap = word.x0 - found[-1][-1].x1 if found else 0.0
        parted = gap > max(_WIDE * line.size, _LEAST_GAP) and not (len(found) == 1 and opens_item(found[0]))
        if not found or parted:
            found.append([])
        found[-1].append(word)
    return [tuple(cell) for cell in found]


def _is_row(line: Line) -> bool:
    found = cells(line)
    return len(found) > 1 and not opens_item(found[0])


def _is_below(before: Line, line: Line) -> bool:
    return before.page == line.page and 0 < line.bottom - before.bottom < 4 * line.size


def _wraps(row: Line, line: Line) -> bool:
    """Whether the line is the second line of one cell in the row above: close under it, and to one side."""
    close = row.page == line.page and 0 < line.bottom - row.bottom < _WRAPPED * line.size
    return close and len(cells(line)) == 1 and line.x1 - line.x0 < 0.6 * (line.right - line.left)


def _made(run: Sequence[Line], joiner: Joiner) -> Iterator[Line | Grid]:
    grid = _grid(run, joiner) if sum(_is_row(line) for line in run) >= _FEWEST_ROWS else None
    if grid:
        yield grid
    else:
        yield from run


def _grid(run: Sequence[Line], joiner: Joiner) -> Grid | None:
    columns = _columns(run)
    lengths = [len(join_words(cell)) for line in run if _is_row(line) for cell in cells(line)]
    if len(columns) < 2 or median(lengths) > _MOST_PROSE:
        return None
    rows: list[list[str]] = []
    bold: list[bool] = []
    for before, line in zip((None, *run), run, strict=False):
        row = [""] * len(columns)
        for cell in cells(line):
            at = _column(columns, cell)
            if row[at]:
                return None
            row[at] = join_words(cell)
        if before is not None and rows and _wraps(before, line):
            rows[-1] = [joiner.join([above, below]) for above, below in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
            bold.append(line.bold)
    box = (min(line.x0 for line in run), run[0].top, max(line.x1 for line in run), run[-1].bottom)
    return Grid(run[0].page, box, tuple(map(tuple, rows)), tuple(bold), tuple(left for left, _ in columns))


def _columns(run: Sequence[Line]) -> list[tuple[float, float]]:
    """Left and right of each column: what cells of several rows cover together."""
    covered: list[tuple[float, float]] = []
    for left, right in sorted((cell[0].x0, cell[-1].x1) for line in run for cell in cells(line)):
        if covered and left < covered[-1][1]:
            covered[-1] = covered[-1][0], max(covered[-1][1], right)
        else:
            covered.append((left, right))
    return covered


def _column(columns: Sequence[tuple[float, float]], cell: _Cell) -> int:
    return next(at for at, (left, right) in enumerate(columns) if left <= cell[0].x0 <= right)
