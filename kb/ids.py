"""Stable names for documents and passages, and digests of what was read."""
from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from io import BufferedReader
from pathlib import Path


def slug(name: str) -> str:
    """A file's name without its ending, in lower case with hyphens; "document" where nothing is left.

    >>> slug("Ardmore IJB – Directions (v2).pdf")
    'ardmore-ijb-directions-v2'
    """
    stem = Path(name).stem
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "document"


def free_name(wanted: str, taken: Container[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3` ... where it is taken.

    >>> free_name("plan", {"plan", "plan-2"})
    'plan-3'
    """
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def passage_id(doc: str, version: int, ordinal: int) -> str:
    """
    >>> passage_id("plan", 2, 7)
    'plan/2/7'
    """
    return f"{doc}/{version}/{ordinal}"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(file: BufferedReader) -> str:
    """SHA-256 in hexadecimal of what an open file holds, which need not fit into memory."""
    return hashlib.file_digest(file, "sha256").hexdigest()
