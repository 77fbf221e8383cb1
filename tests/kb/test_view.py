"""What somebody may see: whatever is asked of the knowledge base, a hidden document is not in what comes back."""
from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from kb import schema
from kb.errors import InputError, NotAllowed, UnknownDocument
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Entry, Review, Scope
from kb.view import seen_by, shadowed

OPEN, SECRET = "The board meets in the town hall.", "The board will close the heron clinic."


@pytest.fixture
def kb(kb: KnowledgeBase, write) -> KnowledgeBase:
    """Three documents, one of each visibility; the private one has two versions, and was public in the first."""
    kb.replace(write("notice", [OPEN], visibility="public"))
    kb.replace(write("minutes", ["The board heard about heron numbers."], visibility="board"))
    kb.replace(write("draft", [{"text": "The board may close the heron clinic.", "number": "5.2"}]))
    entry = Entry("acronym", "draft", "draft/2/1", SECRET, term="HC", definition="Heron clinic")
    texts = [{"text": SECRET, "number": "5.2"}, "It costs £4m."]
    kb.replace(write("draft", texts, 2, visibility="private", entries=(entry,), report={"text": "x"}))
    return kb


@pytest.fixture
def reader(kb: KnowledgeBase) -> KnowledgeBase:
    return seen_by(kb, {"public", "board"})


def cite(doc: str, quote: str) -> Citation:
    return Citation(1, doc, doc, None, 1, None, None, None, None, quote, f"{doc}/1/1")


def test_each_sees_the_documents_of_their_visibilities(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    assert [one.id for one in reader.documents()] == ["minutes", "notice"]
    assert [one.id for one in seen_by(kb, {"public"}).documents()] == ["notice"]
    assert seen_by(kb, ()).documents() == []
    assert seen_by(kb, {"public", "board", "private"}) is kb and seen_by(kb, {"board", "public"}) is reader


def test_a_search_does_not_find_it_by_words_meaning_number_or_name(reader: KnowledgeBase) -> None:
    assert {hit.document.id for hit in reader.search("heron clinic closes", 10)} == {"minutes", "notice"}
    assert reader.search("heron clinic", 10, Scope(docs=("draft",))) == []
    assert reader.search("heron clinic", 10, Scope(number="5.2")) == []
    assert reader.numbered("5.2") == []


def test_it_is_not_opened_by_its_name_its_path_its_bytes_or_its_passages(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    hidden = kb.document("draft")
    assert reader.find(path=hidden.path) is None and reader.find(sha256=hidden.sha256) is None
    for passage in ("draft/2/1", "draft/1/1"):  # the first version was public; the document is not
        kept = kb.passage(passage)
        with pytest.raises(UnknownDocument):
            reader.passage(passage)
        assert reader.neighbours(kept, 5, 5) == []
    for ask in (reader.document, reader.passages, reader.duties, reader.directions, reader.entries, reader.glossary):
        with pytest.raises(UnknownDocument):
            ask("draft")


def test_registers_lists_and_reports_leave_it_out(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    kb.review(Review("notice#1", "draft", "met", "heron", "Ann", "2026-01-01"))
    kb.review(Review("draft#1", "notice", "met", "fine", "Ann", "2026-01-01"))
    assert {one.doc for one in reader.duties()} == {one.doc for one in reader.directions()} == {"minutes", "notice"}
    assert reader.entries() == reader.glossary() == [] and kb.glossary() != []
    assert [one.plan for one in reader.reviews()] == ["notice"]
    assert reader.reported("text") == {} and kb.reported("text") == {"draft": "x"}
    assert {one.doc for one in reader.changes("2000-01-01")} == {"minutes", "notice"}
    assert reader.taken_ids() == {"minutes", "notice"}


def test_a_kept_answer_that_quotes_or_names_it_is_not_there(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    quoting = kb.answers.keep(Answer("Q1", "answered", SECRET, (cite("draft", SECRET), cite("notice", OPEN))))
    naming = kb.answers.keep(Answer("Q2", "not_found", "No.", nearest=(cite("draft", SECRET),)))
    open_to_all = reader.answers.keep(Answer("Q3", "answered", OPEN, (cite("notice", OPEN),)))
    for hidden in (quoting, naming):
        assert kb.answers.get(hidden).id == hidden
        with pytest.raises(InputError, match="No answer"):
            reader.answers.get(hidden)
    assert reader.answers.get(open_to_all).answer.text == OPEN
    assert [one.id for one in reader.answers.recent()] == [open_to_all]


def test_it_appears_and_disappears_when_its_visibility_is_changed(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    kb.amend("draft", visibility="board")
    assert {hit.document.id for hit in reader.search("heron clinic")} == {"draft", "minutes", "notice"}
    assert reader.passage("draft/1/1").text.startswith("The board may")
    kb.amend("notice", visibility="private")
    assert "notice" not in {one.id for one in reader.documents()}
    with pytest.raises(InputError, match="no visibility"):
        kb.amend("notice", visibility="everyone")


def test_once_removed_it_stays_hidden_and_what_was_open_is_masked(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    quoting = kb.answers.keep(Answer("Q1", "answered", SECRET, (cite("draft", SECRET),)))
    telling = kb.answers.keep(Answer("Q2", "answered", OPEN, (cite("notice", OPEN),)))
    for doc in ("draft", "notice"):
        kb.remove(doc)
    with pytest.raises(InputError, match="No answer"):
        reader.answers.get(quoting)
    assert reader.answers.get(telling).answer.text.startswith("removed on ")
    assert kb.answers.get(quoting).answer.text.startswith("removed on ")


def test_documents_are_not_changed_through_a_view(kb: KnowledgeBase, reader: KnowledgeBase, write) -> None:
    for change in (
        lambda: reader.remove("notice"),
        lambda: reader.amend("notice", title="Mine"),
        lambda: reader.rebuild(),
        lambda: reader.purge("minutes"),
        lambda: reader.undo("notice"),
        lambda: reader.replace(write("new", ["One."])),
    ):
        with pytest.raises(NotAllowed, match="ask a planner"):
            change()
    assert len(kb.documents()) == 3 and kb.document("notice").title == "Notice"


def test_a_view_made_while_the_library_is_open_leaves_its_locks_alone(kb: KnowledgeBase, write) -> None:
    """A file that is opened and closed beside a database takes all locks of its process away (POSIX): another process would
    then believe itself alone, and remove the log that this one still reads."""
    with kb._catalog.reading() as connection:
        connection.exec_driver_sql("SELECT 1 FROM versions").all()
        seen_by(kb, {"public"}).documents()
        other = "import sys; from pathlib import Path; from kb.catalog import Catalog; Catalog(Path(sys.argv[1])).close()"
        subprocess.run([sys.executable, "-c", other, str(kb.settings.catalogue)], check=True)
        assert kb.settings.catalogue.with_name("catalogue.sqlite-wal").exists()
    kb.replace(write("later", ["Written afterwards."]))
    assert {one.id for one in seen_by(kb, {"public"}).documents()} == {"notice", "later"}


def test_every_table_with_documents_in_it_is_shadowed(kb: KnowledgeBase, reader: KnowledgeBase) -> None:
    """A new table that does not name the document of each row must be named here, with the reason why it may."""
    not_of_documents = {"state", "people", "sessions", "audit"}
    through_answers = {"answers", "feedback"}  # answers have a shadow of their own; feedback is only read for an answer
    assert set(schema.metadata.tables) == set(shadowed()) | not_of_documents | through_answers
    with reader._catalog.reading() as connection:
        for table in (*shadowed(), "answers"):
            words = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert "heron clinic" not in words and "draft" not in words
    with closing(sqlite3.connect(kb.settings.catalogue)) as file:  # the shadows are the connection's own
        assert file.execute("SELECT count(*) FROM sqlite_master WHERE type = 'view'").fetchone() == (0,)
