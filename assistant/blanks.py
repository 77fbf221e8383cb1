"""Values that are owed and not given: left open in a template, TBC, announced and missing, said not to be set."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant import values
from assistant.disagreement import Conflict, conflict, topic
from assistant.prices import filled
from assistant.units import Unit

_LEFT_OUT = re.compile(
    r"\b(?:to|with|by|from|of|were|received|involved|reached|engaged|asked|surveyed|supported)\s+"
    r"(?:over|more than|at least|around|approximately|nearly|almost)\s+"
    r"(?=(?:people|persons|residents|respondents|responses|staff|members|organisations|groups|carers|patients|"
    r"households|children)\b)",
    re.IGNORECASE,
)
# What a template leaves to be written, and what a word processor says of a reference that it cannot follow.
_TO_FILL = re.compile(
    r"£\s?(?:_{2,}|\.{3,}|[Xx]+\b)|\b[Xx]{2,}\s?(?:%|per cent\b|/|years?\b)|(?<![_\w])_{4,}(?![_\w])"
    r"|\[(?:insert\b[^\]]*|to be \w+|tb[acd]|date|name|figure|amount|number|title|x+)\]"
    r"|\b(?:Reference source not found|Bookmark not defined)\b",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(r"\b(?:in|at|see|under)\s+(?:paragraph|section|table|appendix|annex|figure|"
                        r"page)\s+(?=(?:and|or|which|that|below|above)\b)")
# "(venue to be confirmed)"; without brackets it is as often said of what others will do.
_CONFIRMED = re.compile(r"\((?:[\w-]+ ){0,4}to be (?:confirmed|announced|agreed|advised)\)|\bTBC\b", re.IGNORECASE)
_NOT_SET = re.compile(
    r"\bno (?P<what>date|deadline|timescale|owner|budget|lead|venue) (?:has been|was|is|has yet been) (?:yet )?"
    r"(?:set|agreed|given|identified|fixed|named|allocated|confirmed)\b",
    re.IGNORECASE,
)


def blanks(pool: Sequence[Unit]) -> Iterator[Conflict]:
    """One for each section, the place that gives the value beside it where there is one."""
    open_: dict[tuple[str, tuple[str, ...]], list[Unit]] = defaultdict(list)
    for unit in pool:
        if _LEFT_OUT.search(unit.text) or _NO_NUMBER.search(unit.text):
            yield conflict(topic(unit), "blank", unit, None, "The figure that the sentence announces is missing.")
        elif unit.role != "list" and (unset := _NOT_SET.search(unit.text)):
            yield conflict(topic(unit), "blank", unit, None, f"It is left open: no {unset['what'].lower()} is given.")
        elif unit.role != "list" and (_TO_FILL.search(unit.text) or _to_come(unit)):
            open_[unit.passage.doc, unit.passage.section].append(unit)
    headings = {(unit.passage.doc, unit.passage.section) for unit in pool}
    for (doc, section), found in open_.items():
        given = {id(unit): filled(unit, pool) for unit in found}
        for unit in found:
            if there := given[id(unit)]:
                why = f"The value is left to be filled in; another place gives {there[1]}."
                yield conflict(topic(unit), "blank", unit, there[0], why)
        if left := [unit for unit in found if not given[id(unit)]]:
            beside = sum(_beside(section, path) for other, path in headings if other == doc)
            yield _blank(left, beside)


def _to_come(unit: Unit) -> bool:
    return values.to_come(unit.text) and _CONFIRMED.search(unit.text) is not None


def _beside(section: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a heading with a blank in it stands beside the section or right under it."""
    near = bool(path) and path != section and path[:-1] in (section, section[:-1])
    return near and _CONFIRMED.search(path[-1]) is not None


def _blank(found: Sequence[Unit], beside: int) -> Conflict:
    """Values that one section leaves open, and headings beside it, as one."""
    more = [f"in {len(found) - 1} more of the section"] if len(found) > 1 else []
    more += [f"in {beside} heading{'s' if beside > 1 else ''} near it"] if beside else []
    left = "is left to be filled in" if _TO_FILL.search(found[0].text) else "is given as TBC"
    if not _TO_FILL.search(found[0].text) and "TBC" not in found[0].text:
        left = "is still to be confirmed"
    also = f", here and {' and '.join(more)}" if more else ""
    return conflict(topic(found[0]), "blank", found[0], found[1] if len(found) > 1 else None, f"The value {left}{also}.")
