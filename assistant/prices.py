"""What one thing costs, told in two documents of an authority: "day care, at £58 a day", "Day care costs £56 a day"; and a
blank that another place fills: "a set-up fee of £____", "The set-up fee is £745".
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant import words
from assistant.disagreement import Conflict, conflict, topic
from assistant.numbers import number
from assistant.units import Unit

BEFORE = 6  # words before a sum that say of what it is
NAMED = 2  # words that a thing's name has at the least, and the last ones by which a fee is known

_SUM = r"£\s?(?P<sum>\d+(?:,\d{3})*(?:\.\d+)?)(?!\d|\s?(?:k|m|bn|thousand|million|billion)\b)"
_PER = r"\s?(?:an?|per|each|every|/)\s?(?P<per>hour|day|night|week|journey|trip|mile|session|visit|meal|bag|item)\b"
_RATE = re.compile(_SUM + _PER, re.IGNORECASE)
_FEE = re.compile(_SUM + r"(?!\s?(?:an?|per|each|every|/|to|or|and|[–-])\s?\w)", re.IGNORECASE)
_OPEN = re.compile(r"£\s?(?:_{2,}|\.{3,}|[Xx]+\b|\[[^\]]*\]|TB[AC]\b)")
_CUT = re.compile(r"[.;:?!()|\n]\s")
_BOUND = re.compile(
    r"\b(?:up to|at least|at most|over|more than|less than|under|between|from|was|were|rose|fell|increase\w*)\W*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# That something has a price says nothing of what it is that has it.
_PRICE = frozenset(words.stems("cost costs charge charges charged price priced rate rates pay paid currently fixed"))


@dataclass(frozen=True, slots=True)
class _Told:
    """`said` of the thing that `about` names, in the order of the words."""

    unit: Unit
    about: tuple[str, ...]
    value: float
    said: str


def prices(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """Within the documents of one authority. What one document itself gives in two ways has conditions of its own."""
    told: dict[tuple[str, str, tuple[str, ...]], list[_Told]] = defaultdict(list)
    for unit in pool:
        for match in _RATE.finditer(unit.text) if unit.role in ("sentence", "item") else ():
            if len(about := _about(unit.text, match.start())) >= NAMED:
                claim = _Told(unit, about, number(match["sum"]), match.group())
                told[unit.document.authority or unit.passage.doc, match["per"].lower(), about].append(claim)
    for claims in told.values():
        by_document: dict[str, list[_Told]] = defaultdict(list)
        for claim in claims:
            by_document[claim.unit.passage.doc].append(claim)
        single = [found[0] for found in by_document.values() if len({claim.value for claim in found}) == 1]
        for one, two in combinations(single, 2):
            if one.value != two.value and _same_time(one.unit, two.unit):
                why = f"One document says {one.said}, another {two.said}."
                yield conflict(topic(one.unit), "number", one.unit, two.unit, why)


def filled(blank: Unit, pool: Sequence[Unit]) -> tuple[Unit, str] | None:
    """Where another place of the authority gives the sum that a blank leaves open, and the sum; None where none does."""
    opened = _OPEN.search(blank.text)
    thing = _about(blank.text, opened.start())[-NAMED:] if opened else ()
    if len(thing) < NAMED:
        return None
    body = blank.document.authority
    for unit in pool:
        same = unit.document == blank.document or (body and unit.document.authority == body)
        for match in _FEE.finditer(unit.text) if same and unit.role != "list" else ():
            if _about(unit.text, match.start())[-NAMED:] == thing:
                return unit, match.group()
    return None


def _about(text: str, end: int) -> tuple[str, ...]:
    """Stems of the words right before a sum, within its clause; none where they bound it or tell of another time."""
    start = max((cut.end() for cut in _CUT.finditer(text, 0, end)), default=0)
    before = text[start:end]
    if _BOUND.search(before):
        return ()
    return tuple(stem for stem in words.content(" ".join(before.split()[-BEFORE:])) if stem not in _PRICE)


def _same_time(one: Unit, two: Unit) -> bool:
    first, second = (set(_YEAR.findall(unit.text)) for unit in (one, two))
    return not first or not second or bool(first & second)
