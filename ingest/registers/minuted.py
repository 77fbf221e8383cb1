"""What minutes record: decisions that were taken, and actions that somebody was given.

Minutes label them ("Decided: to approve ...", "Action: Ann Hill to report ..."), say them of the body ("The Board agreed
that ..."), list them under such a label, or keep a table of actions. What a body only noted or discussed is neither.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.amounts import money
from ingest.dates import dates_in
from ingest.registers.units import Unit, entry
from kb.models import Entry, EntryKind

_LABEL = re.compile(
    r"^\W*(?:(?P<action>actions?(?: points?)?)|(?:it was )?(?:decisions?|decided|agreed|resolved|approved))"
    r"(?: (?:no\.? ?)?\d+)?(?:\W*[:–—]|(?= (?:to|that)\b))\W*",
    re.IGNORECASE,
)
_BODY = (
    r"(?:[Bb]oard|[Cc]ommittee|[Cc]abinet|[Cc]ouncil|[Pp]anel|[Gg]roup|[Mm]embers|[Mm]eeting|[Tt]rustees|[Gg]overnors|[A-Z]{2,})"
)
_TOOK = re.compile(
    rf"^(?:(?:[Aa]fter|[Ff]ollowing) [^,]+, )?(?:[Tt]he )?(?:\w+ ){{0,3}}?{_BODY}(?: \w+ly)? (?:then |also |therefore )?"
    r"(?:agreed|decided|resolved|approved|adopted|endorsed|ratified)\b(?! (?:with|by)\b)"
)
_WHO = re.compile(r"^(?P<who>[A-Z][\w’'.-]*(?: (?:(?:and|of|the|for|&) )*[A-Z][\w’'.-]*)*) (?:to|will|is to|should)\b")
_ACTION_COLUMN = re.compile(r"^actions?\b", re.IGNORECASE)
_WHO_COLUMN = re.compile(r"\b(?:owner|lead|who|whom|responsib\w+|officer|assigned)\b", re.IGNORECASE)
_FEW_WORDS = 2  # a label over a list says nothing itself


def entries(units: Sequence[Unit]) -> Iterator[Entry]:
    """Decisions and actions of one document that is minutes, in order; `to` is who is given an action."""
    for unit in units:
        if unit.role == "row":
            yield from _in_table(unit)
        elif unit.role == "item" and (label := _LABEL.match(unit.lead_in)):
            yield _entry(_kind(label), unit, unit.text)
        elif (label := _LABEL.match(unit.text)) and len(unit.text[label.end() :].split()) >= _FEW_WORDS:
            yield _entry(_kind(label), unit, unit.text[label.end() :])
        elif _taken(unit):
            yield _entry("decision", unit, unit.text)


def _taken(unit: Unit) -> bool:
    """Whether the unit, or the sentence that its item continues, says that the body decided something."""
    said = unit.lead_in if unit.role == "item" and _TOOK.match(unit.lead_in) else unit.text
    return unit.role != "header" and bool(_TOOK.match(said)) and not unit.text.endswith(":")


def _kind(label: re.Match[str]) -> EntryKind:
    return "action" if label["action"] else "decision"


def _in_table(unit: Unit) -> Iterator[Entry]:
    """A row of a table that has a column of actions beside one of who does them."""
    cells = dict(zip(unit.header, unit.cells, strict=False))
    actions = [cell for name, cell in cells.items() if _ACTION_COLUMN.match(name) and not _WHO_COLUMN.search(name)]
    owners = [cell for name, cell in cells.items() if _WHO_COLUMN.search(name)]
    if actions and actions[0] and owners:
        yield _entry("action", unit, actions[0], to=tuple(filter(None, owners)))


def _entry(kind: EntryKind, unit: Unit, said: str, to: tuple[str, ...] = ()) -> Entry:
    """`said` is what follows the label; the entry quotes the unit, label and all."""
    who = _WHO.match(said) if kind == "action" and not to else None
    dates = dates_in(unit.text)
    return entry(kind, unit, to=(who["who"],) if who else to, amounts=money(unit.text), date=dates[0] if dates else None)
