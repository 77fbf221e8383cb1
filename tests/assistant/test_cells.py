"""Whose row it is, of whom a sentence speaks and who bears a title: another's is no answer."""
from __future__ import annotations

import pytest

from assistant import cells, opposites, silence, units, wording
from assistant.ask import ask
from assistant.question import understand
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Part, Passage
from tests.assistant.planting import LibraryOf

PLAN = """# Ottermouth Ferry Trust: quality plan

Executive lead: Head Gardener Author: Petra Quill, Office Manager

## Running the ferries

The Chief Executive, Dr Mona Fairley, answers for the plan.

The trust serves 4,200 passengers a day and 650 people who live on the islands.

The discount for a single person is £14.20 a week.

The share of passengers aged 65 and over is expected to grow by 40%.

The joining fee is £12. A boat club was established in 2019.

## Asked of passengers

2.4% of passengers come from abroad, which is double the share of 2009.

The number of passengers has grown every year since 2011.

81% of respondents to our yearly survey who hold a season ticket stated that the ferry makes a difference to their week.

77% of respondents to our yearly survey who cross with a bicycle stated that the ferry makes a difference to their week.

Visitors were asked to say:

- what they liked;
- what they missed.

A quiet shore

Freight and Mail Orders (FMOs) go by the slow boat.

## Measures

| Measure | Now | Target | Lead |
| --- | --- | --- | --- |
| Lost luggage, pieces found | 61% | 70% | Porter |
| Deck cleaning compliance | 88% | 95% | |
| Boats and Tides Test, passed | 91% | 97% | Bosun |
| Totals | 240 | 262 | |
"""

OTHER = """# Larkfield University Health Board: three-year plan

## Introduction

The Health Board plans and delivers health services for 3,100 people in Larkfield.

There are 23 clinics.

The Board sees the figures every second month. The catering review was finished in 2025.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"ottermouth.md": PLAN, "larkfield.md": OTHER})


def test_an_empty_cell_of_the_row_asked_about_is_left_blank(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Who leads on deck cleaning?")
    assert answer.status == "partial" and "blank" in answer.text
    assert not any("Porter" in citation.quote or "Bosun" in citation.quote for citation in answer.citations)


def test_only_the_row_asked_about_is_quoted(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What's the Boats and Tides target?")
    assert answer.status == "answered" and "Target: 97%" in answer.text
    assert "70%" not in answer.text and "95%" not in answer.text


def test_of_all_together_the_row_that_sums_up_is_meant(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What is the target of all the measures together?")
    assert answer.status == "answered" and answer.text.startswith("*Target: 262*")


def test_the_sum_of_all_rows_is_not_that_of_some(kb: KnowledgeBase) -> None:
    total = next(one for one in units.units(kb.search("Totals", 5)) if one.role == "row" and one.text.startswith("Totals"))
    assert cells.row_asked(understand("What does it all come to altogether now?"), total)
    assert not cells.row_asked(understand("What do luggage and deck cleaning come to altogether now?"), total)


def test_what_a_quote_announces_belongs_to_it(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What did the trust want visitors to tell it?")
    assert "what they liked" in answer.text and "what they missed" in answer.text


def test_a_head_row_that_is_not_set_as_one_heads_the_columns_all_the_same() -> None:
    rows = ["Cause | Journeys 2025 | Share", "Fog | 51 | 16%", "Sheep | 9 | 3%"]
    assert units.header(_table(*rows)) == rows[0]
    assert units.header(_table(*rows[1:])) == ""
    unit = units.Unit(Document("d", "D", "plan", 1, "d.md", "0", "md"), _table(*rows), 30, 44, "row", rows[0], 1.0)
    assert unit.text == rows[1]
    assert cells.lead(understand("How many journeys in 2025 were delayed by fog?"), unit) == "Journeys 2025: 51"


def _table(*rows: str) -> Passage:
    text, parts = "", []
    for row in rows:
        parts.append(Part(len(text), len(text) + len(row), "row"))
        text += f"{row}\n"
    return Passage("d/1/1", "d", 1, 1, "table", text.strip(), parts=tuple(parts))


def test_the_body_whose_document_it_is_need_not_be_named_there(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How often does the Trust send out its yearly survey?")
    assert "speaks of Trust" not in answer.text


def test_how_often_may_be_every_second_month(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How often does the Board see the figures?")
    assert answer.status == "answered" and "every second month" in answer.text


def test_who_did_it_is_told_by_somebody(kb: KnowledgeBase) -> None:
    assert ask(kb, "Who finished the catering review?").text.endswith("the documents do not say who does this.")


def test_a_line_that_only_names_is_no_statement(kb: KnowledgeBase) -> None:
    assert not any(one.quote == "A quiet shore" for one in ask(kb, "Is the shore quiet?").citations)


def test_initials_are_spelled_out_for_several_too(kb: KnowledgeBase) -> None:
    assert "Freight and Mail Orders" in ask(kb, "What does FMOs stand for?").text


def test_who_bears_a_title_is_who_bears_all_of_it(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Who is the chief executive?")
    assert answer.status == "answered" and "Mona Fairley" in answer.text and "Petra Quill" not in answer.text
    assert ask(kb, "Who is the executive head?").status == "not_found"


def test_what_is_said_of_the_opposite_is_no_answer(kb: KnowledgeBase) -> None:
    assert "£14.20" in ask(kb, "What is the discount for a single person?").text
    answer = ask(kb, "What is the discount for a couple?")
    assert answer.status == "not_found" and "£14.20" not in answer.text


def test_what_is_said_of_an_age_is_not_said_of_all(kb: KnowledgeBase) -> None:
    old = ask(kb, "By what percentage is the share of passengers aged 65 expected to grow?").citations
    assert old[0].quote.endswith("40%.")
    found = ask(kb, "What percentage of passengers come from abroad, or is it expected to grow?").citations
    assert found[0].quote.startswith("2.4%")


def test_whose_superior_is_asked_for_needs_no_name_of_theirs() -> None:
    asked = "Who is the clerk answerable to?"
    assert silence._WHO_IS.search("Who is the clerk?") and not silence._WHO_IS.search(asked)


def test_opposites() -> None:
    assert opposites.instead("the upper limit", "The lower limit is £4.") == ("upper", "lower")
    assert opposites.instead("the upper limit", "The upper limit is £9 and the lower £4.") is None
    assert opposites.instead("the maximum stay", "You may stay up to nine nights; the minimum is two.") is None
    assert opposites.instead("adults and children", "It is open to children.") is None


def test_a_verb_of_two_words_is_kept_and_met_by_the_documents_word(kb: KnowledgeBase) -> None:
    assert wording.plain("When was it set up?") == "When was it set-up?"
    answer = ask(kb, "When was the boat club set up?")
    assert answer.status == "answered" and "2019" in answer.text
    refused = ask(kb, "What is the set up fee for a mooring?")
    assert "established" not in refused.text and "mooring" in refused.text


def test_how_fast_something_grows_is_not_told_by_a_share_of_it(kb: KnowledgeBase) -> None:
    assert "2.4%" not in ask(kb, "How fast is the number of passengers growing - will it double?").text


def test_shares_of_different_groups_are_no_dispute(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What percentage of those with a season ticket say it makes a difference?")
    assert answer.status == "answered" and "81%" in answer.text and "77%" not in answer.text


def test_the_body_that_is_said_is_the_one_whose_figure_is_given(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How many people does the health board serve?")
    assert answer.status == "answered" and "3,100" in answer.text and "650" not in answer.text
    trust = ask(kb, "How many people does the trust serve?")
    assert trust.status == "answered" and "650" in trust.text and "3,100" not in trust.text
    assert "23" in ask(kb, "How many clinics does the health board have?").text
    assert ask(kb, "How many clinics does the trust have?").status == "not_found"
