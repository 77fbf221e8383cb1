"""The cells of a table's row that a question asks for, with their columns: the value first, before the row is quoted."""

from __future__ import annotations

from assistant import words
from assistant.question import Question
from assistant.units import Unit

MEANT = 0.5  # share of a column's words that the question says
MOST = 3  # cells named


def lead(question: Question, unit: Unit) -> str:
    """ "Annual cost (£k): 61" for a row whose column the question names; "" where it names none, or the cell is empty."""
    headers = [unit.passage.text[part.start : part.end] for part in unit.passage.parts if part.role == "header"]
    header = headers[0] if headers else unit.passage.lead_in or ""
    if unit.role != "row" or " | " not in header:
        return ""
    asked = words.stem_set(question.text)
    graded = []
    for column, cell in list(zip(header.split(" | "), unit.text.split(" | "), strict=False))[1:]:
        own = words.content(column)
        share = sum(stem in asked for stem in own) / len(own) if own else 0.0
        if cell.strip() and share >= MEANT:
            graded.append(f"{column.strip()}: {cell.strip()}")
    return "; ".join(graded) if len(graded) <= MOST else ""
