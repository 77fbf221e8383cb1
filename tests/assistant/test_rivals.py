"""Two figures for one thing in sentences that are built differently; and figures of two things."""
from __future__ import annotations

import pytest

from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, table, text, whys


def test_what_there_is_so_many_of(kb: KnowledgeBase) -> None:
    said = "There are at least 300 sports clubs or societies.", "There are over 450 sports clubs and teams in the county."
    assert whys(keep(kb, *text(*said))) == ["One place says at least 300, another over 450."]


def test_how_far_one_thing_grows(kb: KnowledgeBase) -> None:
    said = (
        "New homes beside the railway mean that the population of the county could increase by 12% by 2036.",
        "We expect a population increase in the county of about 30% over the next ten years.",
    )
    assert whys(keep(kb, *text(*said))) == ["“population”: one place says 12%, another 30%."]


def test_a_day_in_a_table_and_another_in_the_text(kb: KnowledgeBase) -> None:
    rows = table(("Post", "Cost"), ("Deputy librarian (leave until May 2026)", "40"), ("Porter", "20"), header_rows=1)
    said = "The deputy librarian is on leave and comes back in May 2027."
    assert whys(keep(kb, rows, *text(said))) == ["“Deputy librarian”: one place says May 2026, another May 2027."]


@pytest.mark.parametrize(
    "said",
    [
        ("There are 300 sports clubs.", "There are 450 bus stops."),
        ("There are 300 sports clubs in Hill.", "There are over 300 sports clubs."),
        ("The population of the county grew by 12% by 2016.", "The population of the county grew by 30% by 2036."),
        ("The number of nurses fell by 12%.", "The number of doctors fell by 30%."),
    ],
)
def test_figures_of_two_things(kb: KnowledgeBase, said: tuple[str, str]) -> None:
    assert keep(kb, *text(*said)) == []
