"""Vectors that were made lately, so that a long-lived service does not encode the same sentence for every question."""
from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 600  # characters of a text that is worth keeping: sentences and words come again, passages hardly do


class Remembered:
    """The vectors of the latest texts, the longest unused of them forgotten first. Safe to use from many threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def vectors(
        self, texts: Sequence[str], encode: Callable[[Sequence[str]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Shape (len(texts), dimension), as `encode` gives them; it is asked only for what is not remembered."""
        found: dict[str, NDArray[np.float32]] = {}
        with self._lock:
            for text in texts:
                if (vector := self._kept.get(text)) is not None:
                    self._kept.move_to_end(text)
                    found[text] = vector
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new or not texts:
            made = encode(new)
            if len(new) == len(texts):
                self._keep(new, made)
                return made
            found.update(zip(new, made, strict=True))
            self._keep(new, made)
        return np.stack([found[text] for text in texts])

    def _keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        with self._lock:
            for text, vector in zip(texts, vectors, strict=True):
                if len(text) <= LONGEST:
                    self._kept[text] = vector.copy()  # a row of an array would hold all of it
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
