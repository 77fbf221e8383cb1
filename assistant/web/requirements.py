"""The Requirements tab: what the guidance in the library says must, should or may be done, each with its source."""
from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from assistant import render
from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import QUIET, said, shown
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Duty

MODALITIES = [("Must", "must"), ("Should", "should"), ("May", "may")]
ALL = ("All documents", "")
MOST = 200  # rows drawn at once; more would be slow to draw and nobody reads them


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    lead = "What statutory and other guidance asks for, in its own words."
    shown(views.html("heading", title="Requirements", lead=lead))
    with gr.Row(elem_classes="filters"):
        words = gr.Textbox("", label="Words", info="Only requirements that hold all of them", scale=3)
        modality = gr.CheckboxGroup(MODALITIES, value=["must"], label="How binding", info="Nothing ticked: all", scale=2)
        doc = gr.Dropdown([ALL], value="", label="Document", info="Where the requirement stands", scale=3)
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            register = shown("", "open")
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, register)

    @said
    def refresh(words: str, modality: list[str], doc: str, request: gr.Request) -> tuple[str, object]:
        kb = desk.kb(request)
        documents = choices(kb)
        still = doc if doc in {value for _, value in documents} else ""
        return listed(kb, words, modality, still), gr.update(choices=documents, value=still)

    @said
    def narrowed(words: str, modality: list[str], doc: str, request: gr.Request) -> str:
        return listed(desk.kb(request), words, modality, doc)

    filters = [words, modality, doc]
    gr.on([words.change, modality.input, doc.input], narrowed, filters, register, trigger_mode="always_last", **QUIET)
    generation.change(refresh, filters, [register, doc], **QUIET)


def choices(kb: KnowledgeBase) -> list[tuple[str, str]]:
    """The documents that hold requirements, after one entry for all of them."""
    held = {duty.doc for duty in kb.duties()}
    return [ALL, *((document.title, document.id) for document in kb.documents() if document.id in held)]


def listed(kb: KnowledgeBase, words: str, modality: Sequence[str], doc: str) -> str:
    """The requirements that pass all filters, as HTML."""
    documents = {document.id: document for document in kb.documents()}
    every = kb.duties()
    duties = chosen([duty for duty in every if doc in ("", duty.doc)], words, modality)
    rows = [(duty, _place(duty, documents[duty.doc])) for duty in duties[:MOST] if duty.doc in documents]
    return views.html("requirements", rows=rows, total=len(duties), every=len(every))


def chosen(duties: Sequence[Duty], words: str, modality: Sequence[str]) -> list[Duty]:
    """
    >>> duties = [Duty("1", "g", "p", "publish a plan", "must"), Duty("2", "g", "p", "consult", "may")]
    >>> [duty.id for duty in chosen(duties, "PLAN", [])], [duty.id for duty in chosen(duties, "", ["may"])]
    (['1'], ['2'])
    """
    wanted = words.lower().split()
    return [
        duty
        for duty in duties
        if (not modality or duty.modality in modality) and all(word in _searchable(duty) for word in wanted)
    ]


def _searchable(duty: Duty) -> str:
    said = (duty.lead_in, duty.text, duty.bearer, duty.section, duty.number, duty.statute)
    return " ".join(part for part in said if part).lower()


def _place(duty: Duty, document: Document) -> str:
    return render.place_in(document, duty.page, duty.number, duty.section)
