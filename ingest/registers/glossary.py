"""Acronyms and terms with their meanings: "Long Name (LN)" in running text, tables and lists of a glossary, "X means ...".

An acronym is believed only where its letters stand in order in the words beside it, the first at the beginning of a word.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.registers.units import CELL, Unit, entry
from kb.models import Entry
from kb.text import fold_white

_BRACKETED = re.compile(r"\(\s*[“\"'‘]?([^\W\d_][\w&/-]{1,11})[”\"'’]?\s*\)")
_SHORT_FIRST = re.compile(r"\b([A-Z][A-Za-z&]{1,9})\s+\(([A-Z][\w’',&-]*(?: [\w’',&-]+){1,9})\)")
_GLOSSARY = re.compile(
    r"\b(?:glossary|abbreviations?|acronyms?|definitions?|terminology|key terms|defined terms|jargon)\b", re.IGNORECASE
)
_TERM_COLUMN = re.compile(
    r"(?:(?:key )?(?:term|word|phrase|expression)s?(?: used)?|acronyms?|abbreviations?)(?: (?:or|and|/) \w+)?", re.IGNORECASE
)
_MEANING_COLUMN = re.compile(
    r"(?:.* )?(?:meanings?|definitions?|descriptions?|explanations?|stands for|in full|full (?:name|title|form|term)|"
    r"expansion|what (?:it|this) means)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?P<term>[^:–—]{2,70}?)\s*(?::\s+|\s[–—-]\s+|\s+means\s+)(?P<definition>\S.{7,})", re.DOTALL)
_MEANS = re.compile(
    r"[“\"‘](?P<term>[^”\"’]{2,60})[”\"’],?\s+(?:means?|refers? to|is defined as|are defined as|is taken to mean)\s+"
    r"(?P<definition>.{8,})"
)
_SMALL = frozenset("of for and the in to a an on at by with or de".split())
_SPARE_WORDS = 4  # small words that a name may have beyond its acronym's letters
_FEWEST_LETTERS, _MOST_LETTERS = 2, 10


def entries(units: Sequence[Unit]) -> Iterator[Entry]:
    """Each acronym and each defined term of a document, once for each meaning it is given."""
    seen: set[tuple[str, str]] = set()
    for unit in units:
        for found in (*_in_glossary(unit), *_in_text(unit)):
            key = (fold_white(found.term or "").lower(), fold_white(found.definition or "").lower())
            if key not in seen:
                seen.add(key)
                yield found


def _in_text(unit: Unit) -> Iterator[Entry]:
    for bracketed in _BRACKETED.finditer(unit.text):
        if long := written_out(unit.text[: bracketed.start()], bracketed[1]):
            yield entry("acronym", unit, term=_singular(bracketed[1]), definition=long)
    for short in _SHORT_FIRST.finditer(unit.text):
        if written_out(short[2], short[1]) == short[2]:
            yield entry("acronym", unit, term=short[1], definition=short[2])
    if defined := _MEANS.search(unit.text):
        yield entry("definition", unit, term=defined["term"], definition=defined["definition"].strip())


def _in_glossary(unit: Unit) -> Iterator[Entry]:
    """The pair of term and meaning that a row, an item or a paragraph of a glossary holds."""
    if unit.role == "header":
        return
    section = [heading for heading in unit.passage.section if len(heading) > 1]  # "A", "B" only part a glossary by letters
    named = any(map(_GLOSSARY.search, (*section[-1:], unit.passage.caption or "", unit.lead_in)))
    if unit.role == "row":
        pair = tuple(cell for cell in unit.cells if cell)
        if len(pair) == 2 and (named or _names_columns(unit.header)):
            yield _meaning(unit, *pair)
    elif named and (match := _PAIR.fullmatch(unit.text.split("\n")[0])) and CELL not in unit.text:
        yield _meaning(unit, match["term"], match["definition"])


def _names_columns(header: Sequence[str]) -> bool:
    return len(header) == 2 and bool(_TERM_COLUMN.fullmatch(header[0]) and _MEANING_COLUMN.fullmatch(header[1]))


def _meaning(unit: Unit, term: str, definition: str) -> Entry:
    term, definition = fold_white(term), definition.strip()
    first = re.split(r"[.;:–—]|\s-\s", definition)[0]
    kind = "acronym" if _is_acronym(term) and written_out(first, term) else "definition"
    return entry("acronym" if kind == "acronym" else "definition", unit, term=term, definition=definition)


def _is_acronym(word: str) -> bool:
    letters = sum(character.isalpha() for character in word)
    capitals = sum(character.isupper() for character in word)
    return _FEWEST_LETTERS <= letters <= _MOST_LETTERS and " " not in word and capitals > 0


def _singular(acronym: str) -> str:
    """
    >>> _singular("SLAs"), _singular("NHS")
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
    short = _singular(acronym)
    letters = [character.lower() for character in short if character.isalnum()]
    if not _is_acronym(short) or not any(character.isupper() for character in short):
        return None
    words = list(re.finditer(r"[\w’'&]+", before))
    most = len(letters) + _SPARE_WORDS
    for start in range(len(words) - 1, max(-1, len(words) - 1 - most), -1):
        if words[start].group().lower() in _SMALL or not words[start].group().lower().startswith(letters[0]):
            continue
        spoken = [word.group().lower() for word in words[start:]]
        if _by_initials(spoken, letters):
            return before[words[start].start() : words[-1].end()]
    return _inside_words(before, words, letters)


def _by_initials(words: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether the letters are the words' first ones in order, a small word's left out or not.

    >>> [_by_initials(["freedom", "of", "information"], list(letters)) for letters in ("foi", "fi", "fo")]
    [True, True, False]
    """
    if not words or not letters:
        return not letters and not words
    first = words[0]
    if first[0] == letters[0] and _by_initials(words[1:], letters[1:]):
        return True
    if first == "&" and letters[0] == "a" and _by_initials(words[1:], letters[1:]):
        return True
    return (first in _SMALL or first == "&") and _by_initials(words[1:], letters)


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
