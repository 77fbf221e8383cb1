"""The plans held against guidance that we wrote are true to their documents."""
from __future__ import annotations

from collections import Counter

import pytest

from eval.training import checks
from eval.training.own import plain


@pytest.mark.parametrize("slug", checks.worlds(True) + checks.worlds(False))
def test_what_is_quoted_stands_in_its_document(slug: str) -> None:
    def text(name: str) -> str:
        return plain((checks.FOLDER / f"{slug}-{name}.md").read_text(encoding="utf-8"))

    guidance, plans = text("guidance"), {plan: text(f"plan-{plan}") for plan in "ab"}
    rows = checks.rows(slug)
    asked = [piece for row in rows for piece in (row["duty"], row.get("lead_in") or "") if plain(piece) not in guidance]
    said = [
        piece for row in rows for piece in (*row["evidence"], *row["near"]) if plain(piece) not in plans[row["plan"]]
    ]
    assert (asked, said) == ([], [])


@pytest.mark.parametrize("slug", checks.worlds(True) + checks.worlds(False))
def test_every_duty_has_one_verdict_for_each_plan(slug: str) -> None:
    rows = checks.rows(slug)
    counted = Counter((row["duty"], row.get("lead_in"), row["plan"]) for row in rows)
    assert set(counted.values()) == {1}
    assert {one[:2] for one in counted if one[2] == "a"} == {one[:2] for one in counted if one[2] == "b"}
    assert {row["verdict"] for row in rows} <= {"met", "partial", "missing", "contradicted"}
    assert all((row["verdict"] == "missing") == (not row["evidence"]) for row in rows)


def test_what_is_held_out_is_not_learned_from() -> None:
    assert len(checks.worlds(True)) >= 3 and not set(checks.worlds(True)) & set(checks.worlds(False))
