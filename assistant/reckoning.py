"""Figures that cannot be right by their own arithmetic: "410,000, up from 455,000"; 702 of 1,840 called two in three; "costs
£3.9m a year" over a table whose total is 3,840 (£k)."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.disagreement import Conflict, conflict, topic
from assistant.figures import figures
from assistant.numbers import FIGURE, SCALE, SCALES, number, scaled
from assistant.units import Unit, header

APART = 0.05  # share by which "two in three" and the figures it speaks of must differ
REACH = 3  # sentences after the figures in which their share is told
NEXT = 2  # passages after a sentence in which the table stands whose total it gives

_SUM = rf"£?\s?(?:{FIGURE})(?:\s?(?:{SCALE})\b)?\s?(?:%|per\s?cent\b)?"
_WHAT = r"(?: [a-z]+(?: [a-z]+){0,2})?(?: (?:in|for|during|since) (?:19|20)\d\d(?:[/–-]\d\d)?)?,? "
_CHANGED = re.compile(
    rf"(?P<now>{_SUM}){_WHAT}"
    r"(?P<way>up|down|an? (?:increase|rise|reduction|decrease|fall)) from "
    rf"(?P<then>{_SUM})"
    r"|\b(?P<way2>rise|rises|rose|risen|increased?|grow|grew|grown|fall|falls|fell|fallen|drop|dropped|reduced?|decreased?) "
    rf"(?:further )?from (?P<then2>{_SUM}){_WHAT}?to (?P<now2>{_SUM})",
    re.IGNORECASE,
)
_UP = re.compile(r"up|an? (?:increase|rise)|ris|rose|incr|gr[oe]w", re.IGNORECASE)
_READ = re.compile(
    rf"(?P<pound>£)?\s?(?P<figure>{FIGURE})(?:\s?(?P<scale>{SCALE})\b)?\s?(?P<share>%|per\s?cent)?", re.IGNORECASE
)
_REPLIED = r"(?:answered|replied|responded|returned|took part|completed|filled)"
_ASKED = r"(?:asked|wrote to|written to|surveyed|contacted|invited|consulted|sent)"
_OF_THEM = re.compile(
    rf"\b{_ASKED}\b[^.;|]{{0,30}}?(?P<all>{FIGURE}) [a-z][^.;|]{{0,80}}?\b(?P<some>{FIGURE}) "
    rf"(?:of (?:them|these|whom) )?{_REPLIED}"
    rf"|\b(?:of|from) (?:the )?(?P<all2>{FIGURE}) [^.;|]{{0,60}}?\b{_ASKED}[^.;|\d]{{0,20}}(?P<some2>{FIGURE}) {_REPLIED}",
    re.IGNORECASE,
)
_SHARE_OF_THEM = re.compile(
    rf"\bof (?:those|the people|them|people|everybody|everyone)\b[^.;|]{{0,30}}?{_REPLIED}", re.IGNORECASE
)
_MORE_OR_LESS = re.compile(r"\b(?:(?P<more>more|over|at least)|(?P<less>less|fewer|under))\b(?: than)?\s*$", re.IGNORECASE)
_A_YEAR = re.compile(
    rf"\b(?:costs?|spends?|spent|(?:budget|spending) (?:is|of))\b [^.;|\d]{{0,30}}"
    rf"£\s?(?P<sum>{FIGURE})\s?(?P<scale>{SCALE})\b",
    re.IGNORECASE,
)
_IN_SCALE = re.compile(r"\(£\s?(?P<scale>k|m|000s?)\)", re.IGNORECASE)
_TOTAL = re.compile(r"totals?\b", re.IGNORECASE)
_CELL = re.compile(rf"£?\s?({FIGURE})")


@dataclass(frozen=True, slots=True)
class _Part:
    """`share` of those asked, of which `said` tells in words."""

    unit: Unit
    share: float
    said: str


def reckoning(own: Sequence[Unit]) -> Iterator[Conflict]:
    """Of one document."""
    told = [unit for unit in own if unit.role != "list"]
    yield from _changes(told)
    yield from _replies(told)
    yield from _spent(own)


def _changes(told: Sequence[Unit]) -> Iterator[Conflict]:
    for unit in told:
        for match in _CHANGED.finditer(unit.text) if unit.role != "row" else ():
            way, now, then = (match[name] or match[f"{name}2"] for name in ("way", "now", "then"))
            one, two = _value(now), _value(then)
            if one and two and one[1] == two[1] and (one[0] < two[0] if _UP.match(way) else one[0] > two[0]):
                why = f"It is said to go {'up' if _UP.match(way) else 'down'} from {then.strip()} to {now.strip()}."
                yield conflict(topic(unit), "number", unit, None, why)


def _value(said: str) -> tuple[float, str] | None:
    """The figure with what it is of; None for what may be a year.

    >>> _value("£1.2m"), _value("12%"), _value("2025")
    ((1200000.0, '£'), (12.0, '%'), None)
    """
    match = _READ.fullmatch(said.strip())
    if match is None or re.fullmatch(r"(?:19|20)\d\d", said.strip()):
        return None
    return scaled(match["figure"], match["scale"]), "£" if match["pound"] else "%" if match["share"] else ""


def _replies(told: Sequence[Unit]) -> Iterator[Conflict]:
    """How many of those asked answered, and the share that the next sentences make of it."""
    for at, unit in enumerate(told):
        for match in _OF_THEM.finditer(unit.text):
            some, every = (number(match[name] or match[f"{name}2"]) for name in ("some", "all"))
            near = [other for other in told[at : at + REACH + 1] if other.passage.section == unit.passage.section]
            wrong = next((part for part in _parts(near) if _wrong(part, some / every if every else 0.0)), None)
            if wrong and some < every:
                why = f"“{wrong.said}” does not fit {some:,.0f} of {every:,.0f}, which is {some / every:.0%}."
                yield conflict(topic(unit), "number", unit, wrong.unit if wrong.unit is not unit else None, why)


def _parts(near: Sequence[Unit]) -> Iterator[_Part]:
    for unit in near:
        for said in _SHARE_OF_THEM.finditer(unit.text):
            for figure in figures(unit.text[: said.end()]):
                value = figure.value[0] / (figure.value[1] if figure.kind == "share" else 100)
                if figure.kind in ("share", "percent") and figure.end >= said.start() - len("half of "):
                    yield _Part(unit, value, unit.text[_from(unit.text, figure.start) : figure.end])


def _from(text: str, start: int) -> int:
    """Where what bounds a figure begins: "more than half"."""
    before = _MORE_OR_LESS.search(text[:start])
    return before.start() if before else start


def _wrong(part: _Part, share: float) -> bool:
    bounded = part.said.lower().split()[0]
    if bounded in ("more", "over", "at"):
        return share < part.share - APART
    if bounded in ("less", "fewer", "under"):
        return share > part.share + APART
    return abs(part.share - share) > APART


def _spent(own: Sequence[Unit]) -> Iterator[Conflict]:
    """A sum for a year, and right after it a table in thousands whose one total is another at the same rounding."""
    whole = (unit for unit in own if unit.passage.kind == "table" and unit.role == "list")
    tables = {(unit.passage.ordinal, unit.passage.section): unit for unit in whole}
    for unit in own:
        match = _A_YEAR.search(unit.text) if unit.role == "sentence" and tables else None
        near = (tables.get((unit.passage.ordinal + step, unit.passage.section)) for step in range(1, NEXT + 1))
        table = next(filter(None, near), None) if match else None
        total = _total(table) if table else None
        if match and table and total is not None:
            places = len(match["sum"].partition(".")[2])
            rounding = 0.5 * SCALES[match["scale"].lower()] * 10**-places
            if abs(scaled(match["sum"], match["scale"]) - total) > rounding:
                why = f"The text says £{match['sum']}{match['scale']}, the total of the table after it is £{total:,.0f}."
                yield conflict(topic(unit), "number", unit, table, why)


def _total(table: Unit) -> float | None:
    """The total of a table of sums in thousands or millions; None where it has several columns of figures, or none."""
    scale = _IN_SCALE.search(f"{table.passage.caption or ''} {header(table.passage)}")
    rows = [table.passage.text[part.start : part.end].split(" | ") for part in table.passage.parts if part.role == "row"]
    cells = [row[1:] for row in rows if _TOTAL.match(row[0].strip())]
    if scale is None or len(cells) != 1 or len(cells[0]) != 1 or not (figure := _CELL.fullmatch(cells[0][0].strip())):
        return None
    return number(figure[1]) * (1e6 if scale["scale"].lower() == "m" else 1e3)
