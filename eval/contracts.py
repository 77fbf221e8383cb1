"""ContractNLI: contracts, hypotheses about them, and how well a judge tells which are entailed, contradicted, not mentioned.

A contract comes cut into spans, a sentence or a list item each; what is judged is a span with the words that its list stands
under.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from eval import datasets
from kb.encoders import Encoder
from kb.entailment import SAYS, Says
from kb.errors import InputError
from kb.text import fold_white

Choice = Literal["Entailment", "Contradiction", "NotMentioned"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
STEM = 160  # characters of the lead-in that are read with an item
_ITEM = re.compile(r"^\W*(?:\(?[a-z]{1,4}\)|\(?\d{1,2}\)|[•\-–]|[a-z])")  # "(b) was known", "ii) ...", "was known"


class Judge(Protocol):
    """kb.entailment.Entailment, or a test's."""

    def read(self, texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]: ...

    def decide(self, statement: str, read: NDArray[np.float32]) -> tuple[Says, list[int]]: ...


@dataclass(frozen=True, slots=True)
class Contract:
    """`spans` are the texts that may be evidence, in order; `choices` and `evidence` hold the gold by hypothesis key, none
    where the set leaves it out."""

    id: str
    spans: tuple[str, ...]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    evidence: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is said of one hypothesis: `spans` are places in Contract.spans, the likeliest evidence first."""

    contract: str
    hypothesis: str
    choice: Choice
    spans: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """CONTRACT.md, "Measures"."""
        return {"document": self.contract, "hypothesis": self.hypothesis, "choice": self.choice, "spans": list(self.spans)}


def read(path: Path) -> tuple[dict[str, str], list[Contract]]:
    """Hypotheses by key, and the contracts. Raises InputError for a file of another form."""
    given = datasets.read_json(path)
    try:
        hypotheses = {key: str(label["hypothesis"]) for key, label in given["labels"].items()}
        return hypotheses, [_contract(row) for row in given["documents"]]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(f"{path} is no ContractNLI file: it needs `labels` and `documents` with spans.") from error


def _contract(row: Mapping[str, Any]) -> Contract:
    spans = tuple(fold_white(row["text"][start:end]) for start, end in row["spans"])
    sets = row.get("annotation_sets") or [{"annotations": {}}]
    gold = sets[0]["annotations"]
    choices = {key: given["choice"] for key, given in gold.items()}
    evidence = {key: frozenset(given["spans"]) for key, given in gold.items()}
    return Contract(str(row["id"]), spans, choices, evidence)


def in_context(spans: Sequence[str], at: int) -> str:
    """The span, with the end of what its list stands under where it is an item.

    >>> in_context(["Information does not include what:", "(a) is public;", "(b) was known."], 2)
    'Information does not include what: (b) was known.'
    """
    if not _ITEM.match(spans[at]):
        return spans[at]
    stem = next((span for span in reversed(spans[:at]) if not _ITEM.match(span)), "")
    return f"{stem[-STEM:]} {spans[at]}".strip()


def judged(
    judge: Judge, encoder: Encoder, hypotheses: Mapping[str, str], contracts: Sequence[Contract]
) -> Iterator[Prediction]:
    """What the judge says of each hypothesis and contract. Raises InputError for a hypothesis that it does not know."""
    for contract in contracts:
        texts = [in_context(contract.spans, at) for at in range(len(contract.spans))]
        if not texts:
            yield from (Prediction(contract.id, key, "NotMentioned", ()) for key in hypotheses)
            continue
        read = judge.read(texts, encoder)
        for key, hypothesis in hypotheses.items():
            says, best = judge.decide(hypothesis, read)
            yield Prediction(contract.id, key, CHOICES[SAYS.index(says)], tuple(best))


def figures(predictions: Iterable[Prediction], contracts: Iterable[Contract]) -> dict[str, float]:
    """Accuracy, F1 of each choice, and the mean average precision of the evidence over the pairs that have some; over the
    pairs with gold, empty where there is none. A pair without a prediction counts as wrong."""
    said = {(one.contract, one.hypothesis): one for one in predictions}
    pairs = [
        (choice, said.get((contract.id, key)), contract.evidence[key])
        for contract in contracts
        for key, choice in contract.choices.items()
    ]
    if not pairs:
        return {}
    chosen = [(gold, one.choice if one else None) for gold, one, _ in pairs]
    found = {f"f1_{_snake(choice)}": _f1(chosen, choice) for choice in CHOICES}
    ranked = [average_precision(one.spans if one else (), gold) for _, one, gold in pairs if gold]
    right = sum(gold == choice for gold, choice in chosen)
    evidence = sum(ranked) / len(ranked) if ranked else 0.0
    return {"accuracy": right / len(pairs), **found, "evidence_map": evidence, "pairs": float(len(pairs))}


def average_precision(ranked: Sequence[int], gold: frozenset[int]) -> float:
    """
    >>> average_precision([4, 9, 7], frozenset({4, 7}))
    0.8333333333333333
    """
    right = [place in gold for place in ranked]
    return sum(sum(right[:n]) / n for n, is_right in enumerate(right, start=1) if is_right) / len(gold)


def _f1(pairs: Sequence[tuple[Choice, Choice | None]], choice: Choice) -> float:
    both = sum(gold == said == choice for gold, said in pairs)
    either = sum(gold == choice for gold, _ in pairs) + sum(said == choice for _, said in pairs)
    return 2 * both / either if either else 0.0


def _snake(choice: Choice) -> str:
    """
    >>> _snake("NotMentioned")
    'not_mentioned'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", choice).lower()
