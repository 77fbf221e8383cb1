"""`python -m eval.training.entailment`: a cross-encoder that says whether a span of text entails a hypothesis, contradicts
it, or says nothing of it; learned from ContractNLI's contracts.

Seventeen hypotheses alone would teach a model their words: a share of them is turned into its opposite ("shall not" for
"may"), and what was entailed is then contradicted. The contracts are cut into folds; the figures are those of contracts that
a model has not seen, and the decision over a whole contract is fitted on the same.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import click
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from eval.contracts import CHOICES, READ, Choice, Contract, Prediction, figures, in_context, read
from eval.training import export, learning, transformer
from eval.training.start import start_folder
from kb import compiling, encoders
from kb.entailment import features, telling
from kb.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PATH = click.Path(path_type=Path)
LONGEST = 128  # tokens of span and hypothesis together
PAIRS = 40  # a step
RATE = 1.2e-4
FOLDS = 3
PASSES = 2
NEAREST, OTHERS = 3, 1  # spans that are no evidence, of each hypothesis and contract: those most like it, any
OPPOSITE = 0.35  # share of the pairs with evidence that are learned a second time with the opposite hypothesis
WEIGHTS = (1.0, 2.0, 0.7)  # of the classes in the loss, as CHOICES has them: contradictions are few, silence is plenty
# What is required, allowed and forbidden, and its opposite; the first that is found is turned.
_TURNS = (
    (r"\bshall not grant\b", "may grant"),
    (r"\b(?:shall|must|will|may) not\b", "may"),
    (r"\bshall only\b", "need not only"),
    (r"\bmay\b", "shall not"),
    (r"\b(?:shall|must|will)\b", "need not"),
)


Likeness = Mapping[str, NDArray[np.float32]]  # by contract: how like each hypothesis each span is, (hypotheses, spans)


@dataclass(frozen=True, slots=True)
class Pair:
    hypothesis: str
    span: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Setting:
    """What every training has in common: the encoder that it starts from, the hypotheses, and their likeness to spans."""

    start: Path
    hypotheses: Mapping[str, str]
    likeness: Likeness


def opposite(hypothesis: str) -> str:
    """
    >>> opposite("Agency may keep a copy."), opposite("Agency shall not keep a copy."), opposite("It shall be marked.")
    ('Agency shall not keep a copy.', 'Agency may keep a copy.', 'It need not be marked.')
    """
    for found, turned in _TURNS:
        text, times = re.subn(found, turned, hypothesis, count=1)
        if times:
            return text
    return hypothesis


def pairs(contracts: Sequence[Contract], setting: Setting, random: Random) -> Iterator[Pair]:
    """What is learned of the contracts in one pass."""
    for contract in contracts:
        for row, (key, hypothesis) in enumerate(setting.hypotheses.items()):
            gold, choice = contract.evidence[key], contract.choices[key]
            other = [int(at) for at in np.argsort(-setting.likeness[contract.id][row], kind="stable") if at not in gold]
            drawn = other[:NEAREST] + random.sample(other[NEAREST:], min(OTHERS, max(0, len(other) - NEAREST)))
            for at in drawn:
                yield Pair(hypothesis, in_context(contract.spans, at), "NotMentioned")
            for at in sorted(gold):
                span = in_context(contract.spans, at)
                yield Pair(hypothesis, span, choice)
                turned: Choice = "Contradiction" if choice == "Entailment" else "Entailment"
                if random.random() < OPPOSITE:
                    yield Pair(opposite(hypothesis), span, turned)


def model_from(folder: Path) -> Any:
    """The encoder in `folder` with a fresh head of three logits, as CHOICES has them."""
    return transformer.classifier(folder, len(CHOICES))


def tokenizer_of(folder: Path) -> Tokenizer:
    return transformer.tokenizer_of(folder, LONGEST)


def batched(given: Sequence[Pair], random: Random) -> list[list[Pair]]:
    """Pairs of like length together, a few hundred at a time, so that little is spent on padding."""
    shuffled = random.sample(given, len(given))
    batches = []
    for start in range(0, len(shuffled), PAIRS * 10):
        stretch = sorted(shuffled[start : start + PAIRS * 10], key=lambda pair: len(pair.span))
        batches += [stretch[at : at + PAIRS] for at in range(0, len(stretch), PAIRS)]
    return random.sample(batches, len(batches))


def learn(contracts: Sequence[Contract], setting: Setting, save: Path) -> None:
    """Train on the contracts, and write the weights to `save`."""
    model, tokenizer = model_from(setting.start), tokenizer_of(setting.start)
    random = Random(1)
    batches: list[Any] = []
    for _ in range(PASSES):
        batches += batched(list(pairs(contracts, setting, random)), random)
    weights = torch.tensor(WEIGHTS)

    def loss(batch: Sequence[Any]) -> Any:
        logits = transformer.logits(model, tokenizer, [(pair.hypothesis, pair.span) for pair in batch])
        wanted = torch.tensor([CHOICES.index(pair.choice) for pair in batch])
        return torch.nn.functional.cross_entropy(logits, wanted, weight=weights)

    learning.train(model, learning.Course(loss, batches, RATE), save, click.echo)


@dataclass(frozen=True, slots=True)
class Judged:
    """One hypothesis and contract: the spans that were read, their logits (spans, 3), and the gold."""

    contract: str
    hypothesis: str
    spans: tuple[int, ...]
    logits: NDArray[np.float32]
    choice: Choice


def judged(weights: Path, contracts: Sequence[Contract], setting: Setting) -> Iterator[Judged]:
    """What the model in `weights` says of the contracts, hypothesis by hypothesis."""
    model, tokenizer = learned(setting.start, weights), tokenizer_of(setting.start)
    with torch.no_grad():
        for contract in contracts:
            for row, (key, hypothesis) in enumerate(setting.hypotheses.items()):
                near = np.argsort(-setting.likeness[contract.id][row], kind="stable")[:READ]
                given = [(hypothesis, in_context(contract.spans, int(at))) for at in near]
                logits = transformer.logits(model, tokenizer, given).numpy()
                yield Judged(contract.id, key, tuple(int(at) for at in near), logits, contract.choices[key])


def learned(start: Path, weights: Path) -> Any:
    """The model with the weights that `learn` saved, ready to score."""
    return transformer.learned(model_from(start), weights)


def fitted(rows: Sequence[Judged]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The decision over a contract: weights, shape (3, features), and offsets, shape (3,), rows as CHOICES."""
    from sklearn.linear_model import LogisticRegression

    seen = [features(row.logits) for row in rows]
    curve = LogisticRegression(C=0.1, max_iter=1000).fit(seen, [row.choice for row in rows])
    order = [list(curve.classes_).index(choice) for choice in CHOICES]
    return curve.coef_[order].astype(np.float32), curve.intercept_[order].astype(np.float32)


def predicted(row: Judged, weights: NDArray[np.float32], offsets: NDArray[np.float32]) -> Prediction:
    choice = CHOICES[int(np.argmax(weights @ features(row.logits) + offsets))]
    best = np.argsort(-telling(row.logits), kind="stable")
    return Prediction(row.contract, row.hypothesis, choice, tuple(row.spans[at] for at in best))


@click.command()
@click.option("--data", type=FILE, default=Path("../shared/data/contractnli/dev.json"), help="ContractNLI's contracts.")
@click.option("--work", type=PATH, default=Path("build/entailment"), help="What was learned; used again if it is there.")
@click.option("--ship", type=PATH, default=Path("kb/weights/entailment"), help="The folder that gets the compiled model.")
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True)
def main(data: Path, work: Path, ship: Path, threads: int) -> None:
    """Train on each two thirds of the contracts and judge the third, then train on all and compile."""
    torch.set_num_threads(threads)
    hypotheses, contracts = read(data)
    work.mkdir(parents=True, exist_ok=True)
    setting = _setting(hypotheses, contracts)
    rows: list[Judged] = []
    for fold in range(FOLDS):
        saved = work / f"fold-{fold}.pt"
        if not saved.exists():
            learn([one for at, one in enumerate(contracts) if at % FOLDS != fold], setting, saved)
        rows += judged(saved, contracts[fold::FOLDS], setting)
    for name, value in figures(across(rows, contracts), contracts).items():
        click.echo(f"{name} {value:.3f}")
    whole = work / "all.pt"
    if not whole.exists():
        learn(contracts, setting, whole)
    weights, offsets = fitted(rows)
    decision = {"weights": np.round(weights, 4).tolist(), "offsets": np.round(offsets, 4).tolist()}
    facts = {"longest": LONGEST, "decision": decision}
    model = learned(setting.start, whole)
    export.ship(lambda target: compiling.export_reranker(model, target), setting.start, ship, facts)


def across(rows: Sequence[Judged], contracts: Sequence[Contract]) -> list[Prediction]:
    """What is said of each contract by a decision fitted on the other folds' contracts."""
    fold = {contract.id: at % FOLDS for at, contract in enumerate(contracts)}
    found = []
    for number in range(FOLDS):
        decision = fitted([row for row in rows if fold[row.contract] != number])
        found += [predicted(row, *decision) for row in rows if fold[row.contract] == number]
    return found


def _setting(hypotheses: Mapping[str, str], contracts: Sequence[Contract]) -> Setting:
    encoder = encoders.load(Settings(home=Path("build")))
    asked = encoder.encode(list(hypotheses.values()))
    likeness = {
        contract.id: asked @ encoder.encode([in_context(contract.spans, at) for at in range(len(contract.spans))]).T
        for contract in contracts
    }
    return Setting(start_folder(), hypotheses, likeness)


if __name__ == "__main__":
    main()
