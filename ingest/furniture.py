"""What every page repeats: running heads and feet, and the page labels printed in them.

They are known by their coming again at the same height of other pages, with figures folded ("Page 3" is "Page 4"), or by
a page number that keeps its distance from the physical page while the words beside it change by chapter.
"""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ingest.sheets import Line, Sheet

_EDGE = 0.12  # of the page's height, at the top and at the foot, is where running heads and feet stand
_WIDE_EDGE = 0.2  # ... and where a short line stands that most pages repeat, as a protective marking
_MOST_PAGES, _FEWEST_PAGES = 0.6, 4  # of the pages, and of them all
_SHORT = 40  # characters
_SAME_HEIGHT = 4.0  # points by which a running head's place may differ from page to page
_MOST_EDGE_LINES = 4  # lines of running head or foot on one page
_MOST_OF_TEXT = 0.08  # of the characters may be running heads and feet; in reports they are 1 to 3 in 100
_FEW_LINES = 2  # on a page
_LONG_WORD, _FEWEST_LONG = 4, 3  # letters, words
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)


def furniture(sheets: Sequence[Sheet], rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """For each page the lines of its running head and foot."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for sheet, lines in zip(sheets, rows, strict=True):
        for line in _edge_lines(sheet, lines, _WIDE_EDGE):
            for sign in _signs(line):
                seen[sign].append((sheet.page, line.bottom))
    few = 2 if len(sheets) <= 5 else 3
    most = max(_FEWEST_PAGES, _MOST_PAGES * len(sheets))
    found: list[list[Line]] = []
    for sheet, lines in zip(sheets, rows, strict=True):
        wide = [line for line in _edge_lines(sheet, lines, _WIDE_EDGE) if len(line.text) <= _SHORT]
        needed = {id(line): most for line in wide if not _is_page_number(line)}
        needed |= {id(line): few for line in _edge_lines(sheet, lines, _EDGE)}
        gone: list[Line] = []
        for ordered in (lines, lines[::-1]):
            for line in ordered:
                pages = needed.get(id(line))
                if pages is None or not any(_repeats(line, seen[sign], pages) for sign in _signs(line)):
                    break
                gone.append(line)
        found.append(list({id(line): line for line in gone}.values()))
    return found if _is_little(found, rows) else [list(filter(_is_page_number, lines)) for lines in found]


def _is_little(found: Sequence[Sequence[Line]], rows: Sequence[Sequence[Line]]) -> bool:
    """Whether what comes again is little: a line or two on a page, or a small part of the text. Where it is more, the
    pages are one form filled in several times: better a head too many than text lost."""
    gone, all_of_it = (sum(len(line.text) for lines in pages for line in lines) for pages in (found, rows))
    return sum(map(len, found)) <= _FEW_LINES * len(found) or gone <= _MOST_OF_TEXT * all_of_it


def _signs(line: Line) -> list[str]:
    """By what a running line is known again: its words with figures folded; its long words alone, since a scan's short
    ones are often misread; and for one that opens or closes with the page's number, how far that number is from the
    physical page - the words may change by chapter."""
    words = line.text.split()
    long = [word for word in re.findall(r"[^\W\d_]+", line.text.casefold()) if len(word) >= _LONG_WORD]
    shifts = {f"page {int(word) - line.page:+d}" for word in (words[0], words[-1]) if re.fullmatch(r"[0-9]{1,4}", word)}
    return [_folded(line.text), *([f"words {' '.join(long)}"] if len(long) >= _FEWEST_LONG else []), *sorted(shifts)]


def _edge_lines(sheet: Sheet, lines: Sequence[Line], share: float) -> list[Line]:
    """The first and the last few lines that stand within that share of the page's height from its top or foot."""
    head = [line for line in lines[:_MOST_EDGE_LINES] if line.bottom < share * sheet.height]
    foot = [line for line in lines[-_MOST_EDGE_LINES:] if line.top > (1 - share) * sheet.height]
    return head + foot


def _repeats(line: Line, places: Sequence[tuple[int, float]], needed: float) -> bool:
    """Whether the folded line stands at this height on enough pages. A lone page number is one wherever it stands."""
    pages = {page for page, bottom in places if abs(bottom - line.bottom) <= _SAME_HEIGHT}
    return len(pages) >= needed or _is_page_number(line)


def _is_page_number(line: Line) -> bool:
    return bool(re.fullmatch(r"(?:page )?#(?: of #)?", _folded(line.text)))


def _folded(text: str) -> str:
    """The line as it is on every page: digits and lone roman numerals are one sign.

    >>> _folded("Page 12 of 40"), _folded("Annual Report  xiv")
    ('page # of #', 'annual report #')
    """
    words = re.sub(r"\d+", "#", text.casefold()).split()
    return " ".join("#" if _is_roman(word.strip("-–.")) else word.strip("-–|") or word for word in words)


def _is_roman(word: str) -> bool:
    return bool(word) and _ROMAN.fullmatch(word) is not None


def labels(sheets: Sequence[Sheet], edges: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    """The label printed on each page, "" where none is; physical numbers where the document prints none at all.

    A number counts as a label where it goes up by one from page to page: the year in a running head does not.
    """
    numbers = [_edge_numbers(lines) for lines in edges]
    shifts: Counter[int] = Counter()
    for at, on_page in enumerate(numbers):
        shifts.update({value - at for value, _ in on_page})
    if not shifts or max(shifts.values()) < max(2, 0.3 * len(sheets)):
        return tuple(str(sheet.page) for sheet in sheets)
    kept = {shift for shift, count in shifts.items() if count >= max(2, min(3, len(sheets) // 3))}
    best = sorted(kept or {shifts.most_common(1)[0][0]}, key=lambda shift: -shifts[shift])
    return tuple(
        next((text for shift in best for value, text in on_page if value - at == shift), "")
        for at, on_page in enumerate(numbers)
    )


def _edge_numbers(lines: Iterable[Line]) -> list[tuple[int, str]]:
    """(value, as printed) of the numbers in a page's head and foot."""
    found = []
    for line in lines:
        for word in re.findall(r"\w+", line.text):
            if word.isdecimal() and word.isascii() and len(word) < 5:
                found.append((int(word), word))
            elif _is_roman(word):
                found.append((_roman(word), word))
    return found


def _roman(text: str) -> int:
    """
    >>> _roman("xiv"), _roman("iii")
    (14, 3)
    """
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in text.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
