"""`python -m eval.training.weigh`: does a reranker earn its place?

The first stage's best are put in order by a mean of its score and the reranker's probability, at several weights: over
ObliQA's questions that were held out, and over gold questions put to the library in REMIT_HOME.
"""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from eval import datasets, gold, measures, outside
from eval.cli_sets import FILE, FOLDER, spread
from eval.datasets import Asked, Sought
from eval.gold import Question
from eval.training import sets
from kb import encoders, retrieve, settings
from kb.encoders import Reranker
from kb.knowledge_base import RERANKED, KnowledgeBase
from kb.models import Hit

WEIGHTS = (1.0, 0.8, 0.6, 0.5, 0.4, 0.2, 0.0)  # of the first stage's score; 1 leaves its order as it is

Judged = Mapping[str, tuple[Sequence[Hit], Sequence[float]]]  # question -> what was found, and each one's probability


def reordered(hits: Sequence[Hit], chances: Sequence[float], weight: float) -> list[Hit]:
    """The hits by the mean of both scores; ties in the order in which they came."""
    scores = [weight * hit.score + (1 - weight) * chance for hit, chance in zip(hits, chances, strict=True)]
    return [hits[at] for at in sorted(range(len(hits)), key=lambda at: (-scores[at], at))]


def judged(kb: KnowledgeBase, reranker: Reranker, questions: Sequence[Asked | Sought | Question], depth: int) -> Judged:
    """What the search finds for each question, and how likely the reranker takes each of it to answer."""
    found: dict[str, tuple[Sequence[Hit], Sequence[float]]] = {}
    times = []
    for asked in questions:
        hits = kb.search(asked.text, depth, reranked=0)
        started = time.perf_counter()
        texts = [retrieve.indexed("", hit.passage).embedded for hit in hits]
        found[asked.id] = hits, reranker.score(asked.text, texts).tolist()
        times.append(1000 * (time.perf_counter() - started))
    click.echo(f"{statistics.median(times):.0f} ms to rerank, at the median")
    return found


def show(rows: Judged, figures: Callable[[Mapping[str, list[Hit]]], Mapping[str, float]]) -> None:
    """A line of figures a weight."""
    for weight in WEIGHTS:
        run = {name: reordered(hits, chances, weight) for name, (hits, chances) in rows.items()}
        parts = (f"{name} {value:.4f}" for name, value in figures(run).items())
        click.echo(f"first stage {weight:.1f}: " + ", ".join(parts))


def _texts(run: Mapping[str, Sequence[Hit]]) -> dict[str, list[str]]:
    return {name: [hit.passage.text for hit in hits] for name, hits in run.items()}


@click.command()
@click.option("--model", type=FOLDER, default=encoders.SHIPPED / "reranker", help="The compiled reranker.")
@click.option("--data", type=FOLDER, default=Path("../shared/data"), help="Where the data sets lie.")
@click.option("--gold", "gold_file", type=FILE, help="Gold questions for the library in REMIT_HOME.")
@click.option("--limit", type=click.IntRange(min=1), help="How many of ObliQA's held out questions; all unless said.")
@click.option("--depth", type=click.IntRange(min=1), default=RERANKED, show_default=True, help="Passages reranked.")
def main(model: Path, data: Path, gold_file: Path | None, limit: int | None, depth: int) -> None:
    reranker, person = Reranker(model), settings.load()
    if gold_file:
        rows = [row for row in gold.questions(gold_file) if row.answerable]
        with KnowledgeBase.open(person) as kb:
            found = judged(kb, reranker, rows, depth)
        show(found, lambda run: measures.search_figures(rows, _texts(run)))
    held = spread(sets.obliqa_split(datasets.obliqa_questions(data / "obliqa" / "ObliQA_dev.json"))[1], limit)
    with outside.scratch(person) as kb:
        keys = outside.fill(kb, datasets.obliqa_passages(data / "obliqa" / "docs"), lambda _line: None)
        found = judged(kb, reranker, held, depth)
    show(found, lambda run: outside.ranking({name: [keys[h.passage.id] for h in hits] for name, hits in run.items()}, held))


if __name__ == "__main__":
    main()
