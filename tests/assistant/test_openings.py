"""Open questions over a small library: a policy that says what it is for, and a leaflet that only begins."""
from __future__ import annotations

import pytest

from assistant import corpus, scope
from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

POLICY = """# Lantern Council Visiting Policy

## 1. Background

Visits have been offered since the council began, and many people have come to rely on them.

## 2. Introduction

This visiting policy sets out when officers call on people at home, and how they say who they are.

The policy applies to every officer and to anybody who works for the council under a contract.

## 3. Changes since 2023

Calls after seven in the evening were stopped, because few people wanted them.

## 4. Keys

Officers hold no keys to a home. A neighbour may be asked to open the door.

A list of who has which keys was burned with the old office.

## 5. Next steps

A new form will be tried in two wards before the summer.
"""
LEAFLET = """# Leaflet: warm rooms

You can come in from the cold at eleven places near you.

Doors open at nine.
"""


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"visiting-policy.md": POLICY, "warm-rooms-leaflet.md": LEAFLET})


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("What is the visiting policy about?", "This visiting policy sets out"),
        ("what is the policy for", "This visiting policy sets out"),
        ("what is the leaflet about", "You can come in from the cold"),  # it does not say: how it begins
        ("Who does the policy apply to?", "The policy applies to every officer"),
        ("what has changed in the policy", "Calls after seven in the evening were stopped"),
        ("what are the next steps in the policy", "A new form will be tried"),
        ("what does the policy say about keys", "Officers hold no keys"),  # its heading, before the sentence with the word
    ],
)
def test_open_questions_are_answered_from_where_documents_answer_them(
    kb: KnowledgeBase, question: str, opening: str
) -> None:
    answer = ask(kb, question)
    assert answer.status == "answered"
    assert answer.citations[0].quote.startswith(opening)


def test_whether_a_document_says_anything_about_a_thing_is_told_from_that_document_alone(kb: KnowledgeBase) -> None:
    said = ask(kb, "Does the policy say anything about keys?")
    assert said.status == "answered"
    assert said.citations[0].quote.startswith("Officers hold no keys")
    unsaid = ask(kb, "does the leaflet mention keys at all?")
    assert unsaid.status == "not_found"
    assert unsaid.text == "The documents in the library do not say: nothing in *Leaflet: warm rooms* speaks of keys."


def test_what_is_asked_of_a_thing_is_not_asked_of_the_document(kb: KnowledgeBase) -> None:
    assert ask(kb, "What is the boat shed in the policy for?").status == "not_found"
    assert ask(kb, "What does the policy say about helicopters?").status == "not_found"


def test_a_document_is_meant_by_what_it_calls_itself(kb: KnowledgeBase) -> None:
    known = corpus.of(kb)
    assert scope.of("what is in the leaflet", known).named == ("warm-rooms-leaflet",)
    assert scope.of("what is in the visiting policy", known).named == ("visiting-policy",)
    assert scope.of("must the policy be short", known).named == ()  # asks what others say of any
    assert scope.of("what is in the charter", known).named == ()
