"""Reading and structuring PDFs beside the bare text of the same pages, as the library that Remit reads them with gives it.

Both are counted in seconds of one processor, so that what else the machine does matters little; files with pages that have
to be recognised are left out. The ratio says how much of the time is Remit's own work.
"""
from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from eval.bench.peers import pdfium
from eval.bench.work import peak_mb
from ingest import readers
from ingest.passages import passages
from ingest.reading import collect_rarely
from kb.errors import InputError, RemitError, UnreadableFile

Figures = dict[str, float | dict[str, float]]


def figures(folders: Sequence[Path]) -> Figures:
    """Pages a second of both over the folders' digital PDFs, in a process of its own, and that process's peak.

    Raises InputError where there is no such file, RemitError where the process failed.
    """
    call = [sys.executable, "-m", "eval.bench.reading", *map(str, folders)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RemitError(f"The bench's process failed and said: {(done.stderr.strip().splitlines() or ['nothing'])[-1]}")
    told: Figures = json.loads(done.stdout.splitlines()[-1])
    if not told["files"]:
        raise InputError(f"There is no PDF with text in {', '.join(map(str, folders))}: name folders that hold some.")
    return told


def measured(folders: Sequence[Path]) -> Figures:
    """The same in this process. The first file is read once before, so that nothing is loaded while the clock runs."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.pdf"))]
    digital = [path for path in paths if _is_digital(path)]
    seconds, pages = _timed(read, digital)
    bare_seconds, bare_pages = _timed(pdfium.text, digital)
    ours, bare = (round(n / s, 1) if s else 0.0 for n, s in ((pages, seconds), (bare_pages, bare_seconds)))
    ratio = round(ours / bare, 3) if bare else 0.0
    pair = {"remit": ours, "pdfium_text": bare, "ratio": ratio}
    return {"files": len(digital), "pages": pages, "pages_a_second": pair, "peak_mb": round(peak_mb())}


def read(path: Path) -> int:
    """Read and cut one PDF into passages, tables and all; how many pages it has."""
    source = readers.read(path)
    passages(source.blocks, path.stem, 1, source.title or "")
    return source.pages or 0


def _timed(work: Callable[[Path], int], paths: Sequence[Path]) -> tuple[float, int]:
    """Processor seconds, and pages."""
    started = process_time()
    pages = sum(map(work, paths))
    return process_time() - started, pages


def _is_digital(path: Path) -> bool:
    try:
        return not readers.read(path).ocr_pages
    except UnreadableFile:
        return False


if __name__ == "__main__":
    collect_rarely()  # as where files are added
    print(json.dumps(measured([Path(folder) for folder in sys.argv[1:]])))
