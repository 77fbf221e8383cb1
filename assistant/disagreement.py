"""One disagreement as a person is shown it: what it is about, both quotes, and a plain sentence."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from assistant.cite import citation
from assistant.evidence import Unit
from kb.models import Citation

ConflictKind = Literal["number", "date", "count", "wording", "blank"]
TOPIC = 60  # characters


@dataclass(frozen=True, slots=True)
class Conflict:
    """`b` is None where one statement alone is at fault."""

    topic: str
    kind: ConflictKind
    a: Citation
    b: Citation | None
    why: str

    def as_json(self) -> dict[str, Any]:
        """CONTRACT.md, "A conflict"."""
        sides = {"a": _side(self.a), "b": _side(self.b) if self.b else None}
        return {"topic": self.topic, "kind": self.kind} | sides | {"why": self.why}


def conflict(topic: str, kind: ConflictKind, a: Unit, b: Unit | None, why: str) -> Conflict:
    """The conflict of two units, or of one that is at fault by itself."""
    return Conflict(topic, kind, _cite(a), _cite(b) if b else None, why)


def topic(unit: Unit) -> str:
    """The beginning of what the unit says, at whole words."""
    text = " ".join(unit.text.split())
    return text if len(text) <= TOPIC else text[:TOPIC].rsplit(" ", 1)[0] + "…"


def _cite(unit: Unit) -> Citation:
    return citation(unit.document, unit.passage, unit.start, unit.end, 1)


def _side(cited: Citation) -> dict[str, Any]:
    return {"doc": cited.doc, "page": cited.page, "quote": cited.quote}
