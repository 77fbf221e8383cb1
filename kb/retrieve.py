"""The arithmetic of search: what of a passage is indexed, how two searches' scores are made one, in what order they come.

Pure: no file, no database, no model.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.models import Document, Hit, Passage

# Raise it when `indexed` or the full-text columns change: an index made by another format is never read.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is searched of a passage; never what is quoted. The fields are the full-text table's columns."""

    title: str
    section: str
    number: str
    lead_in: str
    text: str

    @property
    def embedded(self) -> str:
        """What the encoder is given: the words that give a passage its meaning come before it."""
        return "\n".join(part for part in (self.title, self.section, self.lead_in, self.text) if part)


def indexed(title: str, passage: Passage) -> Indexed:
    """
    >>> rent = Passage("p/1/1", "p", 1, 1, "table", "Rent | £5", ("2 Money", "2.1 Costs"), caption="Table 1: Costs")
    >>> indexed("Plan", rent).embedded
    'Plan\\n2 Money > 2.1 Costs\\nTable 1: Costs\\nRent | £5'
    """
    context = (passage.caption, passage.lead_in)
    return Indexed(
        title=title,
        section=" > ".join(passage.section),
        number=passage.number or "",
        lead_in="\n".join(part for part in context if part),
        text=passage.text,
    )


def normalised(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores of one search brought to 0..1: its best is 1, its worst 0; all 1 where they do not differ.

    >>> normalised({"a": 12.0, "b": 3.0, "c": 9.0}) == {"a": 1.0, "b": 0.0, "c": 2 / 3}
    True
    >>> normalised({"a": 2.0})
    {'a': 1.0}
    """
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {name: (score - low) / (high - low) for name, score in scores.items()}


def fused(lexical: Mapping[str, float], dense: Mapping[str, float]) -> dict[str, float]:
    """Equal weight to both searches, each normalised first; what one of them did not return has its worst score, 0.

    >>> fused({"a": 8.0, "b": 4.0}, {"b": 0.9, "c": 0.2})
    {'a': 0.5, 'b': 0.5, 'c': 0.0}
    """
    left, right = normalised(lexical), normalised(dense)
    return {name: (left.get(name, 0.0) + right.get(name, 0.0)) / 2 for name in {**left, **right}}


def ranked(passages: Iterable[Passage], scores: Mapping[str, float]) -> list[Passage]:
    """In total order: the better score, then the document's id, then the place in it.

    >>> one, two = (Passage(f"d/1/{n}", "d", 1, n, "paragraph", "x") for n in (1, 2))
    >>> [p.id for p in ranked([two, one], {"d/1/1": 0.5, "d/1/2": 0.5})]
    ['d/1/1', 'd/1/2']
    """
    return sorted(passages, key=lambda passage: (-scores[passage.id], passage.doc, passage.ordinal))


def hits(
    found: Sequence[Passage],
    library: Mapping[str, Document],
    lexical: Mapping[str, float],
    dense: Mapping[str, float],
    k: int,
) -> list[Hit]:
    """The first `k` of the passages found, fused and in order."""
    scores = fused(lexical, dense)
    left = normalised(lexical)
    return [
        Hit(rank, scores[p.id], p, library[p.doc], left.get(p.id), _clipped(dense.get(p.id)))
        for rank, p in enumerate(ranked(found, scores)[:k], 1)
    ]


def _clipped(similarity: float | None) -> float | None:
    return None if similarity is None else min(max(similarity, 0.0), 1.0)
