"""Tables of requirements: a row each that says what is asked for and how much of it, in cells that are no sentences."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.models import Modality, Part, Passage

_CELL = " | "
_FEWEST = 2  # words of a requirement; one alone says nothing
_COLUMN = re.compile(
    r"(?:(?:the|our|minimum|core|essential|mandatory|key|what is|you must|providers must|it is) )*"
    r"(?P<what>requirements?|required|must (?:do|have)|standards?|expectations?)(?: \(?(?:no|ref|number)\.?\)?)?",
    re.IGNORECASE,
)
_MUST = re.compile(r"requirement|required|must|minimum|mandatory|essential", re.IGNORECASE)
_HEADED = re.compile(r"\b(?:minimum|mandatory|essential) (?:requirements?|standards?)\b|\brequirements$", re.IGNORECASE)
_BESIDE = re.compile(  # what stands beside it: how much or how often
    r"\b(?:minimum|frequency|how often|how many|measure|level|target|target date|timescale|deadline|by when|evidence|"
    r"period|ratio|threshold|description|details?)\b",
    re.IGNORECASE,
)


_FORCES: dict[str, Modality] = {
    "must": "must", "shall": "must", "mandatory": "must", "required": "must", "statutory": "must",
    "should": "should", "recommended": "should", "advisory": "should", "expected": "should", "may": "may", "optional": "may",
}  # fmt: skip
_PLAIN = frozenset(("must", "shall", "should"))  # a cell of one of them binds its row in any table
_FORCE_COLUMN = re.compile(r"\b(?:must|shall|should|mandatory|advisory|modality)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[A-Z]{0,3}\.?\d{1,3}(?:\.\d{1,3})*[a-z]?")


@dataclass(frozen=True, slots=True)
class BoundRow:
    """`text[start:end]` of a row is what its cell of one word, "Must" or "Should", asks for; `number` is the row's own."""

    start: int
    end: int
    modality: Modality
    number: str | None


class RequirementTables:
    """The tables of one document as their pieces come by: a long table's header stands in its first piece alone."""

    def __init__(self) -> None:
        self._binds: dict[str, Modality] = {}
        self._columns: dict[str, list[str]] = {}

    def force(self, passage: Passage) -> Modality | None:
        """How hard the rows of this table bind; None for a table of anything else."""
        if passage.kind != "table":
            return None
        if passage.parent in self._binds:
            return self._binds[passage.parent]
        force = _force(passage)
        if force:
            self._binds[passage.id] = force
        return force


    def columns(self, passage: Passage) -> list[str]:
        """What heads its columns."""
        return self._columns.setdefault(passage.id, self._columns.get(passage.parent or "") or _columns(passage))


def bound_row(row: str, columns: Sequence[str]) -> BoundRow | None:
    """What a row asks for that has a column for how hard it binds; None for any other row.

    >>> bound_row("2.1 | Hoists are tested | Must", ["No.", "Requirement", "Must / should"])
    BoundRow(start=6, end=23, modality='must', number='2.1')
    """
    raw = row.split(_CELL)
    cells = [cell.strip(" .:*") for cell in raw]
    heads = columns if len(columns) == len(cells) else [""] * len(cells)
    named = [at for at, head in enumerate(heads) if _COLUMN.fullmatch(head)][:1]
    says = [at for at in range(len(cells)) if at not in named and _says(cells[at].lower(), heads[at], bool(named))]
    if not says:
        return None
    others = sorted((at for at in range(len(cells)) if at not in says), key=lambda at: -len(cells[at]))
    what = next(iter([*named, *others]), says[0])
    if what in says or len(cells[what].split()) < _FEWEST:
        return None
    start = sum(len(cell) + len(_CELL) for cell in raw[:what])
    number = cells[0] if what and _NUMBER.fullmatch(cells[0]) else None
    return BoundRow(start, start + len(raw[what]), _FORCES[cells[says[0]].lower()], number)


def _says(cell: str, head: str, asks: bool) -> bool:
    """Whether a cell says how hard its row binds. "May" may be a month, "required" anything."""
    return cell in _PLAIN or (cell in _FORCES and (bool(_FORCE_COLUMN.search(head)) or (asks and cell != "may")))


def _columns(passage: Passage) -> list[str]:
    return [cell.strip(" :*") for cell in next(_headers(passage), "").split(_CELL)]


def _force(passage: Passage) -> Modality | None:
    header, columns = next(_headers(passage), ""), _columns(passage)
    titles = f"{passage.caption or ''}\n{passage.heading or ''}"
    named = next((cell for cell in columns if _COLUMN.fullmatch(cell)), "")
    headed = any(_HEADED.search(title.strip()) for title in titles.split("\n"))
    if len(columns) < 2 or not (named or headed) or not any(_BESIDE.search(cell) for cell in columns if cell != named):
        return None
    return "must" if _MUST.search(f"{header}\n{titles}") else "should"


def _headers(passage: Passage) -> Iterator[str]:
    yield from (passage.text[part.start : part.end] for part in passage.parts if part.role == "header")
    yield from _first(passage.text, passage.parts)


def _first(text: str, parts: Sequence[Part]) -> Iterator[str]:
    """A table whose header is not told apart has it in its first row."""
    yield from (text[part.start : part.end] for part in parts[:1] if part.role == "row")


def is_requirement(row: str) -> bool:
    """Whether a row has a thing and something said of it: no part's title, no empty cells, no header again."""
    cells = [cell.strip() for cell in row.split(_CELL)]
    return sum(bool(cell) and cell.lower() not in _FORCES for cell in cells) > 1 and not _COLUMN.fullmatch(cells[0])
