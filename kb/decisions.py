"""What people decide: a verdict's confirmation, a note, who sees to it and by when, a duty mended, a conflict dismissed, a
Direction's status. A log that is only ever added to; what stands is what was said last.

Each act may say how many acts on the same thing its author had seen: if somebody else was quicker, it is refused with what
that person said, so that nobody's choice is overwritten unread.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import sqlalchemy as sa

from kb import schema
from kb.catalog import Catalog
from kb.errors import ChangedMeanwhile
from kb.models import Review
from kb.text import day

What = Literal["verdict", "note", "assign", "due", "reply", "duty", "dismissed", "status"]
_TABLE = schema.decisions
_WORDS = {
    "verdict": "said “{value}”", "note": "added a note", "assign": "gave it to {value}", "due": "set the date {value}",
    "reply": "replied for the body", "duty": "{value}", "dismissed": "dismissed it", "status": "set it to {value}",
}
# What needs a person first stands first.
VERDICTS: Mapping[str, str] = {
    "contradicted": "contradicted by the plan", "missing": "not found in the plan", "partial": "met in part", "met": "met",
    "not_assessed": "not assessed",
}
_MENDED = {
    "edit": "changed the wording", "split": "split it into parts", "merge": "merged it with others",
    "drop": "said that it does not apply", "restore": "took that back",
}


@dataclass(frozen=True, slots=True)
class Act:
    """`subject` is a duty's, conflict's or Direction's id; `doc` the document that it is about: the plan of a verdict, the
    guidance of a duty. `value` is what was decided, `why` the words with it, `at` ISO 8601 in UTC. `seen` is what the
    author had before them: of a verdict, the rules' own with its quotes."""

    subject: str
    doc: str
    what: What
    value: str
    why: str
    who: str
    at: str
    seen: Mapping[str, Any] = field(default_factory=dict)

    def said(self) -> str:
        """In words, for whoever comes after.

        >>> Act("d#1", "plan", "verdict", "met", "see page 3", "Ann", "2026-01-02T09:00:00+00:00").said()
        'Ann said “met” on 2 January 2026: see page 3'
        """
        in_words: Mapping[What, Callable[[str], str]] = {"duty": _mended, "verdict": VERDICTS.__getitem__, "due": day}
        value = in_words.get(self.what, str)(self.value) if self.value else "nobody"
        done = _WORDS[self.what].format(value=value)
        return f"{self.who} {done} on {day(self.at[:10])}" + (f": {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a check found for a duty in one version of a plan."""

    duty: str
    verdict: str
    quotes: tuple[str, ...]


class Decisions:
    """The log in one catalogue."""

    def __init__(self, catalogue: Catalog) -> None:
        self._catalog = catalogue

    def add(self, act: Act, expects: int | None = None) -> int:
        """Keep the act; returns how many there are now on its subject and document.

        Raises ChangedMeanwhile where there are others than the `expects` that its author had seen.
        """
        own = (_TABLE.c.subject == act.subject, _TABLE.c.doc == act.doc)
        row = {each.name: getattr(act, each.name) for each in fields(Act)} | {"seen": dict(act.seen)}
        with self._catalog.writing() as connection:
            there = connection.execute(sa.select(_TABLE).where(*own).order_by(_TABLE.c.key)).all()
            if expects is not None and expects != len(there):
                raise ChangedMeanwhile(_meanwhile(there[expects:]))
            connection.execute(sa.insert(_TABLE).values(**row))
            return len(there) + 1

    def history(self, doc: str | None = None, subject: str | None = None, what: Sequence[What] = ()) -> list[Act]:
        """Of a document, a subject, of these kinds, of everything where nothing is named: oldest first."""
        query = sa.select(*(_TABLE.c[each.name] for each in fields(Act))).order_by(_TABLE.c.key)
        for column, value in ((_TABLE.c.doc, doc), (_TABLE.c.subject, subject)):
            if value is not None:
                query = query.where(column == value)
        if what:
            query = query.where(_TABLE.c.what.in_(what))
        with self._catalog.reading() as connection:
            return [Act(*row) for row in connection.execute(query)]

    def last(self, doc: str | None, what: What) -> dict[tuple[str, str], Act]:
        """By document and subject, what was said last of one kind."""
        return {(act.doc, act.subject): act for act in self.history(doc, what=(what,))}

    # -- verdicts

    def review(self, review: Review, seen: Mapping[str, Any] | None = None, expects: int | None = None) -> int:
        act = Act(review.duty, review.plan, "verdict", review.verdict, review.why, review.who, review.at, seen or {})
        return self.add(act, expects)

    def reviews(self, plan: str | None) -> list[Review]:
        """The last word on each duty and plan, ordered by plan and duty."""
        found = sorted(self.last(plan, "verdict").items())
        return [Review(act.subject, act.doc, act.value, act.why, act.who, act.at) for _, act in found]  # type: ignore[arg-type]

    # -- what checks found

    def judged(self, plan: str, version: int) -> dict[str, Judged]:
        """What the last check of that version found, by duty; empty where it was never checked."""
        table = schema.checked
        mine = (table.c.doc == plan, table.c.version == version)
        query = sa.select(table.c.duty, table.c.verdict, table.c.quotes).where(*mine)
        with self._catalog.reading() as connection:
            rows = connection.execute(query).all()
            return {row.duty: Judged(row.duty, row.verdict, tuple(row.quotes)) for row in rows}

    def versions_judged(self, plan: str) -> list[int]:
        """Versions of a plan that were checked, oldest first."""
        table = schema.checked
        query = sa.select(table.c.version).where(table.c.doc == plan).distinct().order_by(table.c.version)
        with self._catalog.reading() as connection:
            return list(connection.scalars(query))

    def keep_judged(self, plan: str, version: int, found: Sequence[Judged]) -> None:
        """Note what a check found; for the same duties what an earlier check of that version found gives way."""
        rows = [
            {"doc": plan, "version": version, "duty": one.duty, "verdict": one.verdict, "quotes": list(one.quotes)}
            for one in found
        ]
        with self._catalog.writing() as connection:
            if rows:
                connection.execute(sa.insert(schema.checked).prefix_with("OR REPLACE"), rows)


def _mended(change: str) -> str:
    """A change of a duty in words, with the wording that it was given."""
    kept = json.loads(change)
    facts = [f"“{kept['text']}”" if "text" in kept else "", kept.get("modality", ""), kept.get("bearer", "")]
    told = ", ".join(fact for fact in facts if fact)
    return _MENDED[kept["change"]] + (f" to {told}" if told else "")


def _meanwhile(others: Sequence[Any]) -> str:
    if not others:
        return "What was decided here has changed since you looked: look again before you decide."
    row = others[-1]
    act = Act(*(getattr(row, each.name) for each in fields(Act)))
    return f"Somebody was quicker: {act.said()}. Look at that first; then say it again if you still want to."
