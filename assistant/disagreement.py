"""One disagreement as a person is shown it: what it is about, both quotes, and a plain sentence."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from assistant import words
from assistant.cite import citation
from assistant.units import Unit
from kb.ids import digest
from kb.models import Citation
from kb.text import fold_white

ConflictKind = Literal["number", "date", "count", "wording", "blank"]
CARE: tuple[ConflictKind, ...] = ("date", "number", "blank", "count", "wording")  # the most first
TOPIC = 60  # characters
LONGEST = 6  # words by which a subject is named
BETWEEN = 2  # words that two changes of one wording may have between them

_EDGES = re.compile(r"^[^\w£]+|[^\w%]+$")


@dataclass(frozen=True, slots=True)
class Conflict:
    """`b` is None where one statement alone is at fault. `minor` is a slip of the pen: it misleads nobody about what is
    promised, owed or spent. `dismissed` says who put it aside and why, empty where nobody did."""

    topic: str
    kind: ConflictKind
    a: Citation
    b: Citation | None
    why: str
    minor: bool = False
    dismissed: str = ""

    @property
    def id(self) -> str:
        """Made of the documents and the words that disagree: the same as long as they do."""
        sides = [f"{cited.doc}\n{fold_white(cited.quote)}" for cited in (self.a, self.b) if cited]
        return digest("\n".join(sorted(sides)).encode())[:10]

    @property
    def care(self) -> tuple[bool, int]:
        """Sorts what a careful reader would care about most to the front: what is owed, spent or due, how many there are,
        how a promise is worded, slips last."""
        return self.minor, CARE.index(self.kind)

    def as_json(self) -> dict[str, Any]:
        """CONTRACT.md, "A conflict"; with its id, `minor` for a slip of the pen, and who dismissed it where somebody did."""
        sides = {"a": _side(self.a), "b": _side(self.b) if self.b else None}
        row = {"id": self.id, "topic": self.topic, "kind": self.kind} | sides | {"why": self.why}
        slight = {"minor": True} if self.minor else {}
        return row | slight | ({"dismissed": self.dismissed} if self.dismissed else {})


def conflict(topic: str, kind: ConflictKind, a: Unit, b: Unit | None, why: str) -> Conflict:
    """The conflict of two units, or of one that is at fault by itself."""
    return Conflict(topic, kind, _cite(a), _cite(b) if b else None, why)


def minor(found: Conflict) -> Conflict:
    """The same as a slip of the pen."""
    return replace(found, minor=True)


def topic(unit: Unit) -> str:
    """The beginning of what the unit says, at whole words."""
    text = " ".join(unit.text.split())
    return text if len(text) <= TOPIC else text[:TOPIC].rsplit(" ", 1)[0] + "…"


def two_figures(subject: str, one: str, two: str) -> str:
    """That two places give different figures, and of what."""
    return f"{f'“{subject}”: one' if subject else 'One'} place says {one.strip()}, another {two.strip()}."


def shared(one: str, two: str, fewest: int = 2) -> str:
    """The words that two texts have in one run, the run that says most; "" where none has the fewest words that tell.

    >>> shared("1.1 The lease of Calder Lodge ends in May.", "We noted that the lease of Calder Lodge ends in June.")
    'lease of Calder Lodge ends'
    """
    ours, theirs = one.split(), two.split()
    bare, other = ([_EDGES.sub("", word).lower() for word in side] for side in (ours, theirs))
    blocks = SequenceMatcher(None, bare, other, autojunk=False).get_matching_blocks()
    best = max((_named(ours[block.a : block.a + block.size]) for block in blocks), key=lambda run: len(words.content(run)))
    return best if len(words.content(best)) >= fewest else ""


def _named(run: Sequence[str]) -> str:
    """The run up to its first figure, without what says nothing at its ends."""
    figure = next((at for at, word in enumerate(run) if any(character.isdigit() for character in word)), len(run))
    kept = list(run[:figure][:LONGEST])
    for end in (0, -1):
        while kept and not words.content(kept[end]):
            kept.pop(end)
    name = " ".join(kept)
    return _EDGES.sub("", name if name.count("(") == name.count(")") else name.split("(")[0])


def differ(one: str, two: str) -> str:
    """In which words two wordings of one thing differ, as a reader would say it.

    >>> differ("People are able to get care", "People get care")
    '“are able to” stands in one place only'
    >>> differ("a safe home", "a warm home")
    '“safe” in one, “warm” in the other'
    >>> differ("They easily access the help", "They have access to help")
    '“easily access the” in one, “have access to” in the other'
    """
    ours, theirs = one.split(), two.split()
    matched = SequenceMatcher(None, [word.lower() for word in ours], [word.lower() for word in theirs], autojunk=False)
    told = []
    for a, b, c, d in _changes(matched):
        first, second = (_EDGES.sub("", " ".join(part)) for part in (ours[a:b], theirs[c:d]))
        if first.lower() != second.lower():
            alone = f"“{first or second}” stands in one place only"
            told.append(f"“{first}” in one, “{second}” in the other" if first and second else alone)
    return "; ".join(told)


def _changes(matched: SequenceMatcher[str]) -> list[tuple[int, int, int, int]]:
    """Where the two differ; what no more than BETWEEN words part is one change."""
    changes: list[tuple[int, int, int, int]] = []
    for change, a, b, c, d in matched.get_opcodes():
        if change == "equal":
            continue
        if changes and a - changes[-1][1] <= BETWEEN:
            a, c = changes[-1][0], changes[-1][2]
            changes.pop()
        changes.append((a, b, c, d))
    return changes


def _cite(unit: Unit) -> Citation:
    return citation(unit.document, unit.passage, unit.start, unit.end, 1)


def _side(cited: Citation) -> dict[str, Any]:
    return {"doc": cited.doc, "page": cited.page, "quote": cited.quote}
