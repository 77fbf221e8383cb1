"""ContractNLI: the file's form, the figures by hand, and a judge that can be told what to say."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval import contracts
from eval.contracts import Contract, Prediction
from kb.entailment import Says
from kb.errors import InputError

HYPOTHESES = {"copy": "Agency may keep a copy.", "tell": "Agency shall not tell anybody."}
GIVEN = {
    "labels": {key: {"hypothesis": text} for key, text in HYPOTHESES.items()},
    "documents": [
        {
            "id": 7,
            "text": "Agency may keep one copy. It may tell\nits staff.",
            "spans": [[0, 25], [26, 48]],
            "annotation_sets": [{"annotations": {
                "copy": {"choice": "Entailment", "spans": [0]}, "tell": {"choice": "Contradiction", "spans": [1]},
            }}],
        }
    ],
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(GIVEN), encoding="utf-8")
    return path


class Told:
    """Says that a text with the hypothesis's last word but the full stop entails it, and is silent else."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        found = [[2.0, 0.0, 0.0] if statement.split()[-1][:-1] in text else [0.0, 0.0, 2.0] for statement, text in pairs]
        return np.array(found, dtype=np.float32)

    def decide(self, logits: NDArray[np.float32]) -> tuple[Says, list[int]]:
        order = [int(at) for at in np.argsort(-logits[:, 0], kind="stable")]
        return ("entails" if logits[:, 0].max() > 0 else "silent"), order


class Flat:
    """An encoder to which every text is alike."""

    def encode(self, texts: Sequence[str], role: str = "document") -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)


def test_a_file_is_read_and_judged(file: Path) -> None:
    hypotheses, given = contracts.read(file)
    assert hypotheses == HYPOTHESES
    assert given[0].spans == ("Agency may keep one copy.", "It may tell its staff.")
    said = list(contracts.judged(Told(), Flat(), hypotheses, given))  # type: ignore[arg-type]
    assert said == [Prediction("7", "copy", "Entailment", (0, 1)), Prediction("7", "tell", "NotMentioned", (0, 1))]
    assert said[0].as_json() == {"document": "7", "hypothesis": "copy", "choice": "Entailment", "spans": [0, 1]}
    figures = contracts.figures(said, given)
    assert figures == {
        "accuracy": 0.5, "f1_entailment": 1.0, "f1_contradiction": 0.0, "f1_not_mentioned": 0.0, "evidence_map": 0.75,
        "pairs": 2.0,
    }  # fmt: skip


def test_without_gold_there_are_predictions_and_no_figure() -> None:
    bare = Contract("1", ("Agency may keep one copy.",))
    said = list(contracts.judged(Told(), Flat(), HYPOTHESES, [bare, Contract("2", ())]))  # type: ignore[arg-type]
    assert [(one.contract, one.choice, one.spans) for one in said][1:] == [
        ("1", "NotMentioned", (0,)), ("2", "NotMentioned", ()), ("2", "NotMentioned", ()),
    ]
    assert contracts.figures(said, [bare]) == {}


def test_a_pair_without_a_prediction_is_wrong(file: Path) -> None:
    _, given = contracts.read(file)
    assert contracts.figures([], given)["accuracy"] == 0.0


@pytest.mark.parametrize("text", ["[]", "{}", '{"labels": {"a": 1}, "documents": []}', "no json"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.json is no"):
        contracts.read(tmp_path / "x.json")
