"""ContractNLI: the file's form, the figures by hand, and a judge that can be told what to say."""
from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from eval import contracts
from eval.contracts import Contract, Prediction
from eval.training import entailment
from kb.encoders import SHIPPED, Encoder
from kb.entailment import Entailment, Says
from kb.errors import InputError, ModelError

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
    """Says that a text with the statement's last word but the full stop entails it, and is silent else."""

    def read(self, texts: Sequence[str], encoder: object) -> NDArray[np.float32]:
        endings = [text.split()[-1][:-1] for text in HYPOTHESES.values()]
        return np.array([[ending in text for ending in endings] for text in texts], dtype=np.float32)

    def decide(self, statement: str, read: NDArray[np.float32]) -> tuple[Says, list[int]]:
        seen = read[:, list(HYPOTHESES.values()).index(statement)]
        return ("entails" if seen.max() > 0 else "silent"), [int(at) for at in np.argsort(-seen, kind="stable")]


def test_a_file_is_read_and_judged(file: Path) -> None:
    hypotheses, given = contracts.read(file)
    assert hypotheses == HYPOTHESES
    assert given[0].spans == ("Agency may keep one copy.", "It may tell its staff.")
    said = list(contracts.judged(Told(), None, hypotheses, given))  # type: ignore[arg-type]
    assert said == [Prediction("7", "copy", "Entailment", (0, 1)), Prediction("7", "tell", "NotMentioned", (0, 1))]
    assert said[0].as_json() == {"document": "7", "hypothesis": "copy", "choice": "Entailment", "spans": [0, 1]}
    figures = contracts.figures(said, given)
    assert figures == {
        "accuracy": 0.5, "f1_entailment": 1.0, "f1_contradiction": 0.0, "f1_not_mentioned": 0.0, "evidence_map": 0.75,
        "pairs": 2.0,
    }  # fmt: skip


def test_without_gold_there_are_predictions_and_no_figure() -> None:
    bare = Contract("1", ("Agency may keep one copy.",))
    said = list(contracts.judged(Told(), None, HYPOTHESES, [bare, Contract("2", ())]))  # type: ignore[arg-type]
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


@pytest.fixture(scope="module")
def shipped() -> Entailment:
    return Entailment()


def test_the_model_reads_the_vectors_of_the_encoder_that_ships(shipped: Entailment) -> None:
    assert shipped.encoder == Encoder(SHIPPED / "encoder").fingerprint


@pytest.mark.shared
def test_what_a_contract_says_of_a_statement_it_was_taught(shipped: Entailment, shared: Path) -> None:
    hypotheses, _ = contracts.read(shared / "data" / "contractnli" / "dev.json")
    statement = next(one for one in hypotheses.values() if "Agreement was agreed" in one)
    texts = [
        "This Agreement is governed by the law of Scotland.",
        "The Recipient shall not disclose to any person the existence of this Agreement or that talks are taking place.",
        "",
    ]
    read = shipped.read(texts, Encoder(SHIPPED / "encoder"))
    says, order = shipped.decide(statement, read)
    assert (says, order[0]) == ("entails", 1) and np.isfinite(read).all()
    assert shipped.decide(statement, read[:1])[0] == "silent"


def test_a_statement_it_was_not_taught_and_another_encoder_are_named(shipped: Entailment) -> None:
    with pytest.raises(InputError, match=r'not taught "Pigs fly\."'):
        shipped.decide("Pigs fly.", np.zeros((1, 17, 2), dtype=np.float32))
    with pytest.raises(ModelError, match="the encoder that comes with Remit"):
        shipped.read(["A text."], SimpleNamespace(fingerprint="other"))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["model.onnx", "facts.json"])
def test_a_damaged_model_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(SHIPPED / "entailment", tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-9])
    with pytest.raises(ModelError, match=r"entailment model in .* cannot be read"):
        Entailment(tmp_path)


def test_three_ways_of_a_few_spans_are_learned_and_go_through_the_graph(file: Path, tmp_path: Path) -> None:
    hypotheses, given = contracts.read(file)
    hypotheses |= {"pay": "Agency shall pay."}
    choices, evidence = {**given[0].choices, "pay": "NotMentioned"}, {**given[0].evidence, "pay": frozenset()}
    many = [replace(given[0], id=str(at), choices=choices, evidence=evidence) for at in range(entailment.INNER * 2)]
    encoder = Encoder(SHIPPED / "encoder")
    spans = entailment.spans_of(hypotheses, many, encoder)
    heads = entailment.learned(many, spans)
    rows = list(entailment.unseen(many, spans, entailment.INNER))
    entailment.ship(heads, entailment.decided(rows, list(hypotheses)), spans, encoder.fingerprint, tmp_path)
    made = Entailment(tmp_path)
    odds = made.read(given[0].spans, encoder)
    for at, key in enumerate(hypotheses):
        np.testing.assert_allclose(odds[:, at], heads.odds(key, spans.of["0"]), atol=1e-3)
    assert np.argmax(odds[:, 0, 0]) == 0 and np.argmax(odds[:, 1, 1]) == 1  # kept is entailed, telling contradicted
