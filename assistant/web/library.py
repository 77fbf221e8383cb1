"""The Library tab: what is in it, adding files and folders, and opening one document to correct or remove it."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import gradio as gr

from assistant.render import corrections
from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.document import correct, details, leaf
from assistant.web.imports import MOMENT, open_folders
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Document

CHANGED = {"added": "added", "replaced": "a new version of", "removed": "removed"}
CHANGES = 12  # that are shown
SORTS: dict[str, Callable[[Document], tuple[object, ...]]] = {
    "Title": lambda one: (one.title.casefold(), one.id),
    "Authority": lambda one: (not one.authority, (one.authority or "").casefold(), one.title.casefold(), one.id),
    "Kind": lambda one: (list(views.KINDS).index(one.kind), one.title.casefold(), one.id),
}
NEWEST = "Newest first"  # by their own dates, those without one last
ONCE = {**QUIET, "trigger_mode": "once"}
LATEST = {**QUIET, "trigger_mode": "always_last"}

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
# From an opened document back to its line in the list.
BACK = """
element.addEventListener('click', (event) => {
  const back = event.target.closest('[data-list]');
  if (!back) return;
  const titles = [...document.querySelectorAll('.documents [data-doc]')];
  const title = titles.find((button) => button.dataset.doc === back.dataset.list) || titles[0];
  if (title) title.focus();
});
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
    words: gr.Textbox
    sort: gr.Dropdown
    table: gr.HTML
    opened: gr.HTML
    place: gr.HTML


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    parts = _parts(desk)
    _adding(desk, parts, generation)
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
            report = shown("")
            news = shown("", "look", "undo", script=SEEN)
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            with gr.Row(elem_classes="filters"):
                words = gr.Textbox("", label="Find in the list", info="In title, kind or authority", scale=3)
                sort = gr.Dropdown([*SORTS, NEWEST], value="Title", label="Order", info="Of the list", scale=2)
            table = shown("", "details")
        with gr.Column(scale=5, elem_classes="source-column"):
            opened = shown(closed(), "open", "leaf", "details", "amend", "remove", script=FOCUS + BACK)
            place = panel(desk, opened, value="")
    return Parts(since, files, row, folder, start, report, news, words, sort, table, opened, place)


def _adding(desk: Desk, parts: Parts, generation: gr.State) -> None:
    @said
    def add(chosen: list[str] | None, request: gr.Request) -> Iterator[tuple[object, str]]:
        kb, paths = desk.allowed(request, "add"), [Path(path) for path in chosen or []]
        for path in paths:
            desk.note(request, "added", path.name)
        desk.imports.put(kb, desk.person(request).name, paths, uploaded=True)
        yield from ((None, html) for html in followed(desk, request))

    @said
    def add_folder(chosen: str | None, request: gr.Request) -> Iterator[str]:
        kb = desk.allowed(request, "add")
        path = allowed_folder(kb, chosen or "")
        desk.note(request, "added", str(path))
        desk.imports.put(kb, desk.person(request).name, [path], uploaded=False)
        yield from followed(desk, request)

    @said
    def follow(request: gr.Request) -> Iterator[str]:
        yield from followed(desk, request)

    parts.files.upload(add, parts.files, [parts.files, parts.report], **QUIET)
    parts.start.click(add_folder, parts.folder, parts.report, **QUIET)
    generation.change(follow, outputs=parts.report, **ONCE)  # whoever comes back sees how far it is


def _changing(desk: Desk, parts: Parts, generation: gr.State) -> None:
    @said
    def remove(event: gr.EventData, words: str, sort: str, request: gr.Request) -> tuple[str, str]:
        kb = desk.allowed(request, "remove")
        title = kb.document(event.doc).title
        kb.remove(event.doc)
        desk.note(request, "removed", event.doc)
        return listed(kb, words, sort), closed(title)

    @said
    def undo(since: str, words: str, sort: str, event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        kb = desk.allowed(request, "remove")
        kb.undo(event.doc)
        desk.note(request, "undone", event.doc)
        return listed(kb, words, sort), told_since(kb, since, True)

    @said
    def look(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return event.since, told_since(desk.kb(request), event.since, desk.person(request).may("remove"))

    @said
    def find(words: str, sort: str, request: gr.Request) -> str:
        return listed(desk.kb(request), words, sort)

    @said
    def refresh(since: str, words: str, sort: str, request: gr.Request) -> list[object]:
        kb, person = desk.kb(request), desk.person(request)
        may_add = person.may("add")
        folders = [str(path) for path in open_folders(kb.settings)] if may_add else []
        shown_folders = gr.update(choices=folders, value=folders[0] if folders else None)
        news = told_since(kb, since, person.may("remove"))
        visible = [gr.update(visible=may_add), gr.update(visible=bool(folders))]
        return [listed(kb, words, sort), news, shown_folders, *visible]

    narrowed = [parts.words, parts.sort]
    drawn = [parts.table, parts.news, parts.folder, parts.files, parts.row]
    parts.opened.remove(remove, narrowed, [parts.table, parts.opened], **QUIET)
    parts.news.undo(undo, [parts.since, *narrowed], [parts.table, parts.news], **QUIET)
    parts.news.look(look, outputs=[parts.since, parts.news], **QUIET)
    gr.on([parts.words.change, parts.sort.change], find, narrowed, parts.table, **LATEST)
    generation.change(refresh, [parts.since, *narrowed], drawn, **QUIET)


def _opening(desk: Desk, parts: Parts) -> None:
    @said
    def show(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return details(desk.kb(request), event.doc, desk.person(request)), views.html("nothing")

    @said
    def turn(event: gr.EventData, request: gr.Request) -> str:
        return leaf(desk.kb(request), event.doc, int(event.page))

    @said
    def amend(event: gr.EventData, request: gr.Request) -> str:
        kb, person = desk.allowed(request, "add"), desk.person(request)
        before = kb.document(event.doc)
        changed = correct(kb, event.doc, event._data, person.may("visibility"))
        if changed:
            desk.note(request, "amended", f"{event.doc}: {corrections(before, kb.document(event.doc))}")
        return details(kb, event.doc, person, f"Kept: {', '.join(changed)}." if changed else "Nothing was changed.")

    for button in (parts.table, parts.opened):
        button.details(show, outputs=[parts.opened, parts.place], **QUIET)
    parts.opened.leaf(turn, outputs=parts.opened, **QUIET)
    parts.opened.amend(amend, outputs=parts.opened, **QUIET)


def allowed_folder(kb: KnowledgeBase, chosen: str) -> Path:
    """Raises InputError for a folder that is not one of those opened."""
    found = next((path for path in open_folders(kb.settings) if str(path) == chosen), None)
    if found is None:
        raise InputError("Choose one of the folders that are listed; the setting `import_folders` says which are open.")
    return found


def followed(desk: Desk, request: gr.Request) -> Iterator[str]:
    """How far the asker's import is, as HTML, each time that there is something new to say, until it is over."""
    who, before = desk.person(request).name, None
    while True:
        busy, now = desk.imports.busy(who), desk.imports.drawn(who)
        if now != before:
            yield now
        if not busy:
            return
        before = now
        time.sleep(MOMENT)


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


def listed(kb: KnowledgeBase, words: str = "", sort: str = "Title") -> str:
    """The documents as a table: those with all the words, in the order chosen."""
    every = kb.documents()
    return views.html("library", documents=ordered(every, words, sort), total=len(every), any_documents=bool(every))


def ordered(documents: Sequence[Document], words: str, sort: str) -> list[Document]:
    """
    >>> plan = Document("a", "B plan", "plan", 1, "", "", "pdf")
    >>> two = [plan, Document("b", "A law", "law", 1, "", "", "pdf", date="2024")]
    >>> [[one.id for one in ordered(two, *asked)] for asked in (("", "Title"), ("PLAN", "Title"), ("", NEWEST))]
    [['b', 'a'], ['a'], ['b', 'a']]
    """
    wanted = words.casefold().split()
    found = [one for one in documents if all(word in _line(one) for word in wanted)]
    by_title = sorted(found, key=SORTS.get(sort, SORTS["Title"]))
    return sorted(by_title, key=lambda one: one.date or "", reverse=True) if sort == NEWEST else by_title


def _line(document: Document) -> str:
    return f"{document.title} {document.authority or ''} {views.KINDS[document.kind]}".casefold()


def closed(removed: str = "") -> str:
    """What stands where a document opens while none is open; `removed` is the title of one that has just gone."""
    return views.html("opening", removed=removed)
