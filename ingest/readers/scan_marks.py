"""What a page's picture shows beside its words: straight lines, which rule tables, and lines of heavy type, which head text.

A picture is an array of shades, a row of pixels a row, 0 for black, at `ocr.DPI`. Places are points from its top left.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr import DPI
from ingest.sheets import Rule, Word, letters

Picture = NDArray[np.uint8]
Ink = NDArray[np.bool_]

_DARK = 140  # a shade below is ink
_SHORTEST = 0.4  # inches of a rule: longer than any letter's stroke
_SOLID = 0.95  # of a rule's pixels are ink
_THICKEST = 0.05  # inches; more is a filled box. A page that was laid askew makes its rules thicker
_HEAVY = 1.25  # times the share of ink inside its strokes that the page's other lines have
_FEWEST_LETTERS = 3  # of a line whose weight can be told


def ink(picture: Picture) -> Ink:
    return np.asarray(picture < _DARK)


def rules(page: Ink) -> tuple[Rule, ...]:
    """The straight lines, level and upright."""
    upright = ((x0, top, x1, bottom) for top, x0, bottom, x1 in _level(page.T))
    points = 72 / DPI
    return tuple((a * points, b * points, c * points, d * points) for a, b, c, d in (*_level(page), *upright))


def _level(page: Ink) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right, bottom in pixels of what runs level; pieces in rows that touch are one line."""
    length = int(_SHORTEST * DPI)
    if page.shape[1] <= length:
        return
    total = np.cumsum(page, axis=1, dtype=np.int32)
    solid = total[:, length:] - total[:, :-length] >= _SOLID * length
    open_boxes: list[list[int]] = []
    for y in np.flatnonzero(solid.any(axis=1)):
        for x0, x1 in _stretches(solid[y], length):
            box = next((b for b in open_boxes if b[3] >= y - 1 and b[0] <= x1 and x0 <= b[2]), None)
            if box is None:
                open_boxes.append([x0, int(y), x1, int(y)])
            else:
                box[0], box[2], box[3] = min(box[0], x0), max(box[2], x1), int(y)
    yield from ((x0, top, x1, bottom) for x0, top, x1, bottom in open_boxes if bottom - top <= _THICKEST * DPI)


def _stretches(solid: NDArray[Any], length: int) -> Iterator[tuple[int, int]]:
    starts = np.flatnonzero(solid)
    for group in np.split(starts, np.flatnonzero(np.diff(starts) > length) + 1):
        yield int(group[0]), int(group[-1]) + length


def with_weight(page: Ink, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, with those of lines in heavy type marked bold: their strokes keep more ink when a pixel is taken off all
    round. Words of one line have one bottom."""
    core = page.copy()
    core[1:] &= page[:-1]
    core[:-1] &= page[1:]
    core[:, 1:] &= page[:, :-1]
    core[:, :-1] &= page[:, 1:]
    lines: dict[float, list[Word]] = defaultdict(list)
    for word in words:
        lines[word.bottom].append(word)
    weights = {bottom: _weight(page, core, line) for bottom, line in lines.items() if letters(line) >= _FEWEST_LETTERS}
    usual = median([weight for bottom, weight in weights.items() for _ in range(letters(lines[bottom]))] or [1.0])
    heavy = {bottom for bottom, weight in weights.items() if weight > _HEAVY * usual}
    return tuple(replace(word, bold=word.bottom in heavy) for word in words)


def _weight(page: Ink, core: Ink, line: Sequence[Word]) -> float:
    """The share of the line's ink that lies inside its strokes."""
    pixels = DPI / 72
    parts = [
        (slice(int(w.top * pixels), int(w.bottom * pixels)), slice(int(w.x0 * pixels), int(w.x1 * pixels))) for w in line
    ]
    return float(sum(core[part].sum() for part in parts)) / max(float(sum(page[part].sum() for part in parts)), 1.0)
