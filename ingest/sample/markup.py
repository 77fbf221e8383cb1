"""The sample's sources: a small markup, read into elements that the writers turn into PDF, DOCX, HTML and text.

A source begins with `key: value` lines and a line of three hyphens. Then, a line each, parted by empty lines where a
paragraph ends: `# heading`, `- item` or `- (a) item`, `| cell | cell |`, `Table: caption`, `> boxed` (the first such line is
the box's title), `[^1]: footnote`, `\\command`, and paragraphs, which may begin with a number of their own ("3.1", "12.").
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

Kind = Literal["heading", "paragraph", "list", "table", "box", "note", "command"]

_NUMBERED = re.compile(r"(\d+(?:\.\d+)+|\d+\.) (?=\S)")
_ITEM_MARK = re.compile(r"(\([a-z]+\)|\d+\.) (?=\S)")
_NOTE = re.compile(r"\[\^(\d+)\]: (.+)")
_STARTS = {"#": "heading", "- ": "list", "|": "table", "Table: ": "caption", "> ": "box", "\\": "command"}
NOTE_MARK = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True, slots=True)
class Element:
    """`text` is a heading, paragraph, caption, box title, footnote or command; `lines` are items, boxed lines or rows'
    cells; `level` is a heading's, from 1; `mark` a footnote's."""

    kind: Kind
    text: str = ""
    lines: tuple[tuple[str, ...], ...] = ()
    level: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """One source: its name without the ending, its facts, its elements in order."""

    name: str
    facts: dict[str, str]
    elements: tuple[Element, ...]

    def fact(self, key: str) -> str:
        """A fact from the head of the source, empty where it has none."""
        return self.facts.get(key, "")

    def has(self, command: str) -> bool:
        """Whether the source gives this command."""
        return any(element.kind == "command" and element.text == command for element in self.elements)


def read(path: Path) -> Script:
    """The script in a source file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return Script(path.stem, facts, tuple(_elements(body)))


def number_and_text(paragraph: str) -> tuple[str, str]:
    """A paragraph's own number, as printed, and the rest.

    >>> number_and_text("3.1 Two sites."), number_and_text("12. Plans."), number_and_text("2 or more.")
    (('3.1', 'Two sites.'), ('12.', 'Plans.'), ('', '2 or more.'))
    """
    match = _NUMBERED.match(paragraph)
    return (match.group(1), paragraph[match.end() :]) if match else ("", paragraph)


def mark_and_text(item: str) -> tuple[str, str]:
    """A list item's own mark, as printed, and the rest; no mark for a bullet.

    >>> mark_and_text("(a) divide"), mark_and_text("divide")
    (('(a)', 'divide'), ('', 'divide'))
    """
    match = _ITEM_MARK.match(item)
    return (match.group(1), item[match.end() :]) if match else ("", item)


def _elements(body: str) -> Iterator[Element]:
    caption = ""
    lines = [line.rstrip() for line in body.splitlines()]
    for kind, run in groupby(lines, key=_kind):
        group = list(run)
        if kind == "caption":
            caption = group[0].removeprefix("Table: ")
        elif kind == "table":
            rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in group)
            yield Element("table", caption, rows)
            caption = ""
        elif kind == "list":
            yield Element("list", lines=tuple((line.removeprefix("- "),) for line in group))
        elif kind == "box":
            title, *rest = (line.removeprefix("> ") for line in group)
            yield Element("box", title, tuple((line,) for line in rest))
        elif kind:
            yield from (_single(kind, line) for line in group)


def _kind(line: str) -> str:
    for start, kind in _STARTS.items():
        if line.startswith(start):
            return kind
    if _NOTE.match(line):
        return "note"
    return "paragraph" if line else ""


def _single(kind: str, line: str) -> Element:
    if kind == "heading":
        hashes, text = line.split(" ", 1)
        return Element("heading", text, level=len(hashes))
    if kind == "note":
        match = _NOTE.match(line)
        assert match
        return Element("note", match.group(2), mark=match.group(1))
    if kind == "command":
        return Element("command", line[1:])
    return Element("paragraph", line)
