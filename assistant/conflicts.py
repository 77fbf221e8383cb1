"""Statements that disagree, within a document and between documents, and values that are owed but not given.

Made to be right rather than complete: two sentences disagree only where they are about the same thing by their words and
by the encoder, give figures of the same kind, have none of them in common, and speak of the same year and the same names.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant import words
from assistant.blanks import blanks
from assistant.checklists import against_body
from assistant.cite import MAX_QUOTE, citation
from assistant.disagreement import Conflict, ConflictKind, conflict, shared, topic, two_figures
from assistant.events import events
from assistant.forces import forces
from assistant.labels import SAME_WORDS, alike, labelled
from assistant.matching import kept_vectors
from assistant.offices import offices
from assistant.periods import impossible, own_time
from assistant.prices import prices
from assistant.progress import progress
from assistant.reckoning import reckoning
from assistant.references import names, references
from assistant.requirements import not_applying
from assistant.reviewing import Said, now
from assistant.rivals import rivals
from assistant.slips import slips
from assistant.statements import DATE, Fact, facts
from assistant.totals import a_total, totals
from assistant.units import Unit, units
from kb.decisions import Act
from kb.encoders import Encoder
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Direction, Document, Duty, Hit
from kb.text import fold_white

KINDS: dict[str, ConflictKind] = {
    "money": "number", "percent": "number", "length": "number", "date": "date", "count": "count",
}
DIRECTION_FIELDS: dict[str, ConflictKind] = {
    "deadline": "date", "amounts": "number", "modality": "wording", "owners": "wording",
}

LIKE = 0.72  # cosine from which two sentences may be about the same thing
SHARED, FEWEST = 0.6, 3  # share of the shorter one's words that both must have, and how many at the least
MOST_OWN = 2  # words of a subject that the one may have beside the other's, where both have some

_YEAR = re.compile(r"\b(?:19|20)\d{2}(?:\s?[/–-]\s?\d{2,4})?\b")
# A single capital opens any sentence; two of them name something there too.
_NAME = re.compile(
    r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*"
    r"|\b(?!(?:The|This|That|Our|All|Each|Every|In|By|For|From|No|One)\b)[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+"
)
_LASTS = re.compile(rf"\b(?:ends|expires|runs out|runs until|lasts until)\b.{{0,12}} (?:{DATE.pattern})", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_PERFECT = re.compile(r"\b(?:has|have) (?:\w+ ){0,2}?(?:been|received|had|seen|held|made|given|\w+ed)\b", re.IGNORECASE)
_POINTS = re.compile(r"^\W*(?:this|it|that|these|those|they|such)\b", re.IGNORECASE)

def conflicts(kb: KnowledgeBase, docs: Sequence[str] = (), dismissed: bool = False) -> list[Conflict]:
    """In the documents named, or in the whole library; what a careful reader would care about most first, then by place.
    Those that somebody dismissed, and those with a side that is a duty said not to apply here, are left out, unless they
    are asked for.

    Documents of different authorities are not held against each other, superseded ones only where they are named. Raises
    UnknownDocument.
    """
    documents = [kb.document(doc) for doc in docs] or [one for one in kb.documents() if one.status != "superseded"]
    pool = [unit for document in documents for unit in _units(kb, document)]
    found = [
        *_impossible(pool),
        *blanks(pool),
        *_directions(kb, documents),
        *forces(kb, documents),
        *(found for own in _by_document(pool) for found in _within(own, kb.encoder)),
        *names(pool),
        *rivals(pool, kb.encoder),
        *prices(pool),
        *offices(pool),
        *events(pool),
        *against_body(pool, kb.encoder),
        *labelled(pool),
        *totals(pool),
        *_figures(kb, pool),
    ]
    aside = {act.subject: act.said() for act in kb.decisions.last(None, "dismissed").values() if act.value}
    out = not_applying(kb)
    marked = (replace(one, dismissed=aside.get(one.id) or _does_not_apply(one, out)) for one in _each_once(found))
    return sorted((one for one in marked if dismissed or not one.dismissed), key=lambda one: one.care)


def dismiss(kb: KnowledgeBase, conflict_id: str, said: Said, docs: Sequence[str] = ()) -> Conflict:
    """Put a conflict that is found in the documents named, or in the whole library, aside for good, with a reason, or take
    it up again where `said.value` is empty.

    Raises InputError where there is none of that id, no reason, or one that rests on a duty said not to
    apply, and ChangedMeanwhile.
    """
    found = next((one for one in conflicts(kb, docs, dismissed=True) if one.id == conflict_id), None)
    if found is None:
        where = "in what was named" if docs else "in the library"
        raise InputError(f"No conflict {conflict_id} is {where}: `remit conflicts` shows them with their ids.")
    if not said.value and (rests := _does_not_apply(found, not_applying(kb))):
        raise InputError(f"It rests on a requirement that does not apply ({rests}): bring that back, under Requirements.")
    if said.value and not said.why.strip():
        raise InputError("Dismissing needs a reason: say why this is no conflict, or does not matter.")
    act = Act(found.id, found.a.doc, "dismissed", said.value, said.why.strip(), said.who or "somebody", now())
    kb.decisions.add(act, said.expects)
    return replace(found, dismissed=act.said() if said.value else "")


def _units(kb: KnowledgeBase, document: Document) -> list[Unit]:
    passages = [passage for passage in kb.passages(document.id) if passage.kind not in ("contents", "note")]
    return [unit for unit in units(Hit(1, 0.0, passage, document) for passage in passages) if len(unit.text) <= MAX_QUOTE]


def _within(own: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    yield from own_time(own)
    yield from slips(own)
    yield from progress(own)
    yield from reckoning(own)
    yield from references(own, encoder)


def _by_document(pool: Iterable[Unit]) -> Iterable[list[Unit]]:
    documents: dict[str, list[Unit]] = defaultdict(list)
    for unit in pool:
        documents[unit.passage.doc].append(unit)
    return documents.values()


# -- one statement alone


def _impossible(pool: Sequence[Unit]) -> Iterator[Conflict]:
    for unit in pool:
        for why in impossible(unit.text) if unit.role != "list" else ():
            yield conflict(topic(unit), "date", unit, None, why)


# -- two statements


def _directions(kb: KnowledgeBase, documents: Sequence[Document]) -> Iterator[Conflict]:
    """One Direction given differently by two documents of an authority."""
    known: dict[str, list[tuple[Document, Direction]]] = defaultdict(list)
    for document in documents:
        for direction in kb.directions(document.id):
            known[direction.id].append((document, direction))
    for _, given in sorted(known.items()):
        for (first, one), (second, two) in combinations(given, 2):
            if _same_authority(first, second) and alike(one.text, two.text) >= SAME_WORDS:
                yield from _given_differently(kb, (first, one), (second, two))


def _given_differently(
    kb: KnowledgeBase, first: tuple[Document, Direction], second: tuple[Document, Direction]
) -> Iterator[Conflict]:
    for name, kind in DIRECTION_FIELDS.items():
        one, two = getattr(first[1], name), getattr(second[1], name)
        if one and two and one != two:
            said, other = (_as_said(given, name) for _, given in (first, second))
            why = f"{first[0].title} gives Direction {first[1].id} {said}; {second[0].title} {other}."
            sides = _direction_side(kb, *first, name), _direction_side(kb, *second, name)
            yield Conflict(f"Direction {first[1].id}: {name}", kind, *sides, why)


def _as_said(direction: Direction, name: str) -> str:
    """What a Direction says in one of its fields, as a reader would put it."""
    if name == "deadline":
        return f"the deadline {direction.deadline_text or direction.deadline}"
    if name == "modality":
        return f"as a {direction.modality}"
    return f"{'to' if name == 'owners' else 'with'} {' and '.join(getattr(direction, name))}"


def _direction_side(kb: KnowledgeBase, document: Document, direction: Direction, name: str) -> Citation:
    passage = kb.passage(direction.passage)
    wanted = direction.deadline_text if name == "deadline" else None
    for unit in units([Hit(1, 0.0, passage, document)]):
        if not wanted or wanted in unit.text:
            return citation(document, passage, unit.start, unit.end, 1)
    return citation(document, passage, 0, min(len(passage.text), MAX_QUOTE), 1)


def _figures(kb: KnowledgeBase, pool: Sequence[Unit]) -> Iterator[Conflict]:
    """Two sentences about one thing that give different figures of one kind."""
    read = [(unit, [fact for fact in facts(unit.text) if not a_total(fact)]) for unit in pool if unit.role != "row"]
    stating = [(unit, stated) for unit, stated in read if stated]
    if len(stating) < 2:
        return
    vectors = kept_vectors(kb.encoder, [unit.text for unit, _ in stating])
    likeness = kb.encoder.likeness(vectors, vectors)
    told: set[tuple[str, ...]] = set()
    for at, n in combinations(range(len(stating)), 2):
        (unit, stated), (other, others) = stating[at], stating[n]
        if likeness[at, n] < LIKE or not _same_authority(unit.document, other.document) or not _same_subject(unit, other):
            continue
        clash = None if _so_far(unit, other) else _clash(stated, others)
        if clash:
            one, two = _figure(unit, clash[0]), _figure(other, clash[1])
            if (again := (unit.passage.doc, one, other.passage.doc, two)) in told:
                continue
            told.add(again)
            why = two_figures(shared(unit.text, other.text), one, two)
            yield conflict(topic(unit), KINDS[clash[0].kind], unit, other, why)


def _so_far(one: Unit, two: Unit) -> bool:
    """Whether two documents of other days each say what has been reached by then: "has received more than 4,500 items"."""
    days = {one.document.date, two.document.date}
    return len(days - {None}) > 1 and all(_PERFECT.search(unit.text) for unit in (one, two))


def _figure(unit: Unit, fact: Fact) -> str:
    """A fact as its unit says it; a count up to what is counted."""
    said = unit.text[fact.start : fact.end].split()
    counted = next((at for at, word in enumerate(said) if words.stem(word.lower()) == fact.measure), len(said))
    return " ".join(said[: counted + 1] if fact.kind == "count" else said)


def _clash(stated: Sequence[Fact], others: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The first figures of one kind and measure, where the two sentences have none of them in common."""
    for fact in stated:
        rivals = [other for other in others if (other.kind, other.measure) == (fact.kind, fact.measure)]
        own = {other.value for other in stated if (other.kind, other.measure) == (fact.kind, fact.measure)}
        if rivals and not own & {other.value for other in rivals}:
            return fact, rivals[0]
    return None


def _same_subject(one: Unit, two: Unit) -> bool:
    if one.passage.id == two.passage.id and one.role == two.role == "item":
        return False  # rows of one list are meant to differ
    first, second = _subject(one.text), _subject(two.text)
    both = len(first & second)
    if both < FEWEST or both / min(len(first), len(second)) < SHARED:
        return False
    if min(len(first - second), len(second - first)) > MOST_OWN:
        return False  # each has a subject of its own: those who give support, those who get it
    if one.passage.id != two.passage.id and (_POINTS.match(one.text) or _POINTS.match(two.text)):
        return False  # "This would save" speaks of what stands before it
    names = [_names(unit.text) for unit in (one, two)]
    apart = one.passage.doc != two.passage.doc and bool(names[0] & names[1])  # two documents on one thing that both name
    if first == second and one.above != two.above and not apart:
        return False  # one sentence filled in for each of several places or years
    if apart and _LASTS.search(one.text) and _LASTS.search(two.text):
        return True  # the year that one gives is no context then, but what the other disputes
    return _agree(*names) and _agree(*(set(_YEAR.findall(unit.text)) for unit in (one, two)))


def _names(text: str) -> set[str]:
    return {word for name in _NAME.findall(DATE.sub("", text)) for word in name.split()}


def _agree(one: set[str], two: set[str]) -> bool:
    """Neither has a name or a year that rules the other out."""
    return not one or not two or bool(one & two)


def _subject(text: str) -> frozenset[str]:
    stems = words.content(_ADDRESS.sub("", text))
    return frozenset(stem for stem in stems if not any(character.isdigit() for character in stem))


# -- helpers


def _same_authority(one: Document, two: Document) -> bool:
    return one.id == two.id or (one.authority is not None and one.authority == two.authority)


def _does_not_apply(one: Conflict, out: Sequence[tuple[Duty, Act]]) -> str:
    """Who said that a duty does not apply on which a side of the conflict rests; empty where nobody did."""
    sides = [side for side in (one.a, one.b) if side]
    return next((act.said() for duty, act in out if any(_same_place(side, duty) for side in sides)), "")


def _same_place(side: Citation, duty: Duty) -> bool:
    said, quote = fold_white(duty.text), fold_white(side.quote)
    return side.passage == duty.passage and (said in quote or quote in said)


def _each_once(found: Iterable[Conflict]) -> Iterator[Conflict]:
    seen: set[frozenset[str]] = set()
    for each in found:
        key = frozenset({each.a.quote, each.b.quote if each.b else ""})
        if key not in seen:
            seen.add(key)
            yield each
