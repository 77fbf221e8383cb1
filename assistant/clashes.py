"""Where a figure or a time of a plan clashes with what a duty asks, fewer, later or older than asked, or keeps it.

A figure tells only if it is of the same thing: of the same measure, and in a clause that names what the duty's figure is
of. "Life expectancy is 7.2 years lower" says nothing of an assessment "no more than three years old".
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.cells import column, row_label
from assistant.comparing import Due, ages, comparable, done, due, falls_short, fractions, later, seasons, spans
from assistant.limits import breaks, over, runs, to_run
from assistant.matching import Match, Terms, content
from assistant.numbers import WORD
from assistant.quantities import Quantity, clause, quantities
from assistant.statements import facts
from assistant.words import stem
from kb.models import Duty
from kb.text import day

SAME_THING = 0.2  # share of what a duty's figure is of that the clause of the plan's must name
SAME_DEADLINE = 0.4  # the same for a deadline: many things have one
KEPT = 0.5  # the same for a figure that keeps what is asked
CELL = " | "
FEWEST = 2  # words that say what a figure is of; a single one ("next") says too little
DAYS = {"years": 365.25, "months": 30.4, "weeks": 7.0, "days": 1.0}
# That something is published says nothing of what it is that is, nor does a bound.
_DOING = frozenset(
    map(stem, "publish prepare produce make provide set include allow develop ensure complete".split())
) | {"least", "less", "maximum", "minimum"}
_TIMES = frozenset(map(stem, "year annual annually month week day quarter".split()))  # of a deadline: it comes each year

_OLD = re.compile(
    r"^\s*(?:old|in age)\b|^\s*before\b[^.;]{0,60}\b(?:publi(?:sh|cation)|adopt|approv|issue)\w*", re.IGNORECASE
)
_IN_THE = re.compile(r"\b(?:in|within|during) the\s+$", re.IGNORECASE)  # "in the twelve months before"
_IN_YEAR = re.compile(
    r"\b(?:in|during) (?P<said>(?:(?:early|late|the)\s+)?(?:(?:spring|summer|autumn|winter)\s+(?:of\s+)?)?"
    r"(?P<year>20\d\d))\b"
    r"(?![/–-]\d)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\bat the same time\b|\btogether with\b|\bon the same day\b", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:[\w-]+\s+)?(?:days?|weeks?|months?|years?|time)\s+(?:after|later)\b"
    r"|\bwill (?:follow|be (?:published|ready|available|issued))\b[^.;]{0,30}?"
    r"\b(?:in (?:the )?(?:spring|summer|autumn|winter)|in due course|next year|later)\b",
    re.IGNORECASE,
)
_WELL_BEFORE = re.compile(
    rf"\b(?:at least|no less than|not less than) (?:\d+|{WORD}) (?:weeks|months|years) before\b", re.IGNORECASE
)
_AT_ONCE = re.compile(r"\bin the same (?:week|month)\b|\bat the same time\b|\b(?:on )?the same day\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\b24 hours a day\b|\b24/7\b|\b(?:a)?round the clock\b|\bat all (?:times|hours)\b|\bday and night\b|"
    r"\bevery day of the (?:week|year)\b|\bany (?:hour|time) of (?:the )?(?:day|night)\b",
    re.IGNORECASE,
)
_CLOCK = rf"(?:\d{{1,2}}(?:[.:]\d\d)?(?:\s?[ap]m)?|noon|midnight|(?:{WORD})(?: in the morning)?)"
_HOURS = re.compile(
    rf"\b{_CLOCK}\s?(?:to|until|till|[–-])\s?"
    rf"(?:\d{{1,2}}(?:[.:]\d\d)?\s?[ap]m|noon|midnight|(?:{WORD}) (?:at night|in the \w+))\b|"
    r"\b(?:is|are) closed (?:on|at|over|from)\b|\b(?:in|during) (?:office|working) hours\b|"
    r"\bmonday(?:s)? to (?:friday|saturday)s?\b",
    re.IGNORECASE,
)
# What was reached in the past is neither promised nor refused.
_RECORD = re.compile(r"\b(?:on average|average|averaged|median|typically)\b", re.IGNORECASE)
_PAST_COLUMN = re.compile(r"\b(?:baseline|actual|current(?:ly)?|now|last year|previous|outturn|result)\b", re.IGNORECASE)
# "each of the previous three years" names a stretch of time, and says neither how soon nor how long.
_STRETCH = re.compile(
    r"(?<!within the )\b(?:(?:previous|preceding|last|past|next|coming)|over (?:any|each) (?:period of)?)\s+$", re.IGNORECASE
)
_FROM_NOW = re.compile(r"^\s*(?:from now|ago|hence)\b", re.IGNORECASE)
# By how much something changed is no figure of it.
_CHANGED_BY = re.compile(
    r"\b(?:ris|rose|grow|grew|increas|fall|fell|reduc|drop|cut|declin|up|down)\w*\b[^.;,]{0,40}\bby\s*$", re.IGNORECASE
)
_Found = tuple[Match, str] | None


def clash(duty: Duty, terms: Terms, places: Sequence[Match], dated: str | None) -> _Found:
    """The place that clashes with the duty, and how in a sentence; `dated` is the plan's own date, ISO 8601, shortened or
    not."""
    asked = _Asked(duty.text, terms)
    found = _figures(asked, places) or _deadlines(asked, places) or _times(asked, places) or _limits(asked, places)
    return found or (_ages(asked, places, dated) if dated else None)


def kept(duty: Duty, terms: Terms, places: Sequence[Match]) -> _Found:
    """The place that gives as much as the duty asks, of the same thing, or does it as soon, and how in a sentence, where no
    figure and no deadline of the duty is without one."""
    asked = _Asked(duty.text, terms)
    found: list[tuple[Match, str]] = []
    for wanted in quantities(duty.text):
        if "-" in duty.text[wanted.start : wanted.end]:
            return None  # "the four-hour standard" is a name
        best = max(_given(asked, wanted, places), key=lambda one: one[0], default=None)
        if best is None or best[0] < KEPT or falls_short(wanted, best[2]):
            return None
        found.append((best[1], _as_told(asked, wanted, best[1], best[2])))
    for deadline in due(duty.text):
        soonest = max(_dates(asked, deadline, places), key=lambda one: one[0], default=None)
        if soonest is None or soonest[0] < KEPT or not _dated_alike(deadline, soonest[2]) or later(deadline, soonest[2]):
            return None
        found.append((soonest[1], _as_dated(asked, deadline, soonest[1], soonest[2])))
    return found[0] if found else None


def _dated_alike(asked: Due, given: Due) -> bool:
    """Whether it can be told which of the two comes first."""
    return bool(asked.year and given.year) or bool(asked.month and given.month)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A duty's text, and what its words weigh."""

    text: str
    terms: Terms

    def same(self, start: int, end: int, least: float = SAME_THING) -> Callable[[str], float]:
        """How much a text names of what `text[start:end]` is said of, 0 where that is less than `least`."""
        own = _DOING | _TIMES | set(content(self.text[start:end]))
        title, *others = self.text.split(CELL)
        of = [title] if others else [clause(self.text, start, short) for short in (True, False)]
        things = [sorted(set(content(said)) - own) for said in of]
        fewest = 1 if others else FEWEST  # a row of a table of requirements is called by its first cell

        def named(said: str) -> float:
            share = max(self.terms.covered([said], thing) if len(thing) >= fewest else 0.0 for thing in things)
            return share if share >= least else 0.0

        return named

    def wanted(self, figure: Quantity) -> str:
        bound = "" if figure.bound == "exactly" or figure.measure == "age" else f"{figure.bound} "
        said = self.text[figure.start : figure.end]
        return f"{bound}{said[0].lower()}{said[1:]}"


def fell_short(duty: Duty, terms: Terms, places: Sequence[Match]) -> _Found:
    """The place that tells of less in the past than the duty asks, which neither clashes with it nor shows it done."""
    return _figures(_Asked(duty.text, terms), places, records=True)


def _figures(asked: _Asked, places: Sequence[Match], records: bool = False) -> _Found:
    """Only the figure whose clause names most of the thing counts: another committee's meetings clash with nothing."""
    for wanted in (*quantities(asked.text), *fractions(asked.text), *ages(asked.text, asked=True)):
        if given := _given(asked, wanted, places, records):
            most = max(share for share, _, _ in given)
            best = [(match, figure) for share, match, figure in given if share == most]
            if all(falls_short(wanted, figure) for _, figure in best):
                match, figure = best[0]
                return match, _as_told(asked, wanted, match, figure)
    return None


def _given(
    asked: _Asked, wanted: Quantity, places: Sequence[Match], records: bool = False
) -> list[tuple[float, Match, Quantity]]:
    """The figures that the places give of what the duty's figure is of, each with how much of it their clause names: those
    that tell what was reached in the past (`records`), or the others."""
    if _not_a_limit(asked.text, wanted):
        return []
    same = asked.same(wanted.start, wanted.end)
    return [
        (share, match, figure)
        for match in places
        for figure, least in _figures_in(match.quote)
        if comparable(wanted, figure)
        and not _STRETCH.search(match.quote, 0, figure.start)
        and (share := _share(same, match, figure)) >= (least if match is not places[0] else 0.0)
        and share
        and _record(match, figure) == records
    ]


def _not_a_limit(text: str, wanted: Quantity) -> bool:
    """"No more than three years old", "each of the previous three years", "in 25 years from now"."""
    after, stretch = text[wanted.end :], _STRETCH.search(text, 0, wanted.start)
    return bool(_OLD.match(after) or (wanted.bound == "exactly" and (stretch or _FROM_NOW.match(after))))


def _share(same: Callable[[str], float], match: Match, figure: Quantity) -> float:
    """How much is named of what the duty's figure is of: in the figure's clause, or in a table by its row and its column."""
    at = match.start + figure.start
    label = row_label(match.unit.passage, at)
    if not label:
        return same(clause(match.quote, figure.start))
    share = same(f"{label}: {column(match.unit.passage, at)}")
    return share if share >= SAME_DEADLINE else 0.0


def _figures_in(text: str) -> list[tuple[Quantity, float]]:
    """A text's figures, each with the share of what is asked that must be named beside it, but in the best place; "in May
    and November of each year" is one, twice a year, and many things come each May."""
    named = list(seasons(text))
    rest = (one for one in quantities(text) if not any(of.start <= one.start < of.end for of in named))
    others = *rest, *spans(text), *fractions(text), *ages(text)
    return [*((one, 0.0) for one in others), *((one, SAME_DEADLINE) for one in named)]


def _record(match: Match, figure: Quantity) -> bool:
    """Whether the figure tells what was reached: an average, a table's baseline, by how much it grew."""
    said = _RECORD.search(clause(match.quote, figure.start, short=True)) or _CHANGED_BY.search(match.quote, 0, figure.start)
    above = column(match.unit.passage, match.start + figure.start)
    return said is not None or _PAST_COLUMN.search(above) is not None


def _as_told(asked: _Asked, wanted: Quantity, match: Match, figure: Quantity) -> str:
    return _told(asked.wanted(wanted), match.quote[figure.start : figure.end])


def _deadlines(asked: _Asked, places: Sequence[Match]) -> _Found:
    """"By 31 January" against "by 31 March" or "each December"."""
    for wanted in due(asked.text):
        given = _dates(asked, wanted, places)
        if given:
            _, match, found = max(given, key=lambda one: one[0])
            if later(wanted, found):
                return match, _as_dated(asked, wanted, match, found)
    return None


def _dates(asked: _Asked, wanted: Due, places: Sequence[Match]) -> list[tuple[float, Match, Due]]:
    """The days by or in which the places do what the duty's deadline is of, each with how much of it their clause names."""
    same = asked.same(wanted.start, wanted.end, SAME_DEADLINE)
    return [
        (share, match, found)
        for match in places
        for found in done(match.quote)
        if (share := same(clause(match.quote, found.start)))
    ]


def _as_dated(asked: _Asked, wanted: Due, match: Match, found: Due) -> str:
    told = asked.text[wanted.start : wanted.end], match.quote[found.start : found.end]
    return "The duty asks for it {}, the plan says {}.".format(*told)


def _times(asked: _Asked, places: Sequence[Match]) -> _Found:
    """"At the same time" against "six months after"; "24 hours a day" against "8am to 8pm"."""
    for wants, says in ((_TOGETHER, _LATER), (_ALWAYS, _HOURS), (_WELL_BEFORE, _AT_ONCE)):
        if wanted := wants.search(asked.text):
            same = asked.same(*wanted.span())
            for match in places:
                found = says.search(match.quote)
                if found and same(clause(match.quote, found.start())):
                    return match, f"The duty asks for it {wanted.group().lower()}, the plan says {found.group()}."
    return None


def _limits(asked: _Asked, places: Sequence[Match]) -> _Found:
    """"No more than five objectives" against "eight objectives"; "must cover five years" against "this three-year plan"."""
    wanted = to_run(asked.text)
    for match in places:
        for limit, more in over(asked.text, match.quote):
            return match, _told(asked.text[slice(*limit)], match.quote[slice(*more)], "at most ")
        for years, (start, end) in runs(match.quote) if wanted else ():
            if wanted and breaks(wanted.bound, wanted.value, years):
                return match, _told(asked.wanted(wanted), match.quote[start:end])
    return None


def _told(wanted: str, given: str, bound: str = "") -> str:
    return f"The duty asks for {bound}{wanted}, the plan says {given.strip()}."


def _ages(asked: _Asked, places: Sequence[Match], dated: str) -> _Found:
    """"No more than three years old" against what was finished five years before the plan."""
    for wanted in quantities(asked.text):
        after = _OLD.match(asked.text[wanted.end :])
        most = wanted.bound == "at most" or _IN_THE.search(asked.text, 0, wanted.start)
        if wanted.measure in DAYS and most and after:
            latest = _day(dated) - wanted.value * DAYS[wanted.measure]
            same = asked.same(wanted.start, wanted.end)
            for match in places:
                text = match.quote
                for start, end, made in _made(text):
                    if made < latest and same(clause(text, start)):
                        said = text[start:end]
                        asks = f"The duty asks for {asked.wanted(wanted)}{after.group()}"
                        return match, f"{asks}; this is of {said}, the plan of {day(dated)}."
    return None


def _made(text: str) -> Iterator[tuple[int, int, float]]:
    """The days that a text names, and the last of a year that it names alone ("in spring 2022")."""
    yield from ((one.start, one.end, one.value) for one in facts(text) if one.kind == "date")
    yield from ((*year.span("said"), float(date(int(year["year"]), 12, 31).toordinal())) for year in _IN_YEAR.finditer(text))


def _day(iso: str) -> int:
    """The day of the common era, the first of what is written.

    >>> _day("2026-01") - _day("2025")
    365
    """
    year, month, day = [*map(int, iso.split("-")), 1, 1][:3]
    return date(year, month, day).toordinal()
