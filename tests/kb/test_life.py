"""The life of a document: removed, brought back, erased and proved to be; what changed; what need not be embedded again."""
from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from kb import life
from kb.errors import UnknownDocument
from kb.ids import digest
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Entry, Registers, Scope
from kb.settings import Settings

SECRET = "The harbour master keeps seventeen lanterns in the old customs house."
OTHER = "Carers must be asked what they need before a plan is made."


def found(kb: KnowledgeBase, query: str = "lanterns customs house") -> list[str]:
    return [hit.passage.id for hit in kb.search(query) if hit.document.id == "plan"]


def aged(settings: Settings, days: int) -> None:
    with closing(sqlite3.connect(settings.catalogue)) as file:
        file.execute("UPDATE versions SET removed = datetime(removed, ?) WHERE removed IS NOT NULL", (f"-{days} days",))
        file.commit()


def answer(quote: str) -> Answer:
    cited = Citation(1, "plan", "Plan", None, 2, None, None, None, "3", quote, "plan/1/1")
    return Answer("What is kept?", "answered", f"The plan says: {quote} [1]", (cited,))


def test_a_removed_document_comes_back_with_its_versions_and_corrections(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", ["Twelve lanterns."]))
    kb.replace(write("plan", [SECRET], version=2, entries=(Entry("date", "plan", "plan/2/1", SECRET, date="2026"),)))
    kb.replace(write("other", [OTHER]))
    kb.amend("plan", title="Lantern plan")
    kb.remove("plan")
    assert (found(kb), kb.entries(), [document.id for document in kb.documents()]) == ([], [], ["other"])
    assert kb.undo("plan").title == "Lantern plan"
    assert found(kb) == ["plan/2/1"]
    assert [entry.date for entry in kb.entries("plan")] == ["2026"]
    assert kb.passage("plan/1/1").text == "Twelve lanterns."  # for old citations
    assert kb._vectors.count("passages-1") == 2
    with pytest.raises(UnknownDocument, match="no removed document plan"):
        kb.undo("plan")


def test_a_file_added_again_brings_its_document_back(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [SECRET]))
    sha256 = kb.document("plan").sha256
    kb.remove("plan")
    assert kb.removed_from("/papers/plan.txt", "changed since") == "plan"
    assert kb.removed_from("/moved/plan.txt", sha256) == "plan"
    assert kb.removed_from("/moved/plan.txt", "another") is None
    kb.replace(write("plan", [SECRET], version=kb.next_version("plan")))
    assert (found(kb), kb.removed_from("/papers/plan.txt", sha256)) == (["plan/2/1"], None)
    assert kb.passage("plan/1/1").text == SECRET


def test_an_uploaded_file_ends_with_its_document_and_a_copy_of_it_is_found(
    kb: KnowledgeBase, settings: Settings, write
) -> None:
    uploads, own = settings.home / life.UPLOADS, settings.home.parent / "papers"
    for folder in (uploads, own):
        folder.mkdir()
        (folder / "plan.pdf").write_bytes(b"packed words")
    sha256 = digest(b"packed words")
    for doc, folder in (("plan", uploads), ("mine", own)):
        kb.replace(replace(write(doc, [f"{SECRET} {doc}"]), path=str(folder / "plan.pdf"), sha256=sha256))
    kb.remove("plan")
    assert (uploads / "plan.pdf").exists()
    assert kb.purge("plan").left == ()
    assert not (uploads / "plan.pdf").exists()
    (uploads / "copy.pdf").write_bytes(b"packed words")
    assert kb.purge("mine").left == (str(uploads / "copy.pdf"),)
    assert (own / "plan.pdf").exists()  # a person's own file is never touched


def test_purging_erases_and_proves_it(kb: KnowledgeBase, settings: Settings, write) -> None:
    kb.replace(write("plan", [SECRET, OTHER], title="Lantern plan"))
    kb.replace(write("other", [OTHER]))
    kept = kb.answers.keep(answer(SECRET))
    (settings.home / "catalogue.schema-1.sqlite").write_text(SECRET)  # as an upgrade leaves it
    proof = kb.purge("plan")
    assert (proof.doc, proof.sentences, proof.left) == ("plan", 1, ())  # the other sentence is another document's too
    assert proof.files > 2
    assert found(kb, "carers asked") == [] != kb.search("carers asked")
    assert kb.answers.get(kept).answer.question == "What is kept?"
    with pytest.raises(UnknownDocument, match="Nothing is kept"):
        kb.purge("plan")
    with pytest.raises(UnknownDocument):
        kb.undo("plan")
    kb.close()
    for path in settings.home.rglob("*"):
        assert not path.is_file() or path.is_relative_to(settings.models) or b"seventeen lanterns" not in path.read_bytes()


def test_what_is_left_of_an_erased_document_is_named(kb: KnowledgeBase, settings: Settings, write) -> None:
    kb.replace(write("plan", [SECRET]))
    notes = settings.home / "notes.json"
    notes.write_text('{"note": "' + SECRET + '"}')
    kb.remove("plan")
    assert kb.purge("plan").left == (str(notes),)


def test_kept_answers_keep_question_place_and_hash_and_lose_the_words(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [SECRET]))
    kept = kb.answers.keep(answer(SECRET))
    kb.remove("plan")
    removed = kb.answers.get(kept).answer
    assert removed.text.startswith("The plan says: removed on 20") and SECRET not in removed.text
    assert removed.citations[0].quote.endswith(f"(sha256 {digest(SECRET.encode())})")
    quoted = kb.answers.keep(replace(answer(SECRET), text=f"It says: “{SECRET}” [1]"))
    assert "“" not in kb.answers.get(quoted).answer.text  # only a document's own words stand in quotation marks
    assert (removed.question, removed.citations[0].page, removed.citations[0].number) == ("What is kept?", 2, "3")
    kb.undo("plan")
    assert kb.answers.get(kept).answer.citations[0].quote == SECRET
    kb.purge("plan")
    assert kb.answers.get(kept).answer.citations == removed.citations
    kb.replace(write("plan", [OTHER], version=kb.next_version("plan")))  # another document under the name that is free now
    assert kb.answers.get(kb.answers.keep(answer(OTHER))).answer.citations[0].quote == OTHER


def test_after_thirty_days_the_next_writer_erases(kb: KnowledgeBase, settings: Settings, write) -> None:
    kb.replace(write("plan", [SECRET]))
    kb.remove("plan")
    aged(settings, life.KEPT_DAYS - 1)
    kb.replace(write("other", [OTHER]))
    assert "plan" in kb.taken_ids()
    aged(settings, 2)
    kb.replace(write("third", ["We meet in public."]))
    assert kb.taken_ids() == {"other", "third"}
    assert [hit.document.id for hit in kb.search("carers asked public")] == ["other", "third"]


def test_what_changed_is_told_latest_first(kb: KnowledgeBase, settings: Settings, write) -> None:
    for doc in ("plan", "other", "third"):
        kb.replace(write(doc, [OTHER]))
    kb.replace(write("other", [SECRET], version=2))
    kb.remove("third")
    assert {(change.doc, change.what) for change in kb.changes("2000-01-01")} == {
        ("plan", "added"),
        ("other", "replaced"),
        ("third", "removed"),
    }
    aged(settings, 1)
    assert [change.what for change in kb.changes("2000-01-01")][-1] == "removed"
    assert kb.changes("2999-01-01T00:00:00") == []


def test_only_what_changed_is_embedded_again(kb: KnowledgeBase, write, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.replace(write("plan", [SECRET, OTHER]))
    before = kb._vectors.get("passages-1", ["plan/1/1"])["plan/1/1"]
    asked: list[str] = []
    encode = kb.encoder.encode

    def listening(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return encode(texts)

    monkeypatch.setattr(kb.encoder, "encode", listening)
    kb.replace(write("plan", ["A new paragraph.", SECRET, OTHER], version=2))
    assert asked == ["Plan\nA new paragraph."]
    assert np.allclose(kb._vectors.get("passages-1", ["plan/2/2"])["plan/2/2"], before, atol=1e-6)
    monkeypatch.undo()
    assert found(kb)[0] == "plan/2/2"


def test_superseded_documents_are_found_only_where_they_are_asked_for(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [SECRET], status="superseded"))
    kb.replace(write("other", [OTHER]))
    assert [hit.document.id for hit in kb.search("lanterns")] == ["other"]
    assert kb.search("lanterns", scope=Scope(docs=("plan",)))[0].document.id == "plan"
    assert kb.search("lanterns", scope=Scope(superseded=True))[0].document.status == "superseded"


def test_a_document_whose_last_day_is_over_counts_as_superseded(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [SECRET]))
    kb.amend("plan", in_force_from="2020", in_force_to="2024-03")
    document = kb.document("plan")
    assert (document.status, document.standing) == ("superseded", "in force until March 2024")
    assert found(kb) == [] != kb.search("lanterns customs house", scope=Scope(superseded=True))
    kb.replace(write("plan", [SECRET, OTHER], version=2))  # read again: a person's word stays
    assert kb.document("plan").in_force_to == "2024-03"
    kb.amend("plan", in_force_to="")
    assert (kb.document("plan").status, found(kb)[0]) == (None, "plan/2/1")


def test_the_last_day_itself_is_in_force_and_a_later_first_day_is_said(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [SECRET]))
    today = date.today()
    assert kb.amend("plan", in_force_to=today.isoformat()).standing is None
    assert kb.amend("plan", in_force_to=str(today.year)).standing is None
    assert kb.amend("plan", in_force_to="", in_force_from="2999-01").standing == "in force from January 2999"
    assert found(kb) == ["plan/1/1"]  # it is answered from, and marked
    kb.replace(write("other", [OTHER], report={"in_force_from": "2998-04-07"}))  # as the document itself says
    assert kb.document("other").standing == "in force from 7 April 2998"
    assert kb.amend("other", in_force_from="").standing is None


def test_what_the_library_shows_changes_with_the_day(kb: KnowledgeBase, write, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.replace(write("plan", [SECRET]))
    kb.amend("plan", in_force_to=date.today().isoformat())
    assert found(kb) == ["plan/1/1"]

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date.today() + timedelta(days=1)

    monkeypatch.setattr("kb.library.date", Tomorrow)
    monkeypatch.setattr("kb.catalog.date", Tomorrow)
    assert found(kb) == []


def test_registers_made_again_take_the_place_of_the_old(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [SECRET], entries=(Entry("date", "plan", "plan/1/1", SECRET, date="2026"),)))
    kb.put_registers("plan", Registers(entries=(Entry("risk", "plan", "plan/1/1", SECRET),)))
    assert [entry.kind for entry in kb.entries("plan")] == ["risk"]
    with pytest.raises(UnknownDocument):
        kb.put_registers("none", Registers())
