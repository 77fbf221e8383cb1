"""The comparison: both products over the same small PDF, and what is made of their figures. No time is asserted."""
from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.bench import compare, reading, work
from eval.bench.work import Work
from eval.cli import main
from eval.gold import Question, questions
from eval.runs import SAMPLE_GOLD
from ingest import sample
from kb.errors import InputError, RemitError
from kb.settings import load

ROW = Question("q", "How much?", "fact", answerable=True, docs=("a",), evidence=("The sum is five million pounds.",))


def done(text: str, ms: float, pages: int = 10) -> Work:
    return Work(pages=pages, ingest_seconds=2.0, ms_median=ms, peak_mb=100.0, found={"q": [text]})


def test_each_figure_stands_beside_its_ratio() -> None:
    far = "x" * 1200 + ROW.evidence[0]
    figures = compare.figures([ROW], done(ROW.evidence[0], 5.0), done(far, 10.0, pages=5))
    assert {name: pair.as_json() for name, pair in figures.items()} == {
        "questions": {"remit": 1, "stock": 1, "ratio": 1.0},
        "pages": {"remit": 10, "stock": 5, "ratio": 2.0},
        "evidence_recall_at_5": {"remit": 1.0, "stock": 0.0, "ratio": None},
        "evidence_recall_at_5_whole": {"remit": 1.0, "stock": 1.0, "ratio": 1.0},
        "ingest_pages_a_second": {"remit": 5.0, "stock": 2.5, "ratio": 2.0},
        "peak_mb": {"remit": 100, "stock": 100, "ratio": 1.0},
        "ms_median": {"remit": 5.0, "stock": 10.0, "ratio": 0.5},
    }


def test_only_answerable_questions_about_the_pdfs_are_put(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No answerable gold question is about the PDFs"):
        compare.compare(tmp_path, [ROW], load())
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match="No answerable gold question is about the PDFs"):
        compare.compare(tmp_path, [ROW], load())


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RemitError, match=r"eval\.bench\.nobody failed and said: .*No module named"):
        compare.process("eval.bench.nobody", tmp_path, tmp_path)


def test_reading_is_measured_in_a_process_of_its_own_beside_the_bare_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no PDF with text in"):
        reading.figures([tmp_path])
    shutil.copy(next(sample.folder().glob("*.pdf")), tmp_path)
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7 and no more")
    told = json.loads(CliRunner().invoke(main, ["reading", str(tmp_path), "--json"]).stdout)
    assert (told["files"], told["pages"] > 0, told["peak_mb"] > 0) == (1, True, True)
    speed = told["pages_a_second"]
    assert speed["ratio"] == pytest.approx(speed["remit"] / speed["pdfium_text"], rel=0.01)


def test_peak_memory_is_of_the_process_alone() -> None:
    held = b"x" * 300_000_000  # this process's own, which a child must not be charged with
    code = "from eval.bench.work import peak_mb; print(peak_mb()); block = b'x' * 200_000_000; print(peak_mb())"
    before, after = map(float, subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split())
    assert work.peak_mb() > len(held) / 1e6 > before
    assert after - before > 150


def test_gold_and_corpus_go_together() -> None:
    result = CliRunner().invoke(main, ["compare", "stock", "--gold", str(SAMPLE_GOLD)])
    assert result.exit_code == 2 and "--gold and --corpus go together" in result.stderr


@pytest.mark.slow
def test_both_products_over_one_sample_paper(tmp_path: Path, soak: bool) -> None:
    for path in sample.folder().glob("*.pdf" if soak else "*6-4*.pdf"):
        shutil.copy(path, tmp_path)
    result = CliRunner().invoke(main, ["compare", "stock", "--corpus", str(tmp_path), "--gold", str(SAMPLE_GOLD), "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    there = {path.stem for path in tmp_path.glob("*.pdf")}
    about = [row for row in questions(SAMPLE_GOLD) if row.answerable and there.issuperset(row.docs)]
    assert figures["questions"]["remit"] == len(about) > 0
    assert figures["pages"]["remit"] == figures["pages"]["stock"] == (25 if soak else 4)
    assert figures["evidence_recall_at_5"]["remit"] >= figures["evidence_recall_at_5"]["stock"] > 0
    assert all(pair["remit"] > 0 and pair["stock"] > 0 for pair in figures.values())
