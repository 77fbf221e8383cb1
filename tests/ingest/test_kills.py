"""`remit add` killed at moments spread over its run: the library is whole, and the next run goes on to the same end."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ingest import sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

pytestmark = pytest.mark.slow

KILLS, SOAK_KILLS = 5, 50
ADD = "from assistant.cli import main; main()"
QUERY = "intermediate care"

Library = dict[str, tuple[str, ...]]  # each document's passages


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Three documents of the sample, one of each format."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for ending in (".html", ".docx", ".pdf"):
        shutil.copy(min(sample.folder().glob(f"*{ending}"), key=lambda path: path.stat().st_size), folder)
    return folder


def start(home: Path, papers: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "REMIT_HOME": str(home)}
    command = [sys.executable, "-c", ADD, "add", "--json", str(papers)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> list[str]:
    """The outcome of each file of a run that is left to end."""
    out, err = process.communicate()
    assert process.returncode == 0, err
    return [json.loads(line)["outcome"] for line in out.splitlines()]


def library(home: Path) -> Library:
    """What the library holds; that all of it can be found is checked on the way."""
    with KnowledgeBase.open(Settings(home=home)) as kb:
        held = {document.id: tuple(passage.text for passage in kb.passages(document.id)) for document in kb.documents()}
        assert {hit.passage.doc for hit in kb.search(QUERY, k=50)} <= set(held)
        assert bool(kb.search(QUERY)) == bool(held)
    return held


def test_a_run_killed_anywhere_leaves_a_whole_library_and_goes_on(
    papers: Path, tmp_path: Path, compiled_models: Path, soak: bool
) -> None:
    def home(name: str) -> Path:
        (tmp_path / name).mkdir()
        (tmp_path / name / "models").symlink_to(compiled_models, target_is_directory=True)
        return tmp_path / name

    finished(start(home("warm"), papers))  # compiles the encoder, if no test has
    began = time.perf_counter()
    assert finished(start(home("undisturbed"), papers)) == ["added"] * 3
    length = time.perf_counter() - began
    whole = library(tmp_path / "undisturbed")
    kills = SOAK_KILLS if soak else KILLS
    for at in range(kills):
        place = home(f"killed-{at}")
        process = start(place, papers)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=length * (at + 0.5) / kills)
        process.kill()
        process.communicate()
        left = library(place)
        assert left == {doc: whole[doc] for doc in left}, f"killed after {at + 0.5} of {kills} parts"
        assert set(finished(start(place, papers))) <= {"added", "unchanged"}
        assert library(place) == whole
