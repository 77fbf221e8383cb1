"""How much of what is asked a unit has: in its own words, in what stands above and around it, in words of like meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant import wording, words
from assistant.corpus import Corpus
from assistant.kin import kin
from assistant.scope import identity
from assistant.units import Unit

# What a word counts that stands in the sentence pointed back to, in the heading, in the rest of the passage, before a line
# or a short passage, in the title.
BACK, ABOVE, AROUND, BEFORE_LINE, NEARBY, TITLE = 0.9, 0.8, 0.6, 0.6, 0.35, 0.6
LINE = 60  # characters of a passage that is no more than a line of an address
KIN = 0.9  # what a word counts that is met by another of its family
MET = 0.25  # share from which a word counts as met by another of like meaning
LEADING = 400  # characters before a list that say what it is a list of
_OURS = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)  # the body whose document it is speaks of itself
Soft = Mapping[str, float]  # stem of the question -> how far a word of like meaning stands for it, 0 to 1


def coverage(terms: Sequence[str], unit: Unit, corpus: Corpus, soft: Soft) -> tuple[float, tuple[str, ...]]:
    """The weighted share of the words that the unit holds, and those that stand nowhere near it."""
    text = said(unit)
    own = unit.document.authority if unit.document.authority and _OURS.search(text) else ""
    places = (
        (1.0, spelled_out(words.stem_set(f"{text} {own}"), corpus)),
        (BACK, words.stem_set(unit.before)),
        (ABOVE, words.stem_set(unit.above)),
        (AROUND, spelled_out(words.stem_set(unit.passage.text), corpus)),
        (BEFORE_LINE if len(unit.passage.text) <= LINE else NEARBY, words.stem_set(unit.near)),
        (TITLE, words.stem_set(identity(unit.document))),
    )
    found = total = 0.0
    missing = []
    for stem in terms:
        weight = corpus.weight(stem)
        share = max((strength * _in(stem, there, corpus) for strength, there in places), default=0.0) or soft.get(stem, 0.0)
        total += weight
        found += weight * share
        if share < MET:
            missing.append(stem)
    return (found / total if total else 0.0), tuple(missing)


def said(unit: Unit) -> str:
    """What a unit says of itself: a list is about what its lead-in says, not about what an item happens to mention."""
    if unit.role != "list":
        return unit.text
    if unit.following:
        return unit.text if (unit.start, unit.end) != (0, len(unit.passage.text)) else ""
    first = next((part for part in unit.passage.parts if part.role in ("item", "row")), None)
    return unit.passage.text[max(0, first.start - LEADING) : first.start] if first else ""


def spelled_out(there: frozenset[str], corpus: Corpus) -> frozenset[str]:
    """The stems with those of the long forms of the acronyms among them."""
    return there.union(*(corpus.acronyms[short] for short in there & corpus.acronyms.keys()))


def _in(stem: str, there: frozenset[str], corpus: Corpus) -> float:
    """How far a stem is there: itself, its parts ("20-minute", "20 minute") or the long form of the acronym that it is, or
    the documents' word for it."""
    if stem in there or (stem in corpus.acronyms and there.issuperset(corpus.acronyms[stem])):
        return 1.0
    if "-" in stem and there.issuperset(words.stem(part) for part in stem.split("-") if part):
        return 1.0
    if not there.isdisjoint(kin(stem)):
        return KIN
    return 0.0 if there.isdisjoint(wording.field(stem)) else wording.COUNTS
