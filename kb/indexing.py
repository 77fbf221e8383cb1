"""How the passages of a version come into the two indexes: which of them, as what text, in what steps."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kb import retrieve
from kb.encoders import Encoder
from kb.models import Document, Passage
from kb.retrieve import Indexed, indexed
from kb.vectors import Vectors

Progress = Callable[[int, int], None]  # passages embedded, of how many
Contents = Sequence[tuple[Document, Sequence[Passage]]]

NOTHING_KNOWN: Mapping[str, NDArray[np.float32]] = MappingProxyType({})
EMBED_AT_ONCE = 64  # passages between two words of progress, about a second's work


def searched(passages: Sequence[Passage]) -> list[Passage]:
    """A contents page says the words of every heading and answers nothing."""
    return [passage for passage in passages if passage.kind != "contents"]


def rows(keys: Mapping[str, int], title: str, passages: Sequence[Passage]) -> Iterator[tuple[int, Indexed]]:
    """What the full-text index holds of them, each under its key in the catalogue."""
    return ((keys[passage.id], indexed(title, passage)) for passage in passages)


def mark(encoder: Encoder) -> str:
    """What made the indexes: the encoder and the form of the text. Indexes with another mark are never read."""
    return f"{encoder.fingerprint}/{retrieve.FORMAT}"


def embedded(
    encoder: Encoder,
    passages: Sequence[tuple[str, Passage]],
    progress: Progress | None = None,
    known: Mapping[str, NDArray[np.float32]] = NOTHING_KNOWN,
) -> NDArray[np.float32]:
    """Vectors of passages given with their document's title, shape (len(passages), dimension), in their order. Texts whose
    vectors are `known` are not embedded again."""
    texts = [indexed(title, passage).embedded for title, passage in passages]
    found = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    new = [at for at, text in enumerate(texts) if text not in known]
    for at in set(range(len(texts))).difference(new):
        found[at] = known[texts[at]]
    for start in range(0, len(new), EMBED_AT_ONCE):
        some = new[start : start + EMBED_AT_ONCE]
        found[some] = encoder.encode([texts[at] for at in some])
        if progress:
            progress(min(start + EMBED_AT_ONCE, len(new)), len(new))
    return found


def vectors_of(vectors: Vectors, collection: str, title: str, passages: Sequence[Passage]) -> dict[str, NDArray[np.float32]]:
    """The vectors that a version in force has, by the text that was embedded."""
    found = vectors.get(collection, [passage.id for passage in passages])
    return {indexed(title, passage).embedded: found[passage.id] for passage in passages if passage.id in found}


def fill(vectors: Vectors, collection: str, contents: Contents, matrix: NDArray[np.float32]) -> None:
    """A new collection with the vectors of whole documents; `matrix` holds them in the order of `contents`."""
    vectors.create(collection)
    start = 0
    for document, passages in contents:
        ids = [passage.id for passage in passages]
        vectors.add(collection, ids, matrix[start : start + len(ids)], document.id, document.version)
        start += len(ids)


def copy(vectors: Vectors, old: str, new: str, contents: Contents) -> None:
    """A new collection with the vectors of these passages and nothing else that the old one holds or ever held."""
    vectors.create(new)
    for document, passages in contents:
        found = vectors.get(old, [passage.id for passage in passages])
        if found:
            vectors.add(new, list(found), np.stack(list(found.values())), document.id, document.version)


def next_name(name: str | None) -> str:
    """
    >>> next_name(None), next_name("passages-1")
    ('passages-1', 'passages-2')
    """
    return f"passages-{int(name.rpartition('-')[2]) + 1 if name else 1}"
