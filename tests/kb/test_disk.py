"""A disk with no room left, at each real write: a plain sentence, what was kept is whole, and with room it works again."""
from __future__ import annotations

import errno
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kb import disk
from kb.errors import DiskFull, IndexDamaged
from kb.knowledge_base import KnowledgeBase

FIRST, SECOND = "Twelve lanterns hang in the hall.", "Carers are asked what they need."
FULL = r"There is no room left on the disk of .*: make some and do the same again\. What is kept is whole\."


def held(kb: KnowledgeBase) -> dict[str, list[str]]:
    return {document.id: [passage.text for passage in kb.passages(document.id)] for document in kb.documents()}


def test_no_room_for_the_catalogue(kb: KnowledgeBase, write: Any) -> None:
    kb.replace(write("first", [FIRST]))
    engine = kb._catalog._engine

    def no_more_pages(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    engine.dispose()
    sa.event.listen(engine, "connect", no_more_pages)
    with pytest.raises(DiskFull, match=FULL):
        kb.replace(write("second", [f"{SECOND} {number}" * 50 for number in range(500)]))
    assert held(kb) == {"first": [FIRST]} and kb.search("lanterns")
    sa.event.remove(engine, "connect", no_more_pages)
    engine.dispose()
    kb.replace(write("second", [SECOND]))
    assert held(kb) == {"first": [FIRST], "second": [SECOND]} and kb.search("carers")


def test_no_room_for_the_vectors(kb: KnowledgeBase, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.replace(write("first", [FIRST]))
    with monkeypatch.context() as patched:
        opened = kb._vectors._collection("passages-1")

        class Full:
            def __getattr__(self, name: str) -> Any:
                return self.add if name in ("add", "upsert") else getattr(opened, name)

            def add(self, *_args: object, **_named: object) -> None:
                raise RuntimeError("error returned from database: (code: 13) database or disk is full")

        patched.setattr(kb._vectors, "_collection", lambda name: Full())
        with pytest.raises(DiskFull, match=FULL):
            kb.replace(write("second", [SECOND]))
    assert held(kb) == {"first": [FIRST]} and kb.search("lanterns")
    kb.replace(write("second", [SECOND], version=kb.next_version("second")))
    assert held(kb) == {"first": [FIRST], "second": [SECOND]} and kb.search("carers")


def test_a_fault_is_the_disks_only_where_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = RuntimeError("Error in compaction: Failed to apply logs to the metadata segment")
    assert disk.full(odd, tmp_path) is None
    assert disk.full(odd, tmp_path / "gone") is None
    assert isinstance(disk.full(OSError(errno.ENOSPC, "No space left on device"), tmp_path), DiskFull)
    assert disk.full(OSError(errno.EACCES, "Permission denied"), tmp_path) is None
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda folder: usage(10, 10, 0))
    assert isinstance(disk.full(odd, tmp_path), DiskFull) and not isinstance(disk.full(odd, tmp_path), IndexDamaged)
