"""The arithmetic of search: what of a passage is indexed, how two searches' scores are made one, in what order they come.

Pure: no file, no database, no model.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from kb.models import Passage
from kb.text import fold_white

# Raise it when `indexed` or the full-text columns change: an index made by another format is never read.
FORMAT = 1
DENSE = 0.6  # the weight of likeness in meaning; words have the rest
FIRST_STAGE = 0.6  # the weight of the fused score where a reranker's probability has the rest
LIFT = 0.3  # of the way from its own score to that of a better passage right before or after it
TELLING = 48  # characters, about eight words: the length from which a text is taken for a statement


class Place(NamedTuple):
    """What ranking needs to know of a passage in force."""

    doc: str
    ordinal: int
    characters: int


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
    """Both searches' scores as one, each normalised first; what one of them has no score for has its worst, 0.

    >>> fused({"a": 8.0, "b": 4.0}, {"b": 0.9, "c": 0.2})
    {'a': 0.4, 'b': 0.6, 'c': 0.0}
    """
    left, right = normalised(lexical), normalised(dense)
    return {name: (1 - DENSE) * left.get(name, 0.0) + DENSE * right.get(name, 0.0) for name in {**left, **right}}


def reweighed(score: float, chance: float | None) -> float:
    """A first-stage score with the reranker's probability in it, 0 where it was not asked.

    >>> reweighed(0.5, 1.0), reweighed(0.5, None)
    (0.7, 0.3)
    """
    return FIRST_STAGE * score + (1 - FIRST_STAGE) * (chance or 0.0)


def telling(characters: int) -> float:
    """What a text's score is multiplied by: a cell or a label of a word or two names a thing and says nothing of it.

    >>> telling(3), telling(12), telling(500)
    (0.25, 0.5, 1.0)
    """
    return min(1.0, sqrt(characters / TELLING))


def ranked(places: Mapping[str, Place], scores: Mapping[str, float]) -> list[tuple[str, float]]:
    """(id, score) of the passages that have a place, in total order: the better score, then the document's id, then the
    place in it. A passage beside a better one is lifted towards it: what is asked for is often said in several in a row.

    >>> ranked({"d/1/10": Place("d", 10, 90), "d/1/8": Place("d", 8, 90)}, {"d/1/10": 0.5, "d/1/8": 0.5, "gone/1/1": 1.0})
    [('d/1/8', 0.5), ('d/1/10', 0.5)]
    >>> ranked({"d/1/1": Place("d", 1, 90), "d/1/2": Place("d", 2, 90)}, {"d/1/1": 1.0, "d/1/2": 0.5})
    [('d/1/1', 1.0), ('d/1/2', 0.65)]
    """
    weighed = {name: scores[name] * telling(place.characters) for name, place in places.items()}
    standing = {(place.doc, place.ordinal): weighed[name] for name, place in places.items()}
    lifted = {name: _lifted(place, weighed[name], standing) for name, place in places.items()}
    return sorted(lifted.items(), key=lambda pair: (-pair[1], places[pair[0]].doc, places[pair[0]].ordinal))


def _lifted(place: Place, score: float, standing: Mapping[tuple[str, int], float]) -> float:
    beside = max(standing.get((place.doc, place.ordinal + step), 0.0) for step in (-1, 1))
    return score + LIFT * max(0.0, beside - score) * telling(place.characters)


def distinct(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Without those whose words are the same as those of a passage before: a repeat takes a better passage's room.

    >>> [p.id for p in distinct(Passage(t, "d", 1, 1, "paragraph", t) for t in ("Ends.", "ends. ", "Begins."))]
    ['Ends.', 'Begins.']
    """
    seen: set[str] = set()
    for passage in passages:
        words = fold_white(passage.text).casefold()
        if words not in seen:
            seen.add(words)
            yield passage


def clipped(similarity: float | None) -> float | None:
    """A cosine similarity within 0..1; None stays None.

    >>> clipped(-0.2), clipped(1.0000001), clipped(None)
    (0.0, 1.0, None)
    """
    return None if similarity is None else min(max(similarity, 0.0), 1.0)
