"""Looks in every file of a home for what should be gone from it.

In a process of its own: where files are locked as POSIX says, a process that reads a file which SQLite has open, and closes
it again, takes away every lock that it has on it, and the next writer may spoil what is still being read.
"""
from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from kb.errors import StoreError
from kb.ids import digest


def traces(
    home: Path, leave_out: Path, sentences: Sequence[str], digests: Collection[str] = ()
) -> list[tuple[Path, bool]]:
    """Every file of the home, but for those under `leave_out`, and whether one of the sentences stands in it or it is one of
    the files with these digests (a PDF's words cannot be seen in its bytes). Raises StoreError."""
    wanted = json.dumps([str(home), str(leave_out), list(sentences), list(digests)])
    call = [sys.executable, "-P", "-m", "kb.traces"]
    done = subprocess.run(call, input=wanted, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it ended early"])[-1]
        raise StoreError(f"Not every file of {home} could be searched ({reason}): remove the document again with --purge.")
    return [(Path(path), bool(left)) for path, left in json.loads(done.stdout)]


def _looked_for(home: Path, leave_out: Path, sentences: Sequence[str], digests: Sequence[str]) -> Iterator[tuple[str, bool]]:
    forms = [form.encode("utf-8", "surrogatepass") for text in sentences for form in (text, json.dumps(text)[1:-1])]
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.is_relative_to(leave_out):
            data = path.read_bytes()
            yield str(path), digest(data) in digests or any(form in data for form in forms)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump(list(_looked_for(Path(given[0]), Path(given[1]), given[2], given[3])), sys.stdout)
