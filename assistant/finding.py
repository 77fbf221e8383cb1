"""What was found on one thing asked: the record that all who look pass on to whoever composes the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant import spans
from assistant.evidence import Scored
from assistant.question import Question
from assistant.spans import Span

Outcome = Literal["found", "blank", "disputed", "silent"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`spans` are what to quote, best first; for a silent finding the nearest places, and `why` says what is not there;
    `note` which of two that disagree carries more weight; `of` the title of the one document that was asked, where each of
    several was."""

    question: Question
    outcome: Outcome
    spans: tuple[Span, ...] = ()
    why: str = ""
    note: str = ""
    of: str = ""


def nearest(ranked: Sequence[Scored], most: int = 3) -> tuple[Span, ...]:
    """The best unit of each of the first passages."""
    best: dict[str, Span] = {}
    for scored in ranked:
        best.setdefault(scored.unit.passage.id, spans.of(scored.unit))
    return tuple(best.values())[:most]


def looked_up(found: tuple[list[Span], str] | None, question: Question) -> Finding | None:
    """What a register or a known place holds, or why it holds nothing, as a finding; None where there is no such thing."""
    if found is None:
        return None
    quoted, why = found
    return Finding(question, "found" if quoted else "silent", tuple(quoted), "" if quoted else why)
