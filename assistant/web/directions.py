"""The Directions tab: each binding Direction as it is followed up: what is overdue first, who owns it, what somebody said of
its status, which papers name it, and where the thread from aim to money to paper is broken."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

import gradio as gr

from assistant import render, tracker
from assistant.reviewing import Said
from assistant.tracker import STATUSES, Tracked
from assistant.web import views
from assistant.web.deciding import ANNOUNCED, OWNER
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

ALL, OVERDUE, OPEN = "All", "Overdue", "Not done yet"
ANYBODY = ("Anybody", "")
NO_DATE = "9999"  # sorts what has no deadline last

_drawings = count(1)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked for: words, an owner, a status; an empty one lets all through."""

    words: str = ""
    owner: str = ""
    state: str = ALL


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    lead = "What the board has directed its partners to do, by when and with what money, and how far it is."
    shown(views.html("heading", title="Directions", lead=lead))
    with gr.Row(elem_classes="filters"):
        words = gr.Textbox("", label="Words", info="Only Directions that hold all of them", scale=3)
        owner = gr.Dropdown([ANYBODY], value="", label="Owner", info="Who is to act", scale=3)
        states = [ALL, OVERDUE, OPEN, *(status.capitalize() for status in STATUSES)]
        state = gr.Dropdown(states, value=ALL, label="Status", info="As set by a person", scale=2)
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            word = shown("", script=ANNOUNCED)
            rows = shown(views.html("reading", what="Directions"), "open", "follow", script=FOCUS)
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, rows)
    filters = [words, owner, state]

    def drawn(request: gr.Request, *narrowed: str, latest: str = "") -> str:
        return listed(desk.kb(request), Narrowed(*narrowed), may_follow=desk.person(request).may("review"), latest=latest)

    @said
    def refresh(words: str, owner: str, state: str, request: gr.Request) -> tuple[object, str]:
        known = owners(desk.kb(request))
        still = owner if owner in dict(known).values() else ""
        return gr.update(choices=known, value=still), drawn(request, words, still, state)

    @said
    def narrowed(words: str, owner: str, state: str, request: gr.Request) -> str:
        return drawn(request, words, owner, state)

    @said
    def follow(words: str, owner: str, state: str, event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        word, latest = followed(desk, request, event._data)
        return word, drawn(request, words, owner, state, latest=latest)

    gr.on([words.change, owner.input, state.input], narrowed, filters, rows, trigger_mode="always_last", **QUIET)
    rows.follow(follow, filters, [word, rows], **QUIET)
    generation.change(refresh, filters, [owner, rows], **QUIET)


def followed(desk: Desk, request: gr.Request, given: Mapping[str, str]) -> tuple[str, str]:
    """Keep what the form says of a Direction's status: the word on what came of it, as HTML, and which row to go back to.
    Raises NotAllowed."""
    kb, doc, number = desk.allowed(request, "review"), given["doc"], given["direction"]
    said = Said("status", given["status"], given["why"], desk.person(request).name or OWNER, int(given["expects"]))
    try:
        row = tracker.set_status(kb, doc, number, said)
    except InputError as error:
        return views.html("decided", said=str(error), refused=True), f"{doc} {number}"
    kept = f"Kept: Direction {number} is {row.status}." if row.status else f"Kept: Direction {number} has no status now."
    return views.html("decided", said=kept, refused=False), f"{doc} {number}"


def owners(kb: KnowledgeBase) -> list[tuple[str, str]]:
    """Everybody who owns a Direction, after one entry for anybody."""
    return [ANYBODY, *((name, name) for name in sorted({name for one in kb.directions() for name in one.owners}))]


def listed(
    kb: KnowledgeBase, asked: Narrowed = Narrowed(), *, may_follow: bool = False, latest: str = "", today: date | None = None
) -> str:
    """The Directions that pass all filters as HTML, overdue ones first, then by deadline; `latest` is opened and focused."""
    day = today or date.today()
    documents = {document.id: document for document in kb.documents()}
    every = tracker.tracked(kb, today=day)
    rows = sorted(chosen(every, asked), key=lambda row: (not row.overdue, row.direction.deadline or NO_DATE))

    def place(row: Tracked) -> str:
        return render.place_in(documents[row.direction.doc], row.direction.page, row.direction.id, None)

    return views.html(
        "directions", idle=tracker.idle_aims(kb), rows=rows, total=len(every),
        overdue=sum(row.overdue for row in every), today=day.isoformat(),
        place=place, cited=render.place, may_follow=may_follow, latest=latest, statuses=STATUSES, drawing=next(_drawings),
    )  # fmt: skip


def chosen(rows: Sequence[Tracked], asked: Narrowed) -> list[Tracked]:
    """Those that hold all the words, are the owner's and stand as asked."""
    wanted = asked.words.lower().split()
    return [
        row for row in rows
        if all(word in f"{row.direction.id} {row.direction.text}".lower() for word in wanted)
        and (not asked.owner or asked.owner in row.direction.owners) and _stands(row, asked.state)
    ]  # fmt: skip


def _stands(row: Tracked, state: str) -> bool:
    if state == OVERDUE:
        return row.overdue
    if state == OPEN:
        return row.status != "done"
    return state == ALL or row.status == state.lower()
