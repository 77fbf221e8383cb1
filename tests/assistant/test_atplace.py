"""What stands on a page or at a number, told whole or told to be a part, and never of a document that is not there."""

from __future__ import annotations

import pytest

from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf


def test_a_page_of_several_documents_says_that_others_have_one_and_that_it_is_quoted_in_part(stocked: KnowledgeBase) -> None:
    answer = ask(stocked, "What does page 3 say?")
    assert answer.status == "answered" and {one.page for one in answer.citations} == {3}
    assert len({one.doc for one in answer.citations}) == 1
    assert "other documents have a page 3 too: name the one that is meant." in answer.text
    assert f"Page 3 of *{answer.citations[0].title}* is quoted in part." in answer.text


def test_a_list_that_runs_over_is_quoted_from_where_the_page_begins(stocked: KnowledgeBase) -> None:
    """It begins on the page before."""
    answer = ask(stocked, "What does page 3 of the strategic plan say?")
    first = answer.citations[0]
    assert first.page_label == "3" and "families find out too late" in first.quote
    assert (stocked.passage(first.passage).page or 0) < (first.page or 0)


def test_a_page_of_a_document_that_is_not_there_is_refused_by_its_name(stocked: KnowledgeBase) -> None:
    answer = ask(stocked, "What does page 3 of the Torwick plan say?")
    assert answer.status == "not_found" and answer.text.endswith("no document here is called Torwick.")
    assert ask(stocked, "What does page 2 say about Strathmarden Council?").status == "answered"


def test_a_place_without_a_value_is_called_as_the_question_calls_it(stocked: KnowledgeBase) -> None:
    answer = ask(stocked, "How much is spent on Direction 1.1?")
    assert answer.status == "not_found" and "Direction 1.1 gives no such value" in answer.text


@pytest.fixture(scope="module")
def two_figures(library_of: LibraryOf) -> KnowledgeBase:
    """One paragraph with two figures for one thing, and the same two in paragraphs of their own."""
    return library_of(
        {
            "quay.md": "# Quay plan\n\n## 1 Boats\n\nThe quay has 12 berths for visiting boats. By the harbour office's own "
            "count the quay has 14 berths for visiting boats.\n",
            "lamp.md": "# Lamp plan\n\n## 1 Posts\n\nThe pier has 30 lamp posts in all.\n\n## 2 Works\n\n"
            "The pier has 33 lamp posts in all.\n",
        }
    )


def test_two_figures_in_one_quote_are_no_dispute_between_two_places(two_figures: KnowledgeBase) -> None:
    one = ask(two_figures, "How many berths does the quay have for visiting boats?")
    assert one.status == "answered" and len(one.citations) == 1
    assert "12 berths" in one.citations[0].quote and "14 berths" in one.citations[0].quote
    two = ask(two_figures, "How many lamp posts does the pier have in all?")
    assert two.status == "disputed" and len(two.citations) == 2
