"""What a document says of itself beside its date: its item on the agenda, its meeting, the period it is for, the day from
which it is in force."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.dates import date_in

_ITEM = re.compile(r"(?:agenda )?item(?: number| no)?\.?:?\s*(\d[\w.]*)", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}[:.]\d{2}\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(?:meeting|date of meeting|board meeting)\b", re.IGNORECASE)
_IN_FORCE = re.compile(
    r"\b(?:in force|effective|(?:takes?|with|in(?:to)?) effect|comes? into (?:force|effect)) (?:from|on)\b:?", re.IGNORECASE
)
_DATE = 24  # characters within which a date follows: "Wednesday 17th September"
_PERIOD = re.compile(r"\b((?:19|20)\d{2})\s?(?:[-–—/]|to)\s?((?:19|20)?\d{2})\b")


def particulars(title: str, front: Sequence[str]) -> dict[str, str]:
    """What of these the title or the title page's lines give: item "5.4", meeting "2024-04-18", period "2025-2035",
    in_force_from "2025-04-07".

    >>> particulars("Hill Plan 2025-35", ["Thursday 18th April 2024, 14:00", "Item number: 5.4"])
    {'item': '5.4', 'meeting': '2024-04-18', 'period': '2025-2035'}
    >>> particulars("Harbour Charges", ["Adopted by Cabinet: 14 January 2025. In force from 7 April 2025."])
    {'in_force_from': '2025-04-07'}
    """
    in_force = (date_in(line[said.end() :][:_DATE]) for line in front if (said := _IN_FORCE.search(line)))
    found = {
        "item": _first(_ITEM, front),
        "meeting": _meeting(front),
        "period": _period((title, *front)),
        "in_force_from": next(filter(None, in_force), None),
    }
    return {name: value for name, value in found.items() if value}


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> str | None:
    return next((match[1].rstrip(".") for line in lines if (match := pattern.match(line))), None)


def _meeting(front: Sequence[str]) -> str | None:
    """The date of a line that names a weekday, a time or a meeting: a bare date may be that of the paper alone."""
    lines = (line for line in front if _WEEKDAY.search(line) or _MEETING.search(line))
    return next((date for line in lines if (date := date_in(line)) and len(date) == len("2024-04-18")), None)


def _period(lines: Iterable[str]) -> str | None:
    for line in lines:
        if match := _PERIOD.search(line):
            first, last = match.groups()
            last = last if len(last) == len(first) else first[: len(first) - len(last)] + last
            if last > first:
                return f"{first}-{last}"
    return None
