"""The queue of files that are being added: each gets its sentence, whatever happens to the others."""
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.web.imports import Imports
from ingest import pipeline
from kb.knowledge_base import KnowledgeBase

PLAN = "<html><head><title>The plan</title></head><body><h1>Plan</h1><p>The council will build homes.</p></body></html>"


def finished(imports: Imports, who: str) -> str:
    """The person's report, once nothing waits any more."""
    while imports.busy(who):
        time.sleep(0.01)
    return imports.drawn(who)


def test_uploads_are_kept_told_and_a_broken_one_leaves_the_old_one_alone(kb: KnowledgeBase, tmp_path: Path) -> None:
    good, broken = tmp_path / "one" / "anywhere.html", tmp_path / "two" / "anywhere.html"
    for path, text in ((good, PLAN), (broken, "")):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    said = imported(kb, good)
    assert "Import report: 1 added" in said and "1 passage, read in" in said
    assert "Not added" in imported(kb, broken)
    kept = Path(kb.document("anywhere").path)
    assert kept.read_text(encoding="utf-8") == PLAN and [path.name for path in kept.parent.iterdir()] == ["anywhere.html"]
    kb.remove("anywhere")
    assert kb.documents() == [] and kept.exists()  # until it can be brought back no longer
    assert kb.purge("anywhere").left == () and not kept.exists()


def imported(kb: KnowledgeBase, path: Path) -> str:
    """The report on an uploaded file, once it is done."""
    imports = Imports()
    imports.put(kb, "Ann", [path], uploaded=True)
    return finished(imports, "Ann")


def test_an_import_goes_on_past_what_nobody_expected_and_lists_what_failed(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that died with a file would leave every later upload waiting for ever."""
    monkeypatch.setattr("assistant.web.imports.LISTED", 1)
    for name in ("a.html", "b.html", "c.html"):
        (tmp_path / name).write_text(PLAN.replace("Plan", name), encoding="utf-8")
    really = pipeline.add

    def add(kb: KnowledgeBase, paths: list[Path], **more: Any) -> Iterator[pipeline.ImportRow]:
        if paths[0].name == "a.html":
            raise ValueError("a fault of ours")
        return really(kb, paths, **more)

    monkeypatch.setattr(pipeline, "add", add)
    imports = Imports()
    imports.put(kb, "Ann", [tmp_path / name for name in ("a.html", "b.html", "c.html")], uploaded=True)
    said = finished(imports, "Ann")
    assert "2 added, 1 not added" in said and "a.html" in said and "c.html" in said and "b.html" not in said
    assert "Import report" not in imports.drawn("Bob")
    assert "1 earlier file that could be read is not listed" in said
