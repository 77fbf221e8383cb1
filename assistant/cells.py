"""Which row of a table a question asks about, and which of its cells, with their columns: the value comes first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import words
from assistant.question import Question
from assistant.units import Unit, header
from kb.models import Passage

MEANT = 0.5  # share of a column's words that the question says
MOST = 3  # cells named
_SUM = re.compile(r"\b(?:all (?:the|of)|altogether|in total|total|totals|overall|add up|combined)\b", re.IGNORECASE)
_TOTAL = frozenset(words.stems("total totals overall altogether sum"))
LABEL = 0.5  # share of a row's label that a question says to ask about that row, where it says less of every other's


def lead(question: Question, unit: Unit) -> str:
    """ "Annual cost (£k): 61" for a row whose column the question names; "" where it names none, or the cell is empty."""
    head = header(unit.passage) or unit.passage.lead_in or ""
    if unit.role != "row" or " | " not in head or head == unit.text:
        return ""
    asked = words.stem_set(question.text)
    graded = []
    for column, cell in list(zip(head.split(" | "), unit.text.split(" | "), strict=False))[1:]:
        own = words.content(column)
        share = sum(stem in asked for stem in own) / len(own) if own else 0.0
        if cell.strip() and share >= MEANT:
            graded.append(f"{column.strip()}: {cell.strip()}")
    return "; ".join(graded) if len(graded) <= MOST else ""


def row_meant(question: Question, unit: Unit) -> bool:
    """Whether the question has all the words of the row's label: "Project Manager" is not "Project Team Manager"."""
    label = _label(unit.text)
    return bool(label) and label <= {*question.terms, *question.about}


def row_asked(question: Question, unit: Unit) -> bool:
    """Whether the row is the one asked about: all of its label is said, or much of it and more than of any other row's; of
    all together, the row that sums them up."""
    if _SUM.search(question.text) and _label(unit.text) & _TOTAL:
        return not _of_a_part(question, unit)
    if row_meant(question, unit):
        return True
    asked, label = {*question.terms, *question.about}, _label(unit.text)
    rows = [part for part in unit.passage.parts if part.role == "row" and part.start != unit.start]
    others = [_label(unit.passage.text[part.start : part.end]) for part in rows]
    said = len(asked & label)
    return said > 0 and said >= LABEL * len(label) and all(said > len(asked & other) for other in others)


def _of_a_part(question: Question, unit: Unit) -> bool:
    """Whether the question names what some of the summed rows have and others have not: the total is not of these alone."""
    parts = [part for part in unit.passage.parts if part.role == "row" and part.start != unit.start]
    rows = [words.stem_set(unit.passage.text[part.start : part.end]) for part in parts]
    told = {*question.terms} - words.stem_set(unit.above)
    return any(0 < sum(stem in row for row in rows) < len(rows) for stem in told)


def _label(row: str) -> set[str]:
    return set(words.content(row.split(" | ")[0]))


def blank_cell(question: Question, unit: Unit) -> bool:
    """Whether the unit is the row that is asked about and its cell in the column that is asked about is empty.

    A row that ends early has its last cells empty."""
    head = header(unit.passage)
    if unit.role != "row" or not head or not row_asked(question, unit):
        return False
    cells = [cell.strip() for cell in unit.text.split(" | ")]
    for at, column in enumerate(head.split(" | ")[1:], start=1):
        asked = words.content(column)
        if asked and all(_meant(stem, question.terms) for stem in asked):
            return at >= len(cells) or not cells[at]
    return False


def _meant(stem: str, terms: Sequence[str]) -> bool:
    """Whether a column's word is asked for: itself, or what its bearer does ("Owner", "who owns")."""
    return any(stem == term or (stem.startswith(term) and len(stem) <= len(term) + 2) for term in terms)


def row_label(passage: Passage, at: int) -> str:
    """The first cell of the row in which the character at `at` of the passage's text stands; "" in that cell and outside."""
    row = next((part for part in passage.parts if part.role == "row" and part.start <= at < part.end), None)
    label, cut, _ = passage.text[row.start : at].partition(" | ") if row else ("", "", "")
    return label if cut else ""


def column(passage: Passage, at: int) -> str:
    """The heading of the column in which the character at `at` of the passage's text stands; "" outside a row."""
    row = next((part for part in passage.parts if part.role == "row" and part.start <= at < part.end), None)
    headers = [passage.text[part.start : part.end] for part in passage.parts if part.role == "header"]
    header = (headers[0] if headers else passage.lead_in or "").split(" | ")
    number = passage.text.count(" | ", row.start, at) if row else len(header)
    return header[number].strip() if number < len(header) else ""
