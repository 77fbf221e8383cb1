"""What stands below a Direction's words and belongs to it: lines with a label ("Budget: £18.6m", "Timescale: to be
confirmed"), parts with a letter ("1a. The Board is to receive ..."), and a deadline counted from the day it was issued."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ingest.direction_forms import TITLED, Given, label_of
from kb.models import Passage
from kb.text import sentence_spans

_LABELLED = re.compile(r"^\W*(?P<label>[A-Z][\w/’' -]{1,40}?)\s*(?::|\s[–—-])\s+(?P<value>\S.*)$", re.DOTALL)
_LABEL_WORDS = 4
_FIELDS = ("to", "budget", "due")
# "1a.", "1(a)", "5.2b)": the Direction's number and a letter of its own
LETTERED = re.compile(r"^\W*(?P<id>(?P<of>\d{1,3}(?:\.\d{1,3})*)(?:\.?[a-z]|\([a-z]\)))[.):]*\s+(?=[A-Z“\"])")

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_COUNTED = re.compile(
    rf"\bwithin\s+(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(?:calendar\s+)?(?P<unit>day|week|month|year)s?\s+(?:of|from|after)\s+"
    r"(?:the\s+)?(?:date\s+of\s+)?(?:(?:issue|publication)\s+of\s+)?(?:(?:this|these|the)\s+directions?\b|(?:its|their|the)?\s*issue\b)",
    re.IGNORECASE,
)
TO_COME = re.compile(r"\bTB[CAD]\b|\bto be (?:confirmed|agreed|determined|decided|advised|set|announced)\b", re.IGNORECASE)
_FULL_DAY = len("2026-04-02")


def with_lines(found: Sequence[Given], passages: Iterable[Passage]) -> list[Given]:
    """Each with what labelled lines say of it, in its own words or in the passages below it under the same headings, up to
    the next; what a table's cells say stays."""
    said: dict[str, dict[str, str]] = {one.number: dict(_labelled(one.text)) for one in found}
    begins: dict[str, list[Given]] = {}
    for one in found:
        begins.setdefault(one.passage.id, []).append(one)
    latest: Given | None = None
    for passage in passages:
        if passage.id in begins:
            latest = begins[passage.id][-1]
        elif latest and passage.section[: len(latest.passage.section)] != latest.passage.section:
            latest = None
        elif latest and passage.kind != "table":
            for name, value in _labelled(passage.text):
                said[latest.number].setdefault(name, value)
    return [_filled(one, said[one.number]) for one in found]


def _filled(one: Given, said: dict[str, str]) -> Given:
    return replace(
        one, to=one.to or said.get("to", ""), budget=one.budget or said.get("budget", ""), due=one.due or said.get("due", "")
    )


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    for start, end in sentence_spans(text):
        given = _LABELLED.match(text[start:end])
        if given and len(given["label"].split()) <= _LABEL_WORDS and (name := label_of(given["label"])) in _FIELDS:
            yield name, given["value"].strip().rstrip(".")


def lettered(passages: Iterable[Passage], known: Iterable[str]) -> Iterator[Given]:
    """The parts with a letter of a Direction that is known, or whose number a heading above gives."""
    numbers = set(known)
    for passage in passages:
        titles = {titled[1] for title in passage.section if (titled := TITLED.match(title))}
        for line in re.finditer(r"[^\n]+", passage.text) if passage.kind != "table" else ():
            part = LETTERED.match(line.group())
            if part and part["of"] in numbers | titles:
                yield Given(part["id"], passage, line.group(), line.start())


def counted(text: str, issued: str | None) -> tuple[str, str] | None:
    """The month of a deadline that runs from the day on which the Direction was issued, and its words.

    >>> counted("It shall report within nine months of the date of this Direction.", "2026-04-02")
    ('2027-01', 'within nine months of the date of this Direction')
    """
    said = _COUNTED.search(text)
    if not said or not issued or len(issued) < len("2026-04"):
        return None
    number = int(said["number"]) if said["number"].isdigit() else _NUMBERS.index(said["number"].lower()) + 1
    unit = said["unit"].lower()
    if unit in ("month", "year"):
        year, month = divmod(int(issued[:4]) * 12 + int(issued[5:7]) - 1 + number * (12 if unit == "year" else 1), 12)
        return f"{year}-{month + 1:02}", said.group()
    if len(issued) != _FULL_DAY:
        return None
    due = date.fromisoformat(issued) + timedelta(days=number * (7 if unit == "week" else 1))
    return f"{due:%Y-%m}", said.group()
