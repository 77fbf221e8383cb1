"""One disagreement as a person is shown it: what it is about, both quotes, and a plain sentence."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.cite import citation
from assistant.units import Unit
from kb.ids import digest
from kb.models import Citation
from kb.text import fold_white

ConflictKind = Literal["number", "date", "count", "wording", "blank"]
CARE: tuple[ConflictKind, ...] = ("date", "number", "blank", "count", "wording")  # the most first
TOPIC = 60  # characters


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
        """CONTRACT.md, "A conflict"; with its id, and who dismissed it where somebody did."""
        sides = {"a": _side(self.a), "b": _side(self.b) if self.b else None}
        row = {"id": self.id, "topic": self.topic, "kind": self.kind} | sides | {"why": self.why}
        return row | ({"dismissed": self.dismissed} if self.dismissed else {})


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


def _cite(unit: Unit) -> Citation:
    return citation(unit.document, unit.passage, unit.start, unit.end, 1)


def _side(cited: Citation) -> dict[str, Any]:
    return {"doc": cited.doc, "page": cited.page, "quote": cited.quote}
