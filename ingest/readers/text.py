"""Plain text and Markdown. Tabs or pipes separate a table's cells; emphasis and link marks are dropped, words are kept."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest import flow
from ingest.blocks import Block, Row, Source
from ingest.pieces import RAISED, Piece
from kb.errors import UnreadableFile

ENDINGS = (".txt", ".text", ".md", ".markdown")
WRAPPED = 120  # columns: a file with no longer line is taken to break its lines inside paragraphs
TAB = 4  # columns
STRAY = 0.02  # share of control characters up to which a file is text: bytes that are no text have ten times as many
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), 127))

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,}|(?:- ){2,}-)\s*$")
_BULLET = re.compile(rf"^(?P<indent>\s*)[{re.escape(flow.BULLETS)}]\s+(?=\S)(?P<rest>.*)$")
_LONE_BULLET = re.compile(rf"^\s*[{re.escape(flow.BULLETS)}]\s*$")
_STARTS_ANEW = re.compile(
    r"^\s*(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]\s|\d{1,3}(?:\.\d{1,3})+\s|\([a-z]{1,4}\)\s|[⁰¹²³⁴⁵⁶⁷⁸⁹]|\[\^)"  # a number, a note
    r"|.*\.{3,}\s*\d*$"  # a line of the contents
)
_BOLD = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1$")
_MARKS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)"), r"\1"),  # links and pictures: their words
    (re.compile(r"<sup>(\d+)</sup>"), lambda match: match[1].translate(RAISED)),
    (re.compile(r"</?(?:sup|sub|b|i|em|strong|u|br)\s*/?>", re.IGNORECASE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~$])"), r"\1"),
)


def read(path: Path) -> Source:
    """A text file's blocks. Raises UnreadableFile where it is empty or no text."""
    text = decode(path.read_bytes(), path.name)
    if not text.strip():
        raise UnreadableFile(f"{path.name} is empty: there is nothing in it to read.")
    return Source(format="text", blocks=blocks(text))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of text that is not empty."""
    return flow.structure(list(_pieces(text)))


def decode(data: bytes, name: str) -> str:
    """Text in UTF-8, UTF-16 (with its mark) or Windows-1252, in this order. A few control characters are left out; what has
    many, or a null, is no text."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        kept = text.translate(_CONTROLS)
        if "\0" not in text and len(text) - len(kept) <= STRAY * len(text):
            return kept.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    raise UnreadableFile(f"{name} holds no text that can be read: save it as text in UTF-8 and add it again.")


def _pieces(text: str) -> Iterator[Piece]:
    """Groups of lines parted by blank lines, each as what it begins with."""
    indents: list[int] = []
    wrapped = max(len(line) for line in text.split("\n")) <= WRAPPED
    for group in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n")):
        lines = [line for line in group.split("\n") if not _RULE.match(line) and not _LONE_BULLET.match(line)]
        while lines:
            if _is_table(lines[0]):
                yield _table(_taken(lines, _is_table))
            elif heading := _HEADING.match(lines[0].strip()):
                lines.pop(0)
                yield Piece(Block("heading", _clean(heading[2]), level=len(heading[1])))
            else:
                yield _paragraph(_one_paragraph(lines, wrapped), indents)


def _one_paragraph(lines: list[str], wrapped: bool) -> list[str]:
    """The first line and those that continue it, taken out of `lines`; in a file that does not wrap its lines, only the
    rest of what is in bold."""
    taken = [lines.pop(0)]
    while lines and _goes_on(lines[0]) and (wrapped or " ".join(taken).count("**") % 2):
        taken.append(lines.pop(0))
    return taken


def _taken(lines: list[str], wanted: Callable[[str], bool]) -> list[str]:
    """The lines at the front that are `wanted`, taken out of `lines`."""
    count = 0
    while count < len(lines) and wanted(lines[count]):
        count += 1
    taken, lines[:] = lines[:count], lines[count:]
    return taken


def _is_table(line: str) -> bool:
    """A tab between words, or before them, makes a row; one after them makes nothing."""
    line = line.rstrip()
    return ("\t" in line and not _BULLET.match(line.lstrip())) or (line.lstrip().startswith("|") and line.count("|") > 1)


def _goes_on(line: str) -> bool:
    """A line inside a group that continues the line above."""
    return not (_BULLET.match(line) or _STARTS_ANEW.match(line) or _HEADING.match(line) or _is_table(line))


def _paragraph(lines: list[str], indents: list[int]) -> Piece:
    """A paragraph or an item; `indents` remembers how deep the items above stand."""
    text = " ".join(line.strip() for line in lines)
    bullet = _BULLET.match(lines[0])
    level = 0
    if bullet:
        text = text[len(lines[0].strip()) - len(bullet["rest"].strip()) :].strip()
        level = flow.item_level(len(bullet["indent"].expandtabs(TAB)), indents)
    else:
        indents.clear()
    bold = bool(_BOLD.match(text.strip()))
    return Piece(Block("item" if bullet else "paragraph", _clean(text), level=level), bold)


def _clean(text: str) -> str:
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def _table(lines: list[str]) -> Piece:
    rows = [_cells(line) for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    return Piece(Block("table", "", rows=tuple(Row(tuple(row)) for row in rows), header_rows=int(flow.has_header(rows))))


def _cells(line: str) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.strip().strip("|").split("|")
    return [_clean(cell) for cell in cells]
