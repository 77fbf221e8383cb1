"""Acronyms and terms with their meanings: "Long Name (LN)" in running text, tables and lists of a glossary, "X means ...".

An acronym is believed only where its letters are those of the words beside it (`ingest.acronyms`).
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.acronyms import is_acronym, singular, written_out
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
            yield entry("acronym", unit, term=singular(bracketed[1]), definition=long)
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
    kind = "acronym" if is_acronym(term) and written_out(first, term) else "definition"
    return entry("acronym" if kind == "acronym" else "definition", unit, term=term, definition=definition)
