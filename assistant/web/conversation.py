"""A conversation as it is shown: questions, their answers while they grow, and what can be done with each."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import civil, render
from assistant.generate import Draft, answers
from assistant.kept import STATUS, since_words
from assistant.web import views
from kb.answers import Kept
from kb.errors import StoreError
from kb.ids import digest
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Document, Scope
from kb.text import fold_white

KEY = 16  # characters of the digest in an answer's address, by which nobody finds it who was not given it
NO_QUESTION = "Not a question to the documents"
OPINIONS = {"right": "right", "wrong answer": "a wrong answer", "wrong evidence": "wrong evidence"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and, once it is there, its answer. `documents` are those of the library when it is shown; `kept` is the
    answer as it was kept, None while it grows or where it could not be; `thanked` says that an opinion was just given."""

    question: str
    documents: dict[str, Document]
    answer: Answer | None = None
    kept: Kept | None = None
    thanked: bool = False

    @property
    def status(self) -> str:
        return "" if not self.answer else NO_QUESTION if self.replied else STATUS[self.answer.status]

    @property
    def replied(self) -> bool:
        """Whether it is Remit's own word to what is no question to documents ("thanks"): nothing was looked up."""
        said = civil.reply(fold_white(self.question))
        return bool(said and self.answer and self.answer.text.startswith(said))

    @property
    def blocks(self) -> list[tuple[str, list[list[views.Piece]]]]:
        return views.blocks(self.answer) if self.answer else []

    @property
    def searched(self) -> str:
        return searched(list(self.documents.values()), self.answer.filters.get("doc", []) if self.answer else [])

    @property
    def announced(self) -> str:
        """What a screen reader hears."""
        if not self.answer:
            return "Searching the documents."
        if self.replied:
            return f"{self.status}. {self.answer.text}"
        return f"{self.status}. {views.count(len(self.answer.citations), 'source')}."

    @property
    def copied(self) -> str:
        """What is copied: the question, the answer and where its quotes stand."""
        return f"{self.question}\n\n{render.answer_text(self.answer)}" if self.answer else ""

    @property
    def address(self) -> str:
        return address(self.kept) if self.kept else ""

    @property
    def written(self) -> str:
        return render.written_by(self.answer) if self.answer else ""

    @property
    def since(self) -> list[str]:
        return [since_words(one) for one in self.kept.since] if self.kept else []

    @property
    def opinion(self) -> str:
        """What the last reader said of it."""
        return OPINIONS[self.kept.feedback[-1].opinion] if self.kept and self.kept.feedback else ""

    def place(self, citation: Citation) -> str:
        return render.place(citation)


def asked(kb: KnowledgeBase, question: str, earlier: Sequence[Turn], scope: Scope, who: str) -> Iterator[Turn]:
    """The question, then its answer as it grows, at last as it is kept under the name of who asked."""
    turn = Turn(question, _documents(kb))
    yield turn
    draft: Draft | None = None
    for draft in answers(kb, question, [one.question for one in earlier], scope):
        yield replace(turn, answer=draft.answer)
    if draft:
        yield replace(turn, answer=draft.answer, kept=_kept(kb, draft, who))


def _kept(kb: KnowledgeBase, draft: Draft, who: str) -> Kept | None:
    """The answer with its number; one that cannot be kept is an answer all the same."""
    try:
        return kb.answers.get(kb.answers.keep(draft.answer, who, draft.prompt))
    except StoreError:
        return None


def recalled(kb: KnowledgeBase, kept: Kept) -> Turn:
    """A kept answer as it was given."""
    return Turn(kept.answer.question, _documents(kb), kept.answer, kept)


def address(kept: Kept) -> str:
    """Where a kept answer is found. It cannot be guessed from its number.

    >>> one = Kept(7, "2026-03-01 09:30:00", "", Answer("Q", "answered", "A"), (), None)
    >>> address(one)[:2], len(address(one))
    ('7-', 18)
    """
    return f"{kept.id}-{digest(repr((kept.at, kept.who, kept.answer.question)).encode())[:KEY]}"


def found(kb: KnowledgeBase, wanted: str) -> Kept | None:
    """The kept answer at an address, None where there is none. Raises InputError for one that is not kept any more."""
    number = wanted.partition("-")[0]
    kept = kb.answers.get(int(number)) if number.isascii() and number.isdigit() and len(number) < KEY else None
    return kept if kept and address(kept) == wanted else None


def drawn(kb: KnowledgeBase, turns: Sequence[Turn]) -> str:
    """The conversation as HTML."""
    announced = turns[-1].announced if turns else ""
    return views.html("conversation", turns=turns, documents=kb.documents(), announced=announced)


def _documents(kb: KnowledgeBase) -> dict[str, Document]:
    return {document.id: document for document in kb.documents()}


def searched(documents: Sequence[Document], docs: Sequence[str]) -> str:
    """
    >>> library = [Document("a", "The plan", "plan", 1, "", "", "pdf"), Document("b", "A paper", "paper", 1, "", "", "pdf")]
    >>> searched(library, ["b"]), searched(library, [])
    ('A paper', 'all 2 documents')
    """
    titles = [document.title for document in documents if document.id in docs]
    return "; ".join(titles) if titles else f"all {views.count(len(documents), 'document')}"
