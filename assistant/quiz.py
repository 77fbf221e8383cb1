"""A short quiz from the registers: what is asked, what may be chosen and what is right all stand in the documents.

The same library gives the same quiz, so that what somebody got wrong can be looked at again.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from assistant.cite import MAX_QUOTE, citation
from assistant.induction import DEPENDENT
from kb import amended
from kb.ids import digest
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Direction, Document, Duty, Entry, Passage
from kb.text import find_quote

BINDING, DEADLINES, TERMS = 3, 3, 2  # questions of each sort
CHOICES = 4
LONGEST = 320  # characters of a quote that is read in a quiz
BLANK = "_____"
T = TypeVar("T")
_GOES_ON = re.compile(r"^(?:must|should|may)\b|\b(?:must|should|may) (?:also|then|wish)\b", re.IGNORECASE)  # from another
_MODAL = re.compile(r"\b(must|should|may)\b")
# "No provider may": the word that binds, alone, would teach the opposite.
_DENIED = re.compile(r"\b(?:no|not|nobody|none|nor|never|neither|only)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `said` is the document's sentence with a BLANK, or empty; `choices` has `right` in it."""

    question: str
    said: str
    choices: tuple[str, ...]
    right: str
    citation: Citation


def quiz(kb: KnowledgeBase, body: str | None = None) -> list[Asked]:
    """Up to eight questions; fewer, or none, where the registers hold too little to choose between. For a body, they are
    from its own documents and from guidance and law."""
    in_force = [one for one in kb.documents() if one.status != "superseded"]
    own = [one for one in in_force if body in (None, one.authority) or one.kind in ("guidance", "law")]
    documents = {one.id: one for one in own}
    made = _Quiz(kb, documents)
    return [*islice(made.binding(), BINDING), *islice(made.deadlines(), DEADLINES), *islice(made.terms(), TERMS)]


@dataclass(frozen=True, slots=True)
class _Quiz:
    kb: KnowledgeBase
    documents: dict[str, Document]

    def binding(self) -> Iterator[Asked]:
        """How binding a requirement is. "Must", "should" and "may" take turns."""
        out = amended.not_applying(self.kb.decisions.history(what=("duty",)))
        single = [one for one in self.kb.duties() if one.doc in self.documents and _asks(one) and one.id not in out]
        for duty in _turns(_mixed(single, lambda one: one.id), lambda one: one.modality):
            said = _MODAL.sub(BLANK, duty.text)
            yield from self._asked("How binding is this?", said, ("must", "should", "may"), duty.modality, duty)

    def deadlines(self) -> Iterator[Asked]:
        """By when a Direction is to be done."""
        dated = [one for one in self.kb.directions() if self._issued(one) and _clean(one.deadline_text) in one.text]
        every = _distinct(_clean(one.deadline_text) for one in _mixed(dated, lambda one: one.id))
        for direction in _mixed(dated, lambda one: one.id):
            right = _clean(direction.deadline_text)
            if len(every) >= CHOICES and direction.text.count(right) == 1:
                said = direction.text.replace(right, BLANK)
                yield from self._asked("What is this Direction's deadline?", said, _some(every, right), right, direction)

    def terms(self) -> Iterator[Asked]:
        """What a term or an acronym means."""
        known = [one for one in self.kb.glossary() if one.doc in self.documents and one.term and one.definition]
        for kind in ("acronym", "definition"):
            own = [one for one in known if one.kind == kind]
            every = _distinct(str(one.definition) for one in _mixed(own, lambda one: str(one.term)))
            for entry in _mixed(own, lambda one: str(one.term))[:1] if len(every) >= CHOICES else []:
                asks = "What does “{}” stand for?" if kind == "acronym" else "What does “{}” mean in these documents?"
                right = str(entry.definition)
                yield from self._asked(asks.format(entry.term), "", _some(every, right), right, entry)

    def _issued(self, direction: Direction) -> bool:
        """Whether it stands in the Directions themselves; papers only quote them."""
        document = self.documents.get(direction.doc)
        return document is not None and document.kind == "directions" and bool(_clean(direction.deadline_text))

    def _asked(
        self, question: str, said: str, choices: Sequence[str], right: str, source: Duty | Direction | Entry
    ) -> Iterator[Asked]:
        """The question, where its answer can be quoted."""
        passage: Passage = self.kb.passage(source.passage)
        span = find_quote(passage.text, source.text)
        if span and span[1] - span[0] <= MAX_QUOTE:
            cited = citation(self.documents[passage.doc], passage, *span, 1)
            yield Asked(question, said, tuple(choices), right, cited)


def _asks(duty: Duty) -> bool:
    """Whether the word that binds stands in the sentence itself, once, and the sentence can be read alone."""
    leans = duty.lead_in or DEPENDENT.match(duty.text) or _GOES_ON.search(duty.text) or _DENIED.search(duty.text)
    return _MODAL.findall(duty.text) == [duty.modality] and len(duty.text) <= LONGEST and not leans


def _clean(text: str | None) -> str:
    """
    >>> _clean("by March 2026"), _clean(None)
    ('March 2026', '')
    """
    return re.sub(r"^(?:by|before|until|no later than)\s+(?:the end of\s+)?", "", text or "", flags=re.IGNORECASE)


def _mixed(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """In an order that looks like chance and is always the same."""
    return sorted(items, key=lambda one: digest(key(one).encode()))


def _turns(items: Sequence[T], key: Callable[[T], str]) -> Iterator[T]:
    """
    >>> list(_turns(["a1", "a2", "b1"], lambda one: one[0]))
    ['a1', 'b1', 'a2']
    """
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    for turn in range(max(map(len, groups.values()), default=0)):
        yield from (some[turn] for some in groups.values() if turn < len(some))


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _some(every: Sequence[str], right: str) -> tuple[str, ...]:
    """CHOICES of them with the right one, which stands at no place in particular."""
    others = [one for one in _mixed(every, lambda one: one + right) if one != right][: CHOICES - 1]
    return tuple(_mixed([*others, right], str))
