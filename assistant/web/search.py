"""The Search tab: a phrase as it is written, and every place where it stands."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import gradio as gr

from assistant.render import place_in
from assistant.web import places, views
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Mention, Scope
from kb.text import sentence_spans

MOST = 200  # places of one document drawn at once; all of them are counted
EACH = 12  # ... where several documents hold the phrase
SENTENCES = 3  # of one passage that are shown
EVERYWHERE = ""  # the choice of no one document


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    shown(views.html("heading", title="Search", lead="Every place where a word or a phrase stands, as it is written."))
    with gr.Row(elem_classes="filters"):
        phrase = gr.Textbox("", label="Word or phrase", info="Whole words; capitals do not matter", scale=5)
        doc = gr.Dropdown([("All documents", EVERYWHERE)], value=EVERYWHERE, label="In", info="Where to look", scale=4)
        send = gr.Button("Search", variant="primary", scale=1, elem_classes="beside-field")
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            results = shown(views.html("search", phrase=""), "open", "within", script=FOCUS)
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, results)

    @said
    def search(wanted: str, doc: str, request: gr.Request) -> str:
        return found(desk.kb(request), wanted, doc)

    @said
    def refresh(doc: str, request: gr.Request) -> object:
        choices = [("All documents", EVERYWHERE), *((one.title, one.id) for one in desk.kb(request).documents())]
        return gr.update(choices=choices, value=doc if doc in dict(choices).values() else EVERYWHERE)

    @said
    def within(wanted: str, event: gr.EventData, request: gr.Request) -> tuple[object, str]:
        return gr.update(value=event.doc), found(desk.kb(request), wanted, event.doc, pressed=True)

    results.within(within, phrase, [doc, results], **QUIET)
    gr.on([phrase.submit, send.click], search, [phrase, doc], results, **QUIET)
    generation.change(refresh, doc, doc, **QUIET)


@dataclass(frozen=True, slots=True)
class Found:
    """A place as it is listed: where it is in words, how often the phrase stands there, its sentences with it marked."""

    mention: Mention
    words: str
    sentences: tuple[tuple[places.Segment, ...], ...]
    more: int

    @property
    def where(self) -> str:
        passage = self.mention.passage
        page = passage.page_at(self.mention.spans[0][0] if self.mention.spans else 0)
        where = place_in(self.mention.document, page, passage.number, passage.heading).removeprefix(f"{self.title}, ")
        return where[0].upper() + where[1:]

    @property
    def title(self) -> str:
        return self.mention.document.title


def found(kb: KnowledgeBase, wanted: str, doc: str = EVERYWHERE, pressed: bool = False) -> str:
    """Every mention as HTML, the document with the most of them first; `pressed` says that the button which asked for this
    is gone, so that the focus goes to what was found."""
    phrase = wanted.strip().strip("\"“”")
    if not any(character.isalnum() for character in phrase):
        raise InputError("Write at least one word to search for.")
    mentions = kb.mentions(phrase, Scope(docs=(doc,)) if doc else Scope())
    return views.html(
        "search",
        phrase=phrase,
        groups=_groups(mentions, phrase),
        times=sum(one.times for one in mentions),
        within=doc,
        pressed=pressed,
        any_documents=bool(kb.documents()),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A document, how often the phrase stands in it, the first places, and how many more there are."""

    document: Document
    times: int
    places: list[Found]
    more: int


def _groups(mentions: Sequence[Mention], phrase: str) -> list[Group]:
    """The documents that hold the phrase, the one with most of it first."""
    by_document = [(doc, list(some)) for doc, some in groupby(mentions, key=lambda one: one.document)]
    most = MOST if len(by_document) == 1 else EACH
    groups = [
        Group(doc, sum(one.times for one in some), [_found(one, phrase) for one in some[:most]], max(0, len(some) - most))
        for doc, some in by_document
    ]
    return sorted(groups, key=lambda group: (-group.times, group.document.title))


def _found(mention: Mention, phrase: str) -> Found:
    text = mention.passage.text
    beside = [tuple(places.segments(said, places.mentioned(said, phrase))) for said in mention.beside]
    holding = [
        tuple(places.segments(text[start:end], [(a - start, b - start) for a, b in mention.spans]))
        for start, end in sentence_spans(text)
        if any(a < end and start < b for a, b in mention.spans)
    ]
    sentences = (*beside, *holding)
    return Found(mention, phrase, sentences[:SENTENCES], max(0, len(sentences) - SENTENCES))
