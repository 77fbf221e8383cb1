"""What is done in one place of a document and still to come in another, what is gone in one and still there in another, and
an impact that is denied and then set out."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant import words
from assistant.disagreement import Conflict, conflict, topic
from assistant.units import Unit

FEWEST = 2  # words of a name: "the Plan" may be any
REACH = 2  # sentences after a denial within which it may be taken back

_NAME = r"(?P<name>(?!(?:Our|The|Its|Their|This|Each)\b)[A-Z][\w’'-]+(?:(?: (?:and|of|for|the))* [A-Z][\w’'-]+)+)"
_OURS = r"(?:our|the|its|their|a|an)"
_DID = r"(?:reviewed|published|adopted|approved|agreed|launched|completed|finali[sz]ed|implemented|refreshed|updated)"
_DONE = re.compile(
    rf"\b(?:[Ww]e|[Bb]oard|[Cc]ouncil|[Tt]rust|[Pp]artnership|[Aa]uthority|IJB) (?:have |has )?{_DID} {_OURS} {_NAME}"
    rf"|\b(?:[Oo]ur|[Tt]he|[Ii]ts) {_NAME.replace('name', 'named')} (?:was|has been|were|have been) {_DID}\b"
)
_TO_COME = re.compile(
    rf"{_NAME} (?:\((?:currently |still )?(?:in|under) (?:development|preparation)\)"
    r"|(?:is|are) (?:currently |still )?(?:in development|under development|being (?:developed|prepared|drafted|written)))"
)
_NO_IMPACT = re.compile(
    r"\b(?:does|do|will|would) not (?:directly |significantly )?(?:impact|affect)\b"
    r"|\b(?:has|have|are|is) no (?:\w+ ){0,3}(?:impacts?|implications?|effects?)\b",
    re.IGNORECASE,
)
_HAVE = r"(?:have|has|hold|holds|employ|employs|run|runs|provide|provides|offer|offers|fund|funds)"
_ENDED = re.compile(rf"\bno longer {_HAVE} (?:any |an? |our |the |its )?(?P<thing>(?:[a-z-]+ ){{0,2}}?[a-z-]+s)\b")
_GOES_ON = re.compile(
    rf"\b(?:continues? to|still|currently) {_HAVE} (?:an? |our |the |its |some )?(?P<thing>(?:[a-z-]+ ){{0,2}}?[a-z-]+s)\b"
)
_NUMBER = r"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?"
_AFTER_ALL = re.compile(rf"{_NUMBER}(?:however|nevertheless|nonetheless|but)\b", re.IGNORECASE)
_OWED = re.compile(r"\b(?:will need to|must|will have to|risks?|reduc\w+|loss|unable|disadvantage\w*)\b", re.IGNORECASE)


def progress(own: Sequence[Unit]) -> Iterator[Conflict]:
    """Of one document."""
    told = [unit for unit in own if unit.role != "list"]
    yield from _done_or_not(told)
    yield from _taken_back(told)
    yield from _ended_or_not(told)


def _done_or_not(told: Sequence[Unit]) -> Iterator[Conflict]:
    """"In 2024 we reviewed our Engagement Plan", "Our Engagement Plan (in development)"."""
    done = {name: unit for unit in reversed(told) for match in _DONE.finditer(unit.text) if (name := _name(match))}
    for unit in told:
        for match in _TO_COME.finditer(unit.text):
            name = _name(match)
            if name in done and done[name] is not unit:
                why = f"One place speaks of the {match['name']} as done, another as still being made."
                yield conflict(match["name"], "wording", done[name], unit, why)


def _name(match: re.Match[str]) -> tuple[str, ...]:
    written = next(group for group in match.groups() if group)
    name = tuple(word for word in words.words(written) if word not in words.STOP)
    return name if len(name) >= FEWEST else ()


def _ended_or_not(told: Sequence[Unit]) -> Iterator[Conflict]:
    """"We no longer have any reserves", "We continue to have earmarked reserves"."""
    ended = {_last(match): unit for unit in reversed(told) for match in _ENDED.finditer(unit.text)}
    for unit in told:
        for match in _GOES_ON.finditer(unit.text) if ended else ():
            other = ended.get(_last(match))
            if other and other is not unit:
                why = f"One place says that there are no longer any {_words(match)[-1]}, another that there still are."
                yield conflict(topic(other), "wording", other, unit, why)


def _words(match: re.Match[str]) -> list[str]:
    return match["thing"].lower().split()


def _last(match: re.Match[str]) -> str:
    return words.stem(_words(match)[-1])


def _taken_back(told: Sequence[Unit]) -> Iterator[Conflict]:
    """"The report has no impact on ...", and under the same heading "However, we will need to ..."."""
    for at, unit in enumerate(told):
        if not _NO_IMPACT.search(unit.text) or _AFTER_ALL.match(unit.text):
            continue
        under = [other for other in told[at + 1 :] if other.passage.section == unit.passage.section]
        turned = next((n for n, other in enumerate(under[:REACH]) if _AFTER_ALL.match(other.text)), None)
        if turned is None:
            continue
        owed = next((other for other in under[turned : turned + REACH] if _OWED.search(other.text)), None)
        if owed:
            why = "One sentence says that there is no impact, the next ones set one out."
            yield conflict(topic(unit), "wording", unit, owed, why)
