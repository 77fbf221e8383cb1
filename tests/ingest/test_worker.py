"""Files are read in a process of their own: what is wrong with one ends neither that process for good nor this one."""
from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest import allowance, sample
from ingest.prepare import Job
from ingest.worker import Worker
from kb.errors import ReadingBrokeOff, ReadingTookTooLong, UnreadableFile

TEXT = "The board must meet in public.\n"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


@pytest.fixture
def good(tmp_path: Path) -> Job:
    path = tmp_path / "good.txt"
    path.write_text(TEXT, encoding="utf-8")
    return Job(path, "good", 1, "0")


def test_what_is_read_comes_back_whole(worker: Worker, good: Job) -> None:
    version = worker.read(good)
    assert [passage.text for passage in version.passages] == [TEXT.strip()]
    assert [duty.text for duty in version.duties] == [TEXT.strip()]
    assert (version.doc, version.version, version.report["characters"]) == ("good", 1, 25)


def test_one_process_reads_file_after_file(worker: Worker, good: Job, tmp_path: Path) -> None:
    worker.read(good)
    first = worker._process
    (tmp_path / "empty.txt").touch()
    with pytest.raises(UnreadableFile, match=r"^empty.txt is empty"):
        worker.read(Job(tmp_path / "empty.txt", "empty", 1, "0"))
    worker.read(good)
    assert worker._process is first


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(worker: Worker, good: Job) -> None:
    worker._seconds = 0.001  # less than it takes to start
    with pytest.raises(ReadingTookTooLong, match=r"^good.txt was not read within 0.01 seconds: split it"):
        worker.read(good)
    worker._seconds = 60.0
    assert worker.read(good).doc == "good"


@pytest.mark.skipif(sys.platform == "win32", reason="only elsewhere is the limit kept by the system")
def test_what_counts_is_the_time_of_a_processor(good: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "PATIENCE", 1000)
    (tmp_path / "long.txt").write_text(TEXT * 200_000, encoding="utf-8")
    with Worker(seconds=1) as worker:
        with pytest.raises(ReadingTookTooLong, match=r"^long.txt takes more than 1 seconds of a processor to read"):
            worker.read(Job(tmp_path / "long.txt", "long", 1, "0"))
        assert worker.read(good).doc == "good"


def test_a_process_that_dies_is_told_and_replaced(worker: Worker, good: Job) -> None:
    worker.read(good)
    assert worker._process
    worker._process.kill()
    worker._process.wait()
    with pytest.raises(ReadingBrokeOff, match=r"^good.txt broke the reading off"):
        worker.read(good)
    assert worker.read(good).doc == "good"


@pytest.mark.skipif(sys.platform != "linux", reason="only here is the limit kept by the system")
def test_a_file_that_needs_too_much_memory_is_refused(good: Job, tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"word " * 20_000_000)
    with Worker(memory_mb=200) as worker:
        with pytest.raises(UnreadableFile, match=r"needs more than 200 MB of memory"):
            worker.read(Job(tmp_path / "large.txt", "large", 1, "0"))
        assert worker.read(good).doc == "good"


@pytest.mark.slow
def test_five_hundred_pages_fit_in_600_mb(worker: Worker, tmp_path: Path) -> None:
    pages = PdfWriter()
    while len(pages.pages) < 500:
        for path in sorted(sample.folder().glob("*.pdf")):
            pages.append(path)
    pages.write(tmp_path / "long.pdf")
    assert (worker.read(Job(tmp_path / "long.pdf", "long", 1, "0")).pages or 0) >= 500
    assert 0 < worker.peak_mb <= 600
