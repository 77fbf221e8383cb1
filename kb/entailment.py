"""What a text says of each of the statements that a model was taught: it entails it, contradicts it, or is silent; and the
one decision over all the texts of a document. Made by eval.training.entailment.

Each statement has linear models of its own over what a text is: its vector and its words. A cross-encoder that read
statement and text together told worse (docs/reference/models.md).
"""
from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kb.compiling import FACTS, GRAPH
from kb.encoders import SHIPPED, Encoder, session
from kb.errors import InputError, ModelError

Says = Literal["entails", "contradicts", "silent"]
SAYS: tuple[Says, ...] = ("entails", "contradicts", "silent")
BEST = 2  # texts of each kind that the decision looks at
WORDS = 2**13  # places that words and pairs of words share
_WORD = re.compile(r"\w\w+")


class Entailment:
    """`encoder` names the weights whose vectors it reads."""

    def __init__(self, folder: Path = SHIPPED / "entailment") -> None:
        """Load what eval.training made. Raises ModelError where its files are missing, damaged or not those of the facts."""
        try:
            facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
            graph = (folder / GRAPH).read_bytes()
            if hashlib.sha256(graph).hexdigest() != facts["graph"]:
                raise ValueError(f"{GRAPH} is not the file that it should be")
            self._session = session(graph, 1)
            self._known: dict[str, int] = {name: at for at, name in enumerate(facts["statements"])}
            self.encoder: str = facts["encoder"]
            self._weights = np.array(facts["decision"]["weights"], dtype=np.float32)
            self._offsets = np.array(facts["decision"]["offsets"], dtype=np.float32)
        except Exception as error:  # onnxruntime raises plain Exceptions of many kinds
            raise ModelError(
                f"The entailment model in {folder} cannot be read ({error}): install Remit again, or run "
                "`python -m eval.training.entailment` to make it."
            ) from error

    def read(self, texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
        """Log-odds of entailing and of contradicting against silence, shape (texts, statements, 2).

        Raises ModelError where the encoder is not the one whose vectors it was taught.
        """
        if encoder.fingerprint != self.encoder:
            raise ModelError("The entailment model reads the vectors of the encoder that comes with Remit: set no other.")
        given = {"words": counted(texts), "vectors": encoder.encode(texts)}
        odds: NDArray[np.float32] = self._session.run(None, given)[0]
        return odds

    def decide(self, statement: str, read: NDArray[np.float32]) -> tuple[Says, list[int]]:
        """What a document says of a statement, and its texts, the likeliest evidence first. `read` is what `read` gives of
        its texts, at least one. Raises InputError for a statement that it was not taught."""
        known = self._known.get(named(statement))
        if known is None:
            raise InputError(f'The entailment model was not taught "{statement}": it knows ContractNLI\'s statements alone.')
        odds = read[:, known]
        chosen = SAYS[int(np.argmax(self._weights @ features(odds) + self._offsets[known]))]
        return chosen, [int(at) for at in np.argsort(-telling(odds), kind="stable")]


def named(statement: str) -> str:
    """A statement's name among the facts, which do not hold its words: they are another's."""
    return hashlib.sha256(statement.encode()).hexdigest()


def counted(texts: Sequence[str]) -> NDArray[np.float32]:
    """Words and pairs of words of each text by place, shape (texts, WORDS): each adds one, or takes one away, so that two
    that share a place cancel out on the whole.

    >>> counted(["The copy", "a"]).shape, float(np.abs(counted(["The copy"])).sum()), float(counted(["a"]).any())
    ((2, 8192), 3.0, 0.0)
    """
    found = np.zeros((len(texts), WORDS), dtype=np.float32)
    for row, text in zip(found, texts, strict=True):
        words = _WORD.findall(text.lower())
        for one in (*words, *(" ".join(pair) for pair in pairwise(words))):
            place = zlib.crc32(one.encode())
            row[place % WORDS] += 1 if place >> 31 else -1
    return found


def telling(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each text tells of a statement, one way or the other: log-odds of not being silent, shape (texts,)."""
    found: NDArray[np.float32] = np.logaddexp(odds[:, 0], odds[:, 1])
    return found


def features(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the decision over a document rests on: the best texts for the statement and against it, how the most telling one
    leans. `odds` has the shape (texts, 2).

    >>> features(np.array([[2.0, 0.0], [0.0, 1.0]], dtype=np.float32)).tolist()
    [2.0, 0.0, 1.0, 0.0, 2.0]
    """
    ways = [np.sort(odds[:, way])[::-1] for way in (0, 1)]
    best = [value for way in ways for value in np.pad(way[:BEST], (0, max(0, BEST - len(way))), mode="edge")]
    most = int(np.argmax(telling(odds)))
    return np.array([*best, odds[most, 0] - odds[most, 1]], dtype=np.float32)
