"""Why a place that was looked at does not show a duty done, in words that a person uses."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant import words
from assistant.matching import content, stems
from kb.models import Duty
from kb.text import unmarked

MOST = 3  # phrases that are named of what the place has, and of what it lacks
LONGEST = 3  # words of a phrase

# How binding it is, in words that are no subject of the duty.
_BINDS = words.stem_set(
    "wish duty duties bound consider ensure able advised encouraged expected important vital opportunity flexibility allow "
    "allowed required requires requirement great degree include including"
)
_WORD = re.compile(r"[^\W_]+(?:[.,/'’-][^\W_]+)*")
# What stands between two words of one phrase: "rights of the child".
_WITHIN = re.compile(r"[\s\"'‘’“”]+")


def why_not(duty: Duty, quote: str, weights: Mapping[str, float]) -> str:
    """In what the quote is like the duty, and what of the duty it says nothing of, by the phrases that tell most; the words
    that only say whose duty it is are left out. `weights` are the duty's own stems with what each tells.

    >>> asked = "The board must publish audited accounts of its hospices."
    >>> weights = {"publish": 1.0, "audit": 3.0, "account": 2.0, "hospic": 3.0, "board": 0.1}
    >>> why_not(Duty("1", "g", "p", asked, "must", bearer="The board"), "Our board visits two hospices.", weights)
    'It speaks of “hospices”, but not of “publish audited accounts”.'
    """
    there, silent = stems(quote), _BINDS | frozenset(content(duty.bearer or ""))
    told = [(word, start, stem) for word, start, stem in _words(duty) if stem in weights and stem not in silent]
    shared = [one for one in told if one[2] in there]
    absent = [one for one in told if one[2] not in there]
    text = unmarked(duty.text)
    if not shared:
        return "It has none of the words that tell what is asked."
    has = _listed(_phrases(text, shared, weights), "and")
    if not absent:
        return f"It speaks of {has}, but does not say that this is done."
    return f"It speaks of {has}, but not of {_listed(_phrases(text, absent, weights), 'or')}."


def _words(duty: Duty) -> Iterator[tuple[str, int, str]]:
    """Each word with a subject as it is spelled in the duty, where it begins, and its stem; each stem once."""
    seen: set[str] = set()
    for match in _WORD.finditer(unmarked(duty.text)):
        stem = next(iter(content(match.group())), "")
        if stem and stem not in seen and not match.group().replace(".", "").isdigit():  # a paragraph's number is no subject
            seen.add(stem)
            yield match.group(), match.start(), stem


def _phrases(text: str, found: Sequence[tuple[str, int, str]], weights: Mapping[str, float]) -> list[str]:
    """Words that stand next to each other as one; of the phrases those that tell most, in the duty's order."""
    runs: list[list[tuple[str, int, str]]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last and len(runs[-1]) < LONGEST and _WITHIN.fullmatch(text[last[1] + len(last[0]) : one[1]]):
            runs[-1].append(one)
        else:
            runs.append([one])
    best = sorted(runs, key=lambda run: -max(weights[stem] for _, _, stem in run))[:MOST]
    spans = sorted((run[0][1], run[-1][1] + len(run[-1][0])) for run in best)
    return [_spelled(text[start:end], start) for start, end in spans]


def _spelled(phrase: str, start: int) -> str:
    """A capital that only opens the duty's sentence is none of the word's own."""
    return phrase[:1].lower() + phrase[1:] if start == 0 and phrase[1:2].islower() else phrase


def _listed(phrases: Sequence[str], joined: str) -> str:
    quoted = [f"“{phrase}”" for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joined} {quoted[-1]}"
