"""`python -m eval.training`: makes the encoder, the reranker and the duty reader again, from the data beside the project."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import click

from eval import datasets
from eval.training import mine, scale, sets, transformer
from eval.training.groups import Group
from eval.training.start import start_folder
from kb import encoders
from kb.encoders import Encoder, Reranker
from kb.settings import Settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PATH = click.Path(path_type=Path)
ENCODER_PASSES, RERANKER_PASSES = 3, 3  # over ObliQA's questions
DUTY_PASSES, DUTY_RATE = 2, 6e-5  # over the duties that plans are held against, after all the questions
OWN_PASSES, OWN_RATE = 2, 5e-5  # over the questions about documents of our own kind, half as fast
READINGS_RATE = 7e-5  # over those that are only there to learn from, once
AGAIN, OWN_AGAIN = 800, 1600  # groups of the sets among each, and of the first of our own among the last
PAIRED_EVERY = 13  # of ObliQA's passages: a thousand, whose pairs bring the cosines of two encoders to one scale


@click.command()
@click.option("--data", type=FOLDER, default=Path("../shared/data"), help="Where the data sets lie.")
@click.option("--build", type=PATH, default=Path("build"), help="The folder for what is learned and compiled.")
@click.option("--threads", type=click.IntRange(min=1), default=2, show_default=True, help="Of the processor.")
def main(data: Path, build: Path, threads: int) -> None:
    """Train the encoder, the reranker (calibrated on what was held out) and the duty reader; compile all to int8."""
    import torch

    torch.set_num_threads(threads)
    build.mkdir(parents=True, exist_ok=True)
    start = start_folder()
    make_encoder(start, data, build)
    make_reranker(start, data, build)
    make_duty_reader(start, build)


def make_encoder(start: Path, data: Path, build: Path) -> None:
    """Weights in `build`/encoder.pt, used if they are there; what ships in `build`/encoder."""
    from eval.training import encoder, export

    weights = build / "encoder.pt"
    if not weights.exists():
        given, questions = _obliqa(data)
        groups = sets.to_learn(data, mine.by_words(given, questions), sets.FOR_ENCODER, ENCODER_PASSES)
        batches = list(encoder.batched(groups))
        encoder.train(encoder.model_from(start), encoder.tokenizer_of(start), batches, weights, _say)
    export.encoder(start, weights, build / "encoder")
    texts = [one.text for one in _obliqa(data)[0][::PAIRED_EVERY]]
    before, after = encoders.load(Settings(build, encoder=str(start))), Encoder(build / "encoder")
    export.note(build / "encoder", scale=scale.fitted(after.encode(texts), before.encode(texts)))


def make_reranker(start: Path, data: Path, build: Path) -> None:
    """As `make_encoder`, in `build`/reranker.pt and `build`/reranker. It learns from the sets first (`build`/general.pt),
    then gently from questions about documents of our own kind (`build`/asked.pt), then from the many more that are there
    only to learn from, each time with some of what it learned before so that it does not forget that; near misses are what
    the trained encoder finds."""
    from eval.training import calibrate, export, own, reranker

    encoder, candidates = build / "encoder", mine.by_search(build / "encoder", *_obliqa(data))

    def of_sets(count: int) -> list[Group]:
        return Random(sets.SEED).sample(sets.to_learn(data, candidates, sets.FOR_RERANKER, 1), count)

    def of_own(count: int) -> list[Group]:
        return Random(sets.SEED).sample(own.groups(encoder, held=False), count)

    taught: list[tuple[str, float, Callable[[], list[Group]]]] = [
        ("general", reranker.RATE, lambda: sets.to_learn(data, candidates, sets.FOR_RERANKER, RERANKER_PASSES)),
        ("asked", OWN_RATE, lambda: own.groups(encoder, held=False, passes=OWN_PASSES) + of_sets(AGAIN)),
        ("reranker", READINGS_RATE, lambda: own.readings(encoder) + of_own(OWN_AGAIN) + of_sets(AGAIN)),
    ]
    before = start
    for name, rate, groups in taught:
        before = _taught(start, before, build / f"{name}.pt", rate, groups)
    export.reranker(start, before, build / "reranker")
    for name, held in (
        ("the sets", sets.kept_back(data, candidates, sets.FOR_RERANKER)),
        ("our own kind", own.groups(encoder, held=True)),
    ):  # calibrated on the last
        logits, answers = calibrate.judged(Reranker(build / "reranker"), held)
        slope, offset, error = calibrate.fitted(logits, answers)
        _say(f"{name}, {len(held)} groups held out: the answer comes first in {calibrate.chosen_first(held, logits):.3f};")
        _say(f"slope {slope:.3f}, offset {offset:.3f}, calibration error {error:.4f}")
    export.note(build / "reranker", slope=slope, offset=offset)


def make_duty_reader(start: Path, build: Path) -> None:
    """As `make_encoder`, in `build`/duties.pt and `build`/duty-reader: the reranker, taught the duties that documents of our
    own were held against."""
    from eval.training import export, own

    weights = build / "duties.pt"
    learned = _taught(start, build / "reranker.pt", weights, DUTY_RATE, lambda: own.duties(build / "encoder", DUTY_PASSES))
    export.reranker(start, learned, build / "duty-reader")


def _taught(start: Path, before: Path, weights: Path, rate: float, groups: Callable[[], list[Group]]) -> Path:
    """Where the weights lie that the groups teach a reranker with the weights in `before`; made unless they are there."""
    from eval.training import learning, reranker

    if not weights.exists():
        model = reranker.model_from(start)
        if before != start:
            model = transformer.learned(model, before).train()
        learned = groups()
        Random(sets.SEED).shuffle(learned)
        learning.train(model, reranker.course(model, reranker.tokenizer_of(start), learned, rate), weights, _say)
    return weights


def _obliqa(data: Path) -> tuple[list[datasets.Given], list[datasets.Asked]]:
    folder = data / "obliqa"
    return datasets.obliqa_passages(folder / "docs"), datasets.obliqa_questions(folder / "ObliQA_dev.json")


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
