"""Documents that belong together, by their names, their dates and their words."""
from __future__ import annotations

from typing import Any

import pytest

from ingest.relatives import said_of, text_digest
from kb.models import Document, NewVersion, Passage


def version(title: str, date: str | None = None, **facts: Any) -> NewVersion:
    passage = Passage("new/1/1", "new", 1, 1, "paragraph", "We  meet.")
    return NewVersion(doc="new", title=title, path="/new.pdf", sha256="1", format="pdf", passages=(passage,), date=date,
                      **{"kind": "plan", "authority": "Hill IJB", **facts})  # fmt: skip


def document(title: str, date: str | None = None, **facts: Any) -> Document:
    known: dict[str, Any] = {"kind": "plan", "authority": "Hill IJB", **facts}
    return Document(id="old", title=title, version=1, path="/old.pdf", sha256="2", format="pdf", date=date, **known)


@pytest.mark.parametrize(
    ("new", "old", "said"),
    [
        ("2025", "2022-04", "It looks like a later version of old: if so, add the file of new with `--supersedes old`."),
        ("2022", "2025", "It looks like an earlier version of old: if so, add the file of old with `--supersedes new`."),
        ("2025", "2025-04", "It looks like another version of old: if so, add the file of new with `--supersedes old`."),
        (None, "2025", "It looks like another version of old: if so, add the file of new with `--supersedes old`."),
    ],
)
def test_an_edition_of_the_same_plan_is_proposed_by_its_date(new: str | None, old: str, said: str) -> None:
    known = [document("Draft Hill Strategic Plan 2022", old)]
    assert said_of(version("Hill Strategic Plan 2025-28", new), known, {}) == [said]


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("Hill Workforce Plan", {}),
        ("Hill Strategic Plan", {"authority": "Dale IJB"}),
        ("Hill Strategic Plan", {"authority": None}),
        ("Hill Strategic Plan", {"kind": "report"}),
        ("Hill Strategic Plan", {"supersedes": "new"}),
    ],
)
def test_other_works_other_bodies_and_known_pairs_are_not(title: str, facts: dict[str, Any]) -> None:
    assert said_of(version("Hill Strategic Plan"), [document(title, **facts)], {}) == []


def test_papers_of_the_same_name_are_of_different_meetings() -> None:
    assert said_of(version("Finance Update", kind="paper"), [document("Finance Update", kind="paper")], {}) == []


def test_the_same_words_in_another_file_are_a_duplicate_whatever_their_layout() -> None:
    same = text_digest([Passage("old/1/1", "old", 1, 1, "paragraph", "we\nmeet.")])
    assert said_of(version("A"), [document("B")], {"old": same}) == [
        "It has the same text as old, in another file: `remit remove` one of them."
    ]
    assert said_of(version("A"), [document("B")], {"old": "other"}) == []
