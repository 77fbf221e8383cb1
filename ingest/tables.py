"""Tables from the lines drawn on a page, with pdfplumber's geometry over pdfium's words.

pdfplumber reads a PDF by itself at some ten pages a second; only its way from ruled lines to cells is used here, so that
a table's text is the same characters as the page's and the page is read once.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest import boxes
from ingest.columns import in_order
from ingest.joining import Joiner
from ingest.marks import opens_item
from ingest.sheets import Rule, Sheet, Word

_SNAP = 3.0  # points between two rules that are meant as one
_FEWEST_ROWS = 3  # ruled rows in which unruled columns are looked for
_FEWEST_RULES = 4  # a box has four sides
_LONGEST_NAME = 60  # characters of a column's name
# A cell that begins with a figure or ends as a sentence names no column; "Ref." and "No." do.
_NO_NAME = re.compile(r"^[£$€(+-]*\d|\w{5}[.;]$")
_LINES_APART = 1.9  # of the type size: a wider step from line to line parts two paragraphs of a cell
_STEP = 12.0  # points: narrower than any word in a cell
_COLUMNS_APART = 4.0  # points by which a table's columns may move on its next page


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its box on the page, cells as text row by row, whether each row stands in bold, the left edges of the
    columns that are used."""

    page: int
    box: Rule
    rows: tuple[tuple[str, ...], ...]
    bold: tuple[bool, ...]
    columns: tuple[float, ...]


def grids(sheet: Sheet, joiner: Joiner, before: Grid | None = None) -> tuple[list[Grid], list[Word]]:
    """The page's ruled tables from the top down, and the words outside them. `before` is the last table of the page before,
    which the first here may go on with."""
    if len(sheet.rules) < _FEWEST_RULES or not sheet.words:
        return [], list(sheet.words)
    found = []
    rest = list(sheet.words)
    for cells in _cell_groups(sheet.rules):
        box = (min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))
        inside = [word for word in rest if _within(word, box)]
        grid = _grid(sheet.page, box, cells, inside, joiner)
        if grid and (len(grid.columns) > 1 or _is_list(grid) or (before and _goes_on_below(before, grid, rest))):
            found.append(grid)
            gone = {id(word) for word in inside}
            rest = [word for word in rest if id(word) not in gone]
    return sorted(found, key=lambda grid: grid.box[1]), rest


def _cell_groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The cells of each table that the rules make."""
    from pdfplumber import table as plumber

    edges = [_edge(rule) for rule in rules]
    edges = [edge for edge in edges if max(edge["width"], edge["height"]) >= _SNAP]
    merged = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    merged += _closing(merged) + _sides(merged)
    crossings = plumber.edges_to_intersections(merged, _SNAP, _SNAP)
    return [list(cells) for cells in plumber.cells_to_tables(plumber.intersections_to_cells(crossings))]


def _closing(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Level edges that a page's end left out: where several upright ones stop at one height, the row ends there."""
    ends: dict[float, list[float]] = {}
    for edge in edges:
        if edge["orientation"] == "v":
            for y in (edge["top"], edge["bottom"]):
                near = next((other for other in ends if abs(other - y) <= _SNAP), y)
                ends.setdefault(near, []).append(edge["x0"])
    level = [edge for edge in edges if edge["orientation"] == "h"]
    open_at = {y: xs for y, xs in ends.items() if len(xs) > 1 and not any(_bars(edge, y, xs) for edge in level)}
    return [_edge((min(xs), y, max(xs), y)) for y, xs in open_at.items()]


def _sides(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Upright edges for rows between level lines of one length that have no sides of their own."""
    lengths: dict[tuple[float, float], list[float]] = {}
    for edge in edges:
        if edge["orientation"] == "h":
            ends = edge["x0"], edge["x1"]
            known = (other for other in lengths if abs(other[0] - ends[0]) + abs(other[1] - ends[1]) <= _SNAP)
            lengths.setdefault(next(known, ends), []).append(edge["top"])
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    bare = {
        ends: tops
        for ends, tops in lengths.items()
        if len(tops) > _FEWEST_ROWS and not any(ends[0] - _SNAP <= edge["x0"] <= ends[1] + _SNAP for edge in upright)
    }
    return [_edge((x, min(tops), x, max(tops))) for ends, tops in bare.items() for x in ends]


def _bars(edge: dict[str, Any], y: float, xs: Sequence[float]) -> bool:
    """Whether a level edge at height `y` closes (some of) the upright ones at `xs`."""
    return bool(abs(edge["top"] - y) <= _SNAP and edge["x1"] > min(xs) and edge["x0"] < max(xs))


def _edge(rule: Rule) -> dict[str, Any]:
    x0, top, x1, bottom = rule
    lying = x1 - x0 >= bottom - top
    if lying:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
            "orientation": "h" if lying else "v", "object_type": "line"}


def _within(word: Word, box: Rule) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _grid(page: int, box: Rule, cells: Sequence[Rule], words: Sequence[Word], joiner: Joiner) -> Grid | None:
    """The cells filled with words; None where the rules are a frame round text, not a table. A box of several paragraphs in
    one column is a frame too."""
    tops = _positions(cell[1] for cell in cells)
    if len(tops) >= _FEWEST_ROWS and len({cell[0] for cell in cells}) == 1:
        cells = _with_columns(cells, words)
    lefts = _positions(cell[0] for cell in cells)
    if len(cells) < 2 or not words:
        return None
    table: list[list[list[Word]]] = [[[] for _ in lefts] for _ in tops]
    for word in words:
        cell = next((cell for cell in cells if _within(word, cell)), None)
        if cell is None:
            continue
        table[_nearest(tops, cell[1])][_nearest(lefts, cell[0])].append(word)
    _join_steps(lefts, table)
    rows = [[_cell_text(page, cell, joiner) for cell in row] for row in table]
    bold = [all(word.bold for cell in row for word in cell) for row in table]
    kept = [at for at, row in enumerate(rows) if any(row)]
    used = [at for at in range(len(lefts)) if any(row[at] for row in rows)]  # double rules make columns of their own
    alone = len(used) == 1
    if not used or (alone and not all(_is_one_paragraph(page, row[used[0]]) for row in table if row[used[0]])):
        return None
    kept_rows = tuple(tuple(rows[at][column] for column in used) for at in kept)
    return Grid(page, box, kept_rows, tuple(bold[at] for at in kept), tuple(lefts[at] for at in used))


def _join_steps(lefts: Sequence[float], table: Sequence[list[list[Word]]]) -> None:
    """Two columns that begin close together and that no row fills both are one: a header's cell a little wider than those
    below it."""
    for a, b in pairwise(range(len(lefts))):
        if lefts[b] - lefts[a] > _STEP or any(row[a] and row[b] for row in table):
            continue
        fuller, other = (a, b) if sum(bool(row[a]) for row in table) > sum(bool(row[b]) for row in table) else (b, a)
        for row in table:
            row[fuller], row[other] = row[fuller] or row[other], []


def _is_list(grid: Grid) -> bool:
    """Whether a table with one used column may be a boxed list: rows enough, none too long (`ingest.boxes` looks closer)."""
    return len(grid.rows) >= boxes.FEWEST_ROWS and all(len(row[0]) <= boxes.LONGEST_ROW for row in grid.rows)


def _goes_on_below(before: Grid, grid: Grid, words: Sequence[Word]) -> bool:
    """Whether the one used column is the end of a row that the page's end cut: nothing stands above it."""
    return continues(before, grid) and not any(word.bottom < grid.box[1] for word in words)


def _is_one_paragraph(page: int, words: Sequence[Word]) -> bool:
    """Whether a cell's lines follow each other closely in one size, and none but the first opens with a mark."""
    lines = in_order(page, words)
    marked = any(opens_item(line.words[:1]) for line in lines)
    steps = [(after.bottom - line.bottom) / line.size for line, after in pairwise(lines)]
    return not marked and all(0 < step < _LINES_APART for step in steps) and len({round(line.size) for line in lines}) == 1


def _with_columns(cells: Sequence[Rule], words: Sequence[Word]) -> list[Rule]:
    """Ruled rows parted into the columns that no line rules: at the strips that stay empty in all of them."""
    covered: list[tuple[float, float]] = []
    for x0, x1, size in sorted((word.x0, word.x1, word.size) for word in words):
        if covered and x0 - covered[-1][1] < 0.7 * size:
            covered[-1] = covered[-1][0], max(covered[-1][1], x1)
        else:
            covered.append((x0, x1))
    cuts = [(before[1] + after[0]) / 2 for before, after in pairwise(covered)]
    return [
        (left, top, right, bottom)
        for x0, top, x1, bottom in cells
        for left, right in pairwise([x0, *(cut for cut in cuts if x0 < cut < x1), x1])
    ]


def _cell_text(page: int, words: Sequence[Word], joiner: Joiner) -> str:
    return joiner.join([line.text for line in in_order(page, words)]) if words else ""


def _positions(values: Iterable[float]) -> list[float]:
    """Sorted, those closer than a rule's width taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _nearest(positions: Sequence[float], value: float) -> int:
    return min(range(len(positions)), key=lambda at: abs(positions[at] - value))


def header_rows(grid: Grid) -> int:
    """How many rows at the top name the columns: those in bold, else a first row of words over columns of figures."""
    bold = 0
    for row_bold, row in zip(grid.bold, grid.rows, strict=True):
        if not row_bold or bold == 2:
            break
        bold += 1 if any(row) else 0
    if 0 < bold < len(grid.rows):
        named = len(grid.columns) < 3 or any(sum(map(bool, row)) > 1 for row in grid.rows[:bold])
        return bold if named else 0  # a lone title over all the columns names none of them
    names, below = grid.rows[0], grid.rows[1:]
    if len(grid.rows) < 3 or any(not name or len(name) > _LONGEST_NAME or _NO_NAME.search(name) for name in names):
        return 0
    return int(any(_is_named(name, [row[at] for row in below if row[at]]) for at, name in enumerate(names)))


def _is_named(name: str, cells: Sequence[str]) -> bool:
    """Whether most cells of a column are of another kind than the word above them: figures, a few words that come again
    and again, or much longer text."""
    if not cells:
        return False
    figures = sum(bool(re.search(r"\d", cell)) for cell in cells)
    longer = sum(len(cell) > 2 * len(name) for cell in cells)
    again = len(cells) - len(set(cells))
    return max(figures, longer, again) > 0.6 * len(cells)


def continues(grid: Grid, after: Grid) -> bool:
    """Whether `after`, at the top of the next page, is the rest of `grid`: its columns at the same places, some of them
    perhaps unused, or, where no line rules them, as many between the same edges and with no names of their own."""
    if after.page != grid.page + 1:
        return False
    same_edges = all(abs(grid.box[side] - after.box[side]) <= _COLUMNS_APART for side in (0, 2))
    if len(grid.columns) == len(after.columns):
        in_place = len(placed(grid, after)) == len(after.columns)
        return in_place or (same_edges and (after.rows[0] == grid.rows[0] or not header_rows(after)))
    return same_edges and len(placed(grid, after)) == len(after.columns) and not header_rows(after)


def placed(grid: Grid, after: Grid) -> list[int]:
    """Which of `grid`'s columns those of `after` are, by their left edges."""
    near = ((at, abs(left - x)) for x in after.columns for at, left in enumerate(grid.columns))
    return [at for at, apart in near if apart <= _COLUMNS_APART]
