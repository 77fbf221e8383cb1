"""`python -m eval.training.entailment`: linear models that say of each of ContractNLI's statements whether a span of a
contract entails it, contradicts it or is silent, and a decision over the whole contract.

The decision is fitted on what models say of contracts that they have not seen, and so are the figures that are printed.
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from eval.contracts import CHOICES, Contract, Prediction, figures, in_context, read
from kb.compiling import FACTS, GRAPH
from kb.encoders import SHIPPED, Encoder
from kb.entailment import WORDS, counted, features, named, telling

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PATH = click.Path(path_type=Path)
OUTER, INNER = 5, 4  # folds: of the figures; of what the decision learns from
HOLD, DECISION_HOLD = 20.0, 0.3  # scikit-learn's C
UNSEEN = -9.0  # log-odds of a way that no span of the contracts goes
SILENT = CHOICES.index("NotMentioned")


@dataclass(frozen=True, slots=True)
class Spans:
    """What is learned from: each contract's spans as the graph makes them, shape (spans, WORDS and the vector's length)."""

    hypotheses: Mapping[str, str]
    rarity: NDArray[np.float32]  # of each word's place
    of: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heads:
    """Of each hypothesis: weights (features, 2) and offsets (2,) for log-odds against silence."""

    weights: Mapping[str, NDArray[np.float64]]
    offsets: Mapping[str, NDArray[np.float64]]

    def odds(self, key: str, spans: Any) -> NDArray[np.float32]:
        found: NDArray[np.float32] = (spans @ self.weights[key] + self.offsets[key]).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True)
class Judged:
    """One contract and hypothesis: the odds of its spans by models that have not seen it."""

    contract: Contract
    key: str
    odds: NDArray[np.float32]


def spans_of(hypotheses: Mapping[str, str], contracts: Sequence[Contract], encoder: Encoder) -> Spans:
    texts = {one.id: [in_context(one.spans, at) for at in range(len(one.spans))] for one in contracts}
    words = {key: csr_matrix(counted(own)) for key, own in texts.items()}
    every = vstack(list(words.values()))
    seen = np.bincount(every.nonzero()[1], minlength=WORDS)
    rarity = (np.log((1 + every.shape[0]) / (1 + seen)) + 1).astype(np.float32)
    of = {key: hstack([_weighed(words[key], rarity), csr_matrix(encoder.encode(own))]).tocsr() for key, own in texts.items()}
    return Spans(hypotheses, rarity, of)


def _weighed(words: Any, rarity: NDArray[np.float32]) -> Any:
    from sklearn.preprocessing import normalize

    return normalize(words.multiply(rarity).tocsr())


def learned(contracts: Sequence[Contract], spans: Spans) -> Heads:
    every = vstack([spans.of[one.id] for one in contracts])
    heads = {key: _head(every, [choice for one in contracts for choice in _choices(one, key)]) for key in spans.hypotheses}
    return Heads({key: head[0] for key, head in heads.items()}, {key: head[1] for key, head in heads.items()})


def _choices(contract: Contract, key: str) -> list[int]:
    """Of each span, as a place in CHOICES."""
    found = CHOICES.index(contract.choices[key])
    return [found if at in contract.evidence[key] else SILENT for at in range(len(contract.spans))]


def _head(every: Any, choices: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from sklearn.linear_model import LogisticRegression

    odds, starts = np.zeros((every.shape[1], len(CHOICES))), np.full(len(CHOICES), UNSEEN)
    odds_of_two = len(seen := sorted(set(choices))) == 2  # one row then: of the second against the first
    starts[SILENT] = 0
    if len(seen) > 1:
        curve = LogisticRegression(C=HOLD, max_iter=300).fit(every, choices)
        odds[:, seen[1:] if odds_of_two else seen] = curve.coef_.T
        starts[seen[1:] if odds_of_two else seen] = curve.intercept_
        starts[seen[0]] = 0 if odds_of_two else starts[seen[0]]
    return _against_silence(odds, starts, seen)


def _against_silence(
    odds: NDArray[np.float64], starts: NDArray[np.float64], seen: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each way but silence; one that was not seen is as good as out of the question."""
    ways = [at for at in range(len(CHOICES)) if at != SILENT]
    weights = np.stack([odds[:, at] - odds[:, SILENT] if at in seen else odds[:, at] * 0 for at in ways], axis=1)
    return weights, np.array([starts[at] - starts[SILENT] if at in seen else UNSEEN for at in ways])


def unseen(contracts: Sequence[Contract], spans: Spans, folds: int) -> Iterator[Judged]:
    """What models of the other folds say of each contract."""
    for fold in range(folds):
        heads = learned([one for at, one in enumerate(contracts) if at % folds != fold], spans)
        for one in contracts[fold::folds]:
            yield from (Judged(one, key, heads.odds(key, spans.of[one.id])) for key in spans.hypotheses)


@dataclass(frozen=True, slots=True)
class Decision:
    """Over a contract: weights, shape (3, features), and offsets by hypothesis, each (3,); rows as CHOICES."""

    weights: NDArray[np.float64]
    offsets: Mapping[str, NDArray[np.float64]]

    def of(self, row: Judged) -> Prediction:
        choice = CHOICES[int(np.argmax(self.weights @ features(row.odds) + self.offsets[row.key]))]
        best = np.argsort(-telling(row.odds), kind="stable")
        return Prediction(row.contract.id, row.key, choice, tuple(int(at) for at in best))


def decided(rows: Sequence[Judged], keys: Sequence[str]) -> Decision:
    from sklearn.linear_model import LogisticRegression

    own = np.eye(len(keys))
    given = [[*features(row.odds), *own[keys.index(row.key)]] for row in rows]
    curve = LogisticRegression(C=DECISION_HOLD, max_iter=1000).fit(given, [row.contract.choices[row.key] for row in rows])
    order = [list(curve.classes_).index(choice) for choice in CHOICES]
    weights, start, width = curve.coef_[order], curve.intercept_[order], len(given[0]) - len(keys)
    return Decision(weights[:, :width], {key: start + weights[:, width + at] for at, key in enumerate(keys)})


def across(contracts: Sequence[Contract], spans: Spans) -> list[Prediction]:
    """What is said of each contract by models and a decision that learned from the other folds' contracts."""
    found = []
    for fold in range(OUTER):
        rest = [one for at, one in enumerate(contracts) if at % OUTER != fold]
        decision, heads = decided(list(unseen(rest, spans, INNER)), list(spans.hypotheses)), learned(rest, spans)
        for one in contracts[fold::OUTER]:
            found += [decision.of(Judged(one, key, heads.odds(key, spans.of[one.id]))) for key in spans.hypotheses]
    return found


def ship(heads: Heads, decision: Decision, spans: Spans, encoder: str, folder: Path) -> None:
    """Write the graph (words and vectors in, odds out) and its facts."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = list(spans.hypotheses)
    weights = np.concatenate([heads.weights[key] for key in keys], axis=1).astype(np.float32)
    offsets = np.concatenate([heads.offsets[key] for key in keys]).astype(np.float32)
    (folder / GRAPH).write_bytes(graph(spans.rarity, weights, offsets))
    facts = {
        "graph": hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest(),
        "encoder": encoder,
        "statements": [named(spans.hypotheses[key]) for key in keys],
        "decision": {
            "weights": np.round(decision.weights, 4).tolist(),
            "offsets": [np.round(decision.offsets[key], 4).tolist() for key in keys],
        },
    }
    (folder / FACTS).write_text(json.dumps(facts) + "\n", encoding="utf-8")


def graph(rarity: NDArray[np.float32], weights: NDArray[np.float32], offsets: NDArray[np.float32]) -> bytes:
    """An ONNX graph: `words` (texts, WORDS) and `vectors` (texts, length) in, odds (texts, statements, 2) out."""
    from onnx import TensorProto, checker, helper, numpy_helper

    rows = TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("words", rows, ["texts", len(rarity)]),
        helper.make_tensor_value_info("vectors", rows, ["texts", len(weights) - len(rarity)]),
    ]
    shape = np.array([-1, weights.shape[1] // 2, 2], dtype=np.int64)
    held: dict[str, NDArray[Any]] = {"rarity": rarity, "weights": weights, "offsets": offsets, "shape": shape}
    nodes = [
        helper.make_node("Mul", ["words", "rarity"], ["weighed"]),
        helper.make_node("LpNormalization", ["weighed"], ["unit"], axis=1, p=2),
        helper.make_node("Concat", ["unit", "vectors"], ["text"], axis=1),
        helper.make_node("Gemm", ["text", "weights", "offsets"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["odds"]),
    ]
    output = helper.make_tensor_value_info("odds", rows, ["texts", int(shape[1]), 2])
    initial = [numpy_helper.from_array(value, name) for name, value in held.items()]
    whole = helper.make_graph(nodes, "entailment", inputs, [output], initial)
    made = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(made)
    return bytes(made.SerializeToString())


@click.command()
@click.option("--data", type=FILE, default=Path("../shared/data/contractnli/dev.json"), help="ContractNLI's contracts.")
@click.option("--folder", type=PATH, default=SHIPPED / "entailment", help="The folder that gets the model.")
def main(data: Path, folder: Path) -> None:
    """Print the figures of contracts not seen, then learn from all and write what ships."""
    hypotheses, contracts = read(data)
    encoder = Encoder(SHIPPED / "encoder")
    spans = spans_of(hypotheses, contracts, encoder)
    for name, value in figures(across(contracts, spans), contracts).items():
        click.echo(f"{name} {value:.3f}")
    decision = decided(list(unseen(contracts, spans, OUTER)), list(hypotheses))
    ship(learned(contracts, spans), decision, spans, encoder.fingerprint, folder)


if __name__ == "__main__":
    main()
