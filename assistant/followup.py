"""The standalone form of a question that leans on earlier ones: "and what's the deadline for that?".

"That one" may point to the earlier question or to its answer, so both are carried: the words of the question, and from the
answer's quotes the labels ("Option 2") and the documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import words
from assistant.question import place_numbers
from kb.models import Answer

_POINTS_BACK = re.compile(
    r"\b(?:that|this|these|those|it|its|they|them|their|theirs|there|one|ones|same|former|latter|such)\b"
    r"|^(?:and|so|but|also|then|what about|how about)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b[A-Z][a-z]+ \d+(?:\.\d+)*\b")
_ORDER = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last final next previous".split())
REMEMBERED = 3  # earlier questions that are looked at; more only blur what is meant


@dataclass(frozen=True, slots=True)
class Carried:
    """`text` is the question; `about` what it takes over from the one before; `docs` where that one's answer stood."""

    text: str
    about: str = ""
    docs: tuple[str, ...] = ()


def standalone(asked: str, history: Sequence[str], answer: Callable[[str, Sequence[str]], Answer]) -> Carried:
    """What is meant by `asked` after `history` (oldest first). `answer` answers an earlier question again."""
    earlier = [question for question in history if words.content(question)][-REMEMBERED:]
    if not earlier or not leans(asked):
        return Carried(asked)
    before = earlier[-1]
    answered = answer(before, earlier[:-1])
    about = _without_rivals(before, asked)
    if not words.content(before) or leans(before):
        about = f"{about} {_without_rivals(' '.join(earlier[:-1]), asked)}".strip()
    labels = _labels(answered, before) if not place_numbers(asked) else []
    docs = tuple(dict.fromkeys(citation.doc for citation in answered.citations))
    about = " ".join([*labels, about])
    return Carried(asked, about, docs)


def leans(asked: str) -> bool:
    """Whether a question needs an earlier one to be understood.

    >>> leans("and what's the deadline for that?"), leans("What is the deadline for Direction 5.2?")
    (True, False)
    """
    return _POINTS_BACK.search(asked) is not None or len(words.content(asked)) < 2


def _without_rivals(before: str, asked: str) -> str:
    """The earlier question without the words whose place a word of the new one takes: "first" where it says "third"."""
    if not _ORDER & set(words.words(asked)):
        return before
    return " ".join(word for word in before.split() if word.lower().strip(",.?") not in _ORDER)


def _labels(answered: Answer, before: str) -> list[str]:
    """Labelled things that the answer names and the question did not: what "that one" may stand for."""
    if answered.status == "not_found":
        return []
    found = [label for citation in answered.citations[:1] for label in _LABEL.findall(citation.quote)]
    return [label for label in dict.fromkeys(found) if label not in before][:1]
