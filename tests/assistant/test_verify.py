"""What of a sentence its quotes do not bear out, a rule at a time."""
from __future__ import annotations

import pytest

from assistant.grounds import Evidence
from assistant.verify import faults

ROAD = Evidence("Roads plan, 4.2", "Brae Council must resurface 14 miles of road by May 2027, at a cost of up to £3.4m.")
RUNS = "The bus service may run until 11 pm. It does not run on Sundays, and 120 people use it every day."
BUS = Evidence("Bus plan, 1.1", RUNS)
LIST = Evidence("Roads plan, 5", "Each district should:\nkeep a list of bridges;\nreport floods within two days.")
TABLE = Evidence("Roads plan, Table 1", "District | Spent (£k) | Share\nNorth | 310 | 12.5%\nSouth | 95 | 4%")


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Brae Council must resurface fourteen miles of road by May 2027.", ROAD),
        ("It is to cost no more than £3,400,000.", ROAD),
        ("The service does not run on Sundays.", BUS),
        ("The bus service may run until 11 pm, and 120 people use it daily.", BUS),
        ("Each district should report floods within 2 days.", LIST),
        ("North spent £310,000, a share of 12.5%.", TABLE),
        ("South spent £95k.", TABLE),
    ],
)
def test_the_same_in_other_words_is_borne_out(sentence: str, quote: Evidence) -> None:
    assert faults(sentence, [quote]) == []


@pytest.mark.parametrize(
    ("sentence", "quote", "fault"),
    [
        ("Brae Council must resurface 15 miles of road.", ROAD, "figure: 15"),
        ("Brae Council must resurface 14 miles of road by May 2028.", ROAD, "figure: May 2028"),
        ("The road is to cost at least £3.4m.", ROAD, "at least, at most, by, to or from: £3.4m"),
        ("Brae Council should resurface 14 miles of road.", ROAD, "must, should or may: should resurfac"),
        ("Brae Council resurfaced 14 miles of road.", ROAD, "must, should or may left out: must resurfac"),
        ("Glen Council must resurface 14 miles of road.", ROAD, "name: Glen Council"),
        ("The bus service runs on Sundays.", BUS, "not left out: run sunday"),
        ("The bus service may not run until 11 pm.", BUS, "not: run"),
        ("The bus service may run for 120 people every week.", BUS, "figure: every week"),
        ("South spent £310,000.", TABLE, "figure: £310,000"),
        ("The mayor opened a swimming pool.", BUS, "hardly any of its words stand in the quotes"),
    ],
)
def test_what_differs_is_named(sentence: str, quote: Evidence, fault: str) -> None:
    found = faults(sentence, [quote])
    assert any(each.startswith(fault) for each in found), found


def test_a_figure_of_another_quote_is_not_borne_out() -> None:
    assert faults("Brae Council must resurface 120 miles of road.", [ROAD, BUS]) != []
    assert faults("The bus service may run until 11 pm and 14 miles of road must be resurfaced.", [ROAD, BUS]) == []
