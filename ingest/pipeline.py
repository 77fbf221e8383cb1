"""A file becomes a document of the library: read, cut into passages, its registers made, kept. One row of report a file.

A file whose bytes are kept already is skipped; the same path with other bytes is a new version. Whatever is wrong with one
file is said in its row, and the others go on.
"""
from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ingest import readers
from ingest.kinds import Facts
from ingest.prepare import FACTS, NOTHING_SAID, Job, Kept
from ingest.relatives import said_of
from ingest.worker import Worker
from kb.errors import InputError, UnreadableFile
from kb.ids import digest, file_digest, free_name, slug
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, NewVersion

__all__ = ["Facts", "How", "ImportRow", "add", "amend", "page_picture", "registers_again"]

How = Literal["quote", "words", "passages"]  # as ingest.readers.pdf_marks has it, which is loaded only when a page is shown
Outcome = Literal["added", "updated", "unchanged", "failed"]
Progress = Callable[[str, int, int], None]  # what is worked on, how much of it is done, of how much


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
    with Worker() as worker:
        adding = _Adding(kb, worker, said, progress)
        for at, (path, refusal) in enumerate(files, start=1):
            started = time.perf_counter()
            if progress:
                progress(path.name, at, len(files))
            try:
                if refusal:
                    raise UnreadableFile(refusal)
                row = adding.one(path)
            except InputError as error:
                row = ImportRow(str(path), "failed", reason=str(error))
            yield replace(row, seconds=round(time.perf_counter() - started, 2))


def registers_again(kb: KnowledgeBase, docs: Sequence[str] | None = None) -> Iterator[tuple[str, str | None]]:
    """Make the registers of these documents (of all) again from what is kept of them, as the kinds that people gave them; a
    row each: the document, and why it keeps its old registers, None where it has new ones."""
    with Worker() as worker:
        for doc in [document.id for document in kb.documents()] if docs is None else docs:
            document = kb.document(doc)
            try:
                made = worker.registers(Kept(doc, document.kind, tuple(kb.passages(doc)), document.date))
            except UnreadableFile as error:
                yield doc, str(error)
                continue
            kb.put_registers(doc, made)
            yield doc, None


def amend(kb: KnowledgeBase, doc: str, said: Facts, cleared: Sequence[str] = ()) -> Document:
    """A person's word on a document in the library, which stays when it is read again; `cleared` are facts that it has
    not. Another kind of document has other registers: they are made again. Raises InputError, UnreadableFile."""
    before = kb.document(doc)
    if said.supersedes:
        kb.document(said.supersedes)
    _keep_what_was_said(kb, doc, said)
    if cleared:
        kb.amend(doc, **dict.fromkeys(cleared, ""))
    if kb.document(doc).kind != before.kind:
        for _, kept_because in registers_again(kb, [doc]):
            if kept_because:
                raise UnreadableFile(kept_because)
    return kb.document(doc)


def page_picture(document: Document, page: int, mark: Sequence[str] = (), how: How = "quote") -> bytes:
    """A PNG of a PDF's physical page, from 1, with the texts in `mark` marked: quotes where they first stand, words
    wherever they stand, or whole passages in frames.

    Raises UnreadableFile where the file has gone, was changed since it was read, or has no such page.
    """
    path = Path(document.path)
    if document.format != "pdf":
        raise UnreadableFile(f"{document.title} has no pages to show: only PDFs have.")
    if not path.is_file() or digest(path.read_bytes()) != document.sha256:
        raise UnreadableFile(f"{path.name} is no longer the file that was read: add it again to see its pages.")
    from ingest.readers import pdf  # here, because it loads pdfium, which other formats do not need

    return pdf.picture(path, page, mark, how)


@dataclass(frozen=True, slots=True)
class _Adding:
    """One run of `add`: where to, who reads, what a person said, who is told."""

    kb: KnowledgeBase
    worker: Worker
    said: Facts
    progress: Progress | None

    def one(self, path: Path) -> ImportRow:
        """Read and keep one file, unless it is kept already. Raises UnreadableFile."""
        place, before = str(path.absolute()), _stamp(path)
        sha256 = _digest(path)
        known, twin = self.kb.find(path=place), self.kb.find(sha256=sha256)
        if known and known.sha256 == sha256 and self.said.kind in (None, known.kind):
            kept_too = " What you said of it is kept." if _keep_what_was_said(self.kb, known.id, self.said) else ""
            return _unchanged(place, known, f"The file has not changed since it was read.{kept_too}")
        if twin and twin.path != place:
            same = f"It holds the same bytes as {twin.id} ({Path(twin.path).name}), which is in the library."
            if self.said != NOTHING_SAID:
                same += f" What you said of it was not kept: say it with `remit amend {twin.id}`."
            return _unchanged(place, twin, same)
        kept = known.id if known else self.kb.removed_from(place, sha256)
        doc = kept or free_name(slug(path.name), self.kb.taken_ids())
        job = Job(path, doc, self.kb.next_version(doc), sha256, self.said, self.kb.corrections(doc))
        version = self.worker.read(job)
        if _stamp(path) != before:
            raise UnreadableFile(f"{path.name} changed while it was read: add it again once nothing writes to it.")
        related = [] if known else said_of(version, self.kb.documents(), self.kb.reported("text"))
        self.kb.replace(version, self._embedding(path.name))
        _keep_what_was_said(self.kb, doc, self.said)
        return _row(version, "updated" if known else "added", related)

    def _embedding(self, name: str) -> Callable[[int, int], None] | None:
        tell = self.progress
        return (lambda done, of: tell(f"{name}: passages", done, of)) if tell else None


def _stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file does. Raises UnreadableFile for what is no file, and for one that is too large."""
    try:
        found = path.stat()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableFile(f"{path.name} is a pipe, a device or the like: save what it says as a file, and add that.")
    readers.check_size(path.name, found.st_size)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def _unchanged(place: str, document: Document, reason: str) -> ImportRow:
    return ImportRow(place, "unchanged", document.id, reason, document.pages, passages=document.passages)


def _keep_what_was_said(kb: KnowledgeBase, doc: str, said: Facts) -> bool:
    """A person's words on a document stay when it is read again; a document that it supersedes is marked so. Whether there
    were any."""
    words = {name: value for name in FACTS if (value := getattr(said, name))}
    if words:
        kb.amend(doc, **words)
    if said.supersedes and said.supersedes != doc:
        kb.amend(said.supersedes, status="superseded")
    return bool(words)


def _row(version: NewVersion, outcome: Outcome, related: Sequence[str]) -> ImportRow:
    report: dict[str, Any] = version.report
    reasons = [*report["warnings"], *related]
    return ImportRow(
        version.path, outcome, version.doc, " ".join(reasons) or None, version.pages,
        tuple(report["empty_pages"]), tuple(report["ocr_pages"]), report["tables"], len(version.passages),
        len(version.duties),
    )  # fmt: skip


def _files(path: Path) -> Iterator[tuple[Path, str | None]]:
    """The files to read at a path, in order, each with the reason why it cannot be, or None."""
    if path.is_dir():
        found = list(_in_folder(path))
        yield from found or [(path, f"{path} holds no document of a kind that Remit reads.")]
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
            outside = not Path(os.path.realpath(path)).is_relative_to(home)  # which does not mind links in a circle
            yield path, f"{path.name} is a link that leads out of the folder: add the file itself." if outside else None
