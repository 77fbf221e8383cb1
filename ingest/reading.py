"""The process in which files are read: jobs come on standard input, replies go to standard output (see `ingest.worker`)."""
from __future__ import annotations

import gc
import math
import os
import pickle
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from ingest import allowance
from ingest.prepare import Job, Kept, prepared, registers
from kb import disk
from kb.errors import RemitError

_STATUS = Path("/proc/self/status")  # Linux; elsewhere the process's peak so far stands for the file's
_LOOK = 2.0  # seconds
_OBJECTS_BETWEEN = 100_000  # new ones between two looks for rings; a page makes tens of thousands of objects


def main(memory_mb: int, seconds: float) -> None:
    """Answer jobs until there are no more."""
    jobs = sys.stdin.buffer
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a library that prints must not disturb the replies
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _limit_memory(memory_mb)
    collect_rarely()

    def allow(more: float) -> None:
        _limit_processor(seconds + more)
        _send(replies, ("more", more, 0.0))

    allowance.listener.set(allow)
    while True:
        try:
            job: Job | Kept = pickle.load(jobs)
        except EOFError:
            return
        _forget_peak()
        _limit_processor(seconds)
        outcome, said = _outcome(job, memory_mb)
        _send(replies, (outcome, said, _peak_mb()))


def _outcome(job: Job | Kept, memory_mb: int) -> tuple[str, object]:
    name = job.name
    try:
        return "read", registers(job.passages, job.kind, job.date) if isinstance(job, Kept) else prepared(job)
    except RemitError as error:
        return "refused", str(error)
    except MemoryError:
        return "refused", f"{name} needs more than {memory_mb} MB of memory to be read: split it."
    except OSError as error:
        no_room = disk.full(error, Path(tempfile.gettempdir()))
        return "refused", str(no_room) if no_room else _not_understood(name, error)
    except Exception as error:  # a foreign file: whatever is met in it, the next one is still read
        return "refused", _not_understood(name, error)


def _not_understood(name: str, error: Exception) -> str:
    return f"{name} holds something that cannot be understood ({type(error).__name__}): save it again."


def _send(replies: IO[bytes], reply: tuple[str, object, float]) -> None:
    pickle.dump(reply, replies)
    replies.flush()


def _end_with(parent: int) -> None:
    """Ends this process, whatever it is reading, once the one that asked has been killed."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def collect_rarely() -> None:
    """Look for rings of objects that nothing holds much less often than Python does: a page makes none."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN, 20, 20)


def _limit_memory(most_mb: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit, and another may be set already
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most_mb * 2**20, most_mb * 2**20))


def _limit_processor(seconds: float) -> None:
    """The system ends this process after so many processor seconds more (SIGXCPU); none that it starts may work longer."""
    with suppress(ImportError, ValueError, OSError):  # as in `_limit_memory`
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), most))


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mb() -> float:
    with suppress(OSError):
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (2**20 if sys.platform == "darwin" else 1024)
    return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
