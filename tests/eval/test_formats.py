"""The share of a document's passages that its other formats have."""
from __future__ import annotations

from pathlib import Path

import pytest

from eval.formats import figures
from kb.errors import InputError

TEXT = "# Plan\n\n## 1. Care\n\n1.1 Care is given at home.\n\n1.2 The board meets.\n\n1.3 It reports.\n\n1.4 It plans.\n"
PAGE = "<h1>Plan</h1><h2>1. Care</h2><p>1.1 Care is given at home.</p><p>1.2 The board met.</p><p>1.3 It reports.</p>"


def test_shares_are_of_the_texts_passages(tmp_path: Path) -> None:
    for form, ending, said in (("text", "txt", TEXT), ("html", "html", f"<html><body>{PAGE}</body></html>")):
        (tmp_path / form).mkdir()
        (tmp_path / form / f"plan.{ending}").write_text(said, encoding="utf-8")
    assert figures(tmp_path) == {"plan": {"html": 0.5}, "least": 0.5}


def test_a_folder_with_nothing_to_compare_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no document both in text/ and in one of"):
        figures(tmp_path)
