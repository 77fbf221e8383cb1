"""Whether another place gives another value for what an answer gives: one figure alone would hide it.

Looked for near the evidence only: among the other units that were found for the question, and in the passages nearest to the
evidence itself. Two units dispute each other where both speak of what is asked, of the same year and the same names, for one
authority, and give values of one kind that have none in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant import coverage, evidence, silence, statements, values, wording, words
from assistant.comparing import comparable, falls_short
from assistant.evidence import Scored
from assistant.figures import figures
from assistant.matching import kept_vectors
from assistant.numbers import SCALES
from assistant.quantities import quantities
from assistant.question import Question, place_numbers
from assistant.search import Search
from assistant.units import Unit, units
from assistant.values import ValueKind
from kb.models import Document

NEAR = 6  # passages nearest to the evidence that are looked into
MEANT = 0.3  # share of the question's words that the evidence must have for the question to say what a figure is of
TOPIC = 0.7  # share of the asked-for words in the evidence that the other unit must have too
SPOKEN = 0.5  # share that it must say itself, not only the heading above it
# Cosines of two units that speak of one thing, once the question has narrowed what that is; less is needed where both say
# what their figures count.
ALIKE, ROW_ALIKE, COUNTED_ALIKE = 0.5, 0.38, 0.25
YEARS = 1900, 2100  # a count between them is more likely a year: "the 2022 census"
PROSE = 5  # words of a table's cell that is a statement by itself
_KINDS: dict[ValueKind, tuple[str, ...]] = {
    "money": ("money",),
    "percent": ("percent",),
    "number": ("count",),
    "date": ("date",),
    "month": ("date",),
    "year": ("date",),
    "duration": ("length",),
}
_FIGURE = re.compile(r"(?P<digits>[\d.,]*\d)\s?(?P<scale>[a-z]*)")
_FINANCIAL_YEAR = re.compile(r"\b20\d\d\s?[/–-]\s?(?:20)?\d\d\b")
# Of whom a share is: "90% of members who live abroad".
_GROUP = re.compile(
    r"(?:%|\bper ?cent) of (?P<group>[^,.;|]+?)"
    r"(?= (?:said|stated|told|felt|reported|agreed|thought|found|are|is|was|were|has|have|had)\b)",
    re.IGNORECASE,
)
OTHERS = 2  # words of each of two groups that the other lacks, from which they are different people
_NAMED = re.compile(r"\d (?P<name>[A-Z][\w-]+) (?P<thing>[a-z]+)\b")
_DATED = ("date", "duration")
_BINDING = {"law": 3, "directions": 2, "guidance": 1}  # what binds the others


def other(search: Search, question: Question, best: Scored, ranked: Sequence[Scored]) -> Unit | None:
    """A unit that gives another value for what is asked than the best one gives; None where nothing disputes it."""
    unit = best.unit
    if not question.values or unit.role == "list":
        return None
    asked = _asked(search, question, unit)
    if sum(asked.values()) < MEANT * sum(map(search.corpus.weight, question.terms)):
        return None
    beside = {_start(one.unit): one for one in ranked[1:]}
    found = [one.unit for one in beside.values()]
    found += [one for one in units(search.hits(unit.text, NEAR)) if _start(one) not in beside]
    found = [one for one in found if not evidence.of_other_label(question, one)]  # Table 2 says nothing against Table 1
    rivals = [rival for rival in _distinct(question, unit, found) if _of_one_thing(search, question, unit, rival, asked)]
    rivals = [rival for rival in rivals if _clash(question, unit, rival, asked)]
    rivals = [
        rival
        for rival in rivals
        if not _beside_the_point(beside.get(_start(rival))) or _both_totals(question, unit, rival)
    ]
    if not rivals:
        return None
    vectors = kept_vectors(search.kb.encoder, [unit.text, *(rival.text for rival in rivals)])
    alike = search.kb.encoder.likeness(vectors[0], vectors[1:])
    like, rival = max(zip(alike, rivals, strict=True), key=lambda pair: pair[0])
    enough = COUNTED_ALIKE if question.counted else ROW_ALIKE if rival.role == "row" else ALIKE
    return rival if like >= enough else None


def _start(unit: Unit) -> tuple[str, int]:
    return unit.passage.id, unit.start


def _beside_the_point(scored: Scored | None) -> bool:
    """Whether the unit has too few of the question's words to answer it; one that was not weighed against it may."""
    return scored is not None and scored.covered < silence.COVERED and scored.dense < silence.ALIKE


def weighed(one: Document, two: Document) -> str:
    """Which of two places that disagree a reader should look at first, and why."""
    if one.id == two.id:
        return f"Both stand in *{one.title}*, which does not say which is right."
    ranks = [_BINDING.get(document.kind, 0) for document in (one, two)]
    if ranks[0] != ranks[1]:
        first = one if ranks[0] > ranks[1] else two
        return f"*{first.title}* is {_called(first)} and carries more weight."
    if one.date and two.date and one.date != two.date:
        newer = max((one, two), key=lambda document: document.date or "")
        return f"*{newer.title}* is the newer ({newer.date})."
    return "Neither document is marked as the one to follow."


def _called(document: Document) -> str:
    return {"law": "the law", "directions": "the binding Directions"}.get(document.kind, "the guidance")


def _asked(search: Search, question: Question, unit: Unit) -> dict[str, float]:
    """The question's words that the unit has, with how much each tells."""
    there = words.stem_set(f"{unit.above} {unit.text}")
    return {stem: search.corpus.weight(stem) for stem in (*question.terms, *question.about) if _has(stem, there)}


def _has(stem: str, there: frozenset[str]) -> bool:
    return stem in there or not there.isdisjoint(wording.field(stem))


def _distinct(question: Question, unit: Unit, found: Iterable[Unit]) -> list[Unit]:
    """The units that may dispute it: statements elsewhere, each once; the rows and items of one list are meant to differ."""
    seen: dict[tuple[str, int], Unit] = {}
    for one in found:
        beside = one.passage.id == unit.passage.id or one.passage.parent == (unit.passage.parent or unit.passage.id)
        row = one.role == "row" and not _tells(question, one)
        lists = one.role == "list" or (one.role == "lead_in" and not question.counted)  # "The four options are:" counts
        if lists or row or (beside and one.role == unit.role != "sentence"):
            continue
        if _start(one) != _start(unit):
            seen.setdefault(_start(one), one)
    return list(seen.values())


def _tells(question: Question, row: Unit) -> bool:
    """Whether a row says something by itself: a cell of it is a statement, or its label is what the question asks about."""
    label = set(words.content(row.text.split(" | ")[0]))
    prose = any(len(cell.split()) >= PROSE for cell in row.text.split(" | "))
    return prose or (bool(label) and label <= set(question.terms))


def _of_one_thing(search: Search, question: Question, unit: Unit, rival: Unit, asked: dict[str, float]) -> bool:
    """Whether the rival speaks of what is asked, of the same year and names, for the same authority."""
    ours, theirs = unit.document, rival.document
    if _direction(unit) and _direction(rival) and _direction(unit) != _direction(rival):
        return False
    if ours.id in search.place.named and theirs.id not in search.place.named:
        return False  # the question asks what one document says
    apart = ours.id != theirs.id and (not ours.authority or ours.authority != theirs.authority)
    if apart and not (question.duty and (ours.kind in evidence.RULING) != (theirs.kind in evidence.RULING)):
        return False  # what is required of a body and what it does may disagree, two bodies may do as they like
    around, said = words.stem_set(f"{rival.above} {rival.text}"), words.stem_set(rival.text)
    if rival.role == "row":
        around = said = coverage.spelled_out(around, search.corpus)
    title = words.stem_set(f"{theirs.title} {theirs.authority or ''}")
    named = {stem for name in question.names for stem in name} - title
    if (named & words.stem_set(f"{unit.above} {unit.text}")) - around:
        return False
    if _both_totals(question, unit, rival):
        return True
    if evidence.ages(unit.text) != evidence.ages(rival.text):
        return False  # of the old, and of all
    total = sum(asked.values())
    if sum(weight for stem, weight in asked.items() if _has(stem, around | title)) < TOPIC * total:
        return False
    if sum(weight for stem, weight in asked.items() if _has(stem, said)) < SPOKEN * total:
        return False
    if set(words.content(unit.text)) == set(words.content(rival.text)) and unit.above != rival.above:
        return False  # one sentence filled in for each of several places
    years = [set(words.words(" ".join(_FINANCIAL_YEAR.findall(one.text)))) for one in (unit, rival)]
    if years[0] and years[1] and years[0].isdisjoint(years[1]):
        return False
    return _same_year(question, rival)


def _direction(unit: Unit) -> str:
    """The number of the Direction that the unit is of, "" where it is of none."""
    if unit.document.kind == "directions":
        return unit.passage.number or ""
    return next(iter(place_numbers(unit.passage.heading or "")), "")


def _both_totals(question: Question, unit: Unit, rival: Unit) -> bool:
    """Whether both say how many of the things there are in one document: "the four options", where the other has three."""
    if not question.counted or unit.passage.doc != rival.passage.doc:
        return False
    wholes = [{fact.measure for fact in statements.facts(one.text) if fact.whole} for one in (unit, rival)]
    return question.counted[-1] in wholes[0] & wholes[1]


def _same_year(question: Question, rival: Unit) -> bool:
    """Whether a year that is asked about is the rival's too."""
    years = {stem for stem in question.terms if re.match(r"(?:19|20)\d\d", stem)}
    return years <= words.stem_set(f"{rival.above} {rival.text}")


def _clash(question: Question, unit: Unit, rival: Unit, asked: dict[str, float]) -> bool:
    """Whether the values that the two give for what is asked, of the likeliest kind that both give, have none in common."""
    if question.counted:
        counts = _counts(question, unit), _counts(question, rival)
        if question.duty and (counts[0] & _numbers(rival.text) or counts[1] & _numbers(unit.text)):
            return False  # "at least two", "one last year and two this year"
        return all(counts) and counts[0].isdisjoint(counts[1]) and not _of_a_kind(question, unit, rival)
    if question.duty and question.values[0] in _DATED and not (_years(unit.text) and _years(rival.text)):
        days = _days(unit.text), _days(rival.text)
        if all(days):
            return days[0].isdisjoint(days[1])
    if question.duty and question.values[0] == "duration" and _lengths(unit.text) & _lengths(rival.text):
        return False  # "at least every three years", "in three years, with a look each year"
    if question.duty and _keeps(unit, rival):
        return False
    kind = next((kind for kind in question.values if _given(kind, unit.text)), None)
    if kind is None or not _given(kind, rival.text):
        return False
    if kind == "percent" and _other_group(unit.text, rival.text):
        return False
    ours, theirs = _given(kind, unit.text), _given(kind, rival.text)
    return _nearest(kind, unit.text, asked) not in theirs and _nearest(kind, rival.text, asked) not in ours


def _keeps(unit: Unit, rival: Unit) -> bool:
    """Whether the one is what is required, and the other, of a body, gives as much: "within ten days", "in eight"."""
    ruling = [one for one in (unit, rival) if one.document.kind in evidence.RULING]
    if len(ruling) != 1:
        return False
    body = rival if ruling[0] is unit else unit
    both = [(asked, given) for asked in quantities(ruling[0].text) for given in quantities(body.text)]
    pairs = [pair for pair in both if comparable(*pair)]
    return bool(pairs) and not any(falls_short(*pair) for pair in pairs)


def _other_group(one: str, two: str) -> bool:
    """Whether the two give shares of different people.

    >>> _other_group("9% of members who live abroad said so.", "8% of members who pay by post said so.")
    True
    >>> _other_group("9% of members said so.", "8% of members who pay by post said so.")
    False
    """
    groups = [set(words.content(match["group"])) for match in map(_GROUP.search, (one, two)) if match]
    return len(groups) == 2 and all(len(ours - theirs) >= OTHERS for ours, theirs in (groups, groups[::-1]))


def _of_a_kind(question: Question, unit: Unit, rival: Unit) -> bool:
    """Whether the rival counts only those of some name ("45 INSPIRE datasets"), which the unit does not speak of."""
    there = words.stem_set(unit.text)
    return any(
        words.stem(named["name"].lower()) not in there and words.stem(named["thing"].lower()) == question.counted[-1]
        for named in _NAMED.finditer(rival.text)
    )


def _counts(question: Question, unit: Unit) -> frozenset[float]:
    given = (_number(figure) for figure in evidence.counts(question, unit, ("number",)))
    return frozenset(number for number in given if number != 1)  # "one" seldom says how many there are


def _numbers(text: str) -> frozenset[float]:
    return frozenset(_number(text[a:b]) for a, b in values.find(text, "number"))


def _lengths(text: str) -> frozenset[tuple[str, ...]]:
    """The lengths of time of the text as figure and measure ("every three years" is three years)."""
    return frozenset(tuple(words.stems(text[a:b])[-2:]) for a, b in values.find(text, "duration"))


def _days(text: str) -> frozenset[tuple[float, ...]]:
    """The days of the year that the text names: "31 March", of each year where it names none."""
    return frozenset(figure.value[1:] for figure in figures(text) if figure.kind == "date" and figure.value[2])


def _years(text: str) -> bool:
    return bool(values.find(text, "year"))


def _number(figure: str) -> float:
    """
    >>> _number("86,400"), _number("Three"), _number("47m")
    (86400.0, 3.0, 47000000.0)
    """
    if found := _FIGURE.match(figure):
        return float(found["digits"].replace(",", "")) * SCALES.get(found["scale"], 1.0)
    return float(words.stem(figure) if words.stem(figure).isdigit() else 1 + values.NUMBER_WORDS.index(figure.lower()))


def _given(kind: ValueKind, text: str) -> frozenset[object]:
    facts = (fact for fact in statements.facts(text) if fact.kind in _KINDS.get(kind, ()))
    return frozenset(_key(fact) for fact in facts if fact.kind != "count" or not YEARS[0] <= fact.value <= YEARS[1])


def _key(fact: statements.Fact) -> object:
    """What a fact is compared by; a date by its month, since many are given without a day."""
    if fact.kind != "date":
        return fact.measure, fact.value
    day = date.fromordinal(int(fact.value))
    return day.year, day.month, day.day if fact.measure == "day" else 0


def _nearest(kind: ValueKind, text: str, asked: dict[str, float]) -> object:
    """The fact of the kind that stands nearest to the words asked about."""
    places = [match.start() for match in re.finditer(r"[\w’'-]+", text) if _has_any(match[0], asked)]
    own = [fact for fact in statements.facts(text) if fact.kind in _KINDS.get(kind, ())]
    return _key(min(own, key=lambda fact: min((abs(fact.start - at) for at in places), default=0)))


def _has_any(word: str, asked: dict[str, float]) -> bool:
    there = frozenset(words.stems(word))
    return any(_has(stem, there) for stem in asked)
