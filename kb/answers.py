"""Kept answers: what was asked and answered, the passages it rests on as they were then, and what readers said of it.

An answer is never changed. Opened later it tells what has become of its sources since: replaced by a newer version (and
which of its quotes stand there no longer), called superseded, or removed; then their words are left out (`kb.life`).
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

import sqlalchemy as sa

from kb import life, schema
from kb.catalog import Catalog
from kb.errors import InputError
from kb.ids import digest
from kb.models import Answer, Citation, Document
from kb.text import find_quote, fold_white

Opinion = Literal["right", "wrong answer", "wrong evidence"]
LONGEST_NAME = 200  # characters of what the asker calls an answer
LONGEST_WORDS = 2000  # characters of what a reader says
_TABLE = schema.answers


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer names, whole, as it was: `sha256` is of `text`, `file` of the document's file, `version` its
    document's, `date` the date of the document and `status` its standing then, `read` the day that version was read in."""

    passage: str
    doc: str
    version: int
    title: str
    date: str | None
    status: str | None
    read: str
    file: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of a source since the answer. `at` is the day of it, `version` the one in force now; `lost` are the
    numbers of the answer's quotes that this version does not have word for word."""

    doc: str
    title: str
    what: Literal["replaced", "superseded", "removed"]
    at: str | None
    version: int | None = None
    lost: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's word on an answer; `at` is UTC."""

    opinion: Opinion
    words: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given: `at` in UTC ("2026-03-01 09:30:00"), `who` asked ("" where nobody signs in), `prompt` the
    SHA-256 of what a language model was given, None where none wrote. `feedback` is oldest first. `name` is what the asker
    calls it, else the question."""

    id: int
    at: str
    who: str
    answer: Answer
    sources: tuple[Source, ...]
    prompt: str | None
    feedback: tuple[Feedback, ...] = ()
    since: tuple[Since, ...] = ()
    name: str = ""


class Answers:
    """The kept answers of an open home."""

    def __init__(self, catalogue: Catalog) -> None:
        self._catalog = catalogue

    def keep(self, answer: Answer, who: str = "", prompt: str | None = None) -> int:
        """Keep an answer with the passages it names; returns its number."""
        documents = {document.id: document for document in self._catalog.documents()}
        with self._catalog.writing() as connection:
            sources = [asdict(source) for source in _sources(connection, answer, documents)]
            kept = asdict(answer) | {"sources": sources, "prompt": prompt}
            row = {"question": answer.question, "answer": kept, "who": who}
            return int(connection.execute(sa.insert(_TABLE).values(**row).returning(_TABLE.c.key)).scalar_one())

    def get(self, answer_id: int) -> Kept:
        """Raises InputError where no answer has that number."""
        found = self._read(sa.select(_TABLE).where(_TABLE.c.key == answer_id))
        if not found:
            raise InputError(f"No answer {answer_id} is kept: `remit answers list` shows what is.")
        return found[0]

    def recent(self, who: str | None = None, since: str = "", most: int = 50, words: str = "") -> list[Kept]:
        """The latest first: of one asker (of all where it is None), from that day or moment on (ISO 8601, UTC), with all of
        the words in its question or name."""
        query = sa.select(_TABLE).where(_TABLE.c.at >= since.replace("T", " "))
        for word in words.split():
            query = query.where((_TABLE.c.question + " " + _TABLE.c.name).icontains(word, autoescape=True))
        if who is not None:
            query = query.where(_TABLE.c.who == who)
        return self._read(query.order_by(_TABLE.c.key.desc()).limit(most))

    def count(self, who: str) -> int:
        """How many of this asker are kept."""
        with self._catalog.reading() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).where(_TABLE.c.who == who)) or 0)

    def comment(self, answer_id: int, opinion: str, words: str = "", who: str = "") -> Kept:
        """Keep a reader's opinion, and the words with it; returns the answer with all that was said of it.

        Raises InputError for an answer that is not kept, an opinion that there is not, and words that are too long.
        """
        if opinion not in get_args(Opinion):
            raise InputError(f"{opinion!r} is no opinion on an answer: say {', '.join(get_args(Opinion))}.")
        if len(words) > LONGEST_WORDS:
            raise InputError(f"A comment may have {LONGEST_WORDS:,} characters, not {len(words):,}: shorten it.")
        self.get(answer_id)
        with self._catalog.writing() as connection:
            row = {"answer": answer_id, "opinion": opinion, "words": words.strip(), "who": who}
            connection.execute(sa.insert(schema.feedback).values(**row))
        return self.get(answer_id)

    def rename(self, answer_id: int, name: str) -> Kept:
        """Give an answer a name; an empty one gives it its question back. Raises InputError for one that is not kept."""
        if len(name) > LONGEST_NAME:
            raise InputError(f"A name may have {LONGEST_NAME} characters, not {len(name):,}: shorten it.")
        self.get(answer_id)
        with self._catalog.writing() as connection:
            connection.execute(sa.update(_TABLE).where(_TABLE.c.key == answer_id).values(name=fold_white(name)))
        return self.get(answer_id)

    def remove(self, answer_id: int) -> None:
        """Delete an answer with what was said of it. Raises InputError for one that is not kept."""
        self.get(answer_id)
        with self._catalog.writing() as connection:
            connection.execute(sa.delete(schema.feedback).where(schema.feedback.c.answer == answer_id))
            connection.execute(sa.delete(_TABLE).where(_TABLE.c.key == answer_id))

    def _read(self, query: sa.Select[Any]) -> list[Kept]:
        current = {document.id: document for document in self._catalog.documents()}
        with self._catalog.reading() as connection:
            removed = life.gone(connection)
            rows = [(row, life.masked(row.answer, removed)) for row in connection.execute(query).all()]
            said = _feedback(connection, [row.key for row, _ in rows])
            kept = [_kept(row, answer, said.get(row.key, ())) for row, answer in rows]
            became = _Became(connection, current)
            return [replace(one, since=tuple(became.of(one))) for one in kept]


class _Became:
    """What has become of documents, read once for all the answers that name them."""

    def __init__(self, connection: sa.Connection, current: Mapping[str, Document]) -> None:
        self._connection = connection
        self._current = current
        self._texts: dict[str, list[str]] = {}
        self._added, self._removed = _days(connection)

    def of(self, kept: Kept) -> Iterator[Since]:
        for source in {source.doc: source for source in kept.sources}.values():
            now = self._current.get(source.doc)
            # A document removed and erased is another document when its name is used again.
            if now is None or (source.doc, source.version) in self._removed:
                yield Since(source.doc, source.title, "removed", self._removed.get((source.doc, source.version)))
            elif now.version != source.version:
                cited = [one for one in kept.answer.citations if one.doc == source.doc]
                lost = tuple(one.n for one in cited if not self._stands(one))
                yield Since(source.doc, now.title, "replaced", self._added[source.doc, now.version], now.version, lost)
            elif now.status == "superseded" != source.status:
                yield Since(source.doc, now.title, "superseded", None, now.version)

    def _stands(self, citation: Citation) -> bool:
        if citation.doc not in self._texts:
            table, now = schema.passages, self._current[citation.doc]
            query = sa.select(table.c.text).where(table.c.doc == now.id, table.c.version == now.version)
            self._texts[citation.doc] = list(self._connection.scalars(query))
        return any(find_quote(text, citation.quote) for text in self._texts[citation.doc])


def _days(connection: sa.Connection) -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], str]]:
    """The day each version was read in, and the day it was removed where it was."""
    table = schema.versions
    rows = connection.execute(sa.select(table.c.doc, table.c.version, table.c.added, table.c.removed)).all()
    added = {(row.doc, row.version): row.added[:10] for row in rows}
    return added, {(row.doc, row.version): row.removed[:10] for row in rows if row.removed}


def _sources(connection: sa.Connection, answer: Answer, documents: Mapping[str, Document]) -> Iterator[Source]:
    """The passages that an answer cites or names as nearest, each once."""
    passage, version = schema.passages, schema.versions
    mine = sa.and_(version.c.doc == passage.c.doc, version.c.version == passage.c.version)
    query = sa.select(passage.c.id, passage.c.doc, passage.c.version, passage.c.text, version.c.sha256, version.c.added)
    cited = {citation.passage: citation for citation in (*answer.nearest, *answer.citations)}
    for row in connection.execute(query.join(version, mine).where(passage.c.id.in_(cited)).order_by(passage.c.key)):
        document = documents.get(row.doc)
        yield Source(
            passage=row.id,
            doc=row.doc,
            version=row.version,
            title=cited[row.id].title,
            date=document.date if document else None,
            status=document.status if document else None,
            read=row.added[:10],
            file=row.sha256,
            text=row.text,
            sha256=digest(row.text.encode()),
        )


def _feedback(connection: sa.Connection, answers: Iterable[int]) -> dict[int, tuple[Feedback, ...]]:
    table = schema.feedback
    found: dict[int, tuple[Feedback, ...]] = {}
    for row in connection.execute(sa.select(table).where(table.c.answer.in_(list(answers))).order_by(table.c.key)):
        found[row.answer] = (*found.get(row.answer, ()), Feedback(row.opinion, row.words, row.who, row.at))
    return found


def _kept(row: sa.Row[Any], stored: Mapping[str, Any], feedback: tuple[Feedback, ...]) -> Kept:
    values = dict(stored)
    sources = tuple(Source(**source) for source in values.pop("sources", ()))  # an older Remit kept none
    prompt = values.pop("prompt", None)
    cited = {name: tuple(Citation(**one) for one in values[name]) for name in ("citations", "nearest")}
    answer = Answer(**{**values, **cited})
    return Kept(row.key, row.at, row.who, answer, sources, prompt, feedback, name=row.name or answer.question)
