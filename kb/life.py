"""The end of a document: removed and kept for a while, brought back, or erased for good and proved to be.

A removed document is in no search, list or answer from the moment it is removed. What was read in it is kept for KEPT_DAYS,
so that it can be brought back, and erased then by the next writer; kept answers lose its words either way.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from kb import schema
from kb.ids import digest
from kb.models import Passage
from kb.text import sentence_spans

KEPT_DAYS = 30
UPLOADS = "uploads"  # folder of the home with the files that came through the browser: they end with their document
_PROBE = 60  # characters of a sentence that are searched for: a longer run may lie across two pages of a file
_TELLING = 25  # characters: a shorter sentence may stand in any document
_TABLE = schema.versions
_KEPT = _TABLE.c.state == "removed"

What = Literal["added", "replaced", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a document last: `at` is UTC, "2026-03-01 09:30:00"; `title` is empty once it is erased."""

    doc: str
    what: What
    at: str
    version: int
    title: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for after a document was erased, and the files where some of it still stands."""

    doc: str
    sentences: int
    files: int
    left: tuple[str, ...] = ()


def remove(connection: sa.Connection, doc: str) -> None:
    """Take every version that is or was in force away; what was read in them stays until `erase`."""
    mine = (_TABLE.c.doc == doc, _TABLE.c.state.in_(("ready", "superseded")))
    connection.execute(sa.update(_TABLE).where(*mine).values(state="removed", removed=sa.func.current_timestamp()))


def bring_back(connection: sa.Connection, doc: str) -> None:
    """Removed versions are old versions again: their document is in force once more."""
    connection.execute(sa.update(_TABLE).where(_TABLE.c.doc == doc, _KEPT).values(state="superseded", removed=None))


def last_removed(connection: sa.Connection, doc: str) -> tuple[int, str] | None:
    """The newest removed version that is still kept and its title; None where there is none."""
    query = sa.select(_TABLE.c.version, _TABLE.c.title).where(_TABLE.c.doc == doc, _KEPT).order_by(_TABLE.c.version.desc())
    row = connection.execute(query).first()
    return (int(row.version), str(row.title)) if row else None


def expired(connection: sa.Connection) -> list[str]:
    """Documents that were removed so long ago that they are to be erased."""
    past = sa.func.datetime("now", f"-{KEPT_DAYS} days")
    return list(connection.scalars(sa.select(_TABLE.c.doc).where(_KEPT, _TABLE.c.removed < past).distinct()))


def removed_from(connection: sa.Connection, path: str, sha256: str) -> str | None:
    """The document that was read from that path, or elsewhere from the same bytes, and removed, while it can be brought
    back; or whose first reading was broken off."""
    unseen, same_path = _TABLE.c.state.in_(("removed", "pending")), _TABLE.c.path == path
    query = sa.select(_TABLE.c.doc).where(unseen, same_path | (_TABLE.c.sha256 == sha256))
    return connection.scalar(query.order_by(same_path.desc(), _TABLE.c.removed.desc()))


def files_of(connection: sa.Connection, doc: str) -> dict[Path, str]:
    """The files that a document's versions were read from, with the SHA-256 of each as it last was."""
    query = sa.select(_TABLE.c.path, _TABLE.c.sha256).where(_TABLE.c.doc == doc, _TABLE.c.path != "")
    return {Path(row.path): row.sha256 for row in connection.execute(query.order_by(_TABLE.c.version))}


def erase(connection: sa.Connection, doc: str) -> None:
    """Delete everything read in a document; its versions' numbers stay, so that no passage's id comes again, and of kept
    answers the question, the place and a hash of what was quoted."""
    on = connection.scalar(sa.select(sa.func.max(_TABLE.c.removed)).where(_TABLE.c.doc == doc)) or ""
    for row in connection.execute(sa.select(schema.answers.c.key, schema.answers.c.answer)).all():
        if (without := masked(row.answer, {doc: on})) != row.answer:
            connection.execute(sa.update(schema.answers).where(schema.answers.c.key == row.key).values(answer=without))
    for table in (schema.passages, schema.duties, schema.directions, schema.entries, schema.amendments):
        connection.execute(sa.delete(table).where(table.c.doc == doc))
    blank: dict[str, Any] = {"title": "", "path": "", "sha256": "", "labels": [], "report": {}}
    facts: dict[str, Any] = {"authority": None, "date": None, "status": None, "supersedes": None}
    connection.execute(sa.update(_TABLE).where(_TABLE.c.doc == doc).values(state="erased", **blank, **facts))


def gone(connection: sa.Connection) -> dict[str, str]:
    """Removed documents that can be brought back, with the moment they were removed: answers hold the words of no other."""
    query = sa.select(_TABLE.c.doc, sa.func.max(_TABLE.c.removed)).where(_KEPT)
    return {row[0]: row[1] for row in connection.execute(query.group_by(_TABLE.c.doc))}


def masked(answer: Mapping[str, Any], removed: Mapping[str, str]) -> dict[str, Any]:
    """A kept answer (as JSON) without the words of removed documents, given with the day each was removed: its quotes, its
    passages, what a table's row is said to be about, and all that a language model wrote where it cites one of them.

    >>> quote = {"doc": "plan", "quote": "We meet.", "title": "Plan", "page": 2, "n": 1}
    >>> kept = masked({"text": "The plan says: We meet. [1]", "citations": [quote], "nearest": []}, {"plan": "2026-03-01"})
    >>> kept["text"], kept["citations"][0]["page"], kept["citations"][0]["quote"][:22]
    ('The plan says: removed on 2026-03-01 [1]', 2, 'removed on 2026-03-01 ')
    """
    text, notes = answer["text"], {doc: f"removed on {at[:10]}" for doc, at in removed.items()}
    cited: dict[str, list[Any]] = {}
    for name in ("citations", "nearest"):
        cited[name] = []
        for one in answer[name]:
            if one["doc"] in notes and not one["quote"].startswith("removed on "):
                note = notes[one["doc"]]
                text = re.sub(rf"(?:\*[^*\n]+\* – )?“{re.escape(one['quote'])}”", note, text).replace(one["quote"], note)
                if answer.get("model") and name == "citations":
                    marks = " ".join(f"[{each['n']}]" for each in answer[name])
                    text = f"What a language model wrote is not shown, a document that it rests on was {note} {marks}"
                one = {**one, "quote": f"{note} (sha256 {digest(one['quote'].encode())})", "columns": ""}
            cited[name].append(one)
    without = {**answer, "text": text, **cited}
    if "sources" in answer:
        without["sources"] = [_without_text(one, notes) for one in answer["sources"]]
    return without


def _without_text(source: Mapping[str, Any], notes: Mapping[str, str]) -> Mapping[str, Any]:
    """A passage as it was kept with an answer, without its text where its document is removed; its hash stays."""
    if source["doc"] not in notes or source["text"].startswith("removed on "):
        return source
    return {**source, "text": notes[source["doc"]]}


def changes(connection: sa.Connection, since: str) -> list[Change]:
    """What last happened to each document since that moment ("2026-03-01" or with a time, UTC), the latest first."""
    found: dict[str, Change] = {}
    query = sa.select(_TABLE).where(_TABLE.c.state != "pending").order_by(_TABLE.c.doc, _TABLE.c.version)
    for row in connection.execute(query):
        earlier = found.get(row.doc)
        what: What = "removed" if row.removed else "replaced" if earlier and earlier.what != "removed" else "added"
        found[row.doc] = Change(row.doc, what, row.removed or row.added, row.version, row.title)
    known = [change for change in found.values() if change.at >= since.replace("T", " ")]
    return sorted(known, key=lambda change: (change.at, change.doc), reverse=True)


def versions(connection: sa.Connection, doc: str) -> list[Change]:
    """When each version of a document that is or was in force was read in, the latest first."""
    query = sa.select(_TABLE).where(_TABLE.c.doc == doc, _TABLE.c.state.in_(("ready", "superseded")))
    rows = connection.execute(query.order_by(_TABLE.c.version.desc())).all()
    first = min((row.version for row in rows), default=0)
    return [Change(doc, "added" if row.version == first else "replaced", row.added, row.version, row.title) for row in rows]


def probes(passages: Iterable[Passage], others: Iterable[str]) -> list[str]:
    """The beginnings of sentences by which a document would be known, without those that stand in `others` too."""
    rest = "\n".join(others)
    texts = (passage.text[start:end][:_PROBE] for passage in passages for start, end in sentence_spans(passage.text))
    return sorted({text for text in texts if len(text) >= _TELLING and text not in rest})
