"""From hits to the sentences, list items, lists and table rows worth quoting, each scored against the question.

A unit is what can be quoted by itself. It is scored by the question's words that it or what stands above it holds (rare
words tell more), by the encoder's likeness, by how well its passage was found, and by whether it holds what is asked for: a
value, a list, the table that is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant import values, words
from assistant.corpus import Corpus
from assistant.question import Question
from kb.models import Document, Hit, Passage
from kb.text import sentence_spans

Role = Literal["sentence", "item", "row", "lead_in", "list"]
MAX_UNITS = 48  # encoded for one question: more take longer than a person should wait
ABOVE, AROUND, TITLE = (
    0.8,
    0.6,
    0.6,
)  # what a word counts that stands in the heading, in the rest of the passage, in the title
LEXICAL, DENSE, RETRIEVED = 0.5, 0.35, 0.15  # weights of the three scores, together 1
VALUE, LISTED, LABELLED, PHRASED, COUNT_FITS = 0.2, 0.12, 0.15, 0.1, 0.1  # added where the unit has what is asked for
CARRIED = 0.5  # what a word taken over from an earlier question weighs
NEAR = 7  # words between a number and what it counts
# Who is counted as people, whatever the document calls them.
_PEOPLE = frozenset(
    words.stem(word)
    for word in "people persons individuals participants attendees respondents residents citizens staff members folk".split()
)
Soft = Mapping[str, float]  # stem of the question -> how far a word of like meaning stands for it, 0 to 1


@dataclass(frozen=True, slots=True)
class Unit:
    """`passage.text[start:end]`, under `above` (headings, caption, header row, lead-in)."""

    document: Document
    passage: Passage
    start: int
    end: int
    role: Role
    above: str
    retrieved: float

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def around(self) -> str:
        """All that a reader of the passage has before them."""
        document = self.document
        named = f"{document.title} {document.authority or ''} {document.kind} {document.id.replace('-', ' ')}"
        return f"{named} {self.above} {self.passage.text}"


@dataclass(frozen=True, slots=True)
class Scored:
    """`covered` is the weighted share of the question's words found, `missing` the stems found nowhere near; `value` says
    whether the kind of value asked for is there, None where none is asked for."""

    unit: Unit
    score: float
    covered: float
    dense: float
    value: bool | None
    missing: tuple[str, ...] = ()


def units(hits: Iterable[Hit]) -> list[Unit]:
    """The units of the hits, in the order of the hits and of the text."""
    return [unit for hit in hits for unit in _of(hit)]


def _of(hit: Hit) -> Iterator[Unit]:
    passage = hit.passage
    heading = " / ".join([*passage.section, *([passage.caption] if passage.caption else [])])
    lead_in, header, at = passage.lead_in or "", "", 0
    if passage.kind in ("list", "table"):
        yield Unit(hit.document, passage, 0, len(passage.text), "list", _joined(heading, lead_in), hit.score)
    for part in passage.parts:
        yield from _sentences(hit, at, part.start, heading)
        at = part.end
        if part.role == "lead_in":
            lead_in = passage.text[part.start : part.end]
            yield Unit(hit.document, passage, part.start, part.end, "lead_in", heading, hit.score)
        elif part.role == "header":
            header = passage.text[part.start : part.end]
        else:
            above = _joined(heading, (header or lead_in) if part.role == "row" else lead_in)
            yield Unit(hit.document, passage, part.start, part.end, part.role, above, hit.score)
    yield from _sentences(hit, at, len(passage.text), _joined(heading, lead_in))


def _sentences(hit: Hit, start: int, end: int, above: str) -> Iterator[Unit]:
    for a, b in sentence_spans(hit.passage.text[start:end]):
        yield Unit(hit.document, hit.passage, start + a, start + b, "sentence", above, hit.score)


def _joined(*pieces: str) -> str:
    return " / ".join(piece for piece in pieces if piece)


def score(question: Question, pool: Sequence[Unit], corpus: Corpus, likeness: Sequence[float]) -> list[Scored]:
    """All units of the pool, best first; ties by document and place. `likeness` is each unit's cosine with the question."""
    return ordered(score_one(question, unit, corpus, dense) for unit, dense in zip(pool, likeness, strict=True))


def ordered(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(
        scored, key=lambda one: (-one.score, one.unit.passage.doc, one.unit.passage.ordinal, one.unit.start, one.unit.end)
    )


def shortlist(question: Question, pool: Sequence[Unit], corpus: Corpus, most: int = MAX_UNITS) -> list[Unit]:
    """The units that are worth encoding, in their order."""
    ranked = sorted(range(len(pool)), key=lambda at: (-score_one(question, pool[at], corpus, 0.0).score, at))
    return [pool[at] for at in sorted(ranked[:most])]


def encoded(unit: Unit) -> str:
    """What of a unit is encoded: its words under the nearest heading or lead-in."""
    return f"{unit.above[-160:]}: {unit.text[:400]}" if unit.above else unit.text[:400]


def likeness(query: NDArray[np.float32], pool: NDArray[np.float32]) -> list[float]:
    """Cosines of unit vectors: `query` is (d,), `pool` (n, d)."""
    return [float(value) for value in pool @ query]


def score_one(question: Question, unit: Unit, corpus: Corpus, dense: float, soft: Soft | None = None) -> Scored:
    covered, missing = coverage(question.terms, unit, corpus, soft or {})
    lexical = covered
    if question.about:
        carried, _ = coverage(question.about, unit, corpus, {})
        lexical = (covered + CARRIED * carried) / (1 + CARRIED)
    value = holds_value(question, unit) if question.values else None
    total = LEXICAL * lexical + DENSE * dense + RETRIEVED * unit.retrieved + _fits(question, unit, value)
    return Scored(unit, total, covered, dense, value, missing)


def _fits(question: Question, unit: Unit, value: bool | None) -> float:
    """What is added for being the sort of thing that is asked for."""
    bonus = 0.0 if value is None else VALUE if value else -VALUE
    if unit.role == "list":
        bonus += _list_fits(question, unit) if question.kind == "list" else -1.0
    if question.labels:
        there = words.stems(f"{unit.above} {unit.text}")
        bonus += LABELLED if any(words.has_run(label, there) for label in question.labels) else -LABELLED
    if any(phrase.lower() in unit.text.lower() for phrase in question.phrases):
        bonus += PHRASED
    return bonus


def _list_fits(question: Question, unit: Unit) -> float:
    items = sum(part.role in ("item", "row") and part.level == 0 for part in unit.passage.parts)
    asked = {values.NUMBER_WORDS.index(word) + 1 for word in words.words(question.text) if word in values.NUMBER_WORDS[:20]}
    return LISTED + (COUNT_FITS if items in asked else 0.0)


def coverage(terms: Sequence[str], unit: Unit, corpus: Corpus, soft: Soft) -> tuple[float, tuple[str, ...]]:
    """The weighted share of the words that the unit holds, and those that stand nowhere near it."""
    document = unit.document
    places = (
        (1.0, words.stem_set(unit.text)),
        (ABOVE, words.stem_set(unit.above)),
        (AROUND, words.stem_set(unit.passage.text)),
        (TITLE, words.stem_set(f"{document.title} {document.authority or ''} {document.kind}")),
    )
    found = total = 0.0
    missing = []
    for stem in terms:
        weight = corpus.weight(stem)
        share = max((strength for strength, there in places if _in(stem, there, corpus)), default=soft.get(stem, 0.0))
        total += weight
        found += weight * share
        if not share:
            missing.append(stem)
    return (found / total if total else 0.0), tuple(missing)


def _in(stem: str, there: frozenset[str], corpus: Corpus) -> bool:
    """Whether a stem is there, or the long form of the acronym that it is."""
    return stem in there or (stem in corpus.acronyms and there.issuperset(corpus.acronyms[stem]))


def holds_value(question: Question, unit: Unit) -> bool:
    """Whether the unit holds a value of a kind asked for; a count must stand at what it counts, in a row its column may say
    what that is; a value said to be still to come is one."""
    text = unit.text
    if values.to_come(text) or (question.counted and values.left_out(text, question.counted[-1])):
        return True
    if question.counted:
        head = question.counted[-1]
        if unit.role == "row" and head in words.stem_set(unit.above):
            return bool(values.find(text, "number"))
        return any(_counts(head, text, span) for kind in question.values for span in values.find(text, kind))
    if any(values.find(text, kind) for kind in question.values):
        return True
    return "money" in question.values and "£" in unit.above and bool(values.find(text, "number"))


def _counts(head: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the figure at `span` counts what `head` is the stem of: it stands just before, or just after ("Staff: 40")."""
    near = words.stems(text[span[1] : span[1] + 80])[:NEAR] + words.stems(text[max(0, span[0] - 30) : span[0]])[-2:]
    return head in near or (head in _PEOPLE and not _PEOPLE.isdisjoint(near))


def counts(question: Question, unit: Unit) -> frozenset[str]:
    """The figures in the unit that count what the question counts, in lower case."""
    if not question.counted:
        return frozenset()
    text = unit.text
    spans = [span for kind in question.values for span in values.find(text, kind)]
    return frozenset(text[a:b].lower() for a, b in spans if _counts(question.counted[-1], text, (a, b)))


def window(unit: Unit, most: int) -> tuple[int, int]:
    """The unit and the sentences next to it in its passage, nearest first, as long as they fit in `most` characters."""
    start, end = unit.start, unit.end
    spans = sentence_spans(unit.passage.text)
    before = [span for span in spans if span[1] <= start][::-1]
    after = [span for span in spans if span[0] >= end]
    while before or after:
        side = after if after and (not before or after[0][0] - end <= start - before[0][1]) else before
        a, b = side.pop(0)
        if max(end, b) - min(start, a) > most:
            side.clear()
        else:
            start, end = min(start, a), max(end, b)
    return start, end
