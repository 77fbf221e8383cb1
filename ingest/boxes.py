"""Tables of which one column is used: a boxed list with a row for each item, a frame round running text, a layout.

Every format has them, and each of its readers cuts the rows; whether they are a list is decided here.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from ingest.blocks import Block, Row
from ingest.pieces import Piece
from kb.text import sentence_spans

FEWEST_ROWS = 3
LONGEST_ROW = 300  # characters: more is running text in a frame
_FEWEST_WORDS = 4  # of the middle row: a box of single words or names is a layout
_OWN_SHAPE = re.compile(r"[a-z]|\(?(?:\d|[a-z]{1,2}[.)]|[ivx]{1,5}[.)])")  # goes on with a sentence, or prints its own mark


def listed(rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces in the rows of a one-column table, those of a boxed list turned into items.

    >>> boxed = [[Piece(Block("paragraph", f"Agree the {part} of the plan"))] for part in ("aims", "costs", "dates")]
    >>> [piece.block.kind for piece in listed(boxed)]
    ['item', 'item', 'item']
    """
    filled = [row for row in rows if row]
    pieces = [piece for row in filled for piece in row]
    head = int(bool(filled) and filled[0][0].bold)
    steps = filled[head:]
    if len(steps) < FEWEST_ROWS or not all(len(row) == 1 and _may_be_item(row[0]) for row in steps):
        return pieces
    if median(len(row[0].text.split()) for row in steps) < _FEWEST_WORDS:
        return pieces
    items = (piece if _OWN_SHAPE.match(piece.text) else piece.turned(kind="item") for piece in pieces[head:])
    return [*pieces[:head], *items]


def _may_be_item(piece: Piece) -> bool:
    short = len(piece.text) <= LONGEST_ROW and len(sentence_spans(piece.text)) == 1
    return piece.block.kind in ("paragraph", "item") and short


def without_empty_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, their tables without the columns in which no row has a word; a table left with one becomes its rows."""
    found: list[Piece] = []
    for piece in pieces:
        used = _used_columns(piece.block)
        if piece.block.kind != "table" or len(used) > 1:
            found.append(_narrowed(piece, used) if piece.block.kind == "table" else piece)
            continue
        if piece.block.caption:
            found.append(Piece(Block("paragraph", piece.block.caption, page_starts=piece.block.page_starts)))
        found += listed([_row_alone(piece, at, used[0]) for at in range(len(piece.block.rows))] if used else [])
    return found


def _used_columns(block: Block) -> list[int]:
    widest = max((len(row.cells) for row in block.rows), default=0)
    return [at for at in range(widest) if any(row.cells[at : at + 1] != () and row.cells[at] for row in block.rows)]


def _narrowed(piece: Piece, used: Sequence[int]) -> Piece:
    """The table with these columns alone."""
    if used == list(range(max(len(row.cells) for row in piece.block.rows))):
        return piece
    rows = tuple(
        Row(
            tuple(row.cells[at] for at in used if at < len(row.cells)),
            row.page,
            tuple(row.starts[at] for at in used) if row.starts else (),
        )
        for row in piece.block.rows
    )
    return piece.turned(rows=rows)


def _row_alone(piece: Piece, at: int, column: int) -> list[Piece]:
    """A row's one cell as a paragraph; a header's stands in bold."""
    row = piece.block.rows[at]
    text = row.cells[column] if column < len(row.cells) else ""
    block = Block("paragraph", text, page_starts=row.starts_of(column), ocr=piece.block.ocr)
    return [Piece(block, bold=at < piece.block.header_rows)] if text else []
