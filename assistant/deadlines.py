"""Whether a date by which something was due lies behind us: an answer that gives it says so."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date

from assistant import forms
from assistant.question import Question
from assistant.spans import Span
from assistant.statements import Fact, facts

_ASKED = re.compile(
    r"\bdead-?lines?\b|\bby when\b|\bdue\b|\bwhen (?:must|should|does|do|will|is|are)\b"
    r"|\buntil when\b|\bwhat (?:date|day)\b",
    re.IGNORECASE,
)
_OVERDUE = re.compile(forms.OVERDUE, re.IGNORECASE)
_DUE = re.compile(
    r"\b(?:by|before|until|till|no(?:t)? later than|ends? on|closes? on|closing date of|deadline (?:is|of)|due (?:on|by))\s*"
    r"(?:the )?(?:end of )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?(?:the )?$",
    re.IGNORECASE,
)
BEFORE = 40  # characters before a date that say what it is


def passed(question: Question, quoted: Iterable[Span], today: date) -> str:
    """A sentence on the first date by which something was due, where it is asked for and has passed, or where it is asked
    whether it has; "" where not."""
    whether = _OVERDUE.search(question.text) is not None
    if not question.values or not (whether or _ASKED.search(question.text)):
        return ""
    for span in quoted:
        for fact in facts(span.text):
            if fact.kind == "date" and _DUE.search(span.text[max(0, fact.start - BEFORE) : fact.start]):
                return _told(_last_day(fact) < today, whether, today)
    return ""


def _told(over: bool, whether: bool, today: date) -> str:
    if whether:
        return f"{'Yes: that date has passed' if over else 'No: that date has not passed'}: today is {today:%-d %B %Y}."
    return f"That date has passed: today is {today:%-d %B %Y}." if over else ""


def _last_day(fact: Fact) -> date:
    day = date.fromordinal(int(fact.value))
    return day if fact.measure == "day" else day.replace(day=calendar.monthrange(day.year, day.month)[1])
