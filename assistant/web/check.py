"""The Check a plan tab: every requirement of the guidance held against a plan, by verdict, with quotes from both sides."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from time import monotonic

import gradio as gr

from assistant.crosscheck import CheckRow, check
from assistant.web import places, views
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation

# What needs a person first stands first.
VERDICTS = {
    "contradicted": "Contradicted by the plan",
    "missing": "Not found in the plan",
    "partial": "Met in part",
    "met": "Met",
    "not_assessed": "Not assessed",
}
MOMENT = 0.3  # seconds between two words of progress
Choices = list[tuple[str, str]]


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    lead = "Holds a plan against what guidance requires, one requirement at a time."
    shown(views.html("heading", title="Check a plan", lead=lead))
    with gr.Row(elem_classes="filters"):
        plan = gr.Dropdown([], label="Plan to check", scale=3)
        guidance = gr.Dropdown([], value=[], multiselect=True, label="Against (none chosen: all guidance)", scale=3)
        start = gr.Button("Check this plan", variant="primary", scale=1, elem_classes="beside-field")
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            result = shown("", "open")
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, result)

    @said
    def run(plan: str | None, guidance: list[str], request: gr.Request) -> Iterator[str]:
        yield from checked(desk.allowed(request, "check"), plan, guidance)

    @said
    def refresh(plan: str | None, guidance: list[str], request: gr.Request) -> tuple[object, object]:
        plans, guides = choices(desk.kb(request))
        still = plan if plan in dict(plans).values() else plans[0][1] if plans else None
        kept = [doc for doc in guidance if doc in dict(guides).values()]
        return gr.update(choices=plans, value=still), gr.update(choices=guides, value=kept)

    start.click(run, [plan, guidance], result, **{**QUIET, "concurrency_limit": 1})
    generation.change(refresh, [plan, guidance], [plan, guidance], **QUIET)


def choices(kb: KnowledgeBase) -> tuple[Choices, Choices]:
    """What can be checked, plans first, and what it can be held against: the documents with requirements in them."""
    documents = sorted(kb.documents(), key=lambda document: (document.kind != "plan", document.title))
    with_duties = {duty.doc for duty in kb.duties()}
    held = [(document.title, document.id) for document in documents]
    return held, [choice for choice in held if choice[1] in with_duties]


def checked(kb: KnowledgeBase, plan: str | None, guidance: Sequence[str]) -> Iterator[str]:
    """The result as HTML: while it grows how far it is, then all rows by verdict."""
    if not plan:
        raise InputError("Choose a plan first; add one in Library if there is none.")
    rows: list[CheckRow] = []
    total, told = 0, 0.0

    def heard(_: int, of: int) -> None:
        nonlocal total
        total = of

    yield views.html("check_progress", done=0, total=0)
    for row in check(kb, plan, guidance, heard):
        rows.append(row)
        if monotonic() - told > MOMENT:
            told = monotonic()
            yield views.html("check_progress", done=len(rows), total=total)
    yield drawn(kb, plan, rows)


def drawn(kb: KnowledgeBase, plan: str, rows: Sequence[CheckRow]) -> str:
    """All rows by verdict, each with its place in the guidance and what the plan says."""
    documents = {document.id: document for document in kb.documents()}

    def duty_place(row: CheckRow) -> str:
        return places.within(documents[row.duty.doc], row.duty.page, row.duty.number, row.duty.section)

    def place(citation: Citation) -> str:
        return places.cited(citation, documents[citation.doc].kind)

    order = list(VERDICTS)
    by_verdict = groupby(sorted(rows, key=lambda row: order.index(row.verdict)), key=lambda row: row.verdict)
    groups = [(verdict, VERDICTS[verdict], list(found)) for verdict, found in by_verdict]
    return views.html("check", plan=documents[plan], total=len(rows), groups=groups, duty_place=duty_place, place=place)
