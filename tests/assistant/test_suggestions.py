"""Questions drawn from the library: each is answered from the document it was drawn from."""
from __future__ import annotations

from assistant.ask import ask
from assistant.suggestions import OFFERED, following, suggested
from kb.knowledge_base import KnowledgeBase


def test_what_is_offered_is_answered_and_an_empty_library_offers_nothing(
    stocked: KnowledgeBase, kb: KnowledgeBase
) -> None:
    assert suggested(kb) == ()
    offered = suggested(stocked)
    assert len(offered) == OFFERED and offered == suggested(stocked)
    assert {ask(stocked, question).status for question in offered} == {"answered"}


def test_an_answer_leads_on_to_what_the_registers_know_of_it(stocked: KnowledgeBase) -> None:
    answer = ask(stocked, "What does Direction 1.1 require?")
    # the deadline and the owner of 1.1 stand in the answer
    assert following(stocked, answer)[0] == "What does Direction 1.2 ask for, and by when?"
    assert following(stocked, ask(stocked, "Who won the cup?")) == ()
