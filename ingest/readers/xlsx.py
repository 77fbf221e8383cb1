"""Spreadsheets (XLSX), by openpyxl: each sheet a heading and a table of the values last calculated; no macro runs."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl

from ingest import flow
from ingest.blocks import Block, Row, Source
from ingest.pieces import Piece
from ingest.readers.docx_package import refuse_bombs
from kb.errors import UnreadableFile
from kb.text import fold_white

MOST_ROWS = 20_000  # of one sheet; a larger one is data, not a document


def read(path: Path) -> Source:
    """The sheets' blocks. Raises UnreadableFile where it is damaged or holds no text."""
    refuse_bombs(path)
    with path.open("rb") as file:  # given a path, openpyxl goes by its ending
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheets = [(sheet.title, [[_shown(cell) for cell in row] for row in _rows(sheet)]) for sheet in book.worksheets]
        title = fold_white(book.properties.title or "") or None
    pieces = [piece for name, rows in sheets for piece in table(name, rows)]
    if not pieces:
        raise UnreadableFile(f"{path.name} holds no text.")
    cut = [name for name, rows in sheets if len(rows) == MOST_ROWS]
    warnings = tuple(f"Of the sheet {name} only the first {MOST_ROWS} rows were read." for name in cut)
    return Source("xlsx", flow.structure(pieces), title=title, warnings=warnings)


def table(name: str, rows: Iterable[list[str]]) -> list[Piece]:
    """A sheet as a heading and its rows: lone cells above the table are paragraphs, empty rows and columns are left out."""
    filled = [row for row in rows if any(row)]
    wide = [at for at in range(max(map(len, filled), default=0)) if any(at < len(row) and row[at] for row in filled)]
    even = [[row[at] if at < len(row) else "" for at in wide] for row in filled]
    if not even:
        return []
    above = 0
    while above < len(even) and sum(map(bool, even[above])) == 1:
        above += 1
    pieces = [Piece(Block("heading", name, level=1))] if name else []
    pieces += [Piece(Block("paragraph", " ".join(filter(None, row)))) for row in even[:above]]
    body = even[above:]
    if body:
        header = int(flow.has_header(body))
        pieces.append(Piece(Block("table", "", rows=tuple(Row(tuple(row)) for row in body), header_rows=header)))
    return pieces


def _rows(sheet: Any) -> Iterator[Any]:
    return iter(sheet.iter_rows(max_row=MOST_ROWS))


def _shown(cell: Any) -> str:
    """A cell's value nearly as the sheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, float) and "%" in (cell.number_format or ""):
        return f"{value * 100:g}%"
    if isinstance(value, float):
        return f"{value:.10g}"
    return fold_white(str(value))
