"""Which wordings bind, and how hard: must, should, may.

A wording counts only in a main clause. "Authorities must publish" binds; "how authorities must publish is set out in
annex A", "areas where authorities may have an impact" and "the aim is to publish" do not. `BINDING` says what each wording
counts as; the patterns below it say what takes it away again.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.voice import binds_nobody, in_relative
from kb.models import Modality

STRENGTH: dict[Modality, int] = {"may": 1, "should": 2, "must": 3}


def _any_case(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# Somebody who can hold a duty or a power. A run of capitals ("IJBs", "DWP") is taken for a body's short name.
_BODIES = (
    r"authorit(?:y|ies)|boards?|councils?|bod(?:y|ies)|ministers?|inspectorate|commissioners?|commission|partnerships?|"
    r"departments?|trusts?|court|tribunal|government|regulators?"
)
ACTOR = _any_case(
    rf"\b(?:{_BODIES})\b",
    r"\b(?:members?|persons?|individuals?|part(?:y|ies)|partners?|groups?|providers?|agenc(?:y|ies)|"
    r"organisations?|officers?|"
    r"professionals?|practitioners?|managers?|directors?|chief executives?|"
    r"employers?|schools?|governors?|secretar(?:y|ies)|committees?|landlords?|"
    r"constables?|local areas?|clinicians?|staff|teams?|companies|operators?|controllers?|suppliers?|licensees?|"
    r"hospitals?|universit(?:y|ies)|colleges?|charit(?:y|ies)|inspectors?|trustees?|they|he|she|we|you|it)\b",
    r"\bthose (?:who|involved|responsible)\b",
    r"\b(?-i:[A-Z]{2,}s?)\b",
)
# Those who hold powers, so that "are able to" of them gives leave; of people it tells how they fare.
_POWER = _any_case(rf"\b(?:{_BODIES}|they)\b", r"\b(?-i:[A-Z]{2,}s?)\b")

_ADVERB = (
    r"(?:(?:also|therefore|then|only|now|always|normally|usually|further|still|both|thus|each|all|jointly|first|legally|"
    r"strongly|reasonably|instead|however)\s+|,\s*[^,]{2,60},\s*)*"
)
_BE = r"(?:is|are|was|were|be|been|being)"
_IMPORTANT = r"(?:important|vital|imperative|essential|crucial|critical|necessary|good practice|best practice)"

# "Nobody may", "no member of the staff may", "neither the board nor the council may": a denied subject, up to its verb.
_DETERMINER = r"the|an?|its|their|our|this"
_NO_SUBJECT = (
    r"(?<!\bif )(?<!\bwhere )(?<!\bwhen )(?<!\bwhether )(?<!\b(?:has|had|are|was) )(?<!\b(?:have|were|with) )(?<!\bis )"
    r"\b(?:neither (?:[\w’'-]+ ){1,4}?(?:nor (?:[\w’'-]+ ){1,4}?)?|"
    r"(?:nobody|none|not one|no(?:[ -]one)?) (?:who (?:is|are|has|have) )?"
    rf"(?:(?:of|on|under|over|in|at|for|from|to|by|than|outside|within) (?:(?:{_DETERMINER}) )?|"
    r"(?!(?:and|but|or|why|that|which|if|it|they|we|is|are|was|has|have|will)\b)"
    rf"(?!(?:{_DETERMINER}|each)\b)[\w’'-]+ ){{0,6}}?)"
)

# What a wording counts as, the strongest first, a row a wording.
BINDING: tuple[tuple[Modality, str], ...] = (
    ("must", rf"\bmust\b|\bshall\b|(?<!\bmay or )\b(?-i:may) not\b|{_NO_SUBJECT}(?-i:may)\b"),
    ("must", r"\bcannot\b(?=[^.;]*\b(?:without|unless|until)\b)|\bprohibited from\b"),
    ("must", rf"\b{_BE}\s+{_ADVERB}required\b|\b(?<!reasonably )required to\b"),
    ("must", rf"\bha(?:s|ve|d) to\b|\b{_BE}\s+{_ADVERB}obliged to\b"),
    ("must", r"\b(?:a|the|this|that|legal|statutory|same|general) dut(?:y|ies)\s+(?:on|upon|to|is|not)\b"),
    ("must", r"\bduty[- ]bound\b|\bunder a duty\b|\bdut(?:y|ies) (?:applies|apply) to\b"),
    ("must", rf"\b(?:is|are)\s+{_ADVERB}(?:not )?to (?!be (?:found|seen)\b|date\b)[a-z]+"),
    ("must", r"\b(?:is|are) (?:legally )?binding\b|\b(?:is|are|be|becomes?|made) (?:\w+ly )?mandatory\b"),
    ("must", r"\b(?:require|requires|required|requiring)\s+(?P<bound>[^.;:]{2,90}?)\s+to\b(?=\s*(?:[a-z]|:))"),
    ("must", r"\b(?:requirement|obligation) (?:for|on|that|upon)\b"),
    ("should", r"\bshould\b|\bought to\b(?=\s*\w)|\bwill want to\b"),
    ("should", rf"\b{_BE}\s+{_ADVERB}(?:advised|expected|recommended|encouraged)\b"),
    ("should", r"\b(?:advises|recommends|encourages|expects)\b(?=.*\bto\b)"),
    ("should", rf"\b(?:is|are)\s+{_ADVERB}asked to\b|\bwe ask [^.;:]{{2,60}}? to\b"),
    ("should", rf"\bit (?:is|will be|remains) (?:(?:also|therefore|very|particularly|"
               rf"especially) )*{_IMPORTANT}(?=,| that\b| to\b| for\b)"),
    ("should", rf"\b(?:is|are|will be)\s+{_ADVERB}(?:needed|necessary|essential)\b(?! to ensure)"),
    ("should", r"(?<!the )(?<!a )(?<!no )(?<!any )(?<!of )(?<!their )(?<!may )\bneeds? to\b|\badvocates? for\b"),
    ("should", r"\b(?:requires|require|requiring)\b"),
    ("may", r"\b(?-i:may|can|could)\b"),  # "May" is a month
    ("may", r"\b(?:is|are) able to\b|\b(?:is|be) up to (?:each|the|individual|local)\b|\bneed not\b|\bfree to\b"),
    ("may", r"\b(?:is|are) opportunit(?:y|ies) (?:for|to)\b|\bopportunit(?:y|ies) for [^,.]{2,60} to\b"),
    ("may", r"\bflexibility (?:is|to|in how|in the)\b|\bdiscretion (?:to|as to|over|is)\b"),
    ("may", r"\ballows (?P<allowed>[^.;:]{2,90}?)\s+to\b|\bprovides for [^.;:]{2,120}? to\b"),
)
_BINDING = tuple((modality, re.compile(pattern, re.IGNORECASE)) for modality, pattern in BINDING)
_NEEDS_NO_LOOK = re.compile(r"expected|asked|encouraged|advised|recommended|needed|necessary|essential|required|"
                            r"obliged|binding", re.IGNORECASE)

# Where a clause begins; and the words under which it tells how, where or whether, and so does not bind.
_CLAUSE = _any_case(r"[,;:()–—]", r"\s-\s", r"\b(?:so|and that|but|and) (?=(?:the|it|they|an?|each|any|their|this)\b)")
_EMBEDDED = _any_case(
    r"^\W*what\b(?!\s+follows)",
    r"\S\s+(?:how|whether|(?<!is )why|what|where|wherever|if|unless|because|since|as if|so as|to whom)\b",
)
# A verb of its own closes such a clause: in "the criteria by which people are chosen should be stated" the list is stated.
_FINITE = (
    r"(?:\b(?:is|are|was|were|has|have|had|will|would|can|does|do|did)\b|"
    r"\b(?:the|an?|its|their|each|it) (?:[\w-]+ )?(?!this)\w+[^s\W]s\b)"
)
_CLOSED = _any_case(
    rf"\b(?:which|where|what|how|whom?|that|why|when|if)\s+(?:(?!{_FINITE})[\w’'-]+\s+)*?{_FINITE}"
    r"(?:(?!\b(?:how|whether|why|what|where|if)\b)[^,;:])*$"
)
_NO_MAIN_VERB = _any_case(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|does|do|did|says?|sets?|shows?|describes?|explains?|depends?|considers?|"
    r"tells?|asks?|determines?|decides?|discusse?s?|outlines?|gives?|provides?|identif(?:y|ies)|includes?|contains?|means?|makes?)\b"
)
_CONDITION = _any_case(r"^\W*(?:if|where|when|whenever|unless|once|until|before|after)\b")
_WRAPPER = _any_case(
    r"^\W*it (?:should|must|is important to|is worth) (?:also )?(?:be )?"
    r"(?:noted?|remembered|recognised|emphasised|stressed|noting)\b[^a-z]*(?:that)?,?"
)
# "the word 'must' means", "must, should and may are used": the wording is spoken of, not used.
_QUOTED = _any_case(r"[\"'“‘]\s*$", r"\b(?:words?|terms?)\s+(?:[\"'“‘]|(?:\w+, )*(?:\w+ and )?)\s*$")
_LISTED = re.compile(r"^(?:,\s*(?:and |or )?|\s+(?:and|or) )[\"'“‘]?(?:must|should|may|can)\b", re.IGNORECASE)

# "The aim is to", "This is to ensure": what something is for, not what somebody must do.
_AIM = _any_case(
    r"\b(?:aims?|purposes?|intentions?|goals?|objectives?|functions?|ambitions?|roles?|focus|intent|point|task|challenge|"
    r"idea|vision|mission|step|way|difference|key)\b[^,;]*$"
)
_POINTER = _any_case(r"^\W*(?:this|these|that|it|which|there)\W*$", r"\bwhat\b[^,]*$")
_RELATIVE = _any_case(
    r"\b(?:which|that|who|whom|steps|ways|things|actions|measures)\s+(?:(?:also|will|would|then|only|they|it|we|"
    r"you|he|she)\s+)*$"
)
# "There are two matters that must be covered" announces the list that follows.
_ANNOUNCED = _any_case(r"\b(?:matters|aspects|things|points|elements|areas|items|issues)\b[^,;]{0,30}$")
_COVERED = _any_case(r"^\w*\s+be (?:covered|considered|addressed|met|included|noted)\W*$")

# "may require", "can support": what can happen or what a thing is good for, not leave to act.
_NOT_REQUIRED = _any_case(r"\b(?:may|might|can|could|would|not|if|they|as|able to)\s+(?:\w+\s+)?$", r"\b(?:neither|nor)\b")
_FACT = _any_case(
    r"^\s*(?:(?:also|well|helpfully|therefore|still|often|sometimes|already|then|only|potentially|directly|not)\s+)*"
    r"(?:have|need|requires?|arise|result|occur|happen|help|support|assist|allow|enable|lead|contribute|affect|differ|vary|"
    r"change|become|cause|mean|feel|obviate|reduce|impact|seem|appear|exist|inform|indicate|improve|provide|lie|mitigate|"
    r"be (?:a|an|the|in|under|of|able|possible|more|less|at|seen|found|measured|viewed|no|so|significant|appropriate|"
    r"available|relevant|subject|associated|attributed|caused|affected|due|likely|difficult|reasonably|told|said|"
    r"directed|listed|responsible|needed|required|identified as)|only)\b"
)
_PASSIVE = _any_case(
    r"^\s*(?:(?:also|then|only|either|both)\s+)*be\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|done|made|given|taken|set|put|held|drawn|sought|brought|met|kept)\b"
)
# "may require developers to", "may allow a relative to", "may provide": of a body it is leave all the same.
_LETS = _any_case(r"^\s*(?:also )?(?:(?:allow|require|help|assist|support|enable) (?:[\w-]+ ){1,6}to\b|provide\b)")
_OF_A_BODY = _any_case(rf"\b(?:{_BODIES}|they)\s*$")
# "Much of it can be foreseen"
_SOME = _any_case(r"^\W*(?:most|much|many|some|few|little|a lot)\b(?!.*\b(?:they|who)\b)")
# "Nobody can be asked": whatever it is, no leave.
_DENIED = _any_case(rf"{_NO_SUBJECT}$")
_ASKS = _any_case(r"\b(?:requires?|required|obliged|expected|advised|recommended|encouraged)\b")
_USEFUL = _any_case(r"^\s*(?:also\s+)?be\s+(?:useful|helpful|appropriate|beneficial|valuable)\b")
_INCLUDE = _any_case(r"^\s*(?:also\s+)?(?:include|involve|take place)\b")


LONGEST = 3000  # characters of a sentence that are looked at: 450 words; each wording is held against all before it


@dataclass(frozen=True, slots=True)
class Norm:
    """A wording that binds: `sentence[start:end]`, and how hard."""

    start: int
    end: int
    modality: Modality


def norms(sentence: str) -> list[Norm]:
    """The wordings of a sentence's main clauses that bind, in order, none inside another.

    >>> [(n.modality, n.start) for n in norms("The board must meet, and may invite guests.")]
    [('must', 10), ('may', 25)]
    >>> norms("Annex A says how the board must meet.")
    []
    """
    sentence = sentence[:LONGEST]
    wrapper = _WRAPPER.match(sentence)
    found: list[Norm] = []
    for modality, pattern in _BINDING:
        for match in pattern.finditer(sentence, wrapper.end() if wrapper else 0):
            if any(match.start() < n.end and n.start < match.end() for n in found):
                continue
            kept = _kept(modality, match, sentence)
            if kept:
                found.append(Norm(match.start(), match.end(), kept))
    return sorted((n for n in found if not _of_a_thing(n, found, sentence)), key=lambda n: n.start)


def _of_a_thing(one: Norm, found: list[Norm], sentence: str) -> bool:
    """In "should list the posts that are to go" the second wording only says which posts."""
    return len(found) > 1 and in_relative(sentence[: one.start]) and not sentence.rstrip().endswith(":")


def strongest(found: list[Norm]) -> Modality | None:
    """
    >>> strongest([Norm(0, 3, "may"), Norm(9, 12, "must")])
    'must'
    """
    return max((n.modality for n in found), key=STRENGTH.__getitem__, default=None)


def _kept(modality: Modality, match: re.Match[str], sentence: str) -> Modality | None:
    """The modality that stands once the clause around it has been looked at, or None."""
    clause = _clause_before(sentence, match.start())
    after = sentence[match.end() :]
    word = match.group().lower()
    quoted = _QUOTED.search(sentence[: match.start()]) or _LISTED.match(after)
    if quoted or _embedded(clause, sentence, match.start()) or _announces(sentence, match):
        return None
    if binds_nobody(sentence[: match.start()], match.group(), after) or (word == "may not" and _FACT.match(after)):
        return None
    if _ASKS.search(word) and _DENIED.search(clause):
        return None  # "no council is required to", "no law requires a council to"
    if modality == "may":
        return "may" if _gives_leave(word, clause, after) else None
    if word.startswith(("is ", "are ")) and not _NEEDS_NO_LOOK.search(word):
        return modality if _bound_to(word, clause, sentence[: match.start()]) else None
    if word.startswith(("require ", "requires", "requiring")) or word == "require" or match.groupdict().get("bound"):
        return _required(match, clause) if re.match(r"\s*[\w(‘'\"“:]", after) else None
    return modality


def _clause_before(sentence: str, at: int) -> str:
    ends = [m.end() for m in _CLAUSE.finditer(sentence, 0, at)]
    return sentence[ends[-1] if ends else 0 : at]


def _embedded(clause: str, sentence: str, at: int) -> bool:
    """In "how the board must", or in the condition that opens a sentence ("Where it must ..., it will ...")."""
    opens = at - len(clause) <= 1
    if opens and _CONDITION.match(clause):
        return "," in sentence[at:] and not re.search(_FINITE, clause, re.IGNORECASE)
    return bool(_EMBEDDED.search(clause)) and not _main_again(clause)


def _main_again(clause: str) -> bool:
    """Whether what comes next is the main verb of a subject that a clause of its own goes with.

    >>> _main_again("The right to stay where they are living "), _main_again("Annex A says how boards that are new ")
    (True, False)
    """
    closed = _CLOSED.search(clause)
    return closed is not None and not _NO_MAIN_VERB.search(clause[: closed.start()])


def _announces(sentence: str, match: re.Match[str]) -> bool:
    before = re.sub(r"\b(?:that|which)\s*$", "", sentence[: match.start()])
    return bool(_ANNOUNCED.search(before) and _COVERED.match(sentence[match.start() :]))


def _bound_to(word: str, clause: str, before: str) -> bool:
    """"Authorities are to" and "the report is to be published" bind; "the aim is to" does not."""
    whole = before if len(clause.split()) < 2 else clause
    if _AIM.search(before) or _POINTER.search(whole):
        return False
    return word.endswith("to be") or bool(ACTOR.search(whole))


def _required(match: re.Match[str], clause: str) -> Modality | None:
    """"requires the board to" binds; "requires partnership working" says what cannot do without it."""
    if _NOT_REQUIRED.search(clause):
        return None
    bound = match.groupdict().get("bound")
    return "must" if bound is not None and ACTOR.search(bound) else "should"


def _gives_leave(word: str, clause: str, after: str) -> bool:
    """Leave to act, rather than what can happen."""
    if _DENIED.search(clause):
        return False
    if "able to" in word:
        return bool(_POWER.search(clause)) and not _RELATIVE.search(clause)
    if word.startswith("allows"):
        return bool(ACTOR.search(word)) and not _POINTER.search(clause)
    if word not in ("may", "can", "could") or _USEFUL.match(after):
        return True
    if _RELATIVE.search(clause):
        aside = clause.strip().lower() == "which"  # ", which can be used by": said of the thing, not what picks it out
        return aside and bool(_PASSIVE.match(after)) and bool(re.search(r"\bby\b", after))
    lets = word == "may" and _LETS.match(after) and _OF_A_BODY.search(clause)
    if _SOME.match(clause) or (_FACT.match(after) and not lets):
        return False
    if _INCLUDE.match(after) or _PASSIVE.match(after):
        return not _AIM.search(clause)
    return bool(ACTOR.search(clause)) or clause.strip().lower() in ("", "and", "or", "but")
