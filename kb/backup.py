"""A copy of a home in one file, made while it is in use, and a home made again from such a copy.

The copy holds the catalogue (copied by SQLite itself, whole at one moment), the vectors, uploaded files and remit.toml,
each with its SHA-256; models are made again when they are wanted. It holds what the home holds, digests of passwords and
any key in remit.toml too: keep it where the home might be kept.
"""
from __future__ import annotations

import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb import disk, schema
from kb.errors import InputError, NewerHome
from kb.ids import file_digest
from kb.library import Library
from kb.life import UPLOADS
from kb.settings import FILE_NAME, Settings

MANIFEST = "remit-backup.json"
FORMAT = 1
_SQLITE = ("catalogue.sqlite", "chroma.sqlite3")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds: files, their bytes together, and documents."""

    files: int
    size: int
    documents: int


def backup(kb: Library, target: Path) -> Copied:
    """Write a copy of the open home to `target`, readable by its owner alone; who changes documents waits meanwhile.

    Raises InputError where there is such a file already, or the copy of a database is not whole, and DiskFull.
    """
    if target.exists():
        raise InputError(f"{target} is there already and was left as it is: name another file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with kb._writing(), tempfile.TemporaryDirectory(dir=target.parent) as folder:
            held = dict(_copied(kb.settings, Path(folder)))
            manifest = {
                "format": FORMAT,
                "schema": len(schema.STEPS),
                "made": datetime.now(UTC).isoformat(timespec="seconds"),
                "home": str(kb.settings.home),
                "files": {name: _digest(path) for name, path in held.items()},
            }
            listed = Path(folder) / MANIFEST
            listed.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
                    for name, path in {MANIFEST: listed, **held}.items():
                        tar.add(path, name, recursive=False)
                out.flush()
                os.fsync(out.fileno())
            documents, size = len(kb.documents()), sum(path.stat().st_size for path in held.values())
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        if no_room := disk.full(error, target.parent):
            raise no_room from error
        raise
    finally:
        unfinished.unlink(missing_ok=True)
    return Copied(len(held), size, documents)


def restore(source: Path, settings: Settings) -> Copied:
    """Make the home again from a backup. Each file is held against its digest before any is put in place.

    Raises InputError where there is a library in the home already, or the file is no whole backup; NewerHome for one of
    a newer Remit.
    """
    home = settings.home
    if settings.catalogue.exists():
        raise InputError(f"{home} holds a library already and was left as it is: name an empty folder with REMIT_HOME.")
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as folder:
        names, was = _unpacked(source, Path(folder))
        with closing(sqlite3.connect(Path(folder) / settings.catalogue.name)) as file:
            documents = int(file.execute("SELECT count(*) FROM versions WHERE state = 'ready'").fetchone()[0])
            uploads = f"{was}/{UPLOADS}/"  # kept in the home, wherever that is now
            moved = "UPDATE versions SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?"
            file.execute(moved, (f"{home}/{UPLOADS}/", len(uploads) + 1, len(uploads), uploads))
            file.commit()
        size = sum((Path(folder) / name).stat().st_size for name in names)
        # The catalogue last: a home without it is no library yet, and can be restored again.
        for name in sorted(names, key=lambda name: name == settings.catalogue.name):
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).replace(home / name)
    return Copied(len(names), size, documents)


def _copied(settings: Settings, folder: Path) -> Iterator[tuple[str, Path]]:
    """(name in the home, a file that does not change any more)."""
    for path in _files(settings):
        name = path.relative_to(settings.home).as_posix()
        if path.name in _SQLITE:
            copy = folder / name.replace("/", "-")
            with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
                old.backup(new)
            _check(copy, str(path))
            path = copy
        yield name, path


def _files(settings: Settings) -> Iterator[Path]:
    yield settings.catalogue
    for folder in (settings.vectors, settings.home / UPLOADS):
        unwanted = (".sqlite3-wal", ".sqlite3-shm")  # their contents are in the copy
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(unwanted))
    if (settings.home / FILE_NAME).exists():
        yield settings.home / FILE_NAME


def _unpacked(source: Path, folder: Path) -> tuple[list[str], str]:
    """The names of the files that the backup's list names, unpacked into the folder and found whole, and the home that
    was copied."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        held: dict[str, str] = manifest["files"]
        known, made_by, was = manifest["format"] <= FORMAT, int(manifest["schema"]), str(manifest["home"])
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{source} is no whole backup of Remit ({error}): take another copy of it.") from error
    if not known or made_by > len(schema.STEPS):
        raise NewerHome(f"{source} was made by a newer Remit: install that version to restore it.")
    for name, expected in held.items():
        path = folder / name
        if not path.is_file() or _digest(path) != expected:
            raise InputError(f"{source} is damaged ({name} is not what was copied): take another copy of it.")
    for name in held:
        if Path(name).name in _SQLITE:
            _check(folder / name, f"{name} in {source}")
    return list(held), was


def _check(database: Path, called: str) -> None:
    try:
        with closing(sqlite3.connect(database)) as file:
            said = str(file.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise InputError(f"{called} is damaged ({said.splitlines()[0]}): it was not copied.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file)
