"""What the pages are made of, without a browser: quotes in their surroundings, uploads, escaping, pictures of pages."""
from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from fastapi.testclient import TestClient

from assistant.generate import Draft
from assistant.kept import STATUS
from assistant.web import ask, conversation, history, library, places, requirements, scoping, source
from assistant.web.desk import Desk
from assistant.web.routes import application
from assistant.web.scoping import Chosen
from assistant.web.talk import Talk
from assistant.web.wiring import UNEXPECTED
from ingest import pipeline, sample
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Document, Part, Passage, Scope

OWNERS: gr.Request = SimpleNamespace(username=None)  # type: ignore[assignment]  # an event at a machine without accounts
PLAN = """<html><head><title>Plan for Anywhere 2030</title></head><body><h1>Plan for Anywhere 2030</h1>
<h2>1 Homes</h2>
<p>The council will build 40 homes by March 2030. &lt;script&gt;window.planted = 1&lt;/script&gt; is only text here.</p>
<p>The board will:</p><ul><li>open two *extra* clinics</li><li>publish [a link](http://example.org) each year</li></ul>
<h2>2 Money</h2>
<p>The reserve is £2.1m.</p></body></html>"""


@pytest.fixture
def plan(kb: KnowledgeBase, tmp_path: Path) -> Document:
    path = tmp_path / "anywhere-plan.html"
    path.write_text(PLAN, encoding="utf-8")
    list(pipeline.add(kb, [path]))
    return kb.document("anywhere-plan")


def passage(kb: KnowledgeBase, words: str) -> Passage:
    return next(one for one in kb.passages("anywhere-plan") if words in one.text)


def marked(shown: places.Shown) -> list[str]:
    return [text for _, lines in shown for line in lines for cell in line.cells for text, quoted in cell if quoted]


def test_a_source_opens_with_the_quote_marked_among_its_neighbours(kb: KnowledgeBase, plan: Document) -> None:
    listed = passage(kb, "extra")
    opened = places.open_source(kb, listed.id, "open two *extra* clinics")
    (_, before), (own, shown), (_, after) = opened.reading
    assert own == listed and marked(shown) == ["open two *extra* clinics"]
    assert [kind for kind, _ in shown] == ["text", "list"]
    assert marked(before) == [] and marked(after) == []
    assert "40 homes" in "".join(text for _, lines in before for line in lines for text, _ in line.cells[0])
    assert not opened.has_picture


def test_every_mention_of_words_is_marked_and_a_turned_page_shows_what_was_read_on_it(kb: KnowledgeBase) -> None:
    list(pipeline.add(kb, [next(sample.folder().glob("*guidance*.pdf"))]))
    first = next(one for one in kb.mentions("the") if len(one.spans) > 1)
    opened = places.open_source(kb, first.passage.id, "", words="THE")
    assert opened.spans == first.spans
    page = (opened.page or 0) + 1
    turned = places.open_source(kb, first.passage.id, "", page, "the")
    assert turned.turned and turned.page == page
    assert {one.page for one, _ in turned.reading} == {page} and len(turned.reading) > 1
    html = source.source(kb, first.passage.id, "", page, "the")
    assert "What was read on this page" in html and f"/{page}.png?words=the" in html


def test_words_that_do_not_stand_there_are_not_marked(kb: KnowledgeBase, plan: Document) -> None:
    opened = places.open_source(kb, passage(kb, "reserve").id, "The reserve is £9.9m.")
    assert not opened.quoted and [marked(shown) for _, shown in opened.reading] == [[], []]
    assert "no words of it are quoted" in source.source(kb, opened.passage.id, "The reserve is £9.9m.")


def test_a_quote_over_two_lines_and_over_cells_is_marked_in_each() -> None:
    text = "Area | Homes\nNorth | 12\nSouth | 30"
    parts = (Part(0, 12, "header"), Part(13, 23, "row"), Part(24, 34, "row"))
    table = Passage("p", "d", 1, 1, "table", text, parts=parts)
    assert marked(places.shown(table, [(13, 34)])) == ["North", "12", "South", "30"]


def test_what_a_document_holds_is_shown_as_text(kb: KnowledgeBase, plan: Document) -> None:
    html = source.source(kb, passage(kb, "40 homes").id, "The council will build 40 homes by March 2030.")
    assert "<script>" not in html and "&lt;script&gt;window.planted = 1&lt;/script&gt;" in html
    assert "<a href" not in source.source(kb, passage(kb, "extra").id, "publish [a link](http://example.org) each year")


def test_question_and_answer_are_escaped_and_each_mark_leads_to_its_source(kb: KnowledgeBase, plan: Document) -> None:
    quote = "The reserve is £2.1m."
    cited = Citation(1, plan.id, plan.title, None, None, None, None, "2 Money", None, quote, passage(kb, "reserve").id)
    answer = Answer("<b>How</b> much?", "answered", f"“{quote}” [1] and [2] <i>", (cited,), query="how much")
    html = conversation.drawn(kb, [conversation.Turn("<b>How</b> much?", {plan.id: plan}, answer)])
    assert "<b>" not in html and "<i>" not in html
    assert f'data-passage="{cited.passage}"' in html and html.count('class="mark"') == 1
    assert "[1] Plan for Anywhere 2030, section “2 Money”: quoted exactly" in unescape(html)


def test_every_status_has_its_plain_words(kb: KnowledgeBase) -> None:
    for status, words in STATUS.items():
        turn = conversation.Turn("Q", {}, Answer("Q", status, "text"))
        assert f">{words}</p>" in conversation.drawn(kb, [turn])


def talked(kb: KnowledgeBase, *questions: str) -> tuple[Talk, str]:
    """A window in which these were asked and answered, and its conversation as HTML."""
    talk = Talk()
    for question in questions:
        ask.joined(talk, question, Chosen())
    *_, (html, _) = ask.answered_in_turn(Desk(kb), OWNERS, talk)
    return talk, str(html)


def test_thanks_is_answered_without_a_word_of_documents_or_of_searching(kb: KnowledgeBase, plan: Document) -> None:
    talk, html = talked(kb, "thanks")
    answer = talk.turns[0].answer
    assert answer and ">Not a question to the documents</p>" in html and answer.text in unescape(html)
    assert not any(words in html for words in ("Not in the documents", "Searched", "Copy with references", ".docx"))
    _, html = talked(kb, "How many elephants are there?")
    assert "Not in the documents" in html and "Searched all" in html


def test_an_answer_that_fails_stands_there_to_be_asked_again_and_the_next_is_answered(
    kb: KnowledgeBase, plan: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = conversation.answers

    def broken(kb: KnowledgeBase, question: str, *rest: Any) -> Iterator[Draft]:
        if "elephants" in question:
            raise RuntimeError("no")
        yield from real(kb, question, *rest)

    monkeypatch.setattr(conversation, "answers", broken)
    talk = Talk()
    for question in ("How many elephants?", "How much is the reserve?"):
        ask.joined(talk, question, Chosen())
    with pytest.raises(InputError, match="Write a question first"):
        ask.joined(talk, "  ", Chosen())
    steps = ask.answered_in_turn(Desk(kb), OWNERS, talk)
    first = next(steps)
    assert "How much is the reserve?" in first[1] and "How many elephants?" not in first[1]
    assert [step[0] for step in ask.answered_in_turn(Desk(kb), OWNERS, talk)] == [gr.skip()]  # one at a time
    *_, (html, waits) = steps
    assert [turn.question for turn in talk.turns] == ["How much is the reserve?"] and "£2.1m" in str(html)
    assert 'data-question="How many elephants?"' in waits and UNEXPECTED.split(".")[0] in waits
    assert 'data-question="How many elephants?"' not in ask.joined(talk, "How many elephants?", Chosen())


def test_a_window_that_goes_away_leaves_the_line_to_the_next(kb: KnowledgeBase, plan: Document) -> None:
    talk = Talk()
    for question in ("How much is the reserve?", "What is the plan for?"):
        ask.joined(talk, question, Chosen())
    steps = ask.answered_in_turn(Desk(kb), OWNERS, talk)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    list(ask.answered_in_turn(Desk(kb), OWNERS, talk))
    assert [turn.question for turn in talk.turns] == ["What is the plan for?"]


def test_an_opinion_and_a_new_beginning_outlast_the_answer_that_is_written_meanwhile(
    kb: KnowledgeBase, plan: Document
) -> None:
    talk, _ = talked(kb, "How much is the reserve?")
    number = talk.turns[0].kept
    assert number
    ask.joined(talk, "What is the plan for?", Chosen())
    steps = ask.answered_in_turn(Desk(kb), OWNERS, talk)
    next(steps)
    wrong: gr.EventData = SimpleNamespace(answer=number.id, opinion="wrong answer", words="")
    assert "Kept: a reader said a wrong answer." in ask.commented(Desk(kb), OWNERS, talk, wrong)
    assert [turn.opinion for turn in talk.turns] == ["a wrong answer", ""]
    ask.joined(talk, "What waits?", Chosen())
    talk.clear()
    assert ask.waiting(talk).strip() == ""
    ask.joined(talk, "How many homes?", Chosen())
    list(ask.answered_in_turn(Desk(kb), OWNERS, talk))  # while the first is still at work
    *_, (html, waits) = steps
    assert [turn.question for turn in talk.turns] == ["How many homes?"] and waits.strip() == ""
    assert "How many homes?" in str(html) and "What is the plan for?" not in str(html)
    assert [kept.answer.question for kept in kb.answers.recent("", words="plan for")] == ["What is the plan for?"]


def test_an_answer_is_kept_found_at_its_address_and_told_of_a_source_replaced_since(
    kb: KnowledgeBase, plan: Document
) -> None:
    talk, html = talked(kb, "How much is the reserve?")
    kept = talk.turns[0].kept
    assert kept and "£2.1m" in kept.answer.text and conversation.address(kept) in html
    assert conversation.found(kb, conversation.address(kept)) == kept
    assert conversation.found(kb, f"{kept.id}-0000000000000000") is None and conversation.found(kb, "x") is None
    with TestClient(application(Desk(kb)), "http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        page = client.get(f"/answers/{conversation.address(kept)}")
        assert page.status_code == 200 and "£2.1m" in page.text and "Since this answer" not in page.text
        assert client.get(f"/answers/{kept.id}").status_code == 404
        assert client.get(f"/answers/{conversation.address(kept)}.md").text.startswith("# How much is the reserve?")
        assert client.get(f"/answers/{conversation.address(kept)}.docx").content.startswith(b"PK")
        Path(plan.path).write_text(PLAN.replace("£2.1m", "£3.3m"), encoding="utf-8")
        list(pipeline.add(kb, [Path(plan.path)]))
        since = client.get(f"/answers/{conversation.address(kept)}").text
        assert "£2.1m" in since and "the words of [1] no longer stand there" in since
    kb.answers.remove(kept.id)
    assert history.listed(kb, "", "") and "Nothing has been asked yet" in history.listed(kb, "", "")


def test_a_scope_is_chosen_shown_and_dropped(kb: KnowledgeBase, plan: Document) -> None:
    documents = kb.documents()
    chosen = Chosen(kinds=(plan.kind,), until="1999", docs=(plan.id, "gone"))
    assert Chosen().scope(documents) == Scope()
    with pytest.raises(InputError, match="No document fits"):
        chosen.scope(documents)
    assert chosen.without("until", "1999").scope(documents) == Scope(docs=(plan.id,))
    html = scoping.chips(chosen, documents)
    assert html.count('data-do="drop"') == 4 and "No document fits all of these" in html
    assert chosen.still(documents) == Chosen(kinds=(plan.kind,), docs=(plan.id,))


def test_the_list_is_narrowed_by_words_and_ordered(kb: KnowledgeBase, plan: Document) -> None:
    assert plan.title in library.listed(kb) and "No document has these words" in library.listed(kb, "zebra")
    assert plan.title in library.listed(kb, f"{plan.title.split()[0].upper()} plan", library.NEWEST)


def test_an_empty_library_says_what_to_do_first(kb: KnowledgeBase) -> None:
    assert "The library is empty" in library.listed(kb) and "Start by adding documents" in conversation.drawn(kb, [])
    assert "No requirements yet" in requirements.listed(kb)


def test_pictures_of_pages_and_the_health_of_the_service(kb: KnowledgeBase) -> None:
    paper = next(sample.folder().glob("*paper*.pdf"))
    list(pipeline.add(kb, [paper]))
    document = kb.documents()[0]
    with TestClient(application(Desk(kb)), "http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        picture = client.get(f"/pages/{document.id}/1/1.png")
        assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")
        for wrong in (f"/pages/{document.id}/1/99.png", "/pages/no-such/1/1.png", "/pages/no-such/1", "/pages/a/1/b.png"):
            missing = client.get(wrong)
            assert missing.status_code == 404 and missing.text.endswith(".")
