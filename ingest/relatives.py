"""Documents that belong together: the same text in another file, or an earlier or later version of the same plan.

Only proposed, in the import's report: a person says so with `--supersedes`.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kb.ids import digest
from kb.models import Document, DocumentKind, NewVersion, Passage
from kb.text import fold_white

_RECURRING: tuple[DocumentKind, ...] = ("paper", "minutes")  # each meeting has its own of the same name
_EDITION = re.compile(
    r"\b(?:draft|final|consultation|consultative|revised|refreshed|updated?|refresh|version|edition|interim|"
    r"v|no|the|a|an|of|for|and|[a-z]?\d[\w.]*|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
)
_ALIKE = 0.8  # share of the words of two titles that are the same
_FEWEST_WORDS = 2


def text_digest(passages: Iterable[Passage]) -> str:
    """The same for two files with the same words, whatever their format and layout."""
    words = (fold_white(passage.text).casefold() for passage in passages if passage.kind != "contents")
    return digest(" ".join(words).encode())


def said_of(version: NewVersion, library: Iterable[Document], digests: Mapping[str, str]) -> list[str]:
    """Sentences on the documents that `version` repeats or is another version of; `digests` are those of each document."""
    others = [document for document in library if document.id != version.doc]
    own = text_digest(version.passages)
    same = [document for document in others if digests.get(document.id) == own]
    if same:
        return [f"It has the same text as {same[0].id}, in another file: `remit remove` one of them."]
    return [_proposal(version, document) for document in others if _same_work(version, document)][:1]


def _same_work(version: NewVersion, document: Document) -> bool:
    """Whether both are the same body's same plan, guidance or the like by name, whatever the year and the edition."""
    if version.kind != document.kind or version.kind in _RECURRING or version.authority != document.authority:
        return False
    if version.authority is None or document.id == version.supersedes or document.supersedes == version.doc:
        return False
    ours, theirs = _work(version.title), _work(document.title)
    return len(ours | theirs) >= _FEWEST_WORDS and len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _work(title: str) -> frozenset[str]:
    """The words that name a work without its edition.

    >>> sorted(_work("Draft Hill IJB Strategic Plan 2025-2035 (v2, May 2025)"))
    ['hill', 'ijb', 'plan', 'strategic']
    """
    return frozenset(re.findall(r"[^\W\d_]+", _EDITION.sub(" ", title.lower())))


def _proposal(version: NewVersion, document: Document) -> str:
    dates = (version.date or "", document.date or "")
    length = min(map(len, dates))  # "2025" says nothing on whether it is before "2025-04"
    order = "another" if dates[0][:length] == dates[1][:length] else "a later" if dates > dates[::-1] else "an earlier"
    newer, older = (document.id, version.doc) if order == "an earlier" else (version.doc, document.id)
    return f"It looks like {order} version of {document.id}: if so, add the file of {newer} with `--supersedes {older}`."
