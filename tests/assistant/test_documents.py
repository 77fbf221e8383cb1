"""What a document is, whether it holds and when it was published; which documents there are."""
from __future__ import annotations

import pytest

from assistant import civil
from assistant.ask import NO_QUESTION_YET, ask
from kb.knowledge_base import KnowledgeBase
from kb.models import Scope

GUIDANCE = "integration-planning-guidance-2025"


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


def test_a_draft_is_told_with_the_sentence_that_says_so(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Is the plan still a draft?")
    assert answer.citations[0].quote.startswith("This is a draft of the third strategic plan")
    assert answer.text.endswith("This library keeps *Strategic Plan 2026–2029* as a draft.")


def test_a_word_of_the_question_is_no_answer(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Is this guidance still in force?")
    assert answer.status == "not_found" and "says since when or until when it holds" in answer.text
    answer = ask(kb, "When was the strategic plan published?")
    said = "no date of publication stands in *Strategic Plan 2026–2029* (in this library it is dated January 2026)"
    assert answer.status == "not_found" and said in answer.text


def test_a_day_that_a_paper_bears_is_quoted(kb: KnowledgeBase) -> None:
    assert "26 February 2026" in ask(kb, "When was the intermediate care paper issued?").text


def test_what_is_no_document_is_looked_for(kb: KnowledgeBase) -> None:
    assert "30 June 2027" in ask(kb, "Is the lease of Craigsorn House still in force?").text


def test_the_documents_are_named(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Which documents do you have?")
    assert answer.text.startswith(civil.HELD) and answer.text.count("*") == 2 * len(kb.documents())
    assert ask(kb, "Which documents do you have?", within=Scope(docs=(GUIDANCE,))).text.count("*") == 2


@pytest.mark.parametrize("asked", ["What page is that on?", "is that more than half?"])
def test_what_asks_of_an_answer_needs_one(kb: KnowledgeBase, asked: str) -> None:
    assert ask(kb, asked).text == NO_QUESTION_YET


def test_a_number_alone_and_a_length_are_understood(kb: KnowledgeBase) -> None:
    assert [one.number for one in ask(kb, "4.2.1").citations] == ["4.2.1"]
    plain = ask(kb, "What are Directions?")
    assert plain.citations and ask(kb, "In 50 words, what are Directions?").citations == plain.citations
