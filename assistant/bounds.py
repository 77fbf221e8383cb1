"""Whether a figure is given as the least or the most: "at least", "within", "no longer than", "by the end of"."""
from __future__ import annotations

import re

BEFORE, AFTER = 120, 30  # characters around a figure in which its bound stands
_LITTLE = r"(?:\s+(?:a|an|the|another|further|about|some))*\s*$"


def _forms(*sides: tuple[int, str]) -> list[tuple[re.Pattern[str], int]]:
    """In the order in which they are looked for: "no more than" before "more"."""
    return [(re.compile(rf"\b(?:{words}){_LITTLE}", re.IGNORECASE), side) for side, words in sides]


_COUNTS = _forms(
    (1, r"at least|minimum of|not? (?:fewer|less|sooner|shorter) than|no less often than"),
    (-1, r"at most|maximum(?: of)?|not? (?:be |last |take )?(?:more|later|longer) than|up to|within"),
    (2, r"(?:more|longer|later) than|over|above|exceed(?:s|ing)?"),
    (-2, r"(?:less|shorter|sooner) than|fewer than|under|below"),
)
_DAYS = _forms(
    (-1, r"by(?: the end of| end of)?|(?<!not )before|no later than|not later than|until|within"),
    (1, r"from|since|after|starting(?: in| on| from)?|beginning(?: in| on)?|not before|no earlier than"),
)
_OR_MORE = re.compile(r"^[\s\w-]{0,15}?\s?or (?:more|over|above)\b", re.IGNORECASE)
_OR_LESS = re.compile(r"^[\s\w-]{0,15}?\s?or (?:less|fewer|under)\b", re.IGNORECASE)
_CUT = re.compile(r"[.;:,|\n]\s|\b(?:that|but)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no|nobody|none|nothing|cannot|without)\b|n['’]t\b", re.IGNORECASE)


def bound(text: str, start: int, end: int, dated: bool = False) -> int:
    """1 where `text[start:end]` is the least, 2 where it is below that ("more than"), -1 where it is the most, -2 where it
    is above that ("less than"), 0 where it is none. "Not ... for more than six weeks" makes it the most.

    >>> text = "Nobody may be kept there for more than six weeks."
    >>> bound(text, text.index("six"), len(text) - 1)
    -1
    """
    before = text[max(0, start - BEFORE) : start]
    for form, side in _DAYS if dated else _COUNTS:
        if found := form.search(before):
            clause = _CUT.split(before[: found.start()])[-1]
            return -side // 2 if abs(side) > 1 and _NOT.search(clause) else side
    after = text[end : end + AFTER]
    return 1 if _OR_MORE.match(after) else -1 if _OR_LESS.match(after) else 0
