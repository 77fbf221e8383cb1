from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kb.errors import IndexDamaged
from kb.vectors import Vectors

NAME = "passages-1"
AXES = np.eye(4, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "vectors")
    opened.create(NAME)
    yield opened
    opened.close()


def test_similarity_is_the_cosine_best_first(vectors: Vectors) -> None:
    vectors.add(NAME, ["a/1/1", "a/1/2", "a/1/3"], np.stack([AXES[0], (AXES[0] + AXES[1]) / np.sqrt(2), -AXES[0]]), "a", 1)
    found = vectors.nearest(NAME, AXES[0], 5)
    assert list(found) == ["a/1/1", "a/1/2", "a/1/3"]
    assert list(found.values()) == pytest.approx([1.0, 0.5**0.5, -1.0], abs=1e-6)
    named = vectors.similarities(NAME, AXES[0], ["a/1/3", "a/1/1", "never/1/1"])
    assert named == pytest.approx({"a/1/1": 1.0, "a/1/3": -1.0})
    assert vectors.similarities(NAME, AXES[0], []) == {}


def test_only_the_documents_asked_for(vectors: Vectors) -> None:
    vectors.add(NAME, ["a/1/1"], AXES[:1], "a", 1)
    vectors.add(NAME, ["b/1/1"], AXES[:1], "b", 1)
    assert list(vectors.nearest(NAME, AXES[0], 5, ["b", "c"])) == ["b/1/1"]


def test_writing_the_same_ids_again_keeps_the_new_vectors(vectors: Vectors) -> None:
    vectors.add(NAME, ["a/1/1"], AXES[:1], "a", 1)
    vectors.add(NAME, ["a/1/1"], AXES[1:2], "a", 1)
    assert vectors.count(NAME) == 1
    assert vectors.similarities(NAME, AXES[1], ["a/1/1"]) == pytest.approx({"a/1/1": 1.0})


def test_one_version_is_forgotten_the_other_kept(vectors: Vectors) -> None:
    vectors.add(NAME, ["a/1/1", "a/1/2"], AXES[:2], "a", 1)
    vectors.add(NAME, ["a/2/1"], AXES[2:3], "a", 2)
    vectors.forget(NAME, "a", 1)
    assert vectors.count(NAME) == 1
    assert list(vectors.nearest(NAME, AXES[0], 5)) == ["a/2/1"]


def test_a_count_that_is_wrong_after_writing_is_said(vectors: Vectors) -> None:
    collection = vectors._collection(NAME)

    class Lossy:  # drops what it is given without a word
        def upsert(self, ids: list[str], embeddings: object, metadatas: list[dict[str, object]]) -> None:
            collection.upsert(ids=ids[:1], embeddings=embeddings[:1], metadatas=metadatas[:1])  # type: ignore[index]

        def __getattr__(self, name: str) -> object:
            return getattr(collection, name)

    vectors._collections[NAME] = Lossy()  # type: ignore[assignment]
    with pytest.raises(IndexDamaged, match="it kept 1 of 2 vectors"):
        vectors.add(NAME, ["a/1/1", "a/1/2"], AXES[:2], "a", 1)


def test_closed_and_opened_again_it_holds_the_same(vectors: Vectors) -> None:
    vectors.add(NAME, ["a/1/1"], AXES[:1], "a", 1)
    vectors.close()
    assert list(vectors.nearest(NAME, AXES[0], 5)) == ["a/1/1"]


def test_two_in_one_process_do_not_share_what_they_read(vectors: Vectors) -> None:
    vectors.add(NAME, ["a/1/1"], AXES[:1], "a", 1)
    other = Vectors(vectors.folder)
    assert other.count(NAME) == 1
    other.close()
    assert list(vectors.nearest(NAME, AXES[0], 5)) == ["a/1/1"]


def test_only_one_collection_is_kept(vectors: Vectors) -> None:
    vectors.create("passages-2")
    vectors.keep_only("passages-2")
    assert vectors.count("passages-2") == 0
    with pytest.raises(IndexDamaged):
        vectors.close()
        vectors.count(NAME)


def overwrite(path: Path) -> None:
    path.write_bytes(b"\xff" * 5000)


def scramble(path: Path) -> None:
    """As long as before, and every byte wrong."""
    path.write_bytes(bytes(byte ^ 0xA5 for byte in path.read_bytes()))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def delete(path: Path) -> None:
    path.unlink()


def delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


DAMAGE = [
    *(("chroma.sqlite3", damage) for damage in (overwrite, cut, delete, delete_folder)),
    *(("*/data_level0.bin", damage) for damage in (overwrite, scramble, cut, delete, delete_folder)),
    *(("*/link_lists.bin", damage) for damage in (overwrite, scramble, delete)),
    *(("*/header.bin", damage) for damage in (overwrite, delete)),
    *(("*/index_metadata.pickle", damage) for damage in (overwrite, delete)),
    ("*/length.bin", overwrite),
]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with more vectors than Chroma keeps in its journal, so that the graph is in files."""
    opened = Vectors(tmp_path_factory.mktemp("large") / "vectors")
    opened.create(NAME)
    many = np.random.default_rng(0).normal(size=(1500, 64)).astype(np.float32)
    opened.add(NAME, [f"a/1/{n}" for n in range(len(many))], many, "a", 1)
    opened.close()
    return opened.folder


def test_a_whole_folder_is_not_called_damaged(large: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(large, tmp_path / "vectors"))
    opened = Vectors(folder)
    assert len(opened.nearest(NAME, np.ones(64, np.float32), 50)) == 50
    opened.close()


@pytest.mark.parametrize(("file", "damage"), DAMAGE, ids=lambda value: getattr(value, "__name__", value))
def test_a_damaged_folder_is_said_and_can_be_made_again(
    large: Path, tmp_path: Path, file: str, damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.vectors.LOOK_SECONDS", 0)
    folder = Path(shutil.copytree(large, tmp_path / "vectors"))
    damage(next(folder.glob(file)))
    opened = Vectors(folder)
    with pytest.raises(IndexDamaged, match=r"is damaged .*: run `remit rebuild` to make it again\."):
        opened.nearest(NAME, np.ones(64, np.float32), 5)
    opened.wipe()
    opened.create(NAME)
    opened.add(NAME, ["a/1/1"], np.ones((1, 64), np.float32), "a", 1)
    assert list(opened.nearest(NAME, np.ones(64, np.float32), 5)) == ["a/1/1"]
    opened.close()
