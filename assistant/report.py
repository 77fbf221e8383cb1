"""A cross-check as a file to hand on: a spreadsheet, a board-paper annex, one HTML page, or CSV.

Each states the documents, their versions and dates, the encoder, and who confirmed what; the rows always add up to the
number of duties. What a document says is shown as text: a cell that a spreadsheet would run as a formula is defused.
"""
from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import get_args

from assistant.crosscheck import CheckRow
from assistant.files import plain, write_whole
from assistant.matching import said
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Verdict

COLUMNS = ("Duty", "Modality", "Who", "Section", "Page", "Statute", "Verdict", "Confidence", "Reason", "Evidence", "Duty id")
WIDTHS = (60, 10, 24, 30, 7, 24, 14, 12, 50, 80, 20)  # characters, in the spreadsheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Report:
    """What a file states: the plan, the guidance it was held against, the rows, the encoder and the day."""

    plan: Document
    guidance: tuple[Document, ...]
    rows: tuple[CheckRow, ...]
    encoder: str
    on: str

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
        documents = [("plan", self.plan), *(("guidance", document) for document in self.guidance)]
        return [header, *((role, *_about(document)) for role, document in documents)]


def gather(kb: KnowledgeBase, plan: str, rows: Sequence[CheckRow]) -> Report:
    """A report on rows that `crosscheck.check` gave for the plan."""
    guidance = tuple(kb.document(doc) for doc in dict.fromkeys(row.duty.doc for row in rows))
    encoder = kb.settings.encoder or "all-MiniLM-L6-v2"
    return Report(kb.document(plan), guidance, tuple(rows), encoder, date.today().isoformat())


def write(report: Report, path: Path) -> None:
    """Write the report in the form that the file's ending names. What stood there before stays until the new file is whole.

    Raises InputError for another ending, and where the file cannot be written.
    """
    write_whole(path, writer(path)(report))


def writer(path: Path) -> Callable[[Report], bytes]:
    """The function that makes a file with this ending. Raises InputError for one that there is none for."""
    made = {".xlsx": as_xlsx, ".docx": as_docx, ".html": as_html, ".csv": as_csv}
    if path.suffix.lower() not in made:
        raise InputError(f"{path.name} has no ending that a report can have: use one of {', '.join(made)}.")
    return made[path.suffix.lower()]


def cells(row: CheckRow) -> tuple[str, ...]:
    """A row as text, a cell for each of COLUMNS."""
    duty = row.duty
    return (
        said(duty), duty.modality, duty.bearer or "", duty.section or "", str(duty.page or ""), duty.statute or "",
        verdict_words(row.verdict), row.confidence, row.reason, "\n".join(map(_evidence, row.evidence)) or _nearest(row),
        duty.id,
    )


def verdict_words(verdict: Verdict) -> str:
    return verdict.replace("_", " ")


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("plan")
    ("'=1+1", 'plan')
    """
    clean = plain(text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def summary_lines(report: Report) -> list[str]:
    total = len(report.rows)
    reviewed = sum(row.review is not None for row in report.rows)
    counted = ", ".join(f"{number} {verdict_words(verdict)}" for verdict, number in report.counts.items())
    return [
        f"{total} duties: {counted}.",
        f"{reviewed} confirmed or overruled by a person, {total - reviewed} judged by Remit's rules alone.",
        f"Made on {report.on} with the encoder {report.encoder}. A verdict by the rules is a proposal: read the quotes.",
    ]


def as_csv(report: Report) -> bytes:
    """Rows with a header line, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    sheet.writerows([defused(cell) for cell in cells(row)] for row in report.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report) -> bytes:
    """A sheet each for the summary, the rows and the sources."""
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
    rows = book.create_sheet("Rows")
    rows.append(COLUMNS)
    for row in report.rows:
        rows.append([defused(cell) for cell in cells(row)])
    for at, width in enumerate(WIDTHS, start=1):
        rows.column_dimensions[get_column_letter(at)].width = width
    for line in rows.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    rows.freeze_panes, rows.auto_filter.ref = "A2", rows.dimensions
    sources = book.create_sheet("Sources")
    for source in report.sources:
        sources.append([defused(cell) for cell in source])
    for cell in (*rows[1], *sources[1]):
        cell.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(report: Report) -> bytes:
    """An annex to a board paper: summary, sources, then the duties under a heading for each verdict."""
    from docx import Document as Word

    paper = Word()
    paper.add_heading(plain(report.title), 0)
    for line in summary_lines(report):
        paper.add_paragraph(plain(line))
    paper.add_heading("Documents", 1)
    table = paper.add_table(rows=0, cols=len(report.sources[0]), style="Light Grid Accent 1")
    for source in report.sources:
        for cell, text in zip(table.add_row().cells, source, strict=True):
            cell.text = plain(text)
    for verdict, number in report.counts.items():
        if number:
            paper.add_heading(f"{verdict_words(verdict).capitalize()} ({number})", 1)
            for row in (row for row in report.rows if row.verdict == verdict):
                _duty_in_word(paper, row)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _duty_in_word(paper: object, row: CheckRow) -> None:
    duty, add = row.duty, paper.add_paragraph  # type: ignore[attr-defined]  # python-docx has no types
    place = ", ".join(part for part in (duty.section, f"page {duty.page}" if duty.page else None, duty.statute) if part)
    add().add_run(plain(said(duty))).bold = True
    add(plain(f"{duty.modality.capitalize()}. {place}"))
    add(plain(f"{row.reason} Confidence: {row.confidence}."))
    for cited in row.evidence:
        add(plain(_evidence(cited)), style="Quote")
    if not row.evidence:
        add(plain(_nearest(row)))


def as_html(report: Report) -> bytes:
    """One file that needs nothing beside it, to read and to print."""
    counts = "".join(f"<li>{escape(verdict_words(v))}: {n}</li>" for v, n in report.counts.items())
    head = "".join(f"<th scope='col'>{column}</th>" for column in COLUMNS)
    body = "".join(f"<tr class='{row.verdict}'>{''.join(map(_cell, cells(row)))}</tr>" for row in report.rows)
    sources = "".join(f"<tr>{''.join(map(_cell, source))}</tr>" for source in report.sources[1:])
    source_head = "".join(f"<th scope='col'>{column}</th>" for column in report.sources[0])
    lines = "".join(f"<p>{escape(line)}</p>" for line in summary_lines(report))
    title = escape(report.title)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1>{lines}<ul>{counts}</ul>"
        f"<h2>Duties</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<h2>Documents</h2><table><thead><tr>{source_head}</tr></thead><tbody>{sources}</tbody></table></body></html>"
    ).encode()


_STYLE = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.4rem;text-align:left;"
    "vertical-align:top;white-space:pre-line;font-size:.85rem}"
    "th{background:#eee}tr.contradicted td:nth-child(7),tr.missing td:nth-child(7){font-weight:bold}"
    "thead{display:table-header-group}@media print{body{margin:0}tr{break-inside:avoid}}"
)


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"


def _evidence(cited: Citation) -> str:
    place = ", ".join(part for part in (cited.section, f"page {cited.page}" if cited.page else None) if part)
    return f"“{cited.quote}” ({place or cited.doc})"


def _nearest(row: CheckRow) -> str:
    if not row.nearest:
        return "No evidence."
    return "Nothing was found. Nearest: " + "\n".join(f"{_evidence(near.citation)} {near.why_not}" for near in row.nearest)


def _about(document: Document) -> tuple[str, ...]:
    names = ("id", "title", "authority", "version", "date", "status", "pages")
    facts = (getattr(document, name) for name in names)
    return tuple("" if fact is None else str(fact) for fact in facts)
