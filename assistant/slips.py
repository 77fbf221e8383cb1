"""Slips within one document that show in its form alone: choices that rule each other out, a front-page date before what
is reported, an aim worded in two ways, a law miswritten, a table whose total is not its rows' sum, a list
of more items than announced.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from assistant import words
from assistant.disagreement import Conflict, conflict, differ, minor, topic
from assistant.numbers import number
from assistant.statements import facts
from assistant.units import Unit

LATER = 2  # sentences that report later days; a single one may itself be the slip
RESTATED = 0.75  # likeness, word by word, from which two aims are one aim in two wordings
OWN = 1  # words that both may have of their own; more make two aims with one ending
NEAR = 60  # characters before a date within which its verb stands
FEWEST = 6  # words of an aim; shorter ones are alike by chance

_MARKED = re.compile(r"(?:yes|x|✓|✔|☒|☑)", re.IGNORECASE)
_REPORTS = re.compile(r"\b(?:was|were|has been|have been|took place|had)\b", re.IGNORECASE)
AIMS = re.compile(
    r"\b(?:aim|objective|priorit(?:y|ies)|outcome|goal|vision|mission|principle|trying to achieve)s?\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^\W*(?:(?:aim|objective|priority|outcome|goal|principle)\s+)?\d+(?:\.\d+)*[.:)]?\s+", re.IGNORECASE)
_ACT = re.compile(
    r"\b(?!(?:The|Under|In|By|See)\b)(?:[A-Z][a-z]+(?:,? (?:and |of )?)){1,6}(?:Act )?"
    r"(?:\\?\((?:[A-Z][a-z]+ ?)+\\?\) ){1,2}(?:Act )?\(?\d{4}\b\)?(?: Act)?"
)
_HOW_MANY = re.compile(
    r"\b(?:following|these|into) (?P<number>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
    r"(?: \w+){0,3}\W*$",
    re.IGNORECASE,
)
_PREFERRED = re.compile(r"\b(?:preferred|recommended) option\b", re.IGNORECASE)
_OPTION = re.compile(r"\boption (\d{1,2}|[a-h])\b", re.IGNORECASE)
_CELL = re.compile(r"^\(?-?£?\d+(?:,\d{3})*(?:\.\d+)?\)?$")


def slips(own: Sequence[Unit]) -> Iterator[Conflict]:
    """Of one document."""
    yield from _both_marked(own)
    yield from _dated_before(own)
    yield from _restated(own)
    yield from map(minor, _laws(own))
    yield from _sums(own)
    yield from _announced(own)
    yield from _preferred(own)


def _both_marked(own: Iterable[Unit]) -> Iterator[Conflict]:
    """Two rows of one table are marked of which the one includes the other: "the council", "the council and the trust"."""
    marked = [unit for unit in own if unit.role == "row" and _MARKED.fullmatch(_cells(unit)[-1]) and len(_cells(unit)) > 1]
    for one, two in combinations(marked, 2):
        first, second = _cells(one)[0].lower(), _cells(two)[0].lower()
        if one.passage.id == two.passage.id and second.startswith(f"{first} and "):
            yield conflict(topic(one), "wording", one, two, "Two choices that rule each other out are both marked.")


def _dated_before(own: Sequence[Unit]) -> Iterator[Conflict]:
    """The document's own date stands before what it reports as done."""
    front = next((unit for unit in own if _bare_date(unit)), None)
    if front is None:
        return
    dated = _days(front)[0]
    later = [unit for unit in own if unit.role != "list" and max(_reported(unit), default=dated) > dated]
    if len(later) >= LATER:
        why = f"The document is dated {front.text.strip()}, but reports what was done or set after that day."
        yield conflict("date of the document", "date", front, later[0], why)


def _preferred(own: Iterable[Unit]) -> Iterator[Conflict]:
    """Two options are each called the preferred or the recommended one: by name, or under the option's own heading."""
    first: tuple[str, Unit] | None = None
    for unit in own:
        said = _PREFERRED.search(unit.text) if unit.role != "list" else None
        named = {found.lower() for found in _OPTION.findall(unit.text)} if said else set()
        headed = {found.lower() for found in _OPTION.findall(unit.passage.heading or "")} if said else set()
        option = next(iter(named or headed), "") if len(named or headed) == 1 else ""
        if option and first and option != first[0]:
            why = f"One place calls Option {first[0].upper()} the preferred one, another Option {option.upper()}."
            yield conflict("preferred option", "wording", first[1], unit, why)
            return
        first = first or ((option, unit) if option else None)


def aims(own: Iterable[Unit]) -> list[Unit]:
    """What stands as an aim, objective, outcome or principle under a heading or lead-in that says so; each wording once."""
    found: dict[str, Unit] = {}
    for unit in own:
        said = _aim(unit)
        if unit.role != "list" and AIMS.search(unit.above) and len(said.split()) >= FEWEST and not facts(said):
            found.setdefault(said.lower(), unit)
    return list(found.values())


def _aim(unit: Unit) -> str:
    return _NUMBER.sub("", unit.text).strip(" .")


def _restated(own: Iterable[Unit]) -> Iterator[Conflict]:
    """An aim, objective or principle stands in two wordings that say different things."""
    read = [(unit, text.split(), set(words.content(text))) for unit in aims(own) if (text := _aim(unit).lower())]
    for (unit, said, first), (again, other, second) in combinations(read, 2):
        own_words = min(len(first - second), len(second - first))
        same = first == second and len(said) == len(other)
        if unit.passage.id == again.passage.id or same or own_words > OWN:
            continue
        if SequenceMatcher(None, said, other, autojunk=False).ratio() >= RESTATED:
            why = f"The same aim is worded in two ways: {differ(_aim(unit), _aim(again))}."
            yield conflict(topic(unit), "wording", unit, again, why)


def _laws(own: Iterable[Unit]) -> Iterator[Conflict]:
    """An Act is named twice with the same words in another order."""
    known: dict[tuple[str, ...], tuple[str, Unit]] = {}
    told: set[str] = set()
    for unit in own:
        for cited in _ACT.findall(unit.text):
            name = " ".join(cited.replace("\\", "").split())
            first, where = known.setdefault(tuple(sorted(words.words(name))), (name, unit))
            if first != name and name not in told:
                told.add(name)
                yield conflict(name, "wording", where, unit, f"One Act is cited in two ways: {first} and {name}.")


def _sums(own: Iterable[Unit]) -> Iterator[Conflict]:
    """The last row of a table is called total, and a column's figures do not add up to it."""
    tables: dict[str, list[Unit]] = defaultdict(list)
    for unit in own:
        if unit.role == "row":
            tables[unit.passage.id].append(unit)
    for rows in tables.values():
        *parts, total = ([_cells(unit) for unit in rows] if len(rows) > 2 else [[""]])
        if not re.match(r"totals?\b", total[0], re.IGNORECASE):
            continue
        for column in range(1, len(total)):
            cells = [part[column] if len(part) == len(total) else "" for part in parts]
            if all(map(_CELL.match, [*cells, total[column]])) and not _adds_up(cells, total[column]):
                why = f"The rows add up to {sum(map(_value, cells)):,.10g}, the total says {total[column]}."
                yield conflict("total of a table", "number", rows[-1], None, why)


def _announced(own: Sequence[Unit]) -> Iterator[Conflict]:
    """A list has more or fewer items than the sentence before it says. A list cut in two is not counted."""
    cut = {unit.passage.parent for unit in own if unit.passage.parent}
    for unit in own:
        passage = unit.passage
        said = _HOW_MANY.search(next((passage.text[p.start : p.end] for p in passage.parts if p.role == "lead_in"), ""))
        if unit.role != "list" or passage.kind != "list" or said is None or passage.parent or passage.id in cut:
            continue
        levels = [part.level for part in passage.parts if part.role == "item"]
        items = levels.count(min(levels, default=0))
        if items != number(said["number"]):
            yield conflict(topic(unit), "count", unit, None, f"{said['number'].capitalize()} are announced, {items} listed.")


def _adds_up(cells: Sequence[str], total: str) -> bool:
    """Within what rounding each figure may have cost.

    >>> _adds_up(["1.2", "2.3"], "3.6"), _adds_up(["1.2", "2.3"], "4.5")
    (True, False)
    """
    places = max(len(cell.partition(".")[2].rstrip(")")) for cell in [*cells, total])
    rounding: float = 0.5 * 10**-places * (len(cells) + 1)
    return abs(sum(map(_value, cells)) - _value(total)) <= rounding


def _value(cell: str) -> float:
    """
    >>> _value("(1,200)"), _value("£3.5")
    (-1200.0, 3.5)
    """
    figure = float(re.sub(r"[^\d.]", "", cell))
    return -figure if cell.startswith(("(", "-")) else figure


def _cells(unit: Unit) -> list[str]:
    return [cell.strip() for cell in unit.text.split(" | ")]


def _days(unit: Unit) -> list[float]:
    return [fact.value for fact in facts(unit.text) if fact.kind == "date"]


def _reported(unit: Unit) -> list[float]:
    """Days of which the unit says, just before, that something was done or set."""
    dates = [fact for fact in facts(unit.text) if fact.kind == "date"]
    return [fact.value for fact in dates if _REPORTS.search(unit.text[max(0, fact.start - NEAR) : fact.start])]


def _bare_date(unit: Unit) -> bool:
    """Whether the unit, on the first page, is a full date and nothing else, or a date after a weekday or "published"."""
    dates = [fact for fact in facts(unit.text) if fact.kind == "date" and fact.measure == "day"]
    around = unit.text[: dates[0].start] + unit.text[dates[0].end :] if dates else unit.text
    return len(dates) == 1 and (unit.passage.page or 1) == 1 and len(words.words(around)) <= 1
