"""What is past its days is erased: kept answers with what was said of them, lines of the audit, ended sessions, and
documents removed so long ago that they cannot be brought back."""
from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from kb import schema
from kb.library import Library


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each were erased."""

    answers: int
    audit: int
    sessions: int


def tidy(kb: Library) -> Erased:
    """Erase what the settings' days are over for; nothing of it stays in the file. Raises HomeBusy."""
    with kb._writing():
        kb._sweep()
        with kb._catalog.writing() as connection:
            answers = _answers(connection, kb.settings.keep_answers_days)
            lines = _erased(connection, schema.audit, kb.settings.keep_audit_days)
            ended = sa.func.datetime(schema.sessions.c.ends) <= sa.func.datetime("now")
            sessions = connection.execute(sa.delete(schema.sessions).where(ended)).rowcount
        if answers or lines or sessions:
            kb._catalog.compact()
    return Erased(answers, lines, sessions)


def _answers(connection: sa.Connection, days: int) -> int:
    answers, feedback = schema.answers, schema.feedback
    if days:
        over = sa.select(answers.c.key).where(answers.c.at < _before(days))
        connection.execute(sa.delete(feedback).where(feedback.c.answer.in_(over)))
    return _erased(connection, answers, days)


def _erased(connection: sa.Connection, table: sa.Table, days: int) -> int:
    return connection.execute(sa.delete(table).where(table.c.at < _before(days))).rowcount if days else 0


def _before(days: int) -> sa.ColumnElement[str]:
    return sa.func.datetime("now", f"-{days} days")
