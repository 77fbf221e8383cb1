"""Where the main clause of a long sentence begins, so that a quote can begin with what is asked.

What leads up to it ("Taking into account what was said, the council must ...") may be left out of a quote; what it depends
on ("Depending on the weather, ...") may not.
"""

from __future__ import annotations

import re

LONG = 300  # characters of a sentence from which it matters where a quote begins
_LEADING_UP = re.compile(
    r"(?!(?:depend|assum|provid|pend|exclud|includ|notwithstand|barr|fail|subject|follow|dur|accord)\w*ing\b)[A-Z][a-z]+ing\b"
    r"[^,;:.]{20,}, (?=(?:the|an?|each|every|all|we|they|it) )",
    re.IGNORECASE,
)


def main_start(sentence: str) -> int:
    """Where the main clause of a long sentence begins, 0 for a short one and where nothing but it leads up to it.

    >>> text = "Taking account of all that was said in the talks, the council must send a copy to " + "many people and " * 20
    >>> text[main_start(text) :][:16]
    'the council must'
    >>> main_start(text.replace("Taking account of", "Depending on")), main_start(text[:90])
    (0, 0)
    """
    found = _LEADING_UP.match(sentence) if len(sentence) > LONG else None
    return found.end() if found else 0
