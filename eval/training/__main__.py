"""`python -m eval.training`: makes the reranker again from the data sets beside the project."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from eval import datasets
from eval.datasets import Key
from eval.training import mine, sets
from kb import encoders
from kb.settings import Settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PATH = click.Path(path_type=Path)
THREADS = 2
PASSES = 2
CALIBRATED_ON = 0.5  # of the share of each set that is learned from, taken of what is held out


@click.command()
@click.option("--data", type=FOLDER, default=Path("../shared/data"), help="Where the data sets lie.")
@click.option("--weights", type=PATH, default=Path("build/reranker.pt"), help="What was learned; used if it is there.")
@click.option("--ship", type=PATH, default=Path("build/reranker"), help="The folder that gets the compiled model.")
@click.option("--passes", type=click.IntRange(min=1), default=PASSES, show_default=True, help="Over ObliQA's questions.")
def main(data: Path, weights: Path, ship: Path, passes: int) -> None:
    """Train the reranker, calibrate it on what was held out, and compile it."""
    import torch

    from eval.training import calibrate, export, reranker

    torch.set_num_threads(THREADS)
    start = encoders.source(Settings(home=Path()))
    tokenizer = reranker.tokenizer_of(start)
    weights.parent.mkdir(parents=True, exist_ok=True)
    candidates = _nearest(data)
    if not weights.exists():
        batches = list(reranker.batched(sets.to_learn(data, candidates, passes)))
        _say(f"{len(batches)} steps of {reranker.PAIRS} pairs")
        reranker.train(reranker.model_from(start), tokenizer, batches, weights, _say)
    held = sets.mixture(data, candidates, learn=False, share=CALIBRATED_ON)
    logits, answers = calibrate.judged(reranker.learned(start, weights), tokenizer, held)
    slope, offset, error = calibrate.fitted(logits, answers)
    _say(f"{len(held)} groups held out: the answer comes first in {calibrate.chosen_first(held, logits):.3f}")
    _say(f"slope {slope:.3f}, offset {offset:.3f}, calibration error {error:.4f}")
    export.shipped(start, weights, ship, slope, offset)


def _nearest(data: Path) -> Mapping[str, Sequence[Key]]:
    """What the first stage finds for ObliQA's questions among its passages."""
    questions = datasets.obliqa_questions(data / "obliqa" / "ObliQA_dev.json")
    return mine.by_words(datasets.obliqa_passages(data / "obliqa" / "docs"), questions)


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
