"""Dates as documents print them, written as ISO 8601 and shortened where they say less."""
from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WORDS = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:of\s+)?{_MONTH}\.?,?\s+(?P<year>(?:19|20)\d{{2}})\b", re.IGNORECASE
)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)?\d{2})\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})\b")
_SECTION = re.compile(r"\d+\.\d\.\d+|\d+\.\d+\.\d")  # "5.1.10" numbers a paragraph
_PERIOD = re.compile(r"\b(?P<from>(?:19|20)\d{2})\s?(?:[-–—/]|to)\s?(?:(?:19|20)?\d{2})\b")


def date_in(text: str) -> str | None:
    """The first date in a text: "2024-04-18", "2023-08"; None where there is none.

    >>> date_in("Thursday 18th April 2024, 14:00"), date_in("August 2023"), date_in("07/04/2024"), date_in("2025-2035")
    ('2024-04-18', '2023-08', '2024-04-07', None)
    """
    return next((iso for _, iso in _found(text)), None)


def dates_in(text: str) -> list[str]:
    """Every date in a text, each once, in the order of the text.

    >>> dates_in("from June 2020 to 31.03.23, 12th May 2021, as 5.1.10 says")
    ['2020-06', '2023-03-31', '2021-05-12']
    """
    found = sorted((match.start(), iso) for match, iso in _found(text))
    return list(dict.fromkeys(iso for _, iso in found))


def _found(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern in (_ISO, _WORDS, _FIGURES):
        for match in pattern.finditer(text):
            if not _SECTION.fullmatch(match.group()) and (iso := _written(match)):
                yield match, iso


def period_start(text: str) -> str | None:
    """The year in which a period begins.

    >>> period_start("Strategic Plan 2025-2035"), period_start("2019/20"), period_start("April 2025")
    ('2025', '2019', None)
    """
    match = _PERIOD.search(text)
    return match["from"] if match else None


def _written(match: re.Match[str]) -> str | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
    if not match["day"]:
        return f"{year}-{number:02}"
    try:
        return datetime.date(year, number, int(match["day"])).isoformat()
    except ValueError:
        return None
