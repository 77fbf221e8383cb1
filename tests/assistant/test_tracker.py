"""Directions followed up: what a person said of each, what is overdue, the papers that name it, what the thread lacks."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant import conflicts, tracker
from assistant.reviewing import Said
from assistant.web import directions as page
from ingest.blocks import Block
from kb.errors import ChangedMeanwhile, InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import DocumentKind
from tests.assistant.planting import store

TODAY = date(2026, 7, 1)
CARERS = "Unpaid carers have the breaks and support that they need"
LIBRARY: dict[str, tuple[DocumentKind, Sequence[str | Block]]] = {
    "orders": ("directions", [
        "1.1 NHS Hill must give unpaid carers the breaks and support that they need by May 2026 at £2m.",
        "1.2 The bus timetable must be printed.",
    ]),
    "plan": ("plan", [
        Block("heading", "Our aims", level=1), Block("item", CARERS),
        Block("item", "Homes for old people are warm, dry and near the shops"),
    ]),
    "paper": ("paper", ["This report is on Direction 1.1 and its money. Direction 1.10 is another's."]),
    "elsewhere": ("paper", ["Direction 1.1 is reported."]),
}  # fmt: skip


@pytest.fixture
def kb(kb: KnowledgeBase) -> KnowledgeBase:
    for doc, (kind, said) in LIBRARY.items():
        store(kb, doc, kind, *said, authority="Vale Board" if doc == "elsewhere" else "Hill Board")
    return kb


def test_the_thread_from_aim_to_paper_and_its_broken_links(kb: KnowledgeBase) -> None:
    whole, bare = tracker.tracked(kb, today=TODAY)
    assert whole.aim and whole.aim.quote == CARERS
    quotes = [(cited.doc, cited.quote) for cited in whole.papers]
    assert quotes == [("paper", "This report is on Direction 1.1 and its money.")]
    assert (whole.broken, whole.overdue) == ((), True)
    assert (bare.aim, bare.papers, bare.overdue) == (None, (), False)
    assert set(bare.broken) >= {"It names no money.", "It gives no deadline.", "No paper in the library names it."}
    (idle,) = tracker.idle_aims(kb)
    assert idle.quote == "Homes for old people are warm, dry and near the shops"
    html = page.listed(kb, today=TODAY)
    assert "1 aim of a plan that no Direction serves" in html and f'data-passage="{idle.passage}"' in html


def test_what_it_replaces_what_no_longer_stands_and_what_is_still_open(kb: KnowledgeBase) -> None:
    blocks = [
        Block("heading", "Direction 1 – Care (replaces Direction 5 of 2025)", level=1),
        "NHS Hill must cut missed visits to 3%. Timescale: to be confirmed.",
        "Budget: TBC",
        Block("heading", "Direction 2", level=1), "Withdrawn on 2 April 2026.",
    ]  # fmt: skip
    store(kb, "new", "directions", *blocks)
    care, gone = tracker.tracked(kb, "new", TODAY)
    assert (care.replaces, care.taken_back) == ("Direction 5 of 2025", False)
    assert (gone.taken_back, gone.overdue, gone.broken) == (True, False, ())
    assert set(care.broken) >= {"Its deadline is still open: to be confirmed.", "Its money is still to be confirmed."}
    html = page.listed(kb, page.Narrowed("visits"), today=TODAY)
    assert "<dt>Replaces</dt><dd>Direction 5 of 2025</dd>" in html and "<dd>3%, TBC</dd>" in html
    html = page.listed(kb, page.Narrowed("withdrawn"), today=TODAY)
    assert "No longer stands" in html and "<dt>Deadline</dt>" not in html


def test_a_status_is_a_persons_word(kb: KnowledgeBase) -> None:
    done = tracker.set_status(kb, "orders", "1.1", Said("status", "done", "paper 5", "Ann", expects=0))
    assert (done.status, done.overdue) == ("done", False)
    assert tracker.tracked(kb, "orders", TODAY)[0].as_json()["said"]["who"] == "Ann"
    with pytest.raises(ChangedMeanwhile, match="Ann set it to done"):
        tracker.set_status(kb, "orders", "1.1", Said("status", "late", who="Bob", expects=0))
    assert tracker.set_status(kb, "orders", "1.1", Said("status", "", who="Bob")).status == ""


@pytest.mark.parametrize(("number", "status", "why"), [("9.9", "done", "no Direction 9.9"), ("1.1", "soon", "no status")])
def test_a_status_that_cannot_be(kb: KnowledgeBase, number: str, status: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        tracker.set_status(kb, "orders", number, Said("status", status))


def test_a_dismissed_conflict_stays_so(kb: KnowledgeBase) -> None:
    texts = "The scheme ends on 31 April 2030.", "The fund is £TBC this year."
    store(kb, "note", "paper", *texts)
    dated, blank = conflicts.conflicts(kb, ["note"])
    assert (dated.kind, blank.kind) == ("date", "blank"), "what is due stands before what is left open"
    with pytest.raises(InputError, match="needs a reason"):
        conflicts.dismiss(kb, dated.id, Said("dismissed", "dismissed"))
    conflicts.dismiss(kb, dated.id, Said("dismissed", "dismissed", "a misprint we know of", "Ann"))
    store(kb, "note", "paper", "A new beginning.", *texts)
    assert [one.id for one in conflicts.conflicts(kb, ["note"])] == [blank.id]
    aside = [one.dismissed for one in conflicts.conflicts(kb, ["note"], dismissed=True)]
    assert aside[0].startswith("Ann dismissed it on ") and aside[1] == ""
    conflicts.dismiss(kb, dated.id, Said("dismissed", "", who="Ann"))
    assert len(conflicts.conflicts(kb, ["note"])) == 2
