"""Kept answers: as they were, with what became of their sources and what readers said."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.answers import Since
from kb.catalog import Catalog
from kb.errors import InputError
from kb.ids import digest
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation
from kb.settings import Settings

SECRET = "The harbour master keeps seventeen lanterns in the old customs house."
WHOLE = f"{SECRET} They are lit at dusk."
OTHER = "Carers must be asked what they need before a plan is made."


def cited(doc: str, quote: str, n: int = 1) -> Citation:
    return Citation(n, doc, doc.title(), None, 1, None, "i", None, "3", quote, f"{doc}/1/1")


def answer(*citations: Citation, text: str = "") -> Answer:
    said = text or " ".join(f"{one.quote} [{one.n}]" for one in citations)
    return Answer("What is kept?", "answered", said, citations)


@pytest.fixture
def library(kb: KnowledgeBase, write) -> KnowledgeBase:
    kb.replace(write("plan", [WHOLE], date="2026-01", status="final"))
    kb.replace(write("guide", [OTHER]))
    return kb


def test_an_answer_keeps_the_passages_it_names_as_they_were(library: KnowledgeBase, write) -> None:
    near = cited("guide", OTHER)
    number = library.answers.keep(replace(answer(cited("plan", SECRET)), nearest=(near,)), who="ann", prompt="abc")
    library.replace(write("plan", ["Nothing of the kind."], version=2))
    kept = library.answers.get(number)
    plan, guide = kept.sources
    assert (plan.text, plan.sha256) == (WHOLE, digest(WHOLE.encode()))
    assert (plan.version, plan.date, plan.status) == (1, "2026-01", "final")
    assert (plan.passage, plan.title, plan.file) == ("plan/1/1", "Plan", write("plan", [WHOLE]).sha256)
    assert (guide.text, kept.who, kept.prompt) == (OTHER, "ann", "abc")
    assert len(plan.read) == 10 and kept.at.startswith(plan.read[:4])


def test_a_source_replaced_since_is_told_with_the_quotes_it_lost(library: KnowledgeBase, write) -> None:
    number = library.answers.keep(answer(cited("plan", SECRET), cited("plan", "lit at dusk", 2), cited("guide", OTHER, 3)))
    assert library.answers.get(number).since == ()
    library.replace(write("plan", ["They are  lit at\ndusk."], version=2))
    today = library.answers.get(number).at[:10]
    assert library.answers.get(number).since == (Since("plan", "Plan", "replaced", today, 2, (1,)),)


def test_a_source_removed_or_superseded_since_is_told_and_coming_back_is_too(library: KnowledgeBase) -> None:
    number = library.answers.keep(answer(cited("plan", SECRET), cited("guide", OTHER, 2)))
    library.amend("guide", status="superseded")
    library.remove("plan")
    plan, guide = library.answers.get(number).since
    assert (plan.doc, plan.what, plan.at) == ("plan", "removed", library.answers.get(number).at[:10])
    assert (guide.doc, guide.what) == ("guide", "superseded")
    library.undo("plan")
    library.amend("guide", status="final")
    assert library.answers.get(number).since == ()


def test_a_source_erased_stays_removed_when_its_name_is_used_again(library: KnowledgeBase, write) -> None:
    number = library.answers.keep(answer(cited("plan", SECRET)))
    library.purge("plan")
    library.replace(write("plan", ["Another document."], version=library.next_version("plan")))
    (since,) = library.answers.get(number).since
    assert since.what == "removed"


def test_a_removed_document_takes_its_words_out_of_passages_and_of_a_model_s_prose(
    library: KnowledgeBase, settings: Settings
) -> None:
    written = replace(answer(cited("plan", SECRET), text="There are seventeen lanterns [1]."), model="m")
    number = library.answers.keep(written)
    library.remove("plan")
    kept = library.answers.get(number)
    assert "seventeen" not in kept.answer.text and kept.answer.text.endswith("[1]")
    assert kept.sources[0].text.startswith("removed on 20") and kept.sources[0].sha256 == digest(WHOLE.encode())
    library.undo("plan")
    assert library.answers.get(number).answer == written
    assert library.purge("plan").left == ()
    library.close()
    assert b"seventeen lanterns" not in settings.catalogue.read_bytes()


def test_a_removed_document_takes_a_row_s_columns_and_what_the_row_is_about_with_it(library: KnowledgeBase) -> None:
    row = replace(cited("plan", SECRET), columns="Who | What")
    number = library.answers.keep(answer(row, text=f"*What: seventeen* – “{SECRET}” [1]"))
    library.remove("plan")
    kept = library.answers.get(number).answer
    assert kept.text.startswith("removed on 20") and kept.text.endswith(" [1]") and kept.citations[0].columns == ""


def test_what_readers_say_is_added_to_and_never_lost(library: KnowledgeBase) -> None:
    number = library.answers.keep(answer(cited("plan", SECRET)))
    library.answers.comment(number, "wrong evidence", "  That is the old plan. ", who="ann")
    kept = library.answers.comment(number, "right")
    assert [(one.opinion, one.words, one.who) for one in kept.feedback] == [
        ("wrong evidence", "That is the old plan.", "ann"),
        ("right", "", ""),
    ]
    with pytest.raises(InputError, match="is no opinion"):
        library.answers.comment(number, "so-so")
    with pytest.raises(InputError, match="2,000 characters"):
        library.answers.comment(number, "right", "a" * 2001)
    with pytest.raises(InputError, match="No answer 99 is kept"):
        library.answers.comment(99, "right")


def test_the_latest_come_first_and_can_be_one_person_s_or_later_than_a_day(library: KnowledgeBase) -> None:
    numbers = [library.answers.keep(answer(cited("plan", SECRET)), who) for who in ("ann", "bob", "ann")]
    assert [kept.id for kept in library.answers.recent()] == numbers[::-1]
    assert [kept.id for kept in library.answers.recent("ann")] == [numbers[2], numbers[0]]
    assert [kept.id for kept in library.answers.recent(most=1)] == [numbers[2]]
    assert library.answers.recent(since="2000-01-01T00:00:00") != [] == library.answers.recent(since="2999-01-01")


def test_a_home_from_before_feedback_keeps_its_answers(settings: Settings, tmp_path: Path) -> None:
    Catalog(settings.catalogue).close()
    with closing(sqlite3.connect(settings.catalogue)) as file:
        file.execute("DROP TABLE feedback")
        file.execute("ALTER TABLE answers DROP COLUMN who")
        older = '{"question": "Q", "status": "not_found", "text": "No.", "citations": [], "nearest": []}'
        file.execute("INSERT INTO answers (question, answer) VALUES ('Q', ?)", (older,))
        file.execute("PRAGMA user_version = 3")
        file.commit()
    with KnowledgeBase.open(settings) as kb:
        kept = kb.answers.get(1)
        assert (kept.answer, kept.who, kept.sources, kept.prompt) == (Answer("Q", "not_found", "No."), "", (), None)
        assert kb.answers.comment(1, "right").feedback[0].opinion == "right"


def test_an_answer_is_found_by_its_words_renamed_and_removed(library: KnowledgeBase) -> None:
    first = library.answers.keep(answer(cited("plan", SECRET)), who="ann")
    second = library.answers.keep(Answer("100% of what?", "not_found", "No."), who="ann")
    assert library.answers.get(first).name == "What is kept?"
    assert library.answers.rename(first, "  The  lanterns ").name == "The lanterns"
    assert [one.id for one in library.answers.recent("ann", words="LANTERN kept")] == [first]
    assert [one.id for one in library.answers.recent("ann", words="100%")] == [second]
    assert library.answers.recent("bob", words="lanterns") == []
    with pytest.raises(InputError, match="may have 200 characters"):
        library.answers.rename(first, "x" * 201)
    assert library.answers.rename(first, " ").name == "What is kept?"
    library.answers.comment(first, "right")
    library.answers.remove(first)
    assert [one.id for one in library.answers.recent()] == [second]
    with pytest.raises(InputError, match="No answer"):
        library.answers.remove(first)
