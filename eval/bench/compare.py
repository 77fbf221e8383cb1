"""Remit beside another product: the same PDFs, the same questions, each in a process of its own.

Recall is of the gold evidence in the first five texts found; a text counts by its first 1,200 characters, about what a
person reads of it, and, told apart, as a whole. A question is put alone, without the ones before it.
"""
from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.work import Work
from eval.gold import Question
from eval.measures import PASSAGE_READ, search_figures
from kb.errors import InputError, RemitError
from kb.ids import slug
from kb.settings import Settings

OURS, STOCK = "eval.bench.ours", "eval.bench.peers.stock"


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both, and Remit's divided by the other's."""

    remit: float
    stock: float

    @property
    def ratio(self) -> float | None:
        return round(self.remit / self.stock, 3) if self.stock else None

    def as_json(self) -> dict[str, float | None]:
        return {"remit": self.remit, "stock": self.stock, "ratio": self.ratio}


def compare(corpus: Path, rows: Sequence[Question], settings: Settings) -> dict[str, Pair]:
    """The figures of both over the folder's PDFs and the answerable questions whose documents are among them.

    Raises InputError where there is no such file or question, RemitError where a process failed.
    """
    pdfs = sorted(corpus.glob("*.pdf"))
    there = {slug(path.name) for path in pdfs}
    asked = [row for row in rows if row.answerable and there.issuperset(row.docs)]
    if not asked:
        raise InputError(f"No answerable gold question is about the PDFs in {corpus}: name PDFs and gold over them.")
    with TemporaryDirectory(prefix="remit-bench-") as folder:
        files = Path(folder) / "files"
        files.mkdir()
        for path in pdfs:
            shutil.copy(path, files)
        questions = Path(folder) / "questions.json"
        questions.write_text(json.dumps([(row.id, row.text) for row in asked]), encoding="utf-8")
        ours, stock = (process(module, files, questions) for module in (OURS, STOCK))
    return figures(asked, ours, stock)


def process(module: str, files: Path, questions: Path) -> Work:
    with TemporaryDirectory(prefix="remit-bench-") as scratch:
        call = [sys.executable, "-m", module, str(files), str(questions), scratch]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["nothing"]
        raise RemitError(f"The bench's process {module} failed and said: {said[0]} (`make install` brings what it needs).")
    return Work(**json.loads(done.stdout.splitlines()[-1]))


def figures(asked: Sequence[Question], ours: Work, stock: Work) -> dict[str, Pair]:
    def recall(read: int | None) -> Pair:
        return Pair(*(search_figures(asked, work.found, read)["evidence_recall_at_5"] for work in (ours, stock)))

    return {
        "questions": Pair(len(asked), len(asked)),
        "pages": Pair(ours.pages, stock.pages),
        "evidence_recall_at_5": recall(PASSAGE_READ),
        "evidence_recall_at_5_whole": recall(None),
        "ingest_pages_a_second": Pair(*(round(work.pages / work.ingest_seconds, 1) for work in (ours, stock))),
        "peak_mb": Pair(round(ours.peak_mb), round(stock.peak_mb)),
        "ms_median": Pair(round(ours.ms_median, 1), round(stock.ms_median, 1)),
    }
