"""Whether the files in which Chroma keeps its search graph fit together.

Its native code follows whatever it reads there: a file cut short or overwritten ends the process without a word. So the
files are looked over before Chroma opens them. The layout is hnswlib's, as chromadb 1.5 writes it: header.bin (one
record), data_level0.bin (for each vector its neighbours, the vector and its label), length.bin (each vector's length) and
link_lists.bin (for each vector the bytes of its links above the ground level, and these).
"""
from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

# version, offset of level 0, room for elements, elements, bytes each, offset of label, offset of vector, highest level,
# entry point, most links above the ground, most links on it
_HEADER = struct.Struct("<iQQQQQQiIQQ")
_KNOWN = 1
_WORD = 4  # bytes


def fault(folder: Path) -> str | None:
    """What is wrong with the graphs under a Chroma folder, or None; also None for a layout that is not known here."""
    for header in sorted(folder.glob("*/header.bin")):
        try:
            wrong = _fault(header.parent)
        except (OSError, struct.error) as error:
            wrong = str(error)
        if wrong:
            return wrong
    return None


def _fault(folder: Path) -> str | None:
    layout, _, room, elements, size, _, vector, _, entry, _, most = _HEADER.unpack_from((folder / "header.bin").read_bytes())
    if layout != _KNOWN:
        return None
    if elements == 0:
        return None
    if elements > room or size % _WORD or vector != (most + 1) * _WORD or entry >= elements:
        return "header.bin makes no sense"
    if (folder / "data_level0.bin").stat().st_size != elements * size:
        return f"data_level0.bin is not {elements * size} bytes long"
    if (folder / "length.bin").stat().st_size != elements * _WORD:
        return f"length.bin is not {elements * _WORD} bytes long"
    if not _walks(np.fromfile(folder / "link_lists.bin", dtype="<u4").tolist(), elements):
        return "link_lists.bin does not hold a list for each vector"
    words = np.memmap(folder / "data_level0.bin", dtype="<u4", mode="r", shape=(elements, size // _WORD))
    counts = words[:, 0] & 0xFFFF  # the other half of the word says whether the vector is deleted
    used = np.arange(most) < counts[:, None]
    if (counts > most).any() or (words[:, 1 : 1 + most][used] >= elements).any():
        return "data_level0.bin names neighbours that are not there"
    return None


def _walks(words: list[int], elements: int) -> bool:
    """That the words are one list for each element, each after its own length in bytes, and no more.

    >>> _walks([0, 8, 5, 6, 0], 3), _walks([0, 8, 5], 2)
    (True, False)
    """
    at = 0
    for _ in range(elements):
        if at >= len(words):
            return False
        at += 1 + words[at] // _WORD
    return at == len(words)
