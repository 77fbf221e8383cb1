"""The Library tab: what is in it, adding files with a report of what became of each, and taking documents out."""
from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import gradio as gr

from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.document import correct, details, leaf
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from ingest import pipeline
from ingest.pipeline import ImportRow
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.life import UPLOADS
from kb.settings import Settings

OUTCOMES = {
    "added": "Added",
    "updated": "Updated to a new version",
    "unchanged": "Already here, unchanged",
    "failed": "Not added",
}
CHANGED = {"added": "added", "replaced": "a new version of", "removed": "removed"}
CHANGES, FOLDERS = 12, 50  # that are shown
MOMENT = 0.3  # seconds between two words of progress
Step = tuple[object, str, object]  # what the file box, the import report and the table become


# When this browser last saw the library, so that what changed since can be told.
SEEN = """
const before = window.localStorage.getItem('remit-library-seen') || '';
let told = false;
const look = () => {
  const drawn = element.querySelector('[data-seen]');
  if (!told) { told = true; trigger('look', {since: before}); }
  else if (drawn) window.localStorage.setItem('remit-library-seen', drawn.dataset.seen);
};
watch('value', look);
look();
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands on the tab."""

    since: gr.State
    files: gr.File
    row: gr.Row
    folder: gr.Dropdown
    start: gr.Button
    report: gr.HTML
    news: gr.HTML
    table: gr.HTML
    opened: gr.HTML
    place: gr.HTML


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    parts = _parts(desk)
    _adding(desk, parts)
    _opening(desk, parts)
    _changing(desk, parts, generation)


def _parts(desk: Desk) -> Parts:
    shown(views.html("heading", title="Library", lead="The documents that questions are answered from."))
    since = gr.State("")
    with gr.Row(elem_classes="upload-row"):
        with gr.Column(scale=4):
            files = gr.File(label="Add documents", file_count="multiple", height=170, elem_classes="upload")
            with gr.Row(elem_classes="folder-row", visible=False) as row:
                folder = gr.Dropdown([], label="Or add a folder that your administrator has opened", scale=4)
                start = gr.Button("Add the folder", variant="secondary", scale=1, elem_classes="beside-field")
        with gr.Column(scale=6):
            report = shown(_report([], "", 0))
            news = shown("", "look", "undo", script=SEEN)
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            table = shown("", "remove", "details")
        with gr.Column(scale=5, elem_classes="source-column"):
            opened = shown("", "open", "leaf", "details", "amend", script=FOCUS)
            place = panel(desk, opened)
    return Parts(since, files, row, folder, start, report, news, table, opened, place)


def _adding(desk: Desk, parts: Parts) -> None:
    @said
    def add(chosen: list[str] | None, request: gr.Request) -> Iterator[Step]:
        kb = desk.allowed(request, "add")
        for path in chosen or []:
            desk.note(request, "added", Path(path).name)
        yield from added(kb, [Path(path) for path in chosen or []])

    @said
    def add_folder(chosen: str | None, request: gr.Request) -> Iterator[str]:
        kb = desk.allowed(request, "add")
        path = allowed_folder(kb, chosen or "")
        desk.note(request, "added", str(path))
        yield from folder_added(kb, path)

    parts.files.upload(add, parts.files, [parts.files, parts.report, parts.table], **{**QUIET, "concurrency_limit": 1})
    parts.start.click(add_folder, parts.folder, parts.report, **{**QUIET, "concurrency_limit": 1})


def _changing(desk: Desk, parts: Parts, generation: gr.State) -> None:
    @said
    def remove(event: gr.EventData, request: gr.Request) -> str:
        kb = desk.allowed(request, "remove")
        kb.remove(event.doc)
        desk.note(request, "removed", event.doc)
        return listed(kb, True)

    @said
    def undo(since: str, event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        kb = desk.allowed(request, "remove")
        kb.undo(event.doc)
        desk.note(request, "undone", event.doc)
        return listed(kb, True), told_since(kb, since, True)

    @said
    def look(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return event.since, told_since(desk.kb(request), event.since, desk.person(request).may("remove"))

    @said
    def refresh(since: str, request: gr.Request) -> tuple[str, str, object, object]:
        kb, person = desk.kb(request), desk.person(request)
        folders = [str(path) for path in open_folders(kb.settings)] if person.may("add") else []
        shown_folders = gr.update(choices=folders, value=folders[0] if folders else None)
        may = person.may("remove")
        return listed(kb, may), told_since(kb, since, may), shown_folders, gr.update(visible=bool(folders))

    parts.table.remove(remove, outputs=parts.table, **QUIET)
    parts.news.undo(undo, parts.since, [parts.table, parts.news], **QUIET)
    parts.news.look(look, outputs=[parts.since, parts.news], **QUIET)
    generation.change(refresh, parts.since, [parts.table, parts.news, parts.folder, parts.row], **QUIET)


def _opening(desk: Desk, parts: Parts) -> None:
    @said
    def show(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        person = desk.person(request)
        html = details(desk.kb(request), event.doc, person.may("add"), person.may("visibility"))
        return html, views.html("nothing")

    @said
    def turn(event: gr.EventData, request: gr.Request) -> str:
        return leaf(desk.kb(request), event.doc, int(event.page))

    @said
    def amend(event: gr.EventData, request: gr.Request) -> str:
        kb, may_show = desk.allowed(request, "add"), desk.person(request).may("visibility")
        changed = correct(kb, event.doc, event._data, may_show)
        if changed:
            desk.note(request, "amended", f"{event.doc}: {', '.join(changed)}")
        return details(kb, event.doc, True, may_show, f"Kept: {', '.join(changed)}." if changed else "Nothing was changed.")

    for button in (parts.table, parts.opened):
        button.details(show, outputs=[parts.opened, parts.place], **QUIET)
    parts.opened.leaf(turn, outputs=parts.opened, **QUIET)
    parts.opened.amend(amend, outputs=parts.opened, **QUIET)


def open_folders(settings: Settings) -> list[Path]:
    """The folders that may be added from, and those just below them, as far as they are there."""
    tops = [Path(text.strip()) for text in settings.import_folders.split(",") if text.strip()]
    found = [path for path in tops if path.is_absolute() and path.is_dir()]
    below = [path for top in found for path in sorted(top.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    return [*found, *below[:FOLDERS]]


def allowed_folder(kb: KnowledgeBase, chosen: str) -> Path:
    """Raises InputError for a folder that is not one of those opened."""
    found = next((path for path in open_folders(kb.settings) if str(path) == chosen), None)
    if found is None:
        raise InputError("Choose one of the folders that are listed; the setting `import_folders` says which are open.")
    return found


def folder_added(kb: KnowledgeBase, folder: Path) -> Iterator[str]:
    """Adds what is in a folder, each file where it lies, and says every moment how far it is."""
    rows: list[ImportRow] = []
    heard = Heard(f"{folder.name}: reading")
    with ThreadPoolExecutor(1) as worker:
        steps = pipeline.add(kb, [folder], progress=heard)
        while True:
            job = worker.submit(next, steps, None)
            while not job.done():
                yield _report(rows, heard.latest, 1)
                wait([job], MOMENT)
            if (row := job.result()) is None:
                break
            rows.append(row)
    yield _report(rows, "", 0)


def told_since(kb: KnowledgeBase, since: str, may_undo: bool) -> str:
    """What changed since that moment (UTC), and what was removed and can come back, as HTML."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    every = kb.changes("")
    return views.html(
        "news",
        changes=[change for change in every if since and change.at >= since][:CHANGES],
        removed=[change for change in every if change.what == "removed" and change.title],
        words=CHANGED, since=since, now=now, may_undo=may_undo,
    )  # fmt: skip


@dataclass
class Heard:
    """The latest word of progress on a file."""

    latest: str

    def __call__(self, what: str, done: int, of: int) -> None:
        if of > 1:
            self.latest = f"{what}, {done} of {of}"


def added(kb: KnowledgeBase, chosen: Sequence[Path]) -> Iterator[Step]:
    """Adds the files one after the other and says every moment how far it is."""
    rows: list[ImportRow] = []
    with ThreadPoolExecutor(1) as worker:
        for at, uploaded in enumerate(chosen):
            heard = Heard(f"{uploaded.name}: reading")
            job = worker.submit(add_one, kb, uploaded, heard)
            while not job.done():
                yield gr.skip(), _report(rows, heard.latest, len(chosen) - at), gr.skip()
                wait([job], MOMENT)
            rows += job.result()
    yield None, _report(rows, "", 0), listed(kb)


def add_one(kb: KnowledgeBase, uploaded: Path, progress: pipeline.Progress) -> list[ImportRow]:
    """Keeps an uploaded file under its own name, so that the same name again is a new version, and adds it. Where
    nothing new came of it, the file that stood there before comes back."""
    kept = kb.settings.home / UPLOADS / uploaded.name  # page pictures are made from it
    before = kept.with_name(f".{kept.name}.before")
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


def listed(kb: KnowledgeBase, may_remove: bool = True) -> str:
    """The documents as a table."""
    return views.html("library", documents=kb.documents(), may_remove=may_remove)


def _report(rows: Sequence[ImportRow], working: str, left: int) -> str:
    told_rows = [
        {"name": Path(row.path).name, "outcome": OUTCOMES[row.outcome], "ok": row.outcome != "failed", "said": told(row)}
        for row in rows
    ]
    return views.html("import", rows=told_rows, working=working, left=left)


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
