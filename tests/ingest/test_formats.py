"""One document in several formats gives the same passages, numbers and headings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import readers
from ingest.passages import passages
from kb.text import fold_white

pytestmark = [pytest.mark.shared, pytest.mark.slow]
LEAST = 0.95


def told(path: Path) -> list[tuple[str, str | None, str | None]]:
    """Text, number and innermost heading of each passage, folded where conversions differ: quotes, dashes, marks."""
    found = passages(readers.read(path).blocks, "doc", 1)
    return [(_folded(p.text), p.number, p.heading and _folded(p.heading)) for p in found if p.kind != "contents"]


def _folded(text: str) -> str:
    dashed = re.sub(r"[‐-―]", "-", text.translate(str.maketrans("‘’“”", "''\"\"")))
    return fold_white(re.sub(r"[\\*•|#⁰¹²³⁴-⁹]", "", dashed))


@pytest.mark.parametrize("form", ["pdf", "html", "docx"])
def test_formats_agree(shared: Path, form: str) -> None:
    for path in sorted((shared / "corpus" / form).glob(f"*.{form}")):
        base = told(shared / "corpus" / "text" / f"{path.stem}.txt")
        other = set(told(path))
        share = sum(passage in other for passage in base) / len(base)
        assert share >= LEAST, f"{path.name}: {share:.2f}"
