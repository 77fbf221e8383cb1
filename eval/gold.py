"""Gold rows: what was asked, what the right answer must hold, and where in the documents it stands.

A file is JSON Lines. All that is wrong with it is reported at once, with line numbers, before anything is run.
"""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import InputError

MOST_FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its judgement. `must_contain`: of each group one form must stand in the answer; `docs` are the ids of
    the documents that hold the evidence; a note may say "[false premise]" or "[blank in source]"."""

    id: str
    text: str
    kind: str
    answerable: bool
    docs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    note: str = ""


def questions(path: Path) -> list[Question]:
    """The questions of a gold file, in order. Raises InputError naming every line that cannot be used."""
    found = list(_rows(path))
    faults = [f"line {line}: {fault}" for line, row in found for fault in _faults(row)]
    ids = Counter(str(row["id"]) for _, row in found if isinstance(row, dict) and "id" in row)
    faults += [f"the id {name} stands in {times} lines" for name, times in ids.items() if times > 1]
    if faults or not found:
        more = [f"and {len(faults) - MOST_FAULTS_SHOWN} more"] if len(faults) > MOST_FAULTS_SHOWN else []
        told = "; ".join([*faults[:MOST_FAULTS_SHOWN], *more]) or "it holds no row"
        raise InputError(f"{path} cannot be used as gold: {told}. Mend these lines and run again.")
    return [_question(row) for _, row in found]


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a gold file over duties, verdicts or Directions, as they stand. Raises InputError naming the lines
    that hold none."""
    found = list(_rows(path))
    if bad := [str(line) for line, row in found if not isinstance(row, dict)]:
        raise InputError(f"{path} cannot be used as gold: no JSON object on line {', '.join(bad)}. Mend it and run again.")
    return [row for _, row in found]


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    """Each line that is not empty, with its number; None for one that is no JSON."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as gold ({error}): name a JSON Lines file in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError:
                yield number, None


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_groups(value: object) -> bool:
    return isinstance(value, list) and all(_is_texts(group) and group for group in value)


_FIELDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": (lambda value: isinstance(value, str) and value != "", "text"),
    "question": (lambda value: isinstance(value, str) and value != "", "text"),
    "kind": (lambda value: isinstance(value, str) and value != "", "text"),
    "answerable": (lambda value: isinstance(value, bool), "true or false"),
}
_OPTIONAL: dict[str, tuple[Callable[[object], bool], str]] = {
    "doc": (_is_texts, "a list of texts"),
    "evidence": (_is_texts, "a list of texts"),
    "answer_must_contain": (_is_groups, "a list of lists of texts, none empty"),
    "answer_must_not_contain": (_is_texts, "a list of texts"),
    "history": (_is_texts, "a list of texts"),
    "note": (lambda value: isinstance(value, str), "text"),
}


def _faults(row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "not a JSON object"
        return
    for name, (fits, wanted) in (_FIELDS | _OPTIONAL).items():
        if name not in row:
            if name in _FIELDS:
                yield f"{name} is missing"
        elif not fits(row[name]):
            yield f"{name} is {row[name]!r}, but must be {wanted}"
    if row.get("answerable") is True and not row.get("evidence"):
        yield "an answerable question needs evidence"


def _question(row: dict[str, Any]) -> Question:
    return Question(
        id=row["id"],
        text=row["question"],
        kind=row["kind"],
        answerable=row["answerable"],
        docs=tuple(row.get("doc", ())),
        evidence=tuple(row.get("evidence", ())),
        must_contain=tuple(tuple(group) for group in row.get("answer_must_contain", ())),
        must_not_contain=tuple(row.get("answer_must_not_contain", ())),
        history=tuple(row.get("history", ())),
        note=row.get("note", ""),
    )
