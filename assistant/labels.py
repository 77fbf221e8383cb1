""""Aim 3: ..." in two wordings within one document, in its text or as its heading."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice

from assistant import words
from assistant.disagreement import Conflict, conflict, differ
from assistant.units import Unit

SAME_WORDS = 0.6  # likeness of two wordings of one labelled statement
LONGEST = 200  # characters of one

_OPENS = re.compile(r"^\W*(?P<label>(?:aim|objective|priority|outcome|goal|principle)\s+\d+(?:\.\d+)*|"
                    r"\d+(?:\.\d+)+)[.:]?\s+(?P<words>\S.*)", re.IGNORECASE | re.DOTALL)


def labelled(pool: Iterable[Unit]) -> Iterator[Conflict]:
    """The first wording against each other one. A list and its own items are one place."""
    known: dict[tuple[str, str], dict[str, tuple[Unit, bool]]] = defaultdict(dict)
    for unit in pool:
        for heading, text in ((False, unit.text), *((True, heading) for heading in unit.passage.section)):
            opened = _OPENS.match(text)
            if opened and len(opened["words"]) < LONGEST:
                known[unit.passage.doc, opened["label"].lower()].setdefault(text, (unit, heading))
    for (_, label), given in known.items():
        said, (unit, heading) = next(iter(given.items()))
        for other, (again, headed) in islice(given.items(), 1, None):
            one_place = unit.passage.id == again.passage.id and not (heading or headed)
            if not one_place and _reworded(said, other, heading or headed):
                why = f"{label.capitalize()} is worded differently in two places: {differ(_said(said), _said(other))}."
                found = conflict(label, "wording", unit, again, why)
                a = replace(found.a, quote=said) if heading else found.a
                b = replace(found.b, quote=other) if headed and found.b else found.b
                yield replace(found, a=a, b=b)


def alike(one: str, two: str) -> float:
    """How alike two wordings are, word by word, up to 1."""
    return SequenceMatcher(None, one.lower().split(), two.lower().split(), autojunk=False).ratio()


def _reworded(one: str, two: str, heading: bool) -> bool:
    """A heading that goes on over another line may have lost its end in reading."""
    said, other = _said(one), _said(two)
    cut = heading and (said.startswith(other) or other.startswith(said))
    return not cut and set(words.content(said)) != set(words.content(other)) and alike(said, other) >= SAME_WORDS


def _said(text: str) -> str:
    """
    >>> _said("Aim 3: Carers are rested.")
    'Carers are rested'
    """
    return found["words"].strip(" .") if (found := _OPENS.match(text)) else ""
