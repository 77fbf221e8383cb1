"""Money and posts, and dates, each with the sentence, item or row that says what they are about."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.amounts import in_column, money
from ingest.dates import dates_in
from ingest.registers.units import Unit, entry
from kb.models import Entry

_LABEL_TABLE = 2  # columns of a table whose first row may be a label and its value like the others


def entries(units: Sequence[Unit]) -> Iterator[Entry]:
    """An entry for each unit that names money or posts, and for each date that a unit names."""
    for unit in units:
        if unit.role == "header" and len(unit.header) != _LABEL_TABLE:
            continue
        dates = dates_in(unit.text)
        if sums := _sums(unit):
            yield entry("money", unit, amounts=sums, date=dates[0] if dates else None)
        for date in dates:
            yield entry("date", unit, date=date)


def _sums(unit: Unit) -> tuple[str, ...]:
    """As written, or as the column's header gives the unit."""
    written = money(unit.text)
    if written or unit.role != "row":
        return written
    caption = unit.passage.caption or ""
    cells = unit.cells[1:]  # the first names the row
    headers = [*unit.header[1:], *[""] * len(cells)]
    one_unit = not any(in_column("1", header) for header in headers)
    return tuple(
        found
        for cell, header in zip(cells, headers, strict=False)
        if (found := in_column(cell, caption if one_unit else header))
    )
