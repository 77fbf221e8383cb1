"""How many there are of something in all: "the four options" where another place has three of them, where the table that
follows has five, or where their number was brought to six.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant import words
from assistant.cite import MAX_QUOTE
from assistant.disagreement import Conflict, conflict, topic
from assistant.numbers import NUMBER, WORD, number
from assistant.statements import Fact, facts
from assistant.units import Unit, header

MOST_TOLD = 20  # above it, a count is seldom of all there are
NEXT = 2  # passages after a sentence in which the table stands that it announces

# Each paper has options and recommendations of its own; localities and members are the authority's.
_ITS_OWN = frozenset(words.stems("options recommendations questions sections paragraphs aims objectives priorities"))
_BROUGHT_TO = re.compile(
    rf"\bnumber of (?P<noun>[a-z-]+s) (?:was|were|has been|have been|is now|are now|fell|rose|grew|went|dropped)\b"
    rf"[^.;,]{{0,40}}?\bto (?P<number>{NUMBER})\b(?!\s*(?:%|per\s?cent))",
    re.IGNORECASE,
)
# However many: "all 41 schools in the county", "of the county's 39 schools".
_EVERY = re.compile(
    rf"\ball (?:of )?(?:the |our |its )?(?P<number>\d{{1,3}}|{WORD}) (?P<noun>[a-z-]+s)\b"
    rf"(?: (?:in|of|across) (?:the |our )?(?P<of>[\w-]+))?"
    rf"|\bof (?:the|our|its) (?:(?P<of2>[\w-]+)['’]s )?(?P<number2>\d{{1,3}}|{WORD}) (?P<noun2>[a-z-]+s)\b"
    rf"(?! (?:that|who|which|in|of|with|from|we|to)\b)",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:sub-?)?totals?\b", re.IGNORECASE)


def totals(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """Within the documents of one authority, and of each thing once."""
    known: dict[tuple[str, str], list[tuple[Unit, str, float]]] = defaultdict(list)
    for unit in pool:
        for measure, said, value in _told(unit):
            owner = unit.passage.doc if measure in _ITS_OWN else unit.document.authority or unit.passage.doc
            known[owner, measure].append((unit, said, value))
    for given in known.values():
        first, one, counted = given[0]
        other = next(((unit, said) for unit, said, value in given[1:] if value != counted), None)
        if other:
            yield conflict(topic(first), "count", first, other[0], f"One place counts {one}, another {other[1]}.")
    yield from _tables(pool)
    yield from _every(pool)


def a_total(fact: Fact) -> bool:
    """Whether the fact counts all that there are."""
    return fact.kind == "count" and fact.whole and fact.value <= MOST_TOLD


def _told(unit: Unit) -> Iterator[tuple[str, str, float]]:
    """What is counted, as the unit says it, and how many there are."""
    for fact in facts(unit.text):
        if a_total(fact) and _counted_at_once(unit, fact):
            yield fact.measure, _two(unit, fact), fact.value
    for brought in _BROUGHT_TO.finditer(unit.text):
        yield words.stem(brought["noun"].lower()), f"{brought['number']} {brought['noun']}", number(brought["number"])


def _every(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """All that there are of something in one place or body, counted in two ways within one document."""
    known: dict[tuple[str, ...], tuple[Unit, str, float]] = {}
    for unit in pool:
        for found in _EVERY.finditer(unit.text) if unit.role != "list" else ():
            end = "2" if found["noun2"] else ""
            said = f"{found[f'number{end}']} {found[f'noun{end}'].lower()}"
            key = unit.passage.doc, found[f"noun{end}"].lower(), (found[f"of{end}"] or "").lower()
            counted = number(found[f"number{end}"])
            first, one, before = known.setdefault(key, (unit, said, counted))
            if before != counted:
                yield conflict(topic(first), "count", first, unit, f"One place counts {one}, another {said}.")


def _counted_at_once(unit: Unit, fact: Fact) -> bool:
    """"four options", not "four written options": the bare noun means all of them."""
    return words.stem(_two(unit, fact).split()[1]) == fact.measure


def _two(unit: Unit, fact: Fact) -> str:
    return " ".join(unit.text[fact.start : fact.end].split()[:2]).lower()


def _tables(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """"Three options were considered", and the table right after it, whose first column is "Option", has four rows."""
    tables = {(unit.passage.doc, unit.passage.ordinal): unit for unit in pool if _is_table(unit)}
    for unit in pool:
        for fact in facts(unit.text) if tables and unit.role in ("sentence", "lead_in") else ():
            near = (tables.get((unit.passage.doc, unit.passage.ordinal + step)) for step in range(1, NEXT + 1))
            table = next((found for found in near if found and found.passage.section == unit.passage.section), None)
            if table and a_total(fact) and words.stem(_first(header(table.passage)).lower()) == fact.measure:
                rows = _rows(table)
                if len(rows) > 1 and len(rows) != fact.value:
                    why = f"The text counts {_two(unit, fact)}, the table after it has {len(rows)}."
                    yield conflict(topic(unit), "count", unit, table, why)


def _is_table(unit: Unit) -> bool:
    return unit.passage.kind == "table" and unit.role == "list" and len(unit.text) <= MAX_QUOTE


def _rows(table: Unit) -> list[str]:
    """What the rows are of, without the head row and totals."""
    head, passage = header(table.passage), table.passage
    rows = [text for part in passage.parts if part.role == "row" and (text := passage.text[part.start : part.end]) != head]
    return [first for row in rows if (first := _first(row)) and not _TOTAL.match(first)]


def _first(row: str) -> str:
    return row.split(" | ")[0].strip()
