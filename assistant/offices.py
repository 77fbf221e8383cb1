"""One person with two offices that nobody has at once: "Author: Ada Lovell, Director of Strategy", "Present: Ada Lovell
(Director of Finance)"."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant import words
from assistant.disagreement import Conflict, conflict
from assistant.officers import NAME, NO_NAME, ROLE
from assistant.units import Unit

_HOLDS = re.compile(rf"(?P<name>{NAME})(?:, (?:the )?| \()(?P<role>{ROLE})\b")
_HELD_BY = re.compile(rf"\b[Tt]he (?P<role>{ROLE}), (?P<name>{NAME})(?=[,.;]|$)")


def offices(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """Within the documents of one authority that are of one year, or do not say of which."""
    held: dict[tuple[str, str], dict[str, tuple[str, Unit]]] = {}
    for unit in pool:
        for found in (*_HOLDS.finditer(unit.text), *_HELD_BY.finditer(unit.text)) if unit.role != "list" else ():
            if not NO_NAME.search(found["name"]):
                key = unit.document.authority or unit.passage.doc, found["name"]
                held.setdefault(key, {}).setdefault(found["role"].casefold(), (found["role"], unit))
    for (_, name), roles in held.items():
        for (one, first), (two, second) in combinations(roles.values(), 2):
            if _apart(one, two) and _at_once(first, second):
                why = f"One place calls {name} {one}, another {two}."
                yield conflict(name, "wording", first, second, why)


def _apart(one: str, two: str) -> bool:
    """Whether both are one kind of office over different things.

    >>> _apart("Director of Strategy", "Director of Finance"), _apart("Chair", "Director of Finance")
    (True, False)
    """
    (kind, _, of), (other, _, over) = one.partition(" of "), two.partition(" of ")
    ours, theirs = set(words.content(of)), set(words.content(over))
    return kind.casefold() == other.casefold() and bool(ours and theirs) and ours.isdisjoint(theirs)


def _at_once(one: Unit, two: Unit) -> bool:
    first, second = one.document.date, two.document.date
    return not first or not second or first[:4] == second[:4]
