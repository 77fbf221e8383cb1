"""Lines in reading order become blocks: headings by their size and weight, items, tables, footnotes, contents.

Lines are gathered into *chunks* (what stands together on the page); chunks that a page's end or a footnote cut in two are
joined; each is then a `Piece`. What the words alone show (printed numbers, captions, headings in plain type) is found by
`ingest.flow`, as for every other format.
"""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import aligned, flow, tables
from ingest.blocks import Block, Row
from ingest.chunks import Chunk, Gatherer
from ingest.columns import in_order
from ingest.joining import Joiner
from ingest.layout import Laid
from ingest.pieces import Piece
from ingest.sheets import Line, Sheet, Word

_LONGEST_HEADING = 200  # characters
_BIGGER = 1.08  # of the body's size, from which a chunk's size makes it a heading
_CONTENTS_LINE = re.compile(r"^\S.*?[\s.…_]*\s(?:\d{1,4}|[ivxlc]{1,6})$")
_DOTS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_CONTENTS_TITLE = re.compile(r"(?:table of )?contents(?: page)?:?|list of (?:figures|tables)", re.IGNORECASE)
_FEWEST_CONTENTS = 3  # lines
_STEP = 5.0  # points from one level of bullets to the next

Bookmarks = Sequence[tuple[int, int, str]]


def blocks(laid: Laid, bookmarks: Bookmarks = ()) -> tuple[Block, ...]:
    """The document's blocks. `bookmarks` are (level from 0, physical page, title) as the file carries them."""
    columns = [in_order(sheet.page, sheet.words) for sheet in laid.sheets]
    joiner = Joiner(line.text for lines in columns for line in lines)
    gatherer = Gatherer(laid.body_size, columns)
    before: tables.Grid | None = None
    for sheet, lines in zip(laid.sheets, columns, strict=True):
        grids, rest = tables.grids(sheet, joiner, before)
        before = grids[-1] if grids else None
        if grids:
            lines = in_order(sheet.page, rest)
        for part in aligned.with_tables(_in_place(lines, grids), joiner):
            gatherer.add(part)
        if sheet.stray:
            gatherer.add(_stray_line(sheet))
    chunks = _contents(gatherer.chunks())
    return flow.structure(_Pieces(laid, joiner, chunks, bookmarks).made())


def _stray_line(sheet: Sheet) -> Line:
    """What runs askew to the page, as one line of its own under it."""
    word = Word(sheet.stray, 0.0, sheet.height, sheet.width, sheet.height, 1.0)
    return Line(sheet.page, (word,), 0.0, sheet.width)


def _in_place(lines: Sequence[Line], grids: Sequence[tables.Grid]) -> Iterator[Line | tables.Grid]:
    """The grids among the lines: each after the last line that stands above it."""
    places: dict[int, list[tables.Grid]] = defaultdict(list)
    for grid in grids:
        above = [at for at, line in enumerate(lines) if line.bottom <= grid.box[1] + 3 and line.x0 < grid.box[2]]
        places[max(above, default=-1) + 1].append(grid)
    for at, line in enumerate(lines):
        yield from places[at]
        yield line
    yield from places[len(lines)]


def _contents(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks with those of a contents list marked: its dotted lines, its table, what stands between, and what stands
    under the word "Contents" up to the page's last line that ends in a page number."""
    for chunk in chunks:
        chunk.contents = _is_contents(chunk)
    for at, chunk in enumerate(chunks):
        if chunk.lines and (_CONTENTS_TITLE.fullmatch(chunk.text) or chunk.contents):
            for listed in chunks[at + 1 : _end_of_contents(chunks, at) + 1]:
                listed.contents = True
    return list(chunks)


def _end_of_contents(chunks: Sequence[Chunk], at: int) -> int:
    """The index of the last line of the contents list after chunk `at`, on its page or at the top of the next."""
    last = at
    for after in range(at + 1, len(chunks)):
        chunk = chunks[after]
        if chunk.page > chunks[last].page + (1 if last == after - 1 else 0) or len(chunk.text) > _LONGEST_HEADING:
            break
        if chunk.contents or (not chunk.grid and _ends_in_page(chunk)):
            last = after
        elif chunk.grid:
            break
    return last


def _ends_in_page(chunk: Chunk) -> bool:
    return len(chunk.text) <= _LONGEST_HEADING and bool(_CONTENTS_LINE.match(chunk.lines[-1].text))


def _is_contents(chunk: Chunk) -> bool:
    if chunk.grid:
        rows = [[cell for cell in row if cell] for row in chunk.grid.rows]
        numbers = [int(row[-1]) for row in rows if len(row) == 2 and row[-1].isdecimal()]
        return len(numbers) >= max(_FEWEST_CONTENTS, 0.8 * len(rows)) and numbers == sorted(numbers)
    return bool(_DOTS.search(chunk.text)) and bool(_CONTENTS_LINE.match(chunk.lines[-1].text))


class _Pieces:
    """Chunks become pieces: each with its kind, its level, its text and the pages on which that stands."""

    def __init__(self, laid: Laid, joiner: Joiner, chunks: Sequence[Chunk], bookmarks: Bookmarks) -> None:
        self._body = laid.body_size
        self._joiner = joiner
        self._chunks = chunks
        self._bookmarks = {(page, _bare(title)): level + 1 for level, page, title in bookmarks}
        self._levels = _levels(chunks, self._body)
        self._bullets: list[float] = []
        self._grid: tables.Grid | None = None

    def made(self) -> list[Piece]:
        pieces: list[Piece] = []
        for chunk in self._chunks:
            if chunk.grid:
                self._table(chunk, pieces)
            elif chunk.contents:
                pieces.append(self._contents_piece(chunk))
            else:
                pieces.append(self._piece(chunk))
        return pieces

    def _piece(self, chunk: Chunk) -> Piece:
        text, starts = self._text(chunk.lines)
        block = Block("paragraph", text, page_starts=starts)
        if chunk.note is not None:
            return Piece(replace(block, kind="note", number=chunk.note))
        if chunk.bullet is not None:
            return Piece(replace(block, kind="item", level=self._item_level(chunk.bullet)), chunk.bold)
        self._bullets = []
        level = self._heading_level(chunk, text)
        if level:
            return Piece(replace(block, kind="heading", level=level), chunk.bold)
        return Piece(block, chunk.bold)

    def _text(self, lines: Sequence[Line]) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The lines as running text, and (offset, page) where each page's part begins."""
        text = ""
        starts: list[tuple[int, int]] = []
        for line in lines:
            text, offset = self._joiner.add(text, line.text)
            if not starts or starts[-1][1] != line.page:
                starts.append((offset, line.page))
        return text, tuple(starts)

    def _contents_piece(self, chunk: Chunk) -> Piece:
        text, starts = self._text(chunk.lines)
        return Piece(Block("contents", text, page_starts=starts))

    def _item_level(self, x: float) -> int:
        """0 for a bullet at the left edge of its list, one more for each step it stands further in."""
        self._bullets = [*(edge for edge in self._bullets if edge < x - _STEP), x]
        return len(self._bullets) - 1

    def _heading_level(self, chunk: Chunk, text: str) -> int | None:
        if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
            return None
        marked = self._bookmarks.get((chunk.page, _bare(text)))
        return marked or self._levels.get(_style(chunk))

    def _table(self, chunk: Chunk, pieces: list[Piece]) -> None:
        grid = chunk.grid
        assert grid
        if chunk.contents:
            for row in grid.rows:
                line = " ".join(cell for cell in row if cell)
                pieces.append(Piece(Block("contents", line, page_starts=((0, grid.page),))))
            return
        before = self._open_table(pieces, grid)
        if before is None:
            rows = tuple(Row(cells, grid.page) for cells in grid.rows)
            names = tables.header_rows(grid)
            pieces.append(Piece(Block("table", "", rows=rows, header_rows=names, page_starts=((0, grid.page),))))
        else:
            names = before.block.header_rows
            if grid.rows[0] == before.block.rows[0].cells:  # what comes again at the top of the page names the columns
                names = max(names, 1)
            repeats = names > 0 and grid.rows[:names] == tuple(row.cells for row in before.block.rows[:names])
            more = [Row(cells, grid.page) for cells in self._spread(grid, before)[names if repeats else 0 :]]
            pieces[-1] = before.turned(rows=self._with_rest(before.block.rows, more), header_rows=names)
            grid = replace(grid, columns=self._grid.columns) if self._grid else grid
        self._grid = grid

    def _spread(self, grid: tables.Grid, before: Piece) -> Sequence[tuple[str, ...]]:
        """The rows of a table's next page, with a cell for each of the table's columns."""
        wide = len(before.block.rows[0].cells)
        if wide == len(grid.columns) or not self._grid:
            return grid.rows
        at = tables.placed(self._grid, grid)
        return [tuple(row[at.index(column)] if column in at else "" for column in range(wide)) for row in grid.rows]

    def _open_table(self, pieces: Sequence[Piece], grid: tables.Grid) -> Piece | None:
        """The table just above that goes on with this one, on the page before."""
        last = pieces[-1] if pieces and pieces[-1].block.kind == "table" else None
        return last if last and self._grid and tables.continues(self._grid, grid) else None


    def _with_rest(self, rows: tuple[Row, ...], more: Sequence[Row]) -> tuple[Row, ...]:
        """The rows and those of the next page; a row that the page's end cut in two is one again."""
        if more and rows and _is_cut(rows[-1], more[0]):
            return (*rows[:-1], self._whole(rows[-1], more[0]), *more[1:])
        return (*rows, *more)

    def _whole(self, row: Row, more: Row) -> Row:
        """A row that was cut in two, each of its cells with the pages of its parts."""
        cells, starts = [], []
        for at, (above, below) in enumerate(zip(row.cells, more.cells, strict=True)):
            text, offset = self._joiner.add(above, below)
            cells.append(text)
            pages = row.starts_of(at) if above else ()
            starts.append(pages + tuple((offset + within, page) for within, page in more.starts_of(at)) if below else pages)
        return Row(tuple(cells), row.page, tuple(starts))


def _is_cut(row: Row, more: Row) -> bool:
    """Whether a row begins in the middle of a sentence of the one before: a small letter, or nothing in its first cell."""
    starts = [(a, b) for a, b in zip(row.cells, more.cells, strict=True) if b]
    small = sum(b[:1].islower() and not re.search(r"[.!?]$", a) for a, b in starts)
    return bool(starts) and small * 2 >= len(starts)


def _style(chunk: Chunk) -> float:
    return round(chunk.size * 2) / 2


def _levels(chunks: Sequence[Chunk], body: float) -> dict[float, int]:
    """The level of each type size in which headings stand, largest first. Sizes that only the first page has are the
    title's: they count as outermost and push nothing inwards. A size in which most of the text is prose heads nothing."""
    pages: dict[float, set[int]] = defaultdict(set)
    heads: Counter[float] = Counter()
    for chunk in chunks:
        if not chunk.lines or chunk.note is not None or chunk.contents or _style(chunk) < _BIGGER * body:
            continue
        length, prose = len(chunk.text), len(chunk.text) > _LONGEST_HEADING or chunk.text.endswith((".", ";"))
        heads[_style(chunk)] += -length if prose or chunk.bullet is not None else length
        pages[_style(chunk)].add(chunk.page)
    first = min((chunk.page for chunk in chunks), default=1)
    sizes = {size for size in pages if heads[size] > 0}
    titles = {size for size in sizes if pages[size] == {first}}
    ranked = sorted(sizes - titles, reverse=True)
    return dict.fromkeys(titles, 1) | {size: at + 1 for at, size in enumerate(ranked)}


def _bare(title: str) -> str:
    return re.sub(r"\W+", "", title).casefold()
