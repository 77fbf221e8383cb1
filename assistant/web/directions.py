"""The Directions tab: each binding Direction with its owners, deadline and money."""
from __future__ import annotations

import gradio as gr

from assistant import render
from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import QUIET, said, shown
from kb.knowledge_base import KnowledgeBase


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    lead = "What the board has directed its partners to do, by when and with what money."
    shown(views.html("heading", title="Directions", lead=lead))
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            tracker = shown("", "open")
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, tracker)

    @said
    def refresh(request: gr.Request) -> str:
        return listed(desk.kb(request))

    generation.change(refresh, outputs=tracker, **QUIET)


def listed(kb: KnowledgeBase) -> str:
    """All Directions as HTML, document by document."""
    documents = {document.id: document for document in kb.documents()}
    rows = [
        (direction, render.place_in(documents[direction.doc], direction.page, direction.id, None))
        for direction in kb.directions()
        if direction.doc in documents
    ]
    return views.html("directions", rows=rows)
