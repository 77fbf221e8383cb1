"""What of a passage can be quoted by itself: a sentence, a list item, a whole list, a table row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.scope import identity
from kb.models import Document, Hit, Passage
from kb.text import sentence_spans

Role = Literal["sentence", "item", "row", "lead_in", "list"]
_FIGURE = re.compile(r"(?:^|\| )£?[\d.,]+%?(?: \||$)")  # a cell that is a figure
ENCODED, LEANT_ON, HEADING = 300, 150, 100  # characters encoded of a unit, of what it points back to, of its heading
LONG_ITEM = 300  # characters from which an item is quoted by its sentences
# "It is likely that ..." points to nothing.
_NOTHING_MEANT = (
    r"it (?:is|was|will be|may be) (?:\w+ )?"
    r"(?:\w+ that|likely|important|essential|possible|clear|vital|necessary|difficult|crucial)\b"
)
_POINTS_BACK = re.compile(
    rf"\W*(?!{_NOTHING_MEANT})"
    r"(?:it|its|this|there (?:is|are)\W*$|these|those|they|their|such|however|although|therefore|he|she|here)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """`passage.text[start:end]`, under `above` (headings, caption, header row, lead-in). `following` are the further
    passages of a list whose items are passages of their own; `headed` says how well its heading says what is asked for;
    `near` is what stands just before a short passage in its section, `before` the sentence that it points back to."""

    document: Document
    passage: Passage
    start: int
    end: int
    role: Role
    above: str
    retrieved: float
    following: tuple[Passage, ...] = ()
    headed: float = 0.0
    near: str = ""
    before: str = ""

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def encoded(self) -> str:
        """What of it is encoded: its words, after those that it points back to, under the nearest heading or lead-in."""
        text = f"{self.before[-LEANT_ON:]} {self.text}".strip()[:ENCODED]
        return f"{self.above[-HEADING:]}: {text}" if self.above else text

    @property
    def around(self) -> str:
        """All that a reader of the passage has before them."""
        return f"{identity(self.document)} {self.above} {self.near} {self.passage.text}"


def units(hits: Iterable[Hit]) -> list[Unit]:
    """The units of the hits, in the order of the hits and of the text."""
    return [unit for hit in hits for unit in _of(hit)]


def header(passage: Passage) -> str:
    """The head row of a table; where none is set as one, the first row, if it has no figure by itself and others have."""
    if marked := next((passage.text[part.start : part.end] for part in passage.parts if part.role == "header"), ""):
        return marked
    rows = [passage.text[part.start : part.end] for part in passage.parts if part.role == "row"]
    plain = len(rows) > 1 and not _FIGURE.search(rows[0]) and all(map(_FIGURE.search, rows[1:]))
    return rows[0] if plain and " | " in rows[0] else ""


def _of(hit: Hit) -> Iterator[Unit]:
    passage = hit.passage
    heading = " / ".join([*passage.section, *([passage.caption] if passage.caption else [])])
    lead_in, head, at = passage.lead_in or "", header(passage), 0
    if passage.kind in ("list", "table"):
        yield Unit(hit.document, passage, 0, len(passage.text), "list", _joined(heading, lead_in), hit.score)
    for part in passage.parts:
        yield from _sentences(hit, at, part.start, heading)
        at = part.end
        if part.role == "lead_in":
            lead_in = passage.text[part.start : part.end]
            yield Unit(hit.document, passage, part.start, part.end, "lead_in", heading, hit.score)
        elif part.role == "header":
            head = passage.text[part.start : part.end]
        elif part.role == "item" and part.end - part.start > LONG_ITEM:
            yield from _sentences(hit, part.start, part.end, _joined(heading, lead_in))
        else:
            above = _joined(heading, (head or lead_in) if part.role == "row" else lead_in)
            yield Unit(hit.document, passage, part.start, part.end, part.role, above, hit.score)
    yield from _sentences(hit, at, len(passage.text), _joined(heading, lead_in))


def _sentences(hit: Hit, start: int, end: int, above: str) -> Iterator[Unit]:
    text, before = hit.passage.text[start:end], ""
    for a, b in sentence_spans(text):
        leant_on = before if points_back(text[a:b]) else ""
        yield Unit(hit.document, hit.passage, start + a, start + b, "sentence", above, hit.score, before=leant_on)
        before = text[a:b]


def points_back(text: str) -> bool:
    """Whether a sentence leans on the one before it.

    >>> points_back("This is usually in March."), points_back("The review is in March.")
    (True, False)
    """
    return _POINTS_BACK.match(text) is not None


def _joined(*pieces: str) -> str:
    return " / ".join(piece for piece in pieces if piece)
