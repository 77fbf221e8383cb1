from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import numpy as np
import pytest

from kb import indexing, library, retrieve
from kb.errors import HomeBusy, IndexDamaged, InputError, StoreError, UnknownDocument
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Part, Review, Scope
from kb.settings import Settings

RESERVE = "The general reserve stood at £5m in 2023/24."
CARERS = "Unpaid carers are offered a break from caring."
PLAN = [RESERVE, CARERS, "Housing is planned with the council."]


def ids(hits) -> list[str]:
    return [hit.passage.id for hit in hits]


def test_an_empty_home_finds_nothing_and_loads_nothing(kb: KnowledgeBase, settings: Settings) -> None:
    assert kb.documents() == []
    assert kb.search("reserve") == []
    assert kb.generation == 0
    assert not settings.vectors.exists()


def test_what_was_written_comes_back_as_it_was(kb: KnowledgeBase, write) -> None:
    facts = {"authority": "Elsewhere IJB", "date": "2024-04", "status": "draft", "report": {"tables": 1}}
    rich = {
        "text": "The Board must:\n(a) plan\n(b) consult",
        "kind": "list",
        "section": ("2 Duties", "2.1 Board"),
        "number": "2.1",
        "lead_in": "In short:",
        "parent": "plan/1/1",
        "caption": "Table 1",
        "parts": (Part(0, 15, "lead_in"), Part(20, 24, "item", "a", 1)),
        "ocr": True,
    }
    version = write("plan", [RESERVE, rich], **facts)
    document = kb.replace(version)
    assert kb.documents() == [document] == [kb.document("plan")]
    assert (document.authority, document.date, document.status) == ("Elsewhere IJB", "2024-04", "draft")
    assert (document.labels, document.passages) == (("i", "1"), 2)
    assert tuple(kb.passages("plan")) == version.passages
    assert kb.passage("plan/1/2") == version.passages[1]
    assert tuple(kb.duties()) == version.duties == tuple(kb.duties("plan"))
    assert tuple(kb.directions("plan")) == version.directions
    assert kb.find(path=document.path) == document == kb.find(sha256=document.sha256)
    assert kb.find(path="/elsewhere") is None
    assert kb.find() is None


def test_search_finds_by_words_and_by_meaning(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN))
    best = kb.search("How large was the general reserve?")[0]
    assert (best.rank, best.passage.text, best.document.id) == (1, RESERVE, "plan")
    assert best.lexical == 1.0
    assert best.chance is not None
    assert best.score == pytest.approx(retrieve.reweighed(retrieve.telling(len(RESERVE)), best.chance))
    assert kb.search("How large was the general reserve?", reranked=0)[0].score == retrieve.telling(len(RESERVE))
    assert best.dense is not None
    assert 0.3 < best.dense <= 1
    respite = kb.search("respite for people who look after relatives")[0]
    assert (respite.passage.text, respite.lexical) == (CARERS, None)
    assert [hit.rank for hit in kb.search("board")] == [1, 2, 3]


@pytest.mark.parametrize("query", ["", " ", "?!…", "\0", "\ud800"])
def test_a_query_without_a_letter_or_digit_finds_nothing(kb: KnowledgeBase, write, query: str) -> None:
    kb.replace(write("plan", PLAN))
    assert kb.search(query) == []


@pytest.mark.parametrize(
    "query", ["a", "NOT OR AND", '") OR 1=1 --', "слово", "住民", "reserve " * 10_000, "x" * 100_000, "a\ud800b"]
)
def test_any_other_query_is_answered(kb: KnowledgeBase, write, query: str) -> None:
    kb.replace(write("plan", PLAN))
    assert len(kb.search(query)) == 3


def test_a_text_that_is_repeated_is_found_once(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [RESERVE.upper(), *[RESERVE] * 30, CARERS]))
    assert ids(kb.search("general reserve in 2023/24", k=2)) == ["plan/1/1", "plan/1/32"]


def test_contents_pages_are_kept_but_not_found(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [{"text": "Reserve 12", "kind": "contents", "number": "7"}, RESERVE]))
    assert ids(kb.search("reserve 12")) == ["plan/1/2"]
    assert kb.numbered("7") == []
    assert len(kb.passages("plan")) == 2
    kb.rebuild()
    assert ids(kb.search("reserve 12")) == ["plan/1/2"]


def test_a_document_of_contents_pages_only_is_kept(kb: KnowledgeBase, write) -> None:
    assert kb.replace(write("plan", [{"text": "Reserve 12", "kind": "contents"}])).passages == 1
    assert kb.replace(write("empty", [])).passages == 0
    assert kb.search("reserve") == []


def test_a_scope_is_kept_to(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN, authority="North"))
    numbered = [{"text": f"Direction on carers and the reserve {n}", "number": n} for n in ("5", "5.1", "5.10", "50", "6")]
    kb.replace(write("directions", numbered, kind="directions", authority="South"))
    assert {hit.document.id for hit in kb.search("reserve", scope=Scope(docs=("plan", "none")))} == {"plan"}
    assert {hit.document.id for hit in kb.search("reserve", scope=Scope(kinds=("directions",)))} == {"directions"}
    assert {hit.document.id for hit in kb.search("reserve", scope=Scope(authorities=("North",)))} == {"plan"}
    assert kb.search("reserve", scope=Scope(docs=("none",))) == []
    five = [passage.id for passage in kb.numbered("5")]
    assert five == ["directions/1/1", "directions/1/2", "directions/1/3"]
    assert sorted(ids(kb.search("reserve", scope=Scope(number="5")))) == five
    assert kb.numbered("5", Scope(docs=("plan",))) == []
    assert kb.search("reserve", scope=Scope(number="9")) == []


def test_a_new_version_takes_the_place_of_the_old(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN))
    first = kb.generation
    changed = "The general reserve stood at £6m in 2024/25."
    kb.replace(write("plan", [changed], version=kb.next_version("plan")))
    assert kb.generation > first
    assert [document.version for document in kb.documents()] == [2]
    assert ids(kb.search("general reserve carers housing")) == ["plan/2/1"]
    assert kb.passage("plan/1/1").text == RESERVE  # an old citation can still be shown
    assert [duty.passage for duty in kb.duties()] == ["plan/2/1"]
    assert kb._vectors.count("passages-1") == 1


def test_a_removed_document_is_gone_for_good(kb: KnowledgeBase, settings: Settings, write) -> None:
    kb.replace(write("plan", ["Zanzibar is twinned with the town."]))
    kb.replace(write("plan", ["Zanzibar is no longer twinned."], version=2))
    kb.replace(write("other", PLAN))
    kb.remove("plan")
    assert all(hit.document.id == "other" for hit in kb.search("zanzibar"))
    assert kb.taken_ids() == {"other", "plan"}  # it can be brought back
    for use, name in ((kb.document, "plan"), (kb.passages, "plan"), (kb.passage, "plan/1/1"), (kb.remove, "plan")):
        with pytest.raises(UnknownDocument):
            use(name)
    assert kb.purge("plan").left == ()
    assert kb.taken_ids() == {"other"}
    assert kb.next_version("plan") == 3
    kb.close()
    for path in (settings.catalogue, *settings.vectors.rglob("*")):
        assert path.is_dir() or b"anzibar" not in path.read_bytes()


def test_a_removed_passage_does_not_come_back_though_its_vector_is_left(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN))
    kb.replace(write("other", ["Carers are many."]))
    moved = 0.01 * np.random.default_rng(1).standard_normal((200, kb.encoder.dimension))  # a graph of equals may fall apart
    vectors = (kb.encoder.encode([RESERVE]) + moved).astype(np.float32)
    kb._vectors.add("passages-1", [f"ghost/1/{n}" for n in range(200)], vectors, "ghost", 1)
    assert ids(kb.search("general reserve", k=1)) == ["plan/1/1"]
    assert len(kb.search("general reserve", k=10)) == 4  # and ghosts do not crowd out what is there


def test_a_correction_survives_the_next_version(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN, title="Untitled 3"))
    assert kb.amend("plan", title="Llandudno strategy", status="final").title == "Llandudno strategy"
    assert kb.search("llandudno")[0].lexical == 1.0
    kb.replace(write("plan", [CARERS], version=2, title="Untitled 4", status="draft"))
    document = kb.document("plan")
    assert (document.title, document.status) == ("Llandudno strategy", "final")
    assert kb.search("llandudno")[0].lexical == 1.0
    for wrong in ({"pages": "3"}, {"kind": "novel"}):
        with pytest.raises(InputError):
            kb.amend("plan", **wrong)
    with pytest.raises(UnknownDocument):
        kb.amend("none", title="x")


def test_neighbours_are_those_beside_it(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", [f"Paragraph {n}" for n in range(1, 6)]))
    third = kb.passage("plan/1/3")
    assert [p.ordinal for p in kb.neighbours(third)] == [2, 4]
    assert [p.ordinal for p in kb.neighbours(third, before=0, after=9)] == [4, 5]


def test_progress_is_heard_to_the_end(kb: KnowledgeBase, write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "EMBED_AT_ONCE", 2)
    heard: list[tuple[int, int]] = []
    kb.replace(write("plan", PLAN), lambda done, of: heard.append((done, of)))
    assert heard == [(2, 3), (3, 3)]


def test_reviews_give_the_last_word(kb: KnowledgeBase) -> None:
    first = Review("d#1", "plan", "met", "shown on page 3", "Ann", "2026-01-01T00:00:00Z")
    last = dataclasses.replace(first, verdict="partial", why="only in part", who="Bob", at="2026-01-02T00:00:00Z")
    other = dataclasses.replace(first, plan="other")
    for review in (first, other, last):
        kb.review(review)
    assert kb.reviews("plan") == [last]
    assert kb.reviews() == [other, last]


def test_a_kept_answer_comes_back(kb: KnowledgeBase) -> None:
    cited = Citation(1, "plan", "Plan", None, 1, None, "i", None, None, RESERVE, "plan/1/1")
    answer = Answer("How much?", "answered", "£5m [1]", (cited,), "how much", {"doc": ["plan"]}, (cited,), None, 12)
    assert kb.answers.get(kb.answers.keep(answer)).answer == answer
    with pytest.raises(InputError):
        kb.answers.get(99)


def test_rebuild_mends_both_indexes(kb: KnowledgeBase, settings: Settings, write) -> None:
    kb.replace(write("plan", PLAN))
    kb.replace(write("plan", [*PLAN, "New."], version=2))
    before = [(hit.passage, hit.score) for hit in kb.search("reserve")]
    kb.close()
    (settings.vectors / "chroma.sqlite3").write_bytes(b"junk" * 1000)
    with KnowledgeBase.open(settings) as opened:
        with pytest.raises(IndexDamaged, match="remit rebuild"):
            opened.search("reserve")
        with opened._catalog.writing() as connection:
            connection.exec_driver_sql("DELETE FROM passage_text_data")
        assert opened.rebuild() == 4
        assert [(hit.passage, pytest.approx(hit.score)) for hit in opened.search("reserve")] == before
        assert opened._vectors.count("passages-2") == 4


def test_an_index_of_another_encoder_is_never_read(kb: KnowledgeBase, write, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.replace(write("plan", PLAN))
    monkeypatch.setattr(retrieve, "FORMAT", retrieve.FORMAT + 1)
    for use in (lambda: kb.search("reserve"), lambda: kb.replace(write("other", PLAN))):
        with pytest.raises(IndexDamaged, match=r"another encoder .*run `remit rebuild`"):
            use()
    assert kb.taken_ids() == {"plan"}
    kb.rebuild()
    assert ids(kb.search("reserve", k=1)) == ["plan/1/1"]


def test_a_vanished_vector_folder_is_said(kb: KnowledgeBase, settings: Settings, write) -> None:
    kb.replace(write("plan", PLAN))
    kb._vectors.wipe()
    with pytest.raises(IndexDamaged, match="remit rebuild"):
        kb.search("reserve")


def test_a_version_that_was_overtaken_is_refused(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN))
    with pytest.raises(HomeBusy, match="changed by another process meanwhile"):
        kb.replace(write("plan", PLAN))


def test_a_second_writer_is_told_to_wait(
    kb: KnowledgeBase, settings: Settings, write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "WRITER_SECONDS", 0.1)
    busy = pytest.raises(HomeBusy, match="Another process is changing")
    with KnowledgeBase.open(settings) as other, other._writing(), busy:
        kb.replace(write("plan", PLAN))
    kb.replace(write("plan", PLAN))


def test_many_threads_may_search_while_one_writes(kb: KnowledgeBase, write) -> None:
    kb.replace(write("plan", PLAN))
    wrong: list[object] = []

    def look() -> None:
        for _ in range(20):
            found = kb.search("general reserve", k=1)
            if [hit.passage.text for hit in found] != [RESERVE]:
                wrong.append(found)

    readers = [threading.Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    for version in range(2, 6):
        kb.replace(write("plan", PLAN, version=version))
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be made"):
        KnowledgeBase.open(Settings(home=tmp_path / "file" / "home"))
