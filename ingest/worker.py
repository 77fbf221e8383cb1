"""Files are read in a process of their own, so that none of them holds up, fills up or brings down the one that asked.

One process reads file after file; it is replaced when a file took too long, broke it off, or left it large. Jobs and
replies are pickled over its standard input and output: both ends are this program, and a file whose bytes took the reader
over would be the user's process either way. `ingest.reading` is the other end.
"""
from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Self

from ingest import allowance
from ingest.prepare import Job, Kept
from kb.errors import ReadingBrokeOff, ReadingTookTooLong, UnreadableFile
from kb.models import NewVersion, Registers

_LARGE_MB = 350  # a process that has grown beyond this is not used again
_PACKAGES = str(Path(__file__).resolve().parents[1])


class Worker:
    """Reads files in a process of its own, started with the first. Close it, or use it in a `with` statement.

    A file may take so many `seconds` of a processor, and `allowance.PATIENCE` times as many by the clock. `peak_mb` is the
    memory that the last file took at its peak, 0 where it ended the reader.
    """

    def __init__(self, seconds: float = allowance.SECONDS, memory_mb: int = allowance.MEMORY_MB) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self.peak_mb = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, job: Job) -> NewVersion:
        """The file as it is to be kept. Raises UnreadableFile with the reason: the file's own, or (ReadingTookTooLong,
        ReadingBrokeOff) that the reader had to be ended or ended by itself."""
        version: NewVersion = self._done(job)
        return version

    def registers(self, kept: Kept) -> Registers:
        """The registers of a document, from what is kept of it. Raises UnreadableFile as `read` does."""
        made: Registers = self._done(kept)
        return made

    def _done(self, job: Job | Kept) -> Any:
        process = self._process = self._process or self._start()
        watch, self.peak_mb = _Watch(process), 0.0
        try:
            watch.allow(self._patience)
            outcome, said, self.peak_mb = self._ask(process, job, watch)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            raise self._ended(job.name, process.returncode, watch.ran_out) from error
        except BaseException:  # somebody pressed Ctrl-C: the reader must not go on alone
            self.close()
            raise
        finally:
            watch.stop()
        if self.peak_mb > _LARGE_MB:
            self.close()
        if outcome != "read":
            raise UnreadableFile(said)
        return said

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            _kill(process)
            process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        paths = [_PACKAGES, *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.reading", str(self._memory_mb), str(self._seconds)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}, start_new_session=True,
        )  # fmt: skip

    def _ask(self, process: subprocess.Popen[bytes], job: Job | Kept, watch: _Watch) -> tuple[str, Any, float]:
        jobs, replies = _pipes(process)
        pickle.dump(job, jobs)
        jobs.flush()
        while True:
            reply: tuple[str, Any, float] = pickle.load(replies)
            if reply[0] != "more":
                return reply
            watch.allow(self._patience + allowance.PATIENCE * reply[1])

    @property
    def _patience(self) -> float:
        """Seconds by the clock."""
        return allowance.PATIENCE * self._seconds

    def _ended(self, name: str, code: int, ran_out: bool) -> UnreadableFile:
        if ran_out:
            return ReadingTookTooLong(
                f"{name} was not read within {self._patience:g} seconds: split it, or add it when the machine is less busy."
            )
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            return ReadingTookTooLong(f"{name} takes more than {self._seconds:g} seconds of a processor to read: split it.")
        return ReadingBrokeOff(
            f"{name} broke the reading off (code {code}): it is damaged, or needs more than {self._memory_mb} MB of memory; "
            "save it again or split it."
        )


class _Watch:
    """Ends a process that has not answered within the time that it is allowed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._timer: threading.Timer | None = None
        self.ran_out = False

    def allow(self, seconds: float) -> None:
        """So many seconds from now; what was allowed before no longer counts."""
        self.stop()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _end(self) -> None:
        self.ran_out = True
        _kill(self._process)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin and process.stdout
    return process.stdin, process.stdout


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and what it started (OCR, LibreOffice): where the system has groups of processes, all of its group."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
