"""One document in several formats gives the same passages, numbers and headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import formats
from ingest.readers import ocr

pytestmark = [pytest.mark.shared, pytest.mark.slow]
LEAST, LEAST_SCANNED = 0.95, 0.85


def test_formats_agree(shared: Path) -> None:
    found = formats.figures(shared / "corpus")
    assert found["least"] >= LEAST, found
    if ocr.command():
        assert found["least_scanned"] >= LEAST_SCANNED, found
