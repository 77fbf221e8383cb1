"""sentence-transformers as its documentation sets it up, with the encoder that Remit's was trained from."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sentence_transformers import SentenceTransformer


def encoder(folder: Path) -> Callable[[Sequence[str]], object]:
    """Texts in, vectors out."""
    model = SentenceTransformer(str(folder), device="cpu")
    return lambda texts: model.encode(list(texts), show_progress_bar=False)
