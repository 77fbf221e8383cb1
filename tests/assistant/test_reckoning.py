"""Figures that cannot be right by their own arithmetic."""
from __future__ import annotations

import pytest

from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, table, text, whys

COSTS = ("Heading", "2026/27 (£k)"), ("Staff", "2,610"), ("Buildings", "840"), ("Books", "390"), ("Total", "3,840")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("We will lend 410,000 books in 2029/30, up from 455,000.", "It is said to go up from 455,000 to 410,000."),
        ("Spending fell from £1.2m to £1.4m.", "It is said to go down from £1.2m to £1.4m."),
        ("The share is 12%, a rise from 15% a year ago.", "It is said to go up from 15% to 12%."),
    ],
)
def test_a_change_that_goes_the_other_way(kb: KnowledgeBase, said: str, why: str) -> None:
    assert whys(keep(kb, *text(said))) == [why]


@pytest.mark.parametrize(
    "said",
    [
        "We will lend 455,000 books in 2029/30, up from 410,000 in 2025/26.",
        "The share fell from 15% to 12%.",
        "Costs of £3m are up from 12% to 15% of the budget.",
        "The scheme was set up from 2025 in 12 schools.",
    ],
)
def test_a_change_as_it_is_told(kb: KnowledgeBase, said: str) -> None:
    assert keep(kb, *text(said)) == []


@pytest.mark.parametrize(
    ("answered", "share", "why"),
    [
        (
            "We asked 1,840 card holders what they thought and 702 answered.", "Two in three of those we asked replied.",
            "“Two in three” does not fit 702 of 1,840, which is 38%.",
        ),
        (
            "We wrote to 2,300 people about it, and 611 answered.", "More than half of those we wrote to replied.",
            "“More than half” does not fit 611 of 2,300, which is 27%.",
        ),
    ],
)
def test_a_share_that_does_not_fit_how_many_answered(kb: KnowledgeBase, answered: str, share: str, why: str) -> None:
    (found,) = keep(kb, *text(f"{answered} {share}"))
    assert (found.why, found.a.quote, found.b and found.b.quote) == (why, answered, share)


@pytest.mark.parametrize("share", ["Two in five of those we asked replied.", "Less than half of those we asked replied."])
def test_a_share_that_fits(kb: KnowledgeBase, share: str) -> None:
    assert keep(kb, *text(f"We asked 1,840 card holders what they thought and 702 answered. {share}")) == []


def test_a_sum_over_a_table_with_another_total(kb: KnowledgeBase) -> None:
    found = keep(kb, *text("1.3 The service costs £3.9m a year."), table(*COSTS, header_rows=1))
    assert whys(found) == ["The text says £3.9m, the total of the table after it is £3,840,000."]


@pytest.mark.parametrize("said", ["1.3 The service costs £3.8m a year.", "1.3 It costs £3.84m a year.", "1.3 It costs us."])
def test_a_sum_that_its_table_rounds_to(kb: KnowledgeBase, said: str) -> None:
    assert keep(kb, *text(said), table(*COSTS, header_rows=1)) == []
