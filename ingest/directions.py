"""From a Directions document, or a paper that quotes one, to its Directions: who, by when, how much.

In a Directions document a Direction is a passage with a number of two levels or more ("5.2", "9.2.1"). In any other, where
such numbers count its own paragraphs, it is one that stands under "Direction 5.2". In both it may be given in a table
(`ingest.direction_forms`), and a Directions document that has neither has headings "Direction 3: Carers" over its text.
Everything is as written; what the words do not say is left empty.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.amounts import amounts
from ingest.dates import date_in
from ingest.direction_forms import TITLED, Given, in_tables
from ingest.direction_lines import LETTERED, TO_COME, counted, lettered, with_lines
from kb.models import Direction, DocumentKind, Modality, Passage
from kb.text import sentence_spans

_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})+$")
_PART_OF = re.compile(r"(.*\d)(?:\.\d+|\.?[a-z]|\([a-z]\))")  # "5.2" is of 5, "1a" and "1(a)" of 1
_PRINTED = re.compile(r"^\W*(\d{1,3}(?:\.\d{1,3})+)\.?\s+")
_DOTTED = re.compile(r"^\W*Direction\s+(?:no\.?\s*)?(\d{1,3}(?:\.\d{1,3})+)\b[\s.:–-]*", re.IGNORECASE)

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(_MONTHS) + "|" + "|".join(rf"{name[:3]}\b" for name in _MONTHS) + "|Sept"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>(?:19|20)\d{{2}})"
_DEADLINE = re.compile(
    r"\b(?:by|before|no later than|not later than|until|at)\s+(?:(?:the )?(?:end|start|close) of\s+|end\s+|"
    r"mid-?\s*)?" + _DATE,
    re.IGNORECASE,
)
_CLOSING_DATE = re.compile(rf"\b{_DATE}(?=[.\s]*$)", re.IGNORECASE)

_MODAL = re.compile(
    r"\b(must|shall|will|should|(?-i:may)|(?:is|are) (?:required|expected|(?:hereby )?(?:directed|instructed)|to)\b)",
    re.IGNORECASE,
)
_BINDS: dict[str, Modality] = {"should": "should", "may": "may", "is expected": "should", "are expected": "should"}

# The head of a subject that can own a Direction: a body, its people, or the functions and services it runs.
_BODY = (
    r"(?:functions?|services?|authorit(?:y|ies)|boards?|councils?|partners?|partnerships?|teams?|officers?|"
    r"managers?|directors?|"
    r"groups?|committees?|trusts?|providers?|departments?|agenc(?:y|ies)|organisations?|IJBs?|HSCPs?|ICBs?|staff|"
    r"chief executives?|ministers?)"
)
_HEAD = re.compile(rf"\b{_BODY}$", re.IGNORECASE)
_NHS_BODY = re.compile(r"^(?:NHS|Police|Public Health|Healthcare Improvement)(?: [A-Z][\w’'&-]*)+$|^[A-Z]{2,}$")
_PROPER_NAME = re.compile(r"^(?:The )?[A-Z][\w’'-]*(?: (?:of|and|the|for|[A-Z][\w’'&-]*))*(?: [A-Z][\w’'&-]*)$")
_AFTER_HEAD = re.compile(
    r"\s+(?:delegated to|for|of|in|on|within|across|under|with|that|which|who|to|from|at|by|involved|responsible)\b.*$",
    re.IGNORECASE,
)


def directions(
    passages: Sequence[Passage], kind: DocumentKind = "directions", issued: str | None = None
) -> list[Direction]:
    """The Directions of one document of that kind, each number once, in the document's order.

    `owners` are the subject of the sentence, a body each, or those that a table or a line below says it is issued to;
    `deadline` is YYYY-MM, counted from the document's date `issued` where the words count from it; `amounts` are as
    written, in order, a budget given beside the words last ("to be confirmed" where that is all it says).
    """
    gathered: dict[str, Given] = {}
    for found in [*in_tables(passages), *(_numbered(passages) if kind == "directions" else _named(passages, _DOTTED))]:
        gathered.setdefault(found.number, found)
    if kind == "directions" and not gathered:
        headed = list(_named(passages, TITLED))
        for found in sorted(headed, key=lambda one: not _MODAL.search(one.text)):  # the words that bind, not their context
            gathered.setdefault(found.number, found)
    for found in lettered(passages, tuple(gathered)):
        gathered.setdefault(found.number, found)
    in_order = sorted(gathered.values(), key=lambda one: (one.passage.ordinal, one.start))
    return [_direction(found, gathered, issued) for found in with_lines(in_order, passages)]


def _numbered(passages: Sequence[Passage]) -> Iterator[Given]:
    for passage in passages:
        printed = _PRINTED.match(passage.text)
        number = passage.number or (printed.group(1) if printed else None) or ""
        if passage.kind in ("paragraph", "list", "table") and _NUMBER.match(number):
            yield Given(number, passage, passage.text)


def _named(passages: Sequence[Passage], titles: re.Pattern[str]) -> Iterator[Given]:
    """Directions that are called so: the words after "Direction 5.2", in its own passage or the one below."""
    for passage in passages:
        heading = titles.match(passage.heading or "")
        for start, end in _lines(passage):
            line = passage.text[start:end]
            titled = titles.match(line)
            words = line[titled.end() :] if titled else line
            if titled and len(words.split()) > 2:
                yield Given(titled.group(1), passage, words, end - len(words))
        if heading and not LETTERED.match(passage.text):
            yield Given(heading.group(1), passage, passage.text)


def _lines(passage: Passage) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", passage.text)]


def _direction(found: Given, gathered: dict[str, Given], issued: str | None) -> Direction:
    bare = LETTERED.sub("", _PRINTED.sub("", found.text, count=1), count=1)
    sentences = [bare[start:end] for start, end in sentence_spans(bare)] or [bare]
    deadline = next((m for m in map(_due, sentences) if m), None)
    due = (_month(deadline), deadline.group()) if deadline else counted(bare, issued) or (None, None)
    part = _PART_OF.fullmatch(found.number)
    direction = Direction(
        id=found.number,
        doc=found.passage.doc,
        passage=found.passage.id,
        text=found.text,
        modality=modality(sentences[0]),
        owners=owners(sentences[0]),
        deadline=due[0],
        deadline_text=due[1],
        amounts=amounts(bare),
        parent=part[1] if part and part[1] in gathered else None,
        page=found.passage.page_at(found.start),
    )
    return _with_beside(direction, found, issued)


def _with_beside(direction: Direction, found: Given, issued: str | None) -> Direction:
    """What the table's cells or the lines below say goes before what the words say, but for sums: a budget is one more."""
    dated, from_issue = date_in(found.due), counted(found.due, issued)
    month = dated[: len("2026-09")] if dated else from_issue[0] if from_issue else None
    to_come = TO_COME.search(found.budget)
    budget = amounts(found.budget) or ((to_come.group(),) if to_come else ())
    return replace(
        direction,
        owners=(_bodies(found.to) or (found.to,)) if found.to else direction.owners,
        deadline=month or direction.deadline,
        deadline_text=found.due if month else direction.deadline_text or found.due or None,  # "Ongoing", "TBC"
        amounts=tuple(dict.fromkeys((*direction.amounts, *budget))),
    )


def modality(sentence: str) -> Modality:
    """must for must, will and a bare imperative; should; may.

    >>> modality("All services will report."), modality("Explore the benefit."), modality("Services should improve.")
    ('must', 'must', 'should')
    """
    modal = _MODAL.search(sentence)
    return _BINDS.get(modal.group().lower(), "must") if modal else "must"


def owners(sentence: str) -> tuple[str, ...]:
    """The bodies or functions that are the subject of the sentence, as written; empty where it has none.

    >>> owners("Following the review, NHS North and Hill Council should report.")
    ('NHS North', 'Hill Council')
    >>> owners("A 3% reduction should be achieved by Hill Council.")
    ()
    """
    modal = _MODAL.search(sentence)
    return _bodies(sentence[: modal.start()].strip(" ,")) if modal else ()


def _bodies(words: str) -> tuple[str, ...]:
    """The bodies that are named together at the end of some words."""
    subject = re.split(r"[,;:]\s+", words)[-1].strip()
    listed = re.split(r"[,;:]\s+|\s+and\s+", words)
    bodies = [re.sub(r"^(?:and|both)\s+", "", part).strip() for part in listed]
    if len(bodies) > 1 and all(map(_is_body, bodies)):
        return tuple(bodies)
    parts = [re.sub(r"^both\s+", "", part) for part in re.split(r"\s+and\s+", subject)]
    if len(parts) > 1 and all(map(_is_body, parts)):
        return tuple(parts)
    return (subject,) if _is_body(subject) or _PROPER_NAME.match(subject) else ()


def _is_body(words: str) -> bool:
    head = _AFTER_HEAD.sub("", words)
    return bool(_HEAD.search(head) or _NHS_BODY.match(words) or (_PROPER_NAME.match(words) and _HEAD.search(words)))


def _due(sentence: str) -> re.Match[str] | None:
    return _DEADLINE.search(sentence) or _CLOSING_DATE.search(sentence)


def _month(deadline: re.Match[str]) -> str:
    name = deadline["month"][:3].title()
    return f"{deadline['year']}-{[month[:3] for month in _MONTHS].index(name) + 1:02d}"
