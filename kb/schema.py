"""The tables of the catalogue, and how a home made by another Remit is met: an older one is upgraded, a newer one is
left alone. The number of the schema is SQLite's own `user_version`.
"""
from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from kb.errors import NewerHome

metadata = sa.MetaData()

state = sa.Table(
    "state",  # what is true of the whole home: generation, collection, index
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("added", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("doc", sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    # pending -> ready -> superseded; removed can be brought back; erased keeps the number: a passage's id never comes again
    sa.Column("state", sa.Enum("pending", "ready", "superseded", "removed", "erased", native_enum=False), nullable=False),
    sa.Column("vectors", sa.Boolean, nullable=False, default=False),  # may have vectors in Chroma
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("authority", sa.Text),
    sa.Column("date", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("visibility", sa.Text, nullable=False),
    sa.Column("supersedes", sa.Text),
    sa.Column("pages", sa.Integer),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("passages", sa.Integer, nullable=False),
    sa.Column("report", sa.JSON, nullable=False),
    sa.Column("added", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
    sa.Column("removed", sa.Text),  # when it was removed, UTC
)
sa.Index("one_ready_version", versions.c.doc, unique=True, sqlite_where=versions.c.state == "ready")

amendments = sa.Table(
    "amendments",  # what a person corrected; laid over every version of the document
    metadata,
    sa.Column("doc", sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("fact", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
)


def _belongs_to_version() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("doc", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["doc", "version"], ["versions.doc", "versions.version"]),
        sa.UniqueConstraint("doc", "version", "ordinal"),
    ]


passages = sa.Table(
    "passages",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),  # the row of passage_text, the full-text table
    sa.Column("id", sa.Text, nullable=False, unique=True),
    *_belongs_to_version(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("section", sa.JSON, nullable=False),
    sa.Column("number", sa.Text, index=True),
    sa.Column("lead_in", sa.Text),
    sa.Column("parent", sa.Text),
    sa.Column("caption", sa.Text),
    sa.Column("parts", sa.JSON, nullable=False),
    sa.Column("page_starts", sa.JSON, nullable=False),
    sa.Column("ocr", sa.Boolean, nullable=False),
)

duties = sa.Table(
    "duties",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    *_belongs_to_version(),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "passage", "text", "modality")),
    *(sa.Column(name, sa.Text) for name in ("lead_in", "bearer", "action", "statute", "section", "number")),
    sa.Column("page", sa.Integer),
)

directions = sa.Table(
    "directions",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    *_belongs_to_version(),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "passage", "text", "modality")),
    sa.Column("owners", sa.JSON, nullable=False),
    *(sa.Column(name, sa.Text) for name in ("deadline", "deadline_text")),
    sa.Column("amounts", sa.JSON, nullable=False),
    sa.Column("parent", sa.Text),
    sa.Column("page", sa.Integer),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    *_belongs_to_version(),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "passage", "text")),
    *(sa.Column(name, sa.Text) for name in ("number", "date", "term", "definition", "section")),
    *(sa.Column(name, sa.JSON, nullable=False) for name in ("amounts", "to")),
    sa.Column("page", sa.Integer),
)

decisions = sa.Table(
    "decisions",  # only ever added to; the last word counts
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("subject", "doc", "what", "value", "why", "who", "at")),
    sa.Column("seen", sa.JSON, nullable=False, server_default="{}"),
    sa.Index("decisions_about", "doc", "subject"),
)

checked = sa.Table(
    "checked",  # what the last check of each version of a plan found, to tell what a new draft changes
    metadata,
    *(sa.Column(name, sa.Text, primary_key=True) for name in ("doc", "duty")),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("quotes", sa.JSON, nullable=False),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),  # with the passages it names, and the hash of a model's prompt
    sa.Column("at", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
    sa.Column("who", sa.Text, nullable=False, server_default=""),  # asked; empty where nobody signs in
    sa.Column("name", sa.Text, nullable=False, server_default=""),  # what the asker calls it; empty for the question itself
)

feedback = sa.Table(
    "feedback",  # only ever added to
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    sa.Column("answer", sa.ForeignKey("answers.key"), nullable=False, index=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("opinion", "words", "who")),
    sa.Column("at", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("name", sa.Text(collation="NOCASE"), primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text),  # argon2id; none: only the sign-on in front of Remit lets this person in
    sa.Column("wrong", sa.Integer, nullable=False, default=0),  # passwords in a row
    sa.Column("locked", sa.Text),  # until when
    sa.Column("added", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),  # a digest: whoever reads the file cannot sign in with it
    sa.Column("name", sa.Text(collation="NOCASE"), nullable=False),
    sa.Column("ends", sa.Text, nullable=False),
)

audit = sa.Table(
    "audit",  # only ever added to, until it is past its days
    metadata,
    sa.Column("key", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False, server_default=sa.func.current_timestamp()),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "what", "about")),
)

# porter: "plans" finds "planning"; remove_diacritics 2 folds every accent. The columns' order is lexical.WEIGHTS'.
FULL_TEXT = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_text USING fts5("
    "title, section, number, lead_in, text, tokenize = 'porter unicode61 remove_diacritics 2')"
)

Step = Callable[[sa.Connection], None]


def _create(connection: sa.Connection) -> None:
    metadata.create_all(connection)
    connection.exec_driver_sql(FULL_TEXT)


def _add_entries(connection: sa.Connection) -> None:
    entries.create(connection, checkfirst=True)  # a new home has it from the first step


def _keep_what_is_removed(connection: sa.Connection) -> None:
    """Until now what was removed was erased at once."""
    if "removed" not in {column["name"] for column in sa.inspect(connection).get_columns("versions")}:
        connection.exec_driver_sql("ALTER TABLE versions ADD COLUMN removed TEXT")
    connection.exec_driver_sql("UPDATE versions SET state = 'erased' WHERE state = 'removed'")


def _add_feedback(connection: sa.Connection) -> None:
    if "who" not in {column["name"] for column in sa.inspect(connection).get_columns("answers")}:
        connection.exec_driver_sql("ALTER TABLE answers ADD COLUMN who TEXT NOT NULL DEFAULT ''")
    feedback.create(connection, checkfirst=True)


def _add_people(connection: sa.Connection) -> None:
    metadata.create_all(connection, [people, sessions, audit])


def _decisions_of_every_kind(connection: sa.Connection) -> None:
    """Until now verdicts were the only thing that people decided about."""
    metadata.create_all(connection, [decisions, checked])
    if sa.inspect(connection).has_table("reviews"):
        connection.exec_driver_sql(
            "INSERT INTO decisions (subject, doc, what, value, why, who, at) "
            "SELECT duty, plan, 'verdict', verdict, why, who, at FROM reviews ORDER BY key"
        )
        connection.exec_driver_sql("DROP TABLE reviews")


def _name_answers(connection: sa.Connection) -> None:
    if "name" not in {column["name"] for column in sa.inspect(connection).get_columns("answers")}:
        connection.exec_driver_sql("ALTER TABLE answers ADD COLUMN name TEXT NOT NULL DEFAULT ''")


# STEPS[n] takes a home from schema n to n + 1; never change one that was released
STEPS: tuple[Step, ...] = (
    _create, _add_entries, _keep_what_is_removed, _add_feedback, _add_people, _decisions_of_every_kind,
    _name_answers,
)  # fmt: skip


def upgrade(engine: sa.Engine, path: Path, steps: Sequence[Step] = STEPS) -> None:
    """Bring the catalogue at `path` to the schema that `steps` lead to, keeping a copy of an older one beside it.

    Raises NewerHome, before anything is written, where the file is beyond them.
    """
    if _stamped(path) > len(steps):  # read without opening the database: that alone would leave files beside it
        raise _newer(path)
    with engine.execution_options(writing=True).connect() as connection, connection.begin():
        found = _version(connection)
        if found > len(steps):
            raise _newer(path)
        if found == len(steps):
            return
        if sa.inspect(connection).get_table_names():
            _copy(path, found)
        for step in steps[found:]:
            step(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")


def _version(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _stamped(path: Path) -> int:
    """The schema's number in the file's header, four bytes from the sixtieth; 0 for a file not made yet."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:64], "big")


def _copy(path: Path, version: int) -> None:
    """The catalogue as it was, beside itself: catalogue.schema-1.sqlite, and -2, -3 ... where that is there already."""
    target, number = path.with_suffix(f".schema-{version}.sqlite"), 1
    while target.exists():
        number += 1
        target = path.with_suffix(f".schema-{version}-{number}.sqlite")
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _newer(path: Path) -> NewerHome:
    return NewerHome(
        f"{path.parent} was made by a newer Remit and nothing in it was touched: "
        "install that version of Remit, or name another folder with REMIT_HOME."
    )
