"""Times that cannot be: a day that no calendar has, a weekday that is another, a period that ends before it begins or is not
as long as it says; and the time that a document sets itself: given in two ways, or begun when something is still expected.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.disagreement import Conflict, conflict, topic
from assistant.numbers import number
from assistant.statements import DATE, calendar_day, last_day
from assistant.units import Unit
from kb.text import MONTHS

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
_DAY = DATE.pattern.replace("?P<day>", "?:").replace("?P<month>", "?:").replace("?P<year>", "?:")
_WEEKDAY = re.compile(rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)}),?\s+(?:the\s+)?(?P<date>{_DAY})", re.IGNORECASE)
# Without a year a day is impossible only where no year has it; "January 31 February 28" is two dates.
_NO_YEAR = re.compile(
    rf"\b(?:on|by|until|to|from|before|the|and)\s+(?P<date>(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?\s+(?:of\s+)?"
    rf"(?P<month>{'|'.join(MONTHS)}))\b(?!,?\s+\d)",
    re.IGNORECASE,
)
_IN_FIGURES = re.compile(r"(?<![\d./])(?P<one>\d{1,2})(?P<by>[/.])(?P<two>\d{1,2})(?P=by)(?P<year>(?:19|20)\d{2})(?![\d./])")
_SPAN = re.compile(rf"(?P<from>{_DAY})\s*(?:\bto\b|\buntil\b|\btill\b|\band\b|[–-])\s*(?P<to>{_DAY})", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:from|between)\s*$", re.IGNORECASE)
_YEARS = r"(?P<begins>20\d\d)(?:/\d\d)?\s?(?:[–/-]|\bto\b|\buntil\b)\s?(?P<ends>(?:20)?\d\d(?:/\d\d)?)(?![\d,.]\d)"
_RANGE = re.compile(rf"\b{_YEARS}\b")
_LENGTH = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{_SMALL})[- ]year (?:(?!of\b|after\b)[\w-]+ ){{0,3}}?"
    rf"(?:plan|strategy|programme|framework|period|contract|agreement|grant|term|lease|licence) "
    rf"(?:(?:\(|that|which|runs?|running|covers?|covering|will|for|from|the|period|between|is),?\s*)*{_YEARS}\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\bthis (?:[\w-]+ ){0,4}?(?:plan|strategy|framework|programme|agreement|policy)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:plan|strategy|framework|programme|agreement|policy)\b", re.IGNORECASE)
_THIS_LONG = re.compile(rf"this (?P<number>\d{{1,2}}|{_SMALL})[- ]years?\b", re.IGNORECASE)
_NEXT_YEARS = re.compile(rf"\b(?:next|coming) (?P<number>\d{{1,2}}|{_SMALL}) years\b", re.IGNORECASE)
_SET = re.compile(r"^\W*(?:[\w-]+ ){0,4}?(?:for|cover(?:s|ing)|from|runs?|period)\b", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:effective|takes effect|in force|in effect|runs?|applies)\s+(?:from|on)\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:expected|due|anticipated|scheduled|awaited|"
    r"to be (?:published|completed|agreed|issued|finali[sz]ed|launched|approved))\b[^.;()\d]{0,30}$",
    re.IGNORECASE,
)
_NEXT_REVIEW = re.compile(
    rf"\b(?:(?:next )?review (?:date|due|on|by)|date of (?:next )?review|next review(?:ed)?|reviewed\b[^.;|]{{0,40}}\bnext)"
    rf"(?: date)?(?: is| will be)?(?: due)?[: |]*(?:in |on |by )?{DATE.pattern}",
    re.IGNORECASE,
)
NEAR = 60  # characters before a date within which its verb stands
CLAUSE = 160  # characters after "this plan" within which it says its time


@dataclass(frozen=True, slots=True)
class Period:
    """The years in which what is planned begins and ends, or the number of years that it lasts."""

    unit: Unit
    begins: int | None
    ends: int | None
    years: int | None

    def clashes(self, other: Period) -> bool:
        """Whether the two cannot both be: another last year, or another number of years than from first to last."""
        if self.ends is not None and other.ends is not None:
            return self.ends != other.ends
        lasts, given = (self.lasts, other.years) if other.ends is None else (other.lasts, self.years)
        return bool(lasts) and given is not None and given not in lasts

    @property
    def lasts(self) -> tuple[int, ...]:
        """2025 to 2028 is three years from day to day, four where both are counted."""
        return () if self.begins is None or self.ends is None else (self.ends - self.begins, self.ends - self.begins + 1)

    def said(self) -> str:
        return f"until {self.ends}" if self.ends is not None else f"over {self.years} years"


def impossible(text: str) -> list[str]:
    """What each time in the text that cannot be is, as a sentence.

    >>> impossible("from 1st May 2025 until 31 st April 2035")
    ['There is no 31 st April 2035 in any calendar.']
    >>> impossible("Monday 18 April 2024"), impossible("from May 2025 to March 2024")
    (['18 April 2024 is a Thursday.'], ['The period from May 2025 to March 2024 ends before it begins.'])
    >>> impossible("a five-year plan for 2025-2028")
    ['2025-2028 is not five years.']
    """
    none = [f"There is no {written} in any calendar." for written in _no_days(text)]
    return [*none, *_weekdays(text), *_backwards(text), *_lengths(text)]


def _no_days(text: str) -> Iterator[str]:
    yield from (match.group() for match in DATE.finditer(text) if calendar_day(match) is None)
    for match in _NO_YEAR.finditer(text):
        if not _is_day(2000, MONTHS.index(match["month"].lower()) + 1, int(match["day"])):  # a leap year
            yield match["date"]
    for match in _IN_FIGURES.finditer(text):
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        if not _is_day(year, two, one) and not _is_day(year, one, two):
            yield match.group()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _weekdays(text: str) -> Iterator[str]:
    for match in _WEEKDAY.finditer(text):
        written = DATE.match(match["date"])
        day = calendar_day(written) if written and written["day"] else None
        if day and _WEEKDAYS[day.weekday()] != match["weekday"].lower():
            yield f"{match['date']} is a {_WEEKDAYS[day.weekday()].capitalize()}."


def _backwards(text: str) -> Iterator[str]:
    for match in _SPAN.finditer(text):
        first, last = (calendar_day(found) if (found := DATE.match(match[side])) else None for side in ("from", "to"))
        and_ = " and " in match.group().lower() and not _BETWEEN.search(text[: match.start()])
        if first and last and last < first and not and_:
            yield f"The period from {match['from']} to {match['to']} ends before it begins."


def _lengths(text: str) -> Iterator[str]:
    for match in _LENGTH.finditer(text):
        lasts = _years(match)
        if int(number(match["number"])) not in (lasts[1] - lasts[0], lasts[1] - lasts[0] + 1):
            yield f"{text[match.start('begins') : match.end('ends')]} is not {match['number']} years."


def _years(match: re.Match[str]) -> tuple[int, int]:
    """First and last year: "2024/25 to 2028/29" ends in 2029, "2025/40" in 2040."""
    begins, ends = int(match["begins"]), match["ends"]
    last = ends.rpartition("/")[2]
    return begins, int(last) if len(last) == 4 else begins // 100 * 100 + int(last)


# -- the time of the document itself


def own_time(own: Sequence[Unit]) -> Iterator[Conflict]:
    """The period that one document sets itself, where two places give it differently, and what it still expects for a day
    that lies before it begins."""
    known = [period for unit in own if unit.role != "list" for period in _periods(unit)]
    first = next((period for period in known if period.ends is not None), None)
    told: set[str] = set()
    for period in known if first else ():
        if first and first.clashes(period) and period.said() not in told:
            told.add(period.said())
            why = f"What is planned lasts {first.said()} in one place, {period.said()} in another."
            yield conflict("period of the plan", "date", first.unit, period.unit, why)
    yield from _against_title(own, known) if first is None else ()
    yield from _still_expected(own)
    yield from _reviews(own)


def _against_title(own: Sequence[Unit], known: Sequence[Period]) -> Iterator[Conflict]:
    """"This three-year strategy" in a document whose title has the years 2026 to 2031."""
    title = own[0].document.title if own else ""
    years = _RANGE.search(title)
    if years is None or not _PLANNED.search(title):
        return
    titled = Period(own[0], *_years(years), None)
    wrong = next((period for period in known if period.begins is None and titled.clashes(period)), None)
    if wrong:
        why = f"It is called “{title}”, and is said to last {wrong.years} years."
        yield conflict("period of the plan", "date", wrong.unit, None, why)


def _reviews(own: Sequence[Unit]) -> Iterator[Conflict]:
    """"Review date: September 2026", "It will be reviewed each year, and next in September 2025"."""
    first: tuple[Unit, re.Match[str]] | None = None
    for unit in own:
        for match in _NEXT_REVIEW.finditer(unit.text) if unit.role != "list" else ():
            if first is None:
                first = unit, match
            elif first[0].passage.id != unit.passage.id and last_day(first[1]) != last_day(match):
                one, two = (" ".join(filter(None, found.group("day", "month", "year"))) for found in (first[1], match))
                why = f"One place gives {one} as the day of the next review, another {two}."
                yield conflict("next review", "date", first[0], unit, why)
                return


def _periods(unit: Unit) -> Iterator[Period]:
    """"This plan is effective from 1 May 2025 until 30 April 2035", "this plan for 2025/40", "this plan asks over the
    next 15 years"."""
    text = unit.text
    for named in _OWN.finditer(text):
        clause = re.split(r"[.;]\s|, but ", text[named.end() : named.end() + CLAUSE], maxsplit=1)[0]
        if long := _THIS_LONG.match(named.group()):
            yield Period(unit, None, None, int(number(long["number"])))
        days, years, coming = _SPAN.search(clause), _RANGE.search(clause), _NEXT_YEARS.search(clause)
        if days and _SET.match(clause[: days.start()]):
            first, last = (found for side in ("from", "to") if (found := DATE.match(days[side])))
            yield Period(unit, int(first["year"]), int(last["year"]), None)
        elif years and _SET.match(clause[: years.start()]) and _years(years)[1] > _years(years)[0] + 1:
            yield Period(unit, *_years(years), None)
        elif coming:
            yield Period(unit, None, None, int(number(coming["number"])))


def _still_expected(own: Sequence[Unit]) -> Iterator[Conflict]:
    begins = next(((unit, day) for unit in own if unit.role != "list" and (day := _begins(unit))), None)
    if begins is None:
        return
    for unit in own:
        for match in DATE.finditer(unit.text):
            day, before = last_day(match), unit.text[max(0, match.start() - NEAR) : match.start()]
            if unit.role != "list" and day and day < begins[1] and _EXPECTED.search(before):
                begun = f"what is planned begins on {begins[1]:%-d %B %Y}"
                why = f"It is said to be still to come, in {match.group()}, though {begun}."
                yield conflict(topic(unit), "date", unit, begins[0], why)


def _begins(unit: Unit) -> date | None:
    """The day from which this document says that it has effect."""
    named = _OWN.search(unit.text)
    effect = _BEGINS.search(unit.text, named.end()) if named else None
    written = DATE.search(unit.text, effect.end()) if effect else None
    return calendar_day(written) if effect and written and written.start() - effect.end() < NEAR else None
