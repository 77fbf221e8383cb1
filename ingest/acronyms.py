"""Acronyms and the words they stand for.

An acronym is believed only where its letters stand in order in those words, the first at the beginning of a word.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL = frozenset("of for and the in to a an on at by with or de".split())
_SPARE_WORDS = 4  # small words that a name may have beyond its acronym's letters
_FEWEST_LETTERS, _MOST_LETTERS = 2, 10


def is_acronym(word: str) -> bool:
    """
    >>> [is_acronym(word) for word in ("Defra", "R&D", "draft", "A", "Care Board")]
    [True, True, False, False, False]
    """
    letters = sum(character.isalpha() for character in word)
    capitals = sum(character.isupper() for character in word)
    return _FEWEST_LETTERS <= letters <= _MOST_LETTERS and " " not in word and capitals > 0


def singular(acronym: str) -> str:
    """
    >>> singular("SLAs"), singular("NHS")
    ('SLA', 'NHS')
    """
    return acronym[:-1] if re.fullmatch(r"[A-Z&/-]{2,}s", acronym) else acronym


def written_out(before: str, acronym: str) -> str | None:
    """The words at the end of `before` that an acronym stands for; None where its letters are not theirs.

    >>> written_out("a review of Service Level Agreements ", "SLAs")
    'Service Level Agreements'
    >>> written_out("the Department for Environment, Food and Rural Affairs ", "Defra")
    'Department for Environment, Food and Rural Affairs'
    >>> written_out("the multidisciplinary team ", "MDT"), written_out("in the plan ", "draft")
    ('multidisciplinary team', None)
    """
    short = singular(acronym)
    letters = [character.lower() for character in short if character.isalnum()]
    if not is_acronym(short) or not any(character.isupper() for character in short):
        return None
    words = list(re.finditer(r"[\w’'&]+", before))
    most = len(letters) + _SPARE_WORDS
    for start in range(len(words) - 1, max(-1, len(words) - 1 - most), -1):
        if words[start].group().lower() in _SMALL or not words[start].group().lower().startswith(letters[0]):
            continue
        spoken = [word.group().lower() for word in words[start:]]
        if by_initials(spoken, letters):
            return before[words[start].start() : words[-1].end()]
    return _inside_words(before, words, letters)


def by_initials(words: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether the letters are the words' first ones in order, a small word's left out or not.

    >>> [by_initials(["freedom", "of", "information"], list(letters)) for letters in ("foi", "fi", "fo")]
    [True, True, False]
    """
    if not words or not letters:
        return not letters and not words
    first = words[0]
    if first[0] == letters[0] and by_initials(words[1:], letters[1:]):
        return True
    if first == "&" and letters[0] == "a" and by_initials(words[1:], letters[1:]):
        return True
    return (first in _SMALL or first == "&") and by_initials(words[1:], letters)


def _inside_words(before: str, words: Sequence[re.Match[str]], letters: Sequence[str]) -> str | None:
    """Letters that stand inside words: as few words as there are letters at most, each giving one letter or more and the
    first letter beginning the first word."""
    for count in range(1, len(letters)):
        taken = words[-count:] if count <= len(words) else []
        spoken = [word.group().lower() for word in taken]
        if taken and len(letters) > _FEWEST_LETTERS and _spread(spoken, letters):
            return before[taken[0].start() : taken[-1].end()]
    return None


def _spread(words: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether the letters run through the words in order, beginning every word that is not small.

    >>> _spread(["multidisciplinary", "team"], list("mdt")), _spread(["coordinated", "team"], list("mdt"))
    (True, False)
    """
    if not words:
        return not letters
    if not letters or words[0][0] != letters[0]:
        return words[0] in _SMALL and _spread(words[1:], letters)
    return any(
        _is_within(words[0][1:], letters[1:taken]) and _spread(words[1:], letters[taken:])
        for taken in range(1, len(letters) + 1)
    )


def _is_within(word: str, letters: Sequence[str]) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
