"""Who did what to the library and with it: one line each, only ever added to, erased when it is past its days.

Never the text of a question or of an answer: those are kept, with their own days, in `kb.answers`.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa

from kb import schema
from kb.catalog import Catalog
from kb.errors import InputError

What = Literal[
    "signed in", "refused", "signed out", "added", "removed", "undone", "amended", "proposed", "confirmed", "overruled",
    "dismissed", "taken up again", "exported", "person added", "person removed", "role changed", "password changed",
    "restored", "tidied",
]  # fmt: skip
_TABLE = schema.audit
LONGEST = 500  # characters of what a line is about


@dataclass(frozen=True, slots=True)
class Line:
    """`at` is UTC ("2026-03-01 09:30:00"); `who` is empty for whoever sits at a machine without accounts."""

    at: str
    who: str
    what: str
    about: str


class Audit:
    """The audit of an open home."""

    def __init__(self, catalogue: Catalog) -> None:
        self._catalog = catalogue

    def note(self, who: str, what: What, about: str = "") -> None:
        with self._catalog.writing() as connection:
            connection.execute(sa.insert(_TABLE).values(who=who, what=what, about=about[:LONGEST]))

    def lines(self, since: str = "", who: str | None = None, what: str | None = None, most: int = 500) -> list[Line]:
        """The latest first; `since` is a day or a moment (ISO 8601, UTC). Raises InputError for an act that there is not."""
        if what is not None and what not in get_args(What):
            raise InputError(f"{what!r} is nothing that the audit notes: give one of {', '.join(get_args(What))}.")
        query = sa.select(_TABLE).where(_TABLE.c.at >= since.replace("T", " ")).order_by(_TABLE.c.key.desc()).limit(most)
        for column, value in ((_TABLE.c.who, who), (_TABLE.c.what, what)):
            query = query if value is None else query.where(column == value)
        with self._catalog.reading() as connection:
            return [Line(row.at, row.who, row.what, row.about) for row in connection.execute(query)]
