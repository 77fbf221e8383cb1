"""Sums, percentages and posts as documents write them."""
from __future__ import annotations

import re

_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"(?:\s?(?:k|m|bn|million|billion|thousand)\b)?"
SUM = re.compile(rf"[£€$]\s?{_FIGURE}{_SCALE}", re.IGNORECASE)
AMOUNT = re.compile(
    rf"{SUM.pattern}|{_FIGURE}\s?(?:%|per\s?cent\b)|\b\d{{1,3}}(?:/|:)\d{{1,3}}\b(?=\s+(?:split|ratio|share|basis))",
    re.IGNORECASE,
)
POSTS = re.compile(rf"\b{_FIGURE}\s?(?:WTE|FTE|whole[- ]time equivalents?|full[- ]time equivalents?)\b", re.IGNORECASE)
_UNIT = re.compile(r"\(?([£€$])\s?(k|m|bn|000s?|million|billion|thousand)?\)?(?=\W|$)", re.IGNORECASE)
_BARE = re.compile(rf"\(?-?{_FIGURE}\)?")


def amounts(text: str) -> tuple[str, ...]:
    """Every sum, percentage and ratio, in order, as written.

    >>> amounts("£1.2m, a 3% cut on a 60/40 split, for 6.6 WTE")
    ('£1.2m', '3%', '60/40')
    """
    return tuple(match.group() for match in AMOUNT.finditer(text))


def money(text: str) -> tuple[str, ...]:
    """The amounts of a text that speaks of money or posts, posts among them; none of one that has only percentages.

    >>> money("Board funds 6.6WTE which is 60% of it."), money("60% of people agree.")
    (('6.6WTE', '60%'), ())
    """
    if not SUM.search(text) and not POSTS.search(text):
        return ()
    found = [*AMOUNT.finditer(text), *POSTS.finditer(text)]
    return tuple(match.group() for match in sorted(found, key=lambda match: match.start()))


def in_column(cell: str, header: str) -> str | None:
    """A bare figure in a column whose header gives the unit; None where there is no figure or no unit.

    >>> in_column("2,241", "Cost 5 Years (£k)"), in_column("(0.3)", "£m"), in_column("7", "Band"), in_column("TBC", "£k")
    ('£2,241k', '-£0.3m', None, None)
    """
    unit = _UNIT.search(header)
    if not unit or not _BARE.fullmatch(cell.strip()):
        return None
    less = "-" if cell.strip().startswith(("(", "-")) else ""
    scale = unit.group(2) or ""
    figure = cell.strip().strip("()-")
    if scale.startswith("000"):
        scale = "k"
    return f"{less}{unit.group(1)}{figure}{scale if len(scale) < 3 else ' ' + scale}"
