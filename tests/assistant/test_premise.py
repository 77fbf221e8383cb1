"""What a question takes for granted and the documents deny, what they leave open, and what is said of their printing."""
from __future__ import annotations

import pytest

from assistant import thread
from assistant.ask import ask
from assistant.followup import Carried
from assistant.silence import EMPTY_CELL
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

PAPER = """# Torwick Harbour Trust: yearly plan

Produced for Torwick Harbour Trust by Inkwell Press, 21 Tennant Street, Torwick

## Berths

The trust divides the harbour into three basins for mooring. Each basin has a warden.

There is no natural split of the moorland into parishes, and the trust does not plan one.

The harbour group is led by the warden. Members of the harbour group are drawn from the crews.

## Money

### Dredging budget (from the county). £TBC

The county holds this budget for the trust and sends it once a year.

## Services

| Service | Yearly cost | Lead |
| --- | --- | --- |
| Laundry | £10,000 | Ann Roe |
| Meals |  | Bob Low |

## Traffic

Traffic in the harbour has grown every year. The worry is not only that berths are full. This is due to the new cannery.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"torwick.md": PAPER})


@pytest.mark.parametrize(
    ("asked", "quoted"),
    [
        ("When did the trust divide the harbour into five basins?", "three basins"),
        ("When did the trust divide the moorland into parishes?", "no natural split"),
    ],
)
def test_what_a_question_takes_for_granted_is_corrected_by_quote(kb: KnowledgeBase, asked: str, quoted: str) -> None:
    answer = ask(kb, asked)
    assert (answer.status, quoted in answer.citations[0].quote) == ("disputed", True)


def test_what_is_neither_said_nor_denied_stays_silence(kb: KnowledgeBase) -> None:
    assert ask(kb, "When did the trust divide the island into parishes?").status == "not_found"


def test_a_sum_that_a_heading_gives_as_still_to_come_is_told(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How much is the dredging budget?")
    assert answer.status == "answered" and "£TBC" in answer.text
    assert ask(kb, "How much is the lighting budget?").status == "not_found"


def test_an_empty_cell_is_blank_though_another_row_has_a_value(kb: KnowledgeBase) -> None:
    answer = ask(kb, "What is the yearly cost of the Meals service?")
    assert answer.status == "partial" and any("Meals" in one.quote for one in answer.citations)
    assert "left blank" in EMPTY_CELL and "leaves this blank" in answer.text


def test_an_imprint_answers_only_a_question_for_it(kb: KnowledgeBase) -> None:
    counted = ask(kb, "how many of them", ["Who leads the harbour group?"])
    assert not any("Tennant" in one.quote for one in counted.citations)
    assert "Inkwell Press" in ask(kb, "Who produced the plan?").text


def test_a_reason_that_is_said_comes_before_what_only_stands_against_something(kb: KnowledgeBase) -> None:
    assert "new cannery" in ask(kb, "why", ["How has traffic in the harbour grown?"]).citations[0].quote


@pytest.mark.parametrize("asked", ["what if someone leaves", "which is right"])
def test_what_names_no_thing_of_its_own_is_asked_of_what_came_before(kb: KnowledgeBase, asked: str) -> None:
    answer = ask(kb, asked, ["Who leads the harbour group?"])
    assert (answer.status, answer.citations) == ("not_found", ())
    assert thread.leans(Carried(asked, ("Who leads the harbour group?",)))


def test_nothing_without_a_name_is_said_to_be_unexplained(kb: KnowledgeBase) -> None:
    answer = ask(kb, "can one person stand for two basins", ["Who leads the harbour group?"])
    assert "nowhere spelled out" not in answer.text


def test_a_plan_is_not_said_to_lack_what_no_word_names(kb: KnowledgeBase) -> None:
    answer = ask(kb, "does the yearly plan mention it", ["What is hydroponics?"])
    assert "speaks of it" not in answer.text
