"""Whose duty a requirement is: that of the body whose plan is checked, or of another kind of body.

Guidance for one kind of body tells what others must do for it: "health boards must share information". Of a plan that is
no verdict. Only kinds that cannot be one another are told apart; "authorities", "bodies", "boards" and "providers" may be
anybody, and a plan whose body is of no kind known here is held to everything.
"""
from __future__ import annotations

import re

from kb.models import Duty

_KINDS = {
    "integration authority": (
        r"integration (?:authorit(?:y|ies)|joint boards?)|IJBs?|health and social care partnerships?|HSCPs?"
    ),
    "integrated care board": r"integrated care (?:boards?|systems?|partnerships?)|ICBs?",
    "health board": r"health boards?|NHS boards?|NHS (?!trust|foundation|england)(?-i:[A-Z])\w+(?! (?:\w+ )*trust)",
    "trust": (
        r"(?:NHS|foundation|hospitals?|acute|ambulance|(?:mental|community) health|(?:health)?care) (?:partnership )?trusts?"
    ),
    "council": r"local authorit(?:y|ies)|(?:\w+ )?councils?",
    "government": r"governments?|ministers?|secretar(?:y|ies) of state|departments? (?:for|of)|government departments?",
    "inspectorate": r"inspectorates?|regulators?|ombudsm[ae]n|auditors? general|audit commission|quality commission",
    "community planning": r"community planning partnerships?|public services boards?",
    "community justice": r"community justice partners?(?:hips?)?",
    "police": r"police(?: service| force)?s?|chief constables?|constabular(?:y|ies)",
    "court": r"courts?|tribunals?|sheriffs?",
}
_FAMILIES = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _KINDS.items()}
# "members nominated by the council", "a direction from the board": what stands after is not the one who is bound.
_HEAD_ENDS = re.compile(
    r"[,;]|\b(?:by|from|for|in|on|to|under|with|at|when|nominated|whose|of(?! state\b))\b", re.IGNORECASE
)
_LONGEST = 90  # characters of a bearer; a longer one was read wrongly


def another(duty: Duty, authority: str | None) -> str | None:
    """Whom the duty binds, where that is another kind of body than `authority`; else None.

    >>> duty = Duty("g#1", "g", "p", "Health boards must share it.", "must", bearer="Health boards")
    >>> another(duty, "Hill Integration Joint Board"), another(duty, "NHS Hill")
    ('Health boards', None)
    """
    own = _kinds(authority or "")
    bearer = duty.bearer or ""
    if not own or len(bearer) > _LONGEST or re.search(rf"\bby (?:the |each |an? |any )?{re.escape(bearer)}", duty.text):
        return None
    bound = _kinds(_HEAD_ENDS.split(bearer)[0])
    return bearer if bound and not bound & own else None


def _kinds(text: str) -> set[str]:
    return {name for name, words in _FAMILIES.items() if words.search(text)}
