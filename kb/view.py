"""What somebody may see of a knowledge base: the one place where documents are hidden.

A view reads through connections on which every table of documents is shadowed by one that holds only what may be seen
(shadows hide a table that is named without its schema, as SQLAlchemy names them all).
Whatever is asked through it, search, registers, passages of old versions, kept answers, cannot find a hidden document,
also where the question is written after this module. Documents are changed through the whole knowledge base alone.
"""
from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import sqlalchemy as sa

from kb import schema
from kb.catalog import Catalog
from kb.encoders import Encoder
from kb.errors import NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.models import VISIBILITIES, Document, Visibility

# A document is as visible as its version in force, or as its last one once it is removed, after what a person corrected.
_SEEN = """EXISTS (
  SELECT 1 FROM main.versions v LEFT JOIN main.amendments a ON a.doc = v.doc AND a.fact = 'visibility'
  WHERE v.doc = {doc} AND coalesce(a.value, v.visibility) IN ({sees}) AND (v.state = 'ready' OR (v.state = 'removed'
    AND v.version = (SELECT max(w.version) FROM main.versions w WHERE w.doc = v.doc AND w.state <> 'pending'))))"""
# A kept answer is hidden with any document that it quotes or names; one that is erased has left no words in it.
_NAMES_HIDDEN = """EXISTS (
  SELECT 1 FROM json_each(x.answer, '$.{part}') c JOIN main.versions h ON h.doc = json_extract(c.value, '$.doc')
  WHERE h.state IN ('ready', 'removed') AND NOT {seen})"""

_making = threading.Lock()


def seen_by(kb: KnowledgeBase, sees: Collection[Visibility]) -> KnowledgeBase:
    """The knowledge base as far as documents of these visibilities go: itself for all of them, else a view to read in.

    The same view for the same visibilities, so that what is made once for a library is made once for each view of it.
    """
    wanted = frozenset(sees)
    if wanted == frozenset(VISIBILITIES):
        return kb
    with _making:
        if wanted not in kb.views:
            kb.views[wanted] = _View(kb, wanted)
        return kb.views[wanted]


def shadowed() -> dict[str, str]:
    """Every table with rows of documents, and its column that names the document."""
    return {"documents": "id"} | {name: "doc" for name, table in schema.metadata.tables.items() if "doc" in table.c}


class _View(KnowledgeBase):
    def __init__(self, whole: KnowledgeBase, sees: frozenset[Visibility]) -> None:
        super().__init__(whole.settings, _SeenCatalog(whole._catalog, sees), whole._vectors)
        self._whole = whole
        self._of: Mapping[str, Document] | None = None  # the whole library that _library was taken from

    @property
    def encoder(self) -> Encoder:
        return self._whole.encoder

    def close(self) -> None:
        """The vectors are the whole's."""
        self._catalog.close()

    def _current(self) -> Mapping[str, Document]:
        whole = self._whole._current()  # it also opens the vectors again where that is needed
        with self._lock:
            if self._of is not whole:
                self._library = {document.id: document for document in self._catalog.documents()}
                self._of = whole
            return self._library

    def _writing(self) -> NoReturn:
        raise NotAllowed("Who does not see all documents cannot change any: ask a planner or an administrator.")


class _SeenCatalog(Catalog):
    """Reads what may be seen; what is written (kept answers, feedback) goes to the whole catalogue."""

    def __init__(self, whole: Catalog, sees: frozenset[Visibility]) -> None:
        self._whole = whole
        self._sees = ", ".join(f"'{visibility}'" for visibility in sorted(sees))
        super().__init__(whole.path)

    def _upgrade(self) -> None:
        """The whole catalogue is open, and has been upgraded."""

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        with self._whole.writing() as connection:
            yield connection

    def _prepare(self, connection: Any, record: object) -> None:
        super()._prepare(connection, record)
        for table, column in shadowed().items():
            seen = _SEEN.format(doc=f"x.{column}", sees=self._sees)
            connection.execute(f"CREATE TEMP VIEW {table} AS SELECT x.* FROM main.{table} x WHERE {seen}")
        seen = _SEEN.format(doc="h.doc", sees=self._sees)
        hidden = " OR ".join(_NAMES_HIDDEN.format(part=part, seen=seen) for part in ("citations", "nearest"))
        connection.execute(f"CREATE TEMP VIEW answers AS SELECT x.* FROM main.answers x WHERE NOT ({hidden})")
