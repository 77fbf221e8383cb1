"""Risks: what a paper says may go wrong, where it calls it a risk or says it in its part on risk."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.amounts import money
from ingest.registers.units import Unit, entry
from kb.models import Entry

_HEADED = re.compile(r"\brisks?\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:risks?\s+(?:that|of|to|is|are|associated|both)|(?:a|the|at|would|could|may|it|which|this|financial|legal|further|"
    r"significant|key|main)\s+risks?|risk(?:s|ing)? (?:an?|the)\b)",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:failure to|failing to|fails? to|(?:is|are|be) not sustainable|unlawful|non-compliance|legal challenge|"
    r"litigation|(?:will|may|could|would|can) not (?:be|meet|have)|"
    r"cannot be (?:met|realised|delivered|sustained|recruited|achieved|spent)|"
    r"loss of|adverse(?:ly)?|unable to|insufficient|shortfall|overspend)\b",
    re.IGNORECASE,
)
_ABOUT_THE_REGISTER = re.compile(
    r"\brisk (?:register|assessments?|management|appetite|owner|strateg\w+|framework|implications?)\b", re.IGNORECASE
)
_LEADS = re.compile(r"\b(?:results? in|risks?|lead to|include|are|means?)\W*$", re.IGNORECASE)
_FAILURE = re.compile(r"(?:failure|failing|non-)", re.IGNORECASE)
_NO_RISKS_BELOW = re.compile(r"\b(?:mitigat|asked|invited|requested|recommended)", re.IGNORECASE)


def entries(units: Sequence[Unit]) -> Iterator[Entry]:
    """An entry for each unit that states a risk; rows of a table of risks are one each."""
    for unit in units:
        if _is_risk(unit):
            yield entry("risk", unit, amounts=money(unit.text))


def _is_risk(unit: Unit) -> bool:
    under = any(_HEADED.search(heading) for heading in unit.passage.section)
    if unit.role in ("row", "header"):
        headed = bool(unit.header) and bool(_HEADED.search(unit.header[0]))
        return unit.role == "row" and headed and len(unit.cells[0].split()) > 1
    bare = _ABOUT_THE_REGISTER.sub("", unit.text)
    if unit.role == "item":
        if _NO_RISKS_BELOW.search(unit.lead_in):
            return False
        return bool(((under or _HEADED.search(unit.lead_in)) and _LEADS.search(unit.lead_in)) or _NAMED.search(bare))
    if unit.text.endswith(":") and unit.passage.kind == "list":
        return False
    return bool(_NAMED.search(bare) or (_HARM.search(bare) and (under or _FAILURE.match(bare))))
