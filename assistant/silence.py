"""Is the evidence enough to answer from, or do the documents not say?

Sharing words with a passage is no answer. A value that is asked for must stand there, a name must be the same name, and the
words that make the question this question must be met.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import values, words
from assistant.corpus import Corpus
from assistant.evidence import Scored, Unit, blank_cell, enumerates
from assistant.question import Question
from assistant.scope import names_authority
from assistant.values import ValueKind

COVERED = 0.5  # share of the question's words, rare ones counting more, that evidence must hold
HEARD = 0.7  # share from which a word that no document has does not matter
REASONED = 0.7  # the same for "why": what is asked to be explained must itself be said
ALIKE = 0.6  # or the encoder's likeness that makes up for other words
# Kinds of value without which there is no answer. How long and how often are also said without a figure.
HARD: frozenset[ValueKind] = frozenset(("money", "percent", "number", "date", "month", "email", "phone"))

_PLAIN = re.compile(r"[\w/.-]*\w")
_CALLED: dict[ValueKind, str] = {
    "money": "a sum",
    "percent": "a share",
    "number": "a number",
    "date": "a date",
    "month": "a month",
    "year": "a year",
    "duration": "a time",
    "email": "an e-mail address",
    "phone": "a telephone number",
    "address": "an address",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no answer: `why` in words; `blank` where the document announces a figure that it leaves out."""

    why: str
    blank: bool = False


def gap(question: Question, best: Scored, corpus: Corpus) -> Gap | None:
    """What the best evidence lacks, or None where it is enough."""
    if blank_cell(question, best.unit):
        return Gap("the cell is left blank", blank=True)
    if question.values and question.values[0] in HARD and not best.value:
        return Gap(f"no document gives {_CALLED[question.values[0]]} for this")
    bodies = [document for document in corpus.documents if document.authority]
    named = [name for name in question.names if not any(names_authority(" ".join(name), body, corpus) for body in bodies)]
    if foreign := [name for name in named if not _met(name, best.unit, corpus)]:
        return Gap(f"nothing here speaks of {_said(question, foreign[0])}")
    if question.labels and not any(words.has_run(label, words.stems(best.unit.around)) for label in question.labels):
        return Gap(f"nothing here is called {_said(question, question.labels[0])}")
    unheard = [stem for stem in best.missing if not corpus.frequency[stem]]
    if unheard and best.covered < HEARD:
        return Gap(f"nothing near this speaks of {_said(question, unheard[:1])}")
    needed = REASONED if question.kind == "why" else COVERED
    if best.covered < needed and (best.dense < ALIKE or question.kind == "why"):
        return Gap("nothing in the documents answers this")
    if question.kind == "list" and not enumerates(question, best.unit):
        return Gap("it is not listed anywhere")
    if question.counted and values.left_out(best.unit.text, question.counted[-1]):
        return Gap("the figure is left blank", blank=True)
    return None


def _said(question: Question, stems: Sequence[str]) -> str:
    """The question's own words for the stems."""
    return " ".join(dict.fromkeys(word for word in _PLAIN.findall(question.text) if words.stem(words.bare(word)) in stems))


def _met(name: tuple[str, ...], unit: Unit, corpus: Corpus) -> bool:
    there = words.stem_set(unit.around)
    if not all(stem in there or set(corpus.acronyms.get(stem, ("\0",))) <= there for stem in name):
        return False
    return len(name) != 2 or words.has_run(name, words.told(unit.around))
