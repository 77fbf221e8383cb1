"""A checklist held against the body of its document: a step asked for plainly that the body only encourages, or in figures
of its own. A checklist repeats what stands before it, so that its own figure or force is a slip or a change not carried
over.
"""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.disagreement import Conflict, conflict, topic
from assistant.matching import content, kept_vectors, stems
from assistant.statements import Fact, facts
from assistant.units import Unit
from kb.encoders import Encoder

LIKE = 0.5  # cosine from which a sentence of the body may say what the step repeats
COMMON = 0.05  # share of the body's sentences from which a word there tells nothing: what the document is about
SHARED, FEWEST = 0.6, 2  # share of the step's words that the sentence, or what stands above it, must have; words that tell
SHORTEST, LONGEST = 4, 30  # words of a step

# To produce a version of it and to publish it are asked for in any words.
_MAKING = stems("produce publish prepare write create develop make issue provide version copy document")

_CHECKLIST = re.compile(r"\bcheck-?list\b", re.IGNORECASE)
_FREE = re.compile(
    r"\b(?:encouraged to|may (?:wish|want|choose)|can choose|optional(?:ly)?|consider whether)\b", re.IGNORECASE
)
_HEDGED = re.compile(r"\b(?:consider|may|could|might|optional(?:ly)?|where (?:possible|appropriate)|if)\b", re.IGNORECASE)


def against_body(pool: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    """Of every document in the pool that has a checklist, in its order."""
    documents: dict[str, tuple[list[Unit], list[Unit]]] = defaultdict(lambda: ([], []))
    for unit in pool:
        if unit.role not in ("list", "lead_in"):
            documents[unit.passage.doc][bool(_CHECKLIST.search(unit.above))].append(unit)
    for body, every in documents.values():
        steps = [unit for unit in every if SHORTEST <= len(_asked(unit).split()) <= LONGEST]
        if body and steps:
            yield from _held(body, steps, encoder)


def _held(body: Sequence[Unit], steps: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    steps_of, body_of = ([_asked(step) for step in steps], [unit.text for unit in body])
    alike = encoder.likeness(kept_vectors(encoder, steps_of), kept_vectors(encoder, body_of))
    often = Counter(stem for unit in body for stem in stems(unit.text))
    common = {stem for stem, times in often.items() if times > max(COMMON * len(body), 1)}
    for at, step in enumerate(steps):
        asked = {stem for stem in content(_asked(step)) if not stem.isdigit()} - common - _MAKING
        near = [body[n] for n in np.argsort(-alike[at], kind="stable") if alike[at, n] >= LIKE]
        found = next((slip for unit in near if (slip := _slip(step, unit, asked))), None)
        if found and len(asked) >= FEWEST:
            yield found


def _slip(step: Unit, said: Unit, asked: set[str]) -> Conflict | None:
    if _share(asked, said.text) >= SHARED and _FREE.search(said.text) and not _HEDGED.search(step.text):
        why = "The checklist asks for what the text only encourages."
        return conflict(topic(said), "wording", said, step, why)
    if _share(asked, f"{said.above} {said.text}") < SHARED:
        return None
    for one in _times(said):
        for two in _times(step):
            if one.measure == two.measure and one.value != two.value:
                told = (unit.text[fact.start : fact.end] for unit, fact in ((said, one), (step, two)))
                return conflict(topic(said), "number", said, step, "The text says {}, its checklist {}.".format(*told))
    return None


def _times(unit: Unit) -> list[Fact]:
    return [fact for fact in facts(unit.text) if fact.kind in ("length", "percent")]


def _share(asked: set[str], text: str) -> float:
    return len(asked & stems(text)) / len(asked) if asked else 0.0


def _asked(step: Unit) -> str:
    """The step without the other cells of its row."""
    return max(step.text.split(" | "), key=len)
