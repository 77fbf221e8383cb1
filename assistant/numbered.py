"""What "number 3" or "the third one" stands for after a list of labelled things: Option 3."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LEADS = (
    r"(?:^|\b(?:and|about|would|will|could|does|do|is|are|of|for|to|with|on|why|than|if|like|choose|pick|take|tell me) )"
)
_MEANT = re.compile(
    rf"{_LEADS}(?P<by>(?:the )?(?:number|no\.?|#) ?(?P<number>\d{{1,2}})(?!\d|\.\d)"
    rf"|the (?P<nth>{'|'.join(_ORDINALS)}|last|final)(?: one(?! (?:is|was)\b)| of (?:them|those|these)|(?=\W*$)))",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b(?P<what>[A-Z][a-z]+) (?P<number>\d{1,2})(?=[:.,;)]|\s[–-]\s|\s[A-Z]|$)", re.MULTILINE)
FEWEST = 2  # labels of one sort that make a list


def names(asked: str) -> bool:
    """Whether a question names a thing by its number in what was listed before.

    >>> names("what would number 3 save"), names("and the third one?"), names("what does outcome number 3 say")
    (True, True, False)
    """
    return _MEANT.search(asked) is not None


def meant(asked: str, told: str) -> str:
    """The question with the label that it means in a text that lists things under labels of one sort; as it is where the
    text has none such.

    >>> meant("what would number 3 save?", "Option 1: Stay. Option 2: Go. Option 3: Wait.")
    'what would Option 3 save?'
    >>> meant("and the last one?", "Option 1: Stay. Option 2: Go."), meant("and the third one?", "Stay. Go.")
    ('and Option 2?', 'and the third one?')
    """
    listed, found = labels(told), _MEANT.search(asked)
    number = _number(found, sorted(listed)) if found else 0
    return (
        f"{asked[: found.start('by')]}{listed[number]} {number}{asked[found.end('by') :]}"
        if found and number in listed
        else asked
    )


def _number(found: re.Match[str], numbers: Sequence[int]) -> int:
    if found["number"]:
        return int(found["number"])
    nth = found["nth"].lower()
    return _ORDINALS.index(nth) + 1 if nth in _ORDINALS else (numbers or [0])[-1]


def labels(text: str) -> dict[int, str]:
    """The numbers of the labels of the sort that the text has most of, with its word; none where it has too few.

    >>> labels("Option 1: Stay. Option 2: Go, by May 2030.")
    {1: 'Option', 2: 'Option'}
    """
    sorts: dict[str, set[int]] = {}
    for label in _LABELLED.finditer(text):
        sorts.setdefault(label["what"], set()).add(int(label["number"]))
    what = max(sorts, key=lambda one: len(sorts[one]), default="")
    return dict.fromkeys(sorts[what], what) if len(sorts.get(what, ())) >= FEWEST else {}
