"""Times that cannot be are told, and those that can are not; the time that a document sets itself is the same throughout."""
from __future__ import annotations

import pytest

from assistant.conflicts import conflicts
from assistant.periods import impossible
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, store, text, told, whys


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("It runs until the 31 st of April 2035.", "There is no 31 st of April 2035 in any calendar."),
        ("Reply by 31 June.", "There is no 31 June in any calendar."),
        ("The draft of 30/02/2026 was agreed.", "There is no 30/02/2026 in any calendar."),
        ("We meet on Monday, 18th April 2024.", "18th April 2024 is a Thursday."),
        ("Open from 1 May 2025 to 30 April 2024.", "The period from 1 May 2025 to 30 April 2024 ends before it begins."),
        ("Our five-year financial plan runs from 2024/25 to 2026/27.", "2024/25 to 2026/27 is not five years."),
    ],
)
def test_a_time_that_cannot_be(said: str, why: str) -> None:
    assert impossible(said) == [why]


@pytest.mark.parametrize(
    "said",
    [
        "29 February 2028 and 30 April 2035, Thursday 18 April 2024.",
        "January 31 February 28 March 31",
        "The deadline of 05/13/2024 is American.",
        "Reports were made in May 2025 and March 2024.",
        "Our five-year financial plan runs from 2024/25 to 2028/29, the three-year plan for 2019-22 is over.",
        "The five-year review of the Plan 2022-25 and a 10-year look back at 2020-2022.",
    ],
)
def test_a_time_that_can_be(said: str) -> None:
    assert impossible(said) == []


def test_a_plan_of_two_lengths(kb: KnowledgeBase) -> None:
    said = (
        "This plan is effective from 1 April 2026 until 31 March 2029.",
        "The budget supports this strategic plan for 2026/31.",
        "This plan asks all services to change over the next 12 years.",
    )
    found = keep(kb, *text(*said))
    assert told(found) == [("date", said[0], said[1]), ("date", said[0], said[2])]
    assert whys(found)[1] == "What is planned lasts until 2029 in one place, over 12 years in another."


def test_a_plan_of_one_length_beside_other_times(kb: KnowledgeBase) -> None:
    said = (
        "This plan is effective from 1 April 2026 until 31 March 2029, but we will look at it every year.",
        "This strategic plan for 2026/29 sets out our aims.",
        "This plan asks all services to change over the next three years.",
        "This plan sets the budget for 2026/27.",
        "The housing plan for 2025/40 is the council's.",
    )
    assert keep(kb, *text(*said)) == []


def test_what_is_expected_before_the_plan_begins(kb: KnowledgeBase) -> None:
    begins = "This strategy takes effect from 1 April 2026."
    late = "The trust's strategy for falls (expected March 2025) will be followed."
    was = "The review was expected in March 2025.", "The next review is expected in June 2026."
    assert told(keep(kb, *text(begins, late, *was))) == [("date", late, begins)]


def test_two_days_for_the_next_review(kb: KnowledgeBase) -> None:
    said = "Version 2. Review date: September 2026.", "It will be reviewed each year, and next in September 2025."
    (why,) = whys(keep(kb, *text(*said)))
    assert why == "One place gives September 2026 as the day of the next review, another September 2025."


def test_a_plan_that_calls_itself_shorter_than_it_runs(kb: KnowledgeBase) -> None:
    said = "This plan for 2026-31 is about carers.", "This three-year plan says what we will do."
    assert whys(keep(kb, *text(*said))) == ["What is planned lasts until 2031 in one place, over 3 years in another."]


def test_a_strategy_that_is_longer_by_its_title_than_it_says(kb: KnowledgeBase) -> None:
    said = "This three-year strategy says what we will do."
    store(kb, "paper", "plan", said, authority="Hill IJB", title="Strategy for carers 2026 to 2031")
    (found,) = conflicts(kb)
    why = "It is called “Strategy for carers 2026 to 2031”, and is said to last 3 years."
    assert (found.a.quote, found.why) == (said, why)
    store(kb, "paper", "plan", said, authority="Hill IJB", title="Strategy for carers 2026 to 2029")
    assert conflicts(kb) == []
