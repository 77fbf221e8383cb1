from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb import schema
from kb.catalog import Catalog
from kb.errors import NewerHome, StoreError


def stamp(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {version}")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute("PRAGMA user_version").fetchone()[0])


def made(path: Path) -> Path:
    Catalog(path).close()
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_home_has_the_newest_schema_and_no_copy(tmp_path: Path) -> None:
    path = made(tmp_path / "catalogue.sqlite")
    assert version_of(path) == len(schema.STEPS)
    assert list(files(tmp_path)) == ["catalogue.sqlite"]


def test_an_older_home_is_upgraded_and_a_copy_of_it_kept(tmp_path: Path, write) -> None:
    path = tmp_path / "catalogue.sqlite"
    older = Catalog(path)
    older.begin_version(write("plan", ["One."]))
    older.close()
    steps = (*schema.STEPS, lambda connection: connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN colour TEXT"))
    engine = sa.create_engine(f"sqlite:///{path}")
    schema.upgrade(engine, path, steps)
    engine.dispose()
    copy = tmp_path / f"catalogue.schema-{len(schema.STEPS)}.sqlite"
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(copy)) as then:
        assert now.execute("SELECT id, colour FROM documents").fetchall() == [("plan", None)]
        assert then.execute("SELECT * FROM passages").fetchall() == now.execute("SELECT * FROM passages").fetchall()
        assert [column[1] for column in then.execute("PRAGMA table_info(documents)")] == ["id", "added"]
    assert version_of(path) == len(steps)


def test_a_home_without_registers_gets_their_table(tmp_path: Path) -> None:
    path = made(tmp_path / "catalogue.sqlite")
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE entries")
    stamp(path, 1)
    catalogue = Catalog(path)
    assert catalogue.entries(None) == []
    catalogue.close()
    assert version_of(path) == len(schema.STEPS)


def test_what_an_older_home_removed_is_erased_and_what_it_removes_now_is_kept(tmp_path: Path, write) -> None:
    path = tmp_path / "catalogue.sqlite"
    older = Catalog(path)
    older.begin_version(write("plan", ["One."]))
    older.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("ALTER TABLE versions DROP COLUMN removed")
        file.execute("UPDATE versions SET state = 'removed'")
        file.commit()
    stamp(path, 2)
    catalogue = Catalog(path)
    assert catalogue.taken_ids() == set()
    assert catalogue.next_version("plan") == 2
    catalogue.close()


def test_a_home_from_before_schemas_were_numbered_is_upgraded(tmp_path: Path) -> None:
    path = made(tmp_path / "catalogue.sqlite")
    stamp(path, 0)
    Catalog(path).close()
    Catalog(path).close()  # nothing to do the second time
    assert version_of(path) == len(schema.STEPS)
    assert sorted(files(tmp_path)) == ["catalogue.schema-0.sqlite", "catalogue.sqlite"]


def test_an_earlier_copy_is_never_overwritten(tmp_path: Path) -> None:
    path = made(tmp_path / "catalogue.sqlite")
    (tmp_path / "catalogue.schema-0.sqlite").write_text("kept from an earlier upgrade")
    stamp(path, 0)
    Catalog(path).close()
    assert (tmp_path / "catalogue.schema-0.sqlite").read_text() == "kept from an earlier upgrade"
    assert (tmp_path / "catalogue.schema-0-2.sqlite").exists()


def test_a_step_that_fails_leaves_the_home_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "catalogue.sqlite")

    def breaks(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN colour TEXT")
        raise RuntimeError("half way")

    catalogue = Catalog(path)
    with pytest.raises(RuntimeError):
        schema.upgrade(catalogue._engine, path, (*schema.STEPS, breaks))
    catalogue.close()
    with closing(sqlite3.connect(path)) as now:
        assert [column[1] for column in now.execute("PRAGMA table_info(documents)")] == ["id", "added"]
    assert version_of(path) == len(schema.STEPS)


def test_a_newer_home_is_refused_and_untouched(tmp_path: Path) -> None:
    path = made(tmp_path / "catalogue.sqlite")
    stamp(path, len(schema.STEPS) + 1)
    before = files(tmp_path)
    with pytest.raises(NewerHome, match="made by a newer Remit and nothing in it was touched"):
        Catalog(path)
    assert files(tmp_path) == before


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"\0" * 60 + b"junk" * 500)
    with pytest.raises(StoreError):
        Catalog(path)
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 100 + b"junk" * 500)
    with pytest.raises(StoreError, match="cannot be read"):
        Catalog(path)
