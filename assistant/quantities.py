"""How often, how long and how much: quantities with the bound that stands before them, so that two can be held together."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Bound = Literal["at least", "at most", "exactly"]

_NAMES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_WORDS = {name: at for at, name in enumerate(_NAMES.split(), start=1)} | {"once": 1, "twice": 2, "twenty": 20}
_NUMBER = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|" + "|".join(_WORDS) + ")"
_SPAN = r"(?:day|week|month|quarter|year)"
_UNIT = r"(?:minute|hour|working day|calendar day|day|week|month|year)"
_YEARLY = {"day": 365.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
_OFTEN = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_QUANTITY = re.compile(
    rf"(?P<every>\b(?:every|each)\s+(?P<interval>{_NUMBER})\s+(?P<span>{_SPAN})s?\b)"
    rf"|\b(?P<times>{_NUMBER})(?:\s+times)?\s+(?:in\s+)?(?:a|an|per|each|every)\s+(?P<per>{_SPAN})\b"
    rf"|(?P<percent>\b\d+(?:\.\d+)?)\s?(?:%|per\s?cent\b)"
    rf"|\bevery\s+(?P<once>{_SPAN})\b|\b(?P<often>{'|'.join(_OFTEN)})\b"
    rf"|\b(?P<length>{_NUMBER})[- ](?P<unit>{_UNIT})s?\b",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"\b(?:at least|minimum(?: of)?|not? (?:less|fewer) than|no less often than)\W*$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:at most|maximum(?: of)?|not? (?:more|later|longer) than|within|up to)\W*$", re.IGNORECASE)
_LONG = r"[.;:|\n](?!\d)|\s(?:but|while|whereas|although)\s"
_CLAUSE = re.compile(_LONG, re.IGNORECASE)
_SHORT_CLAUSE = re.compile(rf"{_LONG}|,(?!\d)\s|\s[–—-]\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`measure` says what is counted ("times a year" for all that comes again, "weeks", "working days", "%"),
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
        before = text[max(0, match.start() - 30) : match.start()]
        bound: Bound = "at least" if _AT_LEAST.search(before) else "at most" if _AT_MOST.search(before) else "exactly"
        value, measure = _read(match)
        yield Quantity(value, measure, bound, match.start(), match.end())


def _read(match: re.Match[str]) -> tuple[float, str]:
    if span := match["span"] or match["per"] or match["once"] or _OFTEN.get((match["often"] or "").lower()):
        times = number(match["times"]) if match["times"] else 1 / ((match["interval"] and number(match["interval"])) or 1)
        return times * _YEARLY[span.lower()], "times a year"
    if match["percent"]:
        return float(match["percent"]), "%"
    return number(match["length"]), f"{match['unit'].lower()}s"


def number(text: str) -> float:
    """
    >>> number("twelve"), number("1,200")
    (12.0, 1200.0)
    """
    folded = text.lower().replace(",", "")
    return float(_WORDS[folded]) if folded in _WORDS else float(folded)


def falls_short(asked: Quantity, given: Quantity) -> bool:
    """Whether what is given breaks what is asked: fewer than at least so many, more than at most so many.

    "every three years" asks for at least that often; an exact length, sum or share asks for nothing less.
    """
    if asked.measure != given.measure:
        return False
    if asked.bound == "at most":
        return given.value > asked.value
    return given.value < asked.value


def clause(text: str, at: int, short: bool = False) -> str:
    """The clause in which the character at `at` stands; a short one ends at a comma or a dash too.

    >>> clause("Its chair is paid; it meets in May, and at least four times a year.", 50)
    ' it meets in May, and at least four times a year'
    """
    cuts = (_SHORT_CLAUSE if short else _CLAUSE).finditer(text)
    ends = [0, *(end for cut in cuts for end in cut.span()), len(text)]
    return next(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True) if at < b)
