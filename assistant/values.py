"""Figures, dates and addresses in a text: what a typed question asks for, found by its form."""

from __future__ import annotations

import re
from typing import Literal

from assistant import words

ValueKind = Literal[
    "money", "percent", "number", "date", "month", "year", "duration", "email", "phone", "address", "postcode"
]

NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen"
).split()
_WORD = r"(?:" + "|".join(NUMBER_WORDS) + r")"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:\s?(?:k|m|bn|thousand|million|billion)\b)?"
_SPAN = r"(?:(?:working|calendar|school) )?(?:day|week|month|quarter|year|hour|minute)s?"
_TH = r"(?:\s*(?:st|nd|rd|th))?"
_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_FORMS: dict[ValueKind, tuple[str, ...]] = {
    "money": (rf"£\s?{_DIGITS}{_SCALE}", rf"\b{_DIGITS}{_SCALE} (?:pounds|pence)\b"),
    "percent": (
        rf"\b{_DIGITS}\s?(?:%|per ?cent\b)",
        rf"\b{_WORD} per ?cent\b",
        rf"\b(?:\d+|{_WORD}) (?:in|out of)(?: every)? (?:\d+|{_WORD})\b",
        r"\b(?:a|one|two|three) (?:half|thirds?|quarters?|fifths?)\b",
        r"\b\d+/\d+ split\b",
    ),
    "date": (
        rf"\b\d{{1,2}}{_TH}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"\b{_MONTH} \d{{1,2}}{_TH}(?:,? {_YEAR})\b",
        rf"\b{_MONTH} {_YEAR}\b",
        r"\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b",
        rf"\b{_YEAR}-\d\d-\d\d\b",
    ),
    "month": (rf"\b(?!(?-i:may|march|mar)\b){_MONTH}",),  # "may" and "march" are verbs
    "year": (rf"\b{_YEAR}(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?\b",),
    "duration": (
        rf"\b(?:(?:\d+|{_WORD})(?: ?\((?:\d+|{_WORD})\))?|several|a few|every|each|per|once an?|twice an?)[- ]"
        rf"(?:(?:{_WORD}|second|third|other) )?{_SPAN}\b",
        r"\b(?:annual|quarter|month|week|dai)ly\b",
        r"\b(?:immediately|annually|at once|bi-?annual(?:ly)?|as soon as)\b",
    ),
    "email": (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",),
    "phone": (r"(?:\+44\s?|\b0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}\b",),
    "address": (r"\bhttps?://\S+", r"\bwww\.\S+", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
    "postcode": (r"(?-i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)",),
    "number": (rf"\b{_DIGITS}(?:(?:k|m|bn)\b| (?:thousand|million|billion)\b|\b)", rf"\b{_WORD}\b"),
}
_COMPILED = {kind: re.compile("|".join(forms), re.IGNORECASE) for kind, forms in _FORMS.items()}
# A figure inside one of these is part of it, and counts nothing.
_NOT_NUMBERS: tuple[ValueKind, ...] = ("money", "percent", "date", "year", "email", "phone", "address")
_LABELLED = re.compile(
    r"\b(?:section|table|figure|direction|option|annex|appendix|paragraph|question|page|part|phase|board|no|number|item|stage|article|"
    r"act|aim|principle|objective|priority|recommendation|commitment|strand|outcome|programme|grade|band|covid)s?[.-]? ?$",
    re.IGNORECASE,
)
_MARK = re.compile(r"\d+(?:\.\d+)+\s|\d+[.)](?=\s|[^\W\d])")  # a paragraph's or an item's own number
# A value that the document says it does not have yet is its answer.
_LATER = re.compile(
    r"£?\bTBC\b|(?<!not )\bto be (?:confirmed|determined|agreed|published)\b"
    r"|\bnot (?:yet )?(?:been )?(?:published|confirmed|agreed|known|set|settled|decided|determined|finalised)\b"
    r"|\bwill be (?:set|settled|decided|confirmed|determined)\b",
    re.IGNORECASE,
)
# Words that announce a figure. Followed at once by what it should have counted, the figure was never filled in.
_ANNOUNCED = re.compile(
    r"\b(?:over|around|approximately|approx\.?|nearly|almost|more than|fewer than|less than|at least|up to|some|about)\s+"
    r"(?P<noun>[a-z]+)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"£(?=\s*(?:[^\d\sTt]|$))|£?\bX{2,}\b|\[(?:insert|x+|tbc)[^\]]*\]|"
    r"\[(?:the )?(?:day|date|month|year|(?:job )?title|(?:full )?name|number|figure|amount|sum|post)s?\]|_{3,}|\.{6,}",
    re.IGNORECASE,
)


def find(text: str, kind: ValueKind) -> list[tuple[int, int]]:
    """Where values of a kind stand. A number inside a date, a sum, a percentage or a year range is not a number.

    >>> text = "66 grants by 31 March 2022 for £14.090 million"
    >>> [text[a:b] for a, b in find(text, "number")]
    ['66']
    """
    spans = [match.span() for match in _COMPILED[kind].finditer(text)]
    if kind != "number":
        return spans
    taken = [span for other in _NOT_NUMBERS for span in find(text, other)]
    if mark := _MARK.match(text):
        taken.append(mark.span())
    return [
        (a, b)
        for a, b in spans
        if not any(a < y and x < b for x, y in taken)
        and not _LABELLED.search(text[max(0, a - 14) : a])
    ]


def to_come(text: str) -> bool:
    """Whether the text gives a value as still to come ("£TBC", "to be confirmed").

    >>> to_come("Our budget for 2025/26 is £TBC")
    True
    """
    return _LATER.search(text) is not None


def left_out(text: str, counted: str = "") -> bool:
    """Whether the text announces a figure that it does not give: a placeholder, or a word such as "over" followed at once
    by `counted`, the stem of what is counted.

    >>> left_out("we spoke to over people who use services", "peopl"), left_out("over 500 people came", "peopl")
    (True, False)
    """
    if _PLACEHOLDER.search(text):
        return True
    return bool(counted) and any(words.stem(match["noun"].lower()) == counted for match in _ANNOUNCED.finditer(text))
