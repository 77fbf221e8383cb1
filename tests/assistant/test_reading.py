"""Questions as people type them, read in words that can be looked for."""
from __future__ import annotations

from collections import Counter

import pytest

from assistant import corpus, words
from assistant.ask import ask
from assistant.corpus import Corpus
from assistant.question import understand
from assistant.reading import plain, read
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Passage

EMPTY = Corpus((), 1, Counter())


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whats the ferry fund for plz", "what's the ferry fund for please"),
        ("who doesnt pay & what is left", "who doesn't pay and what is left"),
        ("What is tide banding in plain words?", "What is tide banding?"),
        ("Briefly, what is tide banding?", "what is tide banding?"),
        ("Must the leaflet be written in plain English?", "Must the leaflet be written in plain English?"),
        ("what is the fund meant to pay for", "what is the fund supposed to pay for"),
        ("who has got to sign it", "who has to sign it"),
        ("what days does it run from/to", "what days does it run from to"),
        ("Can you tell me how many boats there are?", "how many boats there are?"),
        ("is the helpline open 24/7", "is the helpline open 24 hours a day, seven days a week"),
        ("plz", "please"),
        ("thanks, and by when?", "and by when?"),
        ("ok so who signs it", "so who signs it"),
        ("fine. what is tide banding", "what is tide banding"),
        ("fine arts are taught where", "fine arts are taught where"),
        ("what are tide bands for, anyway", "what are tide bands for?"),
        ("List everything about the roof", "Tell me about the roof"),
        ("I've just joined the fund. What is the roof for?", "What is the roof for?"),
        ("I keep hearing of the roof. What is it?", "I keep hearing of the roof. What is it?"),
        ("Who came in under a quarter of an hour?", "Who came in under 15 minutes?"),
    ],
)
def test_what_is_typed_is_written_out(typed: str, meant: str) -> None:
    assert plain(typed, EMPTY) == meant


def _library(*texts: str) -> Corpus:
    documents = [Document("hill-paper", "Fees for Moorings", "paper", 1, "p", "s", "pdf")]
    passages = [Passage(f"hill-paper/1/{n}", "hill-paper", 1, n, "paragraph", text) for n, text in enumerate(texts, 1)]
    return corpus.read(documents, passages)


def _knows(word: str) -> bool:
    return word in {"does", "meet", "what", "say", "who", "must", "plan", "have"}


def test_initials_stand_for_a_capitalised_phrase_of_the_documents_and_that_is_said() -> None:
    known = _library(
        "The Harbour Watch Group met.",
        "A Harbour Watch Group may have members.",
        "Quayside Equality Impact Assessment.",
        "An Equality Impact Assessment was made.",
    )
    reading = read("does the HWG meet", known, _knows)
    assert reading.text == "does the Harbour Watch Group meet"
    assert reading.notes == ("HWG is taken as Harbour Watch Group.",)
    assert read("does the hwg meet", known, _knows).text == "does the Harbour Watch Group meet"
    assert read("does the plan have an EQIA", known, _knows).text == "does the plan have an Equality Impact Assessment"
    assert read("does the XYZ meet", known, _knows).notes == ()


def test_initials_that_the_documents_use_are_left_alone() -> None:
    known = _library("The Harbour Watch Group (HWG) met.", "The Harbour Watch Group may meet.")
    assert read("does the HWG meet", known, _knows).text == "does the HWG meet"


def test_a_name_with_a_typing_error_is_read_and_that_is_said() -> None:
    known = _library("Strathbuoy has moorings.", "Moorings in Strathbuoy are let.")
    assert read("Who must pay in Strathbouy?", known, _knows).notes == ("Strathbouy is taken as Strathbuoy.",)
    assert read("Who must pay in Glenbuoy?", known, _knows).notes == ()


def test_a_letter_left_out_is_put_back_where_the_documents_have_the_word_in_another_form() -> None:
    known = _library("The office is open at nine.", "Work is ongoing.")
    knows = frozenset("opening hours owning".split()).__contains__
    assert read("office opning hours", known, knows).text == "office opening hours"


def test_a_paper_is_meant_by_its_item_on_the_agenda() -> None:
    known = _library("Item number 6.2", "Fees rise.")
    assert read("what does paper 6.2 say", known, _knows).text == "what does the paper on Fees for Moorings say"
    assert read("who wrote the 6.2 paper", known, lambda word: True).text == "who wrote the paper on Fees for Moorings"
    assert read("what does item 7.2 say", known, _knows).text == "what does item 7.2 say"


def test_a_number_is_the_same_with_and_without_a_comma() -> None:
    assert _library("They let 1,200 moorings.").frequency["1200"] == 1
    assert words.content("1200 moorings") == words.content("1,200 moorings")
    assert words.content("in 1,2,3 or 14,000,000") == ["1,2,3", "14000000"]


def test_a_paper_is_asked_by_its_item(kb: KnowledgeBase) -> None:
    answer = ask(kb, "how much would be saved by the recommended option in paper 6.2")
    assert "£600,000" in answer.text
    assert {citation.doc for citation in answer.citations} == {"strathmarden-ijb-paper-6-2-intermediate-care-2026-02"}


def test_what_was_taken_for_what_is_said_with_the_answer(kb: KnowledgeBase) -> None:
    assert ask(kb, "What is the vision for Strathmardn?").text.endswith("Strathmardn is taken as Strathmarden.")


def test_how_big_asks_for_a_figure_and_big_is_no_subject() -> None:
    assert understand("How big is the mooring fund?").terms == ("moor", "fund")


def test_a_word_that_no_document_has_is_spelled_as_the_language_does_and_made_no_other_word() -> None:
    known = _library("Getting there takes a postholder.", "The Gill Main pier.")
    knows = frozenset("deadline grit pot hole won will".split()).__contains__
    assert read("moorings deadlin", known, knows).text == "moorings deadline"
    assert read("gritting at the pier by gulls", known, knows).text == "gritting at the pier by gulls"


def test_who_won_is_not_who_will_not() -> None:
    assert words.content("who won the prize") == ["won", "prize"]
    assert words.content("they won't pay") == ["pay"]
