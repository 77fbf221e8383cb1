"""Is the evidence enough to answer from, or do the documents not say?

Sharing words with a passage is no answer. A value that is asked for must stand there, a name must be the same name, and the
words that make the question this question must be met.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant import values, words
from assistant.corpus import Corpus
from assistant.evidence import Scored, Unit
from assistant.question import Question
from assistant.values import ValueKind

COVERED = 0.5  # share of the question's words, rare ones counting more, that evidence must hold
ALIKE = 0.6  # or the encoder's likeness that makes up for other words
# Kinds of value without which there is no answer. How long and how often are also said without a figure.
HARD: frozenset[ValueKind] = frozenset(("money", "percent", "number", "date", "month", "email", "phone"))

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
    if question.values and question.values[0] in HARD and not best.value:
        return Gap(f"no document gives {_CALLED[question.values[0]]} for this")
    if foreign := [name for name in question.names if not _met(name, best.unit, corpus)]:
        return Gap(f"nothing here speaks of {' '.join(foreign[0])}")
    if best.covered < COVERED and best.dense < ALIKE:
        return Gap("nothing in the documents answers this")
    if question.counted and values.left_out(best.unit.text, question.counted[-1]):
        return Gap("the figure is left blank", blank=True)
    return None


def _met(name: tuple[str, ...], unit: Unit, corpus: Corpus) -> bool:
    there = words.stem_set(unit.around)
    return all(stem in there or set(corpus.acronyms.get(stem, ("\0",))) <= there for stem in name)
