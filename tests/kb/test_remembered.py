"""What is remembered is what was made, and no more is kept than was said."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.remembered import LONGEST, Remembered


class Counting:
    """An encoder of one number a text, its length, that counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text)] for text in texts], np.float32).reshape(len(texts), 1)


def test_each_text_is_encoded_once_and_comes_back_in_its_order() -> None:
    encode, kept = Counting(), Remembered(10)
    assert kept.vectors(["a", "bb"], encode).tolist() == [[1], [2]]
    assert kept.vectors(["ccc", "a", "ccc", "bb"], encode).tolist() == [[3], [1], [3], [2]]
    assert encode.asked == ["a", "bb", "ccc"]
    assert kept.vectors([], encode).shape == (0, 1)


def test_the_longest_unused_and_the_long_are_forgotten() -> None:
    encode, kept = Counting(), Remembered(2)
    kept.vectors(["a", "bb"], encode)
    kept.vectors(["a"], encode)
    kept.vectors(["ccc", "x" * (LONGEST + 1)], encode)  # bb has gone
    kept.vectors(["a", "ccc"], encode)
    assert encode.asked == ["a", "bb", "ccc", "x" * (LONGEST + 1)]
    kept.vectors(["bb", "x" * (LONGEST + 1)], encode)
    assert encode.asked[4:] == ["bb", "x" * (LONGEST + 1)]
