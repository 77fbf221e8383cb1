"""Every place where a phrase stands as it is, word for word: what full-text search proposes is looked at letter by letter.

Capitals, runs of white space and the forms of dashes and quotation marks do not matter; endings do: "plan" is not "plans".
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kb.models import Document, Mention, Passage

_ALIKE = {mark: f"[{marks}]" for marks in ("'‘’ʼ", '"“”„', "‐‑‒–—-") for mark in marks}


def pattern(phrase: str) -> re.Pattern[str]:
    """What finds the phrase as whole words.

    >>> [found.span() for found in pattern("the board's plan").finditer("The  board’s plan; the board's plans")]
    [(0, 17)]
    """
    words = ("".join(_ALIKE.get(character, re.escape(character)) for character in word) for word in phrase.split())
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


def mentions(phrase: str, passages: Iterable[Passage], library: Mapping[str, Document]) -> Iterator[Mention]:
    """Those of the passages (each document's in order) that hold the phrase; a heading counts once, however much stands
    below it."""
    wanted = pattern(phrase)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for passage in passages:
        beside = [passage.caption] if passage.caption and wanted.search(passage.caption) else []
        for depth, heading in enumerate(passage.section, start=1):
            above = (passage.doc, passage.section[:depth])
            if above not in seen and wanted.search(heading):
                beside.append(heading)
            seen.add(above)
        spans = tuple(found.span() for found in wanted.finditer(passage.text))
        if spans or beside:
            yield Mention(library[passage.doc], passage, spans, tuple(beside))
