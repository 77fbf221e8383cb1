"""In what order what was found is looked at: by its words, and by the reranker where a word of the question is missing."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import corpus, evidence
from assistant.ask import ask
from assistant.question import understand
from assistant.scope import Place
from assistant.search import Search
from assistant.units import units
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import LibraryOf

NOTICE = """# Hallmere Ferry: notice

The ferry stops for the winter on the last day of October.

The slipway is gritted by the harbour office in frost.

The crossing is 40 minutes in fair weather.
"""


class Scripted:
    """A reranker that gives the texts with one word a probability, others none, and remembers how often it was asked."""

    def __init__(self, word: str, chance: float = 1.0) -> None:
        self.word, self.chance, self.asked = word, chance, 0

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        return np.array([self.chance * (self.word in text) for text in texts], np.float32)


@pytest.fixture(scope="module")
def kb(library_of: LibraryOf) -> KnowledgeBase:
    return library_of({"notice.txt": NOTICE})


def test_under_the_heading_of_another_option_nothing_is_said_of_this_one(kb: KnowledgeBase) -> None:
    hits = units(kb.search("ferry", 2))
    under = [replace(hits[0], above=above) for above in ("3.14 Option 3: wait", "3.13 Option 2: mend", "4 Costs")]
    question = understand("how much would it save", "What is option 2?")
    assert [evidence.of_other_label(question, unit) for unit in under] == [True, False, False]


def first(kb: KnowledgeBase, asked: str, reranker: Scripted) -> tuple[str, float | None]:
    """The first unit's words and its chance."""
    kb._reranker = reranker  # type: ignore[assignment]
    known, question = corpus.of(kb), understand(asked)
    search = Search(kb, known, Place({document.id: 1.0 for document in known.documents}))
    best = search.ranked(question, question.query, units(search.hits(question.query)))[0]
    return best.unit.text, best.chance


def test_where_a_word_is_missing_the_reranker_has_a_say(kb: KnowledgeBase) -> None:
    text, chance = first(kb, "Does anybody clear ice off the ferry slipway?", Scripted("gritted"))
    assert (text, chance) == ("The slipway is gritted by the harbour office in frost.", 1.0)


def test_where_every_word_is_there_it_is_not_asked(kb: KnowledgeBase) -> None:
    reranker = Scripted("gritted")
    text, chance = first(kb, "When does the ferry stop for the winter?", reranker)
    assert (text, chance, reranker.asked) == ("The ferry stops for the winter on the last day of October.", None, 0)


def test_what_the_reranker_is_sure_of_answers_whatever_word_is_missing(kb: KnowledgeBase) -> None:
    asked = "Does anybody clear ice off the ferry slipway?"
    kb._reranker = Scripted("gritted")  # type: ignore[assignment]
    answer = ask(kb, asked)
    assert (answer.status, [one.quote for one in answer.citations]) == (
        "answered", ["The slipway is gritted by the harbour office in frost."],
    )  # fmt: skip
    kb._reranker = Scripted("nothing")  # type: ignore[assignment]
    assert ask(kb, asked).status == "not_found"


def test_what_it_doubts_is_no_answer_whatever_words_are_shared(kb: KnowledgeBase) -> None:
    asked = "Is the ferry slipway gritted by lorry?"
    kb._reranker = Scripted("gritted", 0.4)  # type: ignore[assignment]
    assert ask(kb, asked).status == "answered"
    kb._reranker = Scripted("gritted", 0.02)  # type: ignore[assignment]
    assert ask(kb, asked).status == "not_found"


def test_a_figure_is_taken_on_its_word_only_where_the_encoder_agrees(kb: KnowledgeBase) -> None:
    kb._reranker = Scripted("crossing")  # type: ignore[assignment]
    answer = ask(kb, "How long is somebody stuck aboard the ferry crossing if it is fine?")
    assert (answer.status, answer.citations[0].quote) == ("answered", "The crossing is 40 minutes in fair weather.")
    assert ask(kb, "How long must a passport last for the licence?").status == "not_found"


def test_a_year_that_is_missing_always_matters(kb: KnowledgeBase) -> None:
    kb._reranker = Scripted("gritted")  # type: ignore[assignment]
    assert ask(kb, "Did anybody clear ice off the ferry slipway in 1987?").status == "not_found"


def test_a_figure_with_all_words_but_one_is_taken_on_its_word_only_where_it_is_sure(kb: KnowledgeBase) -> None:
    kb._reranker = Scripted("winter", 0.9)  # type: ignore[assignment]
    assert ask(kb, "When does the ferry bakery stop for the winter?").status == "answered"
    kb._reranker = Scripted("winter", 0.8)  # type: ignore[assignment]
    answer = ask(kb, "When does the ferry bakery stop for the winter?")
    assert (answer.status, answer.text) == (
        "not_found", "The documents in the library do not say: nothing near this speaks of bakery.",
    )  # fmt: skip
