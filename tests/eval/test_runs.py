"""`remit-eval run` over small libraries and over the sample: real files, a real home, real answers."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eval import runs
from eval.cli import main
from eval.measures import answer_figures, judge
from ingest import pipeline, sample
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

TEXT = "# Reserves policy\n\nThe Board keeps a general reserve of £1.7m.\n\nThe Audit Committee reviews it every March.\n"
GOLD = [
    {
        "id": "r1",
        "question": "How much is the general reserve?",
        "kind": "fact",
        "doc": ["reserves"],
        "evidence": ["The Board keeps a general reserve of £1.7m."],
        "answer_must_contain": [["£1.7m"]],
        "answerable": True,
    },
    {"id": "r2", "question": "Who is the mayor of Paris?", "kind": "unanswerable", "answerable": False},
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "reserves.md").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, GOLD)), encoding="utf-8")
    return path


def test_figures_over_a_corpus_as_one_object(corpus: Path, gold: Path) -> None:
    result = run("--corpus", corpus, "--gold", gold, "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["citation_quotes_verbatim"] == figures["evidence_recall_at_5"] == figures["evidence_recall"] == 1.0
    assert figures["correct"] == figures["fact"] == figures["refused_unanswerable"] == 1.0
    assert "duties_recall_core" not in figures


def test_the_table_and_what_failed(corpus: Path, gold: Path) -> None:
    wrong = [{**GOLD[0], "answer_must_contain": [["£9m"]]}, GOLD[1]]
    gold.write_text("\n".join(map(json.dumps, wrong)), encoding="utf-8")
    result = run("--corpus", corpus, "--gold", gold, "--show")
    assert "r1 | fact | How much is the general reserve? | answered" in result.stdout
    assert "r2 |" not in result.stdout
    assert "evidence_recall_at_10" in result.stdout and "asked 2 of 2" in result.stderr


def test_gold_of_ones_own_is_put_to_ones_own_library(corpus: Path, gold: Path, home: Path) -> None:
    empty = run("--gold", gold)
    assert empty.exit_code == 1 and f"The library in {home} is empty" in empty.stderr
    with KnowledgeBase.open(load()) as kb:
        assert [row.outcome for row in pipeline.add(kb, [corpus])] == ["added"]
    assert json.loads(run("--gold", gold, "--json").stdout)["correct"] == 1.0


def test_a_corpus_that_cannot_be_read_is_told(corpus: Path, gold: Path) -> None:
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    result = run("--corpus", corpus, "--gold", gold)
    assert result.exit_code == 1 and "broken.pdf" in result.stderr and "Traceback" not in result.stderr


def test_quotes_are_held_against_other_texts_where_they_are_given(corpus: Path, gold: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    result = run("--corpus", corpus, "--gold", gold, "--texts", texts)
    assert result.exit_code == 1 and "holds no text to hold quotes against" in result.stderr
    (texts / "reserves.txt").write_text("The Board keeps no reserve.", encoding="utf-8")
    figures = json.loads(run("--corpus", corpus, "--gold", gold, "--texts", texts, "--json").stdout)
    assert figures["citation_quotes_verbatim"] == 0.0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_pages_are_read_by_another_reader() -> None:
    paper = next(sample.folder().glob("*6-4*.pdf"))
    sheets = runs.sheets(paper)
    assert len(sheets) == 4 and "Strathmarden" in sheets[0]
    assert runs.sheets(paper.with_name("none.pdf")) == []


def test_a_library_without_its_plan_has_no_verdicts(corpus: Path) -> None:
    with runs.built(corpus, load(), print) as kb, pytest.raises(InputError, match="taken for plans: none"):
        runs.sample_registers(kb)


@pytest.mark.slow
def test_the_sample_is_answered_no_worse_than_it_was(soak: bool) -> None:
    """Floors a little under what was reached, so that a change that loses something is seen. All questions with --soak."""
    from eval.gold import questions

    rows = questions(runs.SAMPLE_GOLD)[:: 1 if soak else 4]
    with runs.built(sample.folder(), load(), lambda line: None) as kb:
        texts = runs.texts(kb, runs.SAMPLE_TEXTS)
        answers = runs.answers(kb, rows, lambda line: None)
        registers = runs.sample_registers(kb)
    figures = answer_figures([judge(row, answer, texts) for row, answer in zip(rows, answers, strict=True)])
    assert figures["citation_quotes_verbatim"] == figures["answer_quotes_verbatim"] == 1.0
    assert {name: value for name, value in (figures | registers).items() if value < FLOORS.get(name, 0.0)} == {}


FLOORS = {
    "correct": 0.4,
    "evidence_recall": 0.4,
    "duties_recall_core": 0.95,
    "duties_precision": 0.95,
    "verdicts_rows_found": 1.0,
    "verdicts_accuracy": 0.7,
    "directions_found": 1.0,
    "directions_deadline_right": 0.95,
}
