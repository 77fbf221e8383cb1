"""What a duty refers to within its own document, and which duty of the text a checklist repeats.

"As described in paragraph 12" and "see Annex A" lead to the place that is meant; "section 31" of an Act leads to the
heading that says which section it explains. A line of a checklist or a summary, or a sentence said again, leads to the duty
that it repeats: each stays a row of its own, so that the sum of the rows is the number of duties.
"""
from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant import words
from kb.knowledge_base import KnowledgeBase
from kb.models import Duty, Passage

REPEATS = 0.7  # share of a checklist line's words, rare ones weighing more, that the duty it repeats has
ALIKE = 0.2  # the least share of both their words
SAID_AGAIN = 0.5  # the same where no checklist says that it repeats
FEWEST = 4  # words of substance, from which a line can be told from others
LIBRARY = 64  # documents whose links are remembered
SHOWN = 160  # characters of the place that is meant

_REFERENCE = re.compile(
    r"\b(?P<kind>paragraphs?|paras?\.?|sections?|annexe?|appendix|chapter|schedule) (?P<label>\d{1,3}(?:\.\d{1,2})*|[A-Z])\b"
    r"(?!(?:\(\d+\))*,? (?:of|to|in) (?:the|that|an?|its|each|schedule)\b)",
    re.IGNORECASE,
)
_LISTS_AGAIN = re.compile(r"\bcheck-?list|\bat a glance\b|\bsummary of (?:the )?(?:duties|requirements)\b", re.IGNORECASE)
_EXPLAINS = re.compile(r"\(sections? (?P<first>\d{1,3})(?:(?: (?P<joined>to|and)|-|–) ?(?P<last>\d{1,3}))?\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """`written` as the duty has it; the place that is meant, with the first words that stand there."""

    written: str
    section: str
    number: str | None
    page: int | None
    text: str
    passage: str = ""

    def said(self) -> str:
        where = ", ".join(filter(None, (self.section, f"page {self.page}" if self.page else "")))
        return f"{self.written}: {where}: “{self.text}”" if where else f"{self.written}: “{self.text}”"

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("written", "section", "number", "page", "text")}


@dataclass(frozen=True, slots=True)
class Links:
    """`repeats` is the duty that this one says again, `repeated` are those that say it again."""

    refers: tuple[Reference, ...] = ()
    repeats: Duty | None = None
    repeated: tuple[Duty, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Only what there is."""
        told = {
            "refers_to": [one.as_json() for one in self.refers],
            "repeats": self.repeats.id if self.repeats else "",
            "repeated_by": [one.id for one in self.repeated],
        }
        return {name: value for name, value in told.items() if value}

    def said(self) -> list[str]:
        """A sentence each."""
        again = [f"repeats {self.repeats.id}: “{self.repeats.text}”"] if self.repeats else []
        return [
            *(f"refers to {one.said()}" for one in self.refers), *again,
            *(f"repeated by {one.id} ({one.section or one.doc}): “{one.text}”" for one in self.repeated),
        ]  # fmt: skip


NOTHING = Links()


def links(kb: KnowledgeBase, doc: str) -> dict[str, Links]:
    """Of a document's duties, by id, those that lead anywhere. Raises UnknownDocument."""
    passages = tuple(one for one in kb.passages(doc) if one.kind != "contents")
    return dict(_links(tuple(kb.duties(doc)), passages))


@lru_cache(LIBRARY)  # a page that lists duties is drawn again at every letter that narrows it
def _links(duties: tuple[Duty, ...], passages: tuple[Passage, ...]) -> dict[str, Links]:
    pairs = dict(_pairs(duties))
    repeated: dict[str, list[Duty]] = {}
    for duty in duties:
        if duty.id in pairs:
            repeated.setdefault(pairs[duty.id].id, []).append(duty)
    found = {
        duty.id: Links(tuple(_refers(duty, passages)), pairs.get(duty.id), tuple(repeated.get(duty.id, ())))
        for duty in duties
    }
    return {own: link for own, link in found.items() if link != NOTHING}


def _refers(duty: Duty, passages: Sequence[Passage]) -> Iterator[Reference]:
    told: set[str] = set()
    own = [one.text for one in passages if " > ".join(one.section) == duty.section]
    for match in _REFERENCE.finditer(f"{duty.lead_in or ''} {duty.text}"):
        kind, label = match["kind"].lower(), match["label"]
        meant = None if kind.startswith("section") and _of_an_act(label, own) else _meant(kind, label, passages)
        if meant and meant.id != duty.passage and match.group() not in told:
            told.add(match.group())
            text = meant.text if len(meant.text) <= SHOWN else f"{meant.text[:SHOWN].rpartition(' ')[0]} ..."
            section = " > ".join(meant.section)
            yield Reference(match.group(), section, meant.number, meant.page_at(0), " ".join(text.split()), meant.id)


def _of_an_act(label: str, texts: Sequence[str]) -> bool:
    """Whether the text around says of which Act the section is: it is none of this document's.

    >>> _of_an_act("31", ["Section 31 of the Carers (Scotland) Act 2016 requires a strategy."])
    True
    """
    named = re.compile(rf"\bsections? {label}\b[^.]{{0,20}} of (?:the|that) [^.]*\bAct\b", re.IGNORECASE)
    return any(named.search(text) for text in texts)


def _meant(kind: str, label: str, passages: Sequence[Passage]) -> Passage | None:
    """The first passage of the place that is named."""
    if kind.startswith("para"):
        return next((one for one in passages if one.number == label), None)
    if kind.startswith("section"):
        headed = re.compile(rf"{re.escape(label)}[.)]?\s")
    else:
        headed = re.compile(rf"{kind.rstrip('e')[:5]}\w* {re.escape(label)}\b", re.IGNORECASE)
    under = (one for one in passages if any(headed.match(name) for name in one.section))
    explained = (one for one in passages if kind.startswith("section") and any(_explains(h, label) for h in one.section))
    return next(explained, None) or next(under, None)


def _explains(heading: str, label: str) -> bool:
    """
    >>> _explains("3.4 Principles (sections 30 and 31)", "31"), _explains("Scrutiny (sections 54 to 56)", "55")
    (True, True)
    """
    match = _EXPLAINS.search(heading)
    if not match or not label.isdigit():
        return False
    first, last = int(match["first"]), int(match["last"] or match["first"])
    return int(label) in (first, last) if match["joined"] == "and" else first <= int(label) <= last


def _pairs(duties: Sequence[Duty]) -> Iterator[tuple[str, Duty]]:
    """The id of each duty that says another again, and the other."""
    sets = [words.stem_set(duty.text) for duty in duties]
    seen = Counter(word for own in sets for word in own)
    weight = {word: math.log((len(duties) + 1) / times) for word, times in seen.items()}
    for at, (duty, own) in enumerate(zip(duties, sets, strict=True)):
        if len(own) < FEWEST:
            continue
        others = (n for n in range(len(duties)) if duties[n].section != duty.section and len(sets[n]) >= len(own))
        best = max(others, key=lambda n: (_share(own & sets[n], own, weight), -n), default=None)
        if best is not None and _says_again(duty, own, sets[best], weight) and (len(sets[best]) > len(own) or best < at):
            yield duty.id, duties[best]


def _says_again(duty: Duty, own: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> bool:
    held, alike = _share(own & other, own, weight), _share(own & other, own | other, weight)
    listed = bool(_LISTS_AGAIN.search(duty.section or ""))
    return held >= REPEATS and alike >= (ALIKE if listed else SAID_AGAIN)


def _share(part: frozenset[str], of: frozenset[str], weight: Mapping[str, float]) -> float:
    return sum(weight[word] for word in part) / (sum(weight[word] for word in of) or 1.0)
