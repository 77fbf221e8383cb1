"""Vectors of a document's sentences, kept on disk, so that a check of it again encodes only what is new."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb import workings
from kb.encoders import Encoder


def vectors(home: Path, doc: str, encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The sentences' vectors, shape (texts, dimension), in their order; `doc` is a document's id, or that with a dot and
    what of it is meant ("code.duties"); what was kept before is not encoded again,
    and what the document has no longer is kept no longer."""
    path = workings.file(home, doc, encoder.fingerprint)
    keys = [workings.key(text) for text in texts]
    kept = workings.read(path, encoder.dimension)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    made = dict(zip(new, encoder.encode(list(new.values())).astype(np.float16), strict=True)) if new else {}
    known = kept | made
    if new or len(kept) > len(set(keys)):
        workings.write(path, {key: known[key] for key in keys})
    # rounded to half precision on the first run too: a check must not depend on what was kept
    return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(texts), encoder.dimension)
