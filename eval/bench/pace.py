"""How fast texts become vectors, beside sentence-transformers: the same texts, one process, one after the other."""
from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.bench.peers import sentences
from eval.training.start import start_folder
from kb import encoders
from kb.settings import Settings
from kb.text import sentence_spans

ROUNDS = 3  # the best counts: what else the machine did is not the encoder's


def figures(settings: Settings, texts: Sequence[str]) -> dict[str, float]:
    """Texts a second of both, and ours divided by theirs."""
    ours, theirs = encoders.load(settings).encode, sentences.encoder(start_folder())
    pace = {"remit": _pace(ours, texts), "sentence_transformers": _pace(theirs, texts)}
    return pace | {"ratio": pace["remit"] / pace["sentence_transformers"], "texts": float(len(texts))}


def texts_of(folder: Path) -> list[str]:
    """The paragraphs of the text files in a folder, each cut to its first three sentences."""
    paragraphs = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line[: sentence_spans(line)[:3][-1][1]] for line in paragraphs if len(line.split()) > 5]


def _pace(encode: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    encode(texts[:20])
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        encode(texts)
        seconds.append(time.perf_counter() - started)
    return len(texts) / min(seconds)
