"""The thread of a conversation: what was quoted just before is asked first, and what answers a question that leans on it has
to be about the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import scope, silence, spans, words
from assistant.finding import Finding
from assistant.followup import Carried
from assistant.question import Question
from assistant.search import Search
from assistant.units import Unit, units
from kb.models import Hit, Passage

OWN = 2  # words up to which a question that leans on another names no thing of its own
NO_REASON = "what was quoted just before gives no reason"
NO_PLACE = "what was quoted just before names no place"
ANOTHER = "what comes near is about something else than what was asked before"
# Said as a reason; else only what stands against something, or comes of it, may be one ("the roof is not safe").
_BECAUSE = re.compile(
    r"\b(?:because|due to(?! (?:be|\w+ (?:on|in|by|at|from))\b)|as a result of|reasons?|owing to|caused by|which is why)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:as a result|so that|in order to|therefore|to enable|will (?:enable|allow|help)|would not|cannot"
    r"|(?:is|are|was|were)(?:n['’]t| not(?! only))|not enough|means that)\b|^\W*(?:as|since|given) \w",
    re.IGNORECASE,
)
# What points back; "what if" somebody leaves asks of what was spoken of as well, and so does "which is right".
_IT = re.compile(
    r"\b(?:that|this|these|those|it|its|they|them|their|theirs|ones?|there)\b"
    r"|^\W*(?:(?:and|but|so)\b,? ?)*(?:what if\b|which (?:is|was|are) (?:\w+)\W*$)",
    re.IGNORECASE,
)
_STANDS = re.compile(r"\b(?:in|at|on|near|across|outside) (?:the )?[A-Z][a-z]+")
_WHERE = re.compile(r"^\W*(?:(?:and|but|so)\b,? ?)*where\b", re.IGNORECASE)


def leans(carried: Carried) -> bool:
    """Whether a question names no thing of its own, so that only where the answer before stood can answer it.

    >>> leans(Carried("how many is that?", ("How many boats are there?",)))
    True
    >>> leans(Carried("and who is the harbour master?", ("How many boats are there?",)))
    False
    """
    own = set(words.content(carried.text)) - silence.LIGHT
    if not carried.about:
        return len(words.content(carried.text)) < OWN
    return not own or (len(own) <= OWN and _IT.search(carried.text) is not None)


def found(search: Search, question: Question, carried: Carried) -> Finding | None:
    """What was quoted just before says to a bare "why?" or "where is it?"; None where something else is asked, or nothing
    was quoted."""
    hits = [search.hit(passage) for passage in carried.passages]
    if not hits or set(question.terms) - silence.LIGHT or question.numbers or question.labels:
        return None
    if question.kind == "why":
        there = list(_onwards(search, hits, carried))
        reasons = (unit for form in (_BECAUSE, _REASON) for unit in there if form.search(unit.text))
        return _told(question, next(reasons, None), NO_REASON)
    if _WHERE.match(question.text):
        quoted = (unit for unit in _sentences(hits) if _quoted(unit, carried))
        return _told(question, next((unit for unit in quoted if _STANDS.search(unit.text)), None), NO_PLACE)
    return None


def _told(question: Question, unit: Unit | None, why: str) -> Finding:
    return Finding(question, "found", (spans.of(unit),)) if unit else Finding(question, "silent", why=why)


def _onwards(search: Search, hits: Sequence[Hit], carried: Carried) -> Iterator[Unit]:
    """The sentences around those that were quoted: the other ones of their passages, they themselves, those of the next
    passage of the section."""
    there = list(_sentences(hits))
    yield from (unit for unit in there if not _quoted(unit, carried))
    yield from (unit for unit in there if _quoted(unit, carried))
    for hit in hits:
        after = search.kb.neighbours(hit.passage, 0, 1)
        yield from _sentences([replace(hit, passage=one) for one in after if one.section == hit.passage.section])


def _sentences(hits: Sequence[Hit]) -> Iterator[Unit]:
    return (unit for unit in units(hits) if unit.role != "list")


def _quoted(unit: Unit, carried: Carried) -> bool:
    return any(unit.text in quote or quote in unit.text for quote in carried.quoted)


def kept(search: Search, one: Finding, carried: Carried) -> Finding:
    """The finding on a question that leans on an earlier one; silence where it is about another thing."""
    asked = one.question
    points = _IT.search(carried.text) is not None and bool(carried.about) and leans(carried)
    if one.outcome == "silent" or not points or asked.numbers or asked.labels:
        return one
    beside = {(hit.passage.doc, hit.passage.section) for hit in map(search.hit, carried.passages)}
    held = (span.passage for span in one.spans)
    if any((passage.doc, passage.section) in beside or _about(search, passage, carried) for passage in held):
        return one
    return replace(one, outcome="silent", why=ANOTHER, note="")


def _about(search: Search, passage: Passage, carried: Carried) -> bool:
    """Whether the passage has a word that tells what one of the earlier questions was about, or a name that the answer
    before brought up."""
    document = search.kb.document(passage.doc)
    here = f"{' '.join(passage.section)} {passage.lead_in or ''} {passage.text}"
    if any(words.has_run(words.stems(label), words.stems(here)) for label in carried.labels):
        return True
    there = words.stem_set(here)
    there = there.union(*(search.corpus.acronyms[short] for short in there & search.corpus.acronyms.keys()))
    light = silence.LIGHT | words.stem_set(scope.identity(document))
    telling = [set(words.content(turn)) - light for turn in carried.earlier]
    return any(not some or some & there for some in telling)
