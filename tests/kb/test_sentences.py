"""Kept vectors: nothing is encoded twice, nothing stale is used, a damaged file costs time alone."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb import sentences, workings


class Counting:
    """An encoder that remembers what it was asked."""

    fingerprint = "0123456789abcdef0123"
    dimension = 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], role: str = "document") -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text), text.count("a"), 0.1] for text in texts], dtype=np.float32)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


def shown(home: Path, encoder: Counting, *texts: str) -> NDArray[np.float32]:
    return sentences.vectors(home, "plan", encoder, texts)  # type: ignore[arg-type]


def test_only_what_is_new_is_encoded(tmp_path: Path, encoder: Counting) -> None:
    first = shown(tmp_path, encoder, "a cat", "a dog", "a cat")
    assert encoder.asked == ["a cat", "a dog"]
    again = shown(tmp_path, encoder, "a dog", "a cat", "banana")
    assert encoder.asked == ["a cat", "a dog", "banana"]
    assert np.array_equal(again[:2], first[[1, 0]]), "the same whether kept or made"
    assert again.dtype == np.float32


def test_what_the_document_has_no_longer_goes(tmp_path: Path, encoder: Counting) -> None:
    shown(tmp_path, encoder, "a cat", "a dog")
    shown(tmp_path, encoder, "a dog")
    shown(tmp_path, encoder, "a cat")
    assert encoder.asked == ["a cat", "a dog", "a cat"]


@pytest.mark.parametrize("damage", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_a_damaged_file_is_made_again(tmp_path: Path, encoder: Counting, damage: bytes) -> None:
    first = shown(tmp_path, encoder, "a cat")
    (path,) = (tmp_path / workings.FOLDER).iterdir()
    path.write_bytes(damage)
    assert np.array_equal(shown(tmp_path, encoder, "a cat"), first)
    assert encoder.asked == ["a cat", "a cat"]
    shown(tmp_path, encoder, "a cat")
    assert len(encoder.asked) == 2


def test_another_encoders_vectors_are_not_taken(tmp_path: Path, encoder: Counting) -> None:
    shown(tmp_path, encoder, "a cat")
    encoder.fingerprint = "f" * 20
    shown(tmp_path, encoder, "a cat")
    assert encoder.asked == ["a cat", "a cat"]


def test_they_end_with_their_document(tmp_path: Path, encoder: Counting) -> None:
    shown(tmp_path, encoder, "a cat")
    workings.forget(tmp_path, "pla")
    assert list((tmp_path / workings.FOLDER).iterdir()) != []
    workings.forget(tmp_path, "plan")
    assert list((tmp_path / workings.FOLDER).iterdir()) == []


def test_no_sentence_gives_no_vector(tmp_path: Path, encoder: Counting) -> None:
    assert shown(tmp_path, encoder).shape == (0, 3)
