"""Whom a duty binds, to do what, under which Act: read from the clause itself, None where it does not say."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.modality import ACTOR
from kb.models import Passage
from kb.text import fold_white

_DETERMINER = re.compile(
    r"^(?:(?:it should be noted that|in the case of|in addition|however|therefore|similarly|furthermore|"
    r"essentially|rather|also|and|but|"
    r"or|so|that|then|even|while|whilst|where|when|if|once|unless|by|for|on|of|with|as|"
    r"the|an?|each|every|any|this|these|those(?= [a-z]+ (?:that|which))|"
    r"all(?= of))\b[\s,]*)+",
    re.IGNORECASE,
)
_ON_WHOM = re.compile(
    r"\b(?:dut(?:y|ies)|requirements?|obligations?) (?:on|upon) ([^.;:–—(]{3,90}?)(?: [–—-] .*)?(?:,| to\b|$)", re.IGNORECASE
)
_WHOM_TO = re.compile(
    r"\b(?:requires?|requiring|allows?|encourages?|for|up to|that) ([^.;:]{3,90}?),? (?:to|is|are|have|has|develops?)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"[,;:]\s|\s[–—-]\s|\b(?:states?|outlines?|says?|provides?|means?|requires?|noted?)\s+that\b")
_BY_WHOM = re.compile(r"\bby ((?:the |each |an? |any )?[^.,;:]{3,60})", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:they|he|she|we|you|it|this|these|there|which)$", re.IGNORECASE)
_SUBJECT_END = re.compile(r"(?:\s+(?:also|therefore|then|both|only|have|has|had|is|are|will|would|each)|,)+$", re.IGNORECASE)

# "The Chief Executive, as Accountable Officer, must": the aside is not the one who is bound.
_ASIDE = re.compile(r",\s*(?:as|being|acting|when|where|if|after|before)\b[^,;:]*,\s*$", re.IGNORECASE)
_OPENS_CONDITION = re.compile(r"^\W*(?:where|if|when|whenever|unless|once|until)\b", re.IGNORECASE)
_LAST_NOUN = re.compile(
    r"\b(?:(?:the|an?|each|every|any)\s+(?:(?!(?:the|an?|each|every|any|it|they)\b)[\w’'-]+\s*){1,6}|it|they)$"
)
_BEFORE_VERB = re.compile(
    r"\s+(?:cannot|can|does|do|did|is|are|was|were|has|have|had|will|would|may|might|must|should|shall|"
    r"plans? (?:on|to)|fails?|wishes|decides?|intends?|considers?|chooses?|wants?)\b", re.IGNORECASE
)
_NAMES_BEARER = re.compile(r"dut(?:y|ies)|requirement|opportunit|flexib|up to|encourages|advises|expects", re.IGNORECASE)
_UP_TO_VERB = re.compile(r"[^.;:]{0,260}?\bto\s+(?=[a-z])")
_IS_TO = re.compile(r"(?:is|are)\s.*\bto ([a-z]+)$", re.IGNORECASE)

_SHORT_ACT = re.compile(r"\bthe (\d{4}) Act\b")
_YEAR = r"(?:1[89]|20)\d{2}"
_BRACKETS = r"\([^()]*(?:\([^()]*\))?[^()]*\)"  # "(Specific Duties)", one pair deep
_NAME_WORD = rf"(?:[A-Z][\w’'&-]*|{_BRACKETS}|of|and|in|the|for|to|etc\.?)"
_ACT = re.compile(
    r"(?:\b(?:[Ss]ections?|[Ss]chedules?|[Pp]arts?|[Rr]egulations?|[Aa]rticles?)\s+\d+[A-Z]{0,2}"  # section 31
    r"(?:\s*(?:,|and|to|-|–)\s*\d+[A-Z]{0,2})*(?:\s*\(\w+\))*\s+(?:\([^)]{3,60}\)\s+)?(?:of|to)\s+)?"  # to 33 (1) of
    rf"(?:[Tt]he\s+{_YEAR} Act\b|{_NAME_WORD}(?:[ ,]+{_NAME_WORD})*\s+(?:{_YEAR}\s+)?(?:Act|Regulations|Order|Measure)\b"
    rf"(?:\s*\([^)]*\))*(?:\s+{_YEAR})?(?:\s*\([^)]*Regulations[^)]*\)\s+{_YEAR})?)"
)
_LINK_WORDS = re.compile(r"^(?:(?:[Tt]he|[Uu]nder|[Oo]f|[Ii]n|[Tt]o|[Aa]nd|[Ff]or|[Bb]y)\s+)+(?=[A-Z0-9])")
_BARE_SECTION = re.compile(r"\b[Ss]ections?\s+\d+[A-Z]{0,2}(?:\s*(?:,|and|to|-|–)\s*\d+[A-Z]{0,2})*\b")
_NUMBERED = re.compile(r"\d")
_IN_TITLE = re.compile(r"\(((?:sections?|parts?|regulations?|schedules?)\s+\d+[^)]*)\)", re.IGNORECASE)


def bearer(before: str, cue: str, after: str) -> str | None:
    """Who is bound: named in the wording ("a duty on X to"), before it, or after "by"; None where nobody is.

    >>> bearer("In addition, the integration authority ", "is required to", " involve stakeholders.")
    'integration authority'
    >>> bearer("The Act places ", "a duty on", " local authorities to plan.")
    'local authorities'
    >>> bearer("Localities ", "must", " be agreed.") is None
    True
    """
    whole = cue + after
    for pattern in (_ON_WHOM, _WHOM_TO):
        named = pattern.search(whole) if cue.lower() not in ("must", "should", "may", "shall", "can", "could") else None
        if named and ACTOR.search(named.group(1)):
            return _name(named.group(1))
    before = _ASIDE.sub(" ", before)
    subject = _name(_subject(_REPORTED.split(before.rstrip(" ,"))[-1]))
    if subject and ACTOR.search(subject) and len(subject) <= 90:
        return subject
    agent = _BY_WHOM.search(after)
    if agent and ACTOR.search(agent.group(1)):
        return _name(agent.group(1))
    earlier = [_name(_BEFORE_VERB.split(part)[0]) for part in re.split(r"[,;:]\s", before)[:-1]]
    return next((name for name in reversed(earlier) if name and ACTOR.search(name) and len(name) <= 60), None)


def _subject(clause: str) -> str:
    """What stands last in a clause that opens with a condition and no comma after it.

    >>> _subject("Where there is immediate danger the provider")
    'the provider'
    """
    last = _LAST_NOUN.search(clause) if _OPENS_CONDITION.match(clause) else None
    return last.group() if last else clause


def _name(words: str) -> str | None:
    bare = _SUBJECT_END.sub("", _DETERMINER.sub("", fold_white(words)).strip(" ,"))
    return None if not bare or _PRONOUN.match(bare) else bare


def action(cue: str, after: str) -> str:
    """What is to be done: the words after the wording that binds, to the end of the clause.

    >>> action("must", " publish its plan.")
    'publish its plan'
    """
    bound_to = _UP_TO_VERB.match(after) if _NAMES_BEARER.search(cue) else None
    rest = after[bound_to.end() :] if bound_to else re.sub(r"^\s*(?:to|that)\s+", "", after)
    verb = _IS_TO.match(cue)
    return fold_white((verb.group(1) if verb else "") + rest).strip(" .;:,")


def principal_act(passages: Iterable[Passage]) -> str | None:
    """The Act that guidance is about, where it gives it a short form: the one most often called "the 2014 Act"."""
    counts = Counter(year for passage in passages for year in _SHORT_ACT.findall(passage.text))
    return f"the {max(counts, key=lambda year: (counts[year], year))} Act" if counts else None


def statute(words: str, titles: Iterable[str], principal: str | None) -> str | None:
    """The law cited in `words`, else in the innermost of `titles` that cites one ("... (section 30)"). A heading speaks for
    its numbered parts; one without a number under it may head a box about something else.

    >>> statute("By virtue of section 53 of the 2014 Act, boards must have regard.", (), None)
    'section 53 of the 2014 Act'
    >>> statute("Boards must plan.", ("3.1 Considerations (section 30)",), "the 2014 Act")
    'section 30 of the 2014 Act'
    >>> statute("Boards must plan.", ("3.1 Considerations (section 30)", "Children's services"), "the 2014 Act")
    """
    cited = max((m.group() for m in _ACT.finditer(words)), key=_weight, default=None)
    if cited:
        return fold_white(_LINK_WORDS.sub("", cited))
    bare = _BARE_SECTION.search(words)
    if bare:
        return bare.group()
    for title in reversed(tuple(titles)):
        named = _IN_TITLE.search(title)
        if named:
            return f"{named.group(1)} of {principal}" if principal else named.group(1)
        if not _NUMBERED.match(title):
            return None
    return None


def _weight(cited: str) -> tuple[bool, int]:
    return ("ection" in cited or "art " in cited, len(cited))
