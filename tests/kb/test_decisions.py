"""What people decide: a log, the last word, and nobody's choice overwritten unread; duties mended in spite of a re-read."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb import amended
from kb.catalog import Catalog
from kb.decisions import Act, Decisions, Judged
from kb.errors import ChangedMeanwhile, InputError
from kb.models import Duty, Review

ANN = Act("g#1", "plan", "verdict", "met", "see page 3", "Ann", "2026-01-02T09:00:00+00:00", {"judged": "partial"})
BOB = replace(ANN, value="missing", why="page 3 is another board's", who="Bob", at="2026-01-03T09:00:00+00:00")


@pytest.fixture
def log(tmp_path: Path) -> Decisions:
    return Decisions(Catalog(tmp_path / "catalogue.sqlite"))


def test_every_act_is_kept_and_the_last_word_counts(log: Decisions) -> None:
    note = replace(ANN, what="note", value="", why="ask the carers' lead")
    assert [log.add(act) for act in (ANN, note, BOB)] == [1, 2, 3]
    assert log.history("plan", "g#1") == [ANN, note, BOB]
    assert log.history("plan", what=("note",)) == [note]
    assert log.reviews("plan") == [Review("g#1", "plan", "missing", BOB.why, "Bob", BOB.at)]
    assert log.last(None, "verdict") == {("plan", "g#1"): BOB}
    assert log.history("other") == []


def test_whoever_comes_second_sees_the_first_choice(log: Decisions) -> None:
    log.add(ANN, expects=0)
    with pytest.raises(ChangedMeanwhile, match="Ann said “met” on 2 January 2026: see page 3"):
        log.add(BOB, expects=0)
    assert log.history("plan") == [ANN]
    assert log.add(BOB, expects=1) == 2


def test_what_a_check_found_is_kept_by_version(log: Decisions) -> None:
    first, second = Judged("g#1", "met", ("We did.",)), Judged("g#1", "missing", ())
    log.keep_judged("plan", 1, [first])
    log.keep_judged("plan", 2, [first])
    log.keep_judged("plan", 2, [second])
    assert (log.judged("plan", 1), log.judged("plan", 2)) == ({"g#1": first}, {"g#1": second})
    assert log.versions_judged("plan") == [1, 2]
    assert log.judged("plan", 3) == {}


def test_reviews_of_an_older_home_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Catalog(path).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE decisions")
        file.execute("DROP TABLE checked")
        file.execute("CREATE TABLE reviews (key INTEGER PRIMARY KEY, duty, plan, verdict, why, who, at)")
        file.execute("INSERT INTO reviews VALUES (1, 'g#1', 'plan', 'met', 'see page 3', 'Ann', ?)", (ANN.at,))
        file.execute("PRAGMA user_version = 5")
        file.commit()
    assert Decisions(Catalog(path)).history() == [replace(ANN, seen={})]


DUTIES = [Duty(f"g#{n}", "g", "p", text, "must", action=text) for n, text in enumerate(("one and two", "three", "four"), 1)]


def made(subject: str, kind: str, why: str = "", **given: object) -> Act:
    return Act(subject, "g", "duty", amended.change(kind, given), why, "Ann", "2026-01-02T09:00:00+00:00")


def test_duties_are_edited_split_merged_and_put_back() -> None:
    edited = made("g#2", "edit", text="three times", modality="should", bearer="")
    cut, joined = made("g#1", "split", into=["one", "two"]), made("g#2", "merge", **{"with": ["g#3"]})
    assert [(d.id, d.text, d.modality) for d in amended.duties(DUTIES, [edited])][1] == ("g#2", "three times", "should")
    assert [d.text for d in amended.duties(DUTIES, [cut])] == ["one", "two", "three", "four"]
    assert [d.text for d in amended.duties(DUTIES, [cut, joined])] == ["one", "two", "three four"]
    assert amended.duties(DUTIES, [cut, joined, made("g#1", "restore"), made("g#2", "restore")]) == DUTIES


def test_two_duties_merged_into_each_other_are_not_lost() -> None:
    acts = [made("g#2", "merge", **{"with": ["g#3"]}), made("g#3", "merge", **{"with": ["g#2"]})]
    assert [duty.id for duty in amended.duties(DUTIES, acts)] == ["g#1", "g#2", "g#3"]


def test_a_change_whose_sentence_is_gone_changes_nothing() -> None:
    assert amended.duties(DUTIES, [made("g#9", "merge", **{"with": ["g#1"]})]) == DUTIES


def test_what_does_not_apply_says_why_and_stays_a_duty() -> None:
    dropped = made("g#3", "drop", why="we run no hospital")
    assert amended.duties(DUTIES, [dropped]) == DUTIES
    assert amended.not_applying([dropped]) == {"g#3": "Ann said on 2 January 2026: we run no hospital"}
    assert amended.not_applying([dropped, made("g#3", "restore")]) == {}


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("paint", {}, "no change of a duty"),
        ("edit", {"text": " "}, "Say what to change"),
        ("edit", {"modality": "perhaps"}, "one of must, should, may"),
        ("split", {"into": ["one", " "]}, "two parts"),
        ("merge", {"with": []}, "Name the duties"),
    ],
)
def test_changes_that_cannot_be_made(kind: str, given: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        amended.change(kind, given)


def test_what_does_not_apply_keeps_its_wording_and_is_brought_back_with_it() -> None:
    edited, dropped = made("g#3", "edit", text="three times"), made("g#3", "drop", why="we run no hospital")
    acts = [edited, dropped]
    assert amended.duties(DUTIES, acts) == amended.duties(DUTIES, [edited]) and "g#3" in amended.not_applying(acts)
    acts.append(made("g#3", "restore"))
    assert amended.duties(DUTIES, acts) == amended.duties(DUTIES, [edited]) and amended.not_applying(acts) == {}
    assert amended.duties(DUTIES, [*acts, made("g#3", "restore")]) == DUTIES
    cut = made("g#3", "split", into=["one", "two"])
    assert amended.duties(DUTIES, [cut, dropped]) == DUTIES, "one row says why"


def test_a_change_is_told_in_words() -> None:
    edited = made("g#3", "edit", text="three times", modality="may", why="a slip")
    assert edited.said() == "Ann changed the wording to “three times”, may on 2 January 2026: a slip"
    assert made("g#3", "drop", why="no hospital").said() == "Ann said that it does not apply on 2 January 2026: no hospital"
    with pytest.raises(InputError, match="shorten it or split it"):
        made("g#3", "edit", text="x" * 4001)
