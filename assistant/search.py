"""Looking for one thing in the part of the library that is meant: hits, their units, and the order of the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from assistant import evidence, words
from assistant.corpus import Corpus
from assistant.coverage import Soft
from assistant.evidence import Scored
from assistant.question import Question
from assistant.scope import Place
from assistant.units import Unit
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Hit, Scope

HITS = 20  # passages looked into
SHORT = 300  # characters of a passage that may need what stands before it to be understood
LINES_BEFORE, LINES = 2, 4  # passages looked at before a short one, and after one that an address may stand below
BELOW = 0.8  # what such a passage has of the score of the hit above it
BESIDE = 3  # hits that an address is looked for below
LOOKED_AT = 8  # units whose words are compared with the question's by meaning
ALIKE, SAME = (
    0.45,
    0.8,
)  # likeness of two single words: below, they have nothing in common; from here, one stands for the other
CHANCE = 0.8  # what the reranker's probability weighs in the order where words leave something open
SURE_WHY, UNSURE_WHY, MUCH = 0.5, 0.3, 0.4  # a reason that the reranker is sure of comes before one that it doubts
TOLD_OTHERWISE = ("list", "definition", "why")  # kinds whose order is not the reranker's
STANDS_FOR = 0.8  # what a word counts that is met by another word of the same meaning


@dataclass(frozen=True, slots=True)
class Search:
    """What a question is looked for in: the library, what is known of its words, the part that is meant, the day."""

    kb: KnowledgeBase
    corpus: Corpus
    place: Place
    today: date = field(default_factory=date.today)

    @property
    def documents(self) -> list[Document]:
        """The documents that may answer."""
        return [document for document in self.corpus.documents if self.place.weights.get(document.id)]

    def within(self, place: Place) -> Search:
        return replace(self, place=place)

    def hits(self, query: str, most: int = HITS) -> list[Hit]:
        """Hits, their scores weighed by how much the question means their documents."""
        within = Scope(docs=tuple(document.id for document in self.documents))
        found = self.kb.search(query, most, within, reranked=0)  # sentences are weighed next: that tells more, and sooner
        weighed = [replace(hit, score=hit.score * self.place.weights[hit.passage.doc]) for hit in found]
        return sorted(weighed, key=lambda hit: (-hit.score, hit.rank))

    def hit(self, passage: str) -> Hit:
        """A passage, by its id, as if it had been found."""
        found = self.kb.passage(passage)
        return Hit(1, 1.0, found, self.kb.document(found.doc))

    def ranked(self, question: Question, query: str, pool: Sequence[Unit]) -> list[Scored]:
        """The units of the pool, best first. Where the best lacks a word of the question, the reranker has a say in their
        order: where it has them all, words tell better what is meant. Their scores stay those of the words. A list and a
        definition are told by their form, a reason by its words: of these, as of what is asked in words alone, the reranker
        only says how sure it is."""
        short = [self._placed(unit) for unit in evidence.shortlist(question, pool, self.corpus)]
        if not short:
            return []
        vectors = self.kb.encoder.encode([query, *(unit.encoded for unit in short)])
        first = evidence.score(question, short, self.corpus, self.kb.encoder.likeness(vectors[0], vectors[1:]).tolist())
        ranked = self._by_meaning(question, first[:LOOKED_AT]) + first[LOOKED_AT:]
        lacks = bool(ranked[0].missing)
        if not lacks and question.values:
            return ranked
        judged = self._with_chances(query, ranked)
        likeliest = max(judged, key=lambda one: one.likelihood)
        if question.kind == "why" and _surer(likeliest, judged[0]):
            return [likeliest, *(one for one in judged if one is not likeliest)]
        if not lacks or question.kind in TOLD_OTHERWISE:
            return judged
        return sorted(judged, key=lambda one: -(one.score + CHANCE * one.likelihood))

    def beside(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, and what stands just after the best of them in its section: an address is a run of short lines."""
        found = {hit.passage.id: hit for hit in hits}
        for hit in hits[:BESIDE]:
            for passage in self.kb.neighbours(hit.passage, 0, LINES):
                if passage.section == hit.passage.section and passage.kind != "contents":
                    found.setdefault(passage.id, replace(hit, passage=passage, score=BELOW * hit.score))
        return list(found.values())

    def _placed(self, unit: Unit) -> Unit:
        """The unit, if it is of a short passage, with what stands just before that: a caption, a line, half of a thought."""
        if len(unit.passage.text) > SHORT or unit.role not in ("sentence", "item"):
            return unit
        before = self.kb.neighbours(unit.passage, LINES_BEFORE, 0)
        near = " ".join(one.text for one in before if one.section == unit.passage.section and len(one.text) <= SHORT)
        return replace(unit, near=near)

    def _with_chances(self, query: str, scored: Sequence[Scored]) -> list[Scored]:
        """The units, in their order, with the reranker's word on each."""
        if not self.kb.reranker:
            return list(scored)
        chances = self.kb.reranker.score(query, [one.unit.encoded for one in scored]).tolist()
        return [replace(one, chance=chance) for one, chance in zip(scored, chances, strict=True)]

    def _by_meaning(self, question: Question, scored: Sequence[Scored]) -> list[Scored]:
        """The units scored again, a word of the question that is missing counting for a word of like meaning."""
        missing = {stem for one in scored for stem in one.missing}
        asked = {word: words.stem(word) for word in words.words(question.text) if words.stem(word) in missing}
        said = [sorted(_telling(one.unit.text)) for one in scored]
        vocabulary = sorted({word for some in said for word in some})
        if not asked or not vocabulary:
            return list(scored)
        vectors = self.kb.encoder.encode([*asked, *vocabulary])
        alike = vectors[: len(asked)] @ vectors[len(asked) :].T
        column = {word: at for at, word in enumerate(vocabulary)}
        return evidence.ordered(
            evidence.score_one(
                question, one.unit, self.corpus, one.dense, _soft(list(asked.values()), alike, [column[w] for w in some])
            )
            for one, some in zip(scored, said, strict=True)
        )


def _surer(likeliest: Scored, first: Scored) -> bool:
    """Whether the reranker is sure of the one, which has much of what is asked, and doubts the other."""
    sure = likeliest.likelihood >= SURE_WHY and first.likelihood < UNSURE_WHY
    return sure and likeliest.covered >= MUCH


def _telling(text: str) -> set[str]:
    return {word for word in words.words(text)[:80] if word not in words.STOP and word.isalpha()}


def _soft(stems: Sequence[str], alike: np.ndarray, columns: Sequence[int]) -> Soft:
    """How far the nearest of a unit's words stands for each stem."""
    if not columns:
        return {}
    nearest = alike[:, columns].max(axis=1)
    return {
        stem: STANDS_FOR * float(np.clip((near - ALIKE) / (SAME - ALIKE), 0, 1))
        for stem, near in zip(stems, nearest, strict=True)
    }
