"""A small library of an invented Scottish integration joint board: what `remit demo` loads.

`source/` holds the words, `build.py` makes `files/` from them, and `files/` is committed, so that nobody who only wants
the demonstration needs what makes it.
"""
from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder with the five built documents."""
    return Path(__file__).parent / "files"
