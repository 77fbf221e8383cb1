"""How definitely a plan speaks: who does what, for whom and how much, or what is hoped, begun and important.

Words and likeness tell what a sentence is about; whether it shows a duty done shows in how it speaks. "Each ward has four
nurses who visit every Monday" and "we are committed to working closely with wards" are about the same.
"""
from __future__ import annotations

import re

from assistant.numbers import WORD
from assistant.promises import PROMISED

PER_LENGTH, LONGEST = 0.0035, 60  # for each word of the place with what surrounds it, and up to how many
PER_FIGURE, FIGURES = 0.03, 4
PER_EVERY, MOST = 0.06, 3
PER_PENDING, PER_PART, PER_VAGUE = -0.04, -0.06, -0.04
ORDINARY = 0.15  # what the best place of a duty has at the mean

_FIGURE = re.compile(rf"(?<![\w.])£?\d[\d,.]*%?(?!\w)|\b(?:one|{WORD}|half|quarter|first|second|third)\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:each|every|any|no|none|all|always|never|whatever|(?:any|every)(?:one|body)|nobody)\b", re.IGNORECASE
)
_PENDING = re.compile(
    rf"{PROMISED.pattern}|\b(?:being|yet|to be|under (?:way|discussion)|in (?:progress|preparation|draft|hand)|"
    r"draft(?:ed|ing)?|ongoing|working on|to come|would like|pilot\w*|planned|plans? to|hopes?|intends?|aims?|explor\w+|"
    r"look(?:ing)? (?:at|to|into)|consider(?:ed|ing)?|develop(?:s|ed|ing)?|begun|started|early stage|awaited|await|"
    r"next year|later)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:some|most|many|part(?:ly|ial\w*)?|others?|only|but|remaining|the rest|so far|where (?:possible|appropriate)|"
    r"majority|several|number of|certain)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:recogni[sz]e\w*|commit(?:ted|ment)|work(?:s|ing)? (?:closely )?with|support(?:s|ing)?|promot\w+|important|"
    r"ensur\w+|improv\w+|strengthen\w*|continue\w*|aware|understand\w*|identified|robust|appropriate|relevant|key|range of|"
    r"engag\w+|partnership|priorit\w+|approach\w*|ambition|values?|strive|welcome|believe|regular(?:ly)?)\b",
    re.IGNORECASE,
)


def definite(said: str, around: str) -> float:
    """How much more (or less) definitely than an ordinary place a sentence speaks, in units of a place's score; `around` is
    the sentence with those beside it.

    The weights are those of a logistic model of *met* against the rest, rounded, fitted on the 42 plans of
    `eval/training/checks` that are not held out, with the corpus' and the sample's rows three times over
    (docs/reference/verdicts.md has what they gain).
    """
    length = PER_LENGTH * min(len(around.split()), LONGEST)
    figures = PER_FIGURE * _often(_FIGURE, said, FIGURES) + PER_EVERY * _often(_EVERY, said)
    pending = PER_PENDING * _often(_PENDING, around) + PER_PART * _often(_PART, around)
    return length + figures + pending + PER_VAGUE * _often(_VAGUE, said) - ORDINARY


def _often(pattern: re.Pattern[str], text: str, most: int = MOST) -> int:
    return min(len(pattern.findall(text)), most)
