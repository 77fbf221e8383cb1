"""Words of which a place speaks of the one or of the other: what is said of a single person is not said of a couple.

General English only, and no word that has a second meaning in which it opposes nothing ("the single most important").
"""

from __future__ import annotations

from assistant import wording, words

# Each line has two sides; any word of a side stands for it.
_TABLE = """
couple couples: single
upper: lower
minimum: maximum
adult adults: child children
men male: women female
urban: rural
gross: net
internal: external
permanent: temporary
landlord landlords: tenant tenants
employer employers: employee employees
inpatient inpatients: outpatient outpatients
weekday weekdays: weekend weekends
daytime: overnight
highest: lowest
earliest: latest
"""
_SIDES = [tuple(side.split() for side in line.split(":")) for line in _TABLE.strip().splitlines()]


def instead(asked: str, said: str) -> tuple[str, str] | None:
    """The word that is asked about and the opposite one that the text speaks of instead; None where it speaks of no
    opposite, or of both.

    >>> instead("What is the fee for a couple?", "The fee for a single person is £9.")
    ('couple', 'single')
    """
    question, text = words.stem_set(asked), words.stem_set(said)
    for line in _SIDES:
        for ours, theirs in (line, line[::-1]):
            wanted, other = (_there(side, question) for side in (ours, theirs))
            met = _there(ours, text) or not text.isdisjoint(wording.field(words.stem(wanted)))
            if wanted and not other and not met and (found := _there(theirs, text)):
                return wanted, found
    return None


def _there(side: list[str], stems: frozenset[str]) -> str:
    """The first word of the side that is among the stems, "" where none is."""
    return next((word for word in side if words.stem(word) in stems), "")
