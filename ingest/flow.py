"""Structure that the words themselves show, for text whose format does not.

Converted documents often keep no heading styles: a heading is a short line alone, a numbered paragraph is a bullet that
begins with "3.5", the contents are lines of dots. Text, HTML and DOCX share what is here; headings and items that the
format does know are left as they are. (`headlines` has the part that finds headings.)
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest import boxes
from ingest.blocks import Block
from ingest.headlines import headings, lead_ins, run_in_headings
from ingest.pieces import Piece

BULLETS = "•◦▪▫●○‣⁃∙·■□➢➤►✓–—-*\uf0b7\uf0a7"
_BULLET = re.compile(rf"^[{re.escape(BULLETS)}]\s+(?=\S)")
_DECIMAL = re.compile(r"^(?P<mark>(?P<number>\d{1,3}(?:\.\d{1,3})+)[.)]?)\s+(?=\S)(?P<rest>.*)$", re.DOTALL)
_WHOLE = re.compile(r"^(?P<mark>\(?(?P<number>\d{1,3})[.)])\s+(?P<rest>\S.*)$", re.DOTALL)
_TIGHT = re.compile(r"^(?P<number>\d{1,3})\.(?=[A-Z][a-z])")  # "12.The": the blank is missing
_LETTER = re.compile(
    r"^(?P<mark>\((?P<inside>[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)|(?P<open>[a-z]|[ivx]{1,5})[.)])\s+(?P<rest>\S.*)$", re.DOTALL
)
# "B3 Concerns are to", "Standard 3: Concerns are to ... police."
_LABEL = re.compile(
    r"^(?:(?P<series>[A-Z]{1,3})|(?P<word>Standard|Requirement|Principle|Rule|Expectation|Criterion)\s(?=.*[.;:]$))"
    r"(?P<at>\d{1,2})[.:)]?\s+(?:[–—-]\s+)?(?=[A-Z])",
    re.DOTALL,
)
_FEWEST_LABELS = 3  # of one series, counting on; two may be paper sizes
_DATE_NUMBER = re.compile(r"\d{1,2}\.\d{2}\.\d{2,4}")
_DOTTED = re.compile(r"^\S.*?(?:\.{3,}|…|(?:\. ){3,})[\s.]*(?:\d{1,4}|[ivxlc]{1,6})$")
_ENDS_IN_PAGE = re.compile(r"^\S.*?[\s.…]+(?P<page>\d{1,3})$")
_CONTENTS_TITLE = re.compile(r"^(?:table of )?contents:?$", re.IGNORECASE)
_NAVIGATION = re.compile(
    r"^(?:skip to (?:main )?content\b.{0,200}|you are here:.{0,200}|back to (?:the )?top)$", re.IGNORECASE
)
_CONTENTS_LINES = 4  # a table of fewer rows that end in rising numbers says something else
_CAPTION = re.compile(r"^(?:table|figure|chart|box)\s+[\dA-Z][\d.]*\b", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE = re.compile(r"^(?:(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\[\^?(?P<square>\d{1,3})\]:?)\s*(?=\S)")
_FIGURE = re.compile(r"[£$€]?\d[\d,.]*%?$|\d{1,2}/\d")
_REFERENCE = re.compile(r"[A-Z]{1,6}[-/ ]?\d+(?:[-/.]\d+)+")  # "SD-26-01": what a form gives, no column's name
_BROKEN_OFF = 40  # characters: a shorter line without a stop is a heading or a label, not half a sentence
_SHORT_ITEM = 180  # characters: "1. ..." lines no longer than this are a list, longer ones numbered paragraphs


def structure(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Blocks with their numbers, headings, contents, footnotes and captions told apart."""
    narrow = boxes.without_empty_columns
    whole = (_words_only, _contents, narrow, _notes, _bullets, _joined, _captions)
    for step in (*whole, lead_ins, run_in_headings, _numbers, headings):
        pieces = step(pieces)
    return tuple(piece.block for piece in pieces)


def _words_only(pieces: Sequence[Piece]) -> list[Piece]:
    """Without what holds no word, and without what a web page says to get about in it."""
    return [piece for piece in pieces if _has_words(piece.block) and not _NAVIGATION.match(piece.text)]


def _has_words(block: Block) -> bool:
    cells = (cell for row in block.rows for cell in row.cells)
    return any(re.search(r"\w", text) for text in (block.text, *cells))


def _contents(pieces: Sequence[Piece]) -> list[Piece]:
    """Lines of dots with a page number, those between them that lost their dots, and tables of headings and pages."""
    found: list[Piece] = []
    for piece in pieces:
        lines = [" ".join(cell for cell in row.cells if cell) for row in piece.block.rows]
        if piece.block.kind == "table" and _lists_pages(lines):
            found += [Piece(Block("contents", line)) for line in lines]
        elif _is_contents(piece.block, bool(found) and found[-1].block.kind == "contents"):
            found.append(piece.turned(kind="contents"))
        else:
            found.append(piece)
    return found


def _is_contents(block: Block, after_contents: bool) -> bool:
    if after_contents and block.kind in ("paragraph", "item", "heading"):
        return bool(_ENDS_IN_PAGE.match(block.text))
    return block.kind in ("paragraph", "item") and bool(_DOTTED.match(block.text) or _CONTENTS_TITLE.match(block.text))


def _lists_pages(lines: Sequence[str]) -> bool:
    """Do all lines end in a page number, none lower than the one before?"""
    pages = [int(match["page"]) for line in lines if (match := _ENDS_IN_PAGE.match(line))]
    return len(pages) == len(lines) >= _CONTENTS_LINES and pages == sorted(pages)


def _notes(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        match = _NOTE.match(piece.text) if piece.block.kind == "paragraph" else None
        if match:
            number = (match["raised"] or match["square"]).translate(_SUPERSCRIPT)
            piece = piece.turned(kind="note", number=number, text=piece.text[match.end() :])
        found.append(piece)
    return found


def _bullets(pieces: Sequence[Piece]) -> list[Piece]:
    """A paragraph that begins with a bullet is an item; an item keeps no bullet."""
    found: list[Piece] = []
    for piece in pieces:
        match = _BULLET.match(piece.text) if piece.block.kind in ("paragraph", "item") else None
        found.append(piece.turned(kind="item", text=piece.text[match.end() :]) if match else piece)
    return found


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """A sentence that a page's end broke: its second half begins with a small letter, footnotes may stand between."""
    found: list[Piece] = []
    for piece in pieces:
        at = next((at for at in range(len(found) - 1, -1, -1) if found[at].block.kind != "note"), None)
        if at is not None and _continues(found[at].block, piece.block):
            found[at] = found[at].with_rest(piece)
        else:
            found.append(piece)
    return found


def _continues(before: Block, block: Block) -> bool:
    if before.kind not in ("paragraph", "item") or block.kind != "paragraph" or len(before.text) <= _BROKEN_OFF:
        return False
    return bool(re.search(r"[\w,;)’']$", before.text) and re.match(r"[a-z]", block.text))


def _captions(pieces: Sequence[Piece]) -> list[Piece]:
    """The line "Table 1: ..." right above a table is its caption."""
    found: list[Piece] = []
    for piece in pieces:
        bare = piece.block.kind == "table" and not piece.block.caption
        if bare and found and found[-1].block.kind == "paragraph" and _CAPTION.match(found[-1].text):
            found[-1] = piece.turned(caption=found[-1].text)
        else:
            found.append(piece)
    return found


def _numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """Printed numbers: 3.12 of a paragraph (kept in its text) or an item (taken out of it), 1. and (a) of an item."""
    found: list[Piece] = []
    labels = _labels(pieces)
    for at, piece in enumerate(pieces):
        block = piece.block
        if at in labels:
            piece = piece.turned(number=labels[at])
        elif block.kind in ("paragraph", "item") and block.number is None:
            piece = _numbered(piece, found, pieces[at + 1] if at + 1 < len(pieces) else None)
        found.append(piece)
    return found


def _labels(pieces: Sequence[Piece]) -> dict[int, str]:
    """The paragraphs, by their place, that letters or a word with a figure number ("B1", "Standard 2"), each series
    counting on."""
    series: dict[str, list[tuple[int, int]]] = {}
    for at, piece in enumerate(pieces):
        match = _LABEL.match(piece.text) if piece.block.kind == "paragraph" and piece.block.number is None else None
        name = match["series"] or f"{match['word']} " if match else ""
        if match and int(match["at"]) == (series[name][-1][1] + 1 if name in series else 1):
            series.setdefault(name, []).append((at, int(match["at"])))
    return {at: f"{name}{n}" for name, found in series.items() if len(found) >= _FEWEST_LABELS for at, n in found}


def _numbered(piece: Piece, before: Sequence[Piece], after: Piece | None) -> Piece:
    block = piece.block
    if (match := _DECIMAL.match(block.text)) and _plausible(match):
        if block.kind == "item":
            return piece.turned(number=match["number"], mark=match["mark"], text=match["rest"])
        return piece.turned(number=match["number"])
    if match := _WHOLE.match(block.text):
        number = int(match["number"])
        listed = block.kind == "item" and not _counts_on(number, before)
        if listed or _in_a_list(number, match["rest"], before, after):
            return piece.turned(kind="item", number=match["number"], mark=match["mark"], text=match["rest"])
        return piece.turned(kind="paragraph", number=match["number"])
    if block.kind == "paragraph" and (match := _TIGHT.match(block.text)) and _next_paragraph(int(match["number"]), before):
        return piece.turned(number=match["number"])
    if match := _LETTER.match(block.text):
        level = block.level or int(bool(before) and _is_whole_item(before[-1].block))
        letter = match["inside"] or match["open"]
        return piece.turned(kind="item", number=letter, mark=match["mark"], text=match["rest"], level=level)
    return piece


def _is_whole_item(block: Block) -> bool:
    return block.kind == "item" and bool(block.number) and (block.number or "").isdigit()


def _plausible(match: re.Match[str]) -> bool:
    """A paragraph's number, not a quantity: "1.2 To support", not "1.2 million people" or "31.03.23 is"."""
    number = match["number"]
    if number.startswith("0") or _DATE_NUMBER.fullmatch(number):
        return False
    return number.count(".") > 1 or not re.match(r"[a-z]", match["rest"])


def _counts_on(number: int, before: Sequence[Piece]) -> bool:
    """Is the last numbered paragraph the one before this number? Then a bullet in front of it is a converter's slip."""
    numbers = (piece.block.number for piece in reversed(before) if piece.block.kind == "paragraph" and piece.block.number)
    return next(numbers, None) == str(number - 1)


def _next_paragraph(number: int, before: Sequence[Piece]) -> bool:
    """Is it the first numbered paragraph, or does it count on?"""
    return number == 1 or _counts_on(number, before)


def _in_a_list(number: int, text: str, before: Sequence[Piece], after: Piece | None) -> bool:
    """Does "2. ..." belong to a list? Yes under a lead-in, after item 1 of a list, or in a run of short lines."""
    above = [piece.block for piece in before if piece.block.kind != "note"]
    items = takewhile(lambda block: block.kind == "item", reversed(above))
    counted = next((block for block in items if _is_whole_item(block)), None)
    if counted:
        return counted.number == str(number - 1)
    if number != 1 or not above:
        return False
    if above[-1].kind == "paragraph" and above[-1].text.rstrip().endswith(":"):
        return True
    follows = _WHOLE.match(after.text) if after else None
    return bool(follows and follows["number"] == "2" and max(len(text), len(follows["rest"])) <= _SHORT_ITEM)


def item_level(indent: int, indents: list[int]) -> int:
    """How many outer items an item stands in. `indents` holds those of the items above and is kept up to date; one step
    more is a slip, not a step in (converters write " - " for "- ").

    >>> open_items: list[int] = []
    >>> [item_level(indent, open_items) for indent in (0, 1, 4, 0)]
    [0, 0, 1, 0]
    """
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return len(indents) - 1


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Is a table's first row its header? Yes where every cell has words and none a figure, a date or a reference.

    >>> has_header([["Role", "Cost"], ["Analyst", "71"]]), has_header([["DATE", "07/04/2024"], ["NAME", "A Shah"]])
    (True, False)
    >>> has_header([["Reference", "HC/26-01"], ["Issued to", "Hill Council"]])
    False
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    return all(cell and not _FIGURE.match(cell) and not _REFERENCE.fullmatch(cell) for cell in rows[0])
