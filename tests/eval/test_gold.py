"""A gold file is read whole, or refused with every fault in it named."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.gold import Question, questions
from kb.errors import InputError

ROW = {"id": "q1", "question": "How much?", "kind": "fact", "answerable": True, "evidence": ["£5m"]}


def gold(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_row_is_read_with_its_defaults(tmp_path: Path) -> None:
    second = {**ROW, "id": "q2", "history": ["Before?"], "answer_must_contain": [["a", "b"]]}
    assert questions(gold(tmp_path, ROW, "", second)) == [
        Question("q1", "How much?", "fact", answerable=True, evidence=("£5m",)),
        Question("q2", "How much?", "fact", True, evidence=("£5m",), history=("Before?",), must_contain=(("a", "b"),)),
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    bad = gold(tmp_path, ROW, "{", [1], {**ROW, "evidence": []}, {"id": "", "answerable": "yes"}, {**ROW, "doc": "plan"})
    with pytest.raises(InputError) as error:
        questions(bad)
    told = str(error.value)
    for part in (
        "line 2: not a JSON object",
        "line 3: not a JSON object",
        "line 4: an answerable question needs evidence",
        "line 5: id is '', but must be text",
        "line 5: question is missing",
        "line 5: kind is missing",
        "line 5: answerable is 'yes', but must be true or false",
        "line 6: doc is 'plan', but must be a list of texts",
        "the id q1 stands in 3 lines",
    ):
        assert part in told


def test_an_empty_a_missing_and_a_foreign_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it holds no row"):
        questions(gold(tmp_path, ""))
    with pytest.raises(InputError, match="cannot be read as gold"):
        questions(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9\xe9")
    with pytest.raises(InputError, match="cannot be read as gold"):
        questions(tmp_path / "latin.jsonl")
