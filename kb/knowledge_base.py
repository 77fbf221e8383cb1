"""The knowledge base: what an open home is searched for and what is read in it.

A search checks every hit against the catalogue and reopens the vectors when the generation has changed.
"""
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kb import amended, lexical, mentions, retrieve
from kb.catalog import Catalog
from kb.encoders import Encoder
from kb.library import Library
from kb.models import Direction, Document, Duty, Entry, EntryKind, Hit, Mention, Passage, Review, Scope, Visibility
from kb.retrieve import Place
from kb.settings import Settings
from kb.vectors import Vectors

DEPTH = 100  # passages that each search gives to be fused
RERANKED = 24  # passages that the reranker looks at
SPARE = 3  # passages fetched beyond those wanted; more are fetched only where more texts repeat
EVERYWHERE = Scope()


class KnowledgeBase(Library):
    """One open home. Safe to use from many threads; several processes may have the same home open.

    `views` are what others may see of it (`kb.view`), closed with it.
    """

    def __init__(self, settings: Settings, catalogue: Catalog, vectors: Vectors, encoder: Encoder | None = None) -> None:
        super().__init__(settings, catalogue, vectors, encoder)
        self.views: dict[frozenset[Visibility], KnowledgeBase] = {}

    def close(self) -> None:
        for view in self.views.values():
            view.close()
        super().close()

    # -- search

    def search(self, query: str, k: int = 10, scope: Scope = EVERYWHERE, reranked: int = RERANKED) -> list[Hit]:
        """The `k` best passages of ready versions within the scope, best first; ties by document and place. The first
        `reranked` of them are put in order by the reranker, where there is one.

        Any text is a safe query: one without a letter or digit finds nothing, of a very long one the beginning is looked at.
        Raises IndexDamaged.
        """
        query = query[: lexical.MAX_CHARACTERS]
        if k < 1 or not any(character.isalnum() for character in query):
            return []
        library = self._current()
        most = max(k, reranked)
        found = self._found(library, query, most, scope)
        while library is not (now := self._current()):  # the library changed meanwhile: what was found may be gone
            library = now
            found = self._found(library, query, most, scope)
        return self._reordered(query, found, reranked)[:k]

    def _found(self, library: Mapping[str, Document], query: str, most: int, scope: Scope) -> list[Hit]:
        docs = _within(library, scope)
        if not docs:
            return []
        allowed = docs if len(docs) < len(library) else None
        ids = [passage.id for passage in self._catalog.numbered(scope.number, docs)] if scope.number else None
        by_words, by_meaning, places = self._candidates(query, max(DEPTH, 2 * most), allowed, ids)
        scores = dict(retrieve.ranked(places, retrieve.fused(by_words, by_meaning)))
        words = retrieve.normalised(by_words)
        return [
            Hit(n, scores[p.id], p, library[p.doc], words.get(p.id), retrieve.clipped(by_meaning.get(p.id)))
            for n, p in enumerate(islice(self._distinct(list(scores), most + SPARE), most), 1)
            if p.doc in library
        ]

    def _reordered(self, query: str, hits: Sequence[Hit], reranked: int) -> list[Hit]:
        """The hits by both stages' scores, where there is a reranker; what it did not look at stays behind what it did."""
        if not (hits and reranked and self.reranker):
            return list(hits)
        texts = [retrieve.indexed("", hit.passage).embedded for hit in hits[:reranked]]
        chances = [*map(float, self.reranker.score(query, texts)), *[None] * (len(hits) - len(texts))]
        weighed = [
            replace(hit, score=retrieve.reweighed(hit.score, chance), chance=chance)
            for hit, chance in zip(hits, chances, strict=True)
        ]
        return [replace(hit, rank=n) for n, hit in enumerate(sorted(weighed, key=lambda hit: -hit.score), 1)]

    def _candidates(
        self, query: str, depth: int, docs: Sequence[str] | None, ids: Sequence[str] | None
    ) -> tuple[dict[str, float], dict[str, float], dict[str, Place]]:
        """What each search found, at least `depth` if there are so many, and the places of what is in force: a vector
        of a removed passage may come back, and takes no place. What was found by its words has its likeness too."""
        with self._catalog.reading() as connection:
            by_words = lexical.search(connection, query, depth, docs, ids)
        collection = self._collection()
        vector = self.encoder.encode([query], "query")[0]
        asked = depth
        while True:
            if ids is None:
                by_meaning = self._vectors.nearest(collection, vector, asked, docs)
            else:
                by_meaning = self._vectors.similarities(collection, vector, ids)
            places = self._catalog.places({**by_words, **by_meaning})
            live = {key: similarity for key, similarity in by_meaning.items() if key in places}
            if len(live) >= depth or len(by_meaning) < asked:
                break
            asked *= 2
        words = {key: score for key, score in by_words.items() if key in places}
        return words, live | self._vectors.similarities(collection, vector, list(words.keys() - live)), places

    def _distinct(self, ids: Sequence[str], at_once: int) -> Iterator[Passage]:
        """The passages of these ids in their order, no text twice; fetched as they are wanted, so many at once."""

        def fetched() -> Iterator[Passage]:
            for start in range(0, len(ids), at_once):
                some = ids[start : start + at_once]
                known = self._catalog.in_force(some)
                yield from (known[key] for key in some if key in known)

        return retrieve.distinct(fetched())

    def passage(self, passage_id: str) -> Passage:
        """Of any version that is still kept. Raises UnknownDocument."""
        return self._catalog.passage(passage_id)

    def neighbours(self, passage: Passage, before: int = 1, after: int = 1) -> list[Passage]:
        """The passages just before and after it in the same version, in order, without itself."""
        return self._catalog.neighbours(passage, before, after)

    def numbered(self, number: str, scope: Scope = EVERYWHERE) -> list[Passage]:
        """Passages with this paragraph or Direction number, then those below it, in document order."""
        return self._catalog.numbered(number, _within(self._current(), scope))

    def mentions(self, phrase: str, scope: Scope = EVERYWHERE) -> list[Mention]:
        """Every passage within the scope that holds the phrase word for word, in document order; none is left out.

        A phrase without a letter or digit, or longer than any that is looked up, is nowhere. Raises IndexDamaged.
        """
        if len(phrase) > lexical.MAX_CHARACTERS:
            return []
        library = self._current()
        with self._catalog.reading() as connection:
            ids = lexical.phrase(connection, phrase, _within(library, scope))
        known = self._catalog.in_force(ids)
        return list(mentions.mentions(phrase, (known[key] for key in ids if key in known), library))

    # -- registers, reviews

    def duties(self, doc: str | None = None) -> list[Duty]:
        """As they were read, with what people changed in them; what changed is keyed by the sentence, so that it stays when
        the document is read again."""
        own = doc and self.document(doc).id
        return amended.duties(self.duties_as_read(own), self.decisions.history(own, what=("duty",)))

    def duties_as_read(self, doc: str | None = None) -> list[Duty]:
        """In their documents' own words, whatever people changed."""
        return self._catalog.duties(doc and self.document(doc).id)

    def directions(self, doc: str | None = None) -> list[Direction]:
        return self._catalog.directions(doc and self.document(doc).id)

    def entries(self, doc: str | None = None, kinds: Collection[EntryKind] = ()) -> list[Entry]:
        """What documents hold beside their text, of these kinds (all, where none is named), in document order."""
        found = self._catalog.entries(doc and self.document(doc).id)
        return [entry for entry in found if not kinds or entry.kind in kinds]

    def glossary(self, doc: str | None = None) -> list[Entry]:
        """Acronyms and terms with their meanings, as the documents give them."""
        return self.entries(doc, ("acronym", "definition"))

    def review(self, review: Review) -> None:
        self.decisions.review(review)

    def reviews(self, plan: str | None = None) -> list[Review]:
        """The latest word on each duty and plan."""
        return self.decisions.reviews(plan)


def _within(library: Mapping[str, Document], scope: Scope) -> list[str]:
    """Ids of the documents that the scope allows."""
    return [document.id for document in library.values() if scope.allows(document)]
