"""A cross-check as an Excel workbook: a sheet each for the summary, the rows, the conflicts, the Directions and the sources.

Made to be worked in: every row and column is there, what was read wraps within its column, headings stay in sight and can be
filtered by, and a sheet prints across one page's width.
"""
from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from assistant.report import COLUMNS, MEANS, Report, cells, defused, summary_lines
from kb.text import in_words

# Characters, for the columns that need more or less than others.
WIDTHS = {
    "Duty": 60, "Modality": 11, "Who": 24, "Section": 30, "Number": 10, "Page": 8, "Statute": 24, "Verdict": 14,
    "Confidence": 13, "Reason": 50, "Parts": 50, "Evidence": 80, "Said by people": 40, "Due": 12, "Look again": 40,
    "Links": 40, "About": 36, "Kind": 10, "Why": 46, "One place": 60, "Another place": 60,
    "Direction": 11, "Text": 70, "Deadline": 16, "Figures": 14, "Binds": 9, "Overdue": 10, "Papers that name it": 60,
    "Not in the thread": 40, "Role": 12, "Document": 34, "Title": 44, "Version": 9, "Date": 12, "Status": 22, "Pages": 8,
}  # fmt: skip
OTHER = 22
SUMMARY = (24, 10, 76)
LINE = 15  # points of a line's height


def as_xlsx(report: Report) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    _summary(book.active, report)
    sources, *listed = report.sources
    tables = [("Rows", COLUMNS, [cells(row) for row in report.rows]), *report.registers, ("Sources", sources, listed)]
    for title, columns, rows in tables:
        _table(book.create_sheet(title), columns, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheet: Any, report: Report) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = "Summary"
    for line in (report.title, *summary_lines(report), *_not_here(report)):
        sheet.append([defused(line)])
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=len(SUMMARY))
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[sheet.max_row].height = LINE * (1 + len(line) // sum(SUMMARY))  # merged cells do not grow
    sheet["A1"].font, sheet.row_dimensions[1].height = Font(bold=True, size=14), 2 * LINE
    sheet.append([])
    sheet.append(["Verdict", "Duties", "What it means"])
    _headed(sheet, sheet.max_row)
    for verdict, means in MEANS.items():
        sheet.append([in_words(verdict), report.counts[verdict], means])
    sheet.append(["all duties", len(report.rows)])
    sheet.cell(sheet.max_row, 1).font = sheet.cell(sheet.max_row, 2).font = Font(bold=True)
    _printed(sheet, SUMMARY)


def _not_here(report: Report) -> list[str]:
    """What a reader might look for in vain."""
    titles = "; ".join(one.title for one in (report.plan, *report.companions))
    body = report.plan.authority or "its body"
    return [f"Conflicts are those within and between: {titles}. Directions are those of {body}."]


def _table(sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment

    sheet.append(columns)
    for texts in rows or [("None was found.",)]:
        sheet.append([defused(text) for text in texts])
    for drawn in sheet.iter_rows(min_row=2):
        for cell in drawn:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _headed(sheet, 1)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    sheet.print_title_rows = "1:1"
    _printed(sheet, [WIDTHS.get(column, OTHER) for column in columns])


def _headed(sheet: Any, row: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell in sheet[row]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="E6EEF5")
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _printed(sheet: Any, widths: Sequence[int]) -> None:
    """Column widths, and one page's width of A4 on its side."""
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
