"""How many there may be at most, and how long a plan is to run: "no more than five objectives" against "eight objectives",
"must cover at least five years" against "this three-year strategy".
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.bounds import bound
from assistant.numbers import NUMBER, number
from assistant.quantities import Bound, Quantity, quantities
from assistant.statements import Fact, facts
from assistant.words import stem

_TIMES = frozenset(map(stem, "minutes hours days weeks months years times".split()))  # lengths are held together elsewhere
_PLAN = r"(?:plan|strategy|framework|programme|statement|policy|document)"
# "It must cover a period of three years": what is said before the length.
_TO_RUN = re.compile(
    rf"\b(?:{_PLAN}|it)\b[^.;,]{{0,30}}\b(?:cover|covers|covering|run|runs|span|spans|last|lasts)\b[^.;,]{{0,30}}$",
    re.IGNORECASE,
)
_RUNS = re.compile(
    rf"\bthis\b[^.;|]{{0,40}}\b(?P<one>{NUMBER})[- ]years?[- ]{_PLAN}\b"
    rf"|\b(?:this|our) (?:[\w-]+ ){{0,3}}?{_PLAN}\b[^.;|]{{0,60}}?\b(?:over|for|covers|covering|spans|lasts?)"
    rf"(?: the)?(?: next| coming)?(?: period of)? (?P<two>{NUMBER})[ -]years\b",
    re.IGNORECASE,
)


def over(asked: str, given: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where what is asked limits a number of things from above, and where what is given has more of them.

    >>> [(a, b) for a, b in over("There should be no more than five objectives.", "We have eight objectives.")]
    [((29, 44), (8, 24))]
    """
    for limit in _counted(asked):
        if bound(asked, limit.start, limit.start + _first(asked, limit)) == -1:
            for fact in _counted(given):
                if fact.measure == limit.measure and fact.value > limit.value:
                    yield _span(asked, limit), _span(given, fact)


def _counted(text: str) -> Iterator[Fact]:
    return (fact for fact in facts(text) if fact.kind == "count" and fact.measure not in _TIMES)


def _span(text: str, fact: Fact) -> tuple[int, int]:
    """The number up to what is counted."""
    said = re.finditer(r"\S+", text[fact.start : fact.end])
    last = next((word.end() for word in said if stem(word.group().lower()) == fact.measure), fact.end - fact.start)
    return fact.start, fact.start + last


def _first(text: str, fact: Fact) -> int:
    """The length of the number itself."""
    return len(text[fact.start : fact.end].split()[0])


def to_run(asked: str) -> Quantity | None:
    """How long what is asked for is to run, in years; None where that is not what is asked.

    >>> found = to_run("The plan must cover a period of not less than five years.")
    >>> found and (found.value, found.bound)
    (5.0, 'at least')
    """
    years = (one for one in quantities(asked) if one.measure == "years")
    return next((one for one in years if _TO_RUN.search(asked, 0, one.start)), None)


def runs(given: str) -> Iterator[tuple[float, tuple[int, int]]]:
    """How many years the plan says of itself that it runs, and where.

    >>> [years for years, _ in runs("This three-year strategy sets out our aims.")]
    [3.0]
    """
    for found in _RUNS.finditer(given):
        said = "one" if found["one"] else "two"
        yield number(found[said]), (found.start(said), found.end() if said == "two" else found.end(said) + len("-year"))


def breaks(asked: Bound, wanted: float, given: float) -> bool:
    """Whether a length is not what is asked; an exact one is neither longer nor shorter.

    >>> breaks("exactly", 3, 5), breaks("at least", 3, 5)
    (True, False)
    """
    return given < wanted if asked == "at least" else given > wanted if asked == "at most" else given != wanted
