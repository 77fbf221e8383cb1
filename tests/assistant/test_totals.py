"""How many there are: a table after the sentence that counts its rows, a number that was brought to another."""
from __future__ import annotations

import pytest

from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, table, text, told, whys

OPTIONS = ("Option", "Cost"), ("A Keep the house", "40"), ("B Mend it", "20"), ("C Sell it", "0")


def test_a_table_with_more_rows_than_the_text_counts(kb: KnowledgeBase) -> None:
    found = keep(kb, *text("2.1 Two options were considered."), table(*OPTIONS, header_rows=1))
    assert whys(found) == ["The text counts two options, the table after it has 3."]


@pytest.mark.parametrize("said", ["2.1 Three options were considered.", "2.1 Two members were present."])
def test_a_table_that_the_text_counts_rightly_or_not_at_all(kb: KnowledgeBase, said: str) -> None:
    assert keep(kb, *text(said), table(*OPTIONS, ("Total", "60"), header_rows=1)) == []


def test_a_number_that_was_brought_to_another(kb: KnowledgeBase) -> None:
    said = "A plan is made for each of the seven clusters.", "The number of clusters was reduced from eight to six in 2024."
    assert told(keep(kb, *text(*said))) == [("count", *said)]


def test_a_number_that_is_still_to_be_reached(kb: KnowledgeBase) -> None:
    said = "A plan is made for each of the seven clusters.", "The number of clusters will fall to six."
    assert keep(kb, *text(*said)) == []


def test_all_there_are_of_something_in_one_place(kb: KnowledgeBase) -> None:
    said = "All 41 schools in the county have a champion.", "Of the county's 39 schools, six are small."
    assert told(keep(kb, *text(*said))) == [("count", *said)]


@pytest.mark.parametrize(
    "then",
    ["Of the town's 39 schools, six are small.", "Of the 39 schools that replied, six are small.", "There are 39 schools."],
)
def test_all_there_are_in_another_place_or_some_of_them(kb: KnowledgeBase, then: str) -> None:
    assert keep(kb, *text("All 41 schools in the county have a champion.", then)) == []


@pytest.mark.parametrize(
    "said",
    [
        ("The three options are set out here.", "Costs of the four options are in the annex."),
        ("The town has twelve libraries and two vans.", "All fourteen libraries will lend tablets."),
        ("The town has six libraries and two vans.", "Our three vans call at villages."),
        ("All forty-one schools in the county have a champion.", "Of the county's 39 schools, six are small."),
    ],
)
def test_all_that_there_are_is_compared_in_words_as_in_figures(kb: KnowledgeBase, said: tuple[str, str]) -> None:
    assert told(keep(kb, *text(*said))) == [("count", *said)]


@pytest.mark.parametrize(
    "said",
    [
        ("The town has fourteen libraries.", "All 14 libraries will lend tablets."),
        ("The town has twenty-two vans.", "All 22 vans call at villages."),
        ("All 41 schools in the county have a champion.", "Of the county's forty-one schools, six are small."),
        ("The town has twelve libraries and we closed two vans.", "Our three vans call at villages."),
    ],
)
def test_one_number_in_words_and_in_figures_is_one(kb: KnowledgeBase, said: tuple[str, str]) -> None:
    assert keep(kb, *text(*said)) == []
