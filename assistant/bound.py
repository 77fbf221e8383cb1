"""What somebody must, should or may do: "do we have to consult on the plan?", "are we allowed to carry money over?".

What binds stands in the register of duties. What a search finds is kept where it holds a duty on what is asked; else the
register is looked through, that of the force asked for first; and where neither has one, the answer is silent: a sentence
that only shares the words ("you can read how we consulted") says nothing of what must be done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import scope, silence, wording, words
from assistant.finding import Finding
from assistant.findings import conclude
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from assistant.units import Unit, units
from kb.models import Duty, Hit, Modality
from kb.text import sentence_spans

NO_DUTY = "no sentence that says what must, should or may be done speaks of this"
_SUBJECT = r"(?:[\w'’-]+ ){1,6}?"
_US = (
    r"(?:we|they|(?:the |our |an? |all |every )?(?:[\w-]+ ){0,2}"
    r"(?:boards?|authority|authorities|ijbs?|trusts?|councils?|committees?|bod(?:y|ies)|departments?)) "
)
_FORMS: dict[Modality, str] = {
    "must": rf"(?:do|does) {_SUBJECT}(?:have|need) (?:legally )?to |must {_US}"
    rf"|(?:are|is) {_SUBJECT}(?:legally )?(?:required|obliged|bound|compelled)(?: by law)? to "
    r"|is it (?:legally )?(?:compulsory|mandatory|obligatory|required|a legal requirement) (?:for [\w'’ -]+? )?to ",
    "should": rf"should {_US}|(?:are|is) {_SUBJECT}(?:expected|supposed|meant) to ",
    "may": rf"(?:may|can) {_US}|(?:are|is) {_SUBJECT}(?:legally )?(?:allowed|permitted|entitled|free) to "
    r"|is it (?:allowed|permitted) (?:for [\w'’ -]+? )?to ",
}
_ASKED = {
    force: re.compile(rf"^\W*(?:(?:and|so|but|ok|okay)\b,? )*(?:whom? )?(?:{form})(?P<act>.+)$", re.IGNORECASE)
    for force, form in _FORMS.items()
}
_BINDS = re.compile(
    r"\b(?:must|should|shall|will|may(?! have)|ha(?:s|ve) to|needs? (?:to|not)|requir\w+|expected|encouraged|advised"
    r"|recommended|obliged|obligat\w+|dut(?:y|ies)|bound|binding|allowed|permitted|entitled|cannot|compulsory|mandatory"
    r"|optional|statutory|condition|made to|by law|(?:is|are) (?:not )?to|only (?:if|when|where)|free to|discretion)\b",
    re.IGNORECASE,
)
ENOUGH, KEPT = 0.6, 1 / 3  # shares of the act's words that a duty of the register, and what a search found, must have
SURE, OTHER = 0.25, 0.5  # the reranker's probability from which a duty of the force asked for answers, and one of another


@dataclass(frozen=True, slots=True)
class Asked:
    """The force asked for, and the stems of what is to be done that tell it from other acts, the verb first."""

    force: Modality
    act: tuple[str, ...]


def asked(search: Search, question: Question) -> Asked | None:
    """What it is asked whether somebody must, should or may do; None where nothing of the sort is asked."""
    if question.numbers or question.page is not None or question.values:
        return None
    named = [document for document in search.documents if document.id in search.place.named]
    titled = frozenset[str]().union(*(words.stem_set(scope.identity(one)) for one in named))
    for force, form in _ASKED.items():
        if found := form.match(question.text):
            said = [stem for stem in words.content(found["act"]) if stem not in silence.LIGHT | scope.BODY]
            return Asked(force, (*said[:1], *(stem for stem in said[1:] if stem not in titled))) if said else None
    return None


def checked(search: Search, question: Question, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, where the first quote says what binds or nothing of the sort is asked; else what the register has, or
    silence."""
    wanted = asked(search, question)
    quoted = [span for one in findings for span in one.spans if one.outcome != "silent"]
    if wanted is None or any(_says(span, wanted) for span in quoted[:1]):
        return list(findings)
    if told := _registered(search, question, wanted):
        return [told]
    bare = quoted and not question.about and not any(_BINDS.search(span.text) for span in quoted)
    return [Finding(question, "silent", tuple(quoted), NO_DUTY)] if bare else list(findings)


def _says(span: Span, wanted: Asked) -> bool:
    """Whether a sentence that is quoted, or its list, says how binding the act is."""
    lead_in = span.passage.lead_in or ""
    sentences = [f"{lead_in} {span.text[a:b]}" for a, b in sentence_spans(span.text)]
    binding = any(_BINDS.search(one) and _met(wanted.act, one) for one in sentences)
    return binding and _met(wanted.act, f"{lead_in} {span.text}") >= KEPT


def _met(act: Sequence[str], text: str) -> float:
    """The share of the act's words that a text has, or other words for them."""
    there = words.stem_set(text)
    return sum(not there.isdisjoint(wording.other_words(stem)) for stem in act) / len(act)


def _speaks(duty: Duty, wanted: Asked) -> bool:
    text = f"{duty.lead_in or ''} {duty.text}"
    return _met(wanted.act[:1], text) == 1 and _met(wanted.act, text) >= ENOUGH


def _registered(search: Search, question: Question, wanted: Asked) -> Finding | None:
    """The duty of the register that answers, one of the force asked for before any other."""
    held = {document.id for document in search.documents}
    duties = [one for one in search.kb.duties() if one.doc in held and _speaks(one, wanted)]
    for asked_for, needed in ((True, SURE), (False, OTHER)):
        pool = [unit for one in duties if (one.modality == wanted.force) is asked_for for unit in _units(search, one)]
        ranked = search.ranked(question, question.query, pool) if pool else []
        sure = ranked and (ranked[0].chance is None or ranked[0].likelihood >= needed)
        if sure and (told := conclude(search, question, ranked)).outcome != "silent":
            return told
    return None


def _units(search: Search, duty: Duty) -> list[Unit]:
    passage = search.kb.passage(duty.passage)
    hit = Hit(1, 1.0, passage, search.kb.document(duty.doc))
    return [unit for unit in units([hit]) if unit.role != "list" and (duty.text in unit.text or unit.text in duty.text)]
