"""The questions about documents of our own kind: true to their documents, and what the reranker learns from them."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.training import checks, own
from kb.encoders import SHIPPED

PAPER = """# Ferry paper

## 1. Money

The pier costs £40,000 a year. It was built in 1930.

## 2. People

Two crews work in turn. Nobody lives on the island.
"""
ROWS = [
    {"question": "what do we pay for the pier", "evidence": ["The pier costs £40,000 a year."], "answerable": True},
    {"question": "who paints it", "evidence": [], "answerable": False, "near": ["Nobody lives on the island."]},
    {"question": "and when?", "history": ["what do we pay for the pier"], "evidence": [], "answerable": False},
]


@pytest.mark.parametrize("slug", own.documents(True) + own.documents(False))
def test_every_piece_of_evidence_stands_in_its_document(slug: str) -> None:
    text = own.plain((own.FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    rows = own.asked(own.FOLDER / f"{slug}.jsonl")
    assert rows and all(row["answerable"] == bool(row["evidence"]) for row in rows)
    assert [piece for row in rows for piece in row["evidence"] if own.plain(piece) not in text] == []


LEARNED = sorted([*own.READINGS.glob("*.jsonl"), *own.DUTIES.glob("*.jsonl")])


@pytest.mark.parametrize("rows", LEARNED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_a_reading_points_to_stands_in_its_document(rows: Path) -> None:
    text = own.plain(own.document(rows.stem).read_text(encoding="utf-8"))
    read = own.asked(rows)
    assert read and all(row["answerable"] == bool(row["evidence"]) for row in read)
    pieces = [piece for row in read for piece in (*row["evidence"], *row.get("near", ()))]
    assert [piece for piece in pieces if own.plain(piece) not in text] == []


def test_what_is_held_out_is_not_learned_from() -> None:
    plans = {f"{slug}-{text}" for slug in checks.worlds(True) for text in ("guidance", "plan-a", "plan-b")}
    assert len(own.documents(True)) >= 10 and not set(own.documents(True)) & set(own.documents(False))
    assert not (plans | set(own.documents(True))) & {path.stem for path in LEARNED}


@pytest.mark.slow
def test_a_question_is_paired_with_what_the_product_would_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ferry.md").write_text(PAPER, encoding="utf-8")
    (tmp_path / "ferry.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (tmp_path / "HELD").write_text("", encoding="utf-8")
    monkeypatch.setattr(own, "FOLDER", tmp_path)
    passages, units, *unanswered = own.groups(SHIPPED / "encoder", held=False)
    assert passages.answers.count(True) == units.answers.count(True) == 1
    assert "The pier costs £40,000 a year. It was built in 1930." in passages.texts[0]
    assert units.texts[0].endswith(": The pier costs £40,000 a year.") and any("1930" in text for text in units.texts[1:])
    assert [group.question for group in unanswered] == ["who paints it"] * 2
    assert not any(answers for group in unanswered for answers in group.answers)
    assert all("Nobody lives on the island." in group.texts[0] for group in unanswered)  # what misleads comes first


@pytest.mark.slow
def test_a_duty_is_paired_with_what_speaks_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duty = {"question": "Piers must be kept.", "evidence": ["The pier costs £40,000 a year."], "answerable": True}
    (tmp_path / "ferry.md").write_text(PAPER, encoding="utf-8")
    (tmp_path / "ferry.jsonl").write_text(json.dumps(duty), encoding="utf-8")
    monkeypatch.setattr(own, "DUTIES", tmp_path)
    monkeypatch.setattr(own, "SHELVES", (tmp_path,))
    first, second = own.duties(SHIPPED / "encoder", passes=2)
    assert first.texts[0] == second.texts[0] and first.texts[0].endswith("The pier costs £40,000 a year.")
    assert first.answers.count(True) == 1 and len(first.texts) > 1
