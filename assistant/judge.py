"""The verdict on one duty, by stated rules over the plan's best evidence. Pure: no library, no model.

The rules, tried in this order (docs/reference/verdicts.md has them with their reasons and figures):
1. contradicted: the plan gives a figure that falls short of the one asked for, or speaks of the duty's subject only to say
   that it does otherwise ("we do not consider this").
2. met: the duty is to have such a document, and the plan is it; or to have something, and the plan names it as being there.
3. an item of a list of those who must be members or represented: met where the place that says who belongs names them,
   partial where it names some of them, else missing.
4. missing: the best place is far from the duty, all places together hold little of it, and the duty reader finds none that
   speaks to it; for something that the guidance only leaves open (may), no place is close to it. A blank or a value still
   to come is no place.
5. met: the best place is close to the duty, in meaning as in words, speaks definitely (assistant/definite.py) and promises
   nothing. A duty only to have regard to something, to draw on it or to set it up is shown by less.
6. partial: everything else - promised, in development, or in part.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.clashes import clash, fell_short, kept
from assistant.comparing import only_some
from assistant.definite import definite
from assistant.matching import SHOWN, Match, Terms, content
from assistant.promises import promised
from assistant.quantities import clause
from assistant.refusals import refused
from assistant.statements import facts
from kb.models import Document, Duty, Verdict

Confidence = Literal["high", "medium", "low"]

FAR = 0.35  # score of the best place below which the plan is silent, if it holds little of the duty
OF_ONE_SUBJECT = 0.44  # PlanText.common above which plan and guidance share a subject, and FAR is as much farther
UNTOLD = 0.5  # log-odds of the likeliest place below which the duty reader agrees that nothing speaks to the duty
LITTLE = 0.3  # share of the duty's words that is little of it
ALIKE = 0.55  # likeness of the best place from which the plan is not silent, whatever its words
CLOSE = 0.55  # score and definiteness from which a place that promises nothing shows the duty met
CLOSE_ENOUGH = 0.5  # the same where something is only to be had regard to, drawn on or set up; score that takes up a may
MEANT, MEANT_SO = 0.5, 0.6  # likeness below which a place speaks of something else; with most of the duty's words (MOSTLY)
MOSTLY = 0.6  # share of the duty's words from which a place that is no liker than that uses them of something else
SURE = 0.75  # score and definiteness from which there is little doubt that it is
NOT_FAR_BEHIND = 0.75  # share of the best place's score from which another is worth showing
RULED_OUT = -3.0  # log-odds below which the duty reader is sure that a place does not speak to the duty
NAMES, TOUCHES = 0.55, 0.25  # share of a member's words, where it is said who belongs, that names them; that touches on them
TITLES = 0.6  # share of the longer words with a capital from which a list is one of names
SOME_OF = 0.3  # share of the duty's words that a place must hold for what it gives some of to be what the duty asks all of
DATE_OF = 0.3  # share of what a date is asked of that the clause with the date must hold
MOST_PARTS = 8  # a duty with more parts is not taken apart
COVERED = 0.5  # share of an element's words from which it is ticked

DEPARTS = re.compile(
    r"\bwe (?:do|did|will|have|are|shall) not\b|\bwe (?:cannot|can['’]t|don['’]t|won['’]t|haven['’]t|aren['’]t)\b|"
    r"\bdecided (?:not|against)\b|\bnot (?:a |an )?(?:meaningful|viable|appropriate|proportionate|practical|feasible)\b",
    re.IGNORECASE,
)
_REGARD = re.compile(
    r"\b(?:tak(?:e|es|en|ing) (?:full )?(?:into account|account of)|have regard|draws? up ?on|draws? on|establish|set up|"
    r"be informed by)\b",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"\b(?:at least|no fewer than|a minimum of)\s*$", re.IGNORECASE)
_DATE_OF = re.compile(
    r"\b(?:specif(?:y|ies)|states?|gives?|names?|says?|shows?)\b[^.;]{0,60}?\bthe (?:dates?|days?) "
    r"(?:(?:on|from|by|at) )?(?P<what>[^.;]+)",
    re.IGNORECASE,
)
MEMBERS = re.compile(
    r"\b(?:members?|membership|representatives?|represent(?:ed|ing)?|consists?|compris(?:es?|ing))\b", re.IGNORECASE
)
# "prepare a strategic plan for ...": what is to be had, as long as nothing follows that says what must be in it.
_HAVE_IT = re.compile(
    r"^(?:\w+ly |also |therefore )*"
    r"(?:create|develop|prepare|produce|complete|have|make|write|adopt|draw up|establish|set up|include)\s+"
    r"(?:an?|its|their|the|each)?\s*['‘“\"]?(?P<what>(?:(?!\b(?:that|which|setting|to|and|or)\b)[^,.;:'’”\"]){3,60}?)['’”\"]?"
    r"(?=\s+(?:for|under|on|in|at|of)\b|[,.;:]|\W*$)",
    re.IGNORECASE,
)


_DONE_TO = re.compile(r"\b(?:\w+ed|met|paid|made|kept|given|taken|heard)$")  # "have their expenses met"


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
    """What the rules look at: the duty, what each of its stems weighs, the plan's best places, best first, and the plan; the
    places where it speaks of the duty's subject only to depart from it; for a duty about who belongs, where it says who
    does; for one to have something, where it names it; how like it is to all of the duties (PlanText.common)."""

    duty: Duty
    terms: Terms
    places: Sequence[Match]
    plan: Document
    departures: Sequence[Match] = ()
    membership: Match | None = None
    named: Sequence[Match] = ()
    common: float = 0.0

    @property
    def matches(self) -> tuple[Match, ...]:
        """The places that the duty is judged by."""
        return tuple(self.places[:SHOWN])

    @property
    def shown(self) -> tuple[Match, ...]:
        """Those of them that are not far behind the best, or that the duty reader does not rule out: a person is not sent to
        the others."""
        best = max((match.score for match in self.matches), default=0.0)
        return tuple(
            match
            for match in self.matches
            if match.score >= NOT_FAR_BEHIND * best or (match.told is not None and match.told >= RULED_OUT)
        )

    @property
    def told(self) -> float | None:
        """The duty reader's log-odds of the place that it finds likeliest; None where there is no place."""
        return max((match.told for match in self.places if match.told is not None), default=None)


def judge(case: Case) -> Judgement:
    """One verdict, with its reason in words. Quotes for a missing duty are none."""
    ticked = elements(case)
    for rule in (_contradicted, _is_it_itself, _some, _is_named, _member, _kept, _counted, _dated, _missing, _met):
        found = rule(case, ticked)
        if found:
            return found
    return _partial(case, ticked)


def elements(case: Case) -> tuple[Element, ...]:
    """The duty's parts, each ticked where the places found hold most of its words."""
    quotes = [match.quote for match in case.matches]
    return tuple(Element(part, case.terms.covered(quotes, content(part)) >= COVERED) for part in _parts_of(case.duty))


def _parts_of(duty: Duty) -> list[str]:
    """What is asked, cut at commas, semicolons and "and" where both sides say something."""
    asked = duty.action or duty.text
    parts = [part.strip(" .;:,") for part in re.split(r"[;,]\s+(?:and\s+|or\s+)?|\s+and\s+", asked)]
    whole = [part for part in parts if content(part)]
    return whole if len(whole) == len([part for part in parts if part]) and len(whole) <= MOST_PARTS else [asked]


def _contradicted(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    if found := clash(case.duty, case.terms, case.places, case.plan.date):
        return Judgement("contradicted", found[1], "high", ticked, _first(found[0], case.shown))
    if turned_down := refused(case.duty, case.terms, case.matches):
        reason = "The plan says that it does not do this."
        return Judgement("contradicted", reason, "medium", ticked, _first(turned_down, case.shown))
    if case.departures:
        reason = "Where the plan speaks of this, it says that it does otherwise."
        return Judgement("contradicted", reason, "medium", ticked, _first(case.departures[0], case.shown))
    return None


def _member(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    if not MEMBERS.search(case.duty.lead_in or ""):
        return None
    if case.membership is None:
        return Judgement("missing", "The plan does not say who belongs.", "medium", ticked, ())
    evidence = _first(case.membership, case.shown)
    if case.membership.covered >= NAMES:
        return Judgement("met", "The plan names them where it says who belongs.", "medium", ticked, evidence)
    if case.membership.covered >= TOUCHES:
        reason = "Where the plan says who belongs, it names some of them, or says it in other words."
        return Judgement("partial", reason, "low", ticked, evidence)
    return Judgement("missing", "Where the plan says who belongs, it does not name them.", "medium", ticked, ())


def _missing(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    best = max((match.score for match in case.matches), default=0.0)
    if case.duty.modality == "may" and best < CLOSE_ENOUGH:
        reason = "The guidance leaves this open, and no place is close enough to show that the plan takes it up."
        return Judgement("missing", reason, "medium" if best < FAR else "low", ticked, ())
    far = FAR + max(0.0, case.common - OF_ONE_SUBJECT)
    alike = bool(case.matches) and case.matches[0].dense >= ALIKE
    if best >= far or alike or case.terms.covered(match.quote for match in case.matches) >= LITTLE:
        return None
    if case.told is not None and case.told >= UNTOLD:
        return None
    reason = "Nothing in the plan speaks to this: the nearest places share too few of its words."
    return Judgement("missing", reason, "low", ticked, ())


def _met(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    if not case.matches or not _meant(case.matches[0]) or promised(case.matches[0], case.terms):
        return None
    best = max((match.score for match in case.matches if not _titles(match)), default=0.0)
    shown = best + definite(case.matches[0].unit.text, case.matches[0].quote)
    only_regard = _REGARD.search(f"{case.duty.lead_in or ''} {case.duty.text}") is not None
    if shown < (CLOSE_ENOUGH if only_regard else CLOSE):
        return None
    if past := fell_short(case.duty, case.terms, case.matches[:1]):
        return Judgement("partial", f"{past[1][:-1]}, of what was reached.", "medium", ticked, case.shown)
    confidence: Confidence = "high" if shown >= SURE else "medium"
    return Judgement("met", "The plan says so in words close to the duty's.", confidence, ticked, case.shown)


def _meant(match: Match) -> bool:
    """"Members of the pool may use the gym" has the words of "members may pool staff", and is of something else."""
    return match.dense >= (MEANT_SO if match.covered >= MOSTLY else MEANT)


def _is_it_itself(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    what = content(to_have(case.duty))
    if not what or case.duty.lead_in or not case.matches or not set(what) <= set(content(case.plan.title)):
        return None
    return Judgement("met", "The duty is to have this document, and here it is.", "medium", ticked, case.shown)


def _is_named(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    """To have something is shown by naming it as something that is there."""
    there = [match for match in case.named if not promised(match, case.terms, 0.0)]
    if not there:
        return None
    reason = "The duty is to have this, and the plan names it as something it has."
    return Judgement("met", reason, "medium", ticked, _first(there[0], case.shown))


def to_have(duty: Duty) -> str:
    """What a duty asks somebody to have, prepare or set up: two words of substance at least, else nothing.

    >>> to_have(Duty("g#1", "g", "p", "", "must", action="establish a planning group for the area"))
    'planning group'
    """
    asked = _HAVE_IT.match(duty.action or "")
    what = asked["what"].strip() if asked else ""
    return what if len(content(what)) > 1 and not _DONE_TO.search(what) else ""


def _some(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    """"All wards must be inspected", and the plan says "12 of our 19 wards have been"."""
    for match in case.matches:
        given = only_some(case.duty.text, match.quote) if case.terms.covered([match.quote]) >= SOME_OF else ""
        if given:
            reason = f"The duty asks for all of them, the plan says {given[0].lower()}{given[1:]}."
            return Judgement("partial", reason, "medium", ticked, _first(match, case.shown))
    return None


def _kept(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    """The duty asks for a figure of something, and the plan gives as much: "within ten days", "within eight"."""
    found = kept(case.duty, case.terms, case.matches)
    if found is None or promised(found[0], case.terms):
        return None
    return Judgement("met", found[1], "medium", ticked, _first(found[0], case.shown))


def _counted(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    """"At least two localities", and the plan has three."""
    for asked in facts(case.duty.text):
        if asked.kind != "count" or not _AT_LEAST.search(case.duty.text[: asked.start]):
            continue
        for match in case.matches:
            enough = (given for given in facts(match.unit.text) if given.measure == asked.measure and given.kind == "count")
            if any(given.value >= asked.value for given in enough) and not promised(match, case.terms):
                wanted = case.duty.text[asked.start : asked.end].strip()
                reason = f"The duty asks for at least {wanted}, and the plan has them."
                return Judgement("met", reason, "medium", ticked, _first(match, case.shown))
    return None


def _dated(case: Case, ticked: tuple[Element, ...]) -> Judgement | None:
    """"The plan must state the date on which it begins", and it says "this plan begins on 1 April"."""
    asked = _DATE_OF.search(case.duty.text)
    of = content(asked["what"]) if asked else []
    for match in case.matches if of else ():
        for given in facts(match.unit.text):
            said = clause(match.unit.text, given.start)
            if given.kind == "date" and case.terms.covered([said], of) >= DATE_OF and not promised(match, case.terms):
                reason = "The duty asks for a date, and the plan gives it."
                return Judgement("met", reason, "medium", ticked, _first(match, case.shown))
    return None


def _titles(match: Match) -> bool:
    """A list of names, of which each shows that there is such a thing and nothing of what was done with it."""
    lines = match.quote.splitlines()[1:]
    told = re.findall(r"[^\W\d_]{4,}", " ".join(lines))
    return len(lines) > 1 and sum(word[0].isupper() for word in told) >= TITLES * len(told)


def _partial(case: Case, ticked: tuple[Element, ...]) -> Judgement:
    missing = [element.text for element in ticked if not element.covered]
    promise = next((found for match in case.shown if (found := promised(match, case.terms))), "")
    if promise:
        reason = f"The plan speaks to this as something still to be done ({promise.lower()})."
    elif missing and len(missing) < len(ticked):
        reason = "The plan speaks to part of this, and not to all of it."
    else:
        reason = "The plan speaks to this subject, but not in words that show the duty done."
    return Judgement("partial", reason, "medium" if promise else "low", ticked, case.shown)


def _first(match: Match, others: Sequence[Match]) -> tuple[Match, ...]:
    return (match, *(other for other in others if other.quote != match.quote))
