"""Full-text search over passages, in the catalogue's own file (SQLite FTS5, BM25).

A query is only ever a set of quoted words joined by OR, so that nothing in it is an operator. BM25 over common words
costs a visit to every row that holds one and says little: words that are everywhere are left out, rarest words first.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from kb import schema
from kb.errors import IndexDamaged
from kb.retrieve import Indexed

WEIGHTS = (1.0, 2.0, 4.0, 1.0, 3.0)  # title, section, number, lead_in, text
MAX_CHARACTERS = 4_000  # of a query or a phrase: three times what an encoder reads of it
MAX_WORDS = 64  # different words looked up
MAX_ROWS = 20_000  # rows that one search may visit, about 70 ms

# Words that carry no subject. Modal verbs are not among them: here they are one.
STOPWORDS = frozenset(
    "a about all also an and any are as at be been being but by can could did do does doing for from get give had has have "
    "he her him his how i if in into is it its itself just let me more most my no nor not of off on or other our out over "
    "own say says she so some such tell than that the their them then there these they this those to too up us very was we "
    "were what when where which while who whom whose why will with would you your".split()
)
# A word with its inner marks stays together: "2023/24" and "5.2" are phrases, not loose numbers.
_WORD = re.compile(r"\w+(?:[./'’\-–]\w+)*")
_POSSESSIVE = re.compile(r"['’]s$")


def add(connection: sa.Connection, rows: Iterable[tuple[int, Indexed]]) -> None:
    """Index passages, each with its key in the catalogue."""
    values = [(key, row.title, row.section, row.number, row.lead_in, row.text) for key, row in rows]
    if values:
        sql = "INSERT INTO passage_text(rowid, title, section, number, lead_in, text) VALUES (?, ?, ?, ?, ?, ?)"
        connection.exec_driver_sql(sql, values)


def forget(connection: sa.Connection, doc: str) -> None:
    """Take every passage of a document out of the index; its rows must still be in the catalogue."""
    connection.execute(
        sa.text("DELETE FROM passage_text WHERE rowid IN (SELECT key FROM passages WHERE doc = :doc)"), {"doc": doc}
    )


def purge(connection: sa.Connection) -> None:
    """Merge the index into one segment, so that nothing of a removed passage is left in its file."""
    connection.exec_driver_sql("INSERT INTO passage_text(passage_text) VALUES ('optimize')")


def clear(connection: sa.Connection) -> None:
    """An empty index, whatever state the old one was in."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS passage_text")
    connection.exec_driver_sql(schema.FULL_TEXT)


def search(
    connection: sa.Connection, query: str, depth: int, docs: Sequence[str] | None = None, ids: Sequence[str] | None = None
) -> dict[str, float]:
    """The best `depth` passages that hold a word of the query: id -> BM25, higher is better, best first.

    `docs` and `ids` are the documents and the passages allowed, None for all. Any text is a safe query; one without a
    word finds nothing.
    """
    with _readable():
        chosen = _affordable(connection, words(query))
        if not chosen:
            return {}
        wanted = _ranking(depth)
        if docs is not None:
            wanted = wanted.where(schema.passages.c.doc.in_(docs))
        if ids is not None:
            wanted = wanted.where(schema.passages.c.id.in_(ids))
        return {row.id: row.score for row in connection.execute(wanted, {"match": " OR ".join(chosen)})}


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if "malformed" not in str(error.orig) and "no such table" not in str(error.orig):
            raise
        raise IndexDamaged("The full-text index cannot be read: run `remit rebuild` to make it again.") from error


def phrase(connection: sa.Connection, said: str, docs: Sequence[str]) -> list[str]:
    """The ids of all passages of these documents that hold the words one after the other, in any of their forms, in
    document order."""
    tokens = " ".join(re.findall(r"\w+", said[:MAX_CHARACTERS])).replace("_", " ").strip()
    if not tokens:
        return []
    text = sa.table("passage_text", sa.column("rowid"))
    wanted = (
        sa.select(schema.passages.c.id)
        .select_from(text.join(schema.passages, schema.passages.c.key == text.c.rowid))
        .where(sa.text("passage_text MATCH :match"), schema.passages.c.doc.in_(docs))
        .order_by(schema.passages.c.doc, schema.passages.c.ordinal)
    )
    with _readable():
        return list(connection.scalars(wanted, {"match": f'{{section lead_in text}} : "{tokens}"'}))


def words(query: str) -> list[str]:
    """The different words worth looking up, quoted for FTS5, in their order; common ones only where there is no other.

    >>> words("What is the Board's budget for 2023/24?")
    ['"board"', '"budget"', '"2023/24"']
    >>> words('to be OR "not"')
    ['"to"', '"be"', '"or"', '"not"']
    """
    found = dict.fromkeys(_POSSESSIVE.sub("", word) for word in _WORD.findall(query[:MAX_CHARACTERS].lower()))
    telling = [word for word in found if word not in STOPWORDS] or list(found)
    return [f'"{word}"' for word in telling[:MAX_WORDS]]


def _affordable(connection: sa.Connection, quoted: Sequence[str]) -> list[str]:
    """The rarest words whose rows together stay within MAX_ROWS; always one, if any is found at all."""
    if len(quoted) * _rows(connection) <= MAX_ROWS:  # a small library: no word can be too common, nothing to count
        return list(quoted)
    counted = [(count, word) for word in quoted if (count := _rows_with(connection, word))]
    chosen: list[str] = []
    visited = 0
    for count, word in sorted(counted):
        visited += count
        if chosen and visited > MAX_ROWS:
            break
        chosen.append(word)
    return chosen


def _rows(connection: sa.Connection) -> int:
    """How many rows there are, at most: keys count upwards."""
    return int(connection.exec_driver_sql("SELECT max(key) FROM main.passages").scalar() or 0)


def _rows_with(connection: sa.Connection, word: str) -> int:
    """How many rows hold the word, counted no further than MAX_ROWS."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM passage_text WHERE passage_text MATCH ? LIMIT ?)"
    return int(connection.exec_driver_sql(sql, (word, MAX_ROWS)).scalar_one())


def _ranking(depth: int) -> sa.Select[tuple[str, float]]:
    weights = ", ".join(map(str, WEIGHTS))
    score = sa.literal_column(f"-bm25(passage_text, {weights})", sa.Float).label("score")
    text = sa.table("passage_text", sa.column("rowid"))
    return (
        sa.select(schema.passages.c.id, score)
        .select_from(text.join(schema.passages, schema.passages.c.key == text.c.rowid))
        .where(sa.text("passage_text MATCH :match"))
        .order_by(score.desc(), schema.passages.c.key)
        .limit(depth)
    )
