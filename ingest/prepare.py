"""A file becomes everything that is kept of it. Nothing here looks at the library or writes: it runs in a process of its own
(`ingest.worker`), so that no file can hold up or bring down the others."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

from ingest import readers
from ingest.blocks import Block, Source
from ingest.directions import directions
from ingest.duties import duties
from ingest.kinds import Facts, recognise, title_page
from ingest.particulars import particulars
from ingest.passages import passages
from ingest.registers import entries
from ingest.relatives import text_digest
from kb.errors import UnreadableFile
from kb.models import DocumentKind, NewVersion, Passage, Registers

FACTS = tuple(fact.name for fact in fields(Facts))
_OF_VERSION = tuple(name for name in FACTS if not name.startswith("in_force"))  # what a document may say of itself
_WITH_DUTIES = ("guidance", "law", "other")
_WITH_DIRECTIONS = ("directions", "paper")

NOTHING_SAID = Facts()


@dataclass(frozen=True, slots=True)
class Kept:
    """A document whose registers are made again from the passages that are kept of it: its file may have gone."""

    doc: str
    kind: DocumentKind
    passages: tuple[Passage, ...]
    date: str | None = None

    @property
    def name(self) -> str:
        return self.doc


@dataclass(frozen=True, slots=True)
class Job:
    """A file, the name and version number it gets, and what a person said of it: now (`said`) and before (`corrected`)."""

    path: Path
    doc: str
    version: int
    sha256: str
    said: Facts = NOTHING_SAID
    corrected: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.name


def prepared(job: Job) -> NewVersion:
    """Read, cut into passages, registers made. A person's word goes before the document's own. Raises UnreadableFile."""
    source = readers.read(job.path)
    found = recognise(source, job.path)
    said, corrected = job.said, job.corrected
    facts: dict[str, Any] = {of: getattr(said, of) or corrected.get(of) or getattr(found, of) for of in _OF_VERSION}
    kind = cast(DocumentKind, facts.pop("kind") or "other")
    cut = tuple(passages(source.blocks, job.doc, job.version, facts["title"] or ""))
    if not any(passage.kind != "contents" for passage in cut):
        has = "a title and no text" if any(block.kind == "heading" for block in source.blocks) else "no text"
        raise UnreadableFile(f"{job.path.name} has {has}. {' '.join(source.warnings)}".strip())
    title = facts.pop("title") or job.doc
    made = registers(cut, kind, facts["date"])
    return NewVersion(
        doc=job.doc, version=job.version, kind=kind, path=str(job.path.absolute()), sha256=job.sha256, format=source.format,
        title=title, visibility=facts.pop("visibility") or "public", **facts,
        pages=source.pages, labels=source.labels, passages=cut,
        duties=made.duties, directions=made.directions, entries=made.entries,
        report=_report(source) | {"text": text_digest(cut)} | particulars(title, title_page(source)),
    )  # fmt: skip


def registers(cut: Sequence[Passage], kind: DocumentKind, date: str | None = None) -> Registers:
    """What documents of that kind and date hold beside their text."""
    directed = tuple(directions(cut, kind, date)) if kind in _WITH_DIRECTIONS else ()
    required = tuple(duties(cut)) if kind in _WITH_DUTIES else ()
    return Registers(required, directed, tuple(entries(cut, kind, directed)))


def _report(source: Source) -> dict[str, object]:
    """What the import says of the file, beside its counts of passages and duties."""
    return {
        "warnings": list(source.warnings),
        "empty_pages": list(source.empty_pages),
        "unread": source.unread,
        "ocr_pages": list(source.ocr_pages),
        "tables": sum(block.kind == "table" for block in source.blocks),
        "characters": characters(source.blocks),
    }


def characters(blocks: Iterable[Block]) -> int:
    """Characters of text in the blocks, white space apart: what was read of a file."""
    texts = (text for block in blocks for text in (block.text, *(cell for row in block.rows for cell in row.cells)))
    return sum(len("".join(text.split())) for text in texts)
