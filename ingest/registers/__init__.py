"""Registers: what a document holds beside its text, each entry with the words that say it and their place.

Decisions asked for, recommendations, options, Directions and risks are looked for in papers, minutes and reports; decisions
taken and actions given in minutes; money, dates, acronyms and definitions in every document.
"""
from __future__ import annotations

from collections.abc import Sequence

from ingest.registers import decisions, glossary, minuted, money_dates, risks
from ingest.registers.units import units
from kb.models import Direction, DocumentKind, Entry, Passage

_DECIDES: tuple[DocumentKind, ...] = ("paper", "minutes", "report", "other")


def entries(passages: Sequence[Passage], kind: DocumentKind, directions: Sequence[Direction] = ()) -> list[Entry]:
    """The entries of one document, in its order. `directions` are those found in it (`ingest.directions`)."""
    found = units(passages)
    made = [*money_dates.entries(found), *glossary.entries(found)]
    if kind in _DECIDES:
        made += [*decisions.entries(found), *decisions.affected(found, passages, directions), *risks.entries(found)]
    if kind == "minutes":
        made += minuted.entries(found)
    order = {passage.id: passage.ordinal for passage in passages}
    return sorted(dict.fromkeys(made), key=lambda entry: order[entry.passage])
