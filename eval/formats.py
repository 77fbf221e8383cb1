"""One document in several formats: do they give the same passages, numbers and sections?"""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ingest import readers
from ingest.passages import passages
from kb.errors import InputError
from kb.text import fold_white

SCANNED = "scanned"
_ENDINGS = {"pdf": ".pdf", "html": ".html", "docx": ".docx", SCANNED: ".pdf"}
_LONGEST = 1200  # characters of a passage that is compared: longer ones are cut where each format has its stops

Told = tuple[str, str | None, str | None]  # text, number and innermost heading of a passage, folded


def figures(folder: Path) -> dict[str, object]:
    """For each document of the folder's text/, and each format beside it, the share of the text's passages that the format
    has too; `least` over all but scans, `least_scanned` over those. Raises InputError where nothing can be compared."""
    texts = sorted((folder / "text").glob("*.txt"))
    shares = {path.stem: dict(_shares(folder, path)) for path in texts}
    digital = [share for of_doc in shares.values() for form, share in of_doc.items() if form != SCANNED]
    scanned = [of_doc[SCANNED] for of_doc in shares.values() if SCANNED in of_doc]
    if not digital and not scanned:
        raise InputError(f"{folder} holds no document both in text/ and in one of {', '.join(_ENDINGS)}.")
    least = {"least": min(digital, default=None), "least_scanned": min(scanned, default=None)}
    return {**shares, **{name: share for name, share in least.items() if share is not None}}


def _shares(folder: Path, text: Path) -> Iterator[tuple[str, float]]:
    base = [passage for passage in told(text) if len(passage[0]) <= _LONGEST]
    for form, ending in _ENDINGS.items():
        for other in sorted((folder / form).glob(f"{text.stem}*{ending}")):
            if other.stem in (text.stem, f"{text.stem}-{form}"):
                has = set(told(other))
                yield form, round(sum(passage in has for passage in base) / max(len(base), 1), 4)


def told(path: Path) -> list[Told]:
    """The file's passages, folded where conversions differ: quotation marks, dashes, emphasis, marks of items and notes."""
    found = passages(readers.read(path).blocks, "doc", 1)
    return [(_folded(p.text), p.number, p.heading and _folded(p.heading)) for p in found if p.kind != "contents"]


def _folded(text: str) -> str:
    """
    >>> _folded("•  The “Board” – must")
    'The "Board" - must'
    """
    dashed = re.sub(r"[‐-―]", "-", text.translate(str.maketrans("‘’“”", "''\"\"")))
    return fold_white(re.sub(r"[\\*•|#⁰¹²³⁴-⁹]", "", dashed))
