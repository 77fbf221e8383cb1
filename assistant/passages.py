"""Searching for passages, as people and other assistants do: those that an answer would rest on come first.

What a question asks (a figure, a date, who, where, a list) is weighed on sentences and registers when it is answered; a
search that left that aside would put a passage which only shares words above the one that says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.ask import ask
from kb.knowledge_base import EVERYWHERE, KnowledgeBase
from kb.models import Hit, Scope


@dataclass(frozen=True, slots=True)
class Found:
    """`query` is what was really searched for: with its words as the library spells them, and what it takes over from
    earlier questions; `hits` are the passages, best first."""

    query: str
    hits: list[Hit]


def search(
    kb: KnowledgeBase, query: str, most: int = 10, within: Scope = EVERYWHERE, history: Sequence[str] = ()
) -> Found:
    """At most `most` passages: those quoted in the answer to the query, in its order, then what the search finds. `history`
    holds earlier questions, oldest first. Any text is a safe query. Raises IndexDamaged."""
    answer = ask(kb, query, history, within)
    quoted = dict.fromkeys(citation.passage for citation in answer.citations)
    return Found(answer.query, _first(kb, quoted, kb.search(answer.query, most, within))[:most])


def _first(kb: KnowledgeBase, quoted: Iterable[str], found: Sequence[Hit]) -> list[Hit]:
    """The quoted passages before the others; none scores less than the best hit, so that scores fall with the rank."""
    best = max((hit.score for hit in found), default=1.0)
    known = {hit.passage.id: hit for hit in found}
    first = [known.pop(passage) if passage in known else _hit(kb, passage) for passage in quoted]
    raised = [replace(hit, score=max(hit.score, best)) for hit in first]
    return [replace(hit, rank=n) for n, hit in enumerate([*raised, *known.values()], 1)]


def _hit(kb: KnowledgeBase, passage_id: str) -> Hit:
    passage = kb.passage(passage_id)
    return Hit(0, 0.0, passage, kb.document(passage.doc))
