"""The Check a plan tab: every requirement of the guidance held against a plan, by verdict, with quotes from both sides."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import gradio as gr

from assistant.crosscheck import CheckRow, check
from assistant.web import handing, narrowing, views
from assistant.web.deciding import ANNOUNCED, EMPTIED, RETURN, chosen, decided, proposed
from assistant.web.desk import Desk
from assistant.web.narrowing import Narrowed
from assistant.web.source import panel
from assistant.web.verdicts import PLAIN, View, drawn
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

MOMENT = 0.3  # seconds between two words of progress
Choices = list[tuple[str, str]]
Given = dict[Any, Any]  # what stands in the page's fields, by field
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
    narrowings, filters = _filters()
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            result = shown("", "open", "choose", script=FOLDS)
            handing_on = shown("", "open", "hand", "dismiss", script=FOCUS + EMPTIED)
        with gr.Column(scale=5, elem_classes="source-column"):
            word = shown("", script=ANNOUNCED)
            decision = shown("", "decide", "propose", script=FOCUS + RETURN)
            panel(desk, result, handing_on)
    done, asked = gr.State(None), [plan, guidance, companions]
    _deciding(desk, done, filters, (result, decision, word))
    _handing(desk, done, handing_on)

    @said
    def run(given: Given, request: gr.Request) -> Iterator[tuple[object, ...]]:
        kb, view = desk.allowed(request, "check"), View(desk.person(request).may("review"), _narrowed(given, filters))
        for html, made in checked(kb, Asked(*(given[each] for each in asked)), view):
            known, ready = _owners(made, view.narrowed.owner), gr.update(visible=True) if made else gr.skip()
            yield html, made, "", "", handing.asked_for() if made else "", ready, known

    @said
    def narrow(given: Given, request: gr.Request) -> str:
        made = _held(given[done])
        view = View(desk.person(request).may("review"), _narrowed(given, filters))
        return drawn(desk.kb(request), made.plan, made.rows, view)

    @said
    def refresh(
        plan: str | None, guidance: list[str], companions: list[str], request: gr.Request
    ) -> tuple[object, object, object]:
        plans, guides = choices(desk.kb(request))
        still = plan if plan in dict(plans).values() else plans[0][1] if plans else None
        return gr.update(choices=plans, value=still), _kept(guides, guidance), _kept(plans, companions)

    shown_then = [result, done, decision, word, handing_on, narrowings, filters[1]]
    start.click(run, {*asked, *filters}, shown_then, **{**QUIET, "concurrency_limit": 1})
    gr.on([each.input for each in filters], narrow, {done, *filters}, result, trigger_mode="always_last", **QUIET)
    generation.change(refresh, asked, asked, **QUIET)


def _held(made: Done | None) -> Done:
    """The check that the page shows. Raises InputError where the service has forgotten it."""
    if made is None:
        raise InputError("The service was started anew since the check: press Check this plan again.")
    return made


def _filters() -> tuple[gr.Row, list[Any]]:
    """The row that narrows what is shown, unseen until there is something, and its fields."""
    with gr.Row(elem_classes="filters", visible=False) as narrowings:
        verdicts = [("Every verdict", ""), *((words, verdict) for verdict, words in views.VERDICTS.items())]
        filters = [
            gr.Dropdown(verdicts, value="", label="Verdict", scale=2),
            gr.Dropdown(narrowing.owners([]), value=narrowing.ANYBODY, label="Who sees to it", scale=2),
            gr.Dropdown(narrowing.DUES, value=narrowing.ANY, label="Due date", scale=2),
            gr.CheckboxGroup(narrowing.ONLY, value=[], label="Only", scale=3),
        ]
    return narrowings, filters


def _handing(desk: Desk, done: gr.State, handing_on: gr.HTML) -> None:
    """What the plan's conflicts and reports do when their buttons are pressed."""

    @said
    def hand(made: Done | None, request: gr.Request) -> str:
        before = _held(made)
        return handing.made(desk, request, before.plan, before.rows)

    @said
    def dismiss(made: Done | None, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        before = _held(made)
        yield handing.keeping()
        yield handing.dismissed(desk, request, before.plan, before.rows, event._data)

    handing_on.dismiss(dismiss, done, handing_on, **{**QUIET, "concurrency_limit": 1})
    handing_on.hand(hand, done, handing_on, **{**QUIET, "concurrency_limit": 1})


def _deciding(desk: Desk, done: gr.State, filters: Sequence[Any], shown_on: tuple[gr.HTML, gr.HTML, gr.HTML]) -> None:
    """`filters` narrow the rows. `shown_on`: the list of rows, the panel in which one is decided, and the word on what came
    of it."""
    result, decision, word = shown_on

    @said
    def choose(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return chosen(desk, request, event._data), ""

    @said
    def decide(given: Given, event: gr.EventData, request: gr.Request) -> tuple[object, ...]:
        before, narrowed = given[done], _narrowed(given, filters)
        outcome = decided(desk, request, event._data)
        if before is None:  # the service was started anew since the check
            return outcome.panel, outcome.word, gr.skip(), None, gr.skip()
        now, view = before.with_row(outcome.row), View(True, narrowed, outcome.row.duty.id)
        html = drawn(desk.kb(request), now.plan, now.rows, view)
        return outcome.panel, outcome.word, html, now, _owners(now, narrowed.owner)

    @said
    def propose(event: gr.EventData, request: gr.Request) -> Iterator[str]:
        yield from proposed(desk, request, event._data)

    result.choose(choose, outputs=[decision, word], **QUIET)
    decision.decide(decide, {done, *filters}, [decision, word, result, done, filters[1]], **QUIET)
    decision.propose(propose, outputs=word, **QUIET)


def _narrowed(given: Given, filters: Sequence[Any]) -> Narrowed:
    return Narrowed(*(given[each] for each in filters))


def _owners(made: Done | None, still: str) -> object:
    """The field's choices by what the check's rows say, with the one chosen where it is still among them."""
    if made is None:
        return gr.skip()
    known = narrowing.owners(made.rows)
    return gr.update(choices=known, value=still if still in dict(known).values() else narrowing.ANYBODY)


def choices(kb: KnowledgeBase) -> tuple[Choices, Choices]:
    """What can be checked, plans first, and what it can be held against: the documents with requirements in them."""
    documents = sorted(kb.documents(), key=lambda document: (document.kind != "plan", document.title))
    with_duties = {duty.doc for duty in kb.duties()}
    held = [(document.title, document.id) for document in documents]
    return held, [choice for choice in held if choice[1] in with_duties]


def _kept(known: Choices, chosen: Sequence[str]) -> object:
    """A field's new choices, with those of the chosen that are still there."""
    return gr.update(choices=known, value=[doc for doc in chosen if doc in dict(known).values()])


def checked(kb: KnowledgeBase, asked: Asked, view: View = PLAIN) -> Iterator[tuple[str, Done | None]]:
    """The result as HTML: while it grows how far it is, then the rows by verdict; and at last all rows themselves."""
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
    yield drawn(kb, asked.plan, rows, view), Done(asked.plan, tuple(rows))
