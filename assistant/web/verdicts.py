"""The rows of a check as HTML: counted, narrowed as the reader asked, by verdict, each with its places on both sides."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assistant import render
from assistant.crosscheck import CheckRow
from assistant.web import drafts, narrowing, views
from assistant.web.narrowing import EVERY, Narrowed
from kb.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class View:
    """How the reader sees the rows: whether with a button to decide, which of them, and the duty just decided, whose row is
    shown whatever is asked for. `today` is the day by which a date is overdue."""

    may_decide: bool = False
    narrowed: Narrowed = EVERY
    latest: str = ""
    today: date | None = None


PLAIN = View()


def drawn(kb: KnowledgeBase, plan: str, rows: Sequence[CheckRow], view: View = PLAIN) -> str:
    """The rows by verdict, each with its place in the guidance and what the plan says. What was removed from the library
    meanwhile is left out."""
    documents = {document.id: document for document in kb.documents()}
    there = [row for row in rows if _documents(row) <= documents.keys()]
    beside = [documents[doc] for doc in dict.fromkeys(doc for row in there for doc in row.companions) if doc in documents]
    today = view.today or date.today()
    passed = {row.duty.id for row in narrowing.chosen(there, view.narrowed, today)} | {view.latest}

    def duty_place(row: CheckRow) -> str:
        return render.place_in(documents[row.duty.doc], row.duty.page, row.duty.number, row.duty.section)

    return views.html(
        "check", plan=kb.document(plan), total=len(there), tally=_by_verdict(there), companions=beside, view=view,
        groups=_by_verdict([row for row in there if row.duty.id in passed]), duty_place=duty_place, place=render.place,
        overdue=lambda row: narrowing.overdue(row, today), compared=drafts.compared(kb, kb.document(plan), there),
        unassessed=Counter(row.reason for row in there if row.verdict == "not_assessed").most_common(),
    )  # fmt: skip


def _by_verdict(rows: Sequence[CheckRow]) -> list[tuple[str, str, list[CheckRow]]]:
    """Each verdict that a row has, in words too, with its rows; what needs a person first."""
    order = list(views.VERDICTS)
    by_verdict = groupby(sorted(rows, key=lambda row: order.index(row.verdict)), key=lambda row: row.verdict)
    return [(verdict, views.VERDICTS[verdict], list(found)) for verdict, found in by_verdict]


def _documents(row: CheckRow) -> set[str]:
    """All that the row shows a place of."""
    return {row.duty.doc, *(cited.doc for cited in row.evidence), *(near.citation.doc for near in row.nearest)}
