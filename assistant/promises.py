"""Whether a place in a plan tells of something still to be done: "in development", "we will explore", "in due course".

Only the clause that carries the duty is read, and a next sentence that goes on about the same ("Later years will follow"):
what else a paragraph promises is no matter of this duty.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.matching import Match, Terms
from kb.text import sentence_spans

OF_THE_DUTY = 0.2  # share of the duty's words from which a clause speaks to it: what promises something else is no matter

PROMISED = re.compile(
    r"\b(?:in development|being (?:developed|reviewed|refreshed|drafted|written|prepared|set up)|"
    r"under (?:development|review)|currently being|to follow|will follow|"
    r"will be (?:developed|reviewed|agreed|drafted|assessed|considered|finali[sz]ed|named|appointed|nominated|recruited)|"
    r"will (?:develop|explore|consider|look to|look at|seek to)|"
    r"yet to be|(?:is|are|still) to be (?:named|appointed|nominated|recruited|signed)|to be (?:confirmed|determined|agreed)|"
    r"(?:is|are|am|remain|still|now|currently) in (?:talks|discussions?|negotiations?)|"
    r"once (?:it is |they are |he is |she is )?(?:signed|recruited|in place|in post)|"
    r"(?:want|hopes?|aim|intend|(?<!to )expects?|we (?:also )?plan) to|\btargets? (?:for|is|of)|working towards|"
    r"(?:will|would)\b.{0,80}\bwhere (?:it is )?possible|"
    r"later (?:in|this)|in future|in due course|"
    r"expected (?:in|by|to)|to consider how)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"\n|\s\|\s|;\s|,\s(?=(?:but|while|whilst|although|which)\b)")
_GOES_ON = re.compile(r"^(?:It|They|This|These|Both|Later|Further|The (?:rest|others?|remaining|remainder)|More|Details)\b")


def promised(match: Match, terms: Terms, least: float = OF_THE_DUTY) -> str:
    """The words by which the place promises what the duty asks, as the plan has them, or nothing; `least` is the share of
    the duty's words that its clause must hold."""
    clause = _carrying(match.unit.text, terms)
    if terms.covered([clause]) < least:
        return ""
    found = PROMISED.search(clause)
    after = match.unit.passage.text[match.unit.end : match.end].lstrip()
    if not found and _GOES_ON.match(after):
        found = PROMISED.search(after[: sentence_spans(after)[0][1]])
    return found.group() if found else ""


def _carrying(text: str, terms: Terms) -> str:
    """The clause with most of the duty's own words; the first of equals."""
    return max(_clauses(text), key=lambda clause: terms.covered([clause]), default=text)


def _clauses(text: str) -> Sequence[str]:
    return [clause for start, end in sentence_spans(text) for clause in _CLAUSES.split(text[start:end])]
