"""What a duty refers to within its own document, and which duty of the text a checklist repeats.

"As described in paragraph 12" and "see Annex A" lead to the place that is meant; "section 31" of an Act leads to the
heading that says which section it explains; "paragraph 12 of the Carers Code" leads into that document where the library has
it. A line of a checklist or a summary, or a sentence said again, leads to the duty
that it repeats: each stays a row of its own, so that the sum of the rows is the number of duties.
"""
from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from assistant import words
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Duty, Passage
from kb.text import unmarked

REPEATS = 0.7  # share of a checklist line's words, rare ones weighing more, that the duty it repeats has
ALIKE = 0.2  # the least share of both their words
SAID_AGAIN = 0.5  # the same where no checklist says that it repeats
FEWEST = 4  # words of substance, from which a line can be told from others
LIBRARY = 64  # documents whose links are remembered
SHOWN = 160  # characters of the place that is meant
NAMED = 80  # characters of it where only its name is wanted

_KIND = r"\b(?P<kind>paragraphs?|paras?\.?|sections?|annexe?|appendix|chapter|schedule)"
_LABEL = rf"{_KIND} (?P<label>\d{{1,3}}(?:\.\d{{1,2}})*|[A-Z])\b"
_REFERENCE = re.compile(
    rf"{_LABEL}(?!(?:\(\d+\))*,? (?:of|to|in) (?:the|that|an?|its|each|schedule)\b)",
    re.IGNORECASE,
)
# "paragraph 12 of the Carers Code": whatever stands after it to the end of the clause may be a title.
_ELSEWHERE = re.compile(rf"{_LABEL},? (?:of|to|in) (?:the|that|our|its) (?P<title>[^.;:,]{{4,120}})", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z][\w’'-]*(?:,? (?:(?:and|of|for|on|the|in|to) ){0,2}\(?[A-Z][\w’'-]*\)?)*")
_LISTS_AGAIN = re.compile(r"\bcheck-?list|\bat a glance\b|\bsummary of (?:the )?(?:duties|requirements)\b", re.IGNORECASE)
_EXPLAINS = re.compile(r"\(sections? (?P<first>\d{1,3})(?:(?: (?P<joined>to|and)|-|–) ?(?P<last>\d{1,3}))?\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """`written` as the duty has it; the place that is meant, with the first words that stand there. `doc` and `title` are
    given where that is another document."""

    written: str
    section: str
    number: str | None
    page: int | None
    text: str
    passage: str = ""
    doc: str = ""
    title: str = ""

    def said(self) -> str:
        where = ", ".join(filter(None, (self.title, self.section, f"page {self.page}" if self.page else "")))
        return f"{self.written} ({where}): {_short(self.text)}" if where else f"{self.written}: {_short(self.text)}"

    def as_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("written", "section", "number", "page", "text")}
        return told | ({"doc": self.doc, "title": self.title} if self.doc else {})


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
        """A line each, for a reader of the duty."""
        again = [f"Repeats {_named(self.repeats)}"] if self.repeats else []
        repeated = [f"Repeated as {_named(one)}" for one in self.repeated]
        return [*again, *(f"Refers to {one.said()}" for one in self.refers), *repeated]


NOTHING = Links()


def _named(duty: Duty) -> str:
    """What a reader finds a duty by.

    >>> _named(Duty("g#1", "g", "p", "Set up a panel", "must", number="3.4", page=12))
    '3.4, page 12: “Set up a panel”'
    """
    heading = (duty.section or "").rpartition(" > ")[2] or duty.doc
    return f"{duty.number or heading}{f', page {duty.page}' if duty.page else ''}: {_short(duty.text)}"


def _short(text: str) -> str:
    told = unmarked(" ".join(text.split()))
    return f"“{told}”" if len(told) <= NAMED else f"“{told[:NAMED].rpartition(' ')[0]} ...”"


def links(kb: KnowledgeBase, doc: str) -> dict[str, Links]:
    """Of a document's duties, by id, those that lead anywhere. Raises UnknownDocument."""
    duties = tuple(kb.duties(doc))
    found = dict(_links(duties, tuple(_body(kb, doc))))
    for duty in duties:
        if away := tuple(_elsewhere(kb, duty)):
            link = found.get(duty.id, NOTHING)
            found[duty.id] = replace(link, refers=(*link.refers, *away))
    return found


def _body(kb: KnowledgeBase, doc: str) -> list[Passage]:
    return [one for one in kb.passages(doc) if one.kind != "contents"]


def _elsewhere(kb: KnowledgeBase, duty: Duty) -> Iterator[Reference]:
    """Places of other documents that the duty names with their title."""
    for match in _ELSEWHERE.finditer(f"{duty.lead_in or ''} {duty.text}"):
        others = [one for one in kb.documents() if one.id != duty.doc and one.status != "superseded"]
        meant = [one for one in others if _is_titled(one, match["title"])]
        place = _meant(match["kind"].lower(), match["label"], _body(kb, meant[0].id)) if len(meant) == 1 else None
        if place:
            written = f"{match['kind']} {match['label']}"
            yield replace(_to(written, place), doc=meant[0].id, title=meant[0].title)


def _is_titled(document: Document, said: str) -> bool:
    """Whether what a reference says after "of the" names the document: by its whole title, or by a name in capitals, of two
    words at least, that the title has in it.

    >>> code = Document("c", "Carers Code: statutory guidance", "guidance", 1, "c.pdf", "", "pdf")
    >>> [_is_titled(code, said) for said in ("Carers Code", "carers code, the statutory guidance", "Code", "Parking Code")]
    [True, True, False, False]
    """
    title, capitals = words.stem_set(document.title), _CAPITALS.match(said)
    name = words.stem_set(capitals.group()) if capitals else frozenset()
    return (len(title) > 1 and title <= words.stem_set(said)) or (len(name) > 1 and name <= title)


@lru_cache(LIBRARY)  # a page that lists duties is drawn again at every letter that narrows it
def _links(duties: tuple[Duty, ...], passages: tuple[Passage, ...]) -> dict[str, Links]:
    pairs = dict(restated(duties))
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
            yield _to(match.group(), meant)


def _to(written: str, meant: Passage) -> Reference:
    text = meant.text if len(meant.text) <= SHOWN else f"{meant.text[:SHOWN].rpartition(' ')[0]} ..."
    return Reference(
        written, " > ".join(meant.section), meant.number, meant.page_at(0), " ".join(text.split()), meant.id
    )


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


def restated(duties: Sequence[Duty]) -> Iterator[tuple[str, Duty]]:
    """The id of each duty that says another again, and the other."""
    sets = [words.stem_set(duty.text) for duty in duties]
    seen = Counter(word for own in sets for word in own)
    weight = {word: math.log((len(duties) + 1) / times) for word, times in seen.items()}
    for at, (duty, own) in enumerate(zip(duties, sets, strict=True)):
        if len(own) < FEWEST:
            continue
        here = duty.doc, duty.section
        apart = (n for n, other in enumerate(duties) if (other.doc, other.section) != here)
        others = (n for n in apart if len(sets[n]) >= len(own))
        best = max(others, key=lambda n: (_share(own & sets[n], own, weight), -n), default=None)
        if best is not None and _says_again(duty, own, sets[best], weight) and (len(sets[best]) > len(own) or best < at):
            yield duty.id, duties[best]


def _says_again(duty: Duty, own: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> bool:
    held, alike = _share(own & other, own, weight), _share(own & other, own | other, weight)
    listed = bool(_LISTS_AGAIN.search(duty.section or ""))
    return held >= REPEATS and alike >= (ALIKE if listed else SAID_AGAIN)


def _share(part: frozenset[str], of: frozenset[str], weight: Mapping[str, float]) -> float:
    return sum(weight[word] for word in part) / (sum(weight[word] for word in of) or 1.0)
