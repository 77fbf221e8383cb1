"""The Start here tab: an hour's induction for somebody new on a board, step by step, with a quiz at the end."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import gradio as gr

from assistant.induction import bodies, steps
from assistant.induction_pack import as_docx, as_html, gather
from assistant.quiz import quiz
from assistant.render import place
from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import FOCUS, QUIET, said, shown
from kb.ids import slug
from kb.knowledge_base import KnowledgeBase

LEAD = "An hour's introduction for somebody new on the board, in the words of its own documents."
# What is marked as read is kept by the browser. Steps drawn without it, as when the page is opened again, are drawn anew.
KEPT = """
const settle = () => {
  const drawn = element.querySelector('[data-marked]');
  if (!drawn) return;
  const kept = window.localStorage.getItem('remit-start-here')?.split(' ').filter(Boolean).join(' ') || '';
  if (drawn.dataset.latest) window.localStorage.setItem('remit-start-here', drawn.dataset.marked);
  else if (drawn.dataset.marked !== kept) trigger('restore', {marked: kept});
};
watch('value', settle);
settle();
"""
PAGES = {"must": "Requirements", "directions": "Directions"}  # where all there is for a step stands
# From a step to the page with all that there is for it.
GO = """
element.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-tab]');
  if (!pressed) return;
  const tab = [...document.querySelectorAll('[role=tab]')].find((one) => one.textContent.trim() === pressed.dataset.tab);
  tab.click();
  tab.focus();
});
"""
Given = dict[str, str]  # the number of a question, and what was chosen


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    shown(views.html("heading", title="Start here", lead=LEAD))
    done, given = gr.State([]), gr.State({})
    with gr.Row(elem_classes="filters"):
        body = gr.Dropdown([], value=None, label="For whom", info="The body whose documents are used", visible=False)
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6):
            course = shown("", "open", "mark", "restore", script=FOCUS + KEPT + GO)
            test = shown("", "open", "choose", "again", script=FOCUS)
            pack = shown(views.html("pack", links=None), "pack")
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, course, test)

    @said
    def refresh(chosen: str | None, marked: list[str], picked: Given, request: gr.Request) -> tuple[object, str, str, str]:
        kb = desk.kb(request)
        known = bodies(kb)
        now = chosen if chosen in known else next(iter(known), None)
        offered = gr.update(choices=known, value=now, visible=len(known) > 1)
        return offered, course_html(kb, now, marked), quiz_html(kb, now, picked), views.html("pack", links=None)

    @said
    def mark(marked: list[str], chosen: str | None, event: gr.EventData, request: gr.Request) -> tuple[list[str], str]:
        name = event.step
        now = [one for one in marked if one != name] if name in marked else [*marked, name]
        return now, course_html(desk.kb(request), chosen, now, name)

    @said
    def restore(chosen: str | None, event: gr.EventData, request: gr.Request) -> tuple[list[str], str]:
        kept = str(event.marked).split()
        return kept, course_html(desk.kb(request), chosen, kept)

    @said
    def choose(picked: Given, chosen: str | None, event: gr.EventData, request: gr.Request) -> tuple[Given, str]:
        now = {event.n: event.choice, **picked}  # the first choice counts
        return now, quiz_html(desk.kb(request), chosen, now, event.n)

    @said
    def again(chosen: str | None, request: gr.Request) -> tuple[Given, str]:
        return {}, quiz_html(desk.kb(request), chosen, {})

    generation.change(refresh, [body, done, given], [body, course, test, pack], **QUIET)
    body.input(lambda: {}, outputs=given, **QUIET).then(refresh, [body, done, given], [body, course, test, pack], **QUIET)
    course.mark(mark, [done, body], [done, course], **QUIET)
    course.restore(restore, body, [done, course], **QUIET)
    test.choose(choose, [given, body], [given, test], **QUIET)
    test.again(again, body, [given, test], **QUIET)
    _packing(desk, body, pack)


def _packing(desk: Desk, body: gr.Dropdown, pack: gr.HTML) -> None:
    @said
    def make(chosen: str | None, request: gr.Request) -> str:
        made = gather(desk.kb(request), chosen)
        name = slug(f"induction {made.body or ''}")
        files = [("Word document", f"{name}.docx", as_docx(made)), ("page to print", f"{name}.html", as_html(made))]
        return views.html("pack", links=[(words, desk.offer(request, file, data), file) for words, file, data in files])

    pack.pack(make, body, pack, **QUIET)


def course_html(kb: KnowledgeBase, body: str | None, marked: Sequence[str], latest: str = "") -> str:
    """The steps; the first that is not marked as read is open. `latest` is the one that was just marked or unmarked."""
    every = steps(kb, body)
    made = [step for step in every if step.points]
    marked = [name for name in marked if any(step.name == name for step in made)]
    next_up = next((step.name for step in made if step.name not in marked), "")
    return views.html(
        "start", body=body, steps=made, lacking=[one for one in every if not one.points],
        marked=marked, next_up=next_up, latest=latest, place=place, pages=PAGES,
        left=sum(step.minutes for step in made if step.name not in marked), any_documents=bool(kb.documents()),
    )  # fmt: skip


def quiz_html(kb: KnowledgeBase, body: str | None, picked: Mapping[str, str], latest: str = "") -> str:
    """The quiz with what was chosen in it; `latest` is the number of the question that was just answered."""
    asked = quiz(kb, body)
    right = sum(picked.get(str(n)) == one.right for n, one in enumerate(asked, 1))
    return views.html("quiz", asked=asked, picked=picked, right=right, latest=latest, place=place)

