"""Names and numbers that lead nowhere or two ways: a paragraph that refers to itself, a reference to a paragraph, section,
table or appendix that is not there, a body or an office named in two ways, an abbreviation with its letters mixed up.
"""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from assistant import words
from assistant.cite import MAX_QUOTE
from assistant.disagreement import Conflict, conflict, minor
from assistant.matching import kept_vectors
from assistant.units import Unit
from kb.encoders import Encoder

OFTEN = 3  # how much more often the right form of an abbreviation stands there than the slip
CHAPTERS = 3  # numbered headings from which a document counts as divided into numbered sections
NUMBERED = 10  # paragraphs from which a document counts as numbered throughout
ALIKE = 5  # letters that two forms of one word begin with
MEANT = 0.5  # cosine from which a paragraph may be the one that was meant
WHOLE = 6  # words of a sentence that says something by itself
FEWEST = 3  # words of a name; shorter ones are alike by chance

_CAPITALS = re.compile(r"\b[A-Z]{4,6}\b")
_ITSELF = re.compile(r"\b(?:in|at|see) paragraph (\d+)\b", re.IGNORECASE)
_TO_PARAGRAPH = re.compile(
    r"\bparagraphs? (?P<number>\d{1,3})\b(?![.,]\d)(?! (?:of|to|in|above the) )", re.IGNORECASE
)
_TO_PIECE = re.compile(
    r"\b(?P<kind>Table|Figure|Appendix|Annex|Annexe|Schedule) (?P<label>\d{1,2}(?:\.\d+)?|[A-Z])\b(?![’'])"
    r"(?!,? (?:of|to|in|from|attached to) )"
)
_TO_SECTION = re.compile(
    r"\b(?:Section|Chapter) (?P<number>\d{1,2})\b(?![.,]\d|[’'(])(?!,? (?:of|to|in|and) )", re.IGNORECASE
)
_CHAPTER = re.compile(r"(?:(?:section|chapter|part) )?(\d{1,2})[.:)]?\s", re.IGNORECASE)
_OF_A_LAW = re.compile(
    r"\bsections? \d+\w*(?:\(\d+\))*\)?(?:[^.]{0,60}\b(?:Act|Order|Regulations?|Code)\b|\)|\()|\bs\. ?\d", re.IGNORECASE
)
_TITLE = re.compile(_TO_PIECE.pattern.partition(r"\b(?![’'])")[0], re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z’'-]{2,}(?:(?:,? (?:and|of|for|the|in|&))* [A-Z][a-z’'-]{2,})+")
_AND = re.compile(r",? and (?:the )?| the |, ")
_FIRST = re.compile(r"^(?:The|This|That|These|Our|Their|Its|Each|Every|All|In|For|When|Where|And|Under|Following)\b\s*")


def references(own: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    """Of one document."""
    yield from map(minor, _to_itself(own, encoder))
    yield from _to_nothing(own)
    yield from map(minor, _abbreviations(own))


def _to_itself(own: Sequence[Unit], encoder: Encoder) -> Iterator[Conflict]:
    """"63. As detailed in paragraph 63 ...", beside the paragraph that says most nearly the same."""
    for unit in own:
        named = _ITSELF.search(unit.text) if unit.role != "list" else None
        if named and unit.passage.number == named[1]:
            meant = _nearest(unit, own, encoder)
            why = "The paragraph refers to itself." + (" The other may be the one that is meant." if meant else "")
            yield conflict(f"paragraph {named[1]}", "number", unit, meant, why)


def _nearest(unit: Unit, own: Sequence[Unit], encoder: Encoder) -> Unit | None:
    numbered = (other for other in own if other.passage.number not in (None, unit.passage.number))
    others = [other for other in numbered if len(other.text.split()) >= WHOLE]
    if not others:
        return None
    rows = kept_vectors(encoder, [unit.text, *(other.text for other in others)])
    alike = encoder.likeness(rows[:1], rows[1:])[0]
    best = int(np.argmax(alike))
    return _whole(others[best]) if alike[best] >= MEANT else None


def _whole(unit: Unit) -> Unit:
    """The unit's whole paragraph, which shows its number, where it is short enough to be quoted."""
    length = len(unit.passage.text)
    return replace(unit, start=0, end=length) if length <= MAX_QUOTE else unit


def _to_nothing(own: Sequence[Unit]) -> Iterator[Conflict]:
    """A paragraph of a number, a table or an appendix of a name, that the document does not have."""
    numbers = {unit.passage.number for unit in own if (unit.passage.number or "").isdigit()}
    chapters = _chapters(own)
    there = {_label(name) for unit in own for name in _titles(unit)}
    told: set[str] = set()
    for unit in own:
        found = [match.group() for match in _TO_PIECE.finditer(unit.text) if _label(match.group()) not in there]
        if len(numbers) >= NUMBERED:
            found += [match.group() for match in _TO_PARAGRAPH.finditer(unit.text) if match["number"] not in numbers]
        if len(chapters) >= CHAPTERS:
            found += [match.group() for match in _TO_SECTION.finditer(unit.text) if match["number"] not in chapters]
        for written in found if unit.role != "list" else ():
            if written not in told:
                told.add(written)
                yield conflict(written, "blank", unit, None, f"The document refers to {written}, and has none.")


def _chapters(own: Sequence[Unit]) -> set[str]:
    """The numbers of the headings of a document that is numbered by chapters; none where it speaks of an Act's sections,
    which may be what a bare "section 12" means."""
    if any(_OF_A_LAW.search(text) for unit in own for text in (unit.text, *unit.passage.section)):
        return set()
    opened = (_CHAPTER.match(heading) for unit in own for heading in unit.passage.section)
    return {match[1] for match in opened if match}


def _titles(unit: Unit) -> Iterator[str]:
    """What stands there under a label of its own: a heading, a caption, the beginning of a passage."""
    for heading in (*unit.passage.section, unit.passage.caption or ""):
        yield from (match.group() for match in _TITLE.finditer(heading))
    for text in (unit.text, *unit.passage.text.split("\n")):
        if match := _TITLE.match(text.strip()):
            yield match.group()


def _label(written: str) -> str:
    return written.lower().replace("annexe", "annex")


def _abbreviations(own: Sequence[Unit]) -> Iterator[Conflict]:
    """An abbreviation has its letters in another order than everywhere else; beside the next slip of it, or else the nearest
    place that has it right."""
    told = [unit for unit in own if unit.role != "list"]
    seen = Counter(found for unit in told for found in _CAPITALS.findall(unit.text))
    slips: dict[str, list[str]] = defaultdict(list)
    for slip, times in sorted(seen.items()):
        right = next((other for other in seen if sorted(other) == sorted(slip) and seen[other] >= OFTEN * times), slip)
        slips[right] += [slip] if right != slip else []
    for right, wrong in slips.items():
        places = [next(unit for unit in told if _has(unit, slip)) for slip in wrong]
        if places:
            near = (unit for unit in told if _has(unit, right) and unit not in places)
            two = min(near, key=lambda unit: abs(unit.passage.ordinal - places[0].passage.ordinal), default=None)
            why = f"{' and '.join(wrong)} {'stand' if len(wrong) > 1 else 'stands'} where it is {right} elsewhere."
            yield conflict(wrong[0], "wording", places[0], places[1] if len(places) > 1 else two, why)


def _has(unit: Unit, abbreviation: str) -> bool:
    return abbreviation in _CAPITALS.findall(unit.text)


# -- names


def names(pool: Iterable[Unit]) -> Iterator[Conflict]:
    """One body or office of an authority named in two ways: "Integration Joint Board", "Integrated Joint Board"."""
    known: dict[str, dict[tuple[str, ...], tuple[str, Unit]]] = defaultdict(dict)
    for unit in pool:
        for written in _NAME.findall(unit.text) if unit.role != "list" else ():
            for name in (*_AND.split(written), written):
                for three in _threes(name):
                    known[unit.document.authority or unit.passage.doc].setdefault(three, (_FIRST.sub("", name), unit))
    for forms in known.values():
        yield from _named_twice(forms)


def _named_twice(forms: Mapping[tuple[str, ...], tuple[str, Unit]]) -> Iterator[Conflict]:
    """Only names that are alike but for one word, or are joined otherwise, are held against each other."""
    near: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for form in forms:
        near["".join(form).replace("-", ""),].append(form)
        for at in range(FEWEST):
            near[(*form[:at], "", *form[at + 1 :])].append(form)
    told: set[frozenset[str]] = set()
    for one, two in (pair for alike in near.values() for pair in combinations(alike, 2)):
        differ = frozenset(one) ^ frozenset(two)
        if differ not in told and _two_forms(one, two):
            told.add(differ)
            (name, unit), (other, again) = forms[one], forms[two]
            yield minor(conflict(name, "wording", unit, again, f"The same is called {name} and {other}."))


def _threes(name: str) -> Iterator[tuple[str, ...]]:
    """Each three words of a name that follow each other: "Hill Integration Joint Board" may stand without its place."""
    parts = _plain(name).split()
    return (tuple(parts[at : at + FEWEST]) for at in range(len(parts) - FEWEST + 1))


def _plain(name: str) -> str:
    """
    >>> _plain("Planning, Performance, and Programme")
    'planning performance programme'
    """
    return " ".join(word for word in re.sub(r"[^\w\s-]", "", name.lower()).split() if word not in words.STOP)


def _two_forms(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether the two differ in the ending of one word alone, or in how their words are joined. Other last words name other
    things: a partnership has partners.

    >>> _two_forms(("chief", "finance", "officer"), ("chief", "financial", "officer"))
    True
    >>> _two_forms(("care", "planning", "partners"), ("care", "planning", "partnership"))
    False
    """
    if "".join(one).replace("-", "") == "".join(two).replace("-", ""):
        return True
    differ = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    return len(differ) == 1 and _endings(one[differ[0]], two[differ[0]], differ[0] == FEWEST - 1)


def _endings(one: str, two: str, last: bool) -> bool:
    """Whether one word has two endings of which none is a plural's; of a last word, with one letter for another."""
    if last:
        wrong = sum(a != b for a, b in zip(one, two, strict=True)) if len(one) == len(two) else len(one)
        return wrong == 1 and one[:ALIKE] == two[:ALIKE]
    short, long = sorted((one, two), key=len)
    plural = long in (f"{short}s", f"{short}es", f"{short[:-1]}ies")
    return short[:ALIKE] == long[:ALIKE] and len(short) > ALIKE and not plural
