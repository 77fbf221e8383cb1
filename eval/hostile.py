"""What becomes of files that are odd, damaged, encrypted, scanned or huge: read as `remit add` reads them, none is kept."""
from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

from ingest.prepare import Job
from ingest.worker import Worker
from kb.errors import ReadingBrokeOff, ReadingTookTooLong, UnreadableFile

Outcome = Literal["read", "refused", "crashed", "timed_out"]


@dataclass(frozen=True, slots=True)
class Row:
    """One file. `reason` is the sentence of a refusal, or what the import warns of; `characters` leave out white space;
    `peak_mb` is the reader's memory at its peak, 0 where it could not be asked any more."""

    path: str
    outcome: Outcome
    reason: str | None
    characters: int
    seconds: float
    peak_mb: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def rows(folder: Path) -> Iterator[Row]:
    """A row for every file under the folder, in order of their paths."""
    paths = sorted(Path(where) / name for where, _, names in os.walk(folder) for name in names)
    with Worker() as worker:
        for path in paths:
            yield _row(worker, path, str(path.relative_to(folder)))


def _row(worker: Worker, path: Path, name: str) -> Row:
    started = time.perf_counter()
    outcome: Outcome = "read"
    reason, characters = None, 0
    try:
        report = worker.read(Job(path, "document", 1, "")).report
        reason = " ".join(cast(list[str], report["warnings"])) or None
        characters = cast(int, report["characters"])
    except ReadingTookTooLong as error:
        outcome, reason = "timed_out", str(error)
    except ReadingBrokeOff as error:
        outcome, reason = "crashed", str(error)
    except UnreadableFile as error:
        outcome, reason = "refused", str(error)
    return Row(name, outcome, reason, characters, round(time.perf_counter() - started, 2), round(worker.peak_mb, 1))


def figures(given: Iterable[Row]) -> dict[str, float]:
    """How many files had each outcome, the slowest and the largest.

    >>> figures([Row("a.pdf", "read", None, 9, 0.5, 80.0), Row("b.pdf", "refused", "It is empty.", 0, 0.1, 70.0)])
    {'files': 2, 'read': 1, 'refused': 1, 'crashed': 0, 'timed_out': 0, 'slowest_s': 0.5, 'peak_mb': 80.0}
    """
    listed = list(given)
    outcomes = [row.outcome for row in listed]
    counts = {name: outcomes.count(name) for name in ("read", "refused", "crashed", "timed_out")}
    slowest, largest = max((row.seconds for row in listed), default=0.0), max((row.peak_mb for row in listed), default=0.0)
    return {"files": len(listed), **counts, "slowest_s": slowest, "peak_mb": largest}
