"""Directions that are given in a table: a form each, its labels in the first column ("Full text of Direction", "Issued to",
"Budget", "Date by which"), or a row each below a header of such labels.

A table is one of Directions where one of its labels, or the heading that it stands under, speaks of a Direction.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.passages import CELL
from kb.models import Passage

# "Direction 1: Care at home", "Direction No. SD-26-01", "Direction 5.2"
TITLED = re.compile(
    r"^\W*Direction\s+(?:no\.?\s*|number\s+)?((?:[A-Z]{1,6}[-/ ]?)?\d[\w./-]*?)(?=[.:]?(?:\s|$))[\s.:–-]*", re.IGNORECASE
)
_SPOKEN_OF = re.compile(r"\bdirection", re.IGNORECASE)
_ITEM_NUMBER = re.compile(r"^\(?\d{1,2}[.)]?\s+(?=[A-Za-z])|^[a-z][.)]\s+")
_BARE_NUMBER = re.compile(r"^\(?\d{1,2}[.)]?$")
_LONGEST_LABEL = 16  # words: "Budget allocated by the Integration Joint Board to carry out the Direction"
_TITLE_WORDS = 5  # beside "Direction 1" a cell of more is what is directed, one of fewer its title
_FEWEST_COLUMNS = 2  # that a header names, beside the number's

# What the label of a row or a column says of it; the first that fits. What is none of a Direction's fields goes before what
# might be taken for one: a review's date is no deadline.
_LABELS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("aside", r"supersed|cancel|revok|replac|\bamend|\bvar(?:y|ies)\b|review|approv|effect|\bdate (?:issued|made|of)\b|"
                  r"\bissue(?:d on| date)|monitor|report|outcome|\blinks?\b|title|status|progress"),
        ("to", r"\b(?:direct(?:ions?|ed)|issued|addressed|given) to\b|^to\b.{0,30}$|"
               r"^(?:recipients?|addressees?|owners?|partners?)\b|\bresponsible\b|"
               r"\b(?:lead|delivery) (?:partner|organisation|body|authority|agency)"),
        ("due", r"\bby wh(?:en|ich)\b|time ?(?:scale|frame|table|line)|\bdeadline|\bdue\b|\btarget date|\bend date|"
                r"\b(?:completion|delivery|implementation) (?:date|by)|\b(?:completed|delivered|implemented|done) by\b"),
        ("budget", r"\bbudget|\bfinanc|\bresources?\b|\bfunding\b|\bcosts?\b|\bvalue\b"),
        ("number", r"^(?:unique )?(?:direction )?(?:reference|ref|no|number|id|identifier)\b\.?(?: (?:no|number)\b\.?)?$"),
        ("text", r"\b(?:full )?text\b|\bwording\b|^(?:(?:description|details?) of )?(?:the )?directions?(?: details?)?$|"
                 r"^what (?:is|must|will)\b|^(?:required )?actions?(?: required)?$"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A Direction as it was found: `text` stands in `passage`, from `start`; `to`, `budget`, `due` are cells beside it."""

    number: str
    passage: Passage
    text: str
    start: int = 0
    to: str = ""
    budget: str = ""
    due: str = ""


class _Row(NamedTuple):
    passage: Passage
    start: int
    text: str

    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.split(CELL.strip())]


@dataclass
class _Form:
    """A Direction's rows while they are read: the cell of each field, the first one given."""

    number: str = ""
    direction: bool = False  # whether a label or a heading calls it one
    cells: dict[str, tuple[_Row, str]] = field(default_factory=dict)

    def given(self) -> Iterator[Given]:
        if "text" in self.cells and self.number and self.direction:
            row, text = self.cells["text"]
            beside = {name: self.cells[name][1] for name in ("to", "budget", "due") if name in self.cells}
            yield Given(self.number, row.passage, text, row.start + row.text.find(text), **beside)


def in_tables(passages: Sequence[Passage]) -> Iterator[Given]:
    """The Directions of all tables of a document, in order."""
    for table in _tables(passages):
        rows = _rows(table)
        yield from _listed(table[0], rows) or _filled_in(table[0], rows)


def _tables(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """The pieces of each table, which a long one is cut in."""
    table: list[Passage] = []
    for passage in passages:
        if table and passage.kind == "table" and passage.parent == table[0].id:
            table.append(passage)
            continue
        if table:
            yield table
        table = [passage] if passage.kind == "table" else []
    if table:
        yield table


def _rows(table: Sequence[Passage]) -> list[_Row]:
    return [_Row(one, part.start, one.text[part.start : part.end]) for one in table for part in one.parts]


def label_of(cell: str) -> str:
    """What the label of a row or a column says of it: aside, to, due, budget, number, text; empty where it is none.

    >>> [label_of(cell) for cell in ("5. Full text of Direction", "Issued to", "Date by which", "Review date", "Carers")]
    ['text', 'to', 'due', 'aside', '']
    """
    label = _ITEM_NUMBER.sub("", cell).strip(" :?*")
    if not label or len(label.split()) > _LONGEST_LABEL:
        return ""
    return next((name for name, pattern in _LABELS if pattern.search(label)), "")


def _speaks_of_direction(passage: Passage) -> bool:
    return any(map(_SPOKEN_OF.search, (*passage.section[-1:], passage.caption or "")))


# -- a row each


def _listed(first: Passage, rows: Sequence[_Row]) -> list[Given]:
    """The rows below a header that names the number, the text and another field of a Direction."""
    if len(rows) < 2:
        return []
    columns = rows[0].cells()
    fields = [label_of(cell) for cell in columns]
    named = {name for name in fields if name not in ("", "aside", "number")}
    called = _speaks_of_direction(first) or any(map(_SPOKEN_OF.search, columns))
    if not called or not {"number", "text"} <= set(fields) or len(named) < _FEWEST_COLUMNS:
        return []
    found: list[Given] = []
    for row in rows[1:]:
        form = _Form(direction=True)
        for name, cell in zip(fields, row.cells(), strict=False):
            if name and cell:
                form.cells.setdefault(name, (row, cell))
        form.number = form.cells["number"][1] if "number" in form.cells else ""
        found += form.given()
    return found


# -- a form each


def _filled_in(first: Passage, rows: Sequence[_Row]) -> list[Given]:
    """The forms of a table with labels in its first column; a second number begins a second form."""
    headed = next((titled[1] for title in reversed(first.section) if (titled := TITLED.match(title))), "")
    form, found = _Form(headed, bool(headed) or _speaks_of_direction(first)), list[Given]()
    numbered = False
    for row in rows:
        label, value = _parted(row)
        titled, name = TITLED.match(label), label_of(label)
        if titled or name == "number":
            if numbered:
                found += form.given()
                form = _Form(direction=form.direction)
            numbered = True
            form.number = form.number or (titled[1] if titled else value)
        if titled and len(value.split()) > _TITLE_WORDS:
            name = "text"
        form.direction = form.direction or bool(_SPOKEN_OF.search(label))
        if name and value:
            form.cells.setdefault(name, (row, value))
    return [*found, *form.given()]


def _parted(row: _Row) -> tuple[str, str]:
    """A row's label and what stands beside it; a number in a column of its own is left out."""
    label, _, value = row.text.partition(CELL)
    if _BARE_NUMBER.match(label.strip()):
        label, _, value = value.partition(CELL)
    return label.strip(), value.strip()
