"""Figures over duties, verdicts and Directions: by hand on a few rows, and beside the scorer on many odd ones."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.registers import direction_figures, duty_figures, entry_figures, verdict_figures
from eval.runs import DATA, entries
from ingest import sample
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


def test_entries_are_found_by_kind_text_and_place() -> None:
    gold: list[dict[str, Any]] = [
        {"doc": "d", "kind": "option", "number": "1", "page": 4, "text": "Option 1: close the ward at night"},
        {"doc": "d", "kind": "option", "number": "2", "page": 4, "text": "Option 2: keep the ward open at night"},
        {"doc": "d", "kind": "direction_affected", "direction": "5.2", "text": "NHS North must report in May."},
    ]
    found = [
        {"doc": "d", "kind": "option", "number": "1", "page": 5, "text": "Option 1: close the ward at night"},
        {"doc": "e", "kind": "option", "number": "2", "page": 4, "text": "Option 2: keep the ward open at night"},
        {"doc": "d", "kind": "direction_affected", "number": "5.2", "page": 7, "text": "NHS North must report in May."},
    ]
    assert entry_figures(gold, found) == {
        "register_direction_affected_found": 1.0,
        "register_option_found": 0.5,
        "register_number_and_page_right": 0.5,
    }
    assert entry_figures([], found) == {"register_number_and_page_right": 0.0}


def test_every_decision_of_the_samples_gold_is_found_in_its_place() -> None:
    figures = entry_figures(rows("decisions.jsonl"), entries(sample.folder()))
    assert {name: figure for name, figure in figures.items() if figure < 1} == {"register_risk_found": 0.8}


@pytest.mark.shared
def test_every_decision_of_the_corpus_is_found(shared: Path) -> None:
    gold = [json.loads(line) for line in (shared / "gold" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()]
    figures = entry_figures(gold, entries(shared / "corpus" / "pdf"))
    wanted = ("recommendation", "option", "decision_asked", "direction_affected", "money", "date")
    assert [figures[f"register_{kind}_found"] for kind in wanted] == [1.0] * len(wanted)
    assert figures["register_number_and_page_right"] == 1.0
