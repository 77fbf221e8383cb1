"""Vectors of a document's sentences, kept on disk, so that a check of it again encodes only what is new.

One file a document beside the catalogue, keyed by a digest of the sentence and named for the encoder that made it. It is an
index: a damaged or missing one is made again, and it ends with its document.
"""
from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.encoders import Encoder

FOLDER = "sentences"
_KEY = 16  # bytes of a sentence's digest


def vectors(home: Path, doc: str, encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The sentences' vectors, shape (texts, dimension), in their order; `doc` is a document's id, or that with a dot and
    what of it is meant ("code.duties"); what was kept before is not encoded again,
    and what the document has no longer is kept no longer."""
    path = home / FOLDER / f"{doc}.{encoder.fingerprint[:16]}.npz"
    keys = [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY).digest() for text in texts]
    kept = _read(path, encoder.dimension)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    made = dict(zip(new, encoder.encode(list(new.values())).astype(np.float16), strict=True)) if new else {}
    known = kept | made
    if new or len(kept) > len(set(keys)):
        _write(path, {key: known[key] for key in keys})
    # rounded to half precision on the first run too: a check must not depend on what was kept
    return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(texts), encoder.dimension)


def forget(home: Path, doc: str) -> None:
    """Delete what is kept of a document, by whichever encoder."""
    for path in (home / FOLDER).glob(f"{doc}.*.npz"):
        path.unlink(missing_ok=True)


def _read(path: Path, dimension: int) -> dict[bytes, NDArray[np.float16]]:
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            keys, found = file["keys"], file["vectors"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    if found.ndim != 2 or found.shape != (len(keys), dimension):
        return {}
    return {bytes(key): vector for key, vector in zip(keys, found, strict=True)}


def _write(path: Path, known: dict[bytes, NDArray[np.float16]]) -> None:
    """Whole or not at all; where there is no room or no right to write, the next check encodes again."""
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            keys = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(len(known), _KEY)
            np.savez(file, keys=keys, vectors=np.array(list(known.values()), dtype=np.float16))
        part.replace(path)
    except OSError:
        if part:
            part.unlink(missing_ok=True)
