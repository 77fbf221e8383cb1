"""Where a plan's figure or time clashes with what a duty asks: fewer, later or older than asked, of the same thing.

A figure clashes only if it is of the same thing: of the same measure, and in a clause that names what the duty's figure is
of. "Life expectancy is 7.2 years lower" says nothing of an assessment "no more than three years old".
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.matching import Match, Terms, content
from assistant.quantities import Quantity, clause, falls_short, quantities
from assistant.render import day
from assistant.statements import facts
from assistant.words import stem
from kb.models import Duty
from kb.text import MONTHS

SAME_THING = 0.2  # share of what a duty's figure is of that the clause of the plan's must name
SAME_DEADLINE = 0.4  # the same for a deadline: many things have one
FEWEST = 2  # words that say what a figure is of; a single one ("next") says too little
DAYS = {"years": 365.25, "months": 30.4, "weeks": 7.0, "days": 1.0}
# That something is published says nothing of what it is that is.
_DOING = frozenset(map(stem, "publish prepare produce make provide set include allow develop ensure complete".split()))

_OLD = re.compile(r"^\s*(?:old|in age)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\bat the same time\b|\btogether with\b|\bon the same day\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:[\w-]+\s+)?(?:days?|weeks?|months?|years?|time)\s+(?:after|later)\b", re.IGNORECASE)
_ALWAYS = re.compile(r"\b24 hours a day\b|\b24/7\b|\bround the clock\b|\bat all (?:times|hours)\b", re.IGNORECASE)
_HOURS = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)?\s?(?:to|until|till|[–-])\s?\d{1,2}(?:[.:]\d\d)?\s?[ap]m\b", re.IGNORECASE
)
_BY = r"\b(?:by|before|not? later than|on or before)\s+(?:the end of\s+)?"
_DAY = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>(?:19|20)\d\d))?\b"
_DEADLINE = re.compile(_BY + _DAY, re.IGNORECASE)
_Clash = tuple[Match, str] | None


def clash(duty: Duty, terms: Terms, places: Sequence[Match], dated: str | None) -> _Clash:
    """The place that clashes with the duty, and how in a sentence; `dated` is the plan's own date, ISO 8601, shortened or
    not."""
    asked = _Asked(duty.text, terms)
    found = _figures(asked, places) or _deadlines(asked, places) or _times(asked, places)
    return found or (_ages(asked, places, dated) if dated else None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A duty's text, and what its words weigh."""

    text: str
    terms: Terms

    def same(self, start: int, end: int) -> Callable[[str], float]:
        """How much a text names of what `text[start:end]` is said of, 0 where that is too little."""
        own = _DOING | set(content(self.text[start:end]))
        things = [sorted(set(content(clause(self.text, start, short))) - own) for short in (True, False)]

        def named(said: str) -> float:
            share = max(self.terms.covered([said], thing) if len(thing) >= FEWEST else 0.0 for thing in things)
            return share if share >= SAME_THING else 0.0

        return named

    def wanted(self, figure: Quantity) -> str:
        return f"{figure.bound} {self.text[figure.start : figure.end]}"


def _figures(asked: _Asked, places: Sequence[Match]) -> _Clash:
    """Only the figure whose clause names most of the thing counts: another committee's meetings clash with nothing."""
    for wanted in quantities(asked.text):
        if _OLD.match(asked.text[wanted.end :]):
            continue
        same = asked.same(wanted.start, wanted.end)
        given = [
            (share, match, figure)
            for match in places
            for figure in quantities(match.quote)
            if figure.measure == wanted.measure and (share := same(clause(match.quote, figure.start)))
        ]
        if given:
            most = max(share for share, _, _ in given)
            best = [(match, figure) for share, match, figure in given if share == most]
            if all(falls_short(wanted, figure) for _, figure in best):
                match, figure = best[0]
                said = match.quote[figure.start : figure.end]
                return match, f"The duty asks for {asked.wanted(wanted)}, the plan says {said}."
    return None


def _deadlines(asked: _Asked, places: Sequence[Match]) -> _Clash:
    """"By 31 January" against "by 31 March"; a date without a year is of the other's year."""
    for wanted in _DEADLINE.finditer(asked.text):
        same = asked.same(*wanted.span())
        given = [
            (share, match, found)
            for match in places
            for found in _DEADLINE.finditer(match.quote)
            if (share := same(clause(match.quote, found.start()))) >= SAME_DEADLINE
        ]
        if given:
            _, match, found = max(given, key=lambda one: one[0])
            if _ordered(found, wanted) > _ordered(wanted, found):
                return match, f"The duty asks for it {wanted.group()}, the plan says {found.group()}."
    return None


def _ordered(one: re.Match[str], other: re.Match[str]) -> tuple[int, int, int]:
    """A deadline to be compared with another; where either has no year, by month and day alone."""
    year = int(one["year"]) if one["year"] and other["year"] else 0
    return year, MONTHS.index(one["month"].lower()), int(one["day"] or 31)


def _times(asked: _Asked, places: Sequence[Match]) -> _Clash:
    """"At the same time" against "six months after"; "24 hours a day" against "8am to 8pm"."""
    for wants, says in ((_TOGETHER, _LATER), (_ALWAYS, _HOURS)):
        if wanted := wants.search(asked.text):
            same = asked.same(*wanted.span())
            for match in places:
                found = says.search(match.quote)
                if found and same(clause(match.quote, found.start())):
                    return match, f"The duty asks for it {wanted.group().lower()}, the plan says {found.group()}."
    return None


def _ages(asked: _Asked, places: Sequence[Match], dated: str) -> _Clash:
    """"No more than three years old" against what was finished five years before the plan."""
    for wanted in quantities(asked.text):
        if wanted.measure in DAYS and _OLD.match(asked.text[wanted.end :]):
            latest = _day(dated) - wanted.value * DAYS[wanted.measure]
            same = asked.same(wanted.start, wanted.end)
            for match in places:
                text = match.quote
                for made in facts(text):
                    if made.kind == "date" and made.value < latest and same(clause(text, made.start)):
                        said = text[made.start : made.end]
                        asks = f"The duty asks for {asked.wanted(wanted)} old"
                        return match, f"{asks}; this is of {said}, the plan of {day(dated)}."
    return None


def _day(iso: str) -> int:
    """The day of the common era, the first of what is written.

    >>> _day("2026-01") - _day("2025")
    365
    """
    year, month, day = [*map(int, iso.split("-")), 1, 1][:3]
    return date(year, month, day).toordinal()
