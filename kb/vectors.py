"""The vector index: Chroma, embedded, in cosine space. The only module that imports chromadb.

It holds ids and vectors alone, no text: an index that can be made again. An embedded Chroma does not see what another
process wrote, so that its owner reopens it when the catalogue's generation says so; what it returns is checked against
the catalogue, because a removed vector may come back.
"""
from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb import disk, graph
from kb.errors import IndexDamaged

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

LOOKS, LOOK_SECONDS = 4, 0.25  # a graph is written within a second
PROBE = 20  # vectors that a collection is asked for when it is opened

_CACHE = threading.Lock()  # Chroma's cache of open systems belongs to the whole process


class Vectors:
    """One open Chroma folder; safe to use from many threads, one at a time inside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._client: Any = None
        self._system: Any = None
        self._collections: dict[str, Collection] = {}
        self._lock = threading.RLock()

    def close(self) -> None:
        """Let go of the folder; it is opened again at the next use."""
        with self._lock:
            if self._system is not None:
                self._system.stop()
            self._client = self._system = None
            self._collections = {}

    def create(self, name: str) -> None:
        """An empty collection of that name, at least three characters long; one that is there is dropped first."""
        with self._lock, self._plain():
            client = self._open()
            if name in {collection.name for collection in client.list_collections()}:
                client.delete_collection(name)
            self._collections[name] = client.create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )

    def keep_only(self, name: str) -> None:
        """Drop every other collection."""
        with self._lock, self._plain():
            client = self._open()
            for collection in client.list_collections():
                if collection.name != name:
                    client.delete_collection(collection.name)

    def wipe(self) -> None:
        """Delete the folder, damaged or not."""
        with self._lock:
            self.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, name: str, ids: Sequence[str], vectors: NDArray[np.float32], doc: str, version: int) -> None:
        """Write the vectors of one version, shape (len(ids), dimension), and count that they are all there."""
        if not ids:
            return
        with self._lock, self._plain():
            collection = self._collection(name)
            size = self._client.get_max_batch_size()
            for start in range(0, len(ids), size):
                batch = list(ids[start : start + size])
                place = [{"doc": doc, "version": version}] * len(batch)
                collection.upsert(ids=batch, embeddings=vectors[start : start + size], metadatas=place)
            kept = len(collection.get(where=_version(doc, version), include=[])["ids"])
        if kept != len(ids):
            raise self._damaged(f"it kept {kept} of {len(ids)} vectors")

    def forget(self, name: str, doc: str, version: int) -> None:
        """Delete the vectors of one version."""
        with self._lock, self._plain():
            self._collection(name).delete(where=_version(doc, version))

    def get(self, name: str, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those passages that have one, by id."""
        with self._lock, self._plain():
            found = self._collection(name).get(ids=list(ids), include=["embeddings"]) if ids else None
        if found is None or not found["ids"]:
            return {}
        return dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))

    def compact(self) -> None:
        """Leave nothing of what was deleted in Chroma's own database; the folder is opened again at the next use."""
        with self._lock, self._plain():
            self.close()
            database = self.folder / "chroma.sqlite3"
            if database.exists():
                with closing(sqlite3.connect(database)) as file:
                    file.execute("VACUUM")

    def count(self, name: str) -> int:
        with self._lock, self._plain():
            return int(self._collection(name).count())

    def nearest(
        self, name: str, vector: NDArray[np.float32], depth: int, docs: Sequence[str] | None = None
    ) -> dict[str, float]:
        """The `depth` nearest passages: id -> cosine similarity, best first. `docs` None allows every document."""
        allowed: Any = None if docs is None else {"doc": {"$in": list(docs)}}
        with self._lock, self._plain():
            found = self._collection(name).query(
                query_embeddings=vector[None, :], n_results=depth, where=allowed, include=["distances"]
            )
        distances = found["distances"] or [[]]
        return {key: 1.0 - float(distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)}

    def similarities(self, name: str, vector: NDArray[np.float32], ids: Sequence[str]) -> dict[str, float]:
        """Cosine similarity of each of the passages that has a vector, best first."""
        with self._lock, self._plain():
            found = self._collection(name).get(ids=list(ids), include=["embeddings"]) if ids else None
        if found is None or not found["ids"]:
            return {}
        scores = np.asarray(found["embeddings"], dtype=np.float32) @ vector
        return dict(sorted(zip(found["ids"], map(float, scores), strict=True), key=lambda pair: (-pair[1], pair[0])))

    def _collection(self, name: str) -> Collection:
        if name not in self._collections:
            collection = self._open().get_collection(name, embedding_function=None)
            _probe(collection)
            self._collections[name] = collection
        return self._collections[name]

    def _open(self) -> Any:
        """The client, with a Chroma of its own: one that is shared would show what it had read before."""
        if self._client is None:
            import chromadb
            from chromadb.api.shared_system_client import SharedSystemClient
            from chromadb.config import Settings

            if self.folder.exists() and (wrong := _lasting_fault(self.folder)):
                raise IndexDamaged(wrong)
            with _CACHE:
                SharedSystemClient.clear_system_cache()
                self._client = chromadb.PersistentClient(str(self.folder), Settings(anonymized_telemetry=False))
                self._system = self._client._system
                SharedSystemClient.clear_system_cache()
        return self._client

    @contextmanager
    def _plain(self) -> Iterator[None]:
        """Whatever Chroma or its Rust part raises becomes IndexDamaged; a panic there is no Exception."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
            raise
        except BaseException as error:
            self.close()
            if no_room := disk.full(error, self.folder):
                raise no_room from error
            raise self._damaged(str(error).splitlines()[0] if str(error) else type(error).__name__) from error

    def _damaged(self, why: str) -> IndexDamaged:
        return IndexDamaged(f"The vector index in {self.folder} is damaged ({why}): run `remit rebuild` to make it again.")


def _lasting_fault(folder: Path) -> str | None:
    """What is wrong with the graph's files, also when they are looked at again: another process may be writing them."""
    for _ in range(LOOKS - 1):
        if graph.fault(folder) is None:
            return None
        time.sleep(LOOK_SECONDS)
    return graph.fault(folder)


def _probe(collection: Collection) -> None:
    """Chroma says nothing when its graph is gone: it counts every vector and finds one or two of them.

    Only for a collection just opened: an open one counts what another process adds, and does not find it.
    """
    some = collection.get(limit=PROBE, include=["embeddings"])
    expected = len(some["ids"])
    if expected:
        like = np.asarray(some["embeddings"], dtype=np.float32)[:1]
        found = len(collection.query(query_embeddings=like, n_results=expected, include=[])["ids"][0])
        if found < expected / 2:  # many deleted vectors may hide a few
            raise IndexDamaged(f"it finds {found} of {expected} vectors")


def _version(doc: str, version: int) -> Any:
    return {"$and": [{"doc": doc}, {"version": version}]}
