"""One document of the library: its facts and their corrections, its versions, its register, and what was read in it."""
from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from assistant.render import place_in
from assistant.web import places, views
from assistant.web.source import page_words
from ingest import pipeline
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import VISIBILITIES, Document
from kb.people import Person

STATUSES = ("draft", "consultation", "final", "superseded")
CORRECTED = ("title", "kind", "authority", "date", "status", "supersedes")
VISIBLE = {"public": "Everybody", "board": "Everybody with an account", "private": "Planners and administrators"}
ENTRIES = {
    "decision_asked": "Asked to decide",
    "recommendation": "Recommendations",
    "decision": "Decisions taken",
    "action": "Actions",
    "option": "Options",
    "direction_affected": "Directions affected",
    "direction_required": "Direction required",
    "risk": "Risks",
    "money": "Money",
    "date": "Dates",
    "acronym": "Acronyms",
    "definition": "Terms",
}
MOST = 25  # entries of a kind that are shown at once
_DATE = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?")


def details(kb: KnowledgeBase, doc: str, person: Person, said: str = "") -> str:
    """Everything that is kept of a document, as HTML, with what this person may do to it; `said` is a word on what was
    just done."""
    document = kb.document(doc)
    others = sorted((other.title, other.id) for other in kb.documents() if other.id != doc)
    found = sorted(kb.entries(doc), key=lambda entry: list(ENTRIES).index(entry.kind) if entry.kind in ENTRIES else 99)
    groups = [(ENTRIES.get(kind, kind), list(some)) for kind, some in groupby(found, key=lambda entry: entry.kind)]
    return views.html(
        "document", document=document, said=said, others=others, kinds=views.KINDS, statuses=STATUSES, visible=VISIBLE,
        corrected=sorted(kb.corrections(doc)), versions=kb.versions(doc), followed=_followed(kb, document),
        before=next((title for title, other in others if other == document.supersedes), document.supersedes),
        may=person.may, groups=groups, most=MOST, duties=len(kb.duties(doc)),
        directions=len(kb.directions(doc)),
        place=lambda entry: place_in(document, entry.page, entry.number, entry.section).removeprefix(f"{document.title}, "),
    )  # fmt: skip


def _followed(kb: KnowledgeBase, document: Document) -> list[str]:
    """The titles of the documents that replace it."""
    return [other.title for other in kb.documents() if other.supersedes == document.id]


def leaf(kb: KnowledgeBase, doc: str, page: int) -> str:
    """A page and beside it what was read on it; for formats without pages, all of it."""
    document = kb.document(doc)
    pages = document.pages or 0
    here = min(max(page, 1), pages) if pages else 0
    passages = [one for one in kb.passages(doc) if not pages or places.stands_on(one, here)]
    picture = f"pages/{document.id}/{document.version}/{here}.png?frames=1" if document.format == "pdf" and pages else None
    return views.html(
        "leaf", document=document, page=here, picture=picture, page_words=page_words(document, here) if pages else "",
        passages=[(one, places.shown(one)) for one in passages],
    )  # fmt: skip


def correct(kb: KnowledgeBase, doc: str, given: Mapping[str, str], may_show: bool) -> list[str]:
    """Keep what a person corrected; returns the names of what changed. Raises InputError for a date
    that is none, UnreadableFile where the registers of its new kind cannot be made."""
    document = kb.document(doc)
    facts = {name: given[name].strip() for name in CORRECTED if name in given}
    if not _DATE.fullmatch(facts.get("date", "")):
        raise InputError(f"{facts['date']!r} is no date: write it as 2024-04-18, or shorter as 2024-04 or 2024.")
    if not facts.get("title", document.title):
        raise InputError("A document needs a title: write one.")
    if may_show and given.get("visibility") in VISIBILITIES:
        facts["visibility"] = given["visibility"]
    changed = {name: value for name, value in facts.items() if value != (getattr(document, name) or "")}
    if changed:
        kept = {name: value for name, value in changed.items() if value}
        pipeline.amend(kb, doc, pipeline.Facts(**kept), [name for name in changed if name not in kept])
    return sorted(changed)
