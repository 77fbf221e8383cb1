"""A home's copy in one file, and a home from it."""
from __future__ import annotations

import io
import json
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from kb.backup import MANIFEST, backup, restore
from kb.errors import DiskFull, InputError, NewerHome
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer
from kb.settings import Settings


@pytest.fixture
def copied(kb: KnowledgeBase, write, tmp_path: Path) -> Path:
    """A backup of a home with two documents, an upload, an account and a kept answer."""
    kb.replace(write("plan", ["The board meets in the town hall.", "Homes are built in spring."]))
    path = str(kb.settings.home / "uploads" / "plan – final.txt")
    kb.replace(write("paper", ["The clinic closes in May."], visibility="private", path=path))
    kb.people.add("Ann", "reader", "copper wren orchard")
    kb.answers.keep(Answer("Q", "answered", "text"), "Ann")
    upload = kb.settings.home / "uploads" / "plan – final.txt"
    upload.parent.mkdir()
    upload.write_text("as it came", encoding="utf-8")
    (kb.settings.home / "remit.toml").write_text("session_hours = 3\n", encoding="utf-8")
    target = tmp_path / "copies" / "remit.tar.gz"
    assert backup(kb, target).documents == 2
    return target


def restored(source: Path, tmp_path: Path, home: Path) -> Settings:
    fresh = Settings(tmp_path / "fresh")
    fresh.home.mkdir(exist_ok=True)
    if not fresh.models.exists():
        fresh.models.symlink_to(home / "models", target_is_directory=True)
    restore(source, fresh)
    return fresh


def rewritten(source: Path, target: Path, change: str, data: bytes) -> Path:
    """The backup with one file's bytes changed."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            held = data if member.name == change else old.extractfile(member).read()
            member.size = len(held)
            new.addfile(member, io.BytesIO(held))
    return target


def test_a_home_from_a_backup_is_the_home_that_was(kb: KnowledgeBase, copied: Path, tmp_path: Path, home: Path) -> None:
    before = [(hit.passage, hit.score) for hit in kb.search("Where does the board meet?", 3)]
    with KnowledgeBase.open(restored(copied, tmp_path, home)) as again:
        assert [(hit.passage, hit.score) for hit in again.search("Where does the board meet?", 3)] == before
        assert again.document("plan") == kb.document("plan") and again.document("paper").visibility == "private"
        upload = Path(again.document("paper").path)  # it has moved with its home
        assert upload.is_relative_to(again.settings.home) and upload.read_text(encoding="utf-8") == "as it came"
        assert again.people.sign_in("Ann", "copper wren orchard").role == "reader"
        assert again.answers.get(1).who == "Ann"
        assert (again.settings.home / "uploads" / "plan – final.txt").read_text(encoding="utf-8") == "as it came"
        assert (again.settings.home / "remit.toml").exists() and not list(again.settings.home.glob(".restoring*"))


def test_it_is_made_while_others_read_and_only_its_owner_reads_it(kb: KnowledgeBase, copied: Path) -> None:
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600 and [path.name for path in copied.parent.iterdir()] == [copied.name]
    with tarfile.open(copied) as tar:
        names = tar.getnames()
    assert names[0] == MANIFEST and "catalogue.sqlite" in names and not any("models" in name for name in names)
    assert not any(name.endswith(("-wal", "-shm")) for name in names)


def test_nothing_is_overwritten(kb: KnowledgeBase, copied: Path, tmp_path: Path) -> None:
    held = copied.read_bytes()
    with pytest.raises(InputError, match="is there already and was left as it is"):
        backup(kb, copied)
    assert copied.read_bytes() == held
    with pytest.raises(InputError, match="holds a library already"):
        restore(copied, kb.settings)
    assert len(kb.documents()) == 2


def test_a_damaged_backup_puts_nothing_in_place(kb: KnowledgeBase, copied: Path, tmp_path: Path, home: Path) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(copied.read_bytes()[:-200])
    other = tmp_path / "other.tar.gz"
    other.write_text("not a copy", encoding="utf-8")
    changed = rewritten(copied, tmp_path / "changed.tar.gz", "uploads/plan – final.txt", b"not as it came")
    for damaged in (cut, other, changed):
        with pytest.raises(InputError, match="take another copy of it"):
            restored(damaged, tmp_path, home)
        assert [path.name for path in (tmp_path / "fresh").iterdir()] == ["models"]


def test_a_backup_reaches_nowhere_outside_the_home(copied: Path, tmp_path: Path, home: Path) -> None:
    planted = tmp_path / "planted.tar.gz"
    with tarfile.open(planted, "w:gz") as tar:
        member = tarfile.TarInfo("../planted.txt")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(InputError, match="no whole backup"):
        restored(planted, tmp_path, home)
    assert not (tmp_path / "planted.txt").exists()


def test_a_backup_of_a_newer_remit_is_left_alone(copied: Path, tmp_path: Path, home: Path) -> None:
    with tarfile.open(copied) as tar:
        manifest = json.loads(tar.extractfile(MANIFEST).read())
    later = json.dumps({**manifest, "schema": 999}).encode()
    with pytest.raises(NewerHome, match="newer Remit"):
        restored(rewritten(copied, tmp_path / "later.tar.gz", MANIFEST, later), tmp_path, home)


def test_no_room_for_a_backup_is_said(kb: KnowledgeBase, write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.replace(write("plan", ["The board meets in the town hall."]))

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("kb.backup._copied", full)
    with pytest.raises(DiskFull, match=f"no room left on the disk of {tmp_path}"):
        backup(kb, tmp_path / "remit.tar.gz")
    assert not (tmp_path / "remit.tar.gz").exists()


def test_a_damaged_catalogue_is_not_copied(kb: KnowledgeBase, write, tmp_path: Path) -> None:
    kb.replace(write("plan", [f"Sentence {n} of the plan." for n in range(200)]))
    with closing(sqlite3.connect(kb.settings.catalogue)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'versions'").fetchone()[0]
        size = file.execute("PRAGMA page_size").fetchone()[0]
    with kb.settings.catalogue.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with KnowledgeBase.open(Settings(tmp_path / "other")) as other:
        object.__setattr__(other, "settings", kb.settings)
        with pytest.raises(InputError, match="is damaged"):
            backup(other, tmp_path / "copy.tar.gz")
    assert not (tmp_path / "copy.tar.gz").exists()
