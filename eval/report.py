"""Figures as a person reads them."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eval.measures import Figures, Judgement


def table(figures: Figures) -> str:
    """A figure a line, the names in one column.

    >>> print(table({"correct": 0.5, "ms_median": 84.0}))
    correct    0.5000
    ms_median  84
    """
    wide = max(map(len, figures), default=0)
    return "\n".join(f"{name:<{wide}}  {_shown(name, value)}" for name, value in figures.items())


def _shown(name: str, value: float) -> str:
    return f"{value:.0f}" if name.endswith("_median") else f"{value:.4f}"


def failed(judgements: Sequence[Judgement]) -> Iterator[str]:
    """A line for each question answered wrongly: what it is, what was asked, what came back."""
    for judgement in judgements:
        if not judgement.correct:
            question = judgement.question
            yield f"{question.id} | {question.kind} | {question.text} | {judgement.status}"


def side_by_side(pairs: Mapping[str, Mapping[str, float | None]]) -> str:
    """A figure a line, each product's in a column, then what Remit's is divided by the other's.

    >>> print(side_by_side({"ms_median": {"remit": 9.5, "stock": 19.0, "ratio": 0.5}}))
                   remit      stock      ratio
    ms_median        9.5         19        0.5
    """
    columns = list(next(iter(pairs.values()), {}))
    wide = max(map(len, pairs), default=0)
    lines = [" " * wide + "".join(f"{column:>11}" for column in columns)]
    for name, row in pairs.items():
        values = ("-" if value is None else f"{value:g}" for value in row.values())
        lines.append(f"{name:<{wide}}" + "".join(f"{value:>11}" for value in values))
    return "\n".join(lines)
