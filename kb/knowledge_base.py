"""The knowledge base: the catalogue, the two indexes and the encoder behind one object.

A new version is written pending, embedded with no transaction open, indexed, counted, and flipped to ready in one
transaction that supersedes the old version and raises the generation. Whatever a kill leaves is cleared by the next
writer. A search checks every hit against the catalogue and reopens the vectors when the generation has changed.
"""
from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Self

import filelock

from kb import catalog, encoders, indexing, lexical, retrieve
from kb.catalog import Catalog
from kb.encoders import Encoder
from kb.errors import HomeBusy, IndexDamaged, StoreError, UnknownDocument
from kb.indexing import Progress
from kb.models import Answer, Direction, Document, Duty, Entry, EntryKind, Hit, NewVersion, Passage, Review, Scope
from kb.retrieve import Place
from kb.settings import Settings
from kb.vectors import Vectors

WRITER_SECONDS = 30  # how long a writer waits for another process's
DEPTH = 100  # passages that each search gives to be fused
FETCH_AT_ONCE = 20  # passages; more are fetched only where texts repeat or more are wanted
EVERYWHERE = Scope()


class KnowledgeBase:
    """One open home. Safe to use from many threads; several processes may have the same home open."""

    def __init__(self, settings: Settings, catalogue: Catalog, vectors: Vectors) -> None:
        self.settings = settings
        self._catalog = catalogue
        self._vectors = vectors
        self._lock = threading.RLock()  # of the fields below
        self._encoder: Encoder | None = None
        self._library: dict[str, Document] = {}
        self._seen = -1  # the generation that _library and the open vectors show

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the home, making an empty one or upgrading an older one. Raises NewerHome, HomeBusy, StoreError.

        A damaged vector index is met at the first search, so that a home with one can be opened and rebuilt.
        """
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{settings.home} cannot be made ({error.strerror}): name another folder with REMIT_HOME."
            ) from error
        return cls(settings, Catalog(settings.catalogue), Vectors(settings.vectors))

    def close(self) -> None:
        self._vectors.close()
        self._catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def encoder(self) -> Encoder:
        """Loaded, and compiled if it never was, when it is first wanted."""
        with self._lock:
            if self._encoder is None:
                self._encoder = encoders.load(self.settings)
            return self._encoder

    @property
    def generation(self) -> int:
        """Rises with each replace, remove, amend and rebuild, in whatever process."""
        return self._catalog.generation

    # -- documents

    def documents(self) -> list[Document]:
        """Ready versions only, ordered by id."""
        return list(self._current().values())

    def document(self, doc: str) -> Document:
        try:
            return self._current()[doc]
        except KeyError:
            raise UnknownDocument(f"No document {doc} is in the library: `remit list` shows what is.") from None

    def find(self, *, path: str | None = None, sha256: str | None = None) -> Document | None:
        """The document kept from that path, or with those bytes; None where there is none."""
        wanted = (document for document in self.documents() if document.path == path or document.sha256 == sha256)
        return next(wanted, None)

    def taken_ids(self) -> set[str]:
        """Ids of the documents in the library. A removed document's is free again; its versions are counted on."""
        return self._catalog.taken_ids()

    def next_version(self, doc: str) -> int:
        return self._catalog.next_version(doc)

    def replace(self, version: NewVersion, progress: Progress | None = None) -> Document:
        """Keep a version and put it in the place of the one before it. `progress` hears (passages embedded, all)."""
        with self._writing():
            self._sweep()
            collection = self._collection()
            self._catalog.begin_version(version)
            title = self._catalog.corrections(version.doc).get("title", version.title)
            passages = self._index_vectors(collection, title, version.passages, progress)
            with self._catalog.writing() as connection:
                lexical.forget(connection, version.doc)
                catalog.supersede(connection, version.doc)
                catalog.set_state(connection, version.doc, version.version, "ready")
                keys = catalog.keys(connection, version.doc, version.version)
                lexical.add(connection, indexing.rows(keys, title, passages))
                catalog.raise_generation(connection)
            self._saw_own_write()
            self._sweep()
        return self.document(version.doc)

    def remove(self, doc: str) -> None:
        """Forget a document with all its versions. What people said of it (reviews, kept answers) stays."""
        with self._writing():
            self.document(doc)
            with self._catalog.writing() as connection:
                lexical.forget(connection, doc)
                catalog.remove(connection, doc)
                lexical.purge(connection)
                catalog.raise_generation(connection)
            self._saw_own_write()
            self._sweep()

    def amend(self, doc: str, **facts: str) -> Document:
        """A person's correction of title, kind, authority, date, status, visibility or supersedes; it survives re-ingest."""
        with self._writing():
            document = self.document(doc)
            catalog.check_facts(facts)
            title = facts.get("title", document.title)
            passages = indexing.searched(self.passages(doc))
            if title != document.title:
                self._index_vectors(self._collection(), title, passages, None)
            with self._catalog.writing() as connection:
                catalog.amend(connection, doc, facts)
                if title != document.title:
                    lexical.forget(connection, doc)
                    lexical.add(connection, indexing.rows(catalog.keys(connection, doc, document.version), title, passages))
                catalog.raise_generation(connection)
            self._saw_own_write()
        return self.document(doc)

    def reported(self, name: str) -> dict[str, str]:
        """What the import of each document said under a name ("text": the digest of its words), by document."""
        return self._catalog.reported(name)

    def corrections(self, doc: str) -> dict[str, str]:
        """What a person corrected of the document; empty where nobody did, or where there is no such document."""
        return self._catalog.corrections(doc)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make both indexes again from the catalogue, with the encoder of the settings; returns the number of passages.

        The new vectors are made beside the old ones, which serve until they are whole; a folder that is too damaged for
        that is made anew.
        """
        with self._writing():
            contents = [(document, indexing.searched(self.passages(document.id))) for document in self.documents()]
            total = sum(len(passages) for _, passages in contents)
            vectors = indexing.embedded(self.encoder, [(d.title, p) for d, passages in contents for p in passages], progress)
            name = indexing.next_name(self._catalog.state().get("collection"))
            try:
                indexing.fill(self._vectors, name, contents, vectors)
            except IndexDamaged:
                self._vectors.wipe()
                indexing.fill(self._vectors, name, contents, vectors)
            with self._catalog.writing() as connection:
                lexical.clear(connection)
                for document, passages in contents:
                    keys = catalog.keys(connection, document.id, document.version)
                    lexical.add(connection, indexing.rows(keys, document.title, passages))
                catalog.put(connection, "collection", name)
                catalog.put(connection, "index", indexing.mark(self.encoder))
                catalog.drop_pending(connection)
                catalog.only_ready_have_vectors(connection)
                catalog.raise_generation(connection)
            self._saw_own_write()
            self._vectors.keep_only(name)
        return total

    # -- search

    def search(self, query: str, k: int = 10, scope: Scope = EVERYWHERE) -> list[Hit]:
        """The `k` best passages of ready versions within the scope, best first; ties by document and place.

        Any text is a safe query; one without a letter or digit finds nothing. Raises IndexDamaged.
        """
        if k < 1 or not any(character.isalnum() for character in query):
            return []
        library = self._current()
        found = self._found(library, query, k, scope)
        while library is not (now := self._current()):  # the library changed meanwhile: what was found may be gone
            library = now
            found = self._found(library, query, k, scope)
        return found

    def _found(self, library: Mapping[str, Document], query: str, k: int, scope: Scope) -> list[Hit]:
        docs = _within(library, scope)
        if not docs:
            return []
        allowed = docs if len(docs) < len(library) else None
        ids = [passage.id for passage in self._catalog.numbered(scope.number, docs)] if scope.number else None
        by_words, by_meaning, places = self._candidates(query, max(DEPTH, 2 * k), allowed, ids)
        scores = dict(retrieve.ranked(places, retrieve.fused(by_words, by_meaning)))
        words = retrieve.normalised(by_words)
        return [
            Hit(n, scores[p.id], p, library[p.doc], words.get(p.id), retrieve.clipped(by_meaning.get(p.id)))
            for n, p in enumerate(islice(self._distinct(list(scores)), k), 1)
            if p.doc in library
        ]

    def _candidates(
        self, query: str, depth: int, docs: Sequence[str] | None, ids: Sequence[str] | None
    ) -> tuple[dict[str, float], dict[str, float], dict[str, Place]]:
        """What each search found, at least `depth` if there are so many, and the places of what is in force: a vector
        of a removed passage may come back, and takes no place."""
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
                return {key: score for key, score in by_words.items() if key in places}, live, places
            asked *= 2

    def _distinct(self, ids: Sequence[str]) -> Iterator[Passage]:
        """The passages of these ids in their order, no text twice; fetched as they are wanted."""

        def fetched() -> Iterator[Passage]:
            for start in range(0, len(ids), FETCH_AT_ONCE):
                some = ids[start : start + FETCH_AT_ONCE]
                known = self._catalog.in_force(some)
                yield from (known[key] for key in some if key in known)

        return retrieve.distinct(fetched())

    def passages(self, doc: str) -> list[Passage]:
        """Those of the current version, in order."""
        return self._catalog.passages(doc, self.document(doc).version)

    def passage(self, passage_id: str) -> Passage:
        """Of any version that is still kept. Raises UnknownDocument."""
        return self._catalog.passage(passage_id)

    def neighbours(self, passage: Passage, before: int = 1, after: int = 1) -> list[Passage]:
        """The passages just before and after it in the same version, in order, without itself."""
        return self._catalog.neighbours(passage, before, after)

    def numbered(self, number: str, scope: Scope = EVERYWHERE) -> list[Passage]:
        """Passages with this paragraph or Direction number, then those below it, in document order."""
        return self._catalog.numbered(number, _within(self._current(), scope))

    # -- registers, reviews, answers

    def duties(self, doc: str | None = None) -> list[Duty]:
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
        self._catalog.review(review)

    def reviews(self, plan: str | None = None) -> list[Review]:
        """The latest word on each duty and plan."""
        return self._catalog.reviews(plan)

    def keep(self, answer: Answer) -> int:
        return self._catalog.keep(answer)

    def kept(self, answer_id: int) -> Answer:
        return self._catalog.kept(answer_id)

    # -- what the parts have to agree on

    def _current(self) -> Mapping[str, Document]:
        """The library as it is now. Where another process has changed it, the vectors are opened again."""
        generation = self._catalog.generation
        with self._lock:
            if generation != self._seen:
                self._vectors.close()
                self._library = {document.id: document for document in self._catalog.documents()}
                self._seen = generation
            return self._library

    def _saw_own_write(self) -> None:
        """The open vectors hold what this object has just written: only the library is read again."""
        with self._lock:
            self._seen = self._catalog.generation
            self._library = {document.id: document for document in self._catalog.documents()}

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The one right to change documents, among all processes; the system frees it when its holder dies."""
        lock = filelock.FileLock(self.settings.home / "writing.lock", timeout=WRITER_SECONDS)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise HomeBusy(
                f"Another process is changing documents in {self.settings.home}: try again when it is done."
            ) from None
        try:
            self._current()
            yield
        finally:
            lock.release()

    def _sweep(self) -> None:
        """Delete the vectors of versions not in force, and what was never finished. Only under the writer's lock."""
        collection = self._catalog.state().get("collection")
        for doc, version in self._catalog.leftovers():
            if collection:
                self._vectors.forget(collection, doc, version)
            with self._catalog.writing() as connection:
                catalog.swept(connection, doc, version)

    def _collection(self) -> str:
        """The name of the collection in use, made where there is none yet. Raises IndexDamaged where another encoder
        made it."""
        state, mark = self._catalog.state(), indexing.mark(self.encoder)
        name = state.get("collection")
        if name is None:
            name = indexing.next_name(None)
            self._vectors.create(name)
            with self._catalog.writing() as connection:
                catalog.put(connection, "collection", name)
                catalog.put(connection, "index", mark)
        elif state.get("index") != mark:
            raise IndexDamaged(
                "The indexes were made with another encoder or by another version of Remit: "
                "run `remit rebuild` to make them again."
            )
        return name

    def _index_vectors(
        self, collection: str, title: str, passages: Sequence[Passage], progress: Progress | None
    ) -> list[Passage]:
        """Embed the passages of one version that are searched, and write their vectors; returns those passages."""
        searched = indexing.searched(passages)
        vectors = indexing.embedded(self.encoder, [(title, passage) for passage in searched], progress)
        if searched:
            first = searched[0]
            self._vectors.add(collection, [passage.id for passage in searched], vectors, first.doc, first.version)
        return searched


def _within(library: Mapping[str, Document], scope: Scope) -> list[str]:
    """Ids of the documents that the scope allows."""
    return [
        document.id
        for document in library.values()
        if (not scope.docs or document.id in scope.docs)
        and (not scope.kinds or document.kind in scope.kinds)
        and (not scope.authorities or document.authority in scope.authorities)
    ]
