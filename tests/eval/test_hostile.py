"""Each file under a folder gives a row, whatever becomes of it."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.cli import main
from eval.hostile import figures, rows
from ingest.worker import Worker
from kb.errors import ReadingBrokeOff, ReadingTookTooLong


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "good.txt").write_text("The board must meet.\n", encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (tmp_path / "empty.docx").touch()
    return tmp_path


def test_a_row_a_file_with_its_reason(folder: Path) -> None:
    found = list(rows(folder))
    assert [(row.path, row.outcome, row.characters) for row in found] == [
        ("broken.pdf", "refused", 0),
        ("deep/good.txt", "read", 17),
        ("empty.docx", "refused", 0),
    ]
    assert found[2].reason == "empty.docx is empty (0 bytes)."
    assert figures(found)["read"] == 1 and figures(found)["refused"] == 2


@pytest.mark.parametrize(("error", "outcome"), [(ReadingTookTooLong, "timed_out"), (ReadingBrokeOff, "crashed")])
def test_files_that_end_their_reader_are_counted_apart(
    folder: Path, error: type[Exception], outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_worker: Worker, _job: object) -> None:
        raise error("It ended.")

    monkeypatch.setattr(Worker, "read", end)
    assert [(row.outcome, row.reason) for row in rows(folder)] == [(outcome, "It ended.")] * 3


def test_the_command_prints_figures_and_writes_rows(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    ran = CliRunner().invoke(main, ["hostile", str(folder), "--rows", str(kept), "--json"])
    assert ran.exit_code == 0 and json.loads(ran.stdout)["files"] == 3
    assert [json.loads(line)["path"] for line in kept.read_text(encoding="utf-8").splitlines()] == [
        "broken.pdf",
        "deep/good.txt",
        "empty.docx",
    ]
