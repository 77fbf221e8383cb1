"""Where a duty stands with people: who said what of a plan's verdict, and whether what they said it of has changed since.

What was decided about a draft holds for the next one, under the same id or one that supersedes it. It is asked again only
where the rules or the plan's words have changed since.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.decisions import Act, Judged
from kb.knowledge_base import KnowledgeBase
from kb.models import Document
from kb.text import in_words


@dataclass(frozen=True, slots=True)
class Standing:
    """What people said of one duty and plan: `acts` oldest first, those on earlier drafts too; `version` counts those on
    this plan, and is what a new one says that it has seen."""

    acts: tuple[Act, ...] = ()
    version: int = 0

    @property
    def verdict(self) -> Act | None:
        return self._last("verdict")

    @property
    def assigned(self) -> str:
        act = self._last("assign")
        return act.value if act else ""

    @property
    def due(self) -> str:
        act = self._last("due")
        return act.value if act else ""

    @property
    def reply(self) -> Act | None:
        """What the body that the finding is about says of it."""
        return self._last("reply")

    @property
    def notes(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.what == "note")

    def as_json(self) -> dict[str, Any]:
        """Only what somebody said; nothing where nobody spoke."""
        if not self.acts:
            return {}
        said = {"assigned": self.assigned, "due": self.due, "reply": self.reply.why if self.reply else ""}
        notes = [{"text": note.why, "who": note.who, "at": note.at} for note in self.notes]
        return {"version": self.version, **{name: value for name, value in said.items() if value}, "notes": notes}

    def _last(self, what: str) -> Act | None:
        return next((act for act in reversed(self.acts) if act.what == what), None)


NOBODY = Standing()


def standings(kb: KnowledgeBase, plan: Document) -> dict[str, Standing]:
    """By duty, where anybody spoke."""
    found: dict[str, list[Act]] = {}
    for draft in reversed(drafts(kb, plan)):
        for act in kb.decisions.history(draft):
            found.setdefault(act.subject, []).append(act)
    return {
        duty: Standing(tuple(acts), sum(act.doc == plan.id for act in acts)) for duty, acts in found.items()
    }


def drafts(kb: KnowledgeBase, plan: Document) -> list[str]:
    """The plan's id and those of the drafts that it superseded, the latest first."""
    known = {document.id: document for document in kb.documents()}
    found = [plan.id]
    while (before := known.get(found[-1])) and before.supersedes and before.supersedes not in found:
        found.append(before.supersedes)
    return found


def draft_checked(kb: KnowledgeBase, plan: Document) -> tuple[str, int] | None:
    """The id and version of the draft before this one that was checked last; None where there is none."""
    earlier = [version for version in kb.decisions.versions_judged(plan.id) if version < plan.version]
    if earlier:
        return plan.id, earlier[-1]
    for draft in drafts(kb, plan)[1:]:
        if versions := kb.decisions.versions_judged(draft):
            return draft, versions[-1]
    return None


def last_draft(kb: KnowledgeBase, plan: Document) -> Mapping[str, Judged]:
    """What the last check of the draft before this one found, by duty; empty where there is none."""
    draft = draft_checked(kb, plan)
    return kb.decisions.judged(*draft) if draft else {}


def difference(before: Judged | None, now: Judged) -> str:
    """What has changed between two findings, as a sentence; empty where nothing has.

    >>> difference(Judged("g#1", "partial", ("We will.",)), Judged("g#1", "met", ("We will.", "We did.")))
    'The verdict was partial and is met; new words: “We did.”.'
    """
    if before is None or before == now:
        return ""
    said = []
    if before.verdict != now.verdict:
        said.append(f"The verdict was {in_words(before.verdict)} and is {in_words(now.verdict)}")
    said += [f"{what}: {_quoted(quotes)}" for what, quotes in (
        ("words that are gone", [quote for quote in before.quotes if quote not in now.quotes]),
        ("new words", [quote for quote in now.quotes if quote not in before.quotes]),
    ) if quotes]
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def since(act: Act | None, now: Judged) -> str:
    """What has changed since somebody decided, as a sentence; empty where nothing has, or what they saw was not kept."""
    if act is None or "verdict" not in act.seen:
        return ""
    return difference(Judged(now.duty, act.seen["verdict"], tuple(act.seen.get("quotes", ()))), now)


def _quoted(quotes: Iterable[str]) -> str:
    return ", ".join(f"“{quote}”" for quote in quotes)
