"""The scorer that stands with the corpus beside the project, as a function."""
from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def score(shared: Path, folder: Path, call: Sequence[str | Path], rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """What it prints, by name. `call` is the command, the gold file and what follows the file of rows, kept in `folder`."""
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command, gold, *more = map(str, call)
    parts = [sys.executable, str(shared / "score" / "score.py"), command, gold, str(file), *more]
    printed = subprocess.run(parts, capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: float(line.split()[1]) for line in printed.splitlines() if line.split()[1][0].isdigit()}
