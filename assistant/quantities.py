"""How often, how long and how much: quantities with the bound that stands before them, so that two can be held together."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.bounds import bound
from assistant.numbers import FIGURE, NUMBER, SCALE, number, scaled

Bound = Literal["at least", "at most", "exactly"]

_SPAN = r"(?:day|week|fortnight|month|quarter|year)"
_UNIT = r"(?:minute|hour|working day|calendar day|day|week|month|year)"
_YEARLY = {"day": 365.0, "week": 52.0, "fortnight": 26.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
_OFTEN = {
    "daily": 365.0, "weekly": 52.0, "fortnightly": 26.0, "monthly": 12.0, "quarterly": 4.0, "half-yearly": 2.0,
    "six-monthly": 2.0, "yearly": 1.0, "annually": 1.0,
}
_QUANTITY = re.compile(
    rf"(?P<times>\b{NUMBER})(?:\s+times)?\s+(?:in\s+|during\s+)?(?:a|an|per|each|every|any)\s+"
    rf"(?:(?P<in>{NUMBER}|other|second)\s+)?(?P<per>{_SPAN})s?\b"
    rf"|\b(?:every|each)\s+(?P<interval>{NUMBER}|other|second)\s+(?P<span>{_SPAN})s?\b"
    rf"|(?<!for )(?<!in )\b(?:every|each)\s+(?P<each>{_SPAN})\b(?! of\b)|\b(?P<often>{'|'.join(_OFTEN)})\b"
    rf"|\b(?P<percent>{NUMBER})\s?(?:%|per\s?cent\b)"
    rf"|£\s?(?P<sum>{FIGURE})(?:\s?(?P<scale>{SCALE})\b)?"
    rf"|(?:\b(?P<length>{NUMBER})(?: ?\({NUMBER}\))?[- ]|(?:(?<=within )|(?<=than )|(?<=least )|(?<=up to ))an?\s)"
    rf"(?P<unit>{_UNIT})s?\b",
    re.IGNORECASE,
)
# "answered in thirty days": thirty at most.
_IN = re.compile(r"\bin\s+$", re.IGNORECASE)
_LONG = r"[.;:|\n](?!\d)|\s(?:but|while|whereas|although)\s"
_CLAUSE = re.compile(_LONG, re.IGNORECASE)
_SHORT_CLAUSE = re.compile(rf"{_LONG}|,(?!\d)\s|\s[–—-]\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`measure` says what is counted ("times a year" for all that comes again, "weeks", "working days", "%", "£"),
    `text[start:end]` holds it."""

    value: float
    measure: str
    bound: Bound
    start: int
    end: int


def quantities(text: str) -> Iterator[Quantity]:
    """Quantities in the text's order. "every three years" is a third of a time a year.

    >>> [(q.value, q.measure, q.bound) for q in quantities("at least four times a year, for 12 weeks, at 2%")]
    [(4.0, 'times a year', 'at least'), (12.0, 'weeks', 'exactly'), (2.0, '%', 'exactly')]
    """
    for match in _QUANTITY.finditer(text):
        value, measure = _read(match)
        yield Quantity(value, measure, _bound(match), match.start(), match.end())


def _bound(match: re.Match[str]) -> Bound:
    side = bound(match.string, *match.span())
    if not side and match["unit"] and _IN.search(match.string, 0, match.start()):
        side = -1
    return "at least" if side > 0 else "at most" if side < 0 else "exactly"


def _read(match: re.Match[str]) -> tuple[float, str]:
    if often := match["often"]:
        return _OFTEN[often.lower()], "times a year"
    if span := match["per"] or match["span"] or match["each"]:
        times = number(match["times"]) if match["times"] else 1.0
        return times * _YEARLY[span.lower()] / _interval(match["in"] or match["interval"]), "times a year"
    if match["percent"]:
        return number(match["percent"]), "%"
    if match["sum"]:
        return scaled(match["sum"], match["scale"]), "£"
    return number(match["length"] or "one"), f"{match['unit'].lower()}s"


def _interval(written: str | None) -> float:
    """
    >>> _interval("other"), _interval("three"), _interval(None)
    (2.0, 3.0, 1.0)
    """
    return 1.0 if not written else 2.0 if written.lower() in ("other", "second") else number(written) or 1.0


def clause(text: str, at: int, short: bool = False) -> str:
    """The clause in which the character at `at` stands; a short one ends at a comma or a dash too.

    >>> clause("Its chair is paid; it meets in May, and at least four times a year.", 50)
    ' it meets in May, and at least four times a year'
    """
    cuts = (_SHORT_CLAUSE if short else _CLAUSE).finditer(text)
    ends = [0, *(end for cut in cuts for end in cut.span()), len(text)]
    return next(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True) if at < b)
