"""Sentences as a language model might write them, false and faithful, put to the checker: what reaches the reader?"""
from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import prose
from eval.measures import Figures
from kb.models import Citation

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Try:
    """A sentence with the quotes it may cite. `fault` says what is false in it, None where it is faithful; `made` whether it
    was written before or after the checker, by hand or by mutation."""

    sentence: str
    quotes: tuple[Citation, ...]
    fault: str | None
    made: str

    @property
    def shown(self) -> bool:
        """Whether the reader sees the sentence, and not its quotes or nothing in its place."""
        citations = {quote.n: quote for quote in self.quotes}
        found = [prose.held(written, citations) for written in prose.sentences(self.sentence, list(citations))]
        return any(one is not None and one.borne_out for one in found)


def tries(folder: Path = DATA) -> list[Try]:
    """The tries of `prose.jsonl` over the quotes of `prose_evidence.jsonl`."""
    quotes = {row["id"]: row for row in _rows(folder / "prose_evidence.jsonl")}
    return [
        Try(
            row["sentence"],
            tuple(_citation(n, quotes[key]) for n, key in enumerate(row["evidence"], 1)),
            row["fault"],
            row["made"],
        )
        for row in _rows(folder / "prose.jsonl")
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _citation(n: int, row: dict[str, Any]) -> Citation:
    where = (row["title"], None, None, None, None, None, row["number"])
    return Citation(n, row["id"], *where, row["quote"], f"{row['id']}/1/1")


def figures(rows: Sequence[Try]) -> Figures:
    """How many false sentences are shown, of all and of those made one way, and the share of faithful ones that are not."""
    false = [row for row in rows if row.fault]
    faithful = [row for row in rows if not row.fault]
    found: Figures = {"false": len(false), "false_shown": sum(row.shown for row in false)}
    for made in sorted({row.made for row in false}):
        found[f"false_shown ({made})"] = sum(row.shown for row in false if row.made == made)
    stopped = sum(not row.shown for row in faithful)
    return found | {"faithful": len(faithful), "faithful_stopped": stopped, "false_alarm_rate": stopped / len(faithful)}


def wrong(rows: Sequence[Try]) -> Iterator[str]:
    """A line for each try that went the wrong way."""
    for row in rows:
        if row.shown == bool(row.fault):
            yield f"{'shown' if row.fault else 'stopped'} | {row.fault or 'faithful'} | {row.made} | {row.sentence}"
