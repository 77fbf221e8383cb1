"""The catalogue: documents, their versions and all that was read in them, in one SQLite file.

It is the truth; the full-text table beside it and the vectors are indexes that can be made again from it. A version is
written "pending", becomes "ready" in one transaction that supersedes the version before it, and keeps its number when
it is removed. Only ready versions are ever returned, but for `passage`, which serves old citations too.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from kb import disk, schema
from kb.errors import HomeBusy, InputError, StoreError, UnknownDocument
from kb.models import (
    VISIBILITIES,
    Direction,
    Document,
    DocumentKind,
    Duty,
    Entry,
    NewVersion,
    Part,
    Passage,
    Registers,
)
from kb.retrieve import Place

BUSY_SECONDS = 10  # how long a transaction waits for another process's before it gives up
IN_FORCE = ("in_force_from", "in_force_to")  # known from a person alone
AMENDABLE = ("title", "kind", "authority", "date", "status", "visibility", "supersedes", *IN_FORCE)

_DOCUMENT_FACTS = tuple(f.name for f in fields(Document) if f.name not in ("id", "labels", *IN_FORCE))
_REGISTERS = {"duties": schema.duties, "directions": schema.directions, "entries": schema.entries}
_CONTENTS = (schema.passages, *_REGISTERS.values())
_IN_FORCE = schema.versions.c.state == "ready"


def _ready(table: sa.Table) -> sa.ColumnElement[bool]:
    """That a row of `table` belongs to a ready version."""
    version = schema.versions
    return sa.exists().where(version.c.doc == table.c.doc, version.c.version == table.c.version, _IN_FORCE)


# The statements of every search, built once. Ids come as one JSON list: a statement takes only so many parameters.
_GIVEN = sa.select(sa.func.json_each(sa.bindparam("ids")).table_valued("value").c.value)
_AMONG = (schema.passages.c.id.in_(_GIVEN), _ready(schema.passages))
_PLACES = sa.select(
    *(schema.passages.c[name] for name in ("id", "doc", "ordinal")), sa.func.length(schema.passages.c.text)
).where(*_AMONG)
_PASSAGES = sa.select(schema.passages).where(*_AMONG)
_STATE = sa.select(schema.state)


class Catalog:
    """One open catalogue; safe to use from many threads. Every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        url = sa.URL.create("sqlite", database=str(path))
        self._engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
        sa.event.listen(self._engine, "connect", self._prepare)
        sa.event.listen(self._engine, "begin", _begin)
        self._upgrade()

    def _prepare(self, connection: Any, _record: object) -> None:
        """What every new connection is given first."""
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON"):  # what is removed is overwritten
            connection.execute(f"PRAGMA {pragma}")

    def _upgrade(self) -> None:
        """Looks into the file itself, and closes it: only before this process has it open as a database, whose locks
        would be lost with that (another process would then take the log away from under it)."""
        with self._plain():
            schema.upgrade(self._engine, self.path)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self._plain(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the one right to write from its first moment: keep it short."""
        with self._plain(), self._engine.execution_options(writing=True).connect() as connection, connection.begin():
            yield connection

    def compact(self) -> None:
        """Leave nothing of what was deleted in the file, in its log or in the copies that upgrades made."""
        with self._plain(), self._engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for copy in self.path.parent.glob(f"{self.path.stem}.schema-*{self.path.suffix}"):
            copy.unlink()

    @contextmanager
    def _plain(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            if "locked" in str(error.orig):
                raise HomeBusy(f"Another process is writing to {self.path.parent}: try again when it is done.") from error
            if no_room := disk.full(error, self.path.parent):
                raise no_room from error
            raise StoreError(f"{self.path} cannot be used ({error.orig}): check the disk and its permissions.") from error
        except DatabaseError as error:
            raise StoreError(f"{self.path} cannot be read ({error.orig}): put back a copy of it.") from error

    # -- state

    def state(self) -> dict[str, str]:
        """What is true of the whole home: generation, collection (of vectors), index (what made it)."""
        with self.reading() as connection:
            return {row.name: row.value for row in connection.execute(_STATE)}

    @property
    def generation(self) -> int:
        return int(self.state().get("generation", 0))

    # -- documents and versions

    def documents(self) -> list[Document]:
        with self.reading() as connection:
            rows = connection.execute(sa.select(schema.versions).where(_IN_FORCE).order_by(schema.versions.c.doc))
            corrections = _corrections(connection)
            return [_document(row, corrections.get(row.doc, {})) for row in rows]

    def taken_ids(self) -> set[str]:
        """Ids of the documents that are kept, those whose first version is not ready yet and those just removed too."""
        kept = sa.select(schema.versions.c.doc).where(schema.versions.c.state != "erased")
        with self.reading() as connection:
            return set(connection.scalars(kept))

    def next_version(self, doc: str) -> int:
        with self.reading() as connection:
            return _last_version(connection, doc) + 1

    def begin_version(self, new: NewVersion) -> None:
        """Write the version with all that was read in it as pending."""
        with self.writing() as connection:
            if new.version <= _last_version(connection, new.doc):
                raise HomeBusy(f"{new.doc} was changed by another process meanwhile: add {new.path} again.")
            connection.execute(sa.insert(schema.documents).prefix_with("OR IGNORE").values(id=new.doc))
            facts = {name: getattr(new, name) for name in _DOCUMENT_FACTS if name != "passages"}
            connection.execute(
                sa.insert(schema.versions).values(
                    doc=new.doc,
                    state="pending",
                    vectors=True,
                    labels=list(new.labels),
                    passages=len(new.passages),
                    report=new.report,
                    **facts,
                )
            )
            self._write_contents(connection, new)

    @staticmethod
    def _write_contents(connection: sa.Connection, new: NewVersion) -> None:
        _insert(connection, schema.passages, (asdict(passage) for passage in new.passages))
        put_registers(connection, new.doc, new.version, new)

    def reported(self, name: str) -> dict[str, str]:
        """What the import of each ready version said under a name, where it said a text."""
        table = schema.versions
        with self.reading() as connection:
            rows = connection.execute(sa.select(table.c.doc, table.c.report).where(_IN_FORCE))
            return {row.doc: said for row in rows if isinstance(said := row.report.get(name), str)}

    def corrections(self, doc: str) -> dict[str, str]:
        """What a person corrected of one document."""
        with self.reading() as connection:
            return _corrections(connection).get(doc, {})

    def leftovers(self) -> list[tuple[str, int]]:
        """Versions not in force that may still have vectors, or were never finished."""
        table = schema.versions
        query = sa.select(table.c.doc, table.c.version).where(table.c.vectors, table.c.state != "ready")
        with self.reading() as connection:
            return [(row.doc, row.version) for row in connection.execute(query)]

    # -- passages

    def passages(self, doc: str, version: int) -> list[Passage]:
        table = schema.passages
        query = sa.select(table).where(table.c.doc == doc, table.c.version == version).order_by(table.c.ordinal)
        with self.reading() as connection:
            return [passage_of(row) for row in connection.execute(query)]

    def passage(self, passage_id: str) -> Passage:
        with self.reading() as connection:
            version = schema.versions
            mine = sa.and_(version.c.doc == schema.passages.c.doc, version.c.version == schema.passages.c.version)
            query = sa.select(schema.passages).join(version, mine).where(version.c.state != "removed")
            row = connection.execute(query.where(schema.passages.c.id == passage_id)).one_or_none()
        if row is None:
            raise UnknownDocument(f"No passage {passage_id} is in the library: its document may have been removed.")
        return passage_of(row)

    def neighbours(self, passage: Passage, before: int, after: int) -> list[Passage]:
        table = schema.passages
        near = table.c.ordinal.between(passage.ordinal - before, passage.ordinal + after)
        here = (table.c.doc == passage.doc, table.c.version == passage.version, table.c.id != passage.id, near)
        with self.reading() as connection:
            return [passage_of(row) for row in connection.execute(sa.select(table).where(*here).order_by(table.c.ordinal))]

    def places(self, ids: Iterable[str]) -> dict[str, Place]:
        """Those of the passages that belong to a ready version, and where they stand."""
        with self.reading() as connection:
            return {key: Place(*rest) for key, *rest in connection.execute(_PLACES, {"ids": json.dumps(list(ids))})}

    def in_force(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Those of the passages that belong to a ready version, by id, in one query."""
        with self.reading() as connection:
            return {row.id: passage_of(row) for row in connection.execute(_PASSAGES, {"ids": json.dumps(list(ids))})}

    def numbered(self, number: str, docs: Sequence[str]) -> list[Passage]:
        """Passages with this number, then those below it ("9.2", then "9.2.1"), each in document order."""
        table = schema.passages
        below = table.c.number.startswith(f"{number}.", autoescape=True)
        named = sa.or_(table.c.number == number, below)
        query = sa.select(table).where(named, table.c.doc.in_(docs), table.c.kind != "contents", _ready(table))
        with self.reading() as connection:
            rows = connection.execute(query.order_by(table.c.number != number, table.c.doc, table.c.ordinal))
            return [passage_of(row) for row in rows]

    # -- registers

    def duties(self, doc: str | None) -> list[Duty]:
        return [Duty(**row) for row in self._register(schema.duties, Duty, doc)]

    def directions(self, doc: str | None) -> list[Direction]:
        rows = self._register(schema.directions, Direction, doc)
        return [Direction(**{**row, "owners": tuple(row["owners"]), "amounts": tuple(row["amounts"])}) for row in rows]

    def entries(self, doc: str | None) -> list[Entry]:
        rows = self._register(schema.entries, Entry, doc)
        return [Entry(**{**row, "amounts": tuple(row["amounts"]), "to": tuple(row["to"])}) for row in rows]

    def _register(self, table: sa.Table, record: type, doc: str | None) -> list[dict[str, Any]]:
        query = sa.select(*(table.c[f.name] for f in fields(record))).where(_ready(table))
        if doc is not None:
            query = query.where(table.c.doc == doc)
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query.order_by(table.c.doc, table.c.ordinal)).mappings()]


# -- parts of a transaction that a caller composes


def put(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.insert(schema.state).prefix_with("OR REPLACE").values(name=name, value=value))


def raise_generation(connection: sa.Connection) -> None:
    generation = connection.scalar(sa.select(schema.state.c.value).where(schema.state.c.name == "generation"))
    put(connection, "generation", str(int(generation or 0) + 1))


def set_state(connection: sa.Connection, doc: str, version: int, state: str) -> None:
    connection.execute(sa.update(schema.versions).where(*_is(doc, version)).values(state=state))


def supersede(connection: sa.Connection, doc: str) -> None:
    """The ready version of a document, if it has one, gives way; its text is kept."""
    table = schema.versions
    connection.execute(sa.update(table).where(table.c.doc == doc, _IN_FORCE).values(state="superseded"))


def may_have_vectors(connection: sa.Connection, doc: str, version: int) -> None:
    connection.execute(sa.update(schema.versions).where(*_is(doc, version)).values(vectors=True))


def swept(connection: sa.Connection, doc: str, version: int) -> None:
    """The version's vectors are gone: note it, and forget a version that was never finished."""
    connection.execute(sa.update(schema.versions).where(*_is(doc, version)).values(vectors=False))
    drop_pending(connection, doc, version)


def drop_pending(connection: sa.Connection, doc: str | None = None, version: int | None = None) -> None:
    """Delete versions that were never finished, all of them or the one named."""
    table = schema.versions
    query = sa.select(table.c.doc, table.c.version).where(table.c.state == "pending")
    for row in connection.execute(query).all():
        if doc is None or (row.doc, row.version) == (doc, version):
            for contents in (*_CONTENTS, table):
                connection.execute(sa.delete(contents).where(contents.c.doc == row.doc, contents.c.version == row.version))


def only_ready_have_vectors(connection: sa.Connection) -> None:
    connection.execute(sa.update(schema.versions).values(vectors=_IN_FORCE))


def keys(connection: sa.Connection, doc: str, version: int) -> dict[str, int]:
    """The passages of a version: id -> key."""
    table = schema.passages
    query = sa.select(table.c.id, table.c.key).where(table.c.doc == doc, table.c.version == version)
    return {row.id: row.key for row in connection.execute(query)}


def put_registers(connection: sa.Connection, doc: str, version: int, made: NewVersion | Registers) -> None:
    """Write the registers of a version in place of those that it had."""
    place = {"doc": doc, "version": version}
    for name, table in _REGISTERS.items():
        connection.execute(sa.delete(table).where(table.c.doc == doc, table.c.version == version))
        _insert(connection, table, ({**asdict(row), **place, "ordinal": n} for n, row in enumerate(getattr(made, name))))


def check_facts(facts: Mapping[str, str]) -> None:
    """Raises InputError for a fact that cannot be corrected, or a kind of document that there is not."""
    if unknown := sorted(set(facts) - set(AMENDABLE)):
        raise InputError(f"{', '.join(unknown)} cannot be corrected: give one of {', '.join(AMENDABLE)}.")
    if facts.get("visibility", "public") not in VISIBILITIES:
        raise InputError(f"{facts['visibility']!r} is no visibility: give one of {', '.join(VISIBILITIES)}.")
    if not facts.get("title", "-"):
        raise InputError("A document has a title: give one.")
    if "kind" in facts and facts["kind"] not in get_args(DocumentKind):
        raise InputError(f"{facts['kind']!r} is no kind of document: give one of {', '.join(get_args(DocumentKind))}.")


def amend(connection: sa.Connection, doc: str, facts: Mapping[str, str]) -> None:
    for fact, value in facts.items():
        row = {"doc": doc, "fact": fact, "value": value}
        connection.execute(sa.insert(schema.amendments).prefix_with("OR REPLACE").values(**row))


def passage_of(row: sa.Row[Any]) -> Passage:
    values = dict(row._mapping)
    del values["key"]
    values["section"] = tuple(values["section"])
    values["parts"] = tuple(Part(**part) for part in values["parts"])
    values["page_starts"] = tuple((offset, page) for offset, page in values["page_starts"])
    return Passage(**values)


def _document(row: sa.Row[Any], corrections: Mapping[str, str]) -> Document:
    facts = {name: getattr(row, name) for name in _DOCUMENT_FACTS} | {"in_force_from": row.report.get("in_force_from")}
    facts |= {name: value or None for name, value in corrections.items()}
    last_day = facts.get("in_force_to")
    if last_day and date.today().isoformat()[: len(last_day)] > last_day:
        facts["status"] = "superseded"
    return Document(id=row.doc, labels=tuple(row.labels), **facts)


def _corrections(connection: sa.Connection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(sa.select(schema.amendments)):
        found.setdefault(row.doc, {})[row.fact] = row.value
    return found


def _is(doc: str, version: int) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return schema.versions.c.doc == doc, schema.versions.c.version == version


def _last_version(connection: sa.Connection, doc: str) -> int:
    table = schema.versions
    return int(connection.scalar(sa.select(sa.func.max(table.c.version)).where(table.c.doc == doc)) or 0)


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    if listed := list(rows):
        connection.execute(sa.insert(table), listed)


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")
