"""Every duty in scope against a plan: exactly one row each, with evidence or with what was searched and why not."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.cite import citation
from assistant.judge import DEPARTS, MEMBERS, Case, Confidence, Element, judge, to_have
from assistant.matching import QUOTES, Match, PlanText, content, said, stems
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Duty, Review, Verdict

NEAREST_SHOWN = 3
GUIDANCE_KINDS = ("guidance", "law")


@dataclass(frozen=True, slots=True)
class Near:
    """A place that was looked at and does not count, with the reason in words."""

    citation: Citation
    why_not: str

    def as_json(self) -> dict[str, Any]:
        return _quote(self.citation) | {"why_not": self.why_not}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The verdict on one duty. `review` is a person's word, which then is the verdict shown; `judged` is the rules' own."""

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
        return row


def check(
    kb: KnowledgeBase, plan: str, guidance: Sequence[str] = (), progress: Callable[[int, int], None] | None = None
) -> Iterator[CheckRow]:
    """A row for each duty of the guidance named, or of all guidance in the library, in its order.

    Raises UnknownDocument, and InputError where there is no duty to hold the plan against.
    """
    document = kb.document(plan)
    duties = duties_in_scope(kb, document, guidance)
    reviews = {review.duty: review for review in kb.reviews(plan)}
    text = PlanText(kb, document, duties)
    for at, duty in enumerate(duties):
        if progress:
            progress(at, len(duties))
        yield reviewed(_row(text, document, duty), reviews.get(duty.id))


def check_one(kb: KnowledgeBase, plan: Document, duty: Duty) -> CheckRow:
    """The row of one duty, as `check` gives it among the duties of its document."""
    text = PlanText(kb, plan, kb.duties(duty.doc))
    review = next((review for review in kb.reviews(plan.id) if review.duty == duty.id), None)
    return reviewed(_row(text, plan, duty), review)


def duties_in_scope(kb: KnowledgeBase, plan: Document, guidance: Sequence[str]) -> list[Duty]:
    """The duties of the documents named, else of every guidance and law in the library."""
    every = [document for document in kb.documents() if document.kind in GUIDANCE_KINDS and document.id != plan.id]
    docs = [kb.document(doc) for doc in guidance] or every
    duties = [duty for document in docs for duty in kb.duties(document.id)]
    if duties:
        return duties
    if guidance:
        named = ", ".join(guidance)
        raise InputError(f"No duty was found in {named}: name a document that says what must or should be done.")
    raise InputError("There is no guidance in the library to check against: add one, or name it with --against.")


def reviewed(row: CheckRow, review: Review | None) -> CheckRow:
    """The row as it stands once a person has spoken: their verdict is shown, and the row says so."""
    if review is None:
        return row
    agrees = "Confirmed" if review.verdict == row.judged else "Overruled"
    reason = f"{agrees} by {review.who} on {review.at[:10]}: {review.why} (Judged by the rules: {row.judged}. {row.reason})"
    return CheckRow(
        duty=row.duty, plan=row.plan, verdict=review.verdict, judged=row.judged, reason=reason, confidence="high",
        evidence=row.evidence, elements=row.elements, query=row.query, nearest=row.nearest, review=review,
    )


def _row(text: PlanText, plan: Document, duty: Duty) -> CheckRow:
    query = " ".join(content(said(duty)))
    if not text.units:
        reason = "No text of the plan could be read, so that nothing could be looked for."
        return CheckRow(duty, plan.id, "not_assessed", "not_assessed", reason, "high", (), (), query)
    matches = text.best(duty)
    membership = text.membership(duty) if MEMBERS.search(duty.lead_in or "") else None
    thing = to_have(duty)
    named = text.naming(thing) if thing else []
    case = Case(duty, text.terms(duty), matches, text.departures(duty, DEPARTS), plan.title, membership, named)
    found = judge(case)
    nearest = [] if found.evidence else matches[:NEAREST_SHOWN]
    return CheckRow(
        duty=duty,
        plan=plan.id,
        verdict=found.verdict,
        judged=found.verdict,
        reason=found.reason,
        confidence=found.confidence,
        evidence=_cited(plan, found.evidence),
        elements=found.elements,
        query=query,
        nearest=tuple(Near(_cite(plan, match, 1), _why_not(duty, match)) for match in nearest),
    )


def _cited(plan: Document, matches: Sequence[Match]) -> tuple[Citation, ...]:
    """At most three quotes that together stay within what a reader is shown."""
    kept: list[Citation] = []
    room = QUOTES
    for match in matches[:NEAREST_SHOWN]:
        if len(match.quote) <= room:
            kept.append(_cite(plan, match, len(kept) + 1))
            room -= len(match.quote)
    return tuple(kept)


def _cite(plan: Document, match: Match, n: int) -> Citation:
    return citation(plan, match.unit.passage, match.start, match.end, n)


def _why_not(duty: Duty, match: Match) -> str:
    there = stems(match.quote)
    shared = [word for word in _spelled(duty) if stems(word) & there]
    absent = [word for word in _spelled(duty) if not stems(word) & there]
    if not shared:
        return "It shares no word of substance with the duty."
    return f"It has {', '.join(shared[:4])}, but nothing of {', '.join(absent[:5]) or 'what is to be done'}."


def _spelled(duty: Duty) -> list[str]:
    """The duty's words with a subject as they are spelled there, each stem once."""
    found: dict[str, str] = {}
    for word in duty.text.split():
        bare = word.strip(".,;:()[]'‘’“”\"–-")
        for stem in content(bare)[:1]:
            found.setdefault(stem, bare)
    return list(found.values())


def _quote(cited: Citation) -> dict[str, Any]:
    return {"doc": cited.doc, "page": cited.page, "section": cited.section, "quote": cited.quote}
