"""Questions worth asking of this library, drawn from what it holds: its terms, Directions and headings.

The registers answer those on terms and Directions. A question on a heading was put to the assistant before it is offered,
and is offered only where the answer stood where the question came from.
"""
from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from weakref import WeakKeyDictionary

from assistant.ask import ask
from kb.ids import digest
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Document

OFFERED, FOLLOWING = 5, 3
TRIED = 8  # questions on headings put to the assistant at most, to find those that are offered
GROWN = 2  # times as many documents, and questions are drawn anew
_HEADING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.)\s+")  # its number
_ASIDE = re.compile(  # what any document has, about which nobody asks
    r"^(?:appendix|annex|contents|foreword|glossary|acronyms|references|table|figure|about|introduction|background|purpose"
    r"|summary|overview|scope|apologies|minutes|agenda|attendance|present|welcome|declarations?|any other|dates? of"
    r"|next meeting|contact|how to|version|document)\b",
    re.IGNORECASE,
)
_MANY = ("the directions", "the minutes")
_WORDS = (2, 7)  # a shorter heading says too little, a longer one is a sentence

Candidate = tuple[str, str]  # a question, and the id of the document that should answer it


@dataclass(frozen=True, slots=True)
class _Offer:
    generation: int
    size: int  # documents of the library when it was made
    candidates: tuple[Candidate, ...]

    def holds(self, kb: KnowledgeBase) -> bool:
        """Whether nothing that matters changed: no document that a question is from, and not most of the library. While
        many documents are added, questions are not drawn anew with each."""
        documents = {one.id for one in kb.documents() if one.status != "superseded"}
        whole = len(self.candidates) == OFFERED and all(doc in documents for _, doc in self.candidates)
        return self.generation == kb.generation or (whole and len(documents) < GROWN * self.size)


_kept: WeakKeyDictionary[KnowledgeBase, _Offer] = WeakKeyDictionary()
_making = threading.Lock()


def suggested(kb: KnowledgeBase) -> tuple[str, ...]:
    """Up to OFFERED questions, the same until the library changes much."""
    with _making:
        offer = _kept.get(kb)
        if offer is None or not offer.holds(kb):
            generation = kb.generation
            offer = _kept[kb] = _Offer(generation, len(kb.documents()), tuple(islice(_candidates(kb), OFFERED)))
        return tuple(question for question, _ in offer.candidates)


def following(kb: KnowledgeBase, answer: Answer) -> tuple[str, ...]:
    """Up to FOLLOWING questions that an answer leads to: on the Directions it quotes, and on the terms in its quotes. The
    registers hold what answers them, so that none has to be tried."""
    documents = {one.id: one for one in kb.documents()}
    leads = dict.fromkeys(_leads(kb, answer, documents))
    return tuple(islice((one for one in leads if one.lower() != answer.question.lower()), FOLLOWING))


def _leads(kb: KnowledgeBase, answer: Answer, documents: dict[str, Document]) -> Iterator[str]:
    for cited in answer.citations:
        if cited.number and cited.doc in documents and documents[cited.doc].kind == "directions":
            issued = kb.directions(cited.doc)
            at = next((at for at, one in enumerate(issued) if one.id == cited.number), len(issued))
            yield from (f"What does Direction {one.id} ask for, and by when?" for one in issued[at + 1 : at + 2])
    quoted = " ".join(cited.quote for cited in answer.citations)
    for entry in kb.glossary():
        term = entry.term or ""
        if term and term not in answer.question and re.search(rf"\b{re.escape(term)}\b", quoted):
            yield _about_term(entry.kind, term)


def _candidates(kb: KnowledgeBase) -> Iterator[Candidate]:
    """Questions of each sort in turn."""
    documents = [one for one in kb.documents() if one.status != "superseded"]
    tried = islice(_headings(kb, documents), TRIED)
    headings = ((question, doc) for question, doc in tried if _answers(kb, question, doc))
    sorts = (headings, _directions(kb, documents), _terms(kb, documents))
    return (one for one in chain.from_iterable(zip_longest(*sorts)) if one)


def _headings(kb: KnowledgeBase, documents: Sequence[Document]) -> Iterator[Candidate]:
    own = Counter(document.kind for document in documents)
    for document in sorted(documents, key=lambda one: (one.kind != "plan", one.kind != "guidance", one.id)):
        headings = dict.fromkeys(_HEADING.sub("", one.heading) for one in kb.passages(document.id) if one.heading)
        called = f"the {document.kind}" if own[document.kind] == 1 and document.kind != "other" else document.title
        names = {document.title.casefold(), (document.authority or "").casefold()}
        for heading in _mixed(one for one in headings if _fits(one) and one.casefold() not in names):
            does = "do" if called in _MANY else "does"
            yield f"What {does} {called} say about “{heading}”?", document.id


def _fits(heading: str) -> bool:
    """
    >>> _fits("Our budget"), _fits("Appendix 1: Services"), _fits("Money"), _fits("We will. Soon")
    (True, False, False, False)
    """
    fewest, most = _WORDS
    named = heading[:1].isupper() and "." not in heading and not _ASIDE.match(heading)
    return named and fewest <= len(heading.split()) <= most


def _directions(kb: KnowledgeBase, documents: Iterable[Document]) -> Iterator[Candidate]:
    issued = [document for document in documents if document.kind == "directions"]
    for document in issued:
        whose = f" of {document.authority}" if len(issued) > 1 and document.authority else ""
        for number in _mixed(one.id for one in kb.directions(document.id) if one.deadline):
            yield f"What does Direction {number}{whose} ask for, and by when?", document.id


def _terms(kb: KnowledgeBase, documents: Iterable[Document]) -> Iterator[Candidate]:
    known = {document.id for document in documents}
    terms = {entry.term: entry for entry in kb.glossary() if entry.term and entry.doc in known}
    for term in _mixed(terms):
        yield _about_term(terms[term].kind, term), terms[term].doc


def _about_term(kind: str, term: str) -> str:
    return f"What does {term} stand for?" if kind == "acronym" else f"What is meant by {_in_a_sentence(term)}?"


def _in_a_sentence(heading: str) -> str:
    """
    >>> _in_a_sentence("Our budget"), _in_a_sentence("NHS and partners"), _in_a_sentence("Licensed User")
    ('our budget', 'NHS and partners', 'Licensed User')
    """
    named = heading[:2].isupper() or any(word[0].isupper() for word in heading.split()[1:])
    return heading if named else heading[0].lower() + heading[1:]


def _mixed(texts: Iterable[str]) -> list[str]:
    """In an order that looks like chance and is always the same: not always the first chapter."""
    return sorted(texts, key=lambda text: digest(text.encode()))


def _answers(kb: KnowledgeBase, question: str, doc: str) -> bool:
    answer = ask(kb, question)
    return answer.status == "answered" and any(cited.doc == doc for cited in answer.citations)
