"""A cross-check as it is handed on: what every form of a report states, and the two plain ones, CSV and JSON.

Each states the documents, their versions and dates, the encoder, and who confirmed what; the rows always add up to the
number of duties. With the rows go the conflicts of the plan and its authority's Directions. What a document says is shown as
text: a cell that a spreadsheet would run as a formula is defused.
"""
from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from assistant import conflicts, render, tracker
from assistant.crosscheck import NEAREST_SHOWN, CheckRow
from assistant.disagreement import Conflict
from assistant.files import plain
from assistant.matching import said
from assistant.tracker import Tracked
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Duty, Verdict
from kb.text import day, in_words, unmarked

COLUMNS = (
    "Duty", "Modality", "Who", "Section", "Number", "Page", "Statute", "Verdict", "Confidence", "Reason", "Parts",
    "Evidence", "Said by people", "Assigned to", "Due", "Look again", "Links", "Duty id",
)  # fmt: skip
# Of CSV alone, which has no sheet beside its rows to say it once.
STATED = ("Plan", "Spoke for it too", "Guidance", "Checked on", "Encoder", "Language model")
NO_MODEL = "none: every verdict is the rules’ or a person’s"
CONFLICT_COLUMNS = ("About", "Kind", "Why", "One place", "Another place", "Conflict id")
DIRECTION_COLUMNS = (
    "Direction", "Text", "Owners", "Deadline", "Figures", "Binds", "Status", "Overdue", "Papers that name it",
    "Not in the thread",
)  # fmt: skip
# What needs a person first, each with what it means to somebody who reads nothing else.
MEANS: dict[Verdict, str] = {
    "contradicted": "The plan says that it does otherwise.",
    "missing": "Nothing in the plan was found to speak of it.",
    "partial": "The plan speaks of it, but of a part only, or as something still to be done.",
    "not_assessed": "It could not be judged, or does not apply here.",
    "met": "The plan says that it does it.",
}
NEEDS_FIRST = tuple(MEANS)
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]  # its title, its columns, its rows
_FORMULA = re.compile(r"\s*[-=+@]|[\t\r]")


@dataclass(frozen=True, slots=True)
class Report:
    """What a file states: the plan, what spoke for it too, the guidance it was held against, rows, encoder and day.
    `dismissed` are conflicts that somebody put aside: no report shows them. `passages` is how many the plan has, with what
    speaks for it."""

    plan: Document
    guidance: tuple[Document, ...]
    rows: tuple[CheckRow, ...]
    encoder: str
    on: str
    companions: tuple[Document, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    directions: tuple[Tracked, ...] = ()
    dismissed: tuple[Conflict, ...] = ()
    passages: int = 0

    @property
    def title(self) -> str:
        return f"{self.plan.title}: cross-check against guidance"

    @property
    def counts(self) -> dict[Verdict, int]:
        """Every verdict with its number of rows, none left out; they add up to the number of duties."""
        seen = Counter(row.verdict for row in self.rows)
        return {verdict: seen[verdict] for verdict in get_args(Verdict)}

    @property
    def sources(self) -> list[tuple[str, ...]]:
        """What every form states of each document, dates in words, under a header."""
        header = ("Role", "Document", "Title", "Authority", "Version", "Date", "Status", "Pages")
        return [header, *((role, *_about(document)) for role, document in self.documents)]

    @property
    def documents(self) -> list[tuple[str, Document]]:
        """Every document with its role."""
        beside = [*(("companion", one) for one in self.companions), *(("guidance", one) for one in self.guidance)]
        return [("plan", self.plan), *beside]

    @property
    def by_verdict(self) -> list[tuple[Verdict, list[CheckRow]]]:
        """The rows of each verdict that there is, what needs a person first."""
        groups = ((verdict, [row for row in self.rows if row.verdict == verdict]) for verdict in NEEDS_FIRST)
        return [(verdict, rows) for verdict, rows in groups if rows]

    @property
    def registers(self) -> list[Table]:
        """The tables beside the rows."""
        return [
            ("Conflicts", CONFLICT_COLUMNS, [_conflict_cells(one, self.plan.id) for one in self.conflicts]),
            ("Directions", DIRECTION_COLUMNS, [_direction_cells(one) for one in self.directions]),
        ]


def gather(kb: KnowledgeBase, plan: str, rows: Sequence[CheckRow]) -> Report:
    """A report on rows that `crosscheck.check` gave for the plan."""
    guidance = tuple(kb.document(doc) for doc in dict.fromkeys(row.duty.doc for row in rows))
    encoder = kb.settings.encoder or f"remit-{kb.encoder.fingerprint[:12]}"
    companions = tuple(kb.document(doc) for doc in dict.fromkeys(doc for row in rows for doc in row.companions))
    long = sum(len(kb.passages(doc)) for doc in (plan, *(one.id for one in companions)))
    return Report(kb.document(plan), guidance, tuple(rows), encoder, date.today().isoformat(), companions, passages=long)


def with_registers(kb: KnowledgeBase, report: Report) -> Report:
    """The report with the conflicts of the plan and what speaks for it, and the Directions that its authority issued."""
    issued = [one.id for one in kb.documents() if one.kind == "directions" and one.authority == report.plan.authority]
    followed = (row for doc in issued for row in tracker.tracked(kb, doc))
    found = conflicts.conflicts(kb, [report.plan.id, *(one.id for one in report.companions)], dismissed=True)
    open_, aside = tuple(one for one in found if not one.dismissed), tuple(one for one in found if one.dismissed)
    return replace(report, conflicts=open_, dismissed=aside, directions=tuple(followed))


def about(duty: Duty) -> str:
    """What a reader finds a duty by: its force, whose it is, where it stands, the law it cites."""
    numbered = f"{'paragraph ' if duty.number[:1].isdigit() else ''}{duty.number}" if duty.number else ""
    facts = duty.modality.capitalize(), duty.bearer, numbered, f"page {duty.page}" if duty.page else "", duty.statute
    return " · ".join(fact for fact in facts if fact)


def cells(row: CheckRow) -> tuple[str, ...]:
    """A row as text, a cell for each of COLUMNS."""
    duty = row.duty
    evidence = "\n".join(quoted(cited, row.plan) for cited in row.evidence)
    return (
        unmarked(said(duty)), duty.modality, duty.bearer or "", duty.section or "", duty.number or "", str(duty.page or ""),
        duty.statute or "",
        in_words(row.verdict), row.confidence, row.reason, "\n".join(row.parts), evidence or nearest(row),
        "\n".join(act.said() for act in row.standing.acts), row.standing.assigned, row.standing.due, row.look_again,
        "\n".join(row.links.said()), duty.id,
    )


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("plan")
    ("'=1+1", 'plan')
    """
    clean = plain(text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


def summary_lines(report: Report) -> list[str]:
    total = len(report.rows)
    reviewed = sum(row.review is not None for row in report.rows)
    counted = ", ".join(f"{number} {in_words(verdict)}" for verdict, number in report.counts.items())
    again = sum(row.links.repeats is not None for row in report.rows)
    repeats = f" {again} of them {'repeats' if again == 1 else 'repeat'} another, and {'says' if again == 1 else 'say'} so."
    thin = ["The plan as it was read is one passage long: look whether all of it was read."] if report.passages == 1 else []
    return [
        f"{total} {'duty' if total == 1 else 'duties'}: {counted}.{repeats if again else ''}",
        f"{reviewed} confirmed or overruled by a person, {total - reviewed} judged by Remit's rules alone.",
        f"Made on {day(report.on)} with the encoder {report.encoder}; no language model set a verdict. "
        "A verdict by the rules is a proposal: read the quotes.",
        *thin,
    ]


def as_csv(report: Report) -> bytes:
    """Rows with a header line, in UTF-8 with the mark by which spreadsheets know it; what the report states in each."""
    known = {document.id: document for _, document in report.documents}
    beside = "; ".join(map(stated, report.companions))
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow([*COLUMNS, *STATED])
    for row in report.rows:
        sources = stated(report.plan), beside, stated(known[row.duty.doc])
        sheet.writerow([defused(cell) for cell in (*cells(row), *sources, report.on, report.encoder, NO_MODEL)])
    return out.getvalue().encode("utf-8-sig")


def as_json(report: Report) -> bytes:
    """One object: `plan`, `on`, `encoder`, `language_model` (none takes part), `documents`, `counts`, `rows`, `conflicts`,
    `directions`."""
    header, *sources = report.sources
    names = [name.lower() for name in header]
    dated = [{"date": document.date or ""} for _, document in report.documents]  # for machines as it is kept
    whole = {
        "plan": report.plan.id, "on": report.on, "encoder": report.encoder, "language_model": None,
        "documents": [dict(zip(names, said, strict=True)) | when for said, when in zip(sources, dated, strict=True)],
        "counts": report.counts, "rows": [row.as_json() for row in report.rows],
        "conflicts": [one.as_json() for one in report.conflicts],
        "directions": [{"doc": one.direction.doc, "id": one.direction.id} | one.as_json() for one in report.directions],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def place(cited: Citation, own: str) -> str:
    """Section and page of a quote, with its document's title where it is not the `own` one that a reader takes it for."""
    pieces = (cited.title if cited.doc != own else None, cited.section, f"page {cited.page}" if cited.page else None)
    return ", ".join(piece for piece in pieces if piece) or cited.doc


def quoted(cited: Citation, own: str) -> str:
    """The quote with its place; of a table's row its cells with their columns."""
    pairs, where = render.row_read(cited), place(cited, own)
    return f"{pairs} (a row of the table; {where})" if pairs else f"“{cited.quote}” ({where})"


def nearest(row: CheckRow, most: int = NEAREST_SHOWN) -> str:
    """The places that were looked at and do not count, `most` of them; that there is no evidence where there is none."""
    if not row.nearest:
        return "No evidence."
    places = (f"{quoted(near.citation, row.plan)} {near.why_not}" for near in row.nearest[:most])
    return "Nothing was found. Nearest: " + "\n".join(places)


def _conflict_cells(one: Conflict, own: str) -> tuple[str, ...]:
    kind = f"{one.kind}, slip of the pen" if one.minor else one.kind
    return one.topic, kind, one.why, quoted(one.a, own), quoted(one.b, own) if one.b else "", one.id


def _direction_cells(one: Tracked) -> tuple[str, ...]:
    direction = one.direction
    return (
        direction.id, direction.text, ", ".join(direction.owners), direction.deadline_text or direction.deadline or "",
        ", ".join(direction.amounts), direction.modality, one.act.said() if one.act else "no status set",
        "overdue" if one.overdue else "", "\n".join(quoted(paper, direction.doc) for paper in one.papers),
        "\n".join(one.broken),
    )


def stated(document: Document) -> str:
    """A document as a line of a spreadsheet states it.

    >>> stated(Document("p", "Plan", "plan", 2, "p.pdf", "", "pdf", date="2026-03-26"))
    'Plan (p, version 2, 26 March 2026)'
    """
    facts = (document.id, f"version {document.version}", day(document.date) if document.date else "", document.status)
    return f"{document.title} ({', '.join(fact for fact in facts if fact)})"


def _about(document: Document) -> tuple[str, ...]:
    dated = day(document.date) if document.date else None
    facts = (document.id, document.title, document.authority, document.version, dated, document.status, document.pages)
    return tuple("" if fact is None else str(fact) for fact in facts)
