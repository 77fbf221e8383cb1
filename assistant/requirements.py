"""The register of requirements as people see it: each duty as it stands and as it was read, with what was said of it."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import words
from kb import amended
from kb.amended import Mended
from kb.decisions import Act
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Duty

NOBODY = Mended()
APPLIES, OUT, CHANGED = "Applies", "Does not apply", "Changed by a person"
STATES = (APPLIES, OUT, CHANGED)
BESIDE = 6  # neighbours, and again as many of the most alike, that a requirement may be merged with
ALIKE = 0.3  # share of all their words that two must have in common to be offered far from each other
BELOW = " > "  # between a heading and the one under it
_PART = re.compile(r"/\d+$")


@dataclass(frozen=True, slots=True)
class Requirement:
    """`duty` as it stands, `read` in its document's words. `acts` are what people said of it, oldest first; `seen` counts
    them and whatever else was decided about it in its own document."""

    duty: Duty
    read: Duty
    mended: Mended = NOBODY
    acts: tuple[Act, ...] = ()
    seen: int = 0

    @property
    def form(self) -> str:
        """The change that it stands in: edit, split, merge; restore where it stands as it was read."""
        return str(self.mended.change["change"])

    @property
    def standing(self) -> dict[str, str]:
        """What people said of it that stands, in words: `does_not_apply`, `changed`; only what there is."""
        told = {"does_not_apply": self.mended.out, "changed": self.mended.form}
        return {name: act.said() for name, act in told.items() if act}

    @property
    def said(self) -> tuple[str, ...]:
        """Its words, in lower case, as they are looked for: as they stand and as they were read."""
        duty = self.duty
        facts = (duty.lead_in, duty.text, self.read.text, duty.bearer, duty.section, duty.number, duty.statute)
        return tuple(fact.lower() for fact in facts if fact)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked for; an empty field lets all through. `words` must all stand in it; a bearer may be one of several
    and in another number, a section holds those below it, an Act its sections; `state` is one of STATES."""

    words: str = ""
    modality: Sequence[str] = ()
    doc: str = ""
    bearer: str = ""
    section: str = ""
    statute: str = ""
    state: str = ""


def requirements(kb: KnowledgeBase, doc: str | None = None) -> list[Requirement]:
    """Of a document, or of all, in their order. Raises UnknownDocument."""
    read = {duty.id: duty for duty in kb.duties_as_read(doc)}
    said: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in kb.decisions.history(doc):
        said[act.doc, act.subject].append(act)
    standing = amended.standing(kb.decisions.history(doc, what=("duty",)))

    def found(duty: Duty) -> Requirement:
        own = whole(duty.id)
        mended, every = standing.get(own, NOBODY), said[duty.doc, own]
        return Requirement(duty, read[own], mended, tuple(act for act in every if act.what == "duty"), len(every))

    return [found(duty) for duty in kb.duties(doc)]


def requirement(kb: KnowledgeBase, duty_id: str) -> Requirement:
    """The one that a duty, or a part of one, stands for. Raises InputError where there is none."""
    own = whole(duty_id)
    for found in requirements(kb, own.rpartition("#")[0]):
        if whole(found.duty.id) == own:
            return found
    raise InputError("This requirement is not in the register any more: its document was read again or removed.")


def to_merge(kb: KnowledgeBase, row: Requirement) -> list[Requirement]:
    """Others of its document that it may be merged with, in their order: its neighbours, and those that share most words
    with it, as a checklist does that repeats the text. Only what stands as it was read: nobody's change is merged away."""
    every = requirements(kb, row.duty.doc)
    at = next((n for n, one in enumerate(every) if one.duty.id == row.duty.id), 0)
    own = words.stem_set(row.read.text)

    def far(n: int) -> tuple[float, int]:
        other = words.stem_set(every[n].read.text)
        return -len(own & other) / (len(own | other) or 1), n

    free = [n for n, one in enumerate(every) if n != at and one.mended == NOBODY]
    beside = sorted(free, key=lambda n: (abs(n - at), n))[:BESIDE]
    alike = [n for n in sorted(free, key=far) if far(n)[0] <= -ALIKE][:BESIDE]
    return [every[n] for n in sorted({*beside, *alike})]


def not_applying(kb: KnowledgeBase) -> list[tuple[Duty, Act]]:
    """The duties that do not apply here, as they were read, with the act that says so; of merged ones each."""
    out = [row for row in requirements(kb) if row.mended.out]
    read = {duty.id: duty for duty in kb.duties_as_read()} if out else {}
    ids = ((one, row.mended.out) for row in out for one in (row.read.id, *row.mended.change.get("with", ())))
    return [(read[one], act) for one, act in ids if act and one in read]


def whole(duty_id: str) -> str:
    """
    >>> whole("code#3fa/2"), whole("code#3fa")
    ('code#3fa', 'code#3fa')
    """
    return _PART.sub("", duty_id)


def chosen(rows: Sequence[Requirement], asked: Narrowed) -> list[Requirement]:
    """Those that pass every filter.

    >>> one, two = Duty("1", "g", "p", "publish a plan", "must"), Duty("2", "g", "p", "consult", "may", bearer="Board")
    >>> rows = [Requirement(one, one), Requirement(two, two)]
    >>> [[row.duty.id for row in chosen(rows, asked)] for asked in (Narrowed("PLAN"), Narrowed(bearer="Board"), Narrowed())]
    [['1'], ['2'], ['1', '2']]
    """
    wanted, who = asked.words.lower().split(), words.stem_set(asked.bearer)
    return [
        row for row in rows
        if (not asked.modality or row.duty.modality in asked.modality)
        and asked.doc in ("", row.duty.doc) and asked.section in ("", *headings(row.duty))
        and who <= words.stem_set(row.duty.bearer or "") and asked.statute.lower() in (row.duty.statute or "").lower()
        and _stands(row, asked.state) and all(any(word in fact for fact in row.said) for word in wanted)
    ]  # fmt: skip


def headings(duty: Duty) -> list[str]:
    """The paths to its section and to all above it: whoever asks for section 3 asks for 3.11 too.

    >>> headings(Duty("1", "g", "p", "consult", "may", section="3 Plans > 3.1 Scope"))
    ['3 Plans', '3 Plans > 3.1 Scope']
    """
    levels = (duty.section or "").split(BELOW)
    return [BELOW.join(levels[:depth]) for depth in range(1, len(levels) + 1)]


def _stands(row: Requirement, state: str) -> bool:
    out = row.mended.out is not None
    return {OUT: out, APPLIES: not out, CHANGED: row.mended.form is not None}.get(state, True)
