"""Of what things a question asks, by its form: the evidence must be of the same, however many of its other words it has."""

from __future__ import annotations

import re

from assistant import forms, wording, words
from assistant.evidence import Scored
from assistant.question import Question
from assistant.units import Unit

# "Which hospital will close?": one of a sort is asked for.
_OF_A_SORT = re.compile(
    rf"^\W*(?:and |but |so )?(?:which|what) (?:\w+ ){{0,2}}?(?P<thing>[a-z]{{3,}}) (?:{forms.AUX}|gets?)\b", re.IGNORECASE
)
# "When is the report published?": of what is done to it.
_WHEN_DONE = re.compile(rf"^\W*(?:and |but |so )?when {forms.AUX} .*\b(?P<thing>[a-z]{{3,}}ed)\W*$", re.IGNORECASE)
_IS_THERE = re.compile(r"^\W*(?:and |but |so )?(?:is|are|was|were) there (?P<thing>(?:an?|any) .+?)\W*$", re.IGNORECASE)
_OF_THAT = re.compile(r" (?:for|of) ", re.IGNORECASE)
_ENDS = re.compile(
    r" (?:for|of|on|to|in|at|about|that|which|who|where|when|with|between|against|within|from|by|under|we|i|you)\b",
    re.IGNORECASE,
)
# What is said to be there without the word: "is there a need to ...?"
_NO_THING = words.stem_set("need way place reason point chance sign evidence case example time thing anything anyone")
# The group that the counted belong to: "how many staff are in the planning team?"
_GROUP = re.compile(
    r"\b(?:in|on|at|for|of) (?:the|our|its|their|(?:[\w-]+ ){1,3}?[\w-]+['’]s) (?P<group>(?:[a-z][\w-]*,? ){1,3})"
    r"(?:team|service|unit|department|division|section|office|branch|directorate)\b",
    re.IGNORECASE,
)


def asked_of(question: Question, unit: Unit) -> str:
    """The word for what a share is asked of, the things of which a list is asked for, one of what sort is, or what was done
    on the day that is; "" where the form of the question names none. A row's share is of the whole table."""
    if question.values[:1] == ("date",):
        form: re.Pattern[str] | None = _WHEN_DONE if unit.role == "sentence" else None
    elif not question.values and unit.role == "sentence" and _OF_A_SORT.match(question.text):
        form = _OF_A_SORT
    else:
        listed = question.kind == "list"
        form = forms.LISTED if listed else forms.SHARE_OF if question.values[:1] == ("percent",) else None
        form = form if (unit.role in ("row", "list")) == listed else None
    found = form.search(question.text) if form else None
    return found["thing"] if found else ""


def not_there(question: Question, best: Scored) -> str:
    """What it is asked of whether there is one ("a template for the report"), where the unit has no such thing, or nothing
    of what it would be for; "" otherwise."""
    asked = _IS_THERE.match(question.text) if question.kind == "yesno" else None
    thing = asked["thing"] if asked else ""
    named = words.content(_ENDS.split(thing, maxsplit=1)[0])
    if not named or named[-1] in _NO_THING:
        return ""
    beside = not _says(named[-1:], best.unit) and named[-1] in words.stem_set(best.unit.passage.text)
    if beside or (named[-1] in best.missing and not wording.field(named[-1])):
        return thing
    whose = _OF_THAT.split(thing, maxsplit=1)[1:]
    own = words.stem_set(best.unit.document.authority or "")
    belongs = [stem for one in whose for stem in words.content(_ENDS.split(one, maxsplit=1)[0]) if stem not in own]
    return "" if not belongs or _says(belongs, best.unit) else thing


def other_group(question: Question, unit: Unit) -> str:
    """The group of which it is asked how many belong to it, where the unit and the heading above it do not name it."""
    found = _GROUP.search(question.text) if question.counted and unit.role == "sentence" else None
    return found[0].split(maxsplit=1)[1] if found and not _says(words.content(found["group"]), unit) else ""


def _says(stems: list[str], unit: Unit) -> bool:
    """Whether the unit, what it leans on or the heading right above it has one of the words."""
    there = words.stem_set(f"{unit.above.rsplit(' / ', 1)[-1]} {unit.before} {unit.text}")
    return any(not there.isdisjoint(wording.other_words(stem)) for stem in stems)
