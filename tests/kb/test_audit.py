from __future__ import annotations

import re

import pytest

from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase


def test_the_audit_says_who_did_what_the_latest_first(kb: KnowledgeBase) -> None:
    kb.audit.note("Ann", "added", "plan-2030")
    kb.audit.note("", "removed", "x" * 900)
    lines = kb.audit.lines()
    assert [(line.who, line.what) for line in lines] == [("", "removed"), ("Ann", "added")]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", lines[0].at) and len(lines[0].about) == 500
    assert [line.about for line in kb.audit.lines(who="Ann")] == ["plan-2030"]
    assert kb.audit.lines(what="exported") == [] and len(kb.audit.lines(most=1)) == 1
    assert kb.audit.lines(since="2099-01-01") == [] and len(kb.audit.lines(since="2000-01-01T00:00:00")) == 2
    with pytest.raises(InputError, match="'looked' is nothing that the audit notes"):
        kb.audit.lines(what="looked")
