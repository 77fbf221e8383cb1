"""Plans held against guidance, which we wrote (`eval/training/checks`): what a careful reader says of each, duty by duty."""
from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.training import own

FOLDER = Path(__file__).parent / "checks"

Row = Mapping[str, Any]


def worlds(held: bool) -> list[str]:
    """Slugs of the guidances that are held out with their plans, or of the others, in order."""
    return own.slugs(FOLDER, held)


def rows(slug: str) -> list[Row]:
    """A row for each duty and each plan: `duty`, `lead_in`, `modality`, `plan`, `verdict`, `evidence`, `near`."""
    return [json.loads(line) for line in (FOLDER / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines() if line]
