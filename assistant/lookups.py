"""Questions that are answered by looking something up rather than by searching: what stands at a number or on a page,
where a thing is mentioned, what a term means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant import forms, spans, words
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from assistant.units import Unit, units
from kb.models import Document, Hit, Passage, Scope

MENTIONED = 8  # passages quoted at most that mention a thing
DEFINED = 40  # passages looked into for what a term means
NAMES_SO, UNDER, SAYS, ENTRY = 1, 2, 3, 4  # how surely a unit defines a term
_PARAGRAPH = re.compile(r"\b(?:paragraph|para|section|clause|item)s?\b", re.IGNORECASE)  # else a number is a Direction's
LONGEST_LIST = 20  # passages before and after an item that may belong to its list
_ITEM = re.compile(r"(\d{1,2})[.)]\s")
_GLOSSARY = re.compile(r"\b(?:glossary|definitions?|interpretation)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^)]*\)")
_DIRECTION = re.compile(r"\bdirections?\b", re.IGNORECASE)
_MENTION = re.compile(rf"\b(?:mentions?|refers? to|talks? about|speaks? of|{forms.CONCERN})\b", re.IGNORECASE)


def at_place(search: Search, question: Question) -> list[Hit]:
    """The passages at the numbers or on the page that the question names."""
    if question.page is not None:
        named = _asked(search)
        return _hits((document, passage) for document in named for passage in _on_page(search, document, question.page))
    if not _PARAGRAPH.search(question.text):
        found = [
            (document, passage)
            for document in search.documents
            for number in question.numbers
            for passage in _of_direction(search, document, number)
        ]
        if found or _DIRECTION.search(question.text):
            return _hits(found)
    return _hits(
        (document, passage)
        for document in _asked(search)
        for number in question.numbers
        for passage in _numbered(search, document, number)
    )


def is_numbered(passage: Passage, numbers: Sequence[str]) -> bool:
    """Whether one of the numbers, or one above its own, is the passage's: "9.2" takes in "9.2.1".

    >>> is_numbered(Passage("d/1/1", "d", 1, 1, "paragraph", "9.2.1 Act.", number="9.2.1"), ["9.2"])
    True
    """
    own = passage.number or ""
    return any(own == number or own.startswith(f"{number}.") for number in numbers)


def _asked(search: Search) -> Sequence[Document]:
    """The documents that the question names, all where it names none."""
    return [document for document in search.documents if document.id in search.place.named] or search.documents


def _on_page(search: Search, document: Document, page: int) -> list[Passage]:
    """The passages of which something stands on the page."""
    at = physical(document, page)
    passages = (passage for passage in search.kb.passages(document.id) if passage.page and passage.kind != "contents")
    return [one for one in passages if (one.page or 0) <= at <= (one.last_page(0, len(one.text)) or 0)]


def physical(document: Document, page: int) -> int:
    """The page with that number printed on it; without such a page, the so manieth."""
    return document.labels.index(str(page)) + 1 if str(page) in document.labels else page


def _numbered(search: Search, document: Document, number: str) -> list[Passage]:
    """The passages with the number, and those under a heading with it ("3.14 Option 3: ...")."""
    numbered = {passage.id for passage in search.kb.numbered(number, Scope(docs=(document.id,)))}
    return [
        passage
        for passage in search.kb.passages(document.id)
        if passage.id in numbered
        or (passage.kind not in ("contents", "note") and any(_opens(title, number) for title in passage.section))
    ]


def _opens(title: str, number: str) -> bool:
    """
    >>> _opens("3.14 Option 3: Wait", "3.14"), _opens("3.14.2 Cost", "3.14"), _opens("3.1 Aims", "3.14")
    (True, False, False)
    """
    return title.split(maxsplit=1)[:1] in ([number], [f"{number}."])


def _of_direction(search: Search, document: Document, number: str) -> list[Passage]:
    """The passages of a Direction: those with its number, else those under its heading. Outside Directions themselves, what
    names it with the word."""
    own = document.kind == "directions"
    if own and (numbered := search.kb.numbered(number, Scope(docs=(document.id,)))):
        return numbered
    return [
        passage
        for passage in search.kb.passages(document.id)
        if passage.kind != "contents"
        and any(names(said, number) for said in (*passage.section[-1:], *(() if own else (passage.text,))))
    ]


def direction_rows(search: Search, question: Question) -> list[Unit]:
    """The rows of tables in which Directions stand a row each, by the register of Directions."""
    return [
        unit
        for document in search.documents
        if document.kind == "directions"
        for direction in search.kb.directions(document.id)
        if direction.id in question.numbers
        for unit in units([Hit(1, 1.0, search.kb.passage(direction.passage), document)])
        if unit.role == "row" and direction.text in unit.text
    ]


def names(text: str, number: str) -> bool:
    """Whether the text speaks of the Direction with that number.

    >>> names("As Direction 1.3 asks", "1.3"), names("It costs £1.3m", "1.3"), names("Direction 11.3", "1.3")
    (True, False, False)
    """
    return number in text and words.has_run(words.stems(f"Direction {number}"), words.stems(text))


def _hits(found: Iterable[tuple[Document, Passage]]) -> list[Hit]:
    return [Hit(rank, 1.0, passage, document) for rank, (document, passage) in enumerate(found, 1)]


def numbered_lists(search: Search, hits: Sequence[Hit]) -> list[Unit]:
    """Lists whose items are passages of their own, 1, 2, 3 ... under one heading, that a hit is an item of."""
    found: dict[str, Unit] = {}
    for hit in hits:
        if not _counted(hit.passage):
            continue
        near = [*search.kb.neighbours(hit.passage, LONGEST_LIST, LONGEST_LIST), hit.passage]
        run = _run([passage for passage in near if passage.section == hit.passage.section])
        if hit.passage in run and run[0].id not in found:
            first = run[0]
            heading = " / ".join(first.section)
            found[first.id] = Unit(hit.document, first, 0, len(first.text), "list", heading, hit.score, tuple(run[1:]))
    return list(found.values())


def _counted(passage: Passage) -> int:
    """The number of an item of a simple list, 0 where it is none."""
    mark = _ITEM.match(passage.text)
    return int(mark[1]) if mark and passage.kind in ("paragraph", "list") else 0


def _run(passages: Sequence[Passage]) -> list[Passage]:
    """The passages numbered 1, 2, 3 ... without a gap."""
    run: list[Passage] = []
    for passage in sorted(passages, key=lambda one: one.ordinal):
        number = _counted(passage)
        if number == 1:
            run = [passage]
        elif run and number == len(run) + 1:
            run.append(passage)
    return run if len(run) > 2 else []


def mentions(search: Search, question: Question) -> list[Span]:
    """Where the documents that are meant name the thing: the sentence or item, in reading order."""
    thing = set(words.content(_MENTION.split(question.text, maxsplit=1)[-1]))
    meant = [document for document in search.documents if search.place.weights[document.id] == 1]
    found = []
    for document in meant:
        for passage in search.kb.passages(document.id):
            if passage.kind != "contents" and thing <= words.stem_set(passage.text):
                hit = Hit(1, 1.0, passage, document)
                unit = next(
                    (unit for unit in units([hit]) if unit.role != "list" and thing <= words.stem_set(unit.text)),
                    None,
                )
                found.append(spans.around(unit) if unit else spans.whole(hit))
    return found[:MENTIONED]


def spelled_out(search: Search, question: Question) -> list[Span]:
    """The first sentence of each hit that gives the long form of an acronym."""
    short = question.subject.strip().lower()
    if short not in search.corpus.acronyms:
        short = short.removesuffix("s")  # "SARs"
    if short not in search.corpus.acronyms:
        return []
    mark = re.compile(rf"\(\s*[‘'“\"]?{re.escape(short)}s?[’'”\"]?\s*\)", re.IGNORECASE)
    long = " ".join(search.corpus.acronyms[short])
    pool = units(search.hits(f"{question.subject} {long}", DEFINED))
    full = search.corpus.acronyms[short]
    said = [unit for unit in pool if unit.role != "list" and (mark.search(unit.text) or _apposed(short, full, unit.text))]
    rows = [unit for unit in pool if unit.role == "row" and words.words(unit.text)[:1] == [short]]
    opening = [unit for unit in said if words.stems(unit.text)[: len(full)] == list(full)]  # tells what it is as well
    return [spans.around(unit, 240) for unit in [*opening, *said, *rows]][:1]


def by_acronym(search: Search, question: Question) -> Question:
    """A question for the meaning of a name that the documents do not define under it as one for that of its acronym.

    "What is a Joint Care Plan (JCP)?" is one for JCP, as "What is a Joint Care Plan?" is.
    """
    named = words.stems(_BRACKETED.sub("", question.subject))
    short = next((short for short, full in search.corpus.acronyms.items() if len(full) > 1 and list(full) == named), "")
    return replace(question, subject=short.upper()) if short and not meanings(search, question, SAYS) else question


def _apposed(short: str, full: Sequence[str], text: str) -> bool:
    there = words.stems(text)
    return short in there and words.has_run(full, there)


def meanings(search: Search, question: Question, least: int = NAMES_SO) -> list[Span]:
    """Where a term is defined, `least` surely: a glossary's entry first, then a sentence of a form that defines."""
    term = words.stems(question.subject)
    if not term:
        return []
    if entry := _in_glossary(search, term):
        return [entry]
    found = units(search.hits(question.subject, DEFINED))
    pool = [unit for unit in found if unit.role != "list" and not spans.is_title(unit)]
    graded = [(grade, at) for at, unit in enumerate(pool) if (grade := _defines(question.subject, term, unit)) >= least]
    if not graded:
        return []
    best = min(graded, key=lambda pair: (-pair[0], pair[1]))
    return [spans.around(pool[best[1]], 600)]


def _in_glossary(search: Search, term: list[str]) -> Span | None:
    """The row of a glossary that has the term, of the document that is meant most."""
    for document in sorted(search.documents, key=lambda one: (-search.place.weights[one.id], one.id)):
        for entry in search.kb.glossary(document.id):
            if entry.kind == "definition" and words.stems(entry.term or "") == term:
                passage = search.kb.passage(entry.passage)
                if (start := passage.text.find(entry.text)) >= 0:
                    return Span(document, passage, start, start + len(entry.text))
    return None


def _defines(subject: str, term: list[str], unit: Unit) -> int:
    """How surely a unit defines the term: its entry, a sentence that says what it is, what opens under it as a heading, or a
    sentence that names it so."""
    if unit.role == "row" and words.stems(unit.text.split(" | ")[0]) == term:
        return ENTRY
    heading = words.stems(unit.passage.heading or "")
    under = heading and heading == term and unit.start == 0 and unit.passage.kind == "paragraph"
    if under and _GLOSSARY.search(" / ".join(unit.passage.section)):
        return ENTRY
    name = r"\s+".join(re.escape(word) for word in subject.split())
    acronym = r"(?:\s*\([^)]{2,30}\))?"
    if re.match(
        rf"\W*(?:the |an? |our )?{name}s?{acronym}[’'”\"]?\s*(?:[–—:-]\s|(?:is|are|means|refers? to|describes|involves)\b)",
        unit.text,
        re.IGNORECASE,
    ):
        return SAYS
    if under:
        return UNDER
    if re.search(rf"\b(?:called|known as|termed|term|means)\s+[‘'“\"]?(?:the |an? )?{name}\b", unit.text, re.IGNORECASE):
        return NAMES_SO
    if re.search(rf"\b{name}[’'”\"]?{acronym}\s+(?:is|are|means|refers? to)\b", unit.text, re.IGNORECASE):
        return NAMES_SO
    return 0
