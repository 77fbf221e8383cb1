"""Is the evidence enough to answer from, or do the documents not say?

Sharing words with a passage is no answer. A value that is asked for must stand there, a name must be the same name, and the
words that make the question this question must be met.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import forms, opposites, things, values, wording, words
from assistant.cells import blank_cell
from assistant.corpus import Corpus
from assistant.evidence import ANYONE, Scored, enumerates, names_person, no_change
from assistant.figures import figures
from assistant.question import Question
from assistant.scope import names_authority
from assistant.units import Unit
from assistant.values import ValueKind

COVERED = 0.55  # share of the question's words, rare ones counting more, that evidence must hold
NEARLY_ALL = 0.85  # share from which "before the first bed moves" answers "when"
LESS = 0.5  # the same for a list, which its lead-in names, and where an earlier question's words count too
HEARD = 0.7  # share from which a word that no document has does not matter
REASONED = 0.7  # the same for "why": what is asked to be explained must itself be said
ALIKE = 0.6  # or the encoder's likeness that makes up for other words
# A missing word of this weight, and this share of the weight of all: fitted to pairs and golds (docs/reference/silence.md).
RARE, PART = 0.75, 0.25
# The reranker's probability from which words that are missing do not matter (docs/reference/silence.md): of what is said in
# words, of a figure; and of both where this share of the words is met: one that is missing among so many makes it another
# question more often than it is another word for the same.
ASSURED, ASSURED_VALUE = 0.1, 0.4
MOSTLY, ASSURED_MOSTLY, ASSURED_VALUE_MOSTLY = 0.5, 0.6, 0.85
ALIKE_VALUE = 0.4  # the encoder's likeness that a figure under few of the question's words has to have as well
ASSURED_REASON = 0.3  # the same for a reason, and for what comes of something
DOUBTED = 0.03  # the reranker's probability below which no sentence is an answer, whatever words are shared
# Shares of the weight of the words that, where missing, make a figure one of another thing if the reranker gives less.
WANTING = ((1 / 3, 0.25), (1 / 4, 0.08))
LISTED = 0.4  # the same share for a list or a row, which say less of themselves
UNLIKE = 0.22  # the encoder's likeness below which nothing is an answer, whatever words are shared
SURE = 0.75  # the encoder's likeness from which no single word counts
PROSE = 5  # words of a table's cell that is a statement by itself
AGENT = 2  # letters by which a doer's name is longer than the stem of what is done
SMALL = 2  # digits of a count, which may stand there in words
# Words that say how something is asked or told, not what about.
LIGHT = frozenset(
    words.stems(
        "deal hold held cover run look sit add bring brought talk count happen carry work take put contain contains "
        "include describe mention explain raise limit level amount size version page new already along altogether exact "
        "middle ordinary normal third second fourth fifth moment start begin beginning apply list step way kind sort thing "
        "big biggest afterwards roughly current straight send sent touch high higher good part detail "
        "allow instance example bullet text wording oblige permit bound compelled"
    )
)
# Kinds of value without which there is no answer. How long and how often are also said without a figure.
HARD: frozenset[ValueKind] = frozenset(("money", "percent", "number", "date", "month", "email", "phone", "postcode"))

_OUTCOME = re.compile(r"\bwhat (?:happens|will happen|would happen) (?:to|if|when|where)\b", re.IGNORECASE)
_NEXT = words.stem("next")
_HOW_OFTEN = re.compile(r"\bhow (?:often|frequently)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:every|each|per|once|twice|thrice|times|annual\w*|(?:bi-?)?(?:year|month|week|quarter|dai)ly|fortnightly|regular\w*|"
    r"frequent\w*|time to time|continu\w+|ongoing|ad hoc|as (?:and )?when|(?:day|week|month|quarter|year)s"
    r"|an? (?:day|week|month|quarter|year))\b",
    re.IGNORECASE,
)
# What says when without a date: "before the first bed moves".
_TIMED = re.compile(
    r"\b(?:before|after|once|until|as soon as|at the same time|together with|with your|on receipt"
    r"|at the (?:start|beginning|end) of|alongside)\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(  # "who is the clerk answerable to?" asks for no clerk's name
    r"\bwho(?:'s|’s| is| was) (?:the|our|its|their)\b(?!.*\b(?:to|by|with|from|under)\W*(?:in\b.*)?$)[^,;]*$", re.IGNORECASE
)
# Whom a name is not asked of: "who is the responsible authority?" asks for a body.
_BODY = re.compile(
    r"\b(?:authority|authorities|body|bodies|organisations?|departments?|agency|agencies|provider|supplier|landlord|regulator|client)\b",
    re.IGNORECASE,
)
# What is done, as it is said of somebody; those that do not end in "s" or "ed" with what else a text may say of it.
_DONE = {
    word: words.stem_set(others)
    for word, others in {
        "wrote": "", "spoke": "speak speaker present", "ran": "run", "led": "lead leader",
        "won": "win winner award", "built": "build builder", "paid": "pay payment fund", "made": "make maker",
        "chose": "choose select appoint", "sold": "sell seller sale", "bought": "buy buyer purchase", "drew": "draw drawn",
        "sent": "send sender", "lost": "lose loss", "taught": "teach teacher train", "wore": "wear", "drove": "drive driver",
        "broke": "break breach", "stole": "steal theft", "rang": "ring call phone", "quit": "resign leave", "left": "leave",
    }.items()
}  # fmt: skip
_WHO_DOES = re.compile(rf"\bwho (?P<verb>[a-z]+s|[a-z]+ed|{'|'.join(_DONE)})\b", re.IGNORECASE)
# Somebody: by name, by office, as one of many, or a body.
_SOMEBODY = re.compile(
    r"\b(?:we|us|our|you|your|(?:manager|director|officer|lead|leader|chair\w*|chief|head|team|board|committee|group|panel|council\w*|"
    r"authorit\w+|trust\w*|partner\w*|service|department|minist\w+|government|agenc\w+|provider|secretary|staff|executive|owner|"
    r"author|nurse|doctor|office|body|bodies|organisation|forum|network|college|universit\w+|school|hospital|charit\w+|company|"
    r"companies|landlord|people|person|anyone|everyone|everybody|anybody|somebody|someone|nobody|carer|famil\w+|parent|patient|"
    r"resident|user|adult|child\w*|citizen|communit\w+|member|employee\w*|worker|volunteer\w*|applicant|tenant|participant|"
    r"stakeholder|sector|professional|practitioner|representative|auditor|regulator|commissioner|inspector\w*|consultant|public|"
    r"function|local|household|student|pupil|licen[cs]\w+)s?)\b"
    r"|\b(?-i:[A-Z][a-z]+ [A-Z][a-z’'-]+|[A-Z]{2,})\b",
    re.IGNORECASE,
)
# "The Trust": the body whose document it is.
_OWN_BODY = re.compile(
    r"\b(?:the|our|this) (?P<body>trust|council|board|authority|partnership|college|university|department|agency|committee|"
    r"company|charity|government)\b(?! (?-i:[A-Z]))",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:did|ha(?:s|ve)(?! to\b)|was|were|which|what)\b(?!.*\bha(?:s|ve) to\b).*\b(?:cho(?:ose|osen|se)|decided?|approved?"
    r"|agreed?|voted?|accept(?:ed)?|adopt(?:ed)?|reject(?:ed)?)\b",
    re.IGNORECASE,
)
# "How many of the 40 posts": a part of them is asked for.
_OF_A_WHOLE = re.compile(r"\bhow (?:many|much) of (?:the|those|these|its|our|their|your) (?=\S)", re.IGNORECASE)
_BELONGS = frozenset(words.stems("member membership belong represent representative nominee appoint"))
# Asked of what was done: "when did the board approve it?"; a text that only proposes it is no answer.
_DID = re.compile(
    r"\b(?:did|ha(?:s|ve)(?! to\b)|was|were)\b.*\b(?:choose|chosen|decided?|approved?|voted?|adopt(?:ed)?|reject(?:ed)?)\b",
    re.IGNORECASE,
)
_DECISION = re.compile(r"\b(?:chose|chosen|decided|approved|agreed|voted|accepted|adopted|rejected)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:if|whether|should the|asked to|(?:is|are) invited|recommend\w*|choose between)\b", re.IGNORECASE)
_ASKED = re.compile(rf"{wording.VERB.pattern}|[\w/.-]*\w", re.IGNORECASE)
EMPTY_CELL = "the cell is left blank"
NOTHING = "nothing in the documents answers this"
_KIND_NAMES: dict[ValueKind, str] = {
    "money": "a sum",
    "percent": "a share",
    "number": "a number",
    "date": "a date",
    "month": "a month",
    "year": "a year",
    "duration": "a time",
    "email": "an e-mail address",
    "phone": "a telephone number",
    "address": "an address",
    "postcode": "a postcode",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no answer: `why` in words; `blank` where the document announces a figure that it leaves out; `absent`
    what the evidence lacks, wherever else it may stand, which is a name or a label where `named`."""

    why: str
    blank: bool = False
    absent: str = ""
    named: bool = False


def _unspoken(absent: str) -> Gap:
    return Gap(f"nothing near this speaks of {absent}", absent=absent)


def gap(question: Question, best: Scored, corpus: Corpus) -> Gap | None:
    """What the best evidence lacks, or None where it is enough."""
    if blank_cell(question, best.unit):
        return Gap(EMPTY_CELL, blank=True)
    if question.values and question.values[0] in HARD and not best.value and not _timed(question, best):
        return Gap(f"no document gives {_KIND_NAMES[question.values[0]]} for this")
    assured = _assured(question, best)
    if best.dense < UNLIKE and not assured:
        return Gap(NOTHING)
    said = f"{best.unit.text} "
    if question.values[:1] == ("duration",) and not (best.value or _TIMED.search(said) or _OFTEN.search(said)):
        return Gap("no document gives a time for this")
    if question.values[:1] == ("date",) and _NEXT in best.missing:
        return Gap("no document says when the next is")
    if unspoken := _of_other_things(question, best, assured):
        return _unspoken(unspoken)
    if _only_the_whole(question, best.unit):
        return Gap("no document says how much of it")
    if forms.MEMBERS.search(question.text) and _BELONGS.isdisjoint(words.stem_set(best.unit.around)):
        return Gap("no document says who belongs to it")
    if _HOW_OFTEN.search(question.text) and not _OFTEN.search(best.unit.text):
        return Gap("no document says how often")
    if no_change(question, best.unit):
        return Gap("no document says how fast this changes")
    bodies = [document for document in corpus.documents if document.authority]
    named = [name for name in question.names if not any(names_authority(" ".join(name), body, corpus) for body in bodies)]
    named = [name for name in named if not set(name) <= _own_body(question)]
    if foreign := [name for name in named if not _met(name, best.unit, corpus)]:
        name = _said(question, foreign[0])
        return Gap(f"nothing here speaks of {name}", absent=name, named=True)
    if question.labels and not any(_called(label, best.unit) for label in question.labels):
        label = _said(question, question.labels[0])
        return Gap(f"nothing here is called {label}", absent=label, named=True)
    if other := opposites.instead(question.text, f"{best.unit.above} {best.unit.text}"):
        return Gap(f"what comes near speaks of {other[1]}, not of {other[0]}")
    if day := _other_day(question, best.unit):
        return _unspoken(day)
    if reason := _premise(question, best.unit, corpus, assured):
        return Gap(reason)
    if not assured and (lacking := _unmet(question, best, corpus) or _wanting(question, best, corpus)):
        return lacking
    if _doubted(best):
        return Gap(NOTHING)
    if question.kind == "list" and not enumerates(question, best.unit):
        return Gap("it is not listed anywhere")
    if question.counted and values.left_out(best.unit.text, question.counted[-1]):
        return Gap("the figure is left blank", blank=True)
    return None


def _assured(question: Question, best: Scored) -> bool:
    """Whether the reranker finds the evidence so likely the answer that words which it lacks do not matter. A year or a sum
    that is named always does, and any word for an address: it cannot tell whose they are."""
    if question.kind == "contact" or _numbers(best.missing):
        return False
    mostly = best.covered >= MOSTLY
    if question.values:
        if not mostly and best.dense < ALIKE_VALUE:
            return False
        needed = ASSURED_VALUE_MOSTLY if mostly else ASSURED_VALUE
    elif question.kind == "why" or _OUTCOME.search(question.text):
        needed = ASSURED_REASON
    else:
        needed = ASSURED_MOSTLY if mostly else ASSURED
    return best.likelihood >= needed


def _doubted(best: Scored) -> bool:
    """Whether the reranker, where it was asked, finds that a sentence answers nothing. Of rows and lists it knows little."""
    return best.chance is not None and best.chance < DOUBTED and best.unit.role in ("sentence", "item")


def _unmet(question: Question, best: Scored, corpus: Corpus) -> Gap | None:
    """Why too little of what is asked is met, None where enough is."""
    unheard = [stem for stem in best.missing if not corpus.frequency[stem] and stem not in LIGHT]
    if unheard and best.covered < HEARD and best.dense < ALIKE:
        return _unspoken(_said(question, unheard[:1]))
    if missed := _misses(best, corpus, question):
        return _unspoken(_said(question, [missed]))
    needed = REASONED if question.kind == "why" else LESS if question.about or best.unit.role == "list" else COVERED
    total, own = (sum(map(corpus.weight, some)) for some in (question.terms, _own_body(question) & set(best.missing)))
    share = min(1.0, best.covered * total / (total - own)) if own < total else best.covered
    short = share < needed and (best.dense < ALIKE or question.kind == "why")
    return Gap(NOTHING) if short else None


def _misses(best: Scored, corpus: Corpus, question: Question) -> str:
    """The word that makes the question this question and that the unit does not have near it, "" where there is none: a year
    or a sum that is named, or a word that few passages have and that is a good part of what is asked."""
    if named := _numbers(best.missing):
        return named[0]
    weights = {stem: corpus.weight(stem) for stem in question.terms}
    missing = sum(weights.get(stem, 0.0) for stem in best.missing)
    if best.dense >= SURE or missing < PART * sum(weights.values()):
        return ""
    light = LIGHT | _own_body(question)
    told = (stem for stem in best.missing if weights.get(stem, 0.0) >= RARE and stem not in light)
    return next((stem for stem in told if not wording.field(stem)), "")  # an everyday word, documents may say otherwise


def _wanting(question: Question, best: Scored, corpus: Corpus) -> Gap | None:
    """The words that a sentence with a figure lacks and that are a good part of what is asked: it is a figure of something
    else. None where they are little or the reranker takes it for the answer; a row says little of itself. The same for a
    list, of which the encoder has to say how like it is."""
    missing = [stem for stem in best.missing if stem not in LIGHT | _own_body(question)]
    weights = {stem: corpus.weight(stem) for stem in question.terms}
    part = sum(weights.get(stem, 0.0) for stem in missing) / (sum(weights.values()) or 1.0)
    if question.kind == "list":
        doubted = best.dense < ALIKE and part >= (LISTED if best.unit.role in ("list", "row") else WANTING[0][0])
    else:
        doubted = question.kind == "value" and any(part >= share and best.likelihood < chance for share, chance in WANTING)
        doubted = doubted and best.unit.role != "row"
    return _unspoken(_said(question, missing)) if missing and doubted and not question.about else None


def _own_body(question: Question) -> frozenset[str]:
    """Stems by which the question means whose document it is: "the Trust"."""
    return words.stem_set(" ".join(said["body"] for said in _OWN_BODY.finditer(question.text)))


def _numbers(stems: Sequence[str]) -> list[str]:
    """The years and sums among them."""
    return [stem for stem in stems if len(stem) > SMALL and stem[0].isdigit()]


def _timed(question: Question, best: Scored) -> bool:
    """Whether the evidence, which has nearly all that is asked about, says when without a date."""
    return question.values[0] == "date" and best.covered >= NEARLY_ALL and _TIMED.search(best.unit.text) is not None


def _only_the_whole(question: Question, unit: Unit) -> bool:
    """Whether a part is asked for ("how many of the 40 posts are vacant?") and the unit has no figure but that whole."""
    asked = _OF_A_WHOLE.search(question.text)
    named = figures(question.text[asked.end() :])[:1] if asked else []
    if not named or named[0].start:
        return False
    kinds = (named[0].kind, "percent", "share")
    given = {figure.value for figure in figures(unit.text) if figure.kind in kinds and not figure.unit}
    return given == {named[0].value}


def _of_other_things(question: Question, best: Scored, assured: bool) -> str:
    """The things that are asked of, where the evidence has them nowhere near; "" where it has. Whether there is such a thing
    the reranker cannot tell: it takes what would be its place for it."""
    if unspoken := things.not_there(question, best):
        return unspoken
    thing = "" if assured else things.asked_of(question, best.unit)
    return thing if _lacks(best, thing) else "" if assured else things.other_group(question, best.unit)


def _lacks(best: Scored, thing: str) -> bool:
    """Whether the evidence has nothing of the thing. People have many names, and so has what everyday words are for."""
    stem = words.stem(words.bare(thing))
    return stem in best.missing and stem not in ANYONE | LIGHT and not wording.field(stem)


def _called(label: tuple[str, ...], unit: Unit) -> bool:
    """Whether something about the unit bears the label, or it is the item of that number."""
    marks = {unit.passage.number, *(part.number for part in unit.passage.parts if part.start == unit.start)}
    return words.has_run(label, words.stems(unit.around)) or label[-1] in {(mark or "").strip("().") for mark in marks}


def _other_day(question: Question, unit: Unit) -> str:
    """The day that the question names and the unit, its surroundings and its document do not; "" where there is none.
    Whether something was on that day may be asked."""
    if question.kind == "yesno":
        return ""
    there = {figure.value[1:] for figure in figures(f"{unit.around} {unit.document.date or ''}") if figure.kind == "date"}
    asked = [figure for figure in figures(question.text) if figure.kind == "date" and figure.value[2]]
    return next((question.text[day.start : day.end].strip() for day in asked if day.value[1:] not in there), "")


def _premise(question: Question, unit: Unit, corpus: Corpus, assured: bool) -> str | None:
    """What the question takes for granted and the unit, close as it comes, does not bear out."""
    if question.kind == "why" and not assured and _in_text(question, unit, corpus) < REASONED:
        return "nothing in the documents says that this is so"
    if _OUTCOME.search(question.text) and not assured:
        return "the documents do not say what happens then"
    if question.kind == "who":
        return _nobody(question, unit, corpus)
    if _DID.search(question.text) and not _DECISION.search(unit.text):
        return "the documents do not say that this was decided"
    if _DECIDED.search(question.text) and _OPEN.search(f"{unit.above} {unit.text}"):
        return "the documents put this to those who decide, but do not say what was decided"
    if unit.role == "row" and question.values and not _row_speaks_of(question, unit):
        return NOTHING
    return None


def _in_text(question: Question, unit: Unit, corpus: Corpus) -> float:
    """The weighted share of the question's words that the passage itself says, whatever its headings say."""
    there = words.stem_set(unit.passage.text)
    bodies = {stem for document in corpus.documents for stem in words.stems(document.authority or "")}
    weights = {stem: corpus.weight(stem) for stem in question.terms if stem not in bodies}
    met = sum(weight for stem, weight in weights.items() if stem in there or wording.field(stem) & there)
    return met / (sum(weights.values()) or 1.0)


def _nobody(question: Question, unit: Unit, corpus: Corpus) -> str | None:
    """Why the unit names nobody: what they are said to do is not in it, or a person is asked for and none is named."""
    if _WHO_IS.search(question.text) and not _BODY.search(question.text):
        return None if names_person(question, unit, corpus) else "no name is given for this"
    if not _SOMEBODY.search(unit.text if unit.role in ("sentence", "item") else unit.passage.text):
        return "the documents do not say who does this"
    doing = _WHO_DOES.search(question.text)
    stem = words.stem(doing["verb"].lower()) if doing and doing["verb"].lower() not in words.STOP else ""
    if not stem or stem not in question.terms:
        return None
    there = words.stem_set(f"{unit.above} {unit.passage.text}")
    doer = any(other.startswith(stem) and len(other) <= len(stem) + AGENT for other in there)  # "owns", "Owner"
    other = wording.field(stem) | _DONE.get(doing["verb"].lower(), frozenset()) if doing else frozenset[str]()
    return None if doer or other & there else "the documents do not say who does this"


def _row_speaks_of(question: Question, unit: Unit) -> bool:
    """Whether the row's label has a word of the question, or is the sum of the rows; or a cell of it is a statement that has
    much of what is asked."""
    label, *others = [words.stem_set(cell) for cell in unit.text.split(" | ")]
    asked = {*question.terms, *question.about}
    told = any(len(cell) >= PROSE and len(asked & cell) > 1 for cell in others)
    return told or not label or bool(label & {*asked, words.stem("total"), words.stem("totals")})


def _said(question: Question, stems: Sequence[str]) -> str:
    """The question's own words for the stems."""
    asked = [match[0] for match in _ASKED.finditer(question.text)]
    return " ".join(dict.fromkeys(word for word in asked if words.stem(words.bare(wording.plain(word))) in stems))


def _met(name: tuple[str, ...], unit: Unit, corpus: Corpus) -> bool:
    there = words.stem_set(unit.around)
    if not all(stem in there or set(corpus.acronyms.get(stem, ("\0",))) <= there for stem in name):
        return False
    return len(name) != 2 or words.has_run(name, words.told(unit.around))
