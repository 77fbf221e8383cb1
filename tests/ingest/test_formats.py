"""One document in several formats gives the same passages, numbers and headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import formats

pytestmark = [pytest.mark.shared, pytest.mark.slow]
LEAST = 0.95


def test_formats_agree(shared: Path) -> None:
    found = formats.figures(shared / "corpus")
    assert found["least"] >= LEAST, found
