"""The verdict on one duty, by stated rules over the plan's best evidence. Pure: no library, no model.

The rules, tried in this order:
1. contradicted: the plan gives a figure that falls short of the one asked for, or speaks of the duty's subject only to say
   that it does otherwise ("we do not consider this").
2. missing: the best place shares too little with the duty to speak to it. A blank or a value still to come is no place.
3. met: the places hold nearly all of the duty's words, or are close to it in meaning, and none of it is only promised; or
   the duty is to have such a document, and the plan is it.
4. partial: everything else - promised, in development, or in part.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.matching import Match, content, share, stems
from assistant.quantities import falls_short, quantities
from kb.models import Duty, Verdict

Confidence = Literal["high", "medium", "low"]

SPEAKS = 0.30  # score below which a place does not speak to the duty, unless it holds its rarest word
FAR = 0.24  # score below which nothing does
CLOSE = 0.42  # score from which a place that promises nothing shows the duty met
WHOLE = 0.75  # share of the duty's words that is nearly all of it
ALIKE = 0.5  # likeness from which two figures are taken to be about the same thing
ENOUGH = 5  # words; fewer are soon found by chance
MOST_PARTS = 8  # a duty with more parts is not taken apart
COVERED = 0.5  # share of an element's words from which it is ticked

_PROMISED = re.compile(
    r"\b(?:in development|being (?:developed|reviewed|drafted|written|prepared)|under (?:development|review)|"
    r"currently being|to follow|"
    r"will be (?:developed|reviewed|agreed|drafted)|will (?:develop|explore|consider|look to|look at|seek to)|"
    r"(?:want|hope|aim|intend) to|working towards|where (?:it is )?possible|later (?:in|this)|in future|in due course|"
    r"expected (?:in|by|to)|to consider how)\b",
    re.IGNORECASE,
)
DEPARTS = re.compile(
    r"\bwe (?:do|did|will|have|are|shall) not\b|\bwe (?:cannot|can['’]t|don['’]t|won['’]t|haven['’]t|aren['’]t)\b|"
    r"\bdecided (?:not|against)\b|\bnot (?:a |an )?(?:meaningful|viable|appropriate|proportionate|practical|feasible)\b",
    re.IGNORECASE,
)
_HAVE_IT = re.compile(
    r"^(?:\w+ly |also |therefore )*(?:create|develop|prepare|produce|have|make|write|adopt|draw up)\s+(?:an?|"
    r"its|their|the|each)?\s*"
    r"(?P<what>[^,.;:]{3,60}?)(?:\s+(?:for|under|on|in|at|of)\b(?!.*\b(?:that|which|setting)\b.*$).*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a duty that can be ticked."""

    text: str
    covered: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    reason: str
    confidence: Confidence
    elements: tuple[Element, ...]
    evidence: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: the duty, what each of its own stems weighs, the plan's best places, best first; the places
    where the plan speaks of the duty's subject only to depart from it; and the plan's title."""

    duty: Duty
    own: Mapping[str, float]
    matches: Sequence[Match]
    departures: Sequence[Match]
    title: str


def judge(case: Case) -> Judgement:
    """One verdict, with its reason in words. Quotes for a missing duty are none."""
    ticked = elements(case)
    for rule in (_contradicted, _is_it_itself, _missing, _met):
        found = rule(case, ticked)
        if found:
            return found
    return _partial(case, ticked)


def elements(case: Case) -> tuple[Element, ...]:
    """The duty's parts, each ticked where the places found hold most of its words."""
    there = frozenset[str]().union(*(stems(match.quote) for match in case.matches))
    return tuple(Element(part, _held(case, part, there)) for part in _parts_of(case.duty))


def _parts_of(duty: Duty) -> list[str]:
    """What is asked, cut at commas, semicolons and "and" where both sides say something."""
    asked = duty.action or duty.text
    parts = [part.strip(" .;:,") for part in re.split(r"[;,]\s+(?:and\s+|or\s+)?|\s+and\s+", asked)]
    whole = [part for part in parts if content(part)]
    return whole if len(whole) == len([part for part in parts if part]) and len(whole) <= MOST_PARTS else [asked]


def _held(case: Case, part: str, there: frozenset[str]) -> bool:
    weights = {stem: case.own.get(stem, 0.1) for stem in content(part)}
    return share(weights, there) >= COVERED


def _contradicted(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    for asked in quantities(case.duty.text):
        for match in case.matches:
            if match.dense < ALIKE:
                continue
            for given in quantities(match.unit.text):
                if falls_short(asked, given):
                    wanted, said = case.duty.text[asked.start : asked.end], match.unit.text[given.start : given.end]
                    reason = f"The duty asks for {asked.bound} {wanted}, the plan says {said}."
                    return Judgement("contradicted", reason, "medium", ticked, _first(match, case.matches))
    if case.departures:
        reason = "Where the plan speaks of this, it says that it does otherwise."
        return Judgement("contradicted", reason, "medium", ticked, _first(case.departures[0], case.matches))
    return None


def _missing(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    if case.matches and not _silent(case):
        return None
    far = not case.matches or case.matches[0].score < FAR
    reason = "Nothing in the plan speaks to this: the nearest places share too few of its words."
    return Judgement("missing", reason, "medium" if far else "low", ticked, ())


def _silent(case: Case) -> bool:
    best = case.matches[0]
    if best.score < FAR:
        return True
    rarest = max(case.own, key=lambda stem: (case.own[stem], stem), default="")
    named = any(rarest in stems(match.quote) for match in case.matches)
    return best.score < SPEAKS and not named


def _met(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    if not case.matches:
        return None
    best = case.matches[0]
    if best.score >= CLOSE and not _PROMISED.search(best.quote):
        return Judgement("met", "The plan says so in words close to the duty's.", _sure(best), ticked, tuple(case.matches))
    there = frozenset[str]().union(*(stems(match.quote) for match in case.matches))
    promised = any(_PROMISED.search(match.quote) for match in case.matches)
    if len(case.own) >= ENOUGH and share(case.own, there) >= WHOLE and not promised:
        return Judgement("met", "The plan's words cover nearly all of the duty.", "low", ticked, tuple(case.matches))
    return None


def _sure(best: Match) -> Confidence:
    return "high" if best.score >= CLOSE + 0.15 else "medium"


def _is_it_itself(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    asked = _HAVE_IT.match(case.duty.action or "")
    what = content(asked["what"]) if asked else []
    if not what or case.duty.lead_in or not case.matches or not set(what) <= set(content(case.title)):
        return None
    return Judgement("met", "The duty is to have this document, and here it is.", "medium", ticked, tuple(case.matches))


def _partial(case: Case, ticked: tuple[Element, ...]) -> Judgement:
    missing = [element.text for element in ticked if not element.covered]
    promise = next((found for match in case.matches if (found := _PROMISED.search(match.quote))), None)
    if promise:
        reason = f"The plan speaks to this as something still to be done ({promise.group().lower()})."
    elif missing and len(missing) < len(ticked):
        reason = f"The plan speaks to part of this; its words do not cover: {'; '.join(missing)}."
    else:
        reason = "The plan speaks to this subject, but not in words that show the duty done."
    return Judgement("partial", reason, "medium" if promise else "low", ticked, tuple(case.matches))


def _first(match: Match, others: Sequence[Match]) -> tuple[Match, ...]:
    return (match, *(other for other in others if other.quote != match.quote))
