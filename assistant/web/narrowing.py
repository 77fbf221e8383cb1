"""Which rows of a check are shown: by verdict, who sees to it, due date, what needs a person, what has changed."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.crosscheck import CheckRow

ANY, OVERDUE, TO_COME, NO_DATE = "any", "overdue", "to come", "none"
DUES = [("Any date or none", ANY), ("Overdue", OVERDUE), ("Due today or later", TO_COME), ("No due date", NO_DATE)]
ANYBODY, NOBODY = "anybody", "nobody"  # a name that somebody is given always follows "name:"
TO_DECIDE, CHANGED = "to decide", "changed"
ONLY = [("Needs a decision", TO_DECIDE), ("Changed since the last draft", CHANGED)]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked for; `verdict` empty for every verdict, `only` those of TO_DECIDE and CHANGED that a row must all be."""

    verdict: str = ""
    owner: str = ANYBODY
    due: str = ANY
    only: Sequence[str] = ()


EVERY = Narrowed()


def owners(rows: Sequence[CheckRow]) -> list[tuple[str, str]]:
    """Who sees to any of the rows, after an entry for anybody and one for nobody."""
    names = sorted({row.standing.assigned for row in rows} - {""})
    return [("Anybody or nobody", ANYBODY), ("Nobody yet", NOBODY), *((name, f"name:{name}") for name in names)]


def chosen(rows: Sequence[CheckRow], asked: Narrowed, today: date) -> list[CheckRow]:
    """Those that pass all filters."""
    return [
        row for row in rows
        if asked.verdict in ("", row.verdict) and _seen_to(row, asked.owner) and _due(row, asked.due, today)
        and (TO_DECIDE not in asked.only or to_decide(row)) and (CHANGED not in asked.only or row.changed)
    ]  # fmt: skip


def to_decide(row: CheckRow) -> bool:
    """Whether nobody has confirmed or overruled the verdict, or what they said it of has changed since."""
    return row.review is None or bool(row.look_again)


def overdue(row: CheckRow, today: date) -> bool:
    return bool(row.standing.due) and row.standing.due < today.isoformat()


def _seen_to(row: CheckRow, owner: str) -> bool:
    if owner == NOBODY:
        return not row.standing.assigned
    return owner in (ANYBODY, f"name:{row.standing.assigned}")


def _due(row: CheckRow, due: str, today: date) -> bool:
    held = OVERDUE if overdue(row, today) else TO_COME if row.standing.due else NO_DATE
    return due in (ANY, held)
