"""What people do with a cross-check: decide about a row, mend a duty. The command line and the web page call the same."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args

from assistant import crosscheck
from assistant.crosscheck import CheckRow
from kb import amended
from kb.decisions import Act, What
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Duty, Verdict

OF_A_ROW: tuple[What, ...] = ("verdict", "note", "assign", "due", "reply")
LONGEST = 4000  # characters of what somebody says
AGREED = "agreed"  # what is kept of somebody who confirms without a word


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a row, a duty, a conflict or a Direction: `expects` is how many acts on it they had seen, None
    where they did not look."""

    what: What
    value: str = ""
    why: str = ""
    who: str = ""
    expects: int | None = None


def decide(kb: KnowledgeBase, plan: str, duty_id: str, said: Said, companions: Sequence[str] = ()) -> CheckRow:
    """Keep it, and give the row as it now stands, with what `companions` say for the plan.

    Raises InputError for what cannot be said, ChangedMeanwhile.
    """
    if said.what not in OF_A_ROW:
        raise InputError(f"{said.what!r} cannot be said of a row: say one of {', '.join(OF_A_ROW)}.")
    row = row_of(kb, plan, duty_id, companions)
    value = said.value or (row.verdict if said.what == "verdict" else "")
    _check(said, value)
    if said.what == "verdict" and value not in (row.verdict, row.judged) and said.why.strip() in ("", AGREED):
        raise InputError(f"The verdict that stands is {row.verdict}: to put {value} in its place, say why (--why TEXT).")
    seen = {"verdict": row.finding.verdict, "quotes": list(row.finding.quotes)} if said.what == "verdict" else {}
    kb.decisions.add(_act(row.duty.id, row.plan, said, value, seen), said.expects)
    return row_of(kb, plan, duty_id, companions)


def row_of(kb: KnowledgeBase, plan: str, duty_id: str, companions: Sequence[str] = ()) -> CheckRow:
    """The row of one duty by the ids of the plan and the duty. Raises InputError where there is none."""
    document, duty = kb.document(plan), duty_of(kb, duty_id)
    if document.id == duty.doc:
        raise InputError(f"{document.id} is the document that the duty stands in: name the plan that is checked against it.")
    return crosscheck.check_one(kb, document, duty, companions)


def mend(kb: KnowledgeBase, duty_id: str, kind: str, given: Mapping[str, Any], said: Said) -> list[Duty]:
    """Change a duty (edit, split, merge, drop, restore), and give the duties of its document as they now are.

    Raises InputError for a change that cannot be made, and for a part of a duty that was split.
    """
    doc = kb.document(duty_id.rpartition("#")[0]).id
    if part := re.fullmatch(r"(.+)/\d+", duty_id):
        raise InputError(f"{duty_id} is a part of a duty that was split: change or restore {part[1]} as a whole.")
    if kind == "drop" and not said.why.strip():
        raise InputError("Say why the duty does not apply here.")
    standing = amended.standing(kb.decisions.history(doc, what=("duty",)))
    _check_others(kb, duty_id, given.get("with", ()), standing)
    if duty_id not in standing:  # a changed duty may stand under other ids
        duty_of(kb, duty_id)
    kb.decisions.add(_act(duty_id, doc, said, amended.change(kind, given), {}), said.expects)
    return kb.duties(doc)


def _check_others(kb: KnowledgeBase, duty_id: str, others: Sequence[str], standing: Mapping[str, amended.Mended]) -> None:
    """Raises InputError for what a duty cannot be merged with: another document's, or one that somebody changed, whose
    words the merger would lose."""
    doc = duty_id.rpartition("#")[0]
    if any(other == duty_id or other.rpartition("#")[0] != doc for other in others):
        raise InputError("A duty is merged with others of its own document: name their ids.")
    for one in others:
        if act := standing[one].out or standing[one].form if one in standing else None:
            raise InputError(f"{one} is not as it was read ({act.said()}): restore it first, then merge.")
        duty_of(kb, one)


def duty_of(kb: KnowledgeBase, duty_id: str) -> Duty:
    """Raises InputError where there is none of that id."""
    for duty in kb.duties():
        if duty.id == duty_id:
            return duty
    raise InputError(f"No duty {duty_id} is in the library: `remit duties` shows them with their ids.")


def history(kb: KnowledgeBase, plan: str, duty_id: str) -> tuple[Act, ...]:
    """Who said what of a row, and of the duty itself, oldest first."""
    own = crosscheck.check_one(kb, kb.document(plan), duty_of(kb, duty_id)).standing.acts
    return tuple(sorted((*own, *kb.decisions.history(subject=duty_id, what=("duty",))), key=lambda act: act.at))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _act(subject: str, doc: str, said: Said, value: str, seen: Mapping[str, Any]) -> Act:
    return Act(subject, doc, said.what, value, said.why.strip(), said.who or "somebody", now(), seen)


def _check(said: Said, value: str) -> None:
    if (length := max(len(said.why), len(value))) > LONGEST:
        raise InputError(f"What is said may have {LONGEST:,} characters, not {length:,}: shorten it.")
    if said.what == "verdict" and value not in get_args(Verdict):
        raise InputError(f"{value!r} is no verdict: say one of {', '.join(get_args(Verdict))}.")
    if said.what in ("note", "reply") and not said.why.strip():
        raise InputError("There is nothing to keep: write a few words.")
    if said.what == "due" and value:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise InputError(f"{value!r} is no date: write it as 2026-03-31.") from error
