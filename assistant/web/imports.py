"""Files that are being added: one worker takes them one after the other, whoever still looks at the page.

An import belongs to the service, not to the page that began it: closing the page loses nothing, and whoever comes back
finds how far it is.
"""
from __future__ import annotations

import logging
import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkdtemp

from assistant.web import views
from ingest import pipeline
from ingest.pipeline import ImportRow
from kb.errors import RemitError
from kb.knowledge_base import KnowledgeBase
from kb.life import UPLOADS
from kb.settings import Settings

log = logging.getLogger(__name__)
OUTCOMES: dict[pipeline.Outcome, str] = {
    "added": "Added",
    "updated": "Updated to a new version",
    "unchanged": "Already here, unchanged",
    "failed": "Not added",
}
MOMENT = 0.3  # seconds between two looks at how far it is
FOLDERS = 50  # below those that the settings name, that are offered
LISTED = 20  # files of an import that are listed, the latest; those that failed all are
UNEXPECTED = "Remit met something it did not expect; the log of the service has the details. Try the file again."


@dataclass
class Board:
    """What one person added since they last began: a row each file that is done, how many wait, what is worked on."""

    rows: list[ImportRow] = field(default_factory=list)
    waiting: int = 0
    working: str = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        """A word of progress, as `ingest.pipeline` gives it."""
        self.working = f"{what}, {done} of {of}" if of > 1 else what

    def drawn(self) -> str:
        rows = list(self.rows)
        shown = [row for at, row in enumerate(rows) if row.outcome == "failed" or at >= len(rows) - LISTED]
        told_rows = [
            {"name": Path(row.path).name, "outcome": OUTCOMES[row.outcome], "ok": row.outcome != "failed", "said": told(row)}
            for row in shown
        ]
        counted = Counter(row.outcome for row in rows)
        tally = [f"{counted[outcome]:,} {words.lower()}" for outcome, words in OUTCOMES.items() if counted[outcome]]
        return views.html(
            "import", rows=told_rows, tally=", ".join(tally), done=len(rows), working=self.working, left=self.waiting
        )


@dataclass(frozen=True, slots=True)
class _Task:
    kb: KnowledgeBase
    path: Path
    board: Board
    uploaded: bool


class Imports:
    """The queue of a service. Safe to use from many threads."""

    def __init__(self) -> None:
        self._boards: dict[str, Board] = {}
        self._tasks: SimpleQueue[_Task] = SimpleQueue()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def put(self, kb: KnowledgeBase, who: str, paths: Sequence[Path], uploaded: bool) -> None:
        """Queues files, or one folder, for this person. Uploads are copied, because Gradio clears its own away."""
        taken = [_copied(path) for path in paths] if uploaded else list(paths)
        with self._lock:
            if not (board := self._boards.get(who)) or not board.waiting:
                board = self._boards[who] = Board(working="Waiting for another import")
            board.waiting += len(taken)
            for path in taken:
                self._tasks.put(_Task(kb, path, board, uploaded))
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def drawn(self, who: str) -> str:
        """How far this person's import is, as HTML."""
        return self._boards.get(who, Board()).drawn()

    def busy(self, who: str | None = None) -> bool:
        """Whether files of this person, or of anybody, still wait."""
        boards = list(self._boards.values()) if who is None else [self._boards.get(who, Board())]
        return any(board.waiting > 0 for board in boards)

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            board = task.board
            board.working = f"{task.path.name}: reading"
            try:
                for row in _done(task):
                    board.rows.append(row)
            except RemitError as error:
                board.rows.append(ImportRow(str(task.path), "failed", reason=str(error)))
            except Exception as error:  # the worker lives as long as the service: the next file may be a good one
                log.error("An import failed", exc_info=error)
                board.rows.append(ImportRow(str(task.path), "failed", reason=UNEXPECTED))
            finally:
                if task.uploaded:
                    shutil.rmtree(task.path.parent, ignore_errors=True)
                with self._lock:
                    board.waiting -= 1
                    board.working = "Waiting for another import" if board.waiting else ""


def _copied(path: Path) -> Path:
    """A copy under its own name in a folder of its own."""
    return Path(shutil.copyfile(path, Path(mkdtemp(prefix="remit-import-")) / path.name))


def _done(task: _Task) -> Iterator[ImportRow]:
    if task.uploaded:
        yield from add_one(task.kb, task.path, task.board)
    else:
        yield from pipeline.add(task.kb, [task.path], progress=task.board)


def add_one(kb: KnowledgeBase, uploaded: Path, progress: pipeline.Progress) -> list[ImportRow]:
    """Keeps an uploaded file under its own name, so that the same name again is a new version, and adds it. Where
    nothing new came of it, the file that stood there before comes back."""
    kept = kb.settings.home / UPLOADS / uploaded.name  # page pictures are made from it
    before = kept.with_name(".before")  # files are taken one at a time
    kept.parent.mkdir(parents=True, exist_ok=True)
    if kept.exists():
        kept.replace(before)
    shutil.copyfile(uploaded, kept)
    rows: list[ImportRow] = []
    try:
        rows += pipeline.add(kb, [kept], progress=progress)
    finally:
        if any(row.outcome in ("added", "updated") for row in rows):
            before.unlink(missing_ok=True)
        else:
            kept.unlink()
            if before.exists():
                before.replace(kept)
    return rows


def told(row: ImportRow) -> str:
    """What became of a file, in a sentence or two."""
    if row.outcome in ("failed", "unchanged"):
        return row.reason or ""
    found = [
        views.count(row.pages, "page") if row.pages else "",
        views.count(row.passages, "passage"),
        views.count(row.tables, "table") if row.tables else "",
        views.count(row.duties, "duty", "duties") if row.duties else "",
    ]
    empty = f" No text on {views.count(len(row.empty_pages), 'page')}." if row.empty_pages else ""
    read = f"{', '.join(part for part in found if part)}, read in {row.seconds:.1f} seconds."
    return f"{read}{empty} {row.reason or ''}".rstrip()


def open_folders(settings: Settings) -> list[Path]:
    """The folders that may be added from, and those just below them, as far as they are there."""
    tops = [Path(text.strip()) for text in settings.import_folders.split(",") if text.strip()]
    found = [path for path in tops if path.is_absolute() and path.is_dir()]
    below = [path for top in found for path in sorted(top.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    return [*found, *below[:FOLDERS]]
