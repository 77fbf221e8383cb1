"""What a paper puts to its readers: recommendations, decisions asked for, options, and Directions affected or required.

Papers say it in a list under a lead-in ("Members are asked to:", "It is recommended that the Board:"), in a sentence, or
under a heading ("Recommendation 4", "Option 2: close one site").
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.amounts import money
from ingest.dates import dates_in
from ingest.registers.units import Unit, entry
from kb.models import Direction, Entry, EntryKind, Passage
from kb.text import sentence_spans

_READERS = (
    r"(?:[Mm]embers(?: of the [A-Z]\w+(?: [A-Z]\w+)*)?|[Tt]rustees|[Gg]overnors|[Cc]ouncillors|[Dd]irectors|"
    r"[Ee]lected [Mm]embers|(?:[Tt]he )?(?:[Bb]oard|[Cc]ommittee|[Cc]abinet|[Cc]ouncil|[Pp]anel|[Gg]roup|[Pp]artnership|"
    r"[A-Z]{2,}|[A-Z][\w’'&-]*(?: (?:(?:and|of|the|for) )*[A-Z][\w’'&-]*)+))"
)
_THUS = r"(?:therefore |now |also |hereby |further |accordingly )?"
_ASKS = re.compile(
    rf"\b(?P<who>{_READERS}) (?:is|are) {_THUS}(?:asked|invited|requested|recommended) (?:to|that)\b"
    rf"|\b(?:[Tt]his|[Tt]he) (?:report|paper) {_THUS}(?:asks|invites|requests) (?:that )?(?P<whom>{_READERS}) to\b"
    r"|\b(?:[Aa]pproval|[Aa]greement) is (?:sought|requested) (?:to|for|from)\b"
)
_PUT_TO = re.compile(rf"\b(?:that|to|by) (?P<who>{_READERS})\W*$")
_RECOMMENDS = re.compile(
    rf"\bit is {_THUS}(?:recommended|proposed|suggested) that\b"
    r"|\b(?:is|are) recommended (?:to|that)\b"
    r"|\b(?:the|our|my) recommendations? (?:is|are) (?:to|that|for)\b"
    r"|\b(?:we|I|officers?|the (?:report|paper|group|working group|committee|review)) recommends?\b(?! against)"
    r"|\b(?:is|as) the (?:recommended|preferred) (?:option|way|approach)\b"
    r"|\bthe (?:recommended|preferred) (?:option|approach) is\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:do|does|did|is|are|was|were) not (?:\w+ )?recommend", re.IGNORECASE)
_HEADED = re.compile(
    r"^(?:[\d.]+\s+)?(?:recommendations?|recommended (?:actions?|decisions?)|"
    r"decisions? (?:required|sought|requested|asked for)|actions? (?:required|requested))\b(?! from| of the)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^\W*(?:[\d.]+\s+)?Recommendation\s+(?:no\.?\s*)?(\d{1,3}[a-z]?)\b[\s.:–—-]*", re.IGNORECASE)
_OPTION = re.compile(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?Option\s+(\d{1,2}[a-z]?|[A-H]|[IVX]{1,4})\b[\s.:–—-]*(?!(?:and|or|to)\b)")
_OPTIONS = re.compile(r"^(?:\S+ ){0,7}?options\b.{0,80}$", re.IGNORECASE)
_DIRECTION = re.compile(r"\bDirections?\s+(?:no\.?\s*)?(\d{1,3}(?:\.\d{1,3})+)((?:(?:,| and|, and) \d{1,3}(?:\.\d{1,3})+)*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
_ISSUES = re.compile(r"\bdirections?\b.*\b(?:required|issued?)\b|\bissue\b.*\bdirections?\b|\bdirection to\b", re.IGNORECASE)
_SAYS_REQUIRED = re.compile(
    r"^(?:an?|no|the|these|this)?\s*(?:new |formal |further )?directions?\b.{0,40}\b(?:is|are|not) required\b", re.IGNORECASE
)
_ISSUED_TO = re.compile(r"\bdirections? (?:is |are )?(?:required )?to (?P<to>.+)$", re.IGNORECASE)
_NO = re.compile(r"\bno\b|^\W*$", re.IGNORECASE)
_OPENING = 2  # sentences that tell what an option is
_FEW_WORDS = 2  # a unit of fewer says nothing to decide


def entries(units: Sequence[Unit]) -> Iterator[Entry]:
    """Recommendations, decisions asked for, options and Directions required, in order."""
    asked: tuple[EntryKind, tuple[str, ...], tuple[str, ...]] | None = None  # a lead-in, its readers and its section
    opened: set[tuple[str, ...]] = set()  # sections headed by an option or a recommendation, whose text has begun
    for unit in units:
        under = unit.passage.section
        asked = asked if asked and asked[2] == under else None
        if unit.role == "sentence" and _leads(unit) and (called := _called(unit.text)):
            asked = (*called, under)
        elif made := _put(unit, asked):
            yield made
        elif under and under not in opened and unit.role != "row":
            yield from _titled(unit)
        opened.add(under)
        yield from _options(unit)
        yield from _required(unit)


def _leads(unit: Unit) -> bool:
    """Whether the sentence only announces what comes below it."""
    return bool(re.search(r"(?:[:;–-]|\b(?:to|that|the|[A-Z][\w’']+))$", unit.text)) and len(unit.text.split()) <= 40


def _called(lead_in: str) -> tuple[EntryKind, tuple[str, ...]] | None:
    """What the items under a lead-in are, and to whom they are put."""
    asked = _ASKS.search(lead_in)
    if _RECOMMENDS.search(lead_in) or (asked and "recommended" in asked.group()):
        return "recommendation", _who(asked or _PUT_TO.search(lead_in))
    return ("decision_asked", _who(asked)) if asked else None


def _who(match: re.Match[str] | None) -> tuple[str, ...]:
    named = next((name for name in match.groupdict().values() if name), None) if match else None
    return (re.sub(r"^the ", "", named, flags=re.IGNORECASE),) if named else ()


def _put(unit: Unit, asked: tuple[EntryKind, tuple[str, ...], tuple[str, ...]] | None) -> Entry | None:
    """What the unit puts to its readers, by its lead-in, by the one above it in its section, or in its own words."""
    if len(unit.text.split()) < _FEW_WORDS or unit.role in ("row", "header") or _NOT.search(unit.text):
        return None
    headed = any(map(_HEADED.search, unit.passage.section[-1:]))
    called = _called(unit.lead_in) if unit.role == "item" else _called(unit.text)
    if not called and asked and (unit.role == "item" or unit.number):
        called = asked[:2]
    if not called and headed and unit.role == "item":
        called = "recommendation", ()
    if not called:
        return None
    return _entry(called[0], unit, to=called[1])


def _titled(unit: Unit) -> Iterator[Entry]:
    """The first words under a heading that is a numbered recommendation or an option."""
    heading = unit.passage.heading or ""
    titles: tuple[tuple[re.Pattern[str], EntryKind], ...] = ((_NAMED, "recommendation"), (_OPTION, "option"))
    for pattern, kind in titles:
        if named := pattern.match(heading):
            yield _entry(kind, unit, number=named[1], text=_opening(unit))


def _opening(unit: Unit) -> str:
    """A paragraph's first two sentences, or the unit as it stands."""
    if unit.role != "sentence":
        return unit.text
    text = unit.passage.text[unit.start :].partition("\n")[0]
    return text[: [end for _, end in sentence_spans(text)][:_OPENING][-1]]


def _options(unit: Unit) -> Iterator[Entry]:
    """An option or a numbered recommendation that the unit itself begins with, or an item of a list of options."""
    if option := _OPTION.match(unit.text):
        yield _entry("option", unit, number=option[1])
    elif unit.role == "row" and re.fullmatch(r"options?(?: no\.?)?", (unit.header or ("",))[0], re.IGNORECASE):
        yield _entry("option", unit, number=unit.cells[0])
    elif unit.role == "item" and _OPTIONS.match(unit.lead_in) and not _called(unit.lead_in):
        yield _entry("option", unit)
    if named := _NAMED.match(unit.text):
        yield _entry("recommendation", unit, number=named[1])


def _required(unit: Unit) -> Iterator[Entry]:
    """Whether a Direction is needed and to whom: a row that was marked, or a sentence that says so."""
    if unit.role in ("row", "header"):
        cells = [cell for cell in unit.cells if cell]
        marked = len(cells) > 1 and _ISSUES.search(cells[0]) and not _NO.fullmatch(cells[1])
        if marked:
            yield _entry("direction_required", unit, to=_addressees(cells[0]))
    elif _SAYS_REQUIRED.match(unit.text):
        yield _entry("direction_required", unit, to=_addressees(unit.text))


def _addressees(text: str) -> tuple[str, ...]:
    """
    >>> _addressees("Issue a direction to Hill Council and NHS North"), _addressees("No direction required")
    (('Hill Council', 'NHS North'), ())
    """
    named = _ISSUED_TO.search(text.split("\n")[-1])
    if not named:
        return ()
    return tuple(part for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", named["to"].strip(" .")) if part)


def affected(units: Sequence[Unit], passages: Iterable[Passage], directions: Sequence[Direction]) -> Iterator[Entry]:
    """Directions that the paper quotes, and those it names in a sentence, an entry for each number and unit."""
    by_id = {passage.id: passage for passage in passages}
    for direction in directions:
        where = by_id[direction.passage]
        yield Entry("direction_affected", direction.doc, where.id, direction.text, direction.id, direction.amounts,
                    direction.deadline, direction.owners, section=where.heading, page=direction.page)  # fmt: skip
    quoted = {direction.passage for direction in directions}
    for unit in units:
        if unit.passage.id not in quoted:
            for named in _DIRECTION.finditer(unit.text):
                for number in (named[1], *_NUMBER.findall(named[2])):
                    yield _entry("direction_affected", unit, number=number)


def _entry(kind: EntryKind, unit: Unit, **facts: object) -> Entry:
    """With the money and the first date that the unit names."""
    text = str(facts.get("text", unit.text))
    dates = dates_in(text)
    return entry(kind, unit, **{"amounts": money(text), "date": dates[0] if dates else None, **facts})
