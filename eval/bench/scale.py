"""How search grows with the library: passages made by recombining the sentences of real ones, vectors by perturbing real
vectors rather than by encoding, both from fixed seeds. Searched through the product as it stands.
"""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from ingest import pipeline
from kb import indexing
from kb.encoders import Encoder, Role
from kb.ids import digest, passage_id
from kb.knowledge_base import DEPTH, RERANKED, KnowledgeBase
from kb.models import NewVersion, Passage, Scope
from kb.settings import Settings
from kb.text import sentence_spans
from kb.vectors import Vectors

IN_A_DOCUMENT = 500  # passages
NOISE = 0.6  # length of what is added to a unit vector: a neighbour at about .86, as passages of one document are
FILTERED = 10  # a filtered search may look at every tenth document
SEED = 4

Figures = dict[str, float]
Say = Callable[[str], None]


class Perturbing(Encoder):
    """The real encoder for questions; a passage gets a real passage's vector, moved a little."""

    def __init__(self, real: Encoder, vectors: NDArray[np.float32]) -> None:
        self._real = real
        self._vectors = vectors
        self._random = np.random.default_rng(SEED)
        self.fingerprint, self.dimension = real.fingerprint, real.dimension

    def encode(self, texts: Sequence[str], role: Role = "document") -> NDArray[np.float32]:
        if role == "query":
            return self._real.encode(texts, "query")
        drawn = self._vectors[self._random.integers(0, len(self._vectors), len(texts))]
        noise = self._random.standard_normal(drawn.shape, dtype=np.float32)
        moved = drawn + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        unit: NDArray[np.float32] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return unit


def measured(
    settings: Settings, corpus: Path, questions: Sequence[str], sizes: Sequence[int], say: Say
) -> dict[int, Figures]:
    """Figures for each number of passages, of libraries made from the files in `corpus`. Each question is asked once for
    each figure; milliseconds are medians, `_95` the 95th percentile."""
    with TemporaryDirectory(prefix="remit-bench-") as folder:
        with KnowledgeBase.open(replace(settings, home=Path(folder) / "real")) as kb:
            for row in pipeline.add(kb, [corpus]):
                say(f"read {Path(row.path).name}")
            real = [passage for document in kb.documents() for passage in kb.passages(document.id)]
            encoder = Perturbing(kb.encoder, kb.encoder.encode([passage.text for passage in real]))
        found: dict[int, Figures] = {}
        for size in sizes:
            with KnowledgeBase.open(replace(settings, home=Path(folder) / str(size)), encoder) as kb:
                seconds = _filled(kb, versions(real, size), say)
                found[size] = {"build_s": seconds, "index_mb": _megabytes(kb.settings.home)} | _times(kb, questions)
        return found


def _filled(kb: KnowledgeBase, made: Iterable[NewVersion], say: Say) -> float:
    """The seconds that it takes."""
    started = time.perf_counter()
    for number, version in enumerate(made, start=1):
        kb.replace(version)
        if number % 20 == 0:
            say(f"made {number * IN_A_DOCUMENT} passages")
    return time.perf_counter() - started


def versions(real: Sequence[Passage], size: int) -> Iterator[NewVersion]:
    """Documents of IN_A_DOCUMENT passages with `size` passages in all; each passage has a real one's form and another's
    sentences."""
    random = Random(SEED)
    sentences = [passage.text[a:b] for passage in real for a, b in sentence_spans(passage.text)]
    for number in range(-(-size // IN_A_DOCUMENT)):
        doc = f"made-{number}"
        count = min(IN_A_DOCUMENT, size - number * IN_A_DOCUMENT)
        made = tuple(_passage(random.choice(real), doc, at, sentences, random) for at in range(1, count + 1))
        yield NewVersion(doc, doc, "other", doc, digest(doc.encode()), "text", made)


def _passage(like: Passage, doc: str, at: int, sentences: Sequence[str], random: Random) -> Passage:
    text = " ".join(random.choices(sentences, k=max(1, len(sentence_spans(like.text)))))
    return Passage(passage_id(doc, 1, at), doc, 1, at, "paragraph", text, like.section)


def _times(kb: KnowledgeBase, questions: Sequence[str]) -> Figures:
    docs = tuple(document.id for document in kb.documents())[::FILTERED]
    asked = dict(zip(questions, kb.encoder.encode(questions, "query"), strict=True))
    vectors, collection = Vectors(kb.settings.vectors), indexing.next_name(None)
    searches: dict[str, Callable[[str], object]] = {
        "dense_ms": lambda text: vectors.nearest(collection, asked[text], DEPTH, None),
        "query_ms": lambda text: kb.search(text, reranked=0),
        "reranked_ms": lambda text: kb.search(text, reranked=RERANKED),
        "filtered_ms": lambda text: kb.search(text, scope=Scope(docs=docs), reranked=0),
    }
    found: Figures = {}
    for name, search in searches.items():
        search(questions[0])
        times = sorted(_milliseconds(search, text) for text in questions[1:])
        found |= {name: statistics.median(times), f"{name}_95": times[int(0.95 * (len(times) - 1))]}
    vectors.close()
    return found


def _milliseconds(search: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    search(text)
    return 1000 * (time.perf_counter() - started)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
