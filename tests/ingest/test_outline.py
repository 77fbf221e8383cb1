"""Laid-out sheets -> blocks; ruled grids -> cells. Whole pages are in test_pdf."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest import outline, tables
from ingest.joining import Joiner
from ingest.layout import lay_out
from ingest.passages import passages
from ingest.sheets import Rule, Sheet, Word
from ingest.tables import Grid


def line(text: str, y: float, x: float = 72.0, size: float = 10.0, bold: bool = False) -> list[Word]:
    found = []
    for word in text.split():
        found.append(Word(word, x, y - size, x + 0.5 * size * len(word), y, size, bold))
        x += 0.5 * size * (len(word) + 1)
    return found


def page(number: int, *lines: list[Word], rules: tuple[Rule, ...] = ()) -> Sheet:
    return Sheet(number, 595, 842, tuple(word for words in lines for word in words), rules)


SENTENCE = "The board agreed that every locality should have a plan of its own and say so."


def test_heading_sizes_become_levels() -> None:
    sheets = [
        page(1, line("A Plan", 100, size=24), line(SENTENCE, 140)),
        page(2, line("Part One", 100, size=18), line(SENTENCE, 140), line("People", 180, size=14), line(SENTENCE, 210)),
    ]
    blocks = outline.blocks(lay_out(sheets))
    assert [(b.text, b.level) for b in blocks if b.kind == "heading"] == [("A Plan", 1), ("Part One", 1), ("People", 2)]


def test_a_bookmark_makes_a_heading() -> None:
    sheets = [page(1, line("People first", 100), line(SENTENCE, 140), line(SENTENCE, 152))]
    blocks = outline.blocks(lay_out(sheets), bookmarks=((0, 1, "People First"),))
    assert [(b.kind, b.level) for b in blocks] == [("heading", 1), ("paragraph", 0)]


def test_no_sheets_give_no_blocks() -> None:
    assert outline.blocks(lay_out([])) == ()


def grid_rules(xs: tuple[float, ...], ys: tuple[float, ...]) -> tuple[Rule, ...]:
    level = [(xs[0], y, xs[-1], y) for y in ys]
    upright = [(x, ys[0], x, ys[-1]) for x in xs]
    return tuple(level + upright)


def test_words_go_to_the_cells_that_hold_them() -> None:
    rules = grid_rules((70, 200, 300), (100, 120, 140))
    sheet = page(1, line("Name", 115, 75), line("Age", 115, 205), line("Ada", 135, 75), line("below", 200), rules=rules)
    grids, rest = tables.grids(sheet, Joiner())
    assert [grid.rows for grid in grids] == [(("Name", "Age"), ("Ada", ""))]
    assert [word.text for word in rest] == ["below"]


def test_a_frame_round_text_is_no_table() -> None:
    sheet = page(1, line(SENTENCE, 115, 75), rules=grid_rules((70, 500), (100, 140)))
    assert tables.grids(sheet, Joiner())[0] == []


def test_a_row_left_open_at_the_pages_end_is_closed() -> None:
    rules = ((70.0, 100.0, 300.0, 100.0), *((x, 100.0, x, 140.0) for x in (70.0, 200.0, 300.0)))
    sheet = page(1, line("Name", 115, 75), line("Age", 115, 205), rules=rules)
    assert [grid.rows for grid in tables.grids(sheet, Joiner())[0]] == [(("Name", "Age"),)]


def test_rows_that_are_ruled_may_have_columns_that_are_not() -> None:
    ys = (100.0, 120.0, 140.0, 160.0)
    rules = tuple((70.0, y, 400.0, y) for y in ys)
    cells = [("Role", "Cost"), ("Clerk of the board", "76"), ("Analyst", "71")]
    placed = [(text, y + 15, x) for y, row in zip(ys, cells, strict=False) for text, x in zip(row, (75, 300), strict=True)]
    lines = [line(*at) for at in placed]
    assert [grid.rows for grid in tables.grids(page(1, *lines, rules=rules), Joiner())[0]] == [tuple(cells)]


def test_cells_under_each_other_are_a_table_with_no_line_at_all() -> None:
    cells = [("Role", "Band", "Cost"), ("Clerk", "", "76"), ("Analyst", "7", "71"), ("Total", "", "147")]
    lines = [
        line(text, 100 + 14 * at, x)
        for at, row in enumerate(cells)
        for text, x in zip(row, (72, 200, 300), strict=True)
        if text
    ]
    blocks = outline.blocks(lay_out([page(1, *lines, line(SENTENCE, 200), line(SENTENCE, 212))]))
    assert [block.kind for block in blocks] == ["table", "paragraph"]
    assert [row.cells for row in blocks[0].rows] == cells
    assert blocks[0].header_rows == 1


def rows_at(xs: tuple[float, ...], rows: Sequence[tuple[str, ...]], top: float = 115.0) -> list[list[Word]]:
    """A table's rows as lines 20 points apart, their cells at `xs`."""
    lines = ((text, top + 20 * at, x) for at, row in enumerate(rows) for x, text in zip(xs, row, strict=True))
    return [line(text, y, x) for text, y, x in lines]


def boxed(xs: tuple[float, ...], tops: tuple[float, ...], *cells: tuple[float, float, str]) -> Sheet:
    """A page with a ruled grid and words at (x, y) in it."""
    return page(1, *(line(text, y, x) for x, y, text in cells), rules=grid_rules(xs, tops))


def test_a_ruled_list_has_one_column() -> None:
    tops = (100.0, 120.0, 140.0, 160.0)
    steps = ("Complete the housing statement", "Publish an easy read version", "Consider the means of publication")
    sheet = boxed((70, 400, 430), tops, *((75.0, y + 15, step) for y, step in zip(tops, steps, strict=False)))
    assert [grid.rows for grid in tables.grids(sheet, Joiner())[0]] == [tuple((step,) for step in steps)]
    assert [(block.kind, block.text) for block in outline.blocks(lay_out([sheet]))] == [("item", step) for step in steps]


def test_a_ruled_column_of_paragraphs_is_a_frame() -> None:
    tops = (100.0, 160.0, 180.0, 200.0)
    sheet = boxed((70, 430), tops, (75, 115, "A first one"), (75, 150, "and far below"), (75, 175, "x y"), (75, 195, "z"))
    assert tables.grids(sheet, Joiner())[0] == []


def test_a_row_cut_by_the_pages_end_is_one_row_with_both_pages() -> None:
    xs, words = (70.0, 120.0, 260.0, 430.0), (75.0, 125.0, 265.0)
    first = [("Theme", "Purpose", "Measure"), ("Care", "Think of the whole", "Count what matters and")]
    top = page(1, line(SENTENCE, 80), *rows_at(words, first), rules=grid_rules(xs, (100, 120, 140)))
    rest = page(2, line("place", 75, words[1]), line("who counts it.", 75, words[2]), rules=grid_rules(xs, (60, 80)))
    table = outline.blocks(lay_out([top, rest]))[-1]
    whole = ("Care", "Think of the whole place", "Count what matters and who counts it.")
    assert [row.cells for row in table.rows] == [first[0], whole]
    assert table.rows[1].starts == (((0, 1),), ((0, 1), (19, 2)), ((0, 1), (23, 2)))
    cited = passages([table], "doc", 1)[0]
    start = cited.text.index("Care")
    assert (cited.page_at(start), cited.last_page(start, len(cited.text))) == (1, 2)
    assert cited.last_page(start, cited.text.index("place")) == 1


def test_one_cell_alone_at_the_top_of_a_page_ends_the_row_before() -> None:
    xs = (70.0, 260.0, 430.0)
    cells = (("Outcome", "Meaning"), ("People live well at", "I am safe."))
    top = page(1, *rows_at((75.0, 265.0), cells), rules=grid_rules(xs, (100, 120, 140)))
    rest = page(2, line("home for longer.", 75, 75), rules=grid_rules(xs, (60, 80)))
    table = outline.blocks(lay_out([top, rest]))[-1]
    assert [row.cells for row in table.rows] == [cells[0], ("People live well at home for longer.", "I am safe.")]


def test_a_header_a_little_wider_than_its_column_names_it() -> None:
    rules = (*grid_rules((70, 100, 300), (100, 120)), *grid_rules((70, 108, 300), (120, 140, 160)))
    cells = [("Ref.", "Requirement"), ("1", "Know it"), ("2", "Say it")]
    lines = [line("Ref.", 115, 75), line("Requirement", 115, 104), *rows_at((75.0, 112.0), cells[1:], 135)]
    assert [grid.rows for grid in tables.grids(page(1, *lines, rules=rules), Joiner())[0]] == [tuple(cells)]


def grid(*rows: tuple[str, ...], bold: bool = False) -> Grid:
    flags = (bold, *(False for _ in rows[1:]))
    return Grid(1, (0, 0, 100, 100), rows, flags, tuple(float(at) for at in range(len(rows[0]))))


@pytest.mark.parametrize(
    ("found", "names"),
    [
        (grid(("Post", "Band"), ("Clerk", "x"), bold=True), 1),
        (grid(("Post", "Cost"), ("Clerk", "£4"), ("Manager", "£7"), ("Total", "£11")), 1),
        (grid(("Author", "A. Name"), ("Contact", "by letter"), ("Date", "7 May")), 0),
        (grid(("Clerk", "£4"), ("Manager", "£7"), ("Total", "£11")), 0),
        (grid(("3. Money", "", ""), ("3.1", "Pay", "Yes"), ("3.2", "Save", "No"), bold=True), 0),
        (grid(("Ref.", "Post"), ("1", "Clerk"), ("2", "Manager")), 1),
        (grid(("Care homes", "Day care", "Carers"), ("Justice", "Aids", "Vaccines"), ("Rehab", "Nursing", "Dentists")), 0),
    ],
)
def test_header_rows_are_known_by_their_cells(found: Grid, names: int) -> None:
    assert tables.header_rows(found) == names
