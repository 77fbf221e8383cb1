"""Which earlier Direction a Direction takes the place of, and whether it was itself taken back, as its document says."""
from __future__ import annotations

import re

from kb.models import Direction, Passage

# "Does it supersede an earlier Direction? | SD-24-03"
_CELL = re.compile(
    r"^[^|\n]*\b(?:supersedes?|replaces?|revokes?|amends?)\b[^|\n]*\|\s*(?P<what>[^|\n]+)$", re.IGNORECASE | re.MULTILINE
)
_NONE = re.compile(r"\W*(?:new|no|none|not? (?:applicable|yet)|n/?a|-)?\W*", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:supersed|replac|revok|amend)(?:es|ing) (?P<what>(?:the )?(?:previous |earlier )?Directions?\b[^.;()|\n]{0,60}"
    r"|[A-Z]+[-/]\d[\w/-]*|[A-Z]{2,} ?\d[\w/-]*)",
)
_TAKEN_BACK = re.compile(
    r"^\W*(?:[\d.]+\s+)?(?:this direction (?:is|was|has been) )?(?:now )?"
    r"(?:withdrawn|revoked|rescinded|superseded|discontinued)\b",
    re.IGNORECASE,
)


def replaces(direction: Direction, passage: Passage) -> str:
    """What the Direction takes the place of, as its cell, its own words or its heading says it; "" where none says so."""
    if passage.kind == "table" and (cell := _CELL.search(passage.text)):
        return "" if _NONE.fullmatch(cell["what"]) else cell["what"].strip()
    heading = passage.heading if passage.heading and not direction.parent else ""  # a part's heading is that of the whole
    said = (_SAYS.search(text) for text in (direction.text, heading))
    return next((found["what"].strip() for found in said if found), "")


def taken_back(direction: Direction) -> bool:
    """Whether all that the Direction says is that it no longer stands: "Withdrawn on 2 April 2026."."""
    return _TAKEN_BACK.match(direction.text) is not None
