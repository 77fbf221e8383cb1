"""How binding a sentence is and what it denies: must, should, may and will with the verb they govern, and negations with
what they negate. Pure; a worked example in each docstring."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.words import STOP, stem

Strength = Literal["must", "should", "may", "is to", "will"]

_CUES: dict[Strength, str] = {
    "must": r"must|shall|(?:is|are|be|was|were) (?:legally |also )?(?:required|obliged|directed|instructed|bound) to|"
    r"(?:has|have|had|needs?) to(?! do with\b)|(?:has|have) a (?:legal )?duty to|requires?|mandatory|compulsory|obligatory",
    "should": r"should|ought to|(?:is|are|be) (?:expected|encouraged|advised|asked|recommended) to|recommended that|"
    r"important that|(?:is|are) asked(?= to)",
    "may": r"may(?! (?:19|20)\d\d)|can|cannot|could|might|(?:is|are|be) (?:allowed|permitted|free|able) to|"
    r"(?:has|have) the option to|optional",
    "is to": r"(?:is|are|was|were) (?:not )?to(?= [a-z])",
    "will": r"will|would|(?:is|are) going to|(?:plans?|intends?|aims?|proposes?) to",
}
_CUE = re.compile("|".join(rf"\b(?P<{name.replace(' ', '_')}>{words})\b" for name, words in _CUES.items()), re.IGNORECASE)
# What a quote may say for a sentence to say it with this strength: "is to" binds, and tells what is planned.
BORNE_OUT: dict[Strength, frozenset[Strength]] = {
    "must": frozenset({"must", "is to"}),
    "should": frozenset({"should"}),
    "may": frozenset({"may"}),
    "is to": frozenset({"must", "is to", "will"}),
    "will": frozenset({"will", "is to"}),
}
_MONTH_OF_MAY = re.compile(r"(?:\b(?:in|by|since|from|until|of|and|between)|\d)\s*$", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|without|unable to|fail(?:s|ed|ing)? to|refus(?:es?|ed) to)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# What looks like a negation and is none: bounds of figures, and "not only".
_FIGURE = (
    r"£|\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|once|twice)\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_NO_NEGATION = re.compile(
    rf"^(?:no|not) (?:(?:later|earlier|more|less|fewer|longer) than (?:the |a )?(?:{_FIGURE})"
    r"|(?:only|least|doubt|matter|before)\b)",
    re.IGNORECASE,
)
_STILL_TO = re.compile(
    r"\b(?:yet|still|remains?) to\b|\bawait\w*\b|\boutstanding\b|\bun(?:settled|decided|confirmed|agreed|known)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.;:!?|\n(]|,(?! (?:and|or)\b)|\b(?:and|but|while|whereas|because|although|or)\b")
_LIGHT = frozenset(
    "be been being is are was were has have had also then only still now yet it its to a an the by of in on at".split()
)
_REACH = 5  # words after a negation that it may negate


@dataclass(frozen=True, slots=True)
class Binding:
    """A modal: its strength, the text before it in its sentence, the stem of the verb it governs first, and the stems of all
    words up to the next modal."""

    strength: Strength
    subject: str
    verb: str
    governed: frozenset[str]


def bindings(sentence: str) -> list[Binding]:
    """The modals of one sentence, in order.

    >>> [(b.strength, b.verb) for b in bindings("The Board must agree it and may publish it.")]
    [('must', 'agre'), ('may', 'publish')]
    """
    cues = _cues(sentence)
    found: list[Binding] = []
    for at, cue in enumerate(cues):
        end = cues[at + 1].start() if at + 1 < len(cues) else len(sentence)
        rest = [stem(word.lower()) for word in _WORD.findall(sentence[cue.end() : end])]
        verb = next((word for word in rest if word not in _LIGHT and word not in ("not", "never")), "")
        start = cues[at - 1].end() if at else 0
        strength = next(name for name in _CUES if cue[name.replace(' ', '_')])
        found.append(Binding(strength, sentence[start : cue.start()], verb, frozenset(rest)))
    return found


def _cues(sentence: str) -> list[re.Match[str]]:
    """The modals; of two that stand together ("may have to", "should be able to") the first is how binding it is."""
    found: list[re.Match[str]] = []
    end = -1
    for cue in _CUE.finditer(sentence):
        if not _is_month(cue, sentence):
            if end < 0 or sentence[end : cue.start()].strip() not in ("", "be", "also"):
                found.append(cue)
            end = cue.end()
    return found


def _is_month(cue: re.Match[str], sentence: str) -> bool:
    return cue[0] == "May" and _MONTH_OF_MAY.search(sentence[: cue.start()]) is not None


def stated(sentence: str, binding: Binding) -> bool:
    """Whether the sentence states as a fact what a quote only binds somebody to: the verb follows its subject, "is" or "has"
    with no modal over it. What will be may be told as what is, but not as what was.

    >>> must, will = (bindings(f"The council {modal} offer it.")[0] for modal in ("must", "will"))
    >>> stated("The council offers it.", must), stated("It is offered.", will), stated("It has been offered.", will)
    (True, False, True)
    """
    if not binding.verb or any(binding.verb in other.governed for other in bindings(sentence)):
        return False
    future = binding.strength in ("will", "is to")
    for before, word in pairwise(_WORD.finditer(sentence)):
        if stem(word[0].lower()) != binding.verb or word[0].endswith("ing") or word[0][0].isupper():
            continue
        last = before[0].lower()
        if last in ("was", "were", "been", "have", "has", "had"):
            return True
        if not future and (last in ("is", "are") or (last not in STOP | _LIGHT and word[0][-1:] in "sd")):
            return True
    return False


def negations(sentence: str) -> Iterator[tuple[str, ...]]:
    """What each negation of the sentence negates: the stems of the few words after it, up to the end of its clause.

    >>> list(negations("The cost has not yet been settled, no later than May."))
    [('settl',)]
    """
    for cue in _NEGATION.finditer(sentence):
        if _NO_NEGATION.match(sentence[cue.start() :]):
            continue
        clause = _END.split(sentence[cue.end() :], maxsplit=1)[0]
        words = [word.lower() for word in _WORD.findall(clause)][: _REACH + 2]
        telling = [word for word in words if word not in STOP] or [word for word in words if word not in _LIGHT]
        if not telling:  # "nobody.", "or not"
            telling = [word.lower() for word in _WORD.findall(sentence[: cue.start()])][-1:]
        yield tuple(stem(word) for word in telling[:_REACH])


def same_denial(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two negations negate the same: most words of the shorter, and the same first word where it has but one.

    >>> same_denial(("quick", "process"), ("meaning", "process", "chang")), same_denial(("expect",), ("redund", "expect"))
    (False, True)
    """
    fewer, more = sorted((len(one), len(other)))
    return 2 * len({*one} & {*other}) > fewer and (fewer > 1 or more <= 2 or one[:1] == other[:1])


def denies(sentence: str) -> bool:
    """Whether the sentence negates anything, or says that something is still to come.

    >>> denies("The sum has yet to be agreed."), denies("The sum is agreed.")
    (True, False)
    """
    return next(negations(sentence), None) is not None or _STILL_TO.search(sentence) is not None
