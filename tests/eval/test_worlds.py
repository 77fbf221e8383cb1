"""What the check says of plans that we wrote, measured."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.cli import main
from eval.training import checks

GUIDANCE = "# Ferry guidance\n\n## 1. Boats\n\n1.1 The board must publish a timetable.\n\n1.2 The board must paint it.\n"
PLAN = "# Ferry plan\n\n## 1. What we do\n\nThe board publishes a timetable. Nobody lives on the island.\n"
ROWS = [
    {"duty": "The board must publish a timetable.", "verdict": "met", "evidence": ["The board publishes a timetable."]},
    {"duty": "The board must paint it.", "verdict": "missing", "evidence": []},
    {"duty": "The board must sing.", "verdict": "missing", "evidence": []},
]


@pytest.mark.slow
def test_verdicts_are_counted_over_every_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("guidance", GUIDANCE), ("plan-a", PLAN), ("plan-b", PLAN.replace("publishes", "prints"))):
        (tmp_path / f"ferry-{name}.md").write_text(text, encoding="utf-8")
    rows = [row | {"id": f"{plan}{at}", "plan": plan, "also": []} for plan in "ab" for at, row in enumerate(ROWS)]
    (tmp_path / "ferry.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "HELD").write_text("ferry\n", encoding="utf-8")
    monkeypatch.setattr(checks, "FOLDER", tmp_path)
    monkeypatch.setenv("REMIT_HOME", str(tmp_path / "home"))
    ran = CliRunner().invoke(main, ["checks", "--json"])
    found = json.loads(ran.stdout)
    assert found["verdicts_rows_found"] == pytest.approx(2 / 3, abs=1e-3), "nobody is told to sing"
    assert found["verdicts_evidence_hit"] == 0.5, "the gold's sentence stands in one plan of two"
    assert found["verdicts_false_met"] == 0.0
