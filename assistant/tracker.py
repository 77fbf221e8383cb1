"""Directions as they are followed up: status set by a person, what is overdue, which papers touch each, and the thread from
an aim of the plan to the Direction, its money and its paper, with the links that are missing."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np

from assistant.cite import citation
from assistant.matching import kept_vectors
from assistant.reviewing import Said, now
from assistant.slips import AIMS, aims
from assistant.succession import replaces, taken_back
from assistant.units import Unit, units
from assistant.values import to_come
from kb.decisions import Act
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Direction, Document, Hit, Scope

Status = Literal["not started", "on track", "late", "done"]
STATUSES: tuple[Status, ...] = get_args(Status)
PAPERS = ("paper", "minutes", "report")
LONGEST = 40  # words of an aim
_CURRENCY = ("£", "€", "$")  # a percentage or a ratio among the amounts is no money
SERVES = 0.4  # cosine from which a Direction is taken to serve an aim; an aim is general, a Direction one step


@dataclass(frozen=True, slots=True)
class Tracked:
    """`act` is what a person said of its status last, `said` how often somebody did; `papers` are quotes that name the
    Direction, `aim` the aim of the plan that it is most like; `broken` names what the thread lacks; `replaces` is the
    earlier Direction whose place it takes, `taken_back` whether it stands no longer, as its document says."""

    direction: Direction
    act: Act | None
    overdue: bool
    papers: tuple[Citation, ...]
    aim: Citation | None
    broken: tuple[str, ...]
    said: int = 0
    replaces: str = ""
    taken_back: bool = False

    @property
    def status(self) -> str:
        return self.act.value if self.act else ""

    def as_json(self) -> dict[str, Any]:
        said = {"who": self.act.who, "at": self.act.at, "why": self.act.why} if self.act else None
        return {
            "status": self.status or None,
            "said": said,
            "overdue": self.overdue,
            "papers": [_quote(cited) for cited in self.papers],
            "aim": _quote(self.aim) if self.aim else None,
            "broken": list(self.broken),
            "replaces": self.replaces or None,
            "taken_back": self.taken_back,
        }


def tracked(kb: KnowledgeBase, doc: str | None = None, today: date | None = None) -> list[Tracked]:
    """Every Direction of a document; without one, of all documents that issue Directions. Raises UnknownDocument."""
    issued = [kb.document(doc)] if doc else [one for one in kb.documents() if one.kind == "directions"]
    return [row for document in issued for row in _of(kb, document, today or date.today())]


@dataclass(frozen=True, slots=True)
class State:
    """How a Direction stands: `status` is a person's word, `replaces` and `taken_back` are its document's."""

    status: str
    overdue: bool
    replaces: str
    taken_back: bool

    def said(self) -> list[str]:
        words = (self.status, "OVERDUE" if self.overdue else "", self.replaces and f"replaces {self.replaces}")
        return [*filter(None, words), *(["NO LONGER STANDS"] if self.taken_back else [])]

    def as_json(self) -> dict[str, Any]:
        return {"replaces": self.replaces or None, "taken_back": self.taken_back}


def states(kb: KnowledgeBase, doc: str, today: date | None = None) -> dict[str, State]:
    """By number, without looking for papers and aims."""
    acts = {act.subject: act for act in kb.decisions.history(doc, what=("status",))}
    day = today or date.today()
    return {one.id: _state(kb, one, acts.get(one.id), day) for one in kb.directions(doc)}


def _state(kb: KnowledgeBase, one: Direction, act: Act | None, today: date) -> State:
    said = replaces(one, kb.passage(one.passage)), taken_back(one)
    return State(act.value if act else "", _overdue(one, act, today), *said)


def _overdue(direction: Direction, act: Act | None, today: date) -> bool:
    done = taken_back(direction) or (act is not None and act.value == "done")
    return bool(direction.deadline and direction.deadline < today.strftime("%Y-%m") and not done)


def set_status(kb: KnowledgeBase, doc: str, number: str, said: Said) -> Tracked:
    """Keep what a person says of a Direction's status; an empty one takes it back. Raises InputError, ChangedMeanwhile."""
    if said.value and said.value not in STATUSES:
        raise InputError(f"{said.value!r} is no status of a Direction: say one of {', '.join(STATUSES)}.")
    document = kb.document(doc)
    if number not in {direction.id for direction in kb.directions(document.id)}:
        raise InputError(f"{document.id} has no Direction {number}: `remit directions {document.id}` shows them.")
    act = Act(number, document.id, "status", said.value, said.why.strip(), said.who or "somebody", now())
    kb.decisions.add(act, said.expects)
    return next(row for row in tracked(kb, document.id) if row.direction.id == number)


def idle_aims(kb: KnowledgeBase) -> list[Citation]:
    """Aims of the plans of those authorities that issue Directions, which none of these serves."""
    issued: dict[str | None, list[Document]] = defaultdict(list)
    for document in kb.documents():
        if document.kind == "directions":
            issued[document.authority].append(document)
    return [aim for documents in issued.values() for aim in _idle(kb, documents)]


def _idle(kb: KnowledgeBase, documents: Sequence[Document]) -> Iterator[Citation]:
    """Of one authority."""
    stated = _aims(kb, documents[0])
    likeness = _likeness(kb, [one for document in documents for one in kb.directions(document.id)], stated)
    for at, unit in enumerate(stated):
        if not likeness.size or likeness[:, at].max() < SERVES:
            yield _cite(unit)


def _of(kb: KnowledgeBase, document: Document, today: date) -> Iterator[Tracked]:
    directions = kb.directions(document.id)
    acts: dict[str, list[Act]] = defaultdict(list)
    for act in kb.decisions.history(document.id, what=("status",)):
        acts[act.subject].append(act)
    stated = _aims(kb, document)
    likeness = _likeness(kb, directions, stated)
    for at, direction in enumerate(directions):
        best = int(likeness[at].argmax()) if stated else -1
        aim = _cite(stated[best]) if stated and likeness[at, best] >= SERVES else None
        last = acts[direction.id][-1] if acts[direction.id] else None
        papers = tuple(_papers(kb, document, direction))
        broken = tuple(_broken(direction, papers, aim))
        state = _state(kb, direction, last, today)
        yield Tracked(
            direction, last, state.overdue, papers, aim, broken, len(acts[direction.id]), state.replaces, state.taken_back
        )


def _broken(direction: Direction, papers: Sequence[Citation], aim: Citation | None) -> Iterator[str]:
    if taken_back(direction):
        return
    if aim is None:
        yield "No aim of a plan in the library speaks of it."
    if not direction.owners:
        yield "It does not say who is to act."
    if not direction.deadline:
        due = direction.deadline_text
        yield f"Its deadline is still open: {due}." if due and to_come(due) else "It gives no deadline."
    if not any(amount.startswith(_CURRENCY) for amount in direction.amounts):
        open_ = any(map(to_come, direction.amounts))
        yield "Its money is still to be confirmed." if open_ else "It names no money."
    if not papers:
        yield "No paper in the library names it."


def _papers(kb: KnowledgeBase, document: Document, direction: Direction) -> Iterator[Citation]:
    """A quote from each paper of the authority that names the Direction."""
    authorities = (document.authority,) if document.authority else ()
    named = re.compile(rf"\bDirection {re.escape(direction.id)}(?!\.?\d)", re.IGNORECASE)
    seen = {document.id}
    for mention in kb.mentions(f"Direction {direction.id}", Scope(kinds=PAPERS, authorities=authorities)):
        own = units([Hit(1, 0.0, mention.passage, mention.document)])
        unit = next((one for one in own if one.role != "list" and named.search(one.text)), None)
        if unit and mention.document.id not in seen:
            seen.add(mention.document.id)
            yield _cite(unit)


def _aims(kb: KnowledgeBase, document: Document) -> list[Unit]:
    plans = [one for one in kb.documents() if one.kind == "plan" and one.authority == document.authority]
    hits = (Hit(1, 0.0, passage, plan) for plan in plans for passage in kb.passages(plan.id) if passage.kind != "contents")
    return [unit for unit in aims(units(hits)) if _alone(unit) and len(unit.text.split()) <= LONGEST]


def _alone(unit: Unit) -> bool:
    """Whether the unit is an item or a paragraph by itself right under what says so: a sentence of a paragraph tells of an
    aim."""
    whole = unit.role == "item" or unit.text == unit.passage.text.strip()
    return whole and AIMS.search(unit.above.rpartition(" / ")[2]) is not None


def _likeness(kb: KnowledgeBase, directions: Sequence[Direction], stated: Sequence[Unit]) -> Any:
    """Shape (directions, aims)."""
    if not directions or not stated:
        return np.zeros((len(directions), len(stated)), dtype=np.float32)
    own = kept_vectors(kb.encoder, [direction.text for direction in directions])
    return kb.encoder.likeness(own, kept_vectors(kb.encoder, [unit.text for unit in stated]))


def _cite(unit: Unit) -> Citation:
    return citation(unit.document, unit.passage, unit.start, unit.end, 1)


def _quote(cited: Citation) -> dict[str, Any]:
    return {"doc": cited.doc, "page": cited.page, "section": cited.section, "quote": cited.quote}
