"""What the models learn from, and a short training of each: from groups to a compiled model that the product loads."""
from __future__ import annotations

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner

from eval.datasets import Asked, Given
from eval.training import groups, mine, sets, weigh
from eval.training.groups import Group
from kb.compiling import GRAPH
from kb.encoders import SHIPPED, Encoder, Reranker
from kb.models import Document, Hit, Passage

DOCUMENT = Document("d", "D", "other", 1, "d.txt", "", "text")
RULES_KEPT = [Passage(f"d/1/{n}", "d", 1, n, "paragraph", f"Rule {n}.") for n in range(4)]
RULES = [Given(("1", str(n)), f"Rule {n}: a firm must keep record {n} of its clients.", ("RECORDS",)) for n in range(20)]


def test_a_group_of_obliqa_has_one_answer_first_and_no_other_gold() -> None:
    asked = Asked("q", "Which record must a firm keep?", frozenset({("1", "3"), ("1", "4")}))
    found = {"q": [one.key for one in RULES]}
    (group,) = groups.obliqa(RULES, [asked], found, 6, Random(1))
    assert group.answers == (True, *[False] * 6)
    right = {RULES[3].text, RULES[4].text}
    assert group.texts[0].split("\n")[-1] in right
    assert not right & {text.split("\n")[-1] for text in group.texts[1:]}


def test_a_question_that_its_paragraph_cannot_answer_has_only_texts_that_do_not() -> None:
    text = "The mill was built in 1820. It ground oats. It burned in 1901."
    rows = [
        {"question": "When was the mill built?", "answers": [{"answer_start": 22, "text": "1820"}]},
        {"question": "Who owned the mill?", "answers": []},
    ]
    made = list(groups.squad2([{"paragraphs": [{"context": text, "qas": rows}]}], Random(1)))
    assert made[0].texts[0] == "The mill was built in 1820." and made[0].answers == (True, False, False)
    assert made[1].answers == (False, False, False)


def test_what_is_held_out_is_never_learned_from() -> None:
    asked = [Asked(str(number), "?", frozenset({("1", str(number))})) for number in range(25)]
    learn, held = sets.obliqa_split(asked)
    assert [one.id for one in held] == ["0", "10", "20"]
    assert {*learn, *held} == {*asked} and len(learn) + len(held) == len(asked)


def test_hard_negatives_come_from_the_full_text_search() -> None:
    found = mine.by_words(RULES, [Asked("q", "What about record 7?")], depth=3)
    assert found["q"][0] == ("1", "7") and len(found["q"]) == 3


ANIMALS = ("cat", "dog", "horse", "owl", "seal")
LESSONS = [
    Group(f"Where is the {one}?", (f"The {one} is here.", *(f"The {o} is here." for o in ANIMALS if o != one)),
          (True, False, False, False, False))
    for one in ANIMALS
]  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, start: Path) -> Path:
    """A reranker that learned in a few steps that a text which names the question's animal answers it."""
    from eval.training import export, learning, reranker

    folder = tmp_path_factory.mktemp("trained")
    weights = folder / "r.pt"
    model = reranker.model_from(start)
    learning.train(model, reranker.course(model, reranker.tokenizer_of(start), LESSONS * 8), weights, lambda _: None)
    export.reranker(start, weights, folder / "reranker")
    return folder / "reranker"


@pytest.mark.slow
def test_a_trained_reranker_is_loaded_and_gives_a_probability_for_each_text(trained: Path) -> None:
    texts = ["The owl is here.", "Budgets are set in March.", "", "x" * 5000]
    chances = Reranker(trained).score("Where is the owl?", texts)
    assert chances.shape == (4,) and chances.dtype == np.float32
    assert ((chances > 0) & (chances < 1)).all()
    assert (trained / GRAPH).stat().st_size <= 25_000_000


@pytest.mark.slow
def test_a_trained_encoder_is_loaded_and_has_learned(tmp_path: Path, start: Path) -> None:
    from eval.training import encoder, export

    (batch,) = encoder.batched([Group("?", ("No.",), (False,)), *LESSONS])
    assert sorted(one.question for one in batch) == sorted(one.question for one in LESSONS)
    model = encoder.model_from(start)
    encoder.train(model, encoder.tokenizer_of(start), [LESSONS] * 4, tmp_path / "e.pt", lambda _: None)
    export.encoder(start, tmp_path / "e.pt", tmp_path / "encoder")
    made = Encoder(tmp_path / "encoder")
    questions, answers = made.encode([one.question for one in LESSONS]), made.encode([one.texts[0] for one in LESSONS])
    assert (questions @ answers.T).argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert made.fingerprint != Encoder(SHIPPED / "encoder").fingerprint


@pytest.mark.slow
def test_a_reranker_is_weighed_on_what_was_held_out(trained: Path, tmp_path: Path) -> None:
    rules = [{"DocumentID": 6, "PassageID": str(n), "Passage": f"Rule {n}: keep record {n} of clients."} for n in range(5)]
    asked = [{"QuestionID": "q", "Question": "What does rule 3 say of record 3?", "Passages": [rules[3]]}]
    (tmp_path / "obliqa" / "docs").mkdir(parents=True)
    (tmp_path / "obliqa" / "docs" / "6.json").write_text(json.dumps(rules))
    (tmp_path / "obliqa" / "ObliQA_dev.json").write_text(json.dumps(asked))
    ran = CliRunner().invoke(weigh.main, ["--model", str(trained), "--data", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    assert "first stage 1.0: recall@10 1.0000, map@10 1.0000, hit@1 1.0000" in ran.output


def test_weights_decide_between_the_two_scores() -> None:
    hits = [Hit(n, score, RULES_KEPT[n], DOCUMENT) for n, score in ((1, 0.9), (2, 0.8), (3, 0.1))]
    assert [hit.rank for hit in weigh.reordered(hits, [0.1, 0.9, 0.9], 1.0)] == [1, 2, 3]
    assert [hit.rank for hit in weigh.reordered(hits, [0.1, 0.9, 0.9], 0.5)] == [2, 1, 3]
    assert [hit.rank for hit in weigh.reordered(hits, [0.1, 0.9, 0.9], 0.0)] == [2, 3, 1]
