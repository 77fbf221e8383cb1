"""Tables as text (CSV, TSV): one table, whatever parts its cells."""
from __future__ import annotations

import csv
from pathlib import Path

from ingest import flow
from ingest.blocks import Source
from ingest.readers.text import decode
from ingest.readers.xlsx import MOST_ROWS, table
from kb.errors import UnreadableFile
from kb.text import fold_white

_SAMPLE = 10_000  # characters looked at to see what parts the cells


def read(path: Path) -> Source:
    """The file's rows. Raises UnreadableFile where it is no text or has nothing in it."""
    text = decode(path.read_bytes(), path.name)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:_SAMPLE], ",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if path.suffix.lower() == ".tsv" else csv.excel
    rows = [[fold_white(cell) for cell in row] for row in csv.reader(text.splitlines(keepends=True), dialect)]
    pieces = table("", rows[:MOST_ROWS])
    if not pieces:
        raise UnreadableFile(f"{path.name} is empty: there is nothing in it to read.")
    warnings = (f"Only the first {MOST_ROWS} of {len(rows)} rows were read.",) if len(rows) > MOST_ROWS else ()
    return Source("csv", flow.structure(pieces), warnings=warnings)
