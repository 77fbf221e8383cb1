"""Many plans against one guidance: a duty a line, an authority a column."""
from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.crosscheck import CheckRow, check
from assistant.matching import said
from assistant.report import NO_MODEL, Report, defused, gather, quoted, stated
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Duty
from kb.text import in_words

STATED = ("Duty id", "Guidance", "Checked on", "Encoder", "Language model")


@dataclass(frozen=True, slots=True)
class Line:
    """One duty with its row in each plan, in the plans' order."""

    duty: Duty
    rows: tuple[CheckRow, ...]

    def as_json(self) -> dict[str, Any]:
        names = ("verdict", "confidence", "evidence")
        found = {row.plan: {name: row.as_json()[name] for name in names} for row in self.rows}
        return {"duty_id": self.duty.id, "duty_text": said(self.duty), "modality": self.duty.modality, "plans": found}


@dataclass(frozen=True, slots=True)
class Matrix:
    """`first` is the report on the first plan alone, which states the guidance, the day and the encoder."""

    plans: tuple[Document, ...]
    lines: tuple[Line, ...]
    first: Report

    def counts(self, plan: str) -> Counter[str]:
        """How many rows of a plan have each verdict; they add up to the number of duties."""
        return Counter(row.verdict for line in self.lines for row in line.rows if row.plan == plan)


def side_by_side(
    kb: KnowledgeBase, plans: Sequence[str], guidance: Sequence[str] = (), progress: Callable[[str], None] | None = None
) -> Matrix:
    """Every duty of the guidance against every plan. A plan is no guidance for the others unless it is named as such.

    Raises UnknownDocument, and InputError for fewer than two plans or a guidance without duties.
    """
    documents = [kb.document(plan) for plan in dict.fromkeys(plans)]
    if len(documents) < 2:
        raise InputError("Name two plans or more to see them side by side; `remit check` takes one.")
    columns = []
    for document in documents:
        if progress:
            progress(document.title)
        columns.append(list(check(kb, document.id, guidance)))
    known = [{row.duty.id for row in column} for column in columns]
    shared = set.intersection(*known)  # a plan that is itself guidance is not held against itself
    by_duty = [{row.duty.id: row for row in column} for column in columns]
    lines = [Line(row.duty, tuple(rows[row.duty.id] for rows in by_duty)) for row in columns[0] if row.duty.id in shared]
    return Matrix(tuple(documents), tuple(lines), gather(kb, documents[0].id, columns[0]))


def as_csv(matrix: Matrix) -> bytes:
    """A line a duty, of each plan a column of verdicts and one of quotes; what all of it rests on in each line."""
    known = {document.id: document for document in matrix.first.guidance}
    out = io.StringIO()
    sheet = csv.writer(out)
    plans = (cell for plan in matrix.plans for cell in (stated(plan), f"Quotes of {plan.title}"))
    sheet.writerow(["Duty", "Modality", "Number", *map(defused, plans), *STATED])
    for line in matrix.lines:
        duty, verdicts = line.duty, (cell for row in line.rows for cell in _cells(row))
        sources = duty.id, stated(known[duty.doc]), matrix.first.on, matrix.first.encoder, NO_MODEL
        sheet.writerow([defused(cell) for cell in (said(duty), duty.modality, duty.number or "", *verdicts, *sources)])
    return out.getvalue().encode("utf-8-sig")


def _cells(row: CheckRow) -> tuple[str, str]:
    return in_words(row.verdict), "\n".join(quoted(cited, row.plan) for cited in row.evidence)
