"""The records that every room shares. Frozen, small, and with no behaviour beyond naming places.

A document is read into *passages*: a paragraph, a list with its lead-in, a table, a Direction. A passage's `text` is
the document's own characters and the only thing that may be quoted; `parts` say where inside it the lead-in, the
items and the rows stand, `page_starts` on which page each stretch of it begins.
"""
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from kb.text import day

Modality = Literal["must", "should", "may"]
Verdict = Literal["met", "partial", "missing", "contradicted", "not_assessed"]
Status = Literal["answered", "partial", "disputed", "not_found"]
DocumentKind = Literal["plan", "directions", "guidance", "paper", "minutes", "report", "law", "other"]
PassageKind = Literal["paragraph", "list", "table", "note", "contents"]
PartRole = Literal["lead_in", "item", "header", "row"]
Visibility = Literal["public", "board", "private"]
EntryKind = Literal[
    "recommendation", "option", "decision_asked", "direction_affected", "direction_required",
    "decision", "action", "money", "date", "risk", "acronym", "definition",
]  # fmt: skip
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)  # everybody; who has an account; planners and administrators


@dataclass(frozen=True, slots=True)
class Document:
    """One document in one version. `labels[n]` is the page label printed on physical page n + 1; `date` is ISO 8601,
    shortened where the document says less ("2024-04")."""

    id: str
    title: str
    kind: DocumentKind
    version: int
    path: str
    sha256: str
    format: str
    authority: str | None = None
    date: str | None = None
    status: str | None = None  # draft, consultation, final, superseded; None where the document does not say
    pages: int | None = None  # None for formats without pages
    labels: tuple[str, ...] = ()
    visibility: str = "public"
    supersedes: str | None = None
    passages: int = 0
    in_force_from: str | None = None  # as a person or the document says it, ISO 8601, shortened or not
    in_force_to: str | None = None  # the last day, as a person said it; once it is over the document counts as superseded

    @property
    def standing(self) -> str | None:
        """What is said beside the title of a document that is not in force today; None of one that is."""
        if self.status == "superseded":
            return f"in force until {day(self.in_force_to)}" if self.in_force_to else "superseded"
        if self.in_force_from and self.in_force_from > date.today().isoformat():
            return f"in force from {day(self.in_force_from)}"
        return None

    def label(self, page: int | None) -> str | None:
        """The label printed on a physical page, or None where there are no pages."""
        if page is None or not 1 <= page <= len(self.labels):
            return None
        return self.labels[page - 1]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch `text[start:end]` of a passage: its lead-in, one of its items, its header or a row.

    `number` is the item's own mark without its brackets ("a", "ii", "3"), None for a bullet; `level` counts from 0.
    """

    start: int
    end: int
    role: PartRole
    number: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """What is found and quoted.

    `text` joins list items and table rows by a line feed and a row's cells by " | "; a sentence that crosses a page is
    joined. `section` is the path of headings from the outermost inwards, as printed ("3.1 Considerations ...").
    `number` is the paragraph's or Direction's own ("3.12", "9.2.1"). `lead_in` is the sentence of *another* passage that
    this one continues (the second half of a long list, 9.2.1 under 9.2), None where the lead-in stands in `text`.
    `page_starts` are (offset, physical page), ascending, the first at offset 0; empty for formats without pages.
    """

    id: str
    doc: str
    version: int
    ordinal: int
    kind: PassageKind
    text: str
    section: tuple[str, ...] = ()
    number: str | None = None
    lead_in: str | None = None
    parent: str | None = None  # id of the passage that `lead_in` was taken from
    caption: str | None = None
    parts: tuple[Part, ...] = ()
    page_starts: tuple[tuple[int, int], ...] = ()
    ocr: bool = False

    def page_at(self, offset: int) -> int | None:
        """The physical page, from 1, on which the character at `offset` stands."""
        if not self.page_starts:
            return None
        at = bisect_right([start for start, _ in self.page_starts], offset) - 1
        return self.page_starts[max(at, 0)][1]

    def last_page(self, start: int, end: int) -> int | None:
        """The last physical page with some of `text[start:end]`: a table's row may go over a page's end cell by cell."""
        first = self.page_at(start)
        return first and max([first, *(page for offset, page in self.page_starts if start < offset < end)])

    @property
    def page(self) -> int | None:
        return self.page_at(0)

    @property
    def heading(self) -> str | None:
        """The innermost heading above the passage."""
        return self.section[-1] if self.section else None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents a search may look at; an empty field allows all. `number` is a paragraph or Direction number;
    a passage with that number, or one below it ("9.2" takes in "9.2.1"), is inside. Superseded documents are outside,
    unless they are named or `superseded` asks for them."""

    docs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    number: str | None = None
    superseded: bool = False

    def allows(self, document: Document) -> bool:
        """Whether a document lies inside; its passages' numbers are not looked at."""
        return (
            (document.id in self.docs if self.docs else self.superseded or document.status != "superseded")
            and (not self.kinds or document.kind in self.kinds)
            and (not self.authorities or document.authority in self.authorities)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. `rank` is from 1; `score`, `lexical` and `dense` lie in 0..1, higher is better;
    `lexical` or `dense` is None where that search did not return the passage. `chance` is the reranker's probability that
    it answers, None where it was not asked."""

    rank: int
    score: float
    passage: Passage
    document: Document
    lexical: float | None = None
    dense: float | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that holds a phrase: at `spans` of its text, and in `beside`, its caption and those headings above it
    under which it is the first passage."""

    document: Document
    passage: Passage
    spans: tuple[tuple[int, int], ...]
    beside: tuple[str, ...] = ()

    @property
    def times(self) -> int:
        return len(self.spans) + len(self.beside)


@dataclass(frozen=True, slots=True)
class Duty:
    """What guidance says somebody must, should or may do: a sentence, or one item of a list under its `lead_in`."""

    id: str
    doc: str
    passage: str
    text: str
    modality: Modality
    lead_in: str | None = None
    bearer: str | None = None
    action: str | None = None
    statute: str | None = None
    section: str | None = None
    number: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Direction:
    """A binding Direction. `deadline` is YYYY-MM; `amounts` are as written, in order."""

    id: str
    doc: str
    passage: str
    text: str
    modality: Modality
    owners: tuple[str, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    amounts: tuple[str, ...] = ()
    parent: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a document holds beside its text: `text` is the sentence, item or row that says it, in passage `passage`.

    `number` is the option's, the Direction's or the item's own, else its paragraph's. `amounts` are as written, a bare
    figure of a column "(£k)" as "£76k". `date` is ISO 8601, shortened where the document says less. `to` names who is asked,
    or whom a Direction binds. `term` and `definition` are only for acronyms and definitions.
    """

    kind: EntryKind
    doc: str
    passage: str
    text: str
    number: str | None = None
    amounts: tuple[str, ...] = ()
    date: str | None = None
    to: tuple[str, ...] = ()
    term: str | None = None
    definition: str | None = None
    section: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Registers:
    """What one document holds beside its text, made from its passages."""

    duties: tuple[Duty, ...] = ()
    directions: tuple[Direction, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and the place where it was found; `quote` is a substring of passage `passage`'s text. `columns` is the header
    of the table of which it is a row, in the row's form; empty where it is none. `kind` is its document's."""

    n: int
    doc: str
    title: str
    authority: str | None
    page: int | None
    page_to: int | None
    page_label: str | None
    section: str | None
    number: str | None
    quote: str
    passage: str
    ocr: bool = False
    columns: str = ""
    kind: DocumentKind | None = None  # None in answers kept before it was


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, what the documents say, and on which quotes that rests."""

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    query: str = ""
    filters: dict[str, list[str]] = field(default_factory=dict)
    nearest: tuple[Citation, ...] = ()
    model: str | None = None
    ms: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on a verdict."""

    duty: str
    plan: str
    verdict: Verdict
    why: str
    who: str
    at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class NewVersion:
    """One version of a document as it was read, ready to be kept: the fields of Document, what was found in it, and
    `report`, what the import said of it. The passages' ids carry `version` (KnowledgeBase.next_version)."""

    doc: str
    title: str
    kind: DocumentKind
    path: str
    sha256: str
    format: str
    passages: tuple[Passage, ...]
    version: int = 1
    authority: str | None = None
    date: str | None = None
    status: str | None = None
    visibility: str = "public"
    supersedes: str | None = None
    pages: int | None = None
    labels: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    directions: tuple[Direction, ...] = ()
    entries: tuple[Entry, ...] = ()
    report: dict[str, object] = field(default_factory=dict)
