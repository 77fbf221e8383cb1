"""What a follow-up means: which earlier question it asks again, what it takes over, where it is looked for."""
from __future__ import annotations

from datetime import date

import pytest

from assistant import followup, runs, series
from assistant.ask import NO_MORE, NOT_WEIGHED, ask
from assistant.followup import Carried, standalone
from assistant.question import understand
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer, Citation, Passage

PLAN = "strathmarden-ijb-strategic-plan-2026-2029-draft"
PLACES = ("Upper Marden", "Glenholm")


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


def _meant(*turns: str) -> Carried:
    """What the last turn means after the others, whatever was answered."""
    return standalone(
        turns[-1], turns[:-1], lambda asked: Answer(asked.text, "not_found", ""), lambda said: said in PLACES
    )


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("What does Direction 5.1 ask for?", "what about 4.2.1", "What does Direction 4.2.1 ask for?"),
        ("When is paragraph 7.3 to be done?", "And 7.4?", "When is paragraph 7.4 to be done?"),
        ("What does option B cost?", "and option C?", "What does option C cost?"),
        ("What is planned for lunch clubs in 2026/27?", "and in 2027/28?", "What is planned for lunch clubs in 2027/28?"),
        ("How many beds are there in Upper Marden?", "what about Glenholm?", "How many beds are there in Glenholm?"),
        ("What is said about orchards?", "and about hedges?", "What is said about hedges?"),
        ("What is the purpose of the ferry review?", "and the cost", "What is the cost of the ferry review?"),
    ],
)  # fmt: skip
def test_what_is_named_takes_the_place_of_its_like(before: str, asked: str, meant: str) -> None:
    assert _meant(before, asked).text == meant


def test_a_number_is_replaced_however_far_back_it_was_named() -> None:
    turns = ("What does Direction 5.1 ask for?", "who has to do that", "and by when?", "is it late", "what about 6.2")
    assert _meant(*turns).text == "What does Direction 6.2 ask for?"
    assert _meant(*turns, "how much is that").about == "What does Direction 6.2 ask for?"


def test_which_one_asks_for_what_was_named_before() -> None:
    carried = _meant("How many options are there for the ferry?", "what's option 2", "which one is recommended")
    assert "option" in carried.about and "2" not in carried.about and "ferry" in carried.about


def test_what_asks_nothing_of_its_own_asks_again() -> None:
    carried = _meant("How many orchards are there?", "and hedges?")
    assert (carried.text, carried.asking) == ("and hedges?", "How many orchards are there?")
    assert _meant("How many orchards are there?", "and who owns them?").asking == ""
    assert _meant("How many options does the paper put?", "and option 4?").asking == ""


def test_a_question_that_stands_by_itself_takes_nothing_over() -> None:
    asked = "How many beds are there in Glenholm?"
    assert _meant("What does Direction 5.1 ask for?", asked) == Carried(asked)


def test_a_conversation_stays_with_the_number_named_last(kb: KnowledgeBase) -> None:
    history = ["What does Direction 1.1 ask for?", "who has to do that"]
    answer = ask(kb, "what about 1.3", history)
    assert [citation.number for citation in answer.citations] == ["1.3"]
    assert "£640,000" in ask(kb, "how much is that", [*history, "what about 1.3"]).text


def test_a_conversation_stays_in_its_document(kb: KnowledgeBase) -> None:
    history = ["How many options does the paper on intermediate care appraise?"]
    paper = {citation.doc for citation in ask(kb, history[0]).citations}
    answer = ask(kb, "which one is recommended", history)
    assert answer.status == "answered" and {citation.doc for citation in answer.citations} == paper
    assert ask(kb, "what does the guidance say about that", history).filters != answer.filters


def test_of_a_direction_with_parts_the_one_that_is_meant(kb: KnowledgeBase) -> None:
    history = ["What does Direction 4.2 ask for?"]
    assert [citation.number for citation in ask(kb, "what about self-managed teams", history).citations] == ["4.2.2"]
    assert ask(kb, "who has to do that", history).citations[0].number == "4.2"  # no words of its own: of all of it


def test_the_paper_is_the_one_just_quoted_from(kb: KnowledgeBase) -> None:
    history = ["How many options does the paper on intermediate care appraise?"]
    carried = _meant("How many ferries are there?", "who wrote the paper")
    assert (carried.text, carried.about) == ("who wrote the paper", "")  # no words of the question before
    answer = ask(kb, "who wrote the paper", history)
    assert {citation.doc for citation in answer.citations} == {one.doc for one in ask(kb, history[0]).citations}


def test_what_only_repeats_the_answer_before_is_no_answer(kb: KnowledgeBase) -> None:
    history = ["What is the vision?"]
    assert ask(kb, history[0]).status == "answered"
    again = ask(kb, "what are we doing about it", history)
    assert again.status == "not_found" and NO_MORE in again.text
    more = ask(kb, "what does the plan do about it", ["What is self-directed support?"])
    assert "We will offer all four options" in more.citations[0].quote


def test_the_plan_is_the_one_that_there_is(kb: KnowledgeBase) -> None:
    answer = ask(kb, "what does the plan say about unpaid carers")
    assert {citation.doc for citation in answer.citations} == {PLAN}


def test_what_a_labelled_thing_is_stands_under_its_heading() -> None:
    titles = ("3.1 Option 1: Sell it", "3.2 Option 2: Mend it")
    passages = [Passage(f"d/1/{n}", "d", 1, n, "paragraph", "Text.", section=(title,)) for n, title in enumerate(titles)]
    headings = series.headings(passages)
    asked = understand("what's option 2")
    assert [runs.labelled(asked, heading) for heading in headings] == [False, True]
    assert not any(runs.labelled(understand("what does option 2 cost"), heading) for heading in headings)


def test_when_is_not_answered_by_the_year_of_a_law(kb: KnowledgeBase) -> None:
    answer = ask(kb, "when", ["Which Act allows for two models of integration?"])
    assert "2014" not in answer.text


def test_whether_it_is_overdue_is_told_by_the_day(kb: KnowledgeBase) -> None:
    history = ["What does Direction 5.2 ask for?", "and by when?"]
    late, early = (ask(kb, "is that overdue", history, today=date(year, 1, 1)) for year in (2027, 2026))
    assert late.text.endswith("Yes: that date has passed: today is 1 January 2027.")
    assert early.text.endswith("No: that date has not passed: today is 1 January 2026.")


def test_where_it_says_so_is_the_place_of_the_last_answer(kb: KnowledgeBase) -> None:
    history = ["What does Direction 5.2 ask for?", "and by when?"]
    first, again = ask(kb, history[1], history[:1]), ask(kb, "where does it say that", history)
    assert again.citations == first.citations and "Quote 1 stands in IJB Directions 2026/27" in again.text
    assert ask(kb, "and how much is it", [*history, "where does it say that"]).citations[0].number == "5.2"


def test_a_share_that_was_quoted_is_weighed(kb: KnowledgeBase) -> None:
    before = ["What percentage of people needed no further care after six weeks in the pilot?"]
    share = ask(kb, before[0]).citations[0].quote
    assert "%" in share
    answer = ask(kb, "is that more than half?", before)
    assert (answer.status, answer.citations[0].quote) == ("answered", share)
    assert answer.text.endswith("of half.") or answer.text.endswith("than half.")


def test_what_was_quoted_may_hold_no_share_to_weigh(kb: KnowledgeBase) -> None:
    answer = ask(kb, "and is that over 70%?", ["What does SDS stand for in the Strathmarden plan?"])
    assert (answer.status, answer.text, answer.citations) == ("not_found", NOT_WEIGHED, ())


def test_a_year_is_no_label() -> None:
    assert followup._LABEL.findall("Survey 2023 and Phase 2 in March 2024") == ["Phase 2"]


def test_whether_another_has_one_is_looked_for_in_its_own_documents(kb: KnowledgeBase) -> None:
    answer = ask(kb, "has Strathmarden got one?", ["Must there be a housing contribution statement?"])
    assert answer.status == "answered" and "statement was prepared with the housing service" in answer.citations[0].quote
    assert all(citation.doc.startswith("strathmarden") for citation in answer.citations)


def test_what_names_no_document_stays_in_the_one_named_before(kb: KnowledgeBase) -> None:
    before = ["What does the intermediate care paper recommend?"]
    answer = ask(kb, "How much money would be saved each year?", before)
    assert {citation.doc for citation in answer.citations} == {"strathmarden-ijb-paper-6-2-intermediate-care-2026-02"}


def test_a_follow_up_is_told_as_questions_in_english() -> None:
    assert _meant("Who must sign Direction 5.1?", "and by when").spoken == "Who must sign Direction 5.1? And by when?"
    assert _meant("What's a reserve?", "what about earmarked ones").spoken == "what are earmarked reserves?"
    assert Carried("What is a reserve").spoken == "What is a reserve"


def test_what_was_just_quoted_is_asked_first(kb: KnowledgeBase) -> None:
    said = ["When does the lease of Craigsorn House end?"]
    answer = ask(kb, "and by how much", said)
    assert (answer.status, {one.number for one in answer.citations}) == ("answered", {"3.3"})
    assert "38%" in answer.text
    assert answer.query == "When does the lease of Craigsorn House end? And by how much?"


def test_a_number_after_a_list_of_labelled_things_means_that_thing() -> None:
    options = "The options are\nOption 1: stay\nOption 2: move\nOption 3: wait"
    quoted = Citation(1, "d", "T", None, 1, None, "1", None, None, options, "d/1/1")
    listed = Answer("q", "answered", "", (quoted,))
    for asked, meant in (("what would number 3 save", "what would Option 3 save"), ("and the last one?", "Option 3")):
        assert meant in standalone(asked, ["What are the options?"], lambda carried: listed).text


def test_a_place_carried_over_is_left_where_its_words_are_not_asked_of(kb: KnowledgeBase) -> None:
    before = ["What does direction 4.2.1 say?"]
    asked_of_it = ask(kb, "by when?", before)
    assert [one.number for one in asked_of_it.citations] == ["4.2.1"]
    other = ask(kb, "what are the choices", before)
    assert all(one.number != "4.2.1" for one in other.citations)
