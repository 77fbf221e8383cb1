"""Which lines that stand alone are headings, and how deep they stand.

Words decide only where the format does not: a number, a label ("Annex A:"), bold type, or a short line with running text
under it. What looks like an address, a date, a caption, a field ("Email: ...") or a lead-in is none.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.blocks import Block
from ingest.pieces import Piece
from kb.text import fold_white

LONGEST = 120  # characters; section titles with the statute's section in brackets reach 100
_RUNNING = 120  # a line longer than this is running text even without a full stop
_MANY_WORDS = 12  # a bare line with more is a sentence, a definition or an item
_FEW_WORDS = 6  # above a list, a line with more words than this introduces it rather than heads it

_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=[A-Z‘'\"“])")
_OUTERMOST = re.compile(
    r"^(?:annex|appendix|appendices|chapter|part|schedule|foreword|glossary|contents|references)\b", re.IGNORECASE
)
_LABELLED = re.compile(
    r"^(?:annex|appendix|chapter|part|schedule|section|option|priority|aim|outcome|direction|stage|step|theme)"
    r"\s+\w{1,4}\s*[:–—-]",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^[\w' ]{1,40}:\s*\S")
_MONTH_YEAR = r"[A-Z][a-z]{2,8}\.?,?\s+\d{4}"
_DATE = re.compile(
    rf"^(?:\w+day,?\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH_YEAR}|^{_MONTH_YEAR}$|^\d{{4}}\s*[-–/]\s*\d{{2,4}}$"
)
_ADDRESS = re.compile(r"@|https?:|www\.|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b|\b\d{5,}\b")
_CAPTION = re.compile(r"^(?:table|figure|chart|box)\s+[\dA-Z][\d.]*\b", re.IGNORECASE)
_INTRODUCES = re.compile(
    r"\b(?:to|is|are|was|were|be|includ(?:e|es|ed|ing)|of|that|by|for|the|with|and|or|has|have|must|should|will|may|can|"
    r"ensur(?:e|es|ing)|below|follow(?:s|ing)|as|on|in)$"
)
_SAYS = re.compile(  # a sentence without its stop: what somebody must do, or whose value is still to come
    r"^(?!(?:what|how|who|whom|whose|when|where|why|which)\b)(?:"
    r".*\b(?:must|shall)(?:\s+\S+){2}|(?:the|an?|each|every|all|any|no)\s.*\b(?:should|will)(?:\s+\S+){3}|"
    r".*\b(?:should|will|may|is|are|was|were|has|have)\s.*(?:\]|\bTB[CAD]|\bto be (?:confirmed|agreed|determined))$)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"”’]\.?$")
_CONTENTS_LINE = re.compile(r"^(?P<title>\S.*?)[\s.…]*\s*\d{1,4}$")
_LONGEST_STEP = 240  # characters
_SHORT_WORD = 3  # letters: "The" and "A" open lines of every kind
_STACKED = 4  # bare lines one under another, from which they may be the steps of a list
_STOPPED = re.compile(r"[.:;?!][\"'’”]*$")
_CHECKLIST = re.compile(r"\bcheck-?list\b", re.IGNORECASE)
_UNKNOWN = 99  # the level of a heading that is found from what stands around it


def run_in_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """A bullet that is bold throughout, with running text under it, is the heading of that text."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        heads = piece.block.kind == "item" and piece.bold and len(piece.text) <= LONGEST
        if heads and not piece.text[:1].isdigit() and _is_text(_after(pieces, at)):
            piece = piece.turned(kind="heading", level=_UNKNOWN)
        found.append(piece)
    return found


def lead_ins(pieces: Sequence[Piece]) -> list[Piece]:
    """A heading by its type that announces the list right under it ("The aims are:") leads in to that list, and heads
    nothing that comes after."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.block.kind == "heading" and _announces(piece.text) and _opens_list(_after(pieces, at)):
            piece = piece.turned(kind="paragraph", level=0)
        found.append(piece)
    return found


def _announces(text: str) -> bool:
    return text.rstrip().endswith(":") and bool(_INTRODUCES.search(text.rstrip(" :")))


def _opens_list(piece: Piece | None) -> bool:
    return piece is not None and (piece.block.kind == "item" or re.match(r"1[.)]\s", piece.text) is not None)


def headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Lines that stand alone become headings, each with a level."""
    chosen = _chosen(pieces)
    styled = [piece.block.level for piece in pieces if piece.block.kind == "heading" and piece.block.level != _UNKNOWN]
    contents = {_words(piece.text) for piece in pieces if piece.block.kind == "contents"}
    levels = _Levels(contents, outermost=min(styled, default=1))
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in chosen:
            level = levels.of_line(piece.text, after_one=at - 1 in chosen, before_one=at + 1 in chosen)
            piece = piece.turned(kind="heading", level=level)
        elif piece.block.kind == "heading":
            piece = piece.turned(level=levels.of_heading(piece.block))
        found.append(piece)
    return found


def _chosen(pieces: Sequence[Piece]) -> set[int]:
    """Which lines are headings. Of three bare lines or more in a row (a title page, an address) only the last can be."""
    chosen: set[int] = set()
    for start, stop in _runs(list(_candidates(pieces))):
        if start and _QUOTED.search(pieces[start - 1].text) and not _is_strong(pieces[start]):
            start += 1  # who said it
        strong = {at for at in range(start, stop) if _is_strong(pieces[at])}
        chosen |= strong
        after = _after(pieces, stop - 1)
        if start < stop and (_is_text(after) or (_is_list_or_table(after) and not _introduces(pieces[stop - 1].text))):
            chosen |= {stop - 1} | ({start} if stop - start == 2 else set())
    return chosen


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where runs of true flags begin and end.

    >>> list(_runs([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    start: int | None = None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            yield start, at
            start = None


def _may_be_heading(piece: Piece) -> bool:
    block, text = piece.block, piece.text
    if block.kind != "paragraph" or len(text) > LONGEST:
        return False
    words = _NUMBER.sub("", text)
    if not re.match(r"[\"'‘“]?[A-Z]", words) or re.search(r"[.;:,][\"'’”)]*$|[.!]\s+[A-Z\[]", words):
        return False
    if _ADDRESS.search(text) or _DATE.match(text) or _CAPTION.match(text) or _SAYS.match(words):
        return False
    return _is_strong(piece) or (len(words.split()) <= _MANY_WORDS and not _FIELD.match(words))


def _candidates(pieces: Sequence[Piece]) -> Iterator[bool]:
    """Which lines may be headings. Where 61. is a paragraph, the short line 62. is one too: its number is no section's."""
    paragraph = ""
    steps = _steps(pieces)
    for at, piece in enumerate(pieces):
        number = piece.block.number or ""
        counts_on = number.isdigit() and paragraph == str(int(number) - 1)
        if number.isdigit() and piece.block.kind == "paragraph":
            paragraph = number if counts_on or len(piece.text) > _RUNNING else ""
        yield _may_be_heading(piece) and not counts_on and at not in steps


def _steps(pieces: Sequence[Piece]) -> set[int]:
    """Lines that are the steps of a list without marks: they stand one under another, end in no stop, and half of them open
    with a word that opens another too ("Complete ...", "Consider ..."), or they stand in what calls itself a checklist."""
    found: set[int] = set()
    for start, stop in _runs([_is_bare(piece) for piece in pieces]):
        if stop - start < _STACKED:
            continue
        openings = Counter(pieces[at].text.split()[0] for at in range(start, stop))
        alike = sum(count for word, count in openings.items() if count > 1 and len(word) > _SHORT_WORD)
        if alike * 2 >= stop - start or any(_CHECKLIST.search(piece.text) for piece in pieces[max(start - 3, 0) : start]):
            found.update(range(start, stop))
    return found


def _is_bare(piece: Piece) -> bool:
    """A line that nothing but its place tells from running text, and that ends in no stop."""
    block = piece.block
    plain = block.kind == "paragraph" and block.number is None and not piece.bold and bool(piece.text)
    return plain and not _is_strong(piece) and len(piece.text) <= _LONGEST_STEP and not _STOPPED.search(piece.text)


def _is_strong(piece: Piece) -> bool:
    """A number, a label or bold type says heading whatever stands around it."""
    return bool(_NUMBER.match(piece.text) or _LABELLED.match(piece.text) or piece.bold)


def _introduces(text: str) -> bool:
    return len(text.split()) > _FEW_WORDS or bool(_INTRODUCES.search(text))


def _after(pieces: Sequence[Piece], at: int) -> Piece | None:
    return next((piece for piece in pieces[at + 1 :] if piece.block.kind != "note"), None)


def _is_list_or_table(piece: Piece | None) -> bool:
    return piece is not None and piece.block.kind in ("item", "table")


def _is_text(piece: Piece | None) -> bool:
    """Running text: a sentence with its stop, a lead-in, a long line, or a paragraph or an item with a number of its own."""
    if piece is None or piece.block.kind not in ("paragraph", "item"):
        return False
    if "." in (piece.block.number or ""):
        return True
    ends = re.search(r"[.:;?!][\"'’”)]*$", piece.text)
    return piece.block.kind == "paragraph" and (len(piece.text) > _RUNNING or bool(ends))


def _words(text: str) -> str:
    """A heading's or a contents line's words alone.

    >>> _words("3.1 Considerations ....... 8") == _words("Considerations")
    True
    """
    match = _CONTENTS_LINE.match(text)
    return fold_white(_NUMBER.sub("", match["title"] if match else text)).casefold().strip(" .:")


class _Levels:
    """The level of each heading in turn: what the format says, else its number, else one below the last that was sure.

    Of two bare headings together the second stands below the first, and so do the bare ones that follow.
    """

    def __init__(self, in_contents: set[str], outermost: int) -> None:
        self.in_contents = in_contents
        self.outermost = outermost  # the format's own outermost level in this document
        self.numbers_from = 1  # the level of headings numbered 1, 2, 3
        self.sure = 0
        self.below = 1

    def of_heading(self, block: Block) -> int:
        if block.level == _UNKNOWN:
            return self.sure + self.below + 1
        level = block.level - self.outermost + 1
        if number := _NUMBER.match(block.text):
            depth = number["number"].count(".")
            if depth == 0:
                self.numbers_from = level
            level = max(level, self.numbers_from + depth)  # some styles give 3 and 3.1 the same level
        return self.settle(level)

    def of_line(self, text: str, after_one: bool, before_one: bool) -> int:
        if number := _NUMBER.match(text):
            return self.settle(self.numbers_from + number["number"].count("."))
        if _OUTERMOST.match(text) or _words(text) in self.in_contents:
            return self.settle(1)
        if after_one or before_one:
            self.below = 2 if after_one and self.below else 1
        return self.sure + self.below

    def settle(self, level: int) -> int:
        self.sure, self.below = level, 1
        return level
