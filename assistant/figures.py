"""Figures in a text as values that can be compared: sums, shares, dates, numbers in figures or letters, how often, how long.

"£640k" and "£640,000", "sixty per cent" and "60%", "2026-27" and "2026/27", "quarterly" and "every quarter" are the same
figure; "12 weeks" and "12 months" are not.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant import numbers
from assistant.bounds import bound
from assistant.numbers import NUMBERS, SCALES, number
from kb.text import MONTHS

FigureKind = Literal["money", "percent", "share", "date", "year", "years", "reference", "number", "ordinal", "every"]

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_UNITS = "minute hour day week fortnight month quarter year decade"
_NAMED = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "quarterly": "quarter"}
_NAMED |= {"yearly": "year", "annual": "year", "annually": "year"}

_D, _W = numbers.FIGURE, numbers.WORD
_SCALE = rf"(?:\s?(?P<{{0}}>{numbers.SCALE})\b)?"
_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS) + "|sept"
_UNIT = "|".join(_UNITS.split())
# In this order: a figure inside one that stands earlier is part of it.
_FORMS = re.compile(
    rf"(?P<money>£\s?(?P<sum>{_D}){_SCALE.format('scale')}|\b(?P<pounds>{_D}){_SCALE.format('scale2')}\s+pounds\b)"
    rf"|(?P<percent>\b(?P<share>{_D}|{_W})\s?(?:%|per\s?cent\b|percentage points?\b))"
    rf"|(?P<date>\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?(?:\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b,?"
    rf"(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d)\b(?![/–-]\d))?)"
    rf"|(?P<iso>\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b)"
    rf"|(?P<years>\b(?P<from>(?:19|20)?\d\d)\s?[/–-]\s?(?:19|20)?(?P<to>\d\d)\b(?!%))"
    rf"|(?P<reference>\b\d+(?:\.\d+){{2,}}\b)"
    rf"|(?P<of>\b(?P<part>\d+|{_W})\s+(?:in|out of)\s+(?:every\s+)?(?P<whole>\d+|{_W})\b(?!\s+(?:{_UNIT})))"
    rf"|(?P<fraction>\b(?:(?P<some>a|one|two|three)[ -])?(?P<piece>half|thirds?|quarters?|fifths?|tenths?)\b(?=\s+of\b))"
    rf"|(?P<every>\b(?:every|each|per|an?)\s+(?P<span>{_UNIT})\b|\b(?P<named>{'|'.join(_NAMED)})\b)"
    rf"|(?P<ordinal>\b(?:{'|'.join(_ORDINALS)})\b|\b\d+(?:st|nd|rd|th)\b)"
    rf"|(?P<yearonly>(?<![£\d.,])\b(?:19|20)\d\d\b(?![.,]\d))"
    rf"|(?P<number>(?<![\w.,])(?P<n>{_D}){_SCALE.format('scale3')}|\b(?:{_W})\b(?:\s+(?P<scale4>hundred|thousand|million)\b)?)"
    rf"(?:\s?\((?:{_D}|{_W})\)(?=[-\s]+(?:(?:working|calendar|school)[-\s]+)?(?:{_UNIT})s?\b))?",  # "twelve (12) months"
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"[-\s]+(?:(?:more|further|additional|extra|full) )?(?P<kind>working|calendar|school)?[-\s]*(?P<unit>{_UNIT})s?\b",
    re.IGNORECASE,
)
_IN_SCALE = re.compile(r"£\s?(k|m|bn|000)(?:s|\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]` gives `value`, of `unit` where it counts time ("week", "working day"). `bound` is 1 where it is the
    least ("at least", "from"), 2 where it is below that ("more than"), -1 where it is the most ("within", "by"), -2 where it
    is above that ("less than"), 0 where it is none."""

    kind: FigureKind
    value: tuple[float, ...]
    start: int
    end: int
    unit: str = ""
    bound: int = 0

    def same(self, other: Figure) -> bool:
        """Whether the other figure bears this one out: a date does where it says as much or more.

        >>> given, = figures("on 30 June 2027")
        >>> [figure.same(given) for text in ("June 2027", "30 June 2027", "2027", "June 2026") for figure in figures(text)]
        [True, True, True, False]
        """
        if self.kind in ("date", "year") and other.kind in ("date", "year"):
            return all(mine in (0, theirs) for mine, theirs in zip(self.value, other.value, strict=True))
        return (self.kind, self.value, self.unit) == (other.kind, other.value, other.unit)


def figures(text: str) -> list[Figure]:
    """In the text's order, none inside another. A table whose heading says "(£k)" gives its bare numbers as sums as well.

    >>> [(f.kind, f.value, f.unit, f.bound) for f in figures("at least twelve weeks, £1.2m by 2027")]
    [('number', (12.0,), 'week', 1), ('money', (1200000.0,), '', 0), ('year', (2027.0, 0.0, 0.0), '', -1)]
    """
    found = [figure for match in _FORMS.finditer(text) if (figure := _figure(match, text))]
    scale = _IN_SCALE.search(text)
    if scale and "|" in text:
        times = 1e3 if scale[1] == "000" else SCALES[scale[1].lower()]
        numbers = [figure for figure in found if figure.kind == "number"]
        found += [Figure("money", (round(one.value[0] * times, 2),), one.start, one.end) for one in numbers]
    return found


def _figure(match: re.Match[str], text: str) -> Figure | None:
    read = _read(match)
    if read is None:
        return None
    kind, value = read
    start, end = match.span()
    counted = _COUNTED.match(text, end) if kind == "number" else None
    unit = " ".join(part.lower() for part in (counted["kind"], counted["unit"]) if part) if counted else ""
    if kind == "number" and value == (1.0,) and match[0].lower() == "one" and not unit:
        return None  # "one" is as often a pronoun as a number
    return Figure(kind, value, start, end, unit, bound(text, start, end, kind in ("date", "year", "years")))


def _read(match: re.Match[str]) -> tuple[FigureKind, tuple[float, ...]] | None:
    group = match.groupdict()
    if group["money"]:
        scale = (group["scale"] or group["scale2"] or "").lower()
        return "money", (round(number(group["sum"] or group["pounds"]) * SCALES[scale], 2),)
    if group["percent"]:
        return "percent", (number(group["share"]),)
    if group["iso"]:
        return "date", (int(group["y"]), int(group["m"]), int(group["d"]))
    if group["date"]:
        return _date(group)
    if group["years"]:
        first = int(group["from"][-2:])
        if int(group["to"]) == (first + 1) % 100:
            return "years", (float(first),)
        return "years", (float(group["from"]), float(group["to"]))
    return _other(group)


def _date(group: dict[str, str | None]) -> tuple[FigureKind, tuple[float, ...]] | None:
    name = (group["month"] or "").lower()
    day = int(group["day"] or group["day2"] or 0)
    if name in ("may", "mar") and not (day or group["year"]) and group["month"] != "May":
        return None  # the verb
    return "date", (int(group["year"] or 0), [month[:3] for month in MONTHS].index(name[:3]) + 1, day)


def _other(group: dict[str, str | None]) -> tuple[FigureKind, tuple[float, ...]]:
    if group["reference"]:
        return "reference", tuple(float(part) for part in group["reference"].split("."))
    if group["of"]:
        return "share", (number(group["part"] or ""), number(group["whole"] or ""))
    if group["fraction"]:
        pieces = ["half", "third", "quarter", "fifth", "tenth"]
        whole = (2, 3, 4, 5, 10)[pieces.index((group["piece"] or "").lower().rstrip("s"))]
        return "share", (NUMBERS.get((group["some"] or "").lower(), 1.0), float(whole))
    if group["every"]:
        span = (group["span"] or _NAMED.get((group["named"] or "").lower(), "")).lower()
        return "every", (float(_UNITS.split().index(span)),)
    if group["ordinal"]:
        word = group["ordinal"].lower()
        return "ordinal", (float(_ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))),)
    if group["yearonly"]:
        return "year", (float(group["yearonly"]), 0.0, 0.0)
    text = (group["number"] or "").lower()
    scale = (group["scale3"] or "").lower()
    if group["n"]:
        return "number", (round(number(group["n"]) * SCALES[scale], 4),)
    first, _, rest = text.partition(" ")
    return "number", (number(first) * {"hundred": 100.0, "thousand": 1e3, "million": 1e6}.get(rest.strip(), 1.0),)
