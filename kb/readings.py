"""How likely texts speak to a duty, as the duty reader says, kept on disk, so that a check again reads only what is new."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb import workings
from kb.encoders import Reranker


class Readings:
    """What the duty reader said of one document's texts. `name` is the document's id with a dot and what it is read for."""

    def __init__(self, home: Path, name: str, reader: Reranker) -> None:
        self._path = workings.file(home, name, reader.fingerprint)
        self._reader = reader
        self._kept = workings.read(self._path, 1)
        self._on_disk = set(self._kept)
        self._used: dict[bytes, NDArray[np.float16]] = {}

    def logits(self, duty: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `Reranker.logits`, rounded to half precision whether kept or not: shape (len(texts),)."""
        keys = [workings.key(duty, text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._kept}
        if new:
            made = self._reader.logits(duty, list(new.values())).astype(np.float16)
            self._kept.update(zip(new, made.reshape(-1, 1), strict=True))
        self._used.update((key, self._kept[key]) for key in keys)
        return np.array([self._kept[key][0] for key in keys], dtype=np.float32)

    def keep(self) -> None:
        """Leave on disk what was asked for since this was made, and nothing else; nothing is written where that is there."""
        if self._used.keys() != self._on_disk:
            workings.write(self._path, self._used)
