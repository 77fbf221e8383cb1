"""Lists that are not set as one: a sentence that announces what the next paragraphs hold, paragraphs that each open with
a title of their own, headings that stand side by side.

What a heading says cannot be quoted, so each of these is a run of passages, quoted by how it opens under its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import words
from kb.knowledge_base import KnowledgeBase
from kb.models import Passage

LOOKED_AHEAD = 16  # passages after a sentence that announces them
LONG = 250  # characters of a paragraph that is no item, where nobody says how many items there are
FEWEST = 2
ITEM_WORDS = 3  # a passage of fewer words ("68%") goes with the item before it
_TITLED = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*[.)]?|[A-Z][a-z]+ \d+:?)?\W*(?P<title>[A-Z][^.:–—]{1,60}?)\W*?\s*(?:[:–—]|\s-)\s"
)
_MARKED = re.compile(r"^\W*[A-Z][a-z]+ (?:\d+|[A-Z])\s*[:.–—-]\s*\S")  # "Aim 1: ..."
_NUMBER = re.compile(r"^[\d.]+\s+|^(?:annex|appendix) \w+:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its words as stems, the passages right under it and the headings right below it, in order."""

    doc: str
    path: tuple[str, ...]
    stems: frozenset[str]
    passages: tuple[str, ...]
    below: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.path[-1]


def headings(passages: Iterable[Passage]) -> list[Heading]:
    """The headings of documents, in their order; `passages` are all of theirs."""
    under: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    below: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for passage in passages:
        if passage.kind == "contents":
            continue
        for depth in range(1, len(passage.section) + 1):
            under.setdefault((passage.doc, passage.section[:depth]), [])
            below.setdefault((passage.doc, passage.section[:depth]), [])
            beside = below.setdefault((passage.doc, passage.section[: depth - 1]), [])
            if passage.section[depth - 1] not in beside:
                beside.append(passage.section[depth - 1])
        if passage.section:
            under[passage.doc, passage.section].append(passage.id)
    return [
        Heading(doc, path, frozenset(words.content(bare(path[-1]))), tuple(ids), tuple(below[doc, path]))
        for (doc, path), ids in under.items()
    ]


def bare(title: str) -> str:
    """A heading without its number.

    >>> bare("3.13 Option 2: Mend the roof")
    'Option 2: Mend the roof'
    """
    return _NUMBER.sub("", title)


def announced(kb: KnowledgeBase, first: Passage, number: int | None = None) -> list[Passage]:
    """What follows a passage whose last sentence announces it, `number` things where that is known; none where they are
    not there."""
    found: list[Passage] = []
    items = 0
    for passage in kb.neighbours(first, 0, LOOKED_AHEAD):
        if passage.section[: len(first.section)] != first.section or passage.kind in ("note", "contents"):
            break
        if passage.kind in ("list", "table"):
            return found or [passage]
        item = len(passage.text.split()) >= ITEM_WORDS
        if item and (items == number or (found and number is None and len(passage.text) > LONG)):
            break
        found.append(passage)
        items += item
    return found if found and (number is None or items == number) else []


def titled(passages: Sequence[Passage]) -> list[Passage]:
    """Those of the passages under one heading that open with a title or a mark of their own, where several do."""
    found = [passage for passage in passages if _TITLED.match(passage.text) and passage.kind == "paragraph"]
    marked = [passage for passage in passages if _MARKED.match(passage.text) and passage.kind == "paragraph"]
    best = max(found, marked, key=len)
    return best if len(best) >= FEWEST else []


def title(passage: Passage) -> int:
    """Where the title ends that the passage opens with, 0 where it has none.

    >>> text = "15. Shared Purpose - what we try to do together."
    >>> text[: title(Passage("d/1/1", "d", 1, 1, "paragraph", text))]
    '15. Shared Purpose'
    """
    match = _TITLED.match(passage.text)
    return match.end("title") if match else 0
