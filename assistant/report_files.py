"""A cross-check written as a file: a spreadsheet, a board-paper annex, one HTML page, CSV or JSON."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant import report_page, report_sheets, report_word
from assistant.files import write_whole
from assistant.report import Report, as_csv, as_json
from kb.errors import InputError


def write(report: Report, path: Path) -> None:
    """Write the report in the form that the file's ending names. What stood there before stays until the new file is whole.

    Raises InputError for another ending, and where the file cannot be written.
    """
    write_whole(path, writer(path)(report))


def writer(path: Path) -> Callable[[Report], bytes]:
    """The function that makes a file with this ending. Raises InputError for one that there is none for."""
    made = {
        ".xlsx": report_sheets.as_xlsx, ".docx": report_word.as_docx, ".html": report_page.as_html, ".csv": as_csv,
        ".json": as_json,
    }  # fmt: skip
    if path.suffix.lower() not in made:
        raise InputError(f"{path.name} has no ending that a report can have: use one of {', '.join(made)}.")
    return made[path.suffix.lower()]
