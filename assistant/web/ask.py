"""The Ask tab: a question, its answer with numbered sources, and the source beside it."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.suggestions import following, suggested
from assistant.web import history, views
from assistant.web.conversation import Turn, asked, drawn
from assistant.web.desk import Desk
from assistant.web.scoping import Chooser, Chosen, chosen_of
from assistant.web.source import panel
from assistant.web.talk import Failed, Talk, Waiting, Worker
from assistant.web.wiring import FOCUS, QUIET, plainly, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

AT_ONCE = 4  # questions worked on at the same time; the rest wait their turn
# Gradio's own way is to drop an event while the one before it is at work.
EACH: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
SENDING: dict[str, Any] = {**EACH, "concurrency_limit": 1, "concurrency_id": "send"}  # at once each, so in their order
ASKING: dict[str, Any] = {**EACH, "concurrency_limit": AT_ONCE, "concurrency_id": "ask"}
SUGGESTING: dict[str, Any] = {**QUIET, "concurrency_limit": 1, "concurrency_id": "suggest"}

# The question box is emptied in the browser as a question is sent, never later: what is typed next stays.
SEND, GIVE_BACK = "(words) => [words, '']", "(words, sent) => words || sent"
# A new answer is brought into view.
LATEST = """
watch('value', () => {
  const turns = element.querySelectorAll('.turn');
  const latest = turns[turns.length - 1];
  if (latest && turns.length !== Number(element.dataset.turns)) latest.scrollIntoView({block: 'start'});
  element.dataset.turns = turns.length;
});
"""
# The clipboard is closed to pages that did not come by HTTPS or from this machine: there the text is selected and copied.
COPY = """
element.addEventListener('click', async (event) => {
  const pressed = event.target.closest('[data-copy]');
  if (!pressed) return;
  try {
    await navigator.clipboard.writeText(pressed.dataset.copy);
  } catch (error) {
    const box = document.createElement('textarea');
    box.value = pressed.dataset.copy;
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
    pressed.focus();
  }
  pressed.parentElement.querySelector('[role=status]').textContent = 'Copied with its references.';
});
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands on the tab."""

    talk: gr.State
    conversation: gr.HTML
    next_ones: gr.HTML
    queue: gr.HTML
    question: gr.Textbox
    sent: gr.Textbox
    send: gr.Button
    clear: gr.Button
    chooser: Chooser
    past: history.History


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    parts = _parts(desk)
    _asking(desk, parts, generation)
    _choosing(desk, parts, generation)
    parts.past.wire(desk, generation, parts.talk, parts.conversation)


def _parts(desk: Desk) -> Parts:
    talk = gr.State(Talk())
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6, elem_classes="conversation-column"):
            conversation = shown("", "open", "comment", script=LATEST + COPY + FOCUS, look="conversation")
            next_ones = shown("", "ask")
            with gr.Column(elem_classes="composer"):
                queue = shown("", "ask")
                question = gr.Textbox("", label="Your question", lines=1, max_lines=6, autofocus=True)
                sent = gr.Textbox("", label="The question sent", visible="hidden")
                with gr.Row(elem_classes="actions"):
                    send = gr.Button("Ask", variant="primary")
                    clear = gr.Button("New conversation", variant="secondary", elem_classes="after-first")
                chips = shown("", "drop")
            chooser = Chooser(chips)
            past = history.History()
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, conversation)
    return Parts(talk, conversation, next_ones, queue, question, sent, send, clear, chooser, past)


def _asking(desk: Desk, parts: Parts, generation: gr.State) -> None:
    @said
    def begin_again(request: gr.Request, talk: Talk) -> tuple[str, str]:
        talk.clear()
        return drawn(desk.kb(request), talk.turns), waiting(talk)

    @said
    def leads(talk: Talk, request: gr.Request) -> str:
        return leading(desk.kb(request), talk.turns)

    @said
    def comment(talk: Talk, event: gr.EventData, request: gr.Request) -> str:
        return commented(desk, request, talk, event)

    for begun in (
        *_sending(desk, parts),
        parts.clear.click(begin_again, parts.talk, [parts.conversation, parts.queue], **QUIET),
    ):
        begun.then(leads, parts.talk, parts.next_ones, **SUGGESTING)
    parts.conversation.comment(comment, parts.talk, parts.conversation, **QUIET)
    generation.change(leads, parts.talk, parts.next_ones, **SUGGESTING)


def _sending(desk: Desk, parts: Parts) -> list[Any]:
    """A question goes into the line as it is sent or pressed, then the line is answered: the events that end so."""

    @said
    def send(wanted: str, talk: Talk, *chosen: Any) -> str:
        return joined(talk, wanted, chosen_of(chosen))

    @said
    def send_pressed(event: gr.EventData, talk: Talk, *chosen: Any) -> str:
        return joined(talk, event.question, chosen_of(chosen))

    @said
    def answer(request: gr.Request, talk: Talk) -> Iterator[tuple[object, str]]:
        yield from answered_in_turn(desk, request, talk)

    fields, box = [parts.talk, *parts.chooser.fields], [parts.sent, parts.question]
    joining = []
    for event in (parts.question.submit, parts.send.click):
        emptied = event(None, parts.question, box, js=SEND, **EACH)
        joining.append(emptied.then(send, [parts.sent, *fields], parts.queue, **SENDING))
        joining[-1].failure(None, [parts.question, parts.sent], parts.question, js=GIVE_BACK, **EACH)
    joining += [pressed.ask(send_pressed, fields, parts.queue, **SENDING) for pressed in (parts.next_ones, parts.queue)]
    shows = [parts.conversation, parts.queue]
    return [one.success(answer, parts.talk, shows, **ASKING) for one in joining]


def _choosing(desk: Desk, parts: Parts, generation: gr.State) -> None:
    chooser = parts.chooser

    @said
    def refresh(request: gr.Request, *chosen: Any) -> list[object]:
        return chooser.drawn(desk.kb(request), chosen_of(chosen))

    @said
    def redraw(request: gr.Request, talk: Talk) -> object:
        return gr.skip() if talk.at_work else drawn(desk.kb(request), talk.turns)

    @said
    def choose(request: gr.Request, *chosen: Any) -> list[object]:
        return chooser.told(desk.kb(request), chosen_of(chosen))

    @said
    def drop(event: gr.EventData, request: gr.Request, *chosen: Any) -> list[object]:
        return chooser.drawn(desk.kb(request), chosen_of(chosen).without(event.field, event.value))

    told, latest = [chooser.chips, chooser.fold], {**QUIET, "trigger_mode": "always_last"}
    gr.on([field.input for field in chooser.fields], choose, chooser.fields, told, **latest)
    chooser.chips.drop(drop, chooser.fields, chooser.outputs, **QUIET)
    generation.change(refresh, chooser.fields, chooser.outputs, **QUIET)
    # By itself, for the chooser takes its time: a conversation drawn before it would undo what was answered meanwhile.
    generation.change(redraw, parts.talk, parts.conversation, **QUIET)


def joined(talk: Talk, wanted: str, chosen: Chosen) -> str:
    """The line with the question at its end, as HTML. Raises InputError for no words."""
    if not wanted.strip():
        raise InputError("Write a question first, then press Ask.")
    talk.join(Waiting(wanted.strip(), chosen))
    return waiting(talk)


def waiting(talk: Talk) -> str:
    """What waits and what failed, as HTML."""
    return views.html("line", waiting=talk.waiting, failed=talk.failed)


def answered_in_turn(desk: Desk, request: gr.Request, talk: Talk) -> Iterator[tuple[object, str]]:
    """Works through the line: the conversation and what still waits after every step. Where one fails the next is answered
    all the same, and the one that failed stands there to be asked again, so that nobody has to type it twice."""
    worker = talk.begin()
    if worker is None:
        yield gr.skip(), waiting(talk)
        return
    kb = desk.kb(request)
    try:
        while one := talk.following(worker):
            failed = None
            try:
                for turns in answered(desk, request, one, talk, worker):
                    yield drawn(kb, turns), waiting(talk)
            except Exception as error:
                failed = Failed(one.question, plainly(error))
            talk.finish(worker, failed)
            yield drawn(kb, talk.turns), waiting(talk)
    finally:
        talk.leave(worker)


def answered(desk: Desk, request: gr.Request, one: Waiting, talk: Talk, worker: Worker) -> Iterator[list[Turn]]:
    """The turns with the question in them, then with its answer as it grows. Where the window begins anew meanwhile, the
    answer is still made and kept among the earlier questions, but not shown."""
    kb, who, earlier = desk.kb(request), desk.person(request).name, talk.turns
    answer = None
    for turn in asked(kb, one.question, earlier, one.chosen.scope(kb.documents()), who):
        answer = turn.answer
        if talk.show(worker, turn):
            yield talk.turns
    if answer:
        desk.asked(answer)


def leading(kb: KnowledgeBase, turns: Sequence[Turn]) -> str:
    """Questions to go on with, as HTML: from the last answer, or from the library where nothing was asked yet."""
    last = turns[-1].answer if turns else None
    questions = following(kb, last) if last else () if turns else suggested(kb)
    return views.html("questions", questions=questions, begun=bool(turns))


def commented(desk: Desk, request: gr.Request, talk: Talk, event: gr.EventData) -> str:
    """The conversation after a reader's word on one of its answers."""
    kb, number = desk.kb(request), int(event.answer)
    kept = kb.answers.comment(number, event.opinion, event.words, desk.person(request).name)

    def told(turn: Turn) -> Turn:
        return replace(turn, kept=kept, thanked=True) if turn.kept and turn.kept.id == number else turn

    talk.change(lambda turns: [told(turn) for turn in turns])
    return drawn(kb, talk.turns)
