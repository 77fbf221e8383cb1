"""Question sets from outside: read, put to the product's search in a library of their own, measured."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eval import cli_sets, datasets, outside
from eval.datasets import Asked, Given
from kb.errors import InputError

RULES = [
    {"DocumentID": 1, "PassageID": "4.", "Passage": "CLIENT MONEY"},
    {"DocumentID": 1, "PassageID": "4.1", "Passage": ""},
    {"DocumentID": 1, "PassageID": "4.1.(1)", "Passage": "A firm must hold client money in a separate account."},
    {"DocumentID": 1, "PassageID": "4.1.(2)", "Passage": "A firm must reconcile its ledgers every month."},
    {"DocumentID": 2, "PassageID": "1", "Passage": "Complaints must be answered within eight weeks."},
]
GOLD = {"DocumentID": 2, "PassageID": "1", "Passage": "Complaints must be answered within eight weeks."}
ASKED = [
    {"QuestionID": "a", "Question": "How soon must a complaint be answered?", "Passages": [GOLD]},
    {"QuestionID": "b", "Question": "In which separate account must client money be held?", "Passages": [RULES[2]]},
]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for doc in (1, 2):
        (folder / f"{doc}.json").write_text(json.dumps([row for row in RULES if row["DocumentID"] == doc]))
    return folder


def written(path: Path, rows: Any) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def test_obliqa_passages_are_those_with_text(rules: Path) -> None:
    given = datasets.obliqa_passages(rules)
    assert [one.key for one in given] == [("1", "4."), ("1", "4.1.(1)"), ("1", "4.1.(2)"), ("2", "1")]


def test_obliqa_finds_what_answers_and_writes_its_run(rules: Path, tmp_path: Path) -> None:
    questions, run = written(tmp_path / "q.json", ASKED), tmp_path / "run.jsonl"
    ran = CliRunner().invoke(
        cli_sets.obliqa, ["--docs", str(rules), "--questions", str(questions), "--run", str(run), "--json"]
    )
    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)
    assert figures.pop("ms_median") > 0
    assert figures == {"recall@10": 1.0, "map@10": 1.0, "hit@1": 1.0, "questions": 2.0, "passages": 4.0}
    rows = [json.loads(line) for line in run.read_text().splitlines()]
    assert [(row["id"], row["passages"][0]) for row in rows] == [("a", ["2", "1"]), ("b", ["1", "4.1.(1)"])]


def test_without_gold_there_is_a_run_and_no_figure(tmp_path: Path) -> None:
    bare = [{"QuestionID": row["QuestionID"], "Question": row["Question"]} for row in ASKED]
    asked = datasets.obliqa_questions(written(tmp_path / "q.json", bare))
    assert outside.ranking({"a": [("2", "1")]}, asked) == {}


def test_a_question_that_nothing_was_found_for_counts_as_nought() -> None:
    asked = [Asked("a", "?", frozenset({("1", "1")})), Asked("b", "?", frozenset({("1", "2")}))]
    assert outside.ranking({"a": [("1", "1")]}, asked) == {"recall@10": 0.5, "map@10": 0.5, "hit@1": 0.5}


@pytest.mark.parametrize("text", ["no json", '{"a": 1}', '[{"Question": "?"}]'])
def test_a_foreign_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"q\.json"):
        datasets.obliqa_questions(path)


def test_a_version_holds_its_document_alone() -> None:
    given = [Given(("1", "a"), "One."), Given(("1", "b"), "Two."), Given(("2", "a"), "Three.")]
    versions = list(datasets.versions(given))
    assert [(version.doc, len(version.passages)) for version, _ in versions] == [("1", 2), ("2", 1)]
    assert versions[0][1] == {"1/1/1": ("1", "a"), "1/1/2": ("1", "b")}


def test_conditionalqa_becomes_pages_with_lists_and_tables(tmp_path: Path) -> None:
    contents = ["<h1>Fees</h1>", "<p>You pay:</p>", "<li>£5</li>", "<li>£6</li>", "<tr>Route | Form</tr>"]
    written(tmp_path / "documents_dev_reconstructed.json", [{"url": "u", "contents": contents}])
    written(tmp_path / "distractor_partial_pages_from_train_evidence.json", [])
    row = {"id": "d", "url": "u", "scenario": "I moved.", "question": "What is paid?", "evidences": ["<li>£5</li>"]}
    written(tmp_path / "dev.json", [row, {**row, "id": "e", "evidences": []}])
    pages, asked = datasets.conditionalqa(tmp_path)
    assert "<ul><li>£5</li>\n<li>£6</li></ul>\n<table><tr><td>Route</td><td>Form</td></tr></table>" in pages["u"]
    assert [(one.id, one.text) for one in asked] == [("d", "I moved. What is paid?")]


def test_pages_are_read_and_searched_as_the_product_does(tmp_path: Path) -> None:
    pages = [
        {"doc_id": "Fees#1", "text": "Fees\n\nA licence costs £20 for one year.\n\nYou pay by card."},
        {"doc_id": "Forms#1", "text": "Forms\n\nSend form V5 to the office.\n\nForms are free."},
    ]
    written(tmp_path / "docs.json", pages)
    turn = {
        "id": "t1",
        "doc_id": "Fees#1",
        "question": "user:how much for a year \tagent:Yes. \tuser:do i need a licence",
        "answers": {"text": ["A licence costs £20 for one year. "], "answer_start": [6]},
    }
    (tmp_path / "questions.jsonl").write_text(json.dumps(turn) + "\n")
    ran = CliRunner().invoke(cli_sets.doc2dial, ["--data", str(tmp_path), "--json"])
    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)
    assert (figures["document_hit@5"], figures["span_hit@5"], figures["evidence_recall@10"]) == (1.0, 1.0, 1.0)


def test_squad2_counts_what_was_not_answered(tmp_path: Path) -> None:
    paragraph = {
        "context": "The mill was built in 1820 by Anna Reid. It ground oats.",
        "qas": [
            {"question": "When was the mill built?", "is_impossible": False},
            {"question": "How many people visit Brazil each summer?", "is_impossible": True},
        ],
    }
    path = written(tmp_path / "s.json", {"data": [{"title": "Old_Mill", "paragraphs": [paragraph]}]})
    ran = CliRunner().invoke(cli_sets.squad2, [str(path), "--json"])
    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)
    assert (figures["refuse_recall"], figures["questions"]) == (1.0, 2.0)
