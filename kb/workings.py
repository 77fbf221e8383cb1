"""What the models made of texts, kept on disk, so that it is made once.

A file holds a row of numbers for each key, a digest of the text or texts, and is named for a document and for the model.
It is an index: a damaged or missing one is made again, and it ends with its document.
"""
from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

FOLDER = "sentences"
_KEY = 16  # bytes of a digest

Rows = Mapping[bytes, NDArray[np.float16]]


def file(home: Path, name: str, fingerprint: str) -> Path:
    """Where it is kept: `name` is a document's id, or that with a dot and what of it is meant ("code.duties")."""
    return home / FOLDER / f"{name}.{fingerprint[:16]}.npz"


def key(*texts: str) -> bytes:
    """A digest of the texts, apart from each other."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=_KEY).digest()


def forget(home: Path, doc: str) -> None:
    """Delete what is kept of a document, by whichever model."""
    for path in (home / FOLDER).glob(f"{doc}.*.npz"):
        path.unlink(missing_ok=True)


def read(path: Path, dimension: int) -> dict[bytes, NDArray[np.float16]]:
    """The rows in the file, each of `dimension` numbers; none where it is missing, damaged, or of another shape."""
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            keys, found = file["keys"], file["vectors"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    if found.ndim != 2 or found.shape != (len(keys), dimension):
        return {}
    return {bytes(key): vector for key, vector in zip(keys, found, strict=True)}


def write(path: Path, rows: Rows) -> None:
    """Whole or not at all; where there is no room or no right to write, they are made again next time."""
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            keys = np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), _KEY)
            np.savez(file, keys=keys, vectors=np.array(list(rows.values()), dtype=np.float16))
        part.replace(path)
    except OSError:
        if part:
            part.unlink(missing_ok=True)
