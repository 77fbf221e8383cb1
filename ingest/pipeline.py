"""A file becomes a document of the library: read, cut into passages, its registers made, kept. One row of report a file.

A file whose bytes are kept already is skipped; the same path with other bytes is a new version. Whatever is wrong with one
file is said in its row, and the others go on.
"""
from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, cast

from ingest import readers
from ingest.blocks import Source
from ingest.directions import directions
from ingest.duties import duties
from ingest.kinds import Facts, recognise
from ingest.passages import passages
from kb.errors import InputError, UnreadableFile
from kb.ids import digest, free_name, slug
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, DocumentKind, NewVersion

__all__ = ["Facts", "ImportRow", "add", "page_picture"]

Outcome = Literal["added", "updated", "unchanged", "failed"]
Progress = Callable[[str, int, int], None]  # what is worked on, how much of it is done, of how much
NOTHING_SAID = Facts()
_WITH_DUTIES = ("guidance", "law", "other")
_WITH_DIRECTIONS = ("directions", "paper")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What became of one file. `reason` says why it failed or was skipped, else what a reader should know of it."""

    path: str
    outcome: Outcome
    doc: str | None = None
    reason: str | None = None
    pages: int | None = None
    empty_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    tables: int = 0
    passages: int = 0
    duties: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "empty_pages": list(self.empty_pages), "ocr_pages": list(self.ocr_pages)}


def add(
    kb: KnowledgeBase, paths: Sequence[Path], overrides: Facts | None = None, progress: Progress | None = None
) -> Iterator[ImportRow]:
    """Add files and folders, in order; a row as soon as a file is done. `overrides` are a person's words on all of them.

    Raises UnknownDocument where `overrides.supersedes` names no document, and StoreError where the home cannot be written.
    """
    said = overrides or NOTHING_SAID
    if said.supersedes:
        kb.document(said.supersedes)
    files = [found for path in paths for found in _files(Path(path))]
    for at, (path, refusal) in enumerate(files, start=1):
        started = time.perf_counter()
        if progress:
            progress(path.name, at, len(files))
        try:
            if refusal:
                raise UnreadableFile(refusal)
            row = _add_one(kb, path, said, progress)
        except InputError as error:
            row = ImportRow(str(path), "failed", reason=str(error))
        yield replace(row, seconds=round(time.perf_counter() - started, 2))


def page_picture(document: Document, page: int, mark: Sequence[str] = ()) -> bytes:
    """A PNG of a PDF's physical page, from 1, with the quotes in `mark` marked.

    Raises UnreadableFile where the file has gone, was changed since it was read, or has no such page.
    """
    path = Path(document.path)
    if document.format != "pdf":
        raise UnreadableFile(f"{document.title} has no pages to show: only PDFs have.")
    if not path.is_file() or digest(path.read_bytes()) != document.sha256:
        raise UnreadableFile(f"{path.name} is no longer the file that was read: add it again to see its pages.")
    from ingest.readers import pdf  # here, because it loads pdfium, which other formats do not need

    return pdf.picture(path, page, mark)


def _add_one(kb: KnowledgeBase, path: Path, said: Facts, progress: Progress | None) -> ImportRow:
    place = str(path.absolute())
    sha256 = digest(_bytes(path))
    known, twin = kb.find(path=place), kb.find(sha256=sha256)
    if known and known.sha256 == sha256 and said.kind in (None, known.kind):
        _keep_what_was_said(kb, known.id, said)
        reason = "The file has not changed since it was read."
        return ImportRow(place, "unchanged", known.id, reason, known.pages, passages=known.passages)
    if twin and twin.path != place:
        reason = f"It holds the same bytes as {twin.id} ({Path(twin.path).name}), which is in the library."
        return ImportRow(place, "unchanged", twin.id, reason, twin.pages, passages=twin.passages)
    doc = known.id if known else free_name(slug(path.name), kb.taken_ids())
    source = readers.read(path)
    version = _version(kb, doc, source, _File(path, sha256, said))
    kb.replace(version, (lambda done, of: progress(f"{path.name}: passages", done, of)) if progress else None)
    _keep_what_was_said(kb, doc, said)
    return _row(version, source, "updated" if known else "added")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class _File:
    """A file and what a person said of it."""

    path: Path
    sha256: str
    said: Facts


def _version(kb: KnowledgeBase, doc: str, source: Source, file: _File) -> NewVersion:
    """Everything that is kept of the file. What a person said goes before what the document says."""
    found = recognise(source, file.path)
    corrected = kb.corrections(doc)
    facts = {name: getattr(file.said, name) or corrected.get(name) or getattr(found, name) for name in _FACTS}
    kind = cast(DocumentKind, facts.pop("kind") or "other")
    number = kb.next_version(doc)
    cut = tuple(passages(source.blocks, doc, number, facts["title"] or ""))
    if not any(passage.kind != "contents" for passage in cut):
        raise UnreadableFile(f"{file.path.name} has no text: it may be a scan, which has to be recognised (OCR) first.")
    return NewVersion(
        doc=doc, version=number, kind=kind, path=str(file.path.absolute()), sha256=file.sha256, format=source.format,
        title=facts.pop("title") or doc, visibility=facts.pop("visibility") or "public", **facts,
        pages=source.pages, labels=source.labels, passages=cut,
        duties=tuple(duties(cut)) if kind in _WITH_DUTIES else (),
        directions=tuple(directions(cut, kind)) if kind in _WITH_DIRECTIONS else (),
        report={"warnings": list(source.warnings), "empty_pages": list(source.empty_pages)},
    )  # fmt: skip


_FACTS = tuple(field.name for field in fields(Facts))


def _keep_what_was_said(kb: KnowledgeBase, doc: str, said: Facts) -> None:
    """A person's words on a document stay when it is read again; a document that it supersedes is marked so."""
    words = {name: value for name in _FACTS if (value := getattr(said, name))}
    if words:
        kb.amend(doc, **words)
    if said.supersedes and said.supersedes != doc:
        kb.amend(said.supersedes, status="superseded")


def _row(version: NewVersion, source: Source, outcome: Outcome) -> ImportRow:
    return ImportRow(
        version.path, outcome, version.doc, " ".join(source.warnings) or None, version.pages, source.empty_pages,
        source.ocr_pages, sum(block.kind == "table" for block in source.blocks), len(version.passages), len(version.duties),
    )  # fmt: skip


def _files(path: Path) -> Iterator[tuple[Path, str | None]]:
    """The files to read at a path, in order, each with the reason why it cannot be, or None."""
    if path.is_dir():
        found = list(_in_folder(path))
        yield from found or [(path, f"{path} holds no PDF, DOCX, HTML or text file.")]
    elif path.exists():
        yield path, None
    else:
        yield path, f"{path} does not exist: check the name."


def _in_folder(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Documents in a folder and those below it, sorted; hidden ones and files that are no documents are passed over."""
    home = folder.resolve()
    for where, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for path in (Path(where) / name for name in sorted(names) if not name.startswith((".", "~$"))):
            ending = path.suffix.lower()
            if ending not in readers.ENDINGS and ending not in readers.OTHER_DOCUMENTS:
                continue
            outside = not path.resolve().is_relative_to(home)
            yield path, f"{path.name} is a link that leads out of the folder: add the file itself." if outside else None
