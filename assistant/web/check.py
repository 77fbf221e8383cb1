"""The Check a plan tab: every requirement of the guidance held against a plan, by verdict, with quotes from both sides."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from time import monotonic

import gradio as gr

from assistant import render
from assistant.crosscheck import CheckRow, check
from assistant.web import handing, views
from assistant.web.deciding import ANNOUNCED, RETURN, chosen, decided
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation

MOMENT = 0.3  # seconds between two words of progress
Choices = list[tuple[str, str]]
# The groups stay open or closed as the reader left them when the list is drawn again.
FOLDS = """
const folds = {};
element.addEventListener('toggle', (event) => {
  if (event.target.dataset.verdict) folds[event.target.dataset.verdict] = event.target.open;
}, true);
watch('value', () => {
  element.querySelectorAll('[data-verdict]').forEach((fold) => {
    if (fold.dataset.verdict in folds) fold.open = folds[fold.dataset.verdict];
  });
});
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked: the plan, the guidance it is held against (none: all), the documents that speak for it too."""

    plan: str | None
    guidance: Sequence[str] = ()
    companions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A check that was made: its plan and rows."""

    plan: str
    rows: tuple[CheckRow, ...]

    def with_row(self, now: CheckRow) -> Done:
        same = (now.plan, now.duty.id)
        return replace(self, rows=tuple(now if (row.plan, row.duty.id) == same else row for row in self.rows))


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    lead = "Holds a plan against what guidance requires, one requirement at a time."
    shown(views.html("heading", title="Check a plan", lead=lead))
    with gr.Row(elem_classes="filters"):
        plan = gr.Dropdown([], label="Plan to check", scale=3)
        guidance = gr.Dropdown([], value=[], multiselect=True, label="Against (none chosen: all guidance)", scale=3)
    with gr.Row(elem_classes="filters"):
        beside = "Documents that speak for the plan too (an impact assessment, its second file)"
        companions = gr.Dropdown([], value=[], multiselect=True, label=beside, scale=6)
        start = gr.Button("Check this plan", variant="primary", scale=1, elem_classes="beside-field")
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            result = shown("", "open", "choose", script=FOLDS)
            handing_on = shown("", "open", "hand", script=FOCUS)
        with gr.Column(scale=5, elem_classes="source-column"):
            word = shown("", script=ANNOUNCED)
            decision = shown("", "decide", script=FOCUS + RETURN)
            panel(desk, result, handing_on)
    done, asked = gr.State(None), [plan, guidance, companions]
    _deciding(desk, done, (result, decision, word))

    @said
    def run(
        plan: str | None, guidance: list[str], companions: list[str], request: gr.Request
    ) -> Iterator[tuple[object, ...]]:
        kb, may_decide = desk.allowed(request, "check"), desk.person(request).may("review")
        for html, checked_rows in checked(kb, Asked(plan, guidance, companions), may_decide):
            yield html, checked_rows, "", "", handing.asked_for() if checked_rows else ""

    @said
    def refresh(
        plan: str | None, guidance: list[str], companions: list[str], request: gr.Request
    ) -> tuple[object, object, object]:
        plans, guides = choices(desk.kb(request))
        still = plan if plan in dict(plans).values() else plans[0][1] if plans else None
        return gr.update(choices=plans, value=still), _kept(guides, guidance), _kept(plans, companions)

    @said
    def hand(made: Done | None, request: gr.Request) -> str:
        if made is None:
            raise InputError("The service was started anew since the check: press Check this plan again.")
        return handing.made(desk, request, made.plan, made.rows)

    start.click(run, asked, [result, done, decision, word, handing_on], **{**QUIET, "concurrency_limit": 1})
    handing_on.hand(hand, done, handing_on, **{**QUIET, "concurrency_limit": 1})
    generation.change(refresh, asked, asked, **QUIET)


def _deciding(desk: Desk, done: gr.State, shown_on: tuple[gr.HTML, gr.HTML, gr.HTML]) -> None:
    """`shown_on`: the list of rows, the panel in which one is decided, and the word on what came of it."""
    result, decision, word = shown_on

    @said
    def choose(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return chosen(desk, request, event._data), ""

    @said
    def decide(before: Done | None, event: gr.EventData, request: gr.Request) -> tuple[object, ...]:
        outcome = decided(desk, request, event._data)
        if before is None:  # the service was started anew since the check
            return outcome.panel, outcome.word, gr.skip(), None
        now = before.with_row(outcome.row)
        return outcome.panel, outcome.word, drawn(desk.kb(request), now.plan, now.rows, True, outcome.row.duty.id), now

    result.choose(choose, outputs=[decision, word], **QUIET)
    decision.decide(decide, done, [decision, word, result, done], **QUIET)


def choices(kb: KnowledgeBase) -> tuple[Choices, Choices]:
    """What can be checked, plans first, and what it can be held against: the documents with requirements in them."""
    documents = sorted(kb.documents(), key=lambda document: (document.kind != "plan", document.title))
    with_duties = {duty.doc for duty in kb.duties()}
    held = [(document.title, document.id) for document in documents]
    return held, [choice for choice in held if choice[1] in with_duties]


def _kept(known: Choices, chosen: Sequence[str]) -> object:
    """A field's new choices, with those of the chosen that are still there."""
    return gr.update(choices=known, value=[doc for doc in chosen if doc in dict(known).values()])


def checked(
    kb: KnowledgeBase, asked: Asked, may_decide: bool = False
) -> Iterator[tuple[str, Done | None]]:
    """The result as HTML: while it grows how far it is, then all rows by verdict; and at last the rows themselves."""
    if not asked.plan:
        raise InputError("Choose a plan first; add one in Library if there is none.")
    rows: list[CheckRow] = []
    total, told = 0, 0.0

    def heard(_: int, of: int) -> None:
        nonlocal total
        total = of

    yield views.html("check_progress", done=0, total=0), None
    for row in check(kb, asked.plan, asked.guidance, heard, asked.companions):
        rows.append(row)
        if monotonic() - told > MOMENT:
            told = monotonic()
            yield views.html("check_progress", done=len(rows), total=total), None
    yield drawn(kb, asked.plan, rows, may_decide), Done(asked.plan, tuple(rows))


def drawn(kb: KnowledgeBase, plan: str, rows: Sequence[CheckRow], may_decide: bool = False, latest: str = "") -> str:
    """All rows by verdict, each with its place in the guidance and what the plan says; the group of the duty `latest` is
    open. What was removed from the library meanwhile is left out."""
    documents = {document.id: document for document in kb.documents()}
    there = [row for row in rows if _documents(row) <= documents.keys()]
    beside = [documents[doc] for doc in dict.fromkeys(doc for row in there for doc in row.companions) if doc in documents]

    def duty_place(row: CheckRow) -> str:
        return render.place_in(documents[row.duty.doc], row.duty.page, row.duty.number, row.duty.section)

    def place(citation: Citation) -> str:
        return render.place(citation, documents[citation.doc].kind)

    order = list(views.VERDICTS)
    by_verdict = groupby(sorted(there, key=lambda row: order.index(row.verdict)), key=lambda row: row.verdict)
    groups = [(verdict, views.VERDICTS[verdict], list(found)) for verdict, found in by_verdict]
    return views.html(
        "check", plan=kb.document(plan), total=len(there), groups=groups, duty_place=duty_place, place=place,
        may_decide=may_decide, latest=latest, companions=beside,
    )  # fmt: skip


def _documents(row: CheckRow) -> set[str]:
    """All that the row shows a place of."""
    return {row.duty.doc, *(cited.doc for cited in row.evidence), *(near.citation.doc for near in row.nearest)}
