"""What a question takes for granted and the documents deny: "when did the board divide into five areas?", of three or none.

A question for a day or a reason is ranked by days and reasons, so the sentence that denies what it rests on comes last or
not at all. It is looked for where nothing answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import evidence, silence, wording, words
from assistant.evidence import Scored
from assistant.question import Question
from assistant.search import Search
from assistant.strength import negations
from assistant.units import Unit

LOOKED_AT = 5  # units in which a denial is looked for
_WE = words.stem_set("board council trust authority")  # a document's own body calls itself "we"
# What is only looked into, or said of some: "reviewing why people do not attend", "those who do not reply".
_DEPENDENT = re.compile(r"\b(?:why|whether|if|unless|how|wh(?:o|om|ose|en|ere|ich|at)) [^,;:.]*", re.IGNORECASE)


def otherwise(search: Search, question: Question, pool: Sequence[Unit]) -> Scored | None:
    """The unit that denies what a question for a day, a time or a reason takes for granted; None where none does."""
    if question.kind != "why" and question.values[:1] not in (("date",), ("duration",)):
        return None
    if list(negations(question.text)):
        return None
    plain = replace(question, kind="other", values=(), counted=())
    ranked = search.ranked(plain, question.query, [unit for unit in pool if unit.role != "list"])
    return next((one for one in ranked[:LOOKED_AT] if _other_number(question, one) or _denied(question, one)), None)


def _other_number(question: Question, one: Scored) -> bool:
    """Whether the unit gives another number of the things, and has all else that the question says."""
    asked = evidence.numbered_things(question.text).values()
    return _has_all(one, frozenset[str]().union(*asked)) and evidence.other_count(question, one.unit)


def _denied(question: Question, one: Scored) -> bool:
    """Whether the unit has all that the question says and says of a word of it, no name, that it is not so."""
    names = {stem for name in question.names for stem in name}
    told = {*question.terms} - names - silence.LIGHT - _WE
    denied = {stem for scope in negations(_DEPENDENT.sub(" ", one.unit.text)) for stem in scope}
    done = [stem for stem in told if not denied.isdisjoint(wording.other_words(stem))]
    return bool(done) and _has_all(one, frozenset()) and told <= {*done} | _there(told, one.unit.text)


def _has_all(one: Scored, apart: frozenset[str]) -> bool:
    return set(one.missing) <= silence.LIGHT | _WE | apart


def _there(stems: set[str], text: str) -> set[str]:
    """Those of the stems that the text itself has, or that it has another word for."""
    said = words.stem_set(text)
    return {stem for stem in stems if not said.isdisjoint(wording.other_words(stem))}
