"""The Ask tab: a question, its answer with numbered sources, and the source beside it."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.ask import ask
from assistant.web import places, views
from assistant.web.desk import Desk
from assistant.web.source import panel
from assistant.web.wiring import QUIET, said, shown
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Document, Scope

STATUS = {"answered": "Answered", "partial": "In part", "disputed": "Disputed", "not_found": "Not in the documents"}
AT_ONCE = 4  # questions worked on at the same time; the rest wait their turn


Step = tuple[str, list["Turn"], str]  # what the question box, the turns and the conversation become
# A new answer is brought into view.
LATEST = """
watch('value', () => {
  const turns = element.querySelectorAll('.turn');
  const latest = turns[turns.length - 1];
  if (latest && turns.length !== Number(element.dataset.turns)) latest.scrollIntoView({block: 'start'});
  element.dataset.turns = turns.length;
});
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and, once it is there, its answer. `documents` are those of the library when it was asked."""

    question: str
    documents: dict[str, Document]
    answer: Answer | None = None

    @property
    def status(self) -> str:
        return STATUS[self.answer.status] if self.answer else ""

    @property
    def blocks(self) -> list[tuple[str, list[list[views.Piece]]]]:
        return views.blocks(self.answer) if self.answer else []

    @property
    def searched(self) -> str:
        return scope_words(list(self.documents.values()), self.answer.filters.get("doc", []) if self.answer else [])

    @property
    def announced(self) -> str:
        """What a screen reader hears."""
        if not self.answer:
            return "Searching the documents."
        return f"{self.status}. {views.count(len(self.answer.citations), 'source')}."

    def place(self, citation: Citation) -> str:
        document = self.documents.get(citation.doc)
        return places.cited(citation, document.kind if document else None)


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when documents come or go."""
    turns = gr.State([])
    with gr.Row(elem_classes="two-columns"):
        with gr.Column(scale=6, elem_classes="conversation-column"):
            conversation = shown("", "open", script=LATEST, look="conversation")
            with gr.Column(elem_classes="composer"):
                question = gr.Textbox("", label="Your question", lines=1, max_lines=6, autofocus=True)
                with gr.Row(elem_classes="actions"):
                    send = gr.Button("Ask", variant="primary")
                    clear = gr.Button("New conversation", variant="secondary")
                chosen, choosing = _chooser()
        with gr.Column(scale=5, elem_classes="source-column"):
            panel(desk, conversation)

    @said
    def answer(asked: str, earlier: list[Turn], docs: list[str], request: gr.Request) -> Iterator[Step]:
        for step in answered(desk.kb(request), asked, earlier, docs):
            yield step
        if step[1] and (given := step[1][-1].answer):
            desk.asked(given)

    @said
    def refresh(docs: list[str], earlier: list[Turn], request: gr.Request) -> tuple[object, object, str]:
        kb = desk.kb(request)
        return (*_choice(kb, docs), drawn(kb, earlier))

    @said
    def begin_again(request: gr.Request) -> tuple[list[Turn], str]:
        return [], drawn(desk.kb(request), [])

    @said
    def choose(docs: list[str], request: gr.Request) -> object:
        return _choice(desk.kb(request), docs)[1]

    asked: dict[str, Any] = {"inputs": [question, turns, chosen], "outputs": [question, turns, conversation]}
    for asking in (question.submit, send.click):
        asking(answer, **asked, **{**QUIET, "concurrency_limit": AT_ONCE, "concurrency_id": "ask"})
    clear.click(begin_again, outputs=[turns, conversation], **QUIET)
    chosen.change(choose, chosen, choosing, **QUIET)
    generation.change(refresh, [chosen, turns], [chosen, choosing, conversation], **QUIET)


def _chooser() -> tuple[gr.CheckboxGroup, gr.Accordion]:
    """Which documents are searched, folded under a line that says which they are."""
    with gr.Accordion("Documents searched", open=False, elem_classes="chooser") as choosing:
        chosen = gr.CheckboxGroup(
            [],
            value=[],
            label="Search only in these",
            info="With nothing ticked, all documents are searched.",
        )
    return chosen, choosing


def _choice(kb: KnowledgeBase, docs: Sequence[str]) -> tuple[object, object]:
    """The chooser as it is now: documents that were removed are neither offered nor ticked."""
    documents = kb.documents()
    still = [document.id for document in documents if document.id in docs]
    label = f"Documents searched: {scope_words(documents, still)}"
    return gr.update(choices=_titles(documents), value=still), gr.update(label=label)


def answered(kb: KnowledgeBase, asked: str, earlier: list[Turn], docs: Sequence[str]) -> Iterator[Step]:
    """First the conversation with the question in it, then with its answer.

    When the answer fails the question stands in its box again, so that nobody has to type it twice.
    """
    if not asked.strip():
        raise InputError("Write a question first, then press Ask.")
    turn = Turn(asked.strip(), {document.id: document for document in kb.documents()})
    yield "", earlier, drawn(kb, [*earlier, turn])
    try:
        answer = ask(kb, turn.question, [one.question for one in earlier], Scope(docs=tuple(docs)))
    except Exception:
        yield asked, earlier, drawn(kb, earlier)
        raise
    now = [*earlier, replace(turn, answer=answer)]
    yield "", now, drawn(kb, now)


def drawn(kb: KnowledgeBase, turns: Sequence[Turn]) -> str:
    """The conversation as HTML."""
    announced = turns[-1].announced if turns else ""
    return views.html("conversation", turns=turns, documents=kb.documents(), announced=announced)


def _titles(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(document.title, document.id) for document in documents]


def scope_words(documents: Sequence[Document], docs: Sequence[str]) -> str:
    """
    >>> library = [Document("a", "The plan", "plan", 1, "", "", "pdf"), Document("b", "A paper", "paper", 1, "", "", "pdf")]
    >>> scope_words(library, ["b"]), scope_words(library, [])
    ('A paper', 'all 2 documents')
    """
    titles = [document.title for document in documents if document.id in docs]
    return "; ".join(titles) if titles else f"all {views.count(len(documents), 'document')}"
