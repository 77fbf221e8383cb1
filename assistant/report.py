"""A cross-check as a file to hand on: a spreadsheet, a board-paper annex, one HTML page, CSV or JSON.

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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import get_args

from assistant import conflicts, tracker
from assistant.crosscheck import CheckRow
from assistant.disagreement import Conflict
from assistant.files import LOADS_NOTHING, plain, write_whole
from assistant.matching import said
from assistant.tracker import Tracked
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Verdict

COLUMNS = (
    "Duty", "Modality", "Who", "Section", "Page", "Statute", "Verdict", "Confidence", "Reason", "Evidence", "Said by people",
    "Assigned to", "Due", "Look again", "Duty id",
)  # fmt: skip
WIDTHS = (60, 10, 24, 30, 7, 24, 14, 12, 50, 80, 40, 16, 12, 40, 20)  # characters, in the spreadsheet
CONFLICT_COLUMNS = ("About", "Kind", "Why", "One place", "Another place", "Conflict id")
DIRECTION_COLUMNS = (
    "Direction", "Text", "Owners", "Deadline", "Money", "Binds", "Status", "Overdue", "Papers that name it",
    "Not in the thread",
)  # fmt: skip
# What fits beside each other on a screen and on paper; the spreadsheet has them all.
ON_A_PAGE = ("Duty", "Section", "Verdict", "Reason", "Evidence", "Said by people")
IN_WORD = ("Role", "Title", "Version", "Date", "Status")  # of a document, on an upright page
NEEDS_FIRST: tuple[Verdict, ...] = ("contradicted", "missing", "partial", "not_assessed", "met")  # what needs a person first
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]  # its title, its columns, its rows
_FORMULA = re.compile(r"\s*[-=+@]|[\t\r]")


@dataclass(frozen=True, slots=True)
class Report:
    """What a file states: the plan, what spoke for it too, the guidance it was held against, rows, encoder and day.
    `dismissed` are conflicts that somebody put aside: no report shows them."""

    plan: Document
    guidance: tuple[Document, ...]
    rows: tuple[CheckRow, ...]
    encoder: str
    on: str
    companions: tuple[Document, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    directions: tuple[Tracked, ...] = ()
    dismissed: tuple[Conflict, ...] = ()

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
        header = ("Role", "Document", "Title", "Authority", "Version", "Date", "Status", "Pages")
        beside = [*(("companion", one) for one in self.companions), *(("guidance", one) for one in self.guidance)]
        return [header, *((role, *_about(document)) for role, document in (("plan", self.plan), *beside))]

    @property
    def registers(self) -> list[Table]:
        """The tables beside the rows."""
        return [
            ("Conflicts", CONFLICT_COLUMNS, [_conflict_cells(one) for one in self.conflicts]),
            ("Directions", DIRECTION_COLUMNS, [_direction_cells(one) for one in self.directions]),
        ]


def gather(kb: KnowledgeBase, plan: str, rows: Sequence[CheckRow]) -> Report:
    """A report on rows that `crosscheck.check` gave for the plan."""
    guidance = tuple(kb.document(doc) for doc in dict.fromkeys(row.duty.doc for row in rows))
    encoder = kb.settings.encoder or f"remit-{kb.encoder.fingerprint[:12]}"
    companions = tuple(kb.document(doc) for doc in dict.fromkeys(doc for row in rows for doc in row.companions))
    return Report(kb.document(plan), guidance, tuple(rows), encoder, date.today().isoformat(), companions)


def with_registers(kb: KnowledgeBase, report: Report) -> Report:
    """The report with the conflicts of the plan and what speaks for it, and the Directions that its authority issued."""
    issued = [one.id for one in kb.documents() if one.kind == "directions" and one.authority == report.plan.authority]
    followed = (row for doc in issued for row in tracker.tracked(kb, doc))
    found = conflicts.conflicts(kb, [report.plan.id, *(one.id for one in report.companions)], dismissed=True)
    open_, aside = tuple(one for one in found if not one.dismissed), tuple(one for one in found if one.dismissed)
    return replace(report, conflicts=open_, dismissed=aside, directions=tuple(followed))


def write(report: Report, path: Path) -> None:
    """Write the report in the form that the file's ending names. What stood there before stays until the new file is whole.

    Raises InputError for another ending, and where the file cannot be written.
    """
    write_whole(path, writer(path)(report))


def writer(path: Path) -> Callable[[Report], bytes]:
    """The function that makes a file with this ending. Raises InputError for one that there is none for."""
    made = {".xlsx": as_xlsx, ".docx": as_docx, ".html": as_html, ".csv": as_csv, ".json": as_json}
    if path.suffix.lower() not in made:
        raise InputError(f"{path.name} has no ending that a report can have: use one of {', '.join(made)}.")
    return made[path.suffix.lower()]


def cells(row: CheckRow) -> tuple[str, ...]:
    """A row as text, a cell for each of COLUMNS."""
    duty = row.duty
    return (
        said(duty), duty.modality, duty.bearer or "", duty.section or "", str(duty.page or ""), duty.statute or "",
        verdict_words(row.verdict), row.confidence, row.reason, "\n".join(map(_evidence, row.evidence)) or _nearest(row),
        "\n".join(act.said() for act in row.standing.acts), row.standing.assigned, row.standing.due, row.look_again, duty.id,
    )


def verdict_words(verdict: Verdict) -> str:
    return verdict.replace("_", " ")


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
    counted = ", ".join(f"{number} {verdict_words(verdict)}" for verdict, number in report.counts.items())
    return [
        f"{total} duties: {counted}.",
        f"{reviewed} confirmed or overruled by a person, {total - reviewed} judged by Remit's rules alone.",
        f"Made on {report.on} with the encoder {report.encoder}; no language model took part. "
        "A verdict by the rules is a proposal: read the quotes.",
    ]


def as_csv(report: Report) -> bytes:
    """Rows with a header line, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    sheet.writerows([defused(cell) for cell in cells(row)] for row in report.rows)
    return out.getvalue().encode("utf-8-sig")


def as_json(report: Report) -> bytes:
    """One object: `plan`, `on`, `encoder`, `documents`, `counts`, `rows`, `conflicts`, `directions`."""
    header, *sources = report.sources
    names = [name.lower() for name in header]
    whole = {
        "plan": report.plan.id, "on": report.on, "encoder": report.encoder,
        "documents": [dict(zip(names, source, strict=True)) for source in sources],
        "counts": report.counts, "rows": [row.as_json() for row in report.rows],
        "conflicts": [one.as_json() for one in report.conflicts],
        "directions": [{"doc": one.direction.doc, "id": one.direction.id} | one.as_json() for one in report.directions],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def as_xlsx(report: Report) -> bytes:
    """A sheet each for the summary, the rows, the conflicts, the Directions and the sources."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    summary = book.active
    summary.title = "Summary"
    for line in (report.title, "", *summary_lines(report), ""):
        summary.append([defused(line)])
    for verdict, number in (*report.counts.items(), ("all duties", len(report.rows))):
        summary.append([verdict.replace("_", " "), number])
    summary.column_dimensions["A"].width = 40
    summary["A1"].font = Font(bold=True, size=14)
    sources, *listed = report.sources
    tables = [("Rows", COLUMNS, [cells(row) for row in report.rows]), *report.registers, ("Sources", sources, listed)]
    for title, columns, given in tables:
        sheet = book.create_sheet(title)
        sheet.append(columns)
        for texts in given:
            sheet.append([defused(text) for text in texts])
        for at in range(1, len(columns) + 1):
            sheet.column_dimensions[get_column_letter(at)].width = WIDTHS[at - 1] if title == "Rows" else 30
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for drawn in sheet.iter_rows(min_row=2):
            for cell in drawn:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(report: Report) -> bytes:
    """An annex to a board paper: contents, summary, sources, the duties under a heading for each verdict, the registers."""
    from docx import Document as Word

    paper = Word()
    paper.add_heading(plain(report.title), 0)
    for line in summary_lines(report):
        paper.add_paragraph(plain(line))
    paper.add_heading("Contents", 1)
    _contents(paper.add_paragraph())
    paper.add_heading("Documents", 1)
    table = paper.add_table(rows=0, cols=len(IN_WORD), style="Light Grid Accent 1")
    for source in report.sources:
        told = dict(zip(report.sources[0], source, strict=True))
        for cell, column in zip(table.add_row().cells, IN_WORD, strict=True):
            cell.text = plain(told[column])
    for verdict in NEEDS_FIRST:
        if number := report.counts[verdict]:
            paper.add_heading(f"{verdict_words(verdict).capitalize()} ({number})", 1)
            for row in (row for row in report.rows if row.verdict == verdict):
                _duty_in_word(paper, row)
    for title, columns, lines in report.registers:
        if lines:
            paper.add_heading(f"{title} ({len(lines)})", 1)
        for first, *others in lines:
            paper.add_heading(plain(first), 2)
            for column, text in zip(columns[1:], others, strict=True):
                if text:
                    paper.add_paragraph(plain(f"{column}: {text}"))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _contents(paragraph: object) -> None:
    """A field that Word fills in with headings and pages when it opens the file or is asked to update it (F9)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), 'TOC \\o "1-2" \\h \\z \\u')
    field.set(qn("w:dirty"), "true")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "Press F9 here to list the headings with their pages."
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # type: ignore[attr-defined]  # python-docx has no types


def _duty_in_word(paper: object, row: CheckRow) -> None:
    duty, add = row.duty, paper.add_paragraph  # type: ignore[attr-defined]  # python-docx has no types
    place = ", ".join(part for part in (duty.section, f"page {duty.page}" if duty.page else None, duty.statute) if part)
    add().add_run(plain(said(duty))).bold = True
    add(plain(f"{duty.modality.capitalize()}. {place}"))
    add(plain(f"{row.reason} Confidence: {row.confidence}."))
    for act in row.standing.acts:
        add(plain(f"{act.said()}."))
    for cited in row.evidence:
        add(plain(_evidence(cited)), style="Quote")
    if not row.evidence:
        add(plain(_nearest(row)))


def as_html(report: Report) -> bytes:
    """One file that needs nothing beside it, to read and to print."""
    counts = "".join(f"<li>{escape(verdict_words(v))}: {n}</li>" for v, n in report.counts.items())
    ordered = sorted(report.rows, key=lambda row: NEEDS_FIRST.index(row.verdict))
    shown = [dict(zip(COLUMNS, cells(row), strict=True)) for row in ordered]
    rows = _html_table("Duties", ON_A_PAGE, [tuple(row[column] for column in ON_A_PAGE) for row in shown])
    header, *listed = report.sources
    registers = [_html_table(*table) for table in report.registers if table[2]]
    tables = [rows, *registers, _html_table("Documents", header, listed)]
    lines = "".join(f"<p>{_html(line)}</p>" for line in summary_lines(report))
    title = _html(report.title)
    return (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{LOADS_NOTHING}<title>{title}</title>"
        f"<style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1>{lines}<ul>{counts}</ul>{''.join(tables)}</body></html>"
    ).encode("utf-8", "replace")


def _html_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th scope='col'>{column}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_STYLE = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.4rem;text-align:left;"
    "vertical-align:top;white-space:pre-line;font-size:.85rem}"
    "th{background:#eee}"
    "thead{display:table-header-group}@media print{body{margin:0}tr{break-inside:avoid}}"
)


def _cell(text: str) -> str:
    return f"<td>{_html(text)}</td>"


def _html(text: str) -> str:
    return escape(plain(text))


def _evidence(cited: Citation) -> str:
    place = ", ".join(part for part in (cited.section, f"page {cited.page}" if cited.page else None) if part)
    return f"“{cited.quote}” ({place or cited.doc})"


def _nearest(row: CheckRow) -> str:
    if not row.nearest:
        return "No evidence."
    return "Nothing was found. Nearest: " + "\n".join(f"{_evidence(near.citation)} {near.why_not}" for near in row.nearest)


def _conflict_cells(one: Conflict) -> tuple[str, ...]:
    return one.topic, one.kind, one.why, _evidence(one.a), _evidence(one.b) if one.b else "", one.id


def _direction_cells(one: Tracked) -> tuple[str, ...]:
    direction = one.direction
    return (
        direction.id, direction.text, ", ".join(direction.owners), direction.deadline_text or direction.deadline or "",
        ", ".join(direction.amounts), direction.modality, one.act.said() if one.act else "",
        "overdue" if one.overdue else "", "\n".join(map(_evidence, one.papers)), "\n".join(one.broken),
    )


def _about(document: Document) -> tuple[str, ...]:
    names = ("id", "title", "authority", "version", "date", "status", "pages")
    facts = (getattr(document, name) for name in names)
    return tuple("" if fact is None else str(fact) for fact in facts)
