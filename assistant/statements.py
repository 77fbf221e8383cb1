"""What a sentence states in figures: sums, shares, counts, lengths of time and dates, each with what it is a figure of."""
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant import words
from assistant.numbers import NUMBERS, WORD, number
from assistant.quantities import quantities
from kb.text import MONTHS

FactKind = Literal["money", "percent", "count", "length", "date"]

_KINDS: dict[str, FactKind] = {"£": "money", "%": "percent"}
_MONTH = "|".join(MONTHS)
DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?\s+(?:of\s+)?)?(?P<month>{_MONTH}),?\s+(?P<year>(?:19|"
    rf"20)\d{{2}})\b", re.IGNORECASE
)
# "one" seldom says how many there are; hundreds stand behind another number.
_NO_COUNT = ("dozen", "twice", "thrice")
_IN_WORDS = "|".join(word for word in WORD.split("|") if 1 < NUMBERS[word] < 100 and word not in _NO_COUNT)
_NO_NOUN = rf"(?:per|years?|months?|weeks?|days?|hours?|minutes?|times|of|in|to|and|or|million|thousand|{_MONTH})\b"
_COUNT = re.compile(
    rf"(?<![\w.])(?P<number>{_IN_WORDS}|"
    rf"\d+(?:,\d{{3}})*(?![.\d])) (?P<noun>(?!{_NO_NOUN})[a-z][a-z-]*(?: (?!(?:{_IN_WORDS})\b)[a-z][a-z-]*){{0,2}})",
    re.IGNORECASE,
)
# "three types" says nothing unless it says of what.
_EMPTY = frozenset("types kinds parts ways areas levels sets forms things points sites cases stages steps times".split())
_LABEL = re.compile(r"(?:section|table|direction|option|annex|appendix|paragraph|page|part|phase|no|number|item|"
                    r"stage|aim|year|figure)s?\.?\s*$")
# "the four options": all there are. A count without such a word may be of some.
_ALL = re.compile(
    r"(?:\b(?:the|these|all|our|its|into|has|have|are|presents?|of)|^\W*(?:\d+(?:\.\d+)+\s)?)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fact:
    """`text[start:end]` states `value` of `measure`: the stem of what is counted, the unit of time, the currency. `whole`
    says that a count is of all there are. A date's value is its day of the common era, the first where no day is given."""

    kind: FactKind
    value: float
    measure: str
    start: int
    end: int
    whole: bool = False


def facts(text: str) -> list[Fact]:
    """In the text's order within each kind.

    >>> [(f.kind, f.value, f.measure) for f in facts("The four options cost £1.2m, 3% more, over 12 weeks.")]
    [('money', 1200000.0, '£'), ('percent', 3.0, '%'), ('length', 12.0, 'weeks'), ('count', 4.0, 'option')]
    """
    return [*_quantities(text), *_dates(text), *_counts(text)]


def _quantities(text: str) -> Iterator[Fact]:
    for found in quantities(text):
        yield Fact(_KINDS.get(found.measure, "length"), found.value, found.measure, found.start, found.end)


def _dates(text: str) -> Iterator[Fact]:
    for match in DATE.finditer(text):
        day = calendar_day(match)
        if day:
            yield Fact("date", float(day.toordinal()), "day" if match["day"] else "month", *match.span())


def calendar_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), MONTHS.index(match["month"].lower()) + 1, int(match["day"] or 1))
    except ValueError:
        return None


def last_day(match: re.Match[str]) -> date | None:
    """The day written, or the last of its month; None where no calendar has it."""
    day = calendar_day(match)
    return day if day is None or match["day"] else day.replace(day=monthrange(day.year, day.month)[1])


def _counts(text: str) -> Iterator[Fact]:
    all_there_are = 0  # where the count of all of another thing ends: "has twelve libraries and two vans"
    for match in _COUNT.finditer(text):
        before = text[: match.start()].lower()
        if _LABEL.search(before) or before.endswith(("£", ",", "/")):
            continue
        noun = _plural(match["noun"])
        if noun:
            joined = all_there_are and text[all_there_are : match.start()].strip() in ("", "and", ",")
            whole = bool(joined or _ALL.search(before))
            all_there_are = match.end() if whole else 0
            yield Fact("count", number(match["number"]), noun, *match.span(), whole=whole)


def _plural(phrase: str) -> str | None:
    """The stem of the first plural in the phrase: what is counted."""
    for word in phrase.lower().split():
        if word in _EMPTY:
            return None
        if word == "people" or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in words.STOP):
            return words.stem(word)
    return None
