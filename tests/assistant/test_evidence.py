"""What counts as evidence: the kind of thing asked for must stand there, at what is asked about; over a small report."""
from __future__ import annotations

import pytest

from assistant import corpus, coverage, values
from assistant.ask import ask
from assistant.question import understand
from assistant.spans import Span, by_page
from assistant.units import points_back, units
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Passage
from tests.assistant.planting import LibraryOf

REPORT = """# Hallmere Care Board: annual report

## Population

The population of Hallmere has grown every year since 2006. The first paper on it may wish to say why.

## Reach

The newsletter has 30,000 registered subscribers. Details of 46m records were matched in the dry run.

The planning group advises the board. It met for 20 minutes and heard from carers about respite.

| Post | Band | Hours |
| --- | --- | --- |
| Clerk | B4 | 20 |
| Analyst | B7 | 37 |

## Visits

The form must be returned before the first visit.

We employ nobody. The county employs the 12 people who look after visits for the board.

The responsible authority for visits is the county. In fog they are put off.

Of the visitors asked, 58% travel by bus to the surgery or the vaccination clinic.

## Money

The sums that we may spend are agreed when the board sets its budget, with its partners. This is usually in March every
year. Sometimes more is given later on by the county, for work that nobody foresaw, and then the board meets again to say
what that is to be spent on; the clerk writes it down, and the treasurer tells the partners, who tell their own committees,
so that everybody knows what there is.

## Contact

Name: Ann Harbottle

Email: clerk@hallmere.example

Tel: 01632 960412
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"hallmere.md": REPORT})


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        ("How many people subscribe to the newsletter?", "30,000"),  # those who subscribe are subscribers
        ("How many records were matched in the dry run?", "46m"),
        ("What is Ann Harbottle's phone number?", "01632 960412"),  # two lines below the name
    ],
)
def test_a_value_stands_at_what_is_asked_about(kb: KnowledgeBase, asked: str, fact: str) -> None:
    answer = ask(kb, asked)
    assert answer.status == "answered"
    assert any(fact in citation.quote for citation in answer.citations)


def test_how_often_is_not_answered_without_how_often(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How often does the planning group meet?")
    assert answer.status == "not_found"
    assert answer.text.endswith("no document says how often.")


def test_when_may_be_said_without_a_date(kb: KnowledgeBase) -> None:
    answer = ask(kb, "When must the form be returned?")
    assert (answer.status, answer.citations[0].quote) == ("answered", "The form must be returned before the first visit.")
    assert ask(kb, "When must the form be burnt?").status == "not_found"


def test_a_sentence_that_points_back_is_read_with_the_one_before_it(kb: KnowledgeBase) -> None:
    answer = ask(kb, "When does the board set its budget?")
    assert answer.status == "answered"
    assert "agreed when the board sets its budget, with its partners. This is usually in March" in answer.citations[0].quote


def test_it_is_likely_that_points_to_nothing() -> None:
    said = ("This is usually in March.", "It is likely that boats wait.", "It is very important to ask.", "It was in use.")
    assert [points_back(one) for one in said] == [True, False, False, True]


def test_a_word_with_a_hyphen_is_met_without_it(kb: KnowledgeBase) -> None:
    question = understand("Who spoke at the 20-minute meeting?")
    unit = next(one for one in units(kb.search("planning group heard carers", 5)) if "20 minutes" in one.text)
    assert "20-minut" not in coverage.coverage(question.terms, unit, corpus.of(kb), {})[1]


def test_we_are_the_body_whose_document_it_is(kb: KnowledgeBase) -> None:
    question = understand("Does Hallmere Care Board employ anybody?")
    unit = next(one for one in units(kb.search("employ nobody", 5)) if one.text.startswith("We employ"))
    assert unit.document.authority == "Hallmere Care Board"
    assert coverage.coverage(question.terms, unit, corpus.of(kb), {}) == (1.0, ())


def test_a_word_of_the_same_family_counts(kb: KnowledgeBase) -> None:
    question = understand("Who subscribes, and what subscription is paid?")
    unit = next(one for one in units(kb.search("registered subscribers", 5)) if "30,000" in one.text)
    assert "subscript" not in coverage.coverage(question.terms, unit, corpus.of(kb), {})[1]


def test_who_may_be_a_body(kb: KnowledgeBase) -> None:
    assert "county" in ask(kb, "Who is the responsible authority for visits?").text


def test_what_rose_did_not_begin_to_fall(kb: KnowledgeBase) -> None:
    answer = ask(kb, "When did the population of Hallmere start to fall?")
    assert answer.status == "disputed" and "grown every year" in answer.citations[0].quote


def test_another_row_is_no_answer(kb: KnowledgeBase) -> None:
    answer = ask(kb, "How many hours does the Analyst post have?")
    assert "37" in answer.text and "B4" not in answer.text


def test_may_is_a_month_only_with_a_capital() -> None:
    assert values.find("they may wish to march", "month") == []
    assert values.find("in May", "month") == [(3, 6)]


def test_a_quote_is_cut_where_a_page_ends_so_that_each_part_opens_at_its_own() -> None:
    text = "One is here. Two begins on the first page. Three is on the next."
    passage = Passage("d/1/1", "d", 1, 1, "paragraph", text, page_starts=((0, 4), (20, 5)))
    pieces = by_page(Span(Document("d", "D", "other", 1, "d.pdf", "", "pdf"), passage, 0, len(text), lead="Note"))
    assert [(piece.text, passage.page_at(piece.start), piece.lead) for piece in pieces] == [
        ("One is here. Two begins on the first page.", 4, "Note"), ("Three is on the next.", 5, ""),
    ]  # fmt: skip


def test_a_share_is_of_what_it_is_asked_of(kb: KnowledgeBase) -> None:
    assert ask(kb, "What percentage of visitors travel by bus?").status == "answered"
    assert ask(kb, "What percentage of staff are vaccinated?").status == "not_found"


def test_what_is_listed_is_what_is_asked_for(kb: KnowledgeBase) -> None:
    answer = ask(kb, "Which risks does the report name?")
    assert "Ann Harbottle" not in answer.text
    assert "fog" in ask(kb, "Is fog mentioned in the visits?").text


def test_a_question_that_only_points_back_needs_one_before_it(kb: KnowledgeBase) -> None:
    assert ask(kb, "and is that the law?").text.startswith("Nothing was asked before this")
    assert ask(kb, "is that the law?", ("How must the form be returned?",)).text != ask(kb, "is that the law?").text
