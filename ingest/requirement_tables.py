"""Tables of requirements: a row each that says what is asked for and how much of it, in cells that are no sentences."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.models import Modality, Part, Passage

_CELL = " | "
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


class RequirementTables:
    """The tables of one document as their pieces come by: a long table's header stands in its first piece alone."""

    def __init__(self) -> None:
        self._binds: dict[str, Modality] = {}

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


def _force(passage: Passage) -> Modality | None:
    header = next(_headers(passage), "")
    columns = [cell.strip(" :*") for cell in header.split(_CELL)]
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
    return len(list(filter(None, cells))) > 1 and not _COLUMN.fullmatch(cells[0])
