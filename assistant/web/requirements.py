"""The Requirements tab: what the guidance in the library says must, should or may be done, each with its source; planners
say there what does not apply, and word it anew where it was read wrongly."""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import linked, render, words
from assistant.linked import Links, Reference
from assistant.requirements import STATES, Narrowed, Requirement, chosen, headings, requirements
from assistant.web import mending, views
from assistant.web.deciding import ANNOUNCED
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Duty

MODALITIES = [("Must", "must"), ("Should", "should"), ("May", "may")]
ALL = ("All documents", "")
ANY = ("Any", "")
LABELS = ("Words", "How binding", "Document", "For", "Section", "Statute", "Standing")  # in the order of Narrowed
EVERY = Narrowed()
NOTHING: tuple[object, ...] = ("", [], "", "", "", "", "")
MOST = 200  # rows drawn at once; more would be slow to draw and nobody reads them


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    lead = "What statutory and other guidance asks for, in its own words."
    shown(views.html("heading", title="Requirements", lead=lead))
    filters = _filters()
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            register = shown("", "open", "mend", "clear")
        with gr.Column(scale=5, elem_classes="source-column"):
            word = shown("", script=ANNOUNCED)
            change = shown("", "keep", script=FOCUS + mending.RETURN)
            panel(desk, register)

    def drawn(request: gr.Request, given: Sequence[object]) -> str:
        asked = Narrowed(*given)  # type: ignore[arg-type]
        return listed(desk.kb(request), asked, may_change=desk.person(request).may("review"))

    @said
    def narrowed(request: gr.Request, *given: object) -> str:
        return drawn(request, given)

    @said
    def refresh(request: gr.Request, *given: object) -> tuple[object, ...]:
        asked, offered = still(desk.kb(request), Narrowed(*given))  # type: ignore[arg-type]
        updates = [gr.update(choices=choices, value=getattr(asked, name)) for name, choices in offered.items()]
        return *updates, drawn(request, (*given[:2], *(getattr(asked, name) for name in offered), asked.state))

    @said
    def mend(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return mending.opened(desk, request, event._data), ""

    @said
    def keep(event: gr.EventData, request: gr.Request, *given: object) -> tuple[str, str, str]:
        return *mending.kept(desk, request, event._data), drawn(request, given)

    text, modality, doc, *exact, state = filters
    chosen_of_lists = [modality.input, *(each.input for each in (*exact, state))]
    gr.on([text.change, *chosen_of_lists], narrowed, filters, register, trigger_mode="always_last", **QUIET)
    gr.on([generation.change, doc.input], refresh, filters, [doc, *exact, register], trigger_mode="always_last", **QUIET)
    register.clear(lambda: NOTHING, outputs=filters, **QUIET).then(refresh, filters, [doc, *exact, register], **QUIET)
    register.mend(mend, outputs=[change, word], **QUIET)
    change.keep(keep, filters, [change, word, register], **QUIET)


def _filters() -> list[Any]:
    """One field for each of Narrowed's, in its order."""
    with gr.Row(elem_classes="filters"):
        text = gr.Textbox("", label="Words", info="Only requirements that hold all of them", scale=2)
        modality = gr.CheckboxGroup(MODALITIES, label="How binding", info="Nothing ticked: all", scale=3)
        doc = gr.Dropdown([ALL], value="", label="Document", info="Where the requirement stands", scale=2)
    with gr.Row(elem_classes="filters"):
        bearer = gr.Dropdown([ANY], value="", label="For", info="Whose it is, where that is said", scale=3)
        section = gr.Dropdown([ANY], value="", label="Section", info="Under which heading, or below it", scale=3)
        statute = gr.Dropdown([ANY], value="", label="Statute", info="The law it names, or a section of it", scale=3)
        standing = [ANY, *((state, state) for state in STATES)]
        state = gr.Dropdown(standing, value="", label="Standing", info="As set by a person", scale=2)
    return [text, modality, doc, bearer, section, statute, state]


def still(kb: KnowledgeBase, asked: Narrowed) -> tuple[Narrowed, dict[str, list[tuple[str, str]]]]:
    """What can be chosen by document, bearer, section and statute, the last three from the document asked for; and what is
    asked for without what cannot be chosen any more."""
    every = kb.duties()
    held = {duty.doc for duty in every}
    documents = [ALL, *((document.title, document.id) for document in kb.documents() if document.id in held)]
    doc = asked.doc if asked.doc in held else ""
    own = [duty for duty in every if doc in ("", duty.doc)]
    offered = {
        "doc": documents,
        "bearer": _named(_once((duty.bearer or "" for duty in own), words.stem_set)),
        "section": _named(dict.fromkeys(heading for duty in own for heading in headings(duty))),
        "statute": _named(_once((duty.statute or "" for duty in own), str.casefold)),
    }
    known = {name: dict(choices).values() for name, choices in offered.items()}
    kept = {name: value if (value := getattr(asked, name)) in known[name] else "" for name in offered}
    return replace(asked, **kept), offered


def _once(values: Iterable[str], key: Callable[[str], Hashable]) -> list[str]:
    """In the order of the alphabet, each as it is first written: "Boards" and "board" are the same."""
    first: dict[Hashable, str] = {}
    for value in values:
        first.setdefault(key(value), value)
    return sorted(first.values(), key=str.casefold)


def _named(values: Iterable[str]) -> list[tuple[str, str]]:
    return [ANY, *((value, value) for value in values if value)]


def listed(kb: KnowledgeBase, asked: Narrowed = EVERY, *, may_change: bool = False) -> str:
    """The requirements that pass all filters, as HTML."""
    documents = {document.id: document for document in kb.documents()}
    every = [row for row in requirements(kb) if row.duty.doc in documents]
    found = chosen(every, asked)

    def place(row: Requirement) -> str:
        return render.place_in(documents[row.duty.doc], row.duty.page, row.duty.number, row.duty.section)

    drawn = found[:MOST]
    links = {own: link for doc in {row.duty.doc for row in drawn} for own, link in linked.links(kb, doc).items()}

    def leads(row: Requirement) -> list[tuple[str, str, str, str]]:
        return _leads(links.get(row.duty.id, linked.NOTHING), documents[row.duty.doc])

    return views.html(
        "requirements", rows=[(row, place(row), leads(row)) for row in drawn], total=len(found), every=len(every),
        out=sum(row.mended.out is not None for row in found), asked=_asked(asked, documents), may_change=may_change,
    )  # fmt: skip


def _leads(link: Links, document: Document) -> list[tuple[str, str, str, str]]:
    """Of each place that a requirement leads to: how it does, the words there, where that is, and the passage."""
    to: list[tuple[str, Reference | Duty]] = [(f"Refers to {one.written}", one) for one in link.refers]
    to += [("Repeats", link.repeats)] if link.repeats else []
    to += [("Repeated as", one) for one in link.repeated]
    return [(how, one.text, render.place_in(document, one.page, one.number, one.section), one.passage) for how, one in to]


def _asked(asked: Narrowed, documents: Mapping[str, Document]) -> list[str]:
    """The filters that are set, in words."""
    doc = documents[asked.doc].title if asked.doc in documents else ""
    said = (asked.words, " or ".join(asked.modality), doc, asked.bearer, asked.section, asked.statute, asked.state)
    return [f"{label}: {value}" for label, value in zip(LABELS, said, strict=True) if value]
