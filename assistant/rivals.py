"""Two figures for one thing where the sentences around them differ: what there is so many of, shares told in passing, a day
that a table gives beside a name and the text gives another.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant import words
from assistant.disagreement import Conflict, ConflictKind, conflict, shared, topic, two_figures
from assistant.matching import kept_vectors
from assistant.numbers import number
from assistant.statements import facts
from assistant.units import Unit
from kb.encoders import Encoder

MANY = 12  # up to it a count is seldom of all there are
BOTH = 2  # words that two counted things share, and half of the fewer
SAME, MOST = 3, 0.7  # words that two clauses, or a row and a sentence, share, and the share of the shorter one's
BEFORE = 8  # words before a share that say of what it is
LIKE = 0.72  # cosine from which two clauses may be about the same thing

_THERE_ARE = re.compile(
    r"\bthere (?:are|were) (?P<about>(?:at least|over|around|about|approximately|more than|nearly|some|currently) )?"
    r"(?P<number>\d+(?:,\d{3})*) (?P<thing>[a-z][\w’'-]*(?: [a-z][\w’'-]*){0,5})",
    re.IGNORECASE,
)
_CUT = re.compile(r"[;:()|]|,(?!\d)|\b(?:and|but|which|that|while|whereas|with|compared)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_CHANGES = re.compile(r"\b(?:increas|grow|grew|ris|reduc|fall|fell|declin|drop)\w*", re.IGNORECASE)

_HEDGES = frozenset(words.stems("could would may might expected predicted approximately around nearly almost further"))


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is said of a thing: `said` shows the figure, `about` are the stems of its clause's words."""

    unit: Unit
    value: float
    said: str
    about: frozenset[str]
    clause: str


def rivals(pool: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    """Within the documents of one authority."""
    told = [unit for unit in pool if unit.role != "list"]
    yield from _counted(told)
    yield from _shares(told, encoder)
    yield from _dated(told)


def _counted(told: Sequence[Unit]) -> Iterator[Conflict]:
    """"There are at least 500 voluntary groups", "There are at least 700 voluntary sector groups"."""
    claims = [
        _Claim(unit, number(found["number"]), f"{found['about'] or ''}{found['number']}", _about(found["thing"]), "")
        for unit in told for found in _THERE_ARE.finditer(unit.text)
    ]
    for one, two in combinations(claims, 2):
        shared = len(one.about & two.about)
        if shared >= BOTH and 2 * shared >= min(len(one.about), len(two.about)) and min(one.value, two.value) > MANY:
            yield from _clash("count", one, two)


def _shares(told: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    """"The population could increase by 27%", "a population increase of approximately 40%"."""
    claims = [claim for unit in told if unit.role != "row" for claim in _changes(unit)]
    near = [
        (one, two) for one, two in combinations(claims, 2)
        if one.unit.passage.id != two.unit.passage.id and _alike(one.about, two.about)
    ]
    if near:
        left, right = ([pair[side].clause for pair in near] for side in (0, 1))
        alike = encoder.likeness(kept_vectors(encoder, left), kept_vectors(encoder, right))
        for at, (one, two) in enumerate(near):
            if alike[at, at] >= LIKE:
                yield from _clash("number", one, two)


def _changes(unit: Unit) -> Iterator[_Claim]:
    """How far something grows or falls, with the clause that says so."""
    for fact in facts(unit.text):
        if fact.kind == "percent":
            start = max((cut.end() for cut in _CUT.finditer(unit.text, 0, fact.start)), default=0)
            clause = " ".join(unit.text[start : fact.start].split()[-BEFORE:])
            years = " ".join(_YEAR.findall(_CUT.split(unit.text[fact.end :], maxsplit=1)[0]))
            if _CHANGES.search(clause):
                yield _Claim(unit, fact.value, unit.text[fact.start : fact.end].strip(), _about(clause), f"{clause} {years}")


def _dated(told: Sequence[Unit]) -> Iterator[Conflict]:
    """"Project lead (seconded until August 2024)" in a table, "the project lead is due back in August 2025" in the text."""
    rows = [claim for unit in told if unit.role == "row" for claim in _dates(unit, unit.text.split(" | ")[0])]
    sentences = [claim for unit in told if unit.role == "sentence" for claim in _dates(unit, unit.text)]
    for row in rows:
        for claim in sentences:
            if len(row.about) >= SAME and row.about <= claim.about and claim.unit.passage.doc == row.unit.passage.doc:
                yield from _clash("date", row, claim)


def _dates(unit: Unit, text: str) -> Iterator[_Claim]:
    """The one date of the text."""
    dates = [fact for fact in facts(text) if fact.kind == "date"]
    if len(dates) == 1:
        yield _Claim(unit, dates[0].value, text[dates[0].start : dates[0].end], _about(text), text)


def _clash(kind: ConflictKind, one: _Claim, two: _Claim) -> Iterator[Conflict]:
    first, second = set(_YEAR.findall(one.clause)), set(_YEAR.findall(two.clause))
    if one.value != two.value and one.unit.document.authority == two.unit.document.authority and (
        kind == "date" or not first or not second or first & second
    ):
        why = two_figures(shared(one.clause, two.clause, 1), one.said, two.said)
        yield conflict(topic(one.unit), kind, one.unit, two.unit, why)


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    both = len(one & two)
    return both >= SAME and both >= MOST * min(len(one), len(two))


def _about(text: str) -> frozenset[str]:
    stems = (stem for stem in words.content(text) if not any(character.isdigit() for character in stem))
    return frozenset(stems) - _HEDGES
