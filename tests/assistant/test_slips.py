"""Slips within one document: each kind planted once is found with both its sides, and what only looks like one is not."""
from __future__ import annotations

import pytest

from ingest.blocks import Block
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, table, text, told


def test_two_choices_of_which_one_includes_the_other_are_both_marked(kb: KnowledgeBase) -> None:
    both = table(("Tell Hill Council", "Yes"), ("Tell the trust", ""), ("Tell Hill Council and the trust", "Yes"))
    assert told(keep(kb, both)) == [("wording", "Tell Hill Council | Yes", "Tell Hill Council and the trust | Yes")]


def test_marks_that_go_together_are_no_slip(kb: KnowledgeBase) -> None:
    assert keep(kb, table(("Tell Hill Council", "Yes"), ("Tell the trust", "Yes"), ("Tell both and wait", ""))) == []


def test_a_front_page_date_before_what_is_reported(kb: KnowledgeBase) -> None:
    said = text("27 April 2020", "The talks took place in March 2021.", "A meeting was held on 3 May 2021.")
    assert told(keep(kb, *said)) == [("date", "27 April 2020", "The talks took place in March 2021.")]


def test_what_is_planned_for_after_the_date_is_no_slip(kb: KnowledgeBase) -> None:
    said = text("27 April 2020", "The talks will start in March 2021.", "It was made in May 2019.", "It ends in June 2022.")
    assert keep(kb, *said) == []


def test_an_aim_in_two_wordings(kb: KnowledgeBase) -> None:
    short = "The rights of people are kept in how we design."
    whole = "The rights of people are kept in how we design and deliver."
    one, two = Block("heading", "Our aims", level=1), Block("heading", "Aim number 3", level=1)
    assert told(keep(kb, one, *text(short), two, *text(whole))) == [("wording", short, whole)]


def test_aims_of_their_own_are_no_slip(kb: KnowledgeBase) -> None:
    aims = "People find the help they need near home.", "Carers have a life of their own beside caring."
    ends_alike = (
        "In setting the price of tickets we will have regard to the costs and benefits of the options there are.",
        "In choosing the routes of buses we will have regard to the costs and benefits of the options there are.",
    )
    assert keep(kb, Block("heading", "Our aims", level=1), *text(*aims, *ends_alike)) == []


def test_two_options_are_each_called_the_preferred_one(kb: KnowledgeBase) -> None:
    one, two = Block("heading", "Option 3: close it", level=1), Block("heading", "What next", level=1)
    said = "With the preferred option the saving is large.", "We should go on with Option 2 as the preferred option."
    (found,) = keep(kb, one, *text(said[0]), two, *text(said[1]))
    assert found.why == "One place calls Option 3 the preferred one, another Option 2."


def test_one_preferred_option_among_others_is_no_slip(kb: KnowledgeBase) -> None:
    said = "Option 1 and Option 3 were weighed before a preferred option was chosen.", "Option 2 is the recommended option."
    assert keep(kb, *text(*said, "The preferred option, Option 2, is set out below.")) == []


def test_an_act_cited_in_two_ways(kb: KnowledgeBase) -> None:
    said = text("The Town Planning (Scotland) Act 2015 says so.", "Under the Town Planning Act (Scotland) 2015 it is done.")
    (found,) = keep(kb, *said)
    two = "Town Planning (Scotland) Act 2015 and Town Planning Act (Scotland) 2015"
    assert found.why == f"One Act is cited in two ways: {two}."


def test_an_abbreviation_with_its_letters_in_another_order(kb: KnowledgeBase) -> None:
    said = text("The HSCP plans.", "Our HSCP acts.", "Every HSCP reports.", "Then the HSPC agrees.")
    (found,) = keep(kb, *said)
    assert found.why == "HSPC stands where it is HSCP elsewhere."


@pytest.mark.parametrize(("total", "slip"), [("6.1", False), ("6.0", False), ("8.0", True)])
def test_a_total_that_is_not_the_sum_of_its_rows(kb: KnowledgeBase, total: str, slip: bool) -> None:
    rows = ("Service", "Cost"), ("Care at home", "2.2"), ("Wards", "3.8"), ("Total", total)
    found = keep(kb, table(*rows, header_rows=1))
    assert [each.why for each in found] == ([f"The rows add up to 6, the total says {total}."] if slip else [])


def test_a_checklist_with_a_figure_and_a_force_of_its_own(kb: KnowledgeBase) -> None:
    body = text(
        "It should allow at least twelve weeks for people to comment on the draft.",
        "Boards are encouraged to publish an easy read summary in braille.",
        "The forum meets in the town hall.",
    )
    steps = text("Allow at least ten weeks for comments on the draft.", "Publish an easy read summary in braille.")
    found = keep(kb, Block("heading", "How to consult", level=1), *body, Block("heading", "Checklist", level=1), *steps)
    assert [(each.kind, each.why) for each in found] == [
        ("number", "The text says twelve weeks, its checklist ten weeks."),
        ("wording", "The checklist asks for what the text only encourages."),
    ]


@pytest.mark.parametrize(("count", "slip"), [("two", False), ("three", True)])
def test_a_list_of_another_length_than_announced(kb: KnowledgeBase, count: str, slip: bool) -> None:
    items = Block("item", "a map of the area", level=1), Block("item", "a map of the roads", level=1)
    found = keep(kb, *text(f"Each plan has the following {count} maps:"), *items)
    assert [each.why for each in found] == (["Three are announced, 2 listed."] if slip else [])
