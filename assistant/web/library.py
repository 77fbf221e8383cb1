"""The Library tab: what is in it, adding files with a report of what became of each, and taking documents out."""
from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.wiring import QUIET, said, shown
from ingest import pipeline
from ingest.pipeline import ImportRow
from kb.knowledge_base import KnowledgeBase
from kb.life import UPLOADS

OUTCOMES = {
    "added": "Added",
    "updated": "Updated to a new version",
    "unchanged": "Already here, unchanged",
    "failed": "Not added",
}
MOMENT = 0.3  # seconds between two words of progress
Step = tuple[object, str, object]  # what the file box, the import report and the table become


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    shown(views.html("heading", title="Library", lead="The documents that questions are answered from."))
    with gr.Row(elem_classes="upload-row"):
        with gr.Column(scale=4):
            files = gr.File(label="Add documents", file_count="multiple", height=170, elem_classes="upload")
        with gr.Column(scale=6):
            report = shown(_report([], "", 0))
    table = shown("", "remove")

    @said
    def add(chosen: list[str] | None, request: gr.Request) -> Iterator[Step]:
        kb = desk.allowed(request, "add")
        for path in chosen or []:
            desk.note(request, "added", Path(path).name)
        yield from added(kb, [Path(path) for path in chosen or []])

    @said
    def remove(event: gr.EventData, request: gr.Request) -> str:
        kb = desk.allowed(request, "remove")
        kb.remove(event.doc)
        desk.note(request, "removed", event.doc)
        return listed(kb)

    @said
    def refresh(request: gr.Request) -> str:
        return listed(desk.kb(request))

    files.upload(add, files, [files, report, table], **{**QUIET, "concurrency_limit": 1})
    table.remove(remove, outputs=table, **QUIET)
    generation.change(refresh, outputs=table, **QUIET)


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


def listed(kb: KnowledgeBase) -> str:
    """The documents as a table."""
    return views.html("library", documents=kb.documents())


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
