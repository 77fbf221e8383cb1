"""Figures over duties, verdicts and Directions: by hand on a few rows, and beside the scorer on many odd ones."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.registers import direction_figures, duty_figures, verdict_figures
from eval.runs import DATA
from tests.eval.scorer import score

DUTY = {"id": "D1", "modality": "must", "text": "The Board must publish the plan every year.", "core": True, "group": "D1"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def test_duties_found_missed_and_invented() -> None:
    other = {**DUTY, "id": "D2", "text": "Carers should be asked what they need.", "modality": "should", "group": "D1"}
    lure = {"text": "This will ensure that people are well.", "label": "not_a_duty"}
    found = [{"text": DUTY["text"].lower(), "modality": "should"}, {"text": lure["text"], "modality": "may"}]
    assert duty_figures([DUTY, other], found, [lure]) == {
        "duties_recall_core": 0.5,
        "duties_recall_core_groups": 1.0,
        "duties_modality_right": 0.0,
        "duties_precision": 0.5,
        "duties_negatives_taken": 1.0,
    }


def test_a_verdict_without_a_row_is_wrong_and_an_arguable_one_is_right() -> None:
    gold = [
        {"duty_id": "D1", "verdict": "partial", "also": ["met"], "evidence": ["We publish our plan in June."]},
        {"duty_id": "D2", "verdict": "missing", "evidence": []},
    ]
    duties = [DUTY, {**DUTY, "id": "D2", "text": "Carers should be asked what they need."}]
    row = {"duty_text": DUTY["text"], "verdict": "met", "evidence": [{"quote": "Each year we publish our plan in June."}]}
    figures = verdict_figures(gold, duties, [row])
    assert figures == {
        "verdicts_rows_found": 0.5,
        "verdicts_accuracy": 0.5,
        "verdicts_macro_f1": 0.25,
        "verdicts_evidence_hit": 1.0,
    }


def test_no_rows_give_nought_and_no_error() -> None:
    assert set(duty_figures([DUTY], [], []).values()) == {0.0}
    assert direction_figures([], []) == dict.fromkeys(direction_figures(rows("directions.jsonl"), []), 0.0)


@pytest.mark.shared
def test_duty_figures_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    gold, negatives = rows("duties.jsonl"), rows("duties_negatives.jsonl")
    found = [
        {"text": row["text"][: (len(row["text"]), 25, 60)[at % 3]], "modality": ("must", "should")[at % 2], "page": 1}
        for at, row in enumerate([*gold, *negatives])
        if at % 5
    ]
    call = ("duties", DATA / "duties.jsonl", "--negatives", DATA / "duties_negatives.jsonl")
    theirs = score(shared, tmp_path, call, found)
    names = ("recall_core", "recall_core_groups", "modality_right", "precision", "negatives_taken_for_duties")
    ours = duty_figures(gold, found, negatives)
    assert list(ours.values()) == [theirs[name] for name in names]
    assert 0.2 < ours["duties_recall_core"] < 1 and 0.2 < ours["duties_precision"] < 1


@pytest.mark.shared
def test_verdict_figures_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    gold, duties = rows("crosscheck.jsonl"), rows("duties.jsonl")
    texts = {duty["id"]: duty["text"] for duty in duties}
    verdicts = ("met", "partial", "missing", "contradicted")
    found = [
        {
            "duty_text": texts[row["duty_id"]] if at % 4 else "Of these things: " + texts[row["duty_id"]],
            "verdict": row["verdict"] if at % 3 else verdicts[at % 4],
            "evidence": [{"quote": quote[: 200 - 190 * (at % 2)]} for quote in row["evidence"]],
        }
        for at, row in enumerate(gold)
        if at % 6
    ]
    theirs = score(shared, tmp_path, ("crosscheck", DATA / "crosscheck.jsonl", "--duties", DATA / "duties.jsonl"), found)
    names = ("rows_found", "verdict_accuracy", "verdict_macro_f1", "evidence_hit")
    ours = verdict_figures(gold, duties, found)
    assert list(ours.values()) == [theirs[name] for name in names]
    assert 0.2 < ours["verdicts_accuracy"] < 1 and 0.2 < ours["verdicts_evidence_hit"] < 1


@pytest.mark.shared
def test_direction_figures_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    gold = rows("directions.jsonl")
    found = [
        {
            **row,
            "id": row["id"] + "." * (at % 2),
            "owners": row["owners"][::-1][: 1 + at % 4],
            "deadline": None if at % 3 == 1 else row["deadline"],
            "amounts": row["amounts"][: at % 2],
        }
        for at, row in enumerate(gold)
        if at % 5
    ]
    theirs = score(shared, tmp_path, ("directions", DATA / "directions.jsonl"), found)
    names = ("found", "deadline_right", "owners_right", "modality_right", "amounts_right")
    assert list(direction_figures(gold, found).values()) == [theirs[name] for name in names]
