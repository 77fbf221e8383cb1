"""From hits to the sentences, list items, lists and table rows worth quoting, each scored against the question.

A unit is what can be quoted by itself. It is scored by the question's words that it or what stands above it holds (rare
words tell more), by the encoder's likeness, by how well its passage was found, and by whether it holds what is asked for: a
value, a list, the table that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant import values, wording, words
from assistant.corpus import Corpus
from assistant.question import Question
from assistant.scope import identity
from kb.models import Document, Hit, Passage
from kb.text import sentence_spans

Role = Literal["sentence", "item", "row", "lead_in", "list"]
MAX_UNITS = 11  # encoded for one question: more take longer than a person should wait
ABOVE, AROUND, TITLE = (
    0.8,
    0.6,
    0.6,
)  # what a word counts that stands in the heading, in the rest of the passage, in the title
LEXICAL, DENSE, RETRIEVED = 0.5, 0.35, 0.15  # weights of the three scores, together 1
VALUE, LISTED, LABELLED, PHRASED, COUNT_FITS, NAMED = (
    0.2,
    0.12,
    0.15,
    0.1,
    0.1,
    0.05,
)  # added where the unit has what is asked for
BINDING = 0.1  # added where what must, should or may be done is asked for and the unit says how binding it is
SECOND_BEST = 0.08  # taken off where the value is of a kind that is less likely meant: "three years" for "when"
MANY = 20  # things that somebody asks for by their number
MET = 0.25  # share from which a word counts as met by another of like meaning
CARRIED = 0.5  # what a word taken over from an earlier question weighs
LONG_ITEM = 300  # characters from which an item is quoted by its sentences
NEAR = 7  # words between a number and what it counts
# Who is counted as people, whatever the document calls them.
_PEOPLE = frozenset(
    words.stem(word)
    for word in "people persons individuals participants attendees respondents residents citizens staff members folk".split()
)
_BINDING = re.compile(
    r"\b(?:must|should|shall|may|(?:is|are) (?:required|expected|encouraged|advised|to)|(?:has|have) a duty|duty to)\b"
)
_SEPARATED = re.compile(r"[,;] (?:and )?| and ")
_NUMBERED = re.compile(
    rf"\b(?P<number>{'|'.join(values.NUMBER_WORDS[1:20])}|\d{{1,2}}) (?P<thing>[a-z]{{3,}}s)\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+ [A-Z][a-z]+")
_POINTS_BACK = re.compile(
    r"\W*(?:it|its|this|these|those|they|their|such|however|although|therefore|he|she|here)\b", re.IGNORECASE
)
Soft = Mapping[str, float]  # stem of the question -> how far a word of like meaning stands for it, 0 to 1


@dataclass(frozen=True, slots=True)
class Unit:
    """`passage.text[start:end]`, under `above` (headings, caption, header row, lead-in). `following` are the further
    passages of a list whose items are passages of their own."""

    document: Document
    passage: Passage
    start: int
    end: int
    role: Role
    above: str
    retrieved: float
    following: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def around(self) -> str:
        """All that a reader of the passage has before them."""
        return f"{identity(self.document)} {self.above} {self.passage.text}"


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
        elif part.role == "item" and part.end - part.start > LONG_ITEM:
            yield from _sentences(hit, part.start, part.end, _joined(heading, lead_in))
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
    return f"{unit.above[-100:]}: {unit.text[:300]}" if unit.above else unit.text[:300]


def likeness(query: NDArray[np.float32], pool: NDArray[np.float32]) -> list[float]:
    """Cosines of unit vectors: `query` is (d,), `pool` (n, d)."""
    return [float(value) for value in pool @ query]


def score_one(question: Question, unit: Unit, corpus: Corpus, dense: float, soft: Soft | None = None) -> Scored:
    covered, missing = coverage(question.terms, unit, corpus, soft or {})
    if question.about:
        carried, _ = coverage(question.about, unit, corpus, {})
        covered = (covered + CARRIED * carried) / (1 + CARRIED) if question.terms else carried
    value = holds_value(question, unit) if question.values else None
    total = LEXICAL * covered + DENSE * dense + RETRIEVED * unit.retrieved + _fits(question, unit, value)
    return Scored(unit, total, covered, dense, value, missing)


def _fits(question: Question, unit: Unit, value: bool | None) -> float:
    """What is added for being the sort of thing that is asked for."""
    bonus = 0.0 if value is None else VALUE if value else -VALUE
    if value and not question.counted and not values.find(unit.text, question.values[0]):
        bonus -= SECOND_BEST
    if unit.role == "list":
        bonus += _list_fits(question, unit) if question.kind == "list" else -1.0
    elif question.kind == "list" and not enumerates(question, unit):
        bonus -= LISTED
    if question.labels:
        there = words.stems(f"{unit.above} {unit.text}")
        bonus += LABELLED if any(words.has_run(label, there) for label in question.labels) else -LABELLED
    if any(phrase.lower() in unit.text.lower() for phrase in question.phrases):
        bonus += PHRASED
    if unit.role == "row":
        bonus += LABELLED * _row_meant(question, unit)
    if question.kind == "who" and _NAME.search(unit.text):
        bonus += NAMED
    if question.duty and _BINDING.search(unit.text):
        bonus += BINDING
    return bonus


def enumerates(question: Question, unit: Unit) -> bool:
    """Whether the unit lists as many things as the question says there are; anything does where it does not say."""
    asked = [int(stem) for stem in question.terms if stem.isdigit() and 2 < int(stem) <= MANY]
    if not asked or unit.role in ("list", "lead_in", "item", "row"):
        return True
    return len(_SEPARATED.findall(unit.text)) + 1 >= asked[0]


def _row_meant(question: Question, unit: Unit) -> bool:
    """Whether the question has all the words of the row's label: "Project Manager" is not "Project Team Manager"."""
    label = words.content(unit.text.split(" | ")[0])
    return bool(label) and set(label) <= {*question.terms, *question.about}


def _list_fits(question: Question, unit: Unit) -> float:
    items = sum(part.role in ("item", "row") and part.level == 0 for part in unit.passage.parts) or 1 + len(unit.following)
    return LISTED + (COUNT_FITS if str(items) in question.terms else 0.0)


def blank_cell(question: Question, unit: Unit) -> bool:
    """Whether the unit is the row that is asked about and its cell in the column that is asked about is empty.

    A row that ends early has its last cells empty."""
    headers = [unit.passage.text[part.start : part.end] for part in unit.passage.parts if part.role == "header"]
    if unit.role != "row" or not headers or not _row_meant(question, unit):
        return False
    cells = [cell.strip() for cell in unit.text.split(" | ")]
    for at, column in enumerate(headers[0].split(" | ")[1:], start=1):
        asked = words.content(column)
        if asked and set(asked) <= set(question.terms):
            return at >= len(cells) or not cells[at]
    return False


def coverage(terms: Sequence[str], unit: Unit, corpus: Corpus, soft: Soft) -> tuple[float, tuple[str, ...]]:
    """The weighted share of the words that the unit holds, and those that stand nowhere near it."""
    places = (
        (1.0, words.stem_set(unit.text)),
        (ABOVE, words.stem_set(unit.above)),
        (AROUND, words.stem_set(unit.passage.text)),
        (TITLE, words.stem_set(identity(unit.document))),
    )
    found = total = 0.0
    missing = []
    for stem in terms:
        weight = corpus.weight(stem)
        share = max((strength * _in(stem, there, corpus) for strength, there in places), default=0.0) or soft.get(stem, 0.0)
        total += weight
        found += weight * share
        if share < MET:
            missing.append(stem)
    return (found / total if total else 0.0), tuple(missing)


def _in(stem: str, there: frozenset[str], corpus: Corpus) -> float:
    """How far a stem is there: itself or the long form of the acronym that it is, or the documents' word for it."""
    if stem in there or (stem in corpus.acronyms and there.issuperset(corpus.acronyms[stem])):
        return 1.0
    return 0.0 if there.isdisjoint(wording.field(stem)) else wording.COUNTS


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


def values_given(question: Question, text: str) -> frozenset[str]:
    """The values in the text of the likeliest kind that the question asks for, in lower case."""
    spans = values.find(text, question.values[0])
    return frozenset(text[a:b].lower() for a, b in spans)


def other_count(question: Question, unit: Unit) -> bool:
    """Whether the question takes another number of the same things for granted than the unit gives: "five areas", "three
    areas". Only where it does not ask for that number itself."""
    if question.kind not in ("why", "yesno") and question.values[:1] not in (("date",), ("duration",)):
        return False
    asked, said = _numbered_things(question.text), _numbered_things(unit.text)
    return any(thing in said and said[thing].isdisjoint(numbers) for thing, numbers in asked.items())


def _numbered_things(text: str) -> dict[str, set[str]]:
    """Stems of plural words with the small numbers that stand right before them."""
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        found.setdefault(words.stem(match["thing"].lower()), set()).add(words.stem(match["number"].lower()))
    return found


def window(unit: Unit, most: int) -> tuple[int, int]:
    """The unit and the sentences after it in its passage, as long as they fit in `most` characters; the sentence before it
    where the unit points back to it."""
    start, end = unit.start, unit.end
    spans = sentence_spans(unit.passage.text)
    before = [a for a, b in spans if b <= start]
    if before and _POINTS_BACK.match(unit.text) and end - before[-1] <= most:
        start = before[-1]
    for a, b in spans:
        if a >= end and b - start <= most and not _crosses(unit.passage, end, a):
            end = b
    return start, end


def _crosses(passage: Passage, end: int, start: int) -> bool:
    """Whether another item or row begins between two places."""
    return any(part.role in ("item", "row") and end <= part.start <= start for part in passage.parts)
