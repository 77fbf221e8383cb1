"""From the passages of guidance, a code or an Act to its duties: who must, should or may do what, in its own words.

A duty is a sentence, or one item of a list whose lead-in binds. A sentence is cut in two only where its parts bind
differently or bind different people. What the wordings count as is said in `ingest.modality`.
"""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.modality import ACTOR, Norm, norms, strongest
from ingest.parties import action, bearer, principal_act, statute
from ingest.requirement_tables import RequirementTables, bound_row, is_requirement
from kb.models import Duty, Modality, Part, Passage
from kb.text import IMPRINT, fold_white, sentence_spans

# Sections that bind nobody: a foreword, words explained, and the apparatus of a consultation on the guidance itself.
_BINDS_NOBODY = re.compile(
    r"^(?:\w+ )?(?:foreword|preface)\b|^(?:table of )?contents$|\b(?:glossary|definitions?|key terms|abbreviations|"
    r"acronyms|further (?:information|reading)|bibliography|references)\b",
    re.IGNORECASE,
)
_CONSULTATION = re.compile(
    r"\b(?:respond(?:ing)? to (?:this|the) consultation|respondent information|consultation (?:questions?|"
    r"process)|how to respond|"
    r"questionnaire|handling your response)\b",
    re.IGNORECASE,
)
_TO_RESPONDENTS = re.compile(
    r"\b(?:your (?:response|reply|details|consent)|respondents? (?:are|is) (?:asked|invited)|this (?:form|consultation)|"
    r"privacy policy)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"^[\"“][^\"“”]*[\"”]?$")  # a sentence that is all quotation: somebody's words
_TO_HEED_IT = re.compile(r"\bhave regard to (?:it|them)\W*$", re.IGNORECASE)  # this guidance itself: it says nothing to do
_CHECKLIST = re.compile(r"\bchecklist\b", re.IGNORECASE)

# "These are:" leads in for the sentence before it.
_POINTS_BACK = re.compile(
    r"^(?:these|they|those|this|the following|such \w+)\s+(?:are|is|include|includes|may include)\b[^.]{0,40}:$",
    re.IGNORECASE,
)
_THAT_DUTY = re.compile(
    r"^(?:that|this|the|its|their)\s+(?:general |specific |statutory |legal )?(?:dut(?:y|ies)|obligations?|"
    r"requirements?) (?:is|are)\b[^.]*:$",
    re.IGNORECASE,
)
_PRINCIPLES = re.compile(r"\bprinciples?\b[^.:]{0,160}\b(?:are|is)(?: as follows)?:$", re.IGNORECASE)
# The list gives reasons, or papers to read, not things to do: the lead-in is the duty, the items are not.
_GIVES_REASONS = re.compile(
    r"\b(?:aims?|objectives?|goals?|reasons|benefits)\b[^,;]*:$|\b(?:guidance|documents|resources|publications)\b[^,;]{0,30}:$",
    re.IGNORECASE,
)

_MARK = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,3})+\.?\s+|\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})[.)]\s+|\d{1,3}\.(?=[A-Z]))+")
_IMPERATIVE = re.compile(
    r"^(?:Do not|Don't|Never|Avoid|Consider|Ensure|Make sure|Identify|Publish|Engage|Involve|Provide|Set out|"
    r"Keep|Develop|Produce|"
    r"Complete|Prepare|Discuss|Explain|Agree|Establish|Include|Take|Describe|Demonstrate|Assess|Consult|Seek|"
    r"Share|Draw|Align|Adopt|"
    r"Decide|Define|Build|Give|Create|Maintain|Implement|Confirm|Appoint|Submit|Inform|Use|Review|Record|Report|"
    r"Monitor|Check|Form|"
    r"Work|Set up|Carry out|Release)\s+(?!of\b|is\b|are\b|was\b|has\b|and (?:is|are)\b)(?=[a-z])"
)
# Verbs that are nouns as well: what follows shows which.
_IMPERATIVE_OF = re.compile(
    r"^(?:Say|Name|Put|List|State|Tell|Set|Show|Add|Allow|Ask|Attach|Choose|Compare|Cover|Estimate|Hold|Invite|Leave|"
    r"Measure|Meet|Offer|Place|Remove|Refer|Secure|Send|Specify|Start|Test|Train|Update|Write|Weigh|Limit|Note|Plan)\s+"
    r"(?=(?:the|an?|each|every|any|all|who|what|which|how|where|when|whether|whom|why|that|it|them|your|their|its|both|out|"
    r"to|readers?|people|in|on|down|beside)\b)"
)
_NO_VERB = re.compile(r"(?:The|This|It|These|A|An|In|For|See|Read|There|Yes|No)$")
_PART_ENDS = re.compile(r"[,;]\s+(?:and|but|or|while|whereas)?\s*|\s+(?:but|while|whereas|with)\s+", re.IGNORECASE)
_JOINS = re.compile(r"and|but|while|whereas|with|;", re.IGNORECASE)
_CONCESSION = re.compile(r"^\W*(?:while|whilst|although|though)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|how|where|if)\b", re.IGNORECASE)
_OWN_SUBJECT = re.compile(r"\s*(?:the|each|an?|any|they|it|this|these)\b", re.IGNORECASE)
_SHORTEST_PART = 4  # words; a shorter one cannot stand alone


@dataclass(frozen=True, slots=True)
class _Lead:
    """A lead-in and what it makes of its items; `modality` None where it binds nobody."""

    text: str
    modality: Modality | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a passage that is a duty."""

    start: int
    end: int
    modality: Modality
    lead: str | None = None
    number: str | None = None  # of its own, where the passage's is another's


def duties(passages: Sequence[Passage]) -> list[Duty]:
    """The duties of one document, in its order. Ids stay the same while lead-in and text do."""
    principal = principal_act(passages)
    leads: dict[str, _Lead] = {}
    checklists, tables = _checklists(passages), RequirementTables()
    taken: set[str] = set()
    found = []
    for passage in _that_may_bind(passages):
        walk = _Walk(passage, leads.get(passage.parent or ""), passage.section in checklists, tables)
        for piece in walk.pieces():
            found.append(_duty(passage, piece, principal, taken))
        if walk.lead:
            leads[passage.id] = walk.lead
    return found


def _that_may_bind(passages: Sequence[Passage]) -> Iterator[Passage]:
    for passage in passages:
        if passage.kind != "contents" and not any(_BINDS_NOBODY.search(title) for title in passage.section[-1:]):
            if any(_CONSULTATION.search(title) for title in passage.section) and not passage.number:
                return
            yield passage


def _checklists(passages: Sequence[Passage]) -> set[tuple[str, ...]]:
    """The sections that are checklists, by their title or their own words ("This checklist ...")."""
    return {
        p.section
        for p in passages
        if p.section and (_CHECKLIST.search(p.section[-1]) or re.match(r"(?i)\W*this checklist\b", p.text))
    }


class _Walk:
    """One passage, read for its duties; afterwards `lead` is the lead-in that its later pieces continue."""

    def __init__(self, passage: Passage, inherited: _Lead | None, checklist: bool, tables: RequirementTables) -> None:
        self.passage, self.checklist = passage, checklist
        self.rows, self.columns = tables.force(passage), tables.columns(passage) if passage.kind == "table" else []
        self.lead = inherited or (_lead(passage.lead_in, None) if passage.lead_in else None)

    def pieces(self) -> Iterator[_Piece]:
        if not self.passage.parts:
            yield from self._item(0, len(self.passage.text), self.lead)
            return
        stack: list[tuple[int, _Lead | None]] = [(-1, self.lead)]
        parts = self.passage.parts
        for start, end in self._sentences(0, parts[0].start):
            yield from self._sentence(start, end)
        for n, part in enumerate(parts):
            if part.role == "lead_in":
                yield from self._lead_in(part)
                stack = [(-1, self.lead)]
            elif part.role == "row":
                yield from self._row(part)
            elif part.role == "item":
                while stack[-1][0] >= part.level:
                    stack.pop()
                deeper = n + 1 < len(parts) and parts[n + 1].role == "item" and parts[n + 1].level > part.level
                if deeper or self.passage.text[part.start : part.end].rstrip().endswith(":"):
                    stack.append((part.level, self._nested(part, stack[-1][1])))
                else:
                    yield from self._item(part.start, part.end, stack[-1][1])

    def _lead_in(self, part: Part) -> Iterator[_Piece]:
        spans = self._sentences(part.start, part.end)
        if not spans:
            return
        words = [self.passage.text[start:end] for start, end in spans]
        self.lead = _lead(words[-1], words[-2] if len(words) > 1 else None)
        if self.lead.modality:  # it speaks through its items; so does the sentence that "These are:" points back to
            spans = spans[: -1 if self.lead.text == words[-1] else -2]
        for start, end in spans:
            yield from self._sentence(start, end)

    def _nested(self, part: Part, above: _Lead | None) -> _Lead:
        text = self.passage.text[part.start : part.end]
        own = _lead(text, None)
        return own if own.modality or not above else _Lead(text, above.modality)

    def _item(self, start: int, end: int, lead: _Lead | None) -> Iterator[_Piece]:
        spans = self._sentences(start, end)
        if lead and lead.modality and spans:
            yield _Piece(*spans[0], lead.modality, lead.text)
            spans = spans[1:]
        for span in spans:
            yield from self._sentence(*span)

    def _row(self, part: Part) -> Iterator[_Piece]:
        text = self.passage.text[part.start : part.end]
        found = list(self._cells(part))
        if bound := bound_row(text, self.columns):
            start, end = part.start + bound.start, part.start + bound.end
            yield _Piece(start, end, bound.modality, number=bound.number)
            found = [piece for piece in found if piece.end <= start or end <= piece.start]
        elif self.rows and not found and is_requirement(text):
            yield _Piece(part.start, part.end, self.rows)
        yield from found

    def _cells(self, part: Part) -> Iterator[_Piece]:
        at = part.start
        for cell in self.passage.text[part.start : part.end].split(" | "):
            for span in self._sentences(at, at + len(cell)):
                yield from self._sentence(*span)
            at += len(cell) + len(" | ")

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        label = re.escape(self.passage.number or "") + r"[.:)]?\s+(?:[–—-]\s+)?"
        text = self.passage.text[start:end]
        mark = _MARK.match(text) or (re.match(label, text) if start == 0 and self.passage.number else None)
        start += mark.end() if mark else 0
        return [(start + a, start + b) for a, b in sentence_spans(self.passage.text[start:end])]

    def _sentence(self, start: int, end: int) -> Iterator[_Piece]:
        text = self.passage.text[start:end]
        if text.endswith("?") or any(pattern.search(text) for pattern in (_TO_RESPONDENTS, IMPRINT, _SPOKEN, _TO_HEED_IT)):
            return
        found = norms(text)
        if len(text.split()) < 2:
            return  # "Must" in a table's cell asks for nothing by itself
        for a, b, modality in _parts(text, found):
            yield _Piece(start + a, start + b, modality)
        if not found and (_IMPERATIVE.match(text) or _IMPERATIVE_OF.match(text) or (self.checklist and _tick(text))):
            yield _Piece(start, end, "should")


def _tick(text: str) -> bool:
    """A line of a checklist that says what to do: it opens with a verb, for all we can tell without a grammar."""
    first, _, rest = text.partition(" ")
    return first[:1].isupper() and len(rest.split()) >= 3 and not _NO_VERB.match(first)


def _lead(text: str, previous: str | None) -> _Lead:
    """What a lead-in makes of the items under it."""
    text = text.strip()
    found = norms(text)
    if _POINTS_BACK.match(text) and previous and not found:
        earlier = norms(previous)
        return _Lead(f"{previous} {text}", strongest(earlier))
    if text.endswith((".", "!", "?")) or _GIVES_REASONS.search(text):
        return _Lead(text, None)
    if _THAT_DUTY.match(text):
        return _Lead(text, "must")
    if _PRINCIPLES.search(text) and not found:
        return _Lead(text, "should")
    return _Lead(text, found[-1].modality if found else None)


def _parts(text: str, found: list[Norm]) -> Iterator[tuple[int, int, Modality]]:
    """The sentence whole, or its parts where they bind differently or bind different people."""
    begin, group = 0, found[:1]
    for earlier, later in pairwise(found):
        cut = _cut(text, earlier, later)
        if cut is None:
            group.append(later)
            continue
        yield begin, cut[0], strongest(group) or earlier.modality
        begin, group = cut[1], [later]
    if group:
        yield begin, len(text), strongest(group) or group[0].modality


def _cut(text: str, earlier: Norm, later: Norm) -> tuple[int, int] | None:
    """Where the first part ends and the second begins, or None where the two belong together."""
    cuts = list(_PART_ENDS.finditer(text, earlier.end, later.start))
    if not cuts:
        return None
    cut = cuts[-1]
    subject = text[cut.end() : later.start]
    if _RELATIVE.search(subject):
        return None
    own_subject = bool(_OWN_SUBJECT.match(subject)) or bool(ACTOR.search(subject))
    joined = bool(_JOINS.search(cut.group())) or bool(_CONCESSION.match(text))
    if not (joined and (own_subject or earlier.modality != later.modality)):
        return None
    long_enough = min(len(text[: cut.start()].split()), len(text[cut.end() :].split())) >= _SHORTEST_PART
    return (cut.start(), cut.end()) if long_enough else None


def _duty(passage: Passage, piece: _Piece, principal: str | None, taken: set[str]) -> Duty:
    text = passage.text[piece.start : piece.end]
    lead = fold_white(piece.lead) if piece.lead else None
    source = lead or text
    cue = next(iter(norms(source)), None)
    begin, end = (cue.start, cue.end) if cue else (0, 0)
    before, wording, after = source[:begin], source[begin:end], source[end:]
    return Duty(
        id=_identity(passage.doc, lead, text, taken),
        doc=passage.doc,
        passage=passage.id,
        text=text,
        modality=piece.modality,
        lead_in=lead,
        bearer=bearer(before, wording, after) if cue else None,
        action=fold_white(text) if lead else action(wording, after),
        statute=statute(source, passage.section if piece.modality != "should" else (), principal),
        section=" > ".join(passage.section) or None,
        number=piece.number or passage.number,
        page=passage.page_at(piece.start),
    )


def _identity(doc: str, lead: str | None, text: str, taken: set[str]) -> str:
    base = f"{doc}#{hashlib.sha1(((lead or '') + fold_white(text)).encode()).hexdigest()[:8]}"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}-{n}", n + 1
    taken.add(name)
    return name
