"""A cross-check as an annex to a board paper, in Word: the summary, contents, then what needs a person first.

Made to be read and printed: of each duty the one best quote, of what is met a table. The spreadsheet has the rest.
"""
from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Any

from assistant.crosscheck import CheckRow
from assistant.files import plain, word_paper
from assistant.matching import said
from assistant.report import MEANS, Report, about, quoted, summary_lines
from assistant.tracker import Tracked
from kb.text import in_words, unmarked

# Columns of the tables with their widths in millimetres.
SOURCES = (("Role", 26), ("Title", 84), ("Version", 18), ("Date", 22), ("Status", 26))
SUMMARY = (("Verdict", 34), ("Duties", 18), ("What it means", 124))
MET = (("What is required", 78), ("Where the plan says so", 98))
DIRECTIONS = (("Direction", 20), ("What it asks", 86), ("Who, and by when", 36), ("How it stands", 34))
FONT, POINTS = "Arial", 10.5
DEEPEST = 2  # levels of headings that the contents list


def as_docx(report: Report) -> bytes:
    paper = _Paper(report.title)
    for line in summary_lines(report):
        paper.say(line)
    total = [("All duties", str(len(report.rows)), "")]
    counted = [(_name(verdict), str(report.counts[verdict]), means) for verdict, means in MEANS.items()]
    paper.table(SUMMARY, counted + total)
    header, *listed = report.sources
    at = [header.index(name) for name, _ in SOURCES]
    paper.table(SOURCES, [tuple(source[n] for n in at) for source in listed])
    paper.say("One quote of each duty is shown here; the spreadsheet of the same check has them all.")
    paper.contents(list(_headings(report)))
    for verdict, rows in report.by_verdict:
        paper.heading(_group(verdict, rows), 1)
        if verdict == "met":
            paper.table(MET, [(_duty(row), _best(row)) for row in rows])
            continue
        for section, own in _sections(rows):
            paper.heading(section, 2)
            for row in own:
                _row(paper, row)
    _registers(paper, report)
    return paper.saved()


def _headings(report: Report) -> Iterator[tuple[str, int]]:
    """What the contents list, in its order."""
    for verdict, rows in report.by_verdict:
        yield _group(verdict, rows), 1
        if verdict != "met":
            yield from ((section, 2) for section, _ in _sections(rows))
    yield from ((f"{title} ({len(lines)})", 1) for title, _, lines in report.registers if lines)


def _sections(rows: Sequence[CheckRow]) -> Iterator[tuple[str, list[CheckRow]]]:
    """Rows that follow each other under one heading of the guidance."""
    for section, own in groupby(rows, key=lambda row: (row.duty.section or "").rpartition(" > ")[2]):
        yield section or "Without a heading", list(own)


def _row(paper: _Paper, row: CheckRow) -> None:
    paper.say(unmarked(said(row.duty)), bold=True, stays=True)
    paper.say(about(row.duty), stays=True)
    for leads in row.links.said():
        paper.say(leads, stays=True)
    parts = row.parts[1:] if row.verdict == "partial" else ()  # what is absent, where the rest is there
    paper.say(" ".join((row.reason, *parts, f"Confidence: {row.confidence}.")))
    for act in row.standing.acts:
        paper.say(f"{act.said()}.")
    paper.say(_best(row), quote=True)


def _best(row: CheckRow) -> str:
    """Where nothing was found the nearest place, without the words that it lacks: the spreadsheet has them."""
    if row.evidence or not row.nearest:
        return quoted(row.evidence[0], row.plan) if row.evidence else "No evidence."
    return f"Nothing was found. Nearest: {quoted(row.nearest[0].citation, row.plan)}"


def _duty(row: CheckRow) -> str:
    acts = [f"{act.said()}." for act in row.standing.acts]
    return "\n".join([unmarked(said(row.duty)), about(row.duty), *row.links.said(), *acts])


def _registers(paper: _Paper, report: Report) -> None:
    titles = {title: f"{title} ({len(lines)})" for title, _, lines in report.registers if lines}
    if "Conflicts" in titles:
        paper.heading(titles["Conflicts"], 1)
        for at, one in enumerate(report.conflicts):
            if one.minor and (at == 0 or not report.conflicts[at - 1].minor):
                paper.say("Slips of the pen, which mislead nobody:", stays=True)
            paper.say(one.why, bold=True, stays=True)
            for side in (one.a, one.b):
                if side:
                    paper.say(quoted(side, report.plan.id), quote=True)
    if "Directions" in titles:
        paper.heading(titles["Directions"], 1)
        paper.table(DIRECTIONS, [_direction(row) for row in report.directions])


def _direction(row: Tracked) -> tuple[str, ...]:
    direction = row.direction
    when = direction.deadline_text or direction.deadline or "no deadline stated"
    stands = [row.act.said() if row.act else "No status set.", "Overdue." if row.overdue else ""]
    whose = ", ".join(direction.owners) or "no owner stated"
    return direction.id, direction.text, f"{whose}\n{when}", "\n".join(filter(None, stands))


def _group(verdict: Any, rows: Sequence[CheckRow]) -> str:
    return f"{_name(verdict)} ({len(rows)})"


def _name(verdict: Any) -> str:
    return in_words(verdict).capitalize()


class _Paper:
    """A Word document of A4 pages that is filled from top to bottom."""

    def __init__(self, title: str) -> None:
        from docx.shared import Mm

        self._paper = word_paper()
        self._marks = count(1)
        page = self._paper.sections[0]
        page.left_margin = page.right_margin = Mm(17)
        page.top_margin = page.bottom_margin = Mm(18)
        self._styled()
        self._paper.core_properties.title = plain(title)
        self._paper.core_properties.language = "en-GB"
        self._paper.add_heading(plain(title), 0)
        self._field(page.footer.paragraphs[0].add_run("Page ")._r.getparent(), "PAGE", "1")

    def _styled(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        styles = self._paper.styles
        for name, points, after in (("Normal", POINTS, 3), ("Title", 20, 8), ("Heading 1", 15, 4), ("Heading 2", 12, 3)):
            style = styles[name]
            style.font.name, style.font.size, style.paragraph_format.space_after = FONT, Pt(points), Pt(after)
            style.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font goes before the named
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        styles["Heading 1"].paragraph_format.space_before, styles["Heading 2"].paragraph_format.space_before = Pt(16), Pt(10)
        quote = styles["Quote"]
        quote.font.italic, quote.font.color.rgb = False, RGBColor(0x33, 0x33, 0x33)
        quote.paragraph_format.left_indent, quote.paragraph_format.space_after = Mm(6), Pt(10)
        for level in range(1, DEEPEST + 1):
            entry = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            entry.base_style, entry.paragraph_format.left_indent = styles["Normal"], Mm(6 * (level - 1))
            entry.paragraph_format.space_after = Pt(2 if level == 1 else 0)
            entry.font.size = Pt(POINTS if level == 1 else 9)

    def say(self, text: str, *, bold: bool = False, quote: bool = False, stays: bool = False) -> None:
        """A paragraph; one that `stays` is on the page of the next."""
        paragraph = self._paper.add_paragraph(style="Quote" if quote else None)
        paragraph.add_run(plain(text)).bold = bold or None
        paragraph.paragraph_format.keep_with_next = stays or None

    def heading(self, text: str, level: int) -> None:
        heading = self._paper.add_heading(plain(text), level)
        name = f"_Toc{next(self._marks):06}"
        start = self._element("w:bookmarkStart", id=name[4:].lstrip("0"), name=name)
        heading._p.insert(1, start)  # after the paragraph's own properties
        heading._p.append(self._element("w:bookmarkEnd", id=name[4:].lstrip("0")))

    def contents(self, headings: Sequence[tuple[str, int]]) -> None:
        """A field that Word fills in with pages when it opens the file. Its entries are written here already, each a link
        to its heading, so that they can be read wherever no field is filled in."""
        if not headings:
            return
        named = self._paper.add_paragraph().add_run("Contents")  # no heading, or it would list itself
        named.bold, named.font.size = True, self._paper.styles["Heading 1"].font.size
        for at, (text, level) in enumerate(headings, 1):
            entry = self._paper.add_paragraph(style=f"toc {level}")._p
            if at == 1:
                self._begin(entry, f'TOC \\o "1-{DEEPEST}" \\h \\z \\u', dirty="true")
            link = self._element("w:hyperlink", anchor=f"_Toc{at:06}", history="1")
            link.append(self._run(plain(text)))
            entry.append(link)
        entry.append(self._mark("end"))

    def table(self, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
        from docx.shared import Mm

        table = self._paper.add_table(rows=len(rows) + 1, cols=len(columns), style="Light Grid Accent 1")
        table.autofit = False
        for column, (_, width) in zip(table.columns, columns, strict=True):
            column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
        lines = [[name for name, _ in columns], *rows]
        for drawn, texts in zip(table.rows, lines, strict=True):
            for cell, text, (_, width) in zip(drawn.cells, texts, columns, strict=True):
                cell.text, cell.width = plain(text), Mm(width)
            drawn._tr.get_or_add_trPr().append(self._element("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(self._element("w:tblHeader"))
        self._paper.add_paragraph()

    def saved(self) -> bytes:
        out = io.BytesIO()
        self._paper.save(out)
        return out.getvalue()

    def _field(self, paragraph: Any, instruction: str, shown: str) -> None:
        self._begin(paragraph, instruction)
        paragraph.append(self._run(shown))
        paragraph.append(self._mark("end"))

    def _begin(self, paragraph: Any, instruction: str, **given: str) -> None:
        paragraph.append(self._mark("begin", **given))
        run, code = self._element("w:r"), self._element("w:instrText")
        code.text = instruction
        run.append(code)
        paragraph.append(run)
        paragraph.append(self._mark("separate"))

    def _mark(self, kind: str, **given: str) -> Any:
        run = self._element("w:r")
        run.append(self._element("w:fldChar", fldCharType=kind, **given))
        return run

    def _run(self, text: str) -> Any:
        run, shown = self._element("w:r"), self._element("w:t")
        shown.text = text
        run.append(shown)
        return run

    @staticmethod
    def _element(tag: str, **given: str) -> Any:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        made = OxmlElement(tag)
        for name, value in given.items():
            made.set(qn(f"w:{name}"), value)
        return made
