"""What is no longer in force is asked only where the question says so."""

from __future__ import annotations

import pytest

from assistant.outdated import asked
from kb.models import Document, Scope

NOW = Document("now", "Plan", "plan", 1, "now.pdf", "1", "pdf")
OLD = Document("old", "Plan", "plan", 1, "old.pdf", "2", "pdf", status="superseded")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("How many beds are in the superseded version?", "How many beds are?"),
        ("What does the superseded version of the plan say?", "What does the plan say?"),
        ("In the withdrawn guidance, who must agree?", "In the guidance, who must agree?"),
    ],
)
def test_a_question_that_says_so_is_put_to_superseded_documents_alone(question: str, left: str) -> None:
    assert asked(question, [NOW, OLD], Scope()) == (left, Scope(docs=("old",), superseded=True))


@pytest.mark.parametrize(
    ("question", "documents", "within"),
    [
        ("How many beds are there?", [NOW, OLD], Scope()),
        ("What is in the superseded version?", [NOW], Scope()),
        ("What is in the superseded version?", [NOW, OLD], Scope(docs=("now",))),
    ],
)
def test_every_other_question_stays_as_it_is(question: str, documents: list[Document], within: Scope) -> None:
    assert asked(question, documents, within) == (question, within)
