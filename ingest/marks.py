"""The mark that opens a list item or a numbered paragraph on a page: a bullet, a dash, a number, a letter."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.sheets import Word

_BULLETS = "•◦▪▫●○‣⁃∙■□➢➤►✓✔❖\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_DASHES = frozenset(["–", "—", "-", "*", "o", "·", "»", "›"])
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})+[.)]?|\(?\d{1,3}[.)]|\((?:[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)|(?:[a-z]|[ivx]{1,5})[.)])"
)
_SET_OFF = 0.4  # of the type size: how far text stands from a dash that opens an item


def is_number(word: Word) -> bool:
    """Whether the word is a printed number or letter: "3.12", "4.", "(a)", "iv)"."""
    return _NUMBER.fullmatch(word.text) is not None


def after_bullet(words: Sequence[Word], size: float) -> tuple[Word, ...] | None:
    """The words after the bullet or dash that opens them; None where none does."""
    if not words:
        return None
    first, rest = words[0], tuple(words[1:])
    if first.text[0] in _BULLETS:
        return (replace(first, text=first.text[1:]), *rest) if len(first.text) > 1 else rest
    if first.symbol and len(first.text) == 1:
        return rest
    if first.text in _DASHES and rest and rest[0].x0 - first.x1 > _SET_OFF * size:
        return rest
    return None


def opens_item(words: Sequence[Word]) -> bool:
    """Whether the words are nothing but such a mark."""
    if len(words) != 1:
        return False
    word = words[0]
    return is_number(word) or word.symbol or word.text in _DASHES or word.text in _BULLETS
