"""One open home, and everything that changes it: the catalogue, the two indexes and the encoder behind one object.

A new version is written pending, embedded with no transaction open, indexed, counted, and flipped to ready in one
transaction that supersedes the old version and raises the generation. Whatever a kill leaves is cleared by the next
writer. What was removed is kept for a while (`kb.life`), then erased.
"""
from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock

from kb import catalog, encoders, indexing, lexical, life, workings
from kb.answers import Answers
from kb.audit import Audit
from kb.catalog import Catalog
from kb.decisions import Decisions
from kb.encoders import Encoder, Reranker
from kb.errors import HomeBusy, IndexDamaged, StoreError, UnknownDocument
from kb.indexing import Progress
from kb.life import Change, Proof
from kb.models import Document, NewVersion, Passage, Registers
from kb.people import People
from kb.settings import Settings
from kb.traces import traces
from kb.vectors import Vectors

WRITER_SECONDS = 30  # how long a writer waits for another process's


class Library:
    """One open home. Safe to use from many threads; several processes may have the same home open.

    `answers` are those that were kept, `decisions` what people decided of duties, plans, conflicts and Directions, `people`
    those with an account, `audit` says who did what.
    """

    def __init__(self, settings: Settings, catalogue: Catalog, vectors: Vectors, encoder: Encoder | None = None) -> None:
        self.settings = settings
        self.answers = Answers(catalogue)
        self.decisions = Decisions(catalogue)
        self.people = People(catalogue)
        self.audit = Audit(catalogue)
        self._catalog = catalogue
        self._vectors = vectors
        self._lock = threading.RLock()  # of the fields below
        self._encoder = encoder
        self._reranker: Reranker | None = None
        self._duty_reader: Reranker | None = None
        self._library: dict[str, Document] = {}
        self._seen = (-1, date.min)  # the generation that _library and the open vectors show, and the day that they show it

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder | None = None) -> Self:
        """Open the home, making an empty one or upgrading an older one; with the encoder that the settings name, unless
        another is given. Raises NewerHome, HomeBusy, StoreError.

        A damaged vector index is met at the first search, so that a home with one can be opened and rebuilt.
        """
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{settings.home} cannot be made ({error.strerror}): name another folder with REMIT_HOME."
            ) from error
        return cls(settings, Catalog(settings.catalogue), Vectors(settings.vectors), encoder)

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
    def reranker(self) -> Reranker | None:
        """Loaded when it is first wanted; None where the settings want none."""
        with self._lock:
            self._reranker = self._reranker or encoders.load_reranker(self.settings)
            return self._reranker

    @property
    def duty_reader(self) -> Reranker:
        """The model that says which sentence of a plan speaks to a duty, loaded when first wanted."""
        with self._lock:
            self._duty_reader = self._duty_reader or encoders.load_duty_reader()
            return self._duty_reader

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
        """Ids of the documents in the library, and of removed ones until they are erased."""
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
            self._put_in_force(version.doc, version.version, title, passages)
            self._sweep()
        return self.document(version.doc)

    def _put_in_force(self, doc: str, version: int, title: str, passages: Sequence[Passage]) -> None:
        """The flip: one transaction that supersedes what was in force and raises the generation."""
        with self._catalog.writing() as connection:
            lexical.forget(connection, doc)
            catalog.supersede(connection, doc)
            life.bring_back(connection, doc)
            catalog.set_state(connection, doc, version, "ready")
            lexical.add(connection, indexing.rows(catalog.keys(connection, doc, version), title, passages))
            catalog.raise_generation(connection)
        self._saw_own_write()

    def remove(self, doc: str) -> None:
        """Take a document with all its versions out of every search, list and answer; `undo` brings it back for 30 days.

        What people said of it (reviews, kept answers) stays; kept answers show its words no longer.
        """
        with self._writing():
            self.document(doc)
            with self._catalog.writing() as connection:
                lexical.forget(connection, doc)
                life.remove(connection, doc)
                lexical.purge(connection)
                catalog.raise_generation(connection)
            self._saw_own_write()
            self._sweep()

    def undo(self, doc: str) -> Document:
        """Bring back a document removed in the last 30 days, with what people corrected. Raises UnknownDocument."""
        with self._writing():
            self._sweep()
            with self._catalog.reading() as connection:
                last = life.last_removed(connection, doc)
            if last is None or doc in self._current():
                raise UnknownDocument(f"There is no removed document {doc} to bring back: add its file again.")
            version, title = last[0], self._catalog.corrections(doc).get("title", last[1])
            collection = self._collection()
            with self._catalog.writing() as connection:
                catalog.may_have_vectors(connection, doc, version)  # so that a kill here leaves none behind
            passages = self._index_vectors(collection, title, self._catalog.passages(doc, version), None)
            self._put_in_force(doc, version, title, passages)
        return self.document(doc)

    def purge(self, doc: str) -> Proof:
        """Erase a document, removed before or not, and search every file of the home for what it said.

        Raises UnknownDocument where nothing of it is kept.
        """
        if doc in self._current():
            self.remove(doc)
        with self._writing():
            with self._catalog.reading() as connection:
                last = life.last_removed(connection, doc)
            if last is None:
                raise UnknownDocument(f"Nothing is kept of a document {doc}: `remit list` shows what is.")
            others = [passage.text for document in self.documents() for passage in self.passages(document.id)]
            probes = life.probes(self._catalog.passages(doc, last[0]), others)
            with self._catalog.reading() as connection:
                digests = set(life.files_of(connection, doc).values())
            self._erase([doc])
            found = traces(self.settings.home, self.settings.models, probes, digests)
        return Proof(doc, len(probes), len(found), tuple(str(path) for path, left in found if left))

    def _erase(self, docs: Sequence[str]) -> None:
        """Delete what was read in removed documents, with the files that were uploaded, and make every file again that may
        hold some of it."""
        with self._catalog.reading() as connection:
            files = {path for doc in docs for path in life.files_of(connection, doc)}
        for path in files.difference(Path(document.path) for document in self.documents()):
            if path.parent == self.settings.home / life.UPLOADS:
                path.unlink(missing_ok=True)
        for doc in docs:
            workings.forget(self.settings.home, doc)
        with self._catalog.writing() as connection:
            for doc in docs:
                life.erase(connection, doc)
            lexical.purge(connection)
            catalog.raise_generation(connection)
        self._saw_own_write()
        old = self._catalog.state().get("collection")
        if old is not None:
            new = indexing.next_name(old)
            indexing.copy(self._vectors, old, new, [(d, indexing.searched(self.passages(d.id))) for d in self.documents()])
            with self._catalog.writing() as connection:
                catalog.put(connection, "collection", new)
                catalog.only_ready_have_vectors(connection)
                catalog.raise_generation(connection)
            self._saw_own_write()
            self._vectors.keep_only(new)
            self._vectors.compact()
        self._catalog.compact()

    def removed_from(self, path: str, sha256: str) -> str | None:
        """The document that was read from that path, or elsewhere from the same bytes, and removed, while it can be brought
        back; or whose first reading was broken off."""
        with self._catalog.reading() as connection:
            return life.removed_from(connection, path, sha256)

    def changes(self, since: str) -> list[Change]:
        """What last happened to each document since that moment (ISO 8601, UTC), the latest first."""
        with self._catalog.reading() as connection:
            return life.changes(connection, since)

    def versions(self, doc: str) -> list[Change]:
        """When each version of a document was read in, the latest first."""
        with self._catalog.reading() as connection:
            return life.versions(connection, self.document(doc).id)

    def amend(self, doc: str, **facts: str) -> Document:
        """A person's correction of a fact in `catalog.AMENDABLE`, "" for "it has none"; it survives re-ingest."""
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

    def put_registers(self, doc: str, made: Registers) -> None:
        """Keep registers that were made again from a document's passages, in place of those that it had."""
        with self._writing():
            version = self.document(doc).version
            with self._catalog.writing() as connection:
                catalog.put_registers(connection, doc, version, made)
                catalog.raise_generation(connection)
            self._saw_own_write()

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

    def passages(self, doc: str) -> list[Passage]:
        """Those of the current version, in order."""
        return self._catalog.passages(doc, self.document(doc).version)

    # -- what the parts have to agree on

    def _current(self) -> Mapping[str, Document]:
        """The library as it is now. Where another process has changed it, the vectors are opened again."""
        now = self._catalog.generation, date.today()
        with self._lock:
            if now != self._seen:
                self._vectors.close()
                self._library = {document.id: document for document in self._catalog.documents()}
                self._seen = now
            return self._library

    def _saw_own_write(self) -> None:
        """The open vectors hold what this object has just written: only the library is read again."""
        with self._lock:
            self._seen = self._catalog.generation, date.today()
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
        with self._catalog.reading() as connection:
            over = life.expired(connection)
        if over:
            self._erase(over)
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
        now = self._current().get(searched[0].doc) if searched else None
        kept = indexing.searched(self.passages(now.id)) if now else []
        known = indexing.vectors_of(self._vectors, collection, now.title, kept) if now else {}
        vectors = indexing.embedded(self.encoder, [(title, passage) for passage in searched], progress, known)
        if searched:
            first = searched[0]
            self._vectors.add(collection, [passage.id for passage in searched], vectors, first.doc, first.version)
        return searched
