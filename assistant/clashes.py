"""Where a plan's figure or time clashes with what a duty asks: fewer, later or older than asked, of the same thing.

A figure clashes only if it is of the same thing: of the same measure, and in a clause that names what the duty's figure is
of. "Life expectancy is 7.2 years lower" says nothing of an assessment "no more than three years old".
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.matching import Match, Terms, content
from assistant.quantities import Quantity, clause, falls_short, quantities
from assistant.statements import facts
from assistant.words import stem
from kb.models import Duty

SAME_THING = 0.2  # share of what a duty's figure is of that the clause of the plan's must name
FEWEST = 2  # words that say what a figure is of; a single one ("next") says too little
DAYS = {"years": 365.25, "months": 30.4, "weeks": 7.0, "days": 1.0}
# That something is published says nothing of what it is that is.
_DOING = frozenset(map(stem, "publish prepare produce make provide set include allow develop ensure complete".split()))

_OLD = re.compile(r"^\s*(?:old|in age)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\bat the same time\b|\btogether with\b|\bon the same day\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:[\w-]+\s+)?(?:days?|weeks?|months?|years?|time)\s+(?:after|later)\b", re.IGNORECASE)
_Clash = Iterator[tuple[Match, str]]


def clash(duty: Duty, terms: Terms, places: Sequence[Match], dated: str | None) -> tuple[Match, str] | None:
    """The first place, best first, that clashes with the duty, and how in a sentence; `dated` is the plan's own date, ISO
    8601, shortened or not."""
    asked = _Asked(duty.text, terms)
    found = next(_figures(asked, places), None) or next(_delays(asked, places), None)
    return found or (next(_ages(asked, places, dated), None) if dated else None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A duty's text, and what its words weigh."""

    text: str
    terms: Terms

    def of_same(self, start: int, end: int) -> Callable[[str], bool]:
        """Whether a text names what `text[start:end]` is said of."""
        own = _DOING | set(content(self.text[start:end]))
        thing = sorted(set(content(clause(self.text, start))) - own)
        return lambda said: len(thing) >= FEWEST and self.terms.covered([said], thing) >= SAME_THING

    def wanted(self, figure: Quantity) -> str:
        return f"{figure.bound} {self.text[figure.start : figure.end]}"


def _figures(asked: _Asked, places: Sequence[Match]) -> _Clash:
    for wanted in quantities(asked.text):
        if _OLD.match(asked.text[wanted.end :]):
            continue
        same = asked.of_same(wanted.start, wanted.end)
        for match in places:
            text = match.unit.text
            for given in quantities(text):
                if falls_short(wanted, given) and same(clause(text, given.start)):
                    yield match, f"The duty asks for {asked.wanted(wanted)}, the plan says {text[given.start : given.end]}."


def _delays(asked: _Asked, places: Sequence[Match]) -> _Clash:
    """"At the same time" against "six months after"."""
    if together := _TOGETHER.search(asked.text):
        same = asked.of_same(together.start(), together.end())
        for match in places:
            later = _LATER.search(match.unit.text)
            if later and same(match.unit.text):
                yield match, f"The duty asks for it {together.group().lower()}, the plan puts it {later.group()}."


def _ages(asked: _Asked, places: Sequence[Match], dated: str) -> _Clash:
    """"No more than three years old" against what was finished five years before the plan."""
    for wanted in quantities(asked.text):
        if wanted.measure in DAYS and _OLD.match(asked.text[wanted.end :]):
            latest = _day(dated) - wanted.value * DAYS[wanted.measure]
            same = asked.of_same(wanted.start, wanted.end)
            for match in places:
                text = match.unit.text
                made = next((fact for fact in facts(text) if fact.kind == "date"), None)
                if made and made.value < latest and same(text):
                    said = text[made.start : made.end]
                    yield match, f"The duty asks for {asked.wanted(wanted)} old; this is of {said}, the plan of {dated}."


def _day(iso: str) -> int:
    """The day of the common era, the first of what is written.

    >>> _day("2026-01") - _day("2025")
    365
    """
    year, month, day = [*map(int, iso.split("-")), 1, 1][:3]
    return date(year, month, day).toordinal()
