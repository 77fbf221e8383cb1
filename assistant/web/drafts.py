"""How a check compares with that of the last draft, in sentences: with what it is compared, what changed and how."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant import standing
from assistant.crosscheck import CheckRow
from assistant.web import views
from kb.knowledge_base import KnowledgeBase
from kb.models import Document


def compared(kb: KnowledgeBase, plan: Document, rows: Sequence[CheckRow]) -> list[str]:
    """The sentences; none where this is the first draft."""
    draft = standing.draft_checked(kb, plan)
    if draft is None:
        first = plan.version == 1 and len(standing.drafts(kb, plan)) == 1
        return [] if first else ["No earlier draft of this plan was checked, so there is nothing to compare with."]
    doc, version = draft
    name = f"version {version} of this plan" if doc == plan.id else f"{kb.document(doc).title}, version {version}"
    before = kb.decisions.judged(doc, version)
    then = [row for row in rows if row.duty.id in before]
    changed = [row for row in then if row.changed]
    of = f"{len(changed)} of {views.count(len(then), 'requirement')} changed"
    sentences = [f"Compared with {name}: {of if changed else 'nothing changed'}."]
    moved = Counter((before[row.duty.id].verdict, row.judged) for row in changed)
    sentences += [_said(was, now, number) for (was, now), number in moved.most_common()]
    if new := len(rows) - len(then):
        sentences.append(f"{views.count(new, 'requirement was', 'requirements were')} not checked then.")
    return sentences


def _said(was: str, now: str, number: int) -> str:
    """
    >>> _said("missing", "met", 2), _said("met", "met", 1)
    ('2 were “not found in the plan” and are “met”.', '1 is “met” as before, by other words of the plan.')
    """
    one = number == 1
    if was == now:
        return f"{number} {'is' if one else 'are'} “{_words(now)}” as before, by other words of the plan."
    return f"{number} {'was' if one else 'were'} “{_words(was)}” and {'is' if one else 'are'} “{_words(now)}”."


def _words(verdict: str) -> str:
    return views.VERDICTS[verdict].lower()
