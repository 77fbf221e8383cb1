"""The sample as text, HTML and DOCX. The PDFs, which need reportlab, are made in `build`."""
from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

import docx
from docx.shared import Pt

from ingest.sample.markup import NOTE_MARK, Element, Script, mark_and_text, number_and_text

MADE = datetime(2026, 1, 5, 9, 0)  # written into every file that wants a date, so that each build is the same
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_text(script: Script) -> str:
    """The document in the plain form that answers are scored against: headings with #, cells parted by tabs."""
    parts = [script.fact("author"), f"# {script.fact('title')}"]
    parts += [script.fact(key) for key in ("subtitle", "status", "item", "date", "notice") if script.fact(key)]
    parts += [text for element in script.elements if (text := _text(element))]
    return "\n\n".join(parts) + "\n"


def _text(element: Element) -> str:
    if element.kind == "heading":
        return "#" * (element.level + 1) + " " + element.text
    if element.kind == "list":
        return "\n".join(f"- {item}" for (item,) in element.lines)
    if element.kind == "table":
        return "\n".join([element.text] * bool(element.text) + ["\t".join(row) for row in element.lines])
    if element.kind == "box":
        return "\n\n".join([f"**{element.text}**", *(line for (line,) in element.lines)])
    if element.kind == "note":
        return f"{element.mark.translate(_SUPERSCRIPTS)} {element.text}"
    if element.kind == "paragraph":
        return NOTE_MARK.sub(lambda mark: mark.group(1).translate(_SUPERSCRIPTS), element.text)
    return ""


def as_html(script: Script, template: str) -> str:
    """The document as a page of the board's website: the template's own words stand around it."""
    facts = {key: escape(value) for key, value in script.facts.items()}
    return template.format(**facts, body="\n".join(_html(script.elements)))


def _html(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        if element.kind == "heading":
            yield f"<h{element.level + 1}>{escape(element.text)}</h{element.level + 1}>"
        elif element.kind == "list":
            yield "<ul>\n" + "\n".join(f"<li>{escape(item)}</li>" for (item,) in element.lines) + "\n</ul>"
        elif element.kind == "paragraph":
            number, text = number_and_text(element.text)
            depth = ' class="sub"' if number.count(".") > 1 else ""
            opening = f'<p id="d{number}"{depth}><strong>{number}</strong> ' if number else "<p>"
            yield f"{opening}{escape(text)}</p>"
        else:
            raise ValueError(f"The web page has no form for a {element.kind}: write one in ingest/sample/writers.py.")


def as_docx(script: Script) -> bytes:
    """The document as Word keeps it: heading styles, list styles, ruled tables, a head and a page number."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    _properties(document, script)
    document.sections[0].header.paragraphs[0].text = f"{script.fact('author')}: {script.fact('item')}"
    document.sections[0].footer.paragraphs[0].text = script.fact("notice")
    document.add_paragraph(script.fact("author"))
    document.add_paragraph(script.fact("date"))
    document.add_paragraph(script.fact("title"), style="Title")
    document.add_paragraph(script.fact("item"))
    for element in script.elements:
        _add(document, element)
    return _zipped_alike(document)


def _properties(document: Any, script: Script) -> None:
    properties = document.core_properties
    properties.title, properties.author = script.fact("title"), script.fact("author")
    properties.comments = ""
    properties.created = properties.modified = MADE


def _add(document: Any, element: Element) -> None:
    if element.kind == "heading":
        document.add_heading(element.text, level=element.level)
    elif element.kind == "list":
        for (item,) in element.lines:
            mark, _ = mark_and_text(item)
            document.add_paragraph(item, style="List Paragraph" if mark else "List Bullet")
    elif element.kind == "table":
        document.add_paragraph(element.text, style="Caption")
        table = document.add_table(rows=0, cols=len(element.lines[0]), style="Table Grid")
        for n, row in enumerate(element.lines):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(text).bold = n == 0
        document.add_paragraph()
    elif element.kind == "paragraph":
        number, text = number_and_text(element.text)
        document.add_paragraph(f"{number}\t{text}" if number else text)
    else:
        raise ValueError(f"The Word paper has no form for a {element.kind}: write one in ingest/sample/writers.py.")


def _zipped_alike(document: Any) -> bytes:
    """The file with a fixed time on every member: python-docx writes the time of day."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(zipfile.ZipInfo(member, MADE.timetuple()[:6]), old.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()
