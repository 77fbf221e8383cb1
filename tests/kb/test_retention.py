from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

from kb.knowledge_base import KnowledgeBase
from kb.models import Answer
from kb.retention import Erased, tidy


def fill(kb: KnowledgeBase) -> None:
    """An answer with a comment, a line of the audit and a session of today, and the same of 400 and of 800 days ago."""
    for days in (0, 400, 800):
        kept = kb.answers.keep(Answer(f"Asked {days} days ago", "answered", "text"))
        kb.answers.comment(kept, "right")
        kb.audit.note("Ann", "added", f"plan-{days}")
        with closing(sqlite3.connect(kb.settings.catalogue)) as file:
            file.execute("UPDATE answers SET at = datetime('now', ?) WHERE key = ?", (f"-{days} days", kept))
            file.execute("UPDATE audit SET at = datetime('now', ?) WHERE about = ?", (f"-{days} days", f"plan-{days}"))
            file.commit()
    ann = kb.people.add("Ann", "reader", None)
    kb.people.begin(ann, hours=5)
    with closing(sqlite3.connect(kb.settings.catalogue)) as file:
        file.execute("INSERT INTO sessions VALUES ('old', 'Ann', '2020-01-01T00:00:00+00:00')")
        file.commit()


def test_what_is_past_its_days_is_erased_and_stands_in_the_file_no_more(kb: KnowledgeBase) -> None:
    fill(kb)
    assert tidy(kb) == Erased(answers=2, audit=1, sessions=1)
    assert [one.answer.question for one in kb.answers.recent()] == ["Asked 0 days ago"]
    assert {line.about for line in kb.audit.lines()} == {"plan-0", "plan-400"}
    assert b"Asked 800 days ago" not in kb.settings.catalogue.read_bytes()
    assert tidy(kb) == Erased(0, 0, 0)


def test_with_no_days_set_all_is_kept(kb: KnowledgeBase) -> None:
    fill(kb)
    kb.settings = replace(kb.settings, keep_answers_days=0, keep_audit_days=0)
    assert tidy(kb) == Erased(0, 0, 1)
    assert len(kb.answers.recent()) == 3 and len(kb.audit.lines()) == 3
