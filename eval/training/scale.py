"""What a cosine of one encoder is worth on the scale of another: the cosine that as few pairs of texts reach there."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHARES = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999)  # of all pairs


def fitted(own: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[list[float], list[float]]:
    """Cosines of the one and of the other, rising together from -1 to 1; from the vectors of the same texts, one text a row.

    >>> texts = np.eye(3, dtype=np.float32)
    >>> fitted(texts, texts)
    ([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0])
    """
    paired = dict(zip(_quantiles(own), _quantiles(other), strict=True)) | {-1.0: -1.0, 1.0: 1.0}
    rising = sorted(paired)
    return rising, list(np.maximum.accumulate([paired[cosine] for cosine in rising]).round(3).tolist())


def _quantiles(vectors: NDArray[np.float32]) -> Sequence[float]:
    above = np.triu_indices(len(vectors), 1)
    return [round(float(value), 3) for value in np.quantile((vectors @ vectors.T)[above], SHARES)]
