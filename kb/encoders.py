"""Sentence encoders and rerankers, as compiled ONNX graphs.

Those that come with Remit lie in `kb/weights`; any other is compiled once (`kb.compiling`) and kept in the home. Here
neither torch nor sentence_transformers is loaded: importing them takes longer than an answer may.
"""
from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kb import compiling
from kb.errors import ModelError
from kb.remembered import Remembered
from kb.settings import Settings

SHIPPED = Path(__file__).parent / "weights"  # encoder/ and reranker/
NONE = "none"  # in the place of a reranker's name: the search's own order stays
BATCH_TOKENS = 8192  # of one run, padding included: enough to keep two cores busy, little enough to stay in their caches
LONGEST_QUESTION = 1000  # characters that the reranker looks at
AT_ONCE = min(4, os.cpu_count() or 1)  # threads

Role = Literal["query", "document"]
Row = tuple[Sequence[int], Sequence[int]]  # a text's tokens and, where there are two texts, which each belongs to


class Graph:
    """A compiled model: its facts, its tokenizer, and rows of tokens in, one row of numbers each out.

    An int8 graph scales its activations over all that runs together. There each text runs alone, on a thread of its own,
    so that its numbers depend on nothing else; elsewhere texts of like length share a run.
    """

    def __init__(self, folder: Path) -> None:
        """Raises any Exception: a missing or damaged file, a graph that is not the one that its facts were written for."""
        self.facts: dict[str, Any] = json.loads((folder / compiling.FACTS).read_text(encoding="utf-8"))
        graph = (folder / compiling.GRAPH).read_bytes()
        if hashlib.sha256(graph).hexdigest() != self.facts["graph"]:
            raise ValueError(f"{compiling.GRAPH} is not the file that it should be")
        self.alone: bool = self.facts.get("alone", False)
        self._session = session(graph, 1 if self.alone else AT_ONCE)
        self._wanted = {one.name for one in self._session.get_inputs()}
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / compiling.TOKENIZER))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(self.facts["longest"], strategy="longest_first")

    def run(self, rows: Sequence[Row], found: NDArray[np.float32]) -> NDArray[np.float32]:
        """`found`, shape (len(rows), ...), filled with what the graph makes of each row."""
        if self.alone:
            spread: Callable[..., Any] = self._threads.map if len(rows) > 1 else map
            for at, made in enumerate(spread(lambda row: self._once([row])[0], rows)):
                found[at] = made
            return found
        for batch in batches([len(ids) for ids, _ in rows]):
            found[batch] = self._once([rows[at] for at in batch])
        return found

    def _once(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        inputs = {
            "input_ids": _padded([ids for ids, _ in rows], self.facts.get("pad", 0)),
            "attention_mask": _padded([[1] * len(ids) for ids, _ in rows]),
            "token_type_ids": _padded([kinds for _, kinds in rows]),
        }
        made: NDArray[np.float32] = self._session.run(None, {name: inputs[name] for name in self._wanted})[0]
        return made

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="remit-model")


class Encoder:
    """A compiled encoder. `fingerprint` names the weights it was made from; `dimension` is the vectors' length."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError where the folder holds no whole encoder."""
        self._remembered: Remembered | None = None
        try:
            self._graph = Graph(folder)
            self.fingerprint: str = self._graph.facts["fingerprint"]
            self.dimension: int = self._graph.facts["dimension"]
            self._prompts: Mapping[str, str] = self._graph.facts["prompts"]
            # Cosines, and what each stands for on the common scale.
            self._scale: tuple[Sequence[float], Sequence[float]] | None = self._graph.facts.get("scale")
        except Exception as error:  # tokenizers and onnxruntime raise plain Exceptions of many kinds
            raise ModelError(_unreadable("encoder", folder, error)) from error

    def encode(self, texts: Sequence[str], role: Role = "document") -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension), in the texts' order; a text longer than the model takes is cut."""
        prompt = self._prompts.get(role, "")
        wanted = [prompt + encodable(text) for text in texts]
        return self._remembered.vectors(wanted, self._made) if self._remembered else self._made(wanted)

    def remember(self, most: int) -> None:
        """From now on keep the vectors of so many texts, those used last: for a service that answers many questions."""
        self._remembered = Remembered(most)

    def _made(self, texts: Sequence[str]) -> NDArray[np.float32]:
        read = self._graph.tokenizer.encode_batch(list(texts))
        found = np.zeros((len(texts), self.dimension), np.float32)
        return self._graph.run([(each.ids, each.type_ids) for each in read], found)

    def likeness(self, some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
        """How alike the texts of unit vectors are, shape (some, others); of one vector, (others,). Cosines brought to one
        scale for every encoder, so that a number from which texts count as alike means the same for each."""
        cosines: NDArray[np.float32] = some @ others.T
        return np.asarray(np.interp(cosines, *self._scale), dtype=np.float32) if self._scale else cosines

    def knows(self, word: str) -> bool:
        """Whether a small-letter word is whole in the encoder's vocabulary: a word of the language, not a misspelt one."""
        return self._graph.tokenizer.token_to_id(word) is not None


class Reranker:
    """A compiled cross-encoder: how likely a text answers a question. `fingerprint` names its weights."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError where the folder holds no whole reranker."""
        try:
            self._graph = Graph(folder)
            self.fingerprint: str = self._graph.facts["fingerprint"]
            self._slope: float = self._graph.facts["slope"]
            self._offset: float = self._graph.facts["offset"]
        except Exception as error:  # as in Encoder
            raise ModelError(_unreadable("reranker", folder, error)) from error

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """The probability that each text answers the question: shape (len(texts),), 0..1, in the texts' order."""
        chances: NDArray[np.float32] = 1 / (1 + np.exp(-(self._slope * self.logits(question, texts) + self._offset)))
        return chances

    def logits(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """What the model itself gives, before it is made a probability. Only the beginning of a long question or text is
        read."""
        asked = encodable(question[:LONGEST_QUESTION])
        read = self._graph.tokenizer.encode_batch([(asked, encodable(text)) for text in texts])
        return self._graph.run([(each.ids, each.type_ids) for each in read], np.zeros(len(texts), np.float32))


def load(settings: Settings) -> Encoder:
    """The encoder that the settings name, compiled first if it never was. Raises ModelError, in a plain sentence."""
    return Encoder(compiling.encoder(settings.encoder, settings.models) if settings.encoder else SHIPPED / "encoder")


def load_reranker(settings: Settings) -> Reranker | None:
    """The reranker that the settings name, None where they say "none". Raises ModelError, in a plain sentence."""
    if settings.reranker == NONE:
        return None
    name = settings.reranker
    return Reranker(compiling.reranker(name, settings.models) if name else SHIPPED / "reranker")


def load_duty_reader() -> Reranker:
    """The reranker that was taught which sentence of a plan speaks to a duty. Raises ModelError, in a plain sentence."""
    return Reranker(SHIPPED / "duty-reader")


def _unreadable(what: str, folder: Path, error: Exception) -> str:
    cure = "install Remit again" if folder.parent == SHIPPED else "delete it if Remit made it, or name another model"
    return f"The {what} in {folder} cannot be read ({error}): {cure}."


def session(graph: bytes, threads: int) -> Any:
    """An onnxruntime session for an ONNX graph. Raises any Exception for bytes that are none."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a waiting thread leaves the core to others
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _padded(rows: Sequence[Sequence[int]], pad: int = 0) -> NDArray[np.int64]:
    """One array, shape (rows, the longest row)."""
    found = np.full((len(rows), max(map(len, rows))), pad, dtype=np.int64)
    for at, row in enumerate(rows):
        found[at, : len(row)] = row
    return found


def batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> list[list[int]]:
    """Places in `lengths`, the longest first, in groups of at most `budget` tokens once each is padded to its longest.

    >>> batches([3, 9, 4, 8], budget=18)
    [[1, 3], [2, 0]]
    """
    groups: list[list[int]] = []
    widest = 0
    for at in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if groups and (len(groups[-1]) + 1) * widest <= budget:
            groups[-1].append(at)
        else:
            groups.append([at])
            widest = lengths[at]
    return groups


def encodable(text: str) -> str:
    """Without lone surrogates, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
