"""Every duty in scope against a plan: exactly one row each, with evidence or with what was searched and why not."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.cite import citation
from assistant.judge import DEPARTS, MEMBERS, Case, Confidence, Element, judge, to_have
from assistant.linked import NOTHING, Links, links
from assistant.matching import QUOTES, Match, PlanText, content, said
from assistant.nearby import why_not
from assistant.standing import NOBODY, Standing, difference, last_draft, since, standings
from assistant.whose import another
from kb import amended
from kb.decisions import VERDICTS, Judged
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Duty, Modality, Review, Verdict
from kb.text import day, unmarked

NEAREST_SHOWN = 3
PLACES_READ = 8  # more than are shown: in each a figure is looked for that falls short of the one asked for
GUIDANCE_KINDS = ("guidance", "law")
_KIND: dict[Modality, str] = {"must": "a duty", "should": "a duty", "may": "a power"}


@dataclass(frozen=True, slots=True)
class Near:
    """A place that was looked at and does not count, with the reason in words."""

    citation: Citation
    why_not: str

    def as_json(self) -> dict[str, Any]:
        return _quote(self.citation) | {"why_not": self.why_not}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The verdict on one duty. `review` is a person's word, which then is the verdict shown; `judged` is the rules' own.
    `look_again` says what has changed since that word, `changed` what has since the last draft; empty where nothing has.
    `companions` are the documents that spoke for the plan, `links` say where the duty leads in its guidance."""

    duty: Duty
    plan: str
    verdict: Verdict
    judged: Verdict
    reason: str
    confidence: Confidence
    evidence: tuple[Citation, ...]
    elements: tuple[Element, ...]
    query: str
    nearest: tuple[Near, ...] = ()
    review: Review | None = None
    standing: Standing = NOBODY
    look_again: str = ""
    changed: str = ""
    companions: tuple[str, ...] = ()
    links: Links = NOTHING

    @property
    def finding(self) -> Judged:
        """What the rules found, as it is kept to tell later what changed: the verdict, and the best place alone, since
        lesser ones come and go with every sentence of a plan."""
        return Judged(self.duty.id, self.judged, tuple(cited.quote for cited in self.evidence[:1]))

    @property
    def parts(self) -> tuple[str, ...]:
        """Which parts of the duty the plan has words for and which not, a line each; none of a duty that is one whole."""
        covered = [unmarked(one.text) for one in self.elements if one.covered]
        absent = [unmarked(one.text) for one in self.elements if not one.covered]
        told = (("In the plan’s words", covered), ("Not in the plan’s words", absent)) if len(self.elements) > 1 else ()
        return tuple(f"{label}: {'; '.join(texts)}." for label, texts in told if texts)

    def as_json(self) -> dict[str, Any]:
        """CONTRACT.md, "A cross-check row"; with `judged` and `review` where a person has spoken."""
        duty = self.duty
        row: dict[str, Any] = {
            "duty_id": duty.id,
            "duty_text": said(duty),
            "modality": duty.modality,
            "section": duty.section,
            "page": duty.page,
            "verdict": self.verdict,
            "evidence": [_quote(cited) for cited in self.evidence],
            "reason": self.reason,
            "elements": [{"text": element.text, "covered": element.covered} for element in self.elements],
            "searched": [{"query": self.query, "nearest": [near.as_json() for near in self.nearest]}],
            "confidence": self.confidence,
        }
        if self.review:
            row["judged"] = self.judged
            row["review"] = {name: getattr(self.review, name) for name in ("verdict", "why", "who", "at")}
        changes = {"look_again": self.look_again, "changed": self.changed}
        return row | self.links.as_json() | self.standing.as_json() | {name: said for name, said in changes.items() if said}


def check(
    kb: KnowledgeBase,
    plan: str,
    guidance: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
    companions: Sequence[str] = (),
) -> Iterator[CheckRow]:
    """A row for each duty of the guidance named, or of all guidance in the library, in its order; once all were given, what
    was found is kept, to tell what the next draft changes.

    What `companions` say counts as the plan's: its second file, an impact assessment, a consultation statement.
    Raises UnknownDocument, and InputError where there is no duty to hold the plan against.
    """
    document = kb.document(plan)
    duties = duties_in_scope(kb, document, guidance)
    checking = _Checking(kb, document, companions)
    found = []
    for at, duty in enumerate(duties):
        if progress:
            progress(at, len(duties))
        row = checking.row(duty)
        found.append(row.finding)
        yield row
    checking.keep()
    kb.decisions.keep_judged(document.id, document.version, found)


def check_one(kb: KnowledgeBase, plan: Document, duty: Duty, companions: Sequence[str] = ()) -> CheckRow:
    """The row of one duty, as `check` gives it."""
    return _Checking(kb, plan, companions).row(duty)


class _Checking:
    """One plan with what people said of it, held against duties. Each is weighed among those of its own document, so that
    its row is the same whatever else is checked."""

    def __init__(self, kb: KnowledgeBase, plan: Document, companions: Sequence[str]) -> None:
        self._kb = kb
        self._plan = plan
        self._companions = [kb.document(one) for one in dict.fromkeys(companions) if one != plan.id]
        self._texts: dict[str, PlanText] = {}
        self._links: dict[str, Links] = {}
        said_unread = kb.reported("unread")
        self._unread = [(one, pages) for one in (plan, *self._companions) if (pages := said_unread.get(one.id))]
        self._standings = standings(kb, plan)
        self._last_draft = last_draft(kb, plan)
        self._out = amended.not_applying(kb.decisions.history(what=("duty",)))

    def row(self, duty: Duty) -> CheckRow:
        if duty.doc not in self._texts:
            self._texts[duty.doc] = PlanText(self._kb, [self._plan, *self._companions], self._kb.duties(duty.doc))
            self._links |= links(self._kb, duty.doc)
        reason = self._not_asked(duty)
        row = _set_aside(self._plan, duty, reason) if reason else _row(self._texts[duty.doc], self._plan, duty)
        if row.judged == "missing" and self._unread:
            row = _may_stand_unread(row, self._unread)
        spoke = tuple(document.id for document in self._companions)
        changed = difference(self._last_draft.get(duty.id), row.finding)
        row = replace(row, changed=changed, companions=spoke, links=self._links.get(duty.id, NOTHING))
        return reviewed(row, self._standings.get(duty.id, NOBODY))

    def keep(self) -> None:
        """Keep what the models made of the plan, for the next check."""
        for text in self._texts.values():
            text.keep()

    def _not_asked(self, duty: Duty) -> str:
        """Why the plan owes no answer to the duty, or nothing."""
        if why := self._out.get(duty.id):
            return f"Does not apply here: {why}"
        if other := another(duty, self._plan.authority):
            return f"This is {_KIND[duty.modality]} of another body ({other}), not of the body whose plan it is."
        return ""


def duties_in_scope(kb: KnowledgeBase, plan: Document, guidance: Sequence[str]) -> list[Duty]:
    """The duties of the documents named, else of every guidance and law in the library."""
    every = [document for document in kb.documents() if document.kind in GUIDANCE_KINDS and document.id != plan.id]
    docs = [kb.document(doc) for doc in guidance] or every
    if plan in docs and kb.duties(plan.id):
        raise InputError(f"{plan.id} cannot be held against itself: name the plan first, and its guidance with --against.")
    duties = [duty for document in docs for duty in kb.duties(document.id)]
    if duties:
        return duties
    if guidance:
        named = ", ".join(guidance)
        raise InputError(f"No duty was found in {named}: name a document that says what must or should be done.")
    raise InputError("There is no guidance in the library to check against: add one, or name it with --against.")


def reviewed(row: CheckRow, standing: Standing) -> CheckRow:
    """The row as it stands once people have spoken: their verdict is shown, and the row says so."""
    act = standing.verdict
    if act is None:
        return replace(row, standing=standing)
    review = Review(act.subject, act.doc, act.value, act.why, act.who, act.at)  # type: ignore[arg-type]
    agrees = "Confirmed" if review.verdict == act.seen.get("verdict", row.judged) else "Overruled"  # as it was then
    changed = since(act, row.finding)
    rules = f"Judged by the rules{' now' if changed else ''}: {VERDICTS[row.judged]}. {row.reason}"
    reason = f"{agrees} by {review.who} on {day(review.at[:10])}: {review.why} ({rules})"
    return replace(
        row, verdict=review.verdict, reason=reason, confidence="low" if changed else "high", review=review,
        standing=standing, look_again=changed,
    )


def _may_stand_unread(row: CheckRow, unread: Sequence[tuple[Document, str]]) -> CheckRow:
    """Silence is not said of a plan with pages that nobody could read."""
    where = " and ".join(f"{pages} of {document.title}" for document, pages in unread)
    reason = f"What could be read says nothing of this, but {where} could not be read: it may stand there."
    return replace(row, verdict="not_assessed", judged="not_assessed", reason=reason, confidence="high")


def _set_aside(plan: Document, duty: Duty, reason: str) -> CheckRow:
    return CheckRow(duty, plan.id, "not_assessed", "not_assessed", reason, "high", (), (), "")


def _row(text: PlanText, plan: Document, duty: Duty) -> CheckRow:
    query = " ".join(content(said(duty)))
    if not text.units:
        reason = "No text of the plan could be read, so that nothing could be looked for."
        return CheckRow(duty, plan.id, "not_assessed", "not_assessed", reason, "high", (), (), query)
    case = _case(text, plan, duty)
    found = judge(case)
    nearest = [] if found.evidence else case.matches[:NEAREST_SHOWN]
    return CheckRow(
        duty=duty,
        plan=plan.id,
        verdict=found.verdict,
        judged=found.verdict,
        reason=found.reason,
        confidence=found.confidence,
        evidence=_cited(found.evidence),
        elements=found.elements,
        query=query,
        nearest=tuple(Near(_cite(match, 1), why_not(duty, match.quote, case.terms.own)) for match in nearest),
    )


def _case(text: PlanText, plan: Document, duty: Duty) -> Case:
    thing = to_have(duty)
    return Case(
        duty,
        text.terms(duty),
        text.best(duty, PLACES_READ),
        plan,
        text.departures(duty, DEPARTS),
        text.membership(duty) if MEMBERS.search(duty.lead_in or "") else None,
        text.naming(thing) if thing else [],
        text.common,
    )


def _cited(matches: Sequence[Match]) -> tuple[Citation, ...]:
    """At most three quotes that together stay within what a reader is shown."""
    kept: list[Citation] = []
    room = QUOTES
    for match in matches[:NEAREST_SHOWN]:
        if len(match.quote) <= room:
            kept.append(_cite(match, len(kept) + 1))
            room -= len(match.quote)
    return tuple(kept)


def _cite(match: Match, n: int) -> Citation:
    return citation(match.unit.document, match.unit.passage, match.start, match.end, n)


def _quote(cited: Citation) -> dict[str, Any]:
    return {"doc": cited.doc, "page": cited.page, "section": cited.section, "quote": cited.quote}
