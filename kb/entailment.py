"""A compiled cross-encoder that says whether a text entails a statement, contradicts it, or says nothing of it; and the one
decision over all the texts of a document. Made by eval.training.entailment, read here without torch."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kb.encoders import SHIPPED, Graph, encodable
from kb.errors import ModelError

Says = Literal["entails", "contradicts", "silent"]
SAYS: tuple[Says, ...] = ("entails", "contradicts", "silent")
BEST = 2  # texts of each kind that the decision looks at


class Entailment:
    """`fingerprint` names the weights."""

    def __init__(self, folder: Path = SHIPPED / "entailment") -> None:
        """Load what eval.training made. Raises ModelError where its files are missing, damaged or not those of the facts."""
        try:
            self._graph = Graph(folder)
            self.fingerprint: str = self._graph.facts["fingerprint"]
            self._weights = np.array(self._graph.facts["decision"]["weights"], dtype=np.float32)
            self._offsets = np.array(self._graph.facts["decision"]["offsets"], dtype=np.float32)
        except Exception as error:  # tokenizers and onnxruntime raise plain Exceptions of many kinds
            raise ModelError(
                f"The entailment model in {folder} cannot be read ({error}): install Remit again, or run "
                "`python -m eval.training.entailment` to make it."
            ) from error

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Logits of (statement, text), shape (len(pairs), 3), columns as SAYS, in the pairs' order."""
        read = self._graph.tokenizer.encode_batch([(encodable(statement), encodable(text)) for statement, text in pairs])
        return self._graph.run([(each.ids, each.type_ids) for each in read], np.zeros((len(pairs), len(SAYS)), np.float32))

    def decide(self, logits: NDArray[np.float32]) -> tuple[Says, list[int]]:
        """What a document says of a statement, and its texts, the likeliest evidence first. `logits` are as `score` gives
        them of the statement with each text, at least one."""
        chosen = SAYS[int(np.argmax(self._weights @ features(logits) + self._offsets))]
        return chosen, [int(at) for at in np.argsort(-telling(logits), kind="stable")]


def telling(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each text tells of the statement, one way or the other: log-odds of not being silent, shape (texts,)."""
    found: NDArray[np.float32] = np.logaddexp(logits[:, 0], logits[:, 1]) - logits[:, 2]
    return found


def features(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the decision over a document rests on: the best texts for it and against it, how the most telling one leans.

    >>> features(np.array([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0]], dtype=np.float32)).tolist()
    [2.0, 0.0, 1.0, 0.0, 2.0]
    """
    ways = [np.sort(logits[:, way] - logits[:, 2])[::-1] for way in (0, 1)]
    best = [value for way in ways for value in np.pad(way[:BEST], (0, max(0, BEST - len(way))), mode="edge")]
    most = int(np.argmax(telling(logits)))
    return np.array([*best, logits[most, 0] - logits[most, 1]], dtype=np.float32)
