"""`python -m eval.training`: makes the reranker again from the data sets beside the project."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from eval import datasets
from eval.datasets import Asked, Key
from eval.training import mine, sets
from kb import encoders
from kb.settings import Settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PATH = click.Path(path_type=Path)
THREADS = 2
CALIBRATED_ON = 0.5  # of the share of each set that is learned from, taken of what is held out


@click.command()
@click.option("--data", type=FOLDER, default=Path("../shared/data"), help="Where the data sets lie.")
@click.option("--weights", type=PATH, default=Path("build/reranker.pt"), help="What was learned; used if it is there.")
@click.option("--ship", type=PATH, default=encoders.RERANKER, help="The folder that gets the compiled model.")
@click.option("--steps", type=int, help="Stop after so many.")
def main(data: Path, weights: Path, ship: Path, steps: int | None) -> None:
    """Train the reranker, calibrate it on what was held out, and compile it."""
    import torch

    from eval.training import calibrate, export, reranker

    torch.set_num_threads(THREADS)
    start = encoders.source(Settings(home=Path()))
    tokenizer = reranker.tokenizer_of(start)
    weights.parent.mkdir(parents=True, exist_ok=True)
    if not weights.exists():
        learn = sets.mixture(data, _nearest(data), learn=True)
        _say(f"{len(learn)} groups, {sum(len(group.texts) for group in learn)} pairs to learn from")
        reranker.train(reranker.model_from(start), tokenizer, learn, weights, _say, steps)
    held = sets.mixture(data, _nearest(data), learn=False, share=CALIBRATED_ON)
    logits, answers = calibrate.judged(reranker.learned(start, weights), tokenizer, held)
    _say(f"{len(held)} groups held out: the answer comes first in {calibrate.chosen_first(held, logits):.3f}")
    slope, offset = calibrate.fitted(logits, answers)
    export.shipped(start, weights, ship, slope, offset)
    chances = [1 / (1 + 2.718281828**-(slope * logit + offset)) for logit in logits]
    _say(f"calibrated: slope {slope:.3f}, offset {offset:.3f}, error {calibrate.error(chances, answers):.4f}")


def _nearest(data: Path) -> sets.Candidates:
    """The first stage over ObliQA's passages."""

    def found(questions: Sequence[Asked]) -> Mapping[str, Sequence[Key]]:
        return mine.by_words(datasets.obliqa_passages(data / "obliqa" / "docs"), questions)

    return found


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
