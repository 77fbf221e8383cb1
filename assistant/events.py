"""One thing said to happen on two days: "Fines end on 1 April 2027" here, "They end on 1 October 2027" there; "Tarn Road
closes on Mondays" here, on Wednesdays there."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant import words
from assistant.disagreement import Conflict, conflict, topic, two_figures
from assistant.statements import DATE
from assistant.units import Unit

LONGEST = 6  # words of a thing's name before its verb
NAMED = 2  # words of a name that tells one thing from others of its kind

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DATE = DATE.pattern.replace("?P<day>", "?:").replace("?P<month>", "?:").replace("?P<year>", "?:")
_WEEKDAYS = rf"(?:{'|'.join(_DAYS)})s(?:(?:,| and|, and) (?:{'|'.join(_DAYS)})s)*"
_HAPPENS = re.compile(
    rf"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?P<thing>[\w’'-]+(?: [\w’'-]+){{0,{LONGEST}}}?) "
    r"(?:will |shall |is to |are to |would |is |are )?"
    rf"(?P<verb>open|reopen|close|end|expire|start|begin|launch|cease)(?:s|es|d|ed|ing)?\b(?: on| in| by| from| until)* "
    rf"(?:(?P<date>{_DATE})|(?P<weekdays>{_WEEKDAYS}))",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:it|they|this|these)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?P<thing>[\w’'-]+(?: [\w’'-]+){0,5}?) "
    r"(?:is|are|was|were|has|have|had|will|can|brought|cost|costs|made|[a-z]+ed)\b"
)
# There are many of them, and each has days of its own.
_ANY = frozenset(
    words.content(
        "service services plan programme project work phase stage period scheme meeting year contract consultation survey "
        "funding grant pilot recruitment review term session event strategy contracts works"
    )
)


@dataclass(frozen=True, slots=True)
class _Day:
    """`said` of the thing that is `named`, whose name's stems are `thing`: a day, or days of the week; `days` are all that
    it may be."""

    unit: Unit
    named: str
    thing: frozenset[str]
    said: str
    days: frozenset[str]


def events(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """Within the documents of one authority."""
    known: dict[tuple[str, str, bool], list[_Day]] = defaultdict(list)
    before: Unit | None = None
    for unit in pool:
        match = _HAPPENS.match(unit.text) if unit.role in ("sentence", "item") else None
        if match:
            named = _named(match["thing"], before if before and before.passage.id == unit.passage.id else None)
            said = match["date"] or match["weekdays"]
            owner = unit.document.authority or unit.passage.doc
            verb = words.stem(match["verb"].lower())
            known[owner, verb, bool(match["date"])].append(
                _Day(unit, named, frozenset(words.content(named)), said, _days(said))
            )
        before = unit if unit.role == "sentence" else None
    for days in known.values():
        for one, two in combinations(days, 2):
            if _same(one.thing, two.thing) and not one.days & two.days and one.unit.passage.id != two.unit.passage.id:
                why = two_figures(min(one.named, two.named, key=len), one.said, two.said)
                yield conflict(topic(one.unit), "date", one.unit, two.unit, why)


def _named(written: str, before: Unit | None) -> str:
    """What happens; of "They" what the sentence before is about."""
    if not _POINTS.fullmatch(written):
        return written
    subject = _SUBJECT.match(before.text) if before else None
    return subject["thing"] if subject else ""


def _same(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two names are of one thing: the same, or the shorter within the longer where it tells enough.

    >>> tarn, fines = frozenset({"tarn", "road"}), frozenset({"fine"})
    >>> _same(tarn, tarn | {"librari"}), _same(fines, fines), _same(fines, fines | {"park"}), _same(frozenset(), frozenset())
    (True, True, False, False)
    """
    fewer, more = sorted((one, two), key=len)
    if fewer == more:
        return bool(fewer - _ANY)
    return len(fewer - _ANY) >= NAMED and fewer <= more


def _days(said: str) -> frozenset[str]:
    """All days that may be meant: of a month without its day each.

    >>> sorted(_days("1 April 2027")), len(_days("April 2027")), sorted(_days("Mondays and Fridays"))
    (['1 april 2027'], 31, ['friday', 'monday'])
    """
    if date := re.fullmatch(DATE.pattern, said.strip(), re.IGNORECASE):
        days = [int(date["day"])] if date["day"] else range(1, 32)
        return frozenset(f"{day} {date['month'].lower()} {date['year']}" for day in days)
    return frozenset(re.findall("|".join(_DAYS), said.lower()))
