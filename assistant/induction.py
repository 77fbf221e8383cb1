"""An hour's induction for somebody new on a board: what it is and must do, its people and words, plan, money, Directions.

Every point is a quote with its place, taken from what was read in the documents and its registers; nothing is written here
about the board itself. A step for which the library has nothing says so.
"""
from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from assistant.cite import MAX_QUOTE, citation
from assistant.officers import officers
from kb import amended
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Duty, Entry, EntryKind, Passage
from kb.text import day, find_quote, sentence_spans

LONGEST = 600  # characters of a paragraph that a point quotes; the rest is one press away
GLANCES = 7  # points of a plan's vision, values and aims, before its chapters
MOST = 12  # points of a step: more cannot be read in its minutes
GLOSSARY = 60  # ... but for words, which are looked up
PAPERS = 3  # latest papers whose questions for decision are shown
OWN_KINDS = ("plan", "directions", "paper", "minutes", "report")  # what a body writes for itself
MONEY: tuple[EntryKind, ...] = ("money",)
ASKED: tuple[EntryKind, ...] = ("decision_asked",)
NOT_FINAL = {"draft": "is a draft", "consultation": "was put out for consultation"}  # by a document's status
# Headings under which bodies of all sorts say who they are and how they are run.
_ABOUT = re.compile(
    r"\b(?:who we are|what we do|about us|about (?:the|this|our) (?:board|partnership|council|trust|authority|committee)"
    r"|our (?:role|remit|purpose|responsibilities)|governance|accountab\w+|membership|delegated|terms of reference"
    r"|how (?:we|it) (?:works?|(?:is|are) run))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(?:money|budgets?|financ\w+|funding|resources?|reserves?|savings?|gap)\b", re.IGNORECASE)
_BUDGET = re.compile(r"\b(?:money|budgets?|financ\w+|funding|reserves?|savings?|spend\w*|costs?)\b|[£€$]", re.IGNORECASE)
_SUM = re.compile(r"[£€$]\s?\d|\b\d[\d.,]*\s?(?:m|bn|million|billion)\b")  # a share of posts is no money
# Headings under which a plan says on a page what it is for.
_GLANCE = (
    r"vision|mission|values|purpose|aims?|ambitions?|objectives?|priorit(?:y|ies)|goals?|outcomes|principles|commitments"
)
_AT_A_GLANCE = re.compile(
    r"(?:[\d.]+ )?(?:(?:the|our|its|key|main|strategic|shared|guiding|core|corporate|plan|strategy|\d+) )*"
    rf"(?:(?:{_GLANCE})(?:(?:,| and| &)? (?:our )?(?:{_GLANCE}))*(?: (?:number |no\.? )?\d+)?|(?:on a page|at a glance))",
    re.IGNORECASE,
)
# A sentence that leans on the one before it cannot be read alone.
DEPENDENT = re.compile(
    r"(?:[\d.]+ )?(?:However|Rather|Also|In addition|In doing so|Therefore|This|These|Those|They"
    r"|It|Its|Their|Such|He|She|Instead)\b"
)
_BINDS = re.compile(r"\b(?:must|shall|(?:is|are) (?:required|obliged) to|has to|have to)\b", re.IGNORECASE)
_RECOMMENDED = re.compile(r"\b(?:recommend\w*|decisions?|asked)\b", re.IGNORECASE)
_ASIDE = re.compile(r"^(?:[\d.]+ )?(?:contents|foreword|appendix|annex|glossary|acronyms|references)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A quote with its place; `label` says what it is about, `note` what the register knows of it, `lead_in` is the
    sentence before a list of which the quote is an item."""

    label: str
    citation: Citation
    note: str = ""
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the induction. `missing` says what to add to the library where there are no points, `caution` which of the
    documents that it quotes are not final."""

    name: str
    title: str
    minutes: int
    lead: str
    points: tuple[Point, ...]
    missing: str
    left: int = 0  # points that there are beyond those given
    caution: str = ""


_Key = tuple[int, date, tuple[tuple[str, str], ...]]  # the library's generation, the day, which duties do not apply
_kept: WeakKeyDictionary[KnowledgeBase, dict[str | None, tuple[_Key, list[Step]]]] = WeakKeyDictionary()
_making = threading.Lock()


def bodies(kb: KnowledgeBase) -> list[str]:
    """The authorities with documents of their own in the library, the one with most first."""
    own = Counter(one.authority for one in kb.documents() if one.authority and one.kind in OWN_KINDS)
    return [authority for authority, _ in sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))]


def steps(kb: KnowledgeBase, body: str | None = None) -> list[Step]:
    """The induction for one body, the one with most documents unless it is named: made once for what it is made from."""
    known = bodies(kb)
    body = body if body in known else next(iter(known), None)
    out = amended.not_applying(kb.decisions.history(what=("duty",)))
    key = (kb.generation, date.today(), tuple(sorted(out.items())))
    with _making:
        made = _kept.setdefault(kb, {})
        if body not in made or made[body][0] != key:
            library = _Library(kb, body, out)
            made[body] = (key, [one.filled(library) for one in _STEPS])
        return made[body][1]


class _Library:
    """What the steps draw on: the body's own documents, newest first, those that hold for everybody, and the duties `out`
    of which somebody said why they do not apply."""

    def __init__(self, kb: KnowledgeBase, body: str | None, out: Mapping[str, str]) -> None:
        self.kb = kb
        self.body = body
        self.out = out
        self.documents = {one.id: one for one in kb.documents() if one.status != "superseded"}
        own = [one for one in self.documents.values() if one.authority == body and one.kind in OWN_KINDS]
        self.own = sorted(own, key=lambda one: (one.date or "", one.id), reverse=True)

    def of_kind(self, *kinds: str) -> list[Document]:
        return [one for one in self.own if one.kind in kinds]

    def common(self) -> list[Document]:
        """Guidance and law."""
        return [one for one in self.documents.values() if one.kind in ("guidance", "law")]

    def point(self, label: str, passage: Passage, text: str, note: str = "") -> Iterator[Point]:
        """A point that quotes `text`, or none where it does not stand in the passage."""
        span = find_quote(passage.text, text)
        if span and span[1] - span[0] <= MAX_QUOTE:
            yield Point(label, citation(self.documents[passage.doc], passage, *span, 1), note)

    def opening(self, label: str, passage: Passage) -> Iterator[Point]:
        """A point that quotes a passage from its beginning, as many whole sentences as fit."""
        ends = [end for _, end in sentence_spans(passage.text) if end <= LONGEST]
        if ends:
            yield from self.point(label, passage, passage.text[: ends[-1]])


def _what_it_is(library: _Library) -> Iterator[Point]:
    """What the glossaries say of such a body, what it says of itself, and the parts on how it is run."""
    body = (library.body or "").lower()
    for entry in library.kb.glossary():
        if entry.doc in library.documents and entry.term and entry.kind == "definition" and entry.term.lower() in body:
            yield from _entry(library, entry, entry.term)
    for document in library.of_kind("plan", "directions", "report"):
        told: set[tuple[str, ...]] = set()
        for passage in _running(library.kb.passages(document.id)):
            heading = passage.section[-1] if passage.section else ""
            if passage.section not in told and (_ABOUT.search(heading) or _introduces(passage.text, library.body)):
                told.add(passage.section)
                yield from library.opening(heading or document.title, passage)


def _introduces(text: str, body: str | None) -> bool:
    """
    >>> _introduces("Hill Board (HB) was set up in 2016.", "Hill Board"), _introduces("The plan of Hill Board", "Hill Board")
    (True, False)
    """
    opening = rf"(?:The )?{re.escape(body or '')}(?: \([A-Z]+\))? (?:is|was|plans|has|brings|exists)\b"
    return bool(body) and re.match(opening, text) is not None


def _must_do(library: _Library) -> Iterator[Point]:
    """The duties, one of each section before the second of any; first those that say "must" or the like themselves and can
    be read alone, then what tells of duties elsewhere."""
    firsts: dict[tuple[str, str | None], list[Duty]] = {}
    for document in library.common():
        for duty in library.kb.duties_as_read(document.id):
            if duty.modality == "must":
                firsts.setdefault((duty.doc, duty.section), []).append(duty)
    ordered = [sorted(some, key=_tells_of) for some in firsts.values()]
    turns = max(map(len, ordered), default=0)
    duties = [some[turn] for turn in range(turns) for some in ordered if turn < len(some)]
    for duty in sorted(duties, key=_tells_of):
        heading = (duty.section or "").rpartition(" > ")[2]
        cited = duty.statute or ""
        named = cited.partition(" of ")[0].lower() in f"{heading} {duty.text}".lower()
        dropped = f"does not apply here: {library.out[duty.id]}" if duty.id in library.out else ""
        note = " · ".join(filter(None, ("" if named else cited, dropped)))
        for point in library.point(heading, library.kb.passage(duty.passage), duty.text, note):
            yield replace(point, lead_in=duty.lead_in or "")


def _who(library: _Library) -> Iterator[Point]:
    """Who holds which office, as the body's own documents name them, newest first."""
    passages = (passage for document in library.own for passage in library.kb.passages(document.id))
    for one, passage in officers(passages):
        dated = library.documents[passage.doc].date
        said = [day(dated) if dated else "", "" if one.name else "no name is given"]
        yield from library.point(one.label, passage, one.quote, " · ".join(filter(None, said)))


def _tells_of(duty: Duty) -> bool:
    """Whether a sentence only tells of a duty, or leans on the one before."""
    return not (_BINDS.search(duty.text) or _BINDS.search(duty.lead_in or "")) or bool(DEPENDENT.match(duty.text))


def _words(library: _Library) -> Iterator[Point]:
    """Acronyms and terms in the order of the alphabet, each as it was first explained."""
    seen: set[str] = set()
    for entry in sorted(library.kb.glossary(), key=lambda one: (one.term or "").lower()):
        key = (entry.term or "").lower()
        if key and key not in seen and entry.doc in library.documents:
            seen.add(key)
            yield from _entry(library, entry, f"{entry.term}: {entry.definition}")


def _plan(library: _Library) -> Iterator[Point]:
    """The newest plan: what it says of its vision, values and aims, then a point for each other chapter."""
    for document in library.of_kind("plan")[:1]:
        passages = library.kb.passages(document.id)
        contents = max((one.ordinal for one in passages if one.kind == "contents"), default=-1)
        running = [one for one in _running(passages) if one.ordinal > contents and one.section and one.kind != "table"]
        glances: dict[str, Passage] = {}
        chapters: dict[str, Passage] = {}
        for passage in running:
            if _ASIDE.match(passage.section[0]):
                continue
            chapters.setdefault(passage.section[0], passage)
            if _AT_A_GLANCE.fullmatch(passage.section[-1]):
                glances.setdefault(passage.section[-1].casefold(), passage)
        told = list(glances.values())[:GLANCES]
        for passage in told:
            yield from library.opening(passage.section[-1], passage)
        for chapter, passage in chapters.items():
            if passage not in told:
                yield from library.opening(chapter, passage)


def _money(library: _Library) -> Iterator[Point]:
    """What the newest plan says in its parts on money, those headed so or with a sum first, with room for what the latest
    papers say in theirs."""
    told = [point for document in library.of_kind("plan")[:1] for point in _parts_on_money(library, document)]
    told.sort(key=lambda point: not (_BUDGET.search(point.label) or _SUM.search(point.citation.quote)))
    sums = [point for document in library.of_kind("paper", "report") for point in _sums(library, document)]
    room = MOST - len(sums[:PAPERS])
    yield from (*told[:room], *sums, *told[room:])


def _parts_on_money(library: _Library, document: Document) -> Iterator[Point]:
    """The sums of each part on money, or how it begins where it has none that can be read alone."""
    sums: dict[str, list[Point]] = {}
    for point in _sums(library, document):
        sums.setdefault(point.citation.passage, []).append(point)
    parts: dict[tuple[str, ...], list[Passage]] = {}
    for passage in _running(library.kb.passages(document.id)):
        if any(map(_BUDGET.search, passage.section)) and passage.kind != "table":
            parts.setdefault(passage.section, []).append(passage)
    for section, passages in parts.items():
        own = [point for passage in passages for point in sums.get(passage.id, ())]
        if own or _BUDGET.search(f"{section[-1]} {passages[0].text}"):
            yield from own or library.opening(section[-1], passages[0])


def _sums(library: _Library, document: Document) -> Iterator[Point]:
    """The sentences with a sum of money in a document's parts on money."""
    seen: set[str] = set()
    for entry in library.kb.entries(document.id, MONEY):
        passage = library.kb.passage(entry.passage)
        clear = passage.kind != "table" and _SUM.search(entry.text) and not DEPENDENT.match(entry.text)
        if clear and entry.text not in seen and any(map(_MONEY.search, passage.section)):
            seen.add(entry.text)
            yield from _entry(library, entry, passage.heading or document.title)


def _directions(library: _Library) -> Iterator[Point]:
    """The Directions in force, those with the nearest deadline first."""
    found = [one for document in library.of_kind("directions") for one in library.kb.directions(document.id)]
    for direction in sorted(found, key=lambda one: one.deadline or "9999"):
        owners = ", ".join(direction.owners) or "no owner stated"
        due = direction.deadline_text or "no deadline stated"
        if (by := direction.deadline) and by < date.today().isoformat()[: len(by)]:
            due += " (this date has passed)"
        note = " · ".join([owners, due, *direction.amounts])
        yield from library.point(f"Direction {direction.id}", library.kb.passage(direction.passage), direction.text, note)


def _decisions(library: _Library) -> Iterator[Point]:
    """What the latest papers asked to be decided."""
    papers = [one for one in library.of_kind("paper", "minutes") if library.kb.entries(one.id, ASKED)]
    for document in papers[:PAPERS]:
        asked = library.kb.entries(document.id, ASKED)
        formal = [entry for entry in asked if _RECOMMENDED.search(entry.section or "")]  # a summary says the same before
        for entry in formal or asked:
            yield from _entry(library, entry, document.title, day(document.date) if document.date else "")


def _entry(library: _Library, entry: Entry, label: str, note: str = "") -> Iterator[Point]:
    yield from library.point(label, library.kb.passage(entry.passage), entry.text, note)


def _running(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Those that can be read as they stand."""
    return (one for one in passages if one.kind not in ("contents", "note") and not one.parent)


def _not_final(documents: Iterable[Document]) -> str:
    """
    >>> plan = Document("a", "Our Plan", "plan", 1, "", "", "pdf", status="draft")
    >>> _not_final([plan, replace(plan, title="The Guide", status="consultation"), replace(plan, status="final")])
    'Our Plan is a draft; The Guide was put out for consultation. Look for the final text before you rely on it.'
    """
    said = [f"{one.title} {NOT_FINAL[one.status]}" for one in documents if one.status in NOT_FINAL]
    return f"{'; '.join(said)}. Look for the final text before you rely on it." if said else ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a step is before it is filled: where its points come from, and what would fill an empty one."""

    name: str
    title: str
    minutes: int
    lead: str
    source: Callable[[_Library], Iterable[Point]]
    missing: str

    def filled(self, library: _Library) -> Step:
        points = list(self.source(library))
        told, left = tuple(points[: self.most]), max(0, len(points) - self.most)
        quoted = dict.fromkeys(point.citation.doc for point in told)
        caution = _not_final(library.documents[doc] for doc in quoted)
        return Step(self.name, self.title, self.minutes, self.lead, told, self.missing, left, caution)

    @property
    def most(self) -> int:
        return GLOSSARY if self.name == "words" else MOST


_STEPS = (
    _Plan(
        "is", "What the board is", 8, "In the words of its own documents and of the guidance.",
        _what_it_is, "Add the board's plan, its integration scheme or its annual report.",
    ),
    _Plan(
        "must", "What it must do", 10, "From the register of requirements, each in the words of the guidance.",
        _must_do, "Add the statutory guidance that the board works under.",
    ),
    _Plan(
        "who", "Who is who", 3, "Offices and who holds them, as the documents name them: people change, so mind the date.",
        _who, "Add its annual report or the papers of its meetings: no document of the board names an office holder.",
    ),
    _Plan(
        "words", "What is what", 5, "Acronyms and terms, as the documents explain them.",
        _words, "Add a document with a glossary or a list of acronyms.",
    ),
    _Plan(
        "plan", "The plan on a page", 10, "The newest plan: its vision, values and aims, then how each chapter begins.",
        _plan, "Add the board's strategic plan.",
    ),
    _Plan(
        "money", "Money", 8, "What the plan and the latest papers say about money.",
        _money, "Add the plan, a budget paper or a financial report.",
    ),
    _Plan(
        "directions", "Directions", 8, "What the board has told its partners to do, the earliest deadline first.",
        _directions, "Add the paper that holds the board's Directions.",
    ),
    _Plan(
        "decisions", "What the board was last asked to decide", 6, "From the latest papers; minutes say what was decided.",
        _decisions, "Add papers of the last meetings.",
    ),
)  # fmt: skip
