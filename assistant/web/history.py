"""Earlier questions: searched, opened as they were answered, renamed and removed; each person sees their own."""
from __future__ import annotations

import gradio as gr

from assistant.kept import STATUS
from assistant.web import views
from assistant.web.conversation import address, drawn, recalled
from assistant.web.desk import Desk
from assistant.web.talk import Talk
from assistant.web.wiring import QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

MOST = 30  # answers listed; older ones are found by their words

# Moments are told in the reader's own time, those of today and yesterday by these words.
LOCAL = """
const moment = (time) => {
  const at = new Date(time.dateTime), today = new Date();
  const days = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
  const day = {day: 'numeric', month: 'long', ...(at.getFullYear() === today.getFullYear() ? {} : {year: 'numeric'})};
  const named = days === 0 ? 'Today' : days === 1 ? 'Yesterday' : at.toLocaleDateString('en-GB', day);
  time.textContent = `${named}, ${at.toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'})}`;
};
const tell = () => element.querySelectorAll('time').forEach(moment);
watch('value', tell);
tell();
"""


class History:
    """A fold with a search box and the list; `wire` joins it to the conversation."""

    def __init__(self) -> None:
        with gr.Accordion("Earlier questions", open=False, elem_classes="history") as self.fold:
            self.unfolded = gr.State(False)
            self.words = gr.Textbox("", label="Find by words", info="In the question or in the name you gave it")
            self.list = shown("", "recall", "rename", "forget", script=LOCAL)

    def wire(self, desk: Desk, generation: gr.State, talk: gr.State, conversation: gr.HTML) -> None:
        @said
        def look(words: str, request: gr.Request) -> str:
            return listed(desk.kb(request), desk.person(request).name, words, desk.unseen(request))

        @said
        def look_if_seen(unfolded: bool, words: str, request: gr.Request) -> object:
            return look(words, request) if unfolded else gr.skip()

        @said
        def recall(talk: Talk, event: gr.EventData, request: gr.Request) -> str:
            kb = desk.kb(request)
            turn = recalled(kb, kept := kb.answers.get(own(kb, event.answer, desk.person(request).name)))
            talk.change(lambda turns: [*(one for one in turns if not one.kept or one.kept.id != kept.id), turn])
            return drawn(kb, talk.turns)

        @said
        def rename(words: str, event: gr.EventData, request: gr.Request) -> str:
            kb, who = desk.kb(request), desk.person(request).name
            kb.answers.rename(own(kb, event.answer, who), event.name)
            return listed(kb, who, words, desk.unseen(request))

        @said
        def forget(words: str, event: gr.EventData, request: gr.Request) -> str:
            kb, who = desk.kb(request), desk.person(request).name
            kb.answers.remove(own(kb, event.answer, who))
            return listed(kb, who, words, desk.unseen(request))

        seen, latest = [self.unfolded, self.words], {**QUIET, "trigger_mode": "always_last"}
        self.fold.expand(lambda: True, outputs=self.unfolded, **QUIET).then(look, self.words, self.list, **QUIET)
        self.fold.collapse(lambda: False, outputs=self.unfolded, **QUIET)
        self.words.change(look, self.words, self.list, **latest)
        gr.on([conversation.change, generation.change], look_if_seen, seen, self.list, **latest)
        self.list.recall(recall, talk, conversation, **QUIET)
        self.list.rename(rename, self.words, self.list, **QUIET)
        self.list.forget(forget, self.words, self.list, **QUIET)


def own(kb: KnowledgeBase, answer: str, who: str) -> int:
    """The number of an answer that this person asked for. Raises InputError for another's, as for one that is not there."""
    number = int(answer)
    if kb.answers.get(number).who != who:
        raise InputError(f"No answer {number} of yours is kept.")
    return number


def listed(kb: KnowledgeBase, who: str, words: str, unseen: int = 0) -> str:
    """The latest answers with these words, as HTML; `unseen` are those not listed for the documents they quote."""
    kept = kb.answers.recent(who, most=MOST + 1, words=words)
    rows = [(one, STATUS[one.answer.status].split(":")[0], address(one)) for one in kept[:MOST]]
    return views.html("history", rows=rows, more=len(kept) > MOST, words=words.strip(), unseen=unseen)
