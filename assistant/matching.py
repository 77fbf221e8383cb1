"""A plan's sentences held against a duty: which speak to it, how much of it they cover, and where they stand.

Every sentence, item and row of the plan is looked at, not only what a search returns, so that "nothing speaks to it" is
said of the whole plan. A sentence is scored by the duty's words that it or what stands above it holds (rare words tell
more) and by the encoder's likeness; the best are shown with the sentences around them.
"""
from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import values, words
from assistant.evidence import Unit, units
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Duty, Hit, Passage

LEXICAL, DENSE = 0.6, 0.4  # as measured on two sets of gold: more weight on words finds more of what people cite
LEAD_IN, HEADING = 0.5, 0.3  # what a word counts that stands in the duty's lead-in, or only in the heading above it
ABOVE, AROUND = 0.3, 0.3  # what it counts where the plan has it in the heading, or elsewhere in the passage
FEWEST = 2  # words with a subject; a shorter unit ("Sustainability") shows nothing
SHOWN, QUOTE, QUOTES = 3, 480, 1500  # quotes, characters of one with what surrounds it, characters of all
ABOUT_MORE = 12  # words with a subject; a longer duty is about more than the one thing that a plan may turn down
NEAR = 3  # sentences on either side that still speak of the same thing
_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # a footnote's mark is no part of its word


@dataclass(frozen=True, slots=True)
class Match:
    """`unit` speaks to a duty; `start` and `end` take in the sentences around it in its passage. `covered` is the weighted
    share of the duty's own words in that stretch, `dense` the likeness of the unit alone."""

    unit: Unit
    start: int
    end: int
    score: float
    dense: float
    covered: float

    @property
    def quote(self) -> str:
        return self.unit.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Terms:
    """A duty's stems with what each weighs: those of its own words, and those of its lead-in and heading as well."""

    own: Mapping[str, float]
    all: Mapping[str, float]


class PlanText:
    """A plan, ready to be asked which of its sentences speak to a duty."""

    def __init__(self, kb: KnowledgeBase, plan: Document, duties: Sequence[Duty]) -> None:
        passages = [passage for passage in kb.passages(plan.id) if passage.kind != "contents"]
        self.units = [unit for unit in units(Hit(1, 0.0, passage, plan) for passage in passages) if _shows(unit)]
        self._kb = kb
        self._stems = [stems(unit.text) for unit in self.units]
        self._around = _by_passage(passages)
        self._above = [stems(unit.above) for unit in self.units]
        self._frequency = Counter(stem for each in self._stems for stem in each)
        self._frequency.update(stem for duty in duties for stem in stems(said(duty)))
        self._texts = len(self.units) + len(duties)
        self._mentions = Counter(word for unit in self.units for word in _singular(unit.text))
        self._vectors: NDArray[np.float32] | None = None

    @property
    def vectors(self) -> NDArray[np.float32]:
        """Of the units, shape (units, dimension), made when first wanted."""
        if self._vectors is None:
            self._vectors = self._kb.encoder.encode([unit.text for unit in self.units])
        return self._vectors

    def weight(self, stem: str) -> float:
        """How much a stem tells, near 0 for one that stands everywhere in plan and duties, 1 for one that stands once."""
        rare = math.log((self._texts + 1) / (self._frequency[stem] + 0.5)) / math.log((self._texts + 1) / 0.5)
        return max(rare, 0.05) ** 2

    def terms(self, duty: Duty) -> Terms:
        own = {stem: self.weight(stem) for stem in content(duty.text)}
        every = dict(own)
        for stem in content(duty.lead_in or ""):
            every.setdefault(stem, LEAD_IN * self.weight(stem))
        for stem in content(_heading(duty)):
            every.setdefault(stem, HEADING * self.weight(stem))
        return Terms(own, every)

    def best(self, duty: Duty, most: int = SHOWN) -> list[Match]:
        """The places that speak most to the duty, best first, ties in the plan's order; none twice."""
        if not self.units:
            return []
        terms = self.terms(duty)
        dense = self.vectors @ self._query(duty)
        lexical = np.array([self._lexical(at, terms) for at in range(len(self.units))], dtype=np.float32)
        scores = LEXICAL * lexical + DENSE * dense
        found: list[Match] = []
        for at in np.argsort(-scores, kind="stable"):
            unit = self.units[at]
            if any(m.unit.passage.id == unit.passage.id and m.start <= unit.start < m.end for m in found):
                continue
            start, end = self._stretch(int(at), scores)
            covered = share(terms.own, stems(unit.passage.text[start:end]))
            found.append(Match(unit, start, end, float(scores[at]), float(dense[at]), covered))
            if len(found) == most:
                break
        return found

    def departures(self, duty: Duty, departs: re.Pattern[str]) -> list[Match]:
        """Where the plan names the duty's subject only to say that it does otherwise.

        A word of the duty is such a subject if the plan has it nowhere but near a sentence that `departs` finds, and that
        sentence, the one before it or the heading above holds it.
        """
        if duty.modality == "may" or len(content(duty.text)) > ABOUT_MORE:
            return []
        subjects = _singular(duty.text)
        found = []
        for at, unit in enumerate(self.units):
            if not departs.search(unit.text):
                continue
            around = range(max(at - NEAR, 0), min(at + NEAR + 1, len(self.units)))
            near = [n for n in around if self.units[n].above == unit.above]
            close = _singular(" ".join([unit.above, self.units[max(at - 1, near[0])].text, unit.text]))
            inside = Counter(word for n in near for word in _singular(self.units[n].text))
            if any(inside[word] >= 2 and inside[word] == self._mentions[word] for word in subjects & close):
                start, end = self._stretch(at, np.array([-abs(n - at) for n in range(len(self.units))], dtype=np.float32))
                found.append(Match(unit, start, end, 0.0, 0.0, 0.0))
        return found

    def _query(self, duty: Duty) -> NDArray[np.float32]:
        both = self._kb.encoder.encode([said(duty), duty.action or duty.text], "query")
        middle: NDArray[np.float32] = both.mean(axis=0)
        return middle

    def _lexical(self, at: int, terms: Terms) -> float:
        own, above, around = self._stems[at], self._above[at], self._around[self.units[at].passage.id]
        found = total = 0.0
        for stem, weight in terms.all.items():
            total += weight
            found += weight * (1.0 if stem in own else ABOVE if stem in above else AROUND if stem in around else 0.0)
        return found / total if total else 0.0

    def _stretch(self, at: int, scores: NDArray[np.float32]) -> tuple[int, int]:
        """The unit and its neighbours in the passage, the better first, as far as one quote may go."""
        first = last = at
        passage = self.units[at].passage.id
        while True:
            open_ends = [
                (float(scores[n]), n)
                for n in (first - 1, last + 1)
                if 0 <= n < len(self.units) and self.units[n].passage.id == passage
                and self.units[max(last, n)].end - self.units[min(first, n)].start <= QUOTE
            ]
            if not open_ends:
                return self.units[first].start, self.units[last].end
            _, taken = max(open_ends)
            first, last = min(first, taken), max(last, taken)


def said(duty: Duty) -> str:
    """A duty as one text: lead-in and text joined by a blank."""
    return f"{duty.lead_in} {duty.text}" if duty.lead_in else duty.text


def stems(text: str) -> frozenset[str]:
    return frozenset(words.stems(_MARKS.sub("", text)))


def content(text: str) -> list[str]:
    """
    >>> content("users of social care¹¹")
    ['user', 'social', 'care']
    """
    return words.content(_MARKS.sub("", text))


def _singular(text: str) -> frozenset[str]:
    """Words with a subject, without their plural: "localities" is "locality", which "locally" is not."""
    found = (word for word in words.words(_MARKS.sub("", text)) if word not in words.STOP and len(word) > 3)
    return frozenset(re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<!s)s$", "", word) for word in found)


def share(weights: Mapping[str, float], there: frozenset[str]) -> float:
    """The weighted share of the stems that are there.

    >>> share({"plan": 1.0, "house": 3.0}, frozenset({"house"}))
    0.75
    """
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in there) / total if total else 0.0


def _heading(duty: Duty) -> str:
    return re.sub(r"\([^)]*\)", "", (duty.section or "").rpartition(" > ")[2])


def _shows(unit: Unit) -> bool:
    """Blanks and values still to come count as nothing; so does a word or two."""
    return len(content(unit.text)) >= FEWEST and not values.to_come(unit.text) and not values.left_out(unit.text)


def _by_passage(passages: Sequence[Passage]) -> dict[str, frozenset[str]]:
    return {passage.id: stems(passage.text) for passage in passages}
