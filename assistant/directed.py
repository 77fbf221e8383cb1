"""Directions asked for by how they stand or by what they are about: which are overdue, which were taken back, which take the
place of others, which cover a thing; and what the register says of the one that was just quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant import forms, silence, words
from assistant.finding import Finding
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from assistant.tracker import STATUSES, State, states
from kb.models import Direction, Document

Issued = tuple[Document, Direction]

MOST = 8  # Directions that are quoted; the others are named
_BE = r"(?:(?:that|which|is|are|was|were|has|have|had|been|being|now|already|it|there|ever|yet)\s+)*"
_THEM = r"\bdirections?\s+(?:(?:in|of|from|for) (?:[\w’'-]+ ){1,4}?)?"
_BACK = r"(?:withdrawn|revoked|rescinded|superseded|discontinued|cancelled|no longer (?:stands?|in force|appl(?:y|ies)))"
_LATE = r"(?:overdue|past (?:its|their|the) (?:deadline|due date|date)s?|missed (?:its|their|the) (?:deadline|date)s?)"
_STATUS = r"(?:late|on track|done|finished|completed?|not (?:yet )?started)"
_MEANT = {"finished": "done", "complete": "done", "completed": "done", "not yet started": "not started"}
_STATE = re.compile(
    rf"{_THEM}{_BE}(?:(?P<back>{_BACK})|(?P<late>{_LATE})|(?P<status>{_STATUS})"
    r"|(?P<new>replaces?|replaced|replacing|supersedes?|revokes?|takes? the place of))\b"
    rf"|\b(?:(?P<late2>overdue)|(?P<back2>{_BACK})|(?P<status2>late)) directions?\b",
    re.IGNORECASE,
)
_COVERING = re.compile(
    r"\b(?:which|what(?: is| are)?|list|(?:is|are) there)(?: (?:an?|any|all|the|of the|of our))? (?:[\w’'-]+ ){0,2}?"
    rf"directions?\s+(?:(?:is|are|there|that|which)\s+)*(?:covers?|covering|involves?|involving|about|on|for|concerns?|concerning|regarding|{forms.CONCERN}"
    r"|deals? with|dealing with|relat(?:es?|ing) to|touch(?:es)? on|address(?:es)?|to do with)\s+(?P<topic>[^,;?]+)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:this|the (?:current|coming|present|whole)) (?:year|month)\b|\bnow\b", re.IGNORECASE)  # no topic
# "Which Directions have no deadline?": what the register of each has not.
_WITHOUT = re.compile(
    r"\b(?:which|what|how many|list)\b.*\bdirections?\b.*"
    r"\b(?:no|without|lacks?|lacking|(?:do|does) ?n[o'’]t have(?: an?| any)?) (?:set |named |clear |given )?"
    r"(?:(?P<date>deadlines?|dates?|due dates?|timescales?)|(?P<owner>owners?|leads?|lead officers?)"
    r"|(?P<sum>sums?|budgets?|costs?|money|funding|amounts?))\b",
    re.IGNORECASE,
)
# Asked of the Direction that was just quoted.
_IN_HAND = re.compile(
    rf"(?P<who>\bwho(?:se)?\b)|\b(?:is|are|was|has|have) (?:it|that|this|they)\b.*?\b(?P<status>{_STATUS})"
    r"|\b(?:(?:the )?one|directions?) (?P<way>after|before)\b|\b(?P<side>next|following|previous) (?:one|direction)\b",
    re.IGNORECASE,
)
_ASKED = words.stem_set("responsible act track late done finish complete whose next follow previous direction start")


def found(search: Search, question: Question) -> Finding | None:
    """The Directions that stand as asked or cover what is asked; None where neither is asked, or none are issued here."""
    issued = _issued(search)
    if not issued or question.numbers:
        return None
    if state := _STATE.search(question.text):
        return _standing(search, question, issued, state)
    if without := _WITHOUT.search(question.text):
        return _lacking(search, question, issued, without)
    bare = forms.BARE_PLURAL.search(question.text)  # what such things are for
    if not bare and (covering := _COVERING.search(question.text)) and question.values in ((), ("number", "percent")):
        return _covering(search, question, issued, covering["topic"])
    return None


def of_the_last(search: Search, question: Question, passages: Sequence[str]) -> Finding | None:
    """What the register says of the one Direction that the answer before quoted, to a question that names no other thing:
    who is to act, how it stands, which one comes after it. None where something else is asked."""
    issued = _issued(search)
    if (covering := _COVERING.search(question.text)) and not words.content(covering["topic"]):
        return _near(search, question, issued, passages)
    asked = _IN_HAND.search(question.text)
    last = [at for at, (_, one) in enumerate(issued) if one.passage in passages]
    if asked is None or len(last) != 1 or len(passages) != 1 or not _only_asks(question):
        return None
    document, one = issued[last[0]]
    if asked["who"]:
        whose = [given for given in _and_above(issued, document, one) if given.owners][:1]
        quoted = tuple(span for given in dict.fromkeys((one, *whose)) for span in _span(search, document, given))
        return Finding(question, "found", quoted) if whose else _silent(question, one, "does not say who is to act")
    if way := asked["way"] or asked["side"]:
        return _beside(search, question, issued, last[0] + (-1 if way.lower() in ("before", "previous") else 1))
    return _status(search, question, document, one)


def _only_asks(question: Question) -> bool:
    return set(question.terms) <= silence.LIGHT | _ASKED


def _issued(search: Search) -> list[Issued]:
    return [
        (document, one)
        for document in search.documents
        if document.kind == "directions"
        for one in search.kb.directions(document.id)
    ]


def _and_above(issued: Sequence[Issued], document: Document, one: Direction) -> Iterator[Direction]:
    """A Direction and those that it is a part of, from the inside out."""
    own = {given.id: given for held, given in issued if held == document}
    at: Direction | None = one
    while at is not None:
        yield at
        at = own.get(at.parent or "")


def _standing(search: Search, question: Question, issued: Sequence[Issued], asked: re.Match[str]) -> Finding:
    """The Directions whose state is the one asked for, with how many they are."""
    stand = {document.id: states(search.kb, document.id, search.today) for document, _ in issued}
    wanted, said = _wanted(asked)
    chosen = [(document, one) for document, one in issued if wanted(stand[document.id][one.id])]
    if not chosen:
        kept = any(state.status for by_number in stand.values() for state in by_number.values())
        why = f"no Direction {said}" if kept or said not in STATUSES else "nobody has kept a status of any Direction"
        return Finding(question, "silent", why=why)
    quoted = [
        replace(span, lead=_lead(one, stand[document.id][one.id]))
        for document, one in chosen[:MOST]
        for span in _span(search, document, one)
    ]
    if said == "is overdue" and quoted:
        counted = f"{len(chosen)} of {len(issued)} Directions {'are' if len(chosen) > 1 else 'is'} overdue"
        numbers = ", ".join(one.id for _, one in chosen)
        quoted[0] = replace(quoted[0], lead=f"{counted} on {search.today:%-d %B %Y}: {numbers}. {quoted[0].lead}")
    return Finding(question, "found", tuple(quoted), note=_rest(chosen))


def _lacking(search: Search, question: Question, issued: Sequence[Issued], asked: re.Match[str]) -> Finding:
    """The Directions that say no deadline, owner or sum; the owner of what one is a part of is its own too."""
    chosen = [
        (document, one)
        for document, one in issued
        if not (
            (asked["date"] and (one.deadline or one.deadline_text))
            or (asked["sum"] and any("£" in amount for amount in one.amounts))
            or (asked["owner"] and any(given.owners for given in _and_above(issued, document, one)))
        )
    ]
    what = "deadline" if asked["date"] else "sum" if asked["sum"] else "owner"
    if not chosen:
        return Finding(question, "silent", why=f"every Direction has {'an' if what == 'owner' else 'a'} {what}")
    quoted = list(_shown(search, chosen[:MOST]))
    lead = f"{len(chosen)} of {len(issued)} Directions {'give' if len(chosen) > 1 else 'gives'} no {what}."
    quoted[:1] = [replace(one, lead=f"{lead} {one.lead}".strip()) for one in quoted[:1]]
    return Finding(question, "found", tuple(quoted), note=_rest(chosen))


def _lead(one: Direction, state: State) -> str:
    return f"Direction {one.id}{f', which replaces {state.replaces}' if state.replaces else ''}"


def _wanted(asked: re.Match[str]) -> tuple[Callable[[State], bool], str]:
    """Which state is asked for, and how it is said of a Direction."""
    if asked["late"] or asked["late2"]:
        return (lambda state: state.overdue), "is overdue"
    if asked["back"] or asked["back2"]:
        return (lambda state: state.taken_back), "says that it was taken back"
    if asked["new"]:
        return (lambda state: bool(state.replaces)), "says that it takes the place of another"
    status = (asked["status"] or asked["status2"]).lower()
    status = _MEANT.get(status, status)
    return (lambda state: state.status == status or (status == "late" and state.overdue)), status


def _covering(search: Search, question: Question, issued: Sequence[Issued], topic: str) -> Finding | None:
    """The Directions that have all of the topic's words, in their text or their heading."""
    bodies = {stem for document, _ in issued for stem in words.stems(document.authority or "")}
    asked = set(words.content(_WHEN.sub(" ", topic))) - bodies
    chosen = [(document, one) for document, one in issued if asked <= _there(search, one)]
    if not asked:
        return None
    if not chosen:
        return Finding(question, "silent", why=f"no Direction speaks of {topic.strip()} in these words")
    return Finding(question, "found", _shown(search, chosen[:MOST]), note=_rest(chosen))


def _near(search: Search, question: Question, issued: Sequence[Issued], passages: Sequence[str]) -> Finding | None:
    """The Directions that have most of what the passages are about: the words of their headings, and those asked before that
    stand in them."""
    quoted = [search.kb.passage(one) for one in passages]
    said = frozenset[str]().union(*(words.stem_set(one.text) for one in quoted))
    bodies = {stem for document, _ in issued for stem in words.stems(document.authority or "")}
    about = {stem for one in quoted for stem in words.content(one.heading or "")} | (said & {*question.about})
    asked = about - bodies - silence.LIGHT
    held = [sum(map(search.corpus.weight, asked & _there(search, one))) for _, one in issued]
    most = max(held, default=0.0)
    chosen = [pair for pair, share in zip(issued, held, strict=True) if share == most]
    return Finding(question, "found", _shown(search, chosen[:MOST]), note=_rest(chosen)) if most else None


def _there(search: Search, one: Direction) -> frozenset[str]:
    """The stems of a Direction and of the heading that it stands under."""
    return words.stem_set(f"{' '.join(search.kb.passage(one.passage).section[-1:])} {one.text}")


def _rest(chosen: Sequence[Issued]) -> str:
    left = ", ".join(one.id for _, one in chosen[MOST:])
    return f"{MOST} of {len(chosen)} Directions are quoted here; the others are {left}." if left else ""


def _beside(search: Search, question: Question, issued: Sequence[Issued], at: int) -> Finding:
    if 0 <= at < len(issued):
        return Finding(question, "found", _shown(search, [issued[at]]))
    return Finding(question, "silent", why=f"there is no Direction {'after' if at else 'before'} it")


def _status(search: Search, question: Question, document: Document, one: Direction) -> Finding:
    state = states(search.kb, document.id, search.today)[one.id]
    told = f"Its status was set to {state.status}" if state.status else "Nobody has kept a status of it here"
    late = f"; its date has passed: today is {search.today:%-d %B %Y}" if state.overdue else ""
    return Finding(question, "found", _shown(search, [(document, one)]), note=f"{told}{late}.")


def _silent(question: Question, one: Direction, what: str) -> Finding:
    return Finding(question, "silent", why=f"Direction {one.id} {what}")


def _shown(search: Search, chosen: Sequence[Issued]) -> tuple[Span, ...]:
    return tuple(span for document, one in chosen for span in _span(search, document, one))


def _span(search: Search, document: Document, one: Direction) -> list[Span]:
    passage = search.kb.passage(one.passage)
    start = passage.text.find(one.text)
    lead = "" if one.text.startswith(one.id) else f"Direction {one.id}"
    return [Span(document, passage, start, start + len(one.text), lead)] if start >= 0 else []
