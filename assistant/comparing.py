"""What is asked held against what is given: lengths of time, how often, shares, sums, days of the year, all or some.

One comparison serves the check of a plan and answers: "for more than six weeks" is broken by "for longer than ten weeks",
"by 30 September" by "each December", "within ten days" is kept by "within eight".
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.bounds import bound
from assistant.numbers import NUMBER, WORD, number
from assistant.quantities import Bound, Quantity
from assistant.words import content
from kb.text import MONTHS

# Lengths of one scale, in days. Working days are a scale of their own: five of them are no fixed number of days.
_DAYS = {
    "minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "calendar days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25,
}
ROUGHLY = 0.1  # share by which lengths in two units may differ and still be one: three months, twelve weeks
FAR = 12  # times the other, from which a length in another unit is of something else
HALF_A_YEAR = 6  # months; of two days without a year the later is the one that comes within them after the other

_DAY = (
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>(?:19|20)\d\d))?\b(?!\s+(?:and|or|to)\s+(?:{'|'.join(MONTHS)}))"
)
_YEAR = r"(?P<whole>20\d\d)(?:[/–-](?P<ends>\d\d))?\b(?![,.]\d)"
_BY = r"\b(?:by|before|no later than|not later than|on or before)\s+(?:the\s+)?(?:(?:end|beginning) of\s+)?"
_IN = r"\b(?:each|every|in|on|during|at the end of)\s+(?:each\s+|every\s+)?"
_DUE = re.compile(rf"{_BY}(?:{_DAY}|{_YEAR})", re.IGNORECASE)
# Public bodies' year ends with March; a school's, or a calendar's, is called so.
_ITS = r"(?:(?:the|each|every|its|their|that)\s+)?(?:(?:financial|reporting|performance)\s+)?year"
_AFTER_YEAR = re.compile(
    rf"\bwithin\s+(?P<months>{NUMBER})\s+months\s+(?:of|after)\s+"
    rf"(?:(?:the\s+)?(?:end|close)\s+of\s+{_ITS}\b|{_ITS}(?:['’]s\s+|[ -])end\b)",
    re.IGNORECASE,
)
MARCH = 3
_DONE = re.compile(rf"(?:(?P<by>{_BY})|{_IN})(?:{_DAY}|{_YEAR})", re.IGNORECASE)
_MONTHS = "|".join(MONTHS)
_IN_A_MONTH = re.compile(
    rf"\b(?:from|between)\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:to|until|till|and|[–-])\s?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+"
    rf"(?:{_MONTHS})\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTHS})(?:\s+(?P<year>(?:19|20)\d\d))?(?:\s+(?:to|until|till|and)|\s?[–-]|"
    rf",?[^.;\d]{{0,40}}\buntil)\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTHS})(?:\s+(?P<year2>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)
# "Each September and each March" is twice a year, "in May and November of every year" too.
_NAMED = rf"(?:{_MONTHS}|spring|summer|autumn|winter)"
_NAMED_AND = rf"{_NAMED}(?:(?:,|,?\s+and)\s+(?:(?:in|each|every)\s+)*{_NAMED})*"
_SEASONS = re.compile(
    rf"\b(?:each|every)\s+(?P<each>{_NAMED_AND})\b|\bin\s+(?P<in>{_NAMED_AND})\s+(?:of\s+)?(?:each|every)\s+year\b"
    rf"|\b(?:meets?|gathers?|sits?|convenes?|comes? together|reports?)\b[^.;,\d]{{0,30}}?\bin\s+"
    rf"(?P<habit>{_NAMED}(?:,\s+(?:in\s+)?{_NAMED})*,?\s+and\s+(?:in\s+)?{_NAMED})\b(?!\s+(?:\d|(?:of\s+)?(?:each|every)\b))",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FRACTION = re.compile(
    rf"\b(?:(?P<parts>an?|one|two|three|four)[ -])?(?P<of>{'|'.join(_PARTS)})s?\b(?= of\b)", re.IGNORECASE
)
_AGED = rf"(?:\d{{2}}|{WORD})"
_AGE_LIMIT = re.compile(
    r"\b(?:(?P<by>by|before|no later than)|until|till|up to) (?:they (?:are|reach)|(?:the )?age(?: of)?) "
    rf"(?P<age>{_AGED})\b",
    re.IGNORECASE,
)
_BIRTHDAYS = {
    "sixteenth": 16.0, "seventeenth": 17.0, "eighteenth": 18.0, "nineteenth": 19.0, "twentieth": 20.0, "twenty-first": 21.0,
    "twenty-fifth": 25.0,
}  # fmt: skip
# "until their nineteenth birthday", "at 16", "by the age of 14", "are 17 when"; not "at 9.30", "at 16 schools", "by 20 May"
_AGE = re.compile(
    rf"\b(?:their|a|his or her) (\d\d(?:th|st|nd|rd)|{'|'.join(_BIRTHDAYS)}) birthday\b"
    r"|\b(?:at|until|till|from|by|to|reach|turn) (?:(?:the )?age (?:of )?)?(\d\d)\b"
    rf"(?!\s*(?:%|per|[ap]m\b|[:.,/–-]\s?\d|[a-z]+s\b|{_MONTHS}))"
    r"|\b(?:are|aged) (\d\d)\b(?=\s*(?:[.,;]|and\b|or\b|years old\b|when\b|for\b|$))",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|every|each)\s+(?:of\s+)?(?:the\s+|its\s+|their\s+)?(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,2})", re.IGNORECASE
)
_SOME = re.compile(
    rf"\b(?:(?P<part>{NUMBER})\s+(?:out\s+)?of\s+(?:our\s+|the\s+|its\s+|all\s+)?(?P<of>{NUMBER})"
    rf"|(?P<percent>{NUMBER})\s?(?:%|per\s?cent)\s+of|(?:most|some|half|many|a third|two thirds|three quarters)\s+of)"
    r"\s+(?:our\s+|the\s+|its\s+|all\s+)?(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,2})",
    re.IGNORECASE,
)
# "Of our 38 departments, 26 have one."
_OF_THEM = re.compile(
    rf"\bof\s+(?:our\s+|the\s+|its\s+|all\s+){{0,2}}(?P<of>{NUMBER})\s+(?P<what>[\w’'-]+(?:\s+[\w’'-]+){{0,2}}),\s+"
    rf"(?:only\s+|just\s+)?(?P<part>{NUMBER})\b(?P<percent>)",
    re.IGNORECASE,
)


def falls_short(asked: Quantity, given: Quantity) -> bool:
    """Whether what is given breaks what is asked: fewer than at least so many, more than at most so many.

    "every three years" asks for at least that often; an exact length, sum or share asks for nothing less.
    """
    if not comparable(asked, given):
        return False
    one, two, spare = asked.value, given.value, 0.0
    if asked.measure != given.measure:
        one, two, spare = one * _DAYS[asked.measure], two * _DAYS[given.measure], ROUGHLY
    return two > one * (1 + spare) if asked.bound == "at most" else two < one * (1 - spare)


def comparable(asked: Quantity, given: Quantity) -> bool:
    """Whether both are of one scale: days and weeks are, not working days and weeks, nor twelve weeks and three years."""
    if asked.measure == given.measure or not {asked.measure, given.measure} <= _DAYS.keys():
        return asked.measure == given.measure
    one, two = sorted(each.value * _DAYS[each.measure] for each in (asked, given))
    return two <= one * FAR


@dataclass(frozen=True, slots=True)
class Due:
    """A day, a month or a year by or in which something is done, at `text[start:end]`; 0 for what is not said. `by` where it
    is the last one."""

    year: int
    month: int
    day: int
    by: bool
    start: int
    end: int


def due(text: str) -> Iterator[Due]:
    """By when the text asks for something.

    >>> [(one.year, one.month, one.day) for one in due("by 30 September, and by the end of 2026")]
    [(0, 9, 30), (2026, 0, 0)]
    >>> [(one.month, one.by) for one in due("within four months of the end of the year to which it relates")]
    [(7, True)]
    """
    yield from (_read(match, True) for match in _DUE.finditer(text))
    for match in _AFTER_YEAR.finditer(text):
        months = int(number(match["months"]))
        if months < 12:
            yield Due(0, (MARCH + months - 1) % 12 + 1, 0, True, *match.span())


def done(text: str) -> Iterator[Due]:
    """By or in which day, month or year the text says that something is done: "each December" too."""
    return (_read(match, bool(match["by"])) for match in _DONE.finditer(text))


def _read(match: re.Match[str], by: bool) -> Due:
    if match["whole"]:
        financial = match["ends"] is not None  # a financial year ends in March
        year = int(match["whole"]) + financial
        return Due(year, 3 * financial, 31 * financial, by, *match.span())
    month = MONTHS.index(match["month"].lower()) + 1
    return Due(int(match["year"] or 0), month, int(match["day"] or 0), by, *match.span())


def spans(text: str) -> Iterator[Quantity]:
    """How long lies between two days that a sentence gives as first and last.

    >>> [one.value for one in spans("It was open from 6 January to 3 February 2025.")]
    [28.0]
    >>> [one.value for one in spans("It was open from 3 to 28 February 2025.")]
    [25.0]
    """
    for match in _SPAN.finditer(text):
        year = int(match["year2"] or match["year"] or 0)
        days = [(match[month], int(match[day])) for day, month in (("day", "month"), ("day2", "month2"))]
        numbers = [_ordinal(year or 2001, month, day) for month, day in days]
        if all(numbers) and not (match["year"] and match["year2"] and match["year"] != match["year2"]):
            lasts = numbers[1] - numbers[0]
            yield Quantity(float(lasts if lasts > 0 else lasts + 365), "days", "exactly", *match.span())
    for match in _IN_A_MONTH.finditer(text):
        if (lasts := int(match["day2"]) - int(match["day"])) > 0:
            yield Quantity(float(lasts), "days", "exactly", *match.span())


def seasons(text: str) -> Iterator[Quantity]:
    """How often a year something is done in the months that a sentence names for every year.

    >>> [(one.value, one.measure) for one in seasons("It meets each September and each March.")]
    [(2.0, 'times a year')]
    >>> [one.value for one in seasons("The circles gather in spring and in autumn, when the boats allow.")]
    [2.0]
    """
    for match in _SEASONS.finditer(text):
        named = re.findall(_NAMED, match["each"] or match["in"] or match["habit"], re.IGNORECASE)
        yield Quantity(float(len(set(map(str.lower, named)))), "times a year", "exactly", *match.span())


def fractions(text: str) -> Iterator[Quantity]:
    """Shares in words, as percentages.

    >>> [(round(one.value), one.bound) for one in fractions("At least two thirds of it, and no more than a tenth of that.")]
    [(67, 'at least'), (10, 'at most')]
    """
    for match in _FRACTION.finditer(text):
        parts = number(match["parts"]) if match["parts"] and match["parts"].lower() not in ("a", "an") else 1.0
        side = bound(text, *match.span())
        limit: Bound = "at least" if side > 0 else "at most" if side < 0 else "exactly"
        yield Quantity(100 * parts / _PARTS[match["of"].lower()], "%", limit, *match.span())


def ages(text: str, asked: bool = False) -> Iterator[Quantity]:
    """At what age something is done, begins or ends; of what is `asked` only a limit: "by", "until", "up to the age of".

    >>> [(one.value, one.bound) for one in ages("It should begin by the age of 14, and last until the age of 25.", True)]
    [(14.0, 'at most'), (25.0, 'at least')]
    >>> [one.value for one in ages("They may stay until their nineteenth birthday; planning begins at 16 for most.")]
    [19.0, 16.0]
    """
    for match in _AGE_LIMIT.finditer(text) if asked else ():
        side: Bound = "at most" if match["by"] else "at least"
        yield Quantity(number(match["age"]), "age", side, *match.span())
    for match in _AGE.finditer(text) if not asked else ():
        written = next(filter(None, match.groups())).lower()
        yield Quantity(_BIRTHDAYS.get(written) or number(written.rstrip("sthndr")), "age", "exactly", *match.span())


def _ordinal(year: int, month: str, day: int) -> int:
    try:
        return date(year, MONTHS.index(month.lower()) + 1, day).toordinal()
    except ValueError:
        return 0


def later(asked: Due, given: Due) -> bool:
    """Whether what is given comes only after what is asked. Where either has no year, the later of the two is the one that
    comes within half a year after the other.

    >>> asked, = due("by 30 September")
    >>> [later(asked, given) for given in done("each December, by 31 August, in October, in May")]
    [True, False, True, False]
    """
    if asked.year and given.year:
        return _last(asked) < _first(given)
    if not asked.month or not given.month:
        return False
    months = (given.month - asked.month) % 12
    return 0 < months <= HALF_A_YEAR or (months == 0 and 0 < asked.day < given.day)


def _last(one: Due) -> tuple[int, int, int]:
    return one.year, one.month or 12, one.day or 31


def _first(one: Due) -> tuple[int, int, int]:
    """A deadline that is a month or a year is meant to its end as the other's is."""
    return _last(one) if one.by else (one.year, one.month or 1, one.day or 1)


def only_some(asked: str, given: str) -> str:
    """What the text gives some of where all are asked for, as it says so; else nothing.

    >>> only_some("All ward managers must be trained.", "Last year 31 of our 44 ward managers were on the course.")
    '31 of our 44 ward managers'
    >>> only_some("Each department must have a rota.", "Of our 38 departments, 26 have one.")
    'Of our 38 departments, 26'
    """
    wanted = {stem for every in _ALL.finditer(asked) for stem in content(every["what"])}
    for some in (*_SOME.finditer(given), *_OF_THEM.finditer(given)):
        part, of = some["part"] or some["percent"], some["of"] or "100"
        named = [word for word in re.finditer(r"\S+", some["what"]) if wanted & set(content(word.group()))]
        if named and not (part and number(part) >= number(of)):
            return given[some.start() : max(some.start("what") + named[-1].end(), some.end("part"))]
    return ""
