"""What every process of a bench does: take files and questions, say what it found and how long that took.

A process is called with a folder of files, a file of questions (a JSON list of [id, text]) and an empty folder to keep
things in, and prints one JSON object, a `Work`, as its last line.
"""
from __future__ import annotations

import json
import re
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Protocol

WARM_UP = "What does this library hold?"  # in no gold: loads what the first question would otherwise wait for
DEPTH = 10  # passages kept for each question
DEPTH_TIMED = 5  # passages asked for while the clock runs: what the recall is measured at


class Product(Protocol):
    """What is compared: models loaded when it is made, everything else done in these two."""

    def ingest(self, folder: Path) -> int:
        """Makes every file in the folder searchable; how many pages that were."""

    def search(self, text: str, k: int) -> list[str]:
        """The texts of the k best places, best first."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one process did. The seconds of ingest run from the files to a library that can be searched, models loaded
    before; `ms_median` is of searches put for the first time in the process; `peak_mb` is its largest resident set."""

    pages: int
    ingest_seconds: float
    ms_median: float
    peak_mb: float
    found: dict[str, list[str]]


def arguments() -> tuple[Path, Path, Path]:
    """The folder of files, the file of questions, the folder to keep things in."""
    files, questions, scratch = map(Path, sys.argv[1:])
    return files, questions, scratch


def work(product: Product) -> None:
    """Puts the product to what the command line names and prints the Work."""
    folder, asked, _ = arguments()
    questions: list[tuple[str, str]] = json.loads(asked.read_text(encoding="utf-8"))
    started = perf_counter()
    pages = product.ingest(folder)
    seconds = perf_counter() - started
    product.search(WARM_UP, DEPTH_TIMED)
    ms_median = median(_milliseconds(product, text) for _, text in questions)
    found = {name: product.search(text, DEPTH) for name, text in questions}
    print(json.dumps(asdict(Work(pages, seconds, ms_median, peak_mb(), found))))


def _milliseconds(product: Product, text: str) -> float:
    started = perf_counter()
    product.search(text, DEPTH_TIMED)
    return 1000 * (perf_counter() - started)


def peak_mb() -> float:
    """The largest resident set of this process so far, in units of 10^6 bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: getrusage there gives a child the peak of the process that started it
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))[0]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts bytes

