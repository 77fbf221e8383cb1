"""What a sentence is held against: quotes as a language model was given them, and whether they bear out its figures.

A figure must stand in the quotes with the same bound before it, and what stands around it there must be what the sentence
says of it: "14 beds at one place and 8 at the other" bears out no sentence that has them the other way round.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.figures import Figure, figures
from assistant.words import content, stems
from kb.text import sentence_spans

NAME_WEIGHT = 3.0  # of a name, beside 1 for another word, where it is asked what a figure belongs to
# How much words count that stand next to a figure, elsewhere in its sentence, and, of names, in its quote.
NEAR, SAME_UNIT, SAME_QUOTE = 1.0, 0.25, 0.5
CLEARLY = 0.75  # by how much another figure must fit better

NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:of the |of |and the |for )?(?:[A-Z][\w'’-]*|\d+\b(?![.,/–-]\d)))*")
_CHUNK = re.compile(r"[,;:()\n]\s*|\s+(?:and|while|whereas|but)\s+")
_BY_OR_TO = re.compile(r"\b(by|to) $")
_SPAN = r"(?P<span>year|month|week|day|hour)"
_PER = re.compile(rf"\s*(?:a|an|per|each|every)\s+{_SPAN}\b", re.IGNORECASE)
_IN_ALL = re.compile(
    r"\b(?:in total|total|in all|altogether|overall|once|one-off|over (?:the )?[\w-]+ (?:year|month|week|day)s)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\s*(?:more|less|fewer|higher|lower|longer|shorter)\b")


@dataclass(frozen=True)
class Evidence:
    """A quote as a language model was given it: `place` is its document, section and number in words."""

    place: str
    quote: str

    @cached_property
    def units(self) -> tuple[str, ...]:
        """What stands by itself: a sentence, an item with the sentence that introduces it, a row with its header."""
        lines = [line for line in self.quote.split("\n") if line.strip()]
        if "|" in self.quote:
            return tuple(f"{lines[0]} | {line}" for line in lines[1:]) or tuple(lines)
        found: list[str] = []
        lead = ""
        for line in lines:
            sentences = [line[a:b] for a, b in sentence_spans(line)]
            if line.rstrip().endswith(":"):
                lead = sentences[-1]
                found += sentences
            else:
                found += [f"{lead} {sentence}".strip() for sentence in sentences]
        return tuple(found)


def figure_faults(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    given = [_Placed(figure, each, unit) for each in evidence for unit in each.units for figure in figures(unit)]
    labels = [figure for each in evidence for figure in figures(each.place)]
    for figure in figures(sentence):
        said = sentence[figure.start : figure.end].strip()
        same = [placed for placed in given if figure.same(placed.figure)]
        if not same:
            if not any(figure.same(label) for label in labels):
                yield f"figure: {said}"
        elif not any(_same_bound(figure, placed.figure) and _same_change(sentence, figure, placed) for placed in same):
            yield f"at least, at most, by, to or from: {said}"
        elif not any(_same_period(sentence, figure, placed) for placed in same):
            yield f"a year, once or in all: {said}"
        elif (subject := _subject_elsewhere(sentence, figure, same, given)) is not None:
            yield f"figure: {said}, of {subject}"
        elif (elsewhere := _name_elsewhere(sentence, figure, same, evidence)) is not None:
            yield f"figure: {said}, of {elsewhere}"
        elif (other := _better(sentence, figure, same, given)) is not None:
            yield f"figure: {said}, where the quote has {other.text}"


@dataclass(frozen=True)
class _Placed:
    """A figure of the evidence, with the sentence and the quote that it stands in."""

    figure: Figure
    evidence: Evidence
    unit: str

    @property
    def text(self) -> str:
        return self.unit[self.figure.start : self.figure.end].strip()

    def fits(self, near: frozenset[str], names: frozenset[str]) -> float:
        """How well what stands around a figure of a sentence fits what stands around this one."""
        chunk = self.unit if "|" in self.unit else _chunk(self.unit, self.figure)

        def shared(text: str, among: frozenset[str]) -> float:
            return sum(NAME_WEIGHT if word in names else 1.0 for word in among & frozenset(stems(text)))

        in_quote = shared(f"{self.evidence.place} {self.evidence.quote}", near & names)
        return NEAR * shared(chunk, near) + SAME_UNIT * shared(self.unit, near) + SAME_QUOTE * in_quote


def _same_bound(said: Figure, given: Figure) -> bool:
    """Whether the figure is as much the least or the most as the quote's. A deadline may be named as a date, and a time that
    something may take at most as a length of time."""
    if said.bound == given.bound:
        return True
    if said.kind in ("date", "year", "years"):
        return said.bound * given.bound == 0
    return said.bound == 0 and given.bound == -1 and bool(said.unit)


def _same_change(sentence: str, figure: Figure, placed: _Placed) -> bool:
    """Whether a figure is that by which something changes, or to which, in both. "38% more" is a change by it."""
    if figure.kind in ("date", "year", "years"):
        return True
    said, given = (_BY_OR_TO.search(text[: at.start]) for text, at in ((sentence, figure), (placed.unit, placed.figure)))
    if said and said[1] == "by" and not given:
        return _COMPARED.match(placed.unit, placed.figure.end) is not None
    return not said or not given or said[1] == given[1]


def _same_period(sentence: str, figure: Figure, placed: _Placed) -> bool:
    """Whether a sum that the quote gives for each year is not said to be for another time, or in all."""
    given = _PER.match(placed.unit, placed.figure.end)
    if figure.kind not in ("money", "number") or not given:
        return True
    said = _PER.match(sentence, figure.end)
    if said:
        return said["span"].lower() == given["span"].lower()
    return not _IN_ALL.search(_chunk(sentence, figure)) or _IN_ALL.search(placed.unit) is not None


def _subject_elsewhere(
    sentence: str, figure: Figure, same: Sequence[_Placed], given: Sequence[_Placed]
) -> str | None:
    """A word before the figure in the sentence that its quotes do not say of it, but of another figure beside it. A figure
    with nothing of its own before it may share what stands before the other: "27 days at one place and 41 at the other"."""
    before = _before(sentence, figure)
    if any("|" in placed.unit or not content(_before(placed.unit, placed.figure)) for placed in same):
        return None
    own = frozenset(word for placed in same for word in stems(_chunk(placed.unit, placed.figure)))
    units = {placed.unit for placed in same}
    beside = [p for p in given if p.unit in units and p.figure.kind == figure.kind and not figure.same(p.figure)]
    theirs = frozenset(word for placed in beside for word in stems(_chunk(placed.unit, placed.figure)))
    return next((word for word in content(before) if word in theirs and word not in own), None)


def _name_elsewhere(
    sentence: str, figure: Figure, same: Sequence[_Placed], evidence: Sequence[Evidence]
) -> str | None:
    """A name beside the figure in the sentence that stands in one of the quotes, but in none that has the figure."""
    for name in NAME.findall(_chunk(sentence, figure)):
        having = [each for each in evidence if name in f"{each.place} {each.quote}"]
        if having and not any(placed.evidence in having for placed in same):
            return str(name)
    return None


def _better(sentence: str, figure: Figure, same: Sequence[_Placed], given: Sequence[_Placed]) -> _Placed | None:
    """A figure of the same kind but another value that fits clearly better to what the sentence says of this one."""
    chunk = _chunk(sentence, figure)
    here = _beside(sentence, figure)
    there = [_beside(placed.unit, placed.figure) for placed in same]
    if any(len(here[0] & before) + len(here[1] & after) > 1 for before, after in there):
        return None
    names = frozenset(word for name in NAME.findall(chunk) for word in stems(name))
    near = (frozenset(content(chunk)) | names) - frozenset(stems(sentence[figure.start : figure.end]))
    best = max(placed.fits(near, names) for placed in same)
    others = [p for p in given if (p.figure.kind, p.figure.unit) == (figure.kind, figure.unit) and not figure.same(p.figure)]
    fits = [(placed.fits(near, names), placed) for placed in others]
    top = max(fits, key=lambda pair: pair[0], default=(0.0, None))
    return top[1] if top[0] >= best + CLEARLY else None


def _chunk(text: str, figure: Figure) -> str:
    """The stretch around a figure up to the nearest comma, "and", "but" or other figure of its kind; a beginning
    that says nothing else ("In 2023, ...") takes in what follows."""
    others = [other for other in figures(text) if other.kind == figure.kind and other.start != figure.start]
    spans = [*(match.span() for match in _CHUNK.finditer(text)), *((other.start, other.end) for other in others)]
    cuts = sorted({0, *(cut for span in spans for cut in span), len(text)})
    start = max(cut for cut in cuts if cut <= figure.start)
    end = min(cut for cut in cuts if cut >= figure.end)
    if start == 0 and not content(text[: figure.start] + text[figure.end : end]):
        end = [*(cut for cut in cuts if cut > end), end, end][1]
    return text[start:end]


def _before(text: str, figure: Figure) -> str:
    """What stands before a figure in its stretch."""
    return _chunk(text, figure).partition(text[figure.start : figure.end])[0]


def _beside(text: str, figure: Figure) -> tuple[frozenset[str], frozenset[str]]:
    """The two telling words before a figure and the two after it, within its stretch."""
    before, _, after = _chunk(text, figure).partition(text[figure.start : figure.end])
    return frozenset(content(before)[-2:]), frozenset(content(after)[:2])
