"""The figures by hand on small rows, and beside the scorer that stands with the corpus on many odd answers."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.gold import Question, questions
from eval.matching import fold, holds, standing
from eval.measures import Texts, answer_figures, judge, search_figures
from tests.eval.scorer import score

TEXT = (
    "The Board approved a budget of £12.4m for 2025/26. Of this, 62% is for care at home.\n"
    "Integration authorities must review the plan\n12 Annual report\nevery three years.\n"
)
TEXTS = Texts.of({"plan": TEXT}, {"plan": ["Contents and foreword", TEXT]})
BUDGET = Question(
    id="q1",
    text="What is the budget?",
    kind="fact",
    answerable=True,
    docs=("plan",),
    evidence=("approved a budget of £12.4m for 2025/26",),
    must_contain=(("£12.4m", "£12.4 million"),),
    must_not_contain=("£13m",),
)
RIGHT: dict[str, Any] = {
    "status": "answered",
    "answer": "The budget is **£12.4m** [1].",
    "citations": [{"n": 1, "doc": "plan", "page": 2, "quote": "The Board approved a budget of £12.4m for 2025/26."}],
    "ms": 80,
}


def test_a_right_answer_gives_full_figures() -> None:
    figures = answer_figures([judge(BUDGET, RIGHT, TEXTS)])
    assert figures == {
        "correct": 1.0,
        "correct_answerable": 1.0,
        "false_refusals": 0.0,
        "evidence_recall": 1.0,
        "citation_quotes_verbatim": 1.0,
        "citation_quotes_joined": 0.0,
        "citation_pages_right": 1.0,
        "facts_in_first_300_characters": 1.0,
        "answer_length_median": 29.0,
        "ms_median": 80.0,
        "fact": 1.0,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"status": "not_found"},
        {"answer": "The budget is £112.4m [1]."},
        {"answer": "The budget is £12.45m [1]."},
        {"answer": "The budget is £12.4m, not £13m [1]."},
        {"answer": "The budget is £12.4m [1]." + " And more." * 150},
        {"citations": []},
    ],
)
def test_an_answer_wrong_in_one_way_is_wrong(change: dict[str, Any]) -> None:
    assert judge(BUDGET, RIGHT, TEXTS).correct
    assert not judge(BUDGET, {**RIGHT, **change}, TEXTS).correct


def test_a_question_without_an_answer_counts_as_wrong() -> None:
    figures = answer_figures([judge(BUDGET, RIGHT, TEXTS), judge(BUDGET, {}, TEXTS)])
    assert (figures["correct"], figures["evidence_recall"], figures["citation_quotes_verbatim"]) == (0.5, 0.5, 1.0)


def test_a_quote_that_is_not_there_and_a_wrong_page_are_seen() -> None:
    citation = RIGHT["citations"][0]
    invented = {**RIGHT, "citations": [{**citation, "quote": "The Board approved a budget of £21.4m for 2025/26."}]}
    elsewhere = {**RIGHT, "citations": [{**citation, "page": 1}]}
    figures = answer_figures([judge(BUDGET, invented, TEXTS), judge(BUDGET, elsewhere, TEXTS)])
    assert (figures["citation_quotes_verbatim"], figures["citation_pages_right"]) == (0.5, 0.0)


def test_quotation_marks_in_an_answer_must_hold_the_documents_words() -> None:
    said = 'It says "must review the plan as often as it can bear" and “62% is for care at home” [1].'
    assert judge(BUDGET, {**RIGHT, "answer": said}, TEXTS).said == (False,)  # the second is short: a term, not a quotation


def test_silence_is_right_where_the_documents_are_silent() -> None:
    def right(note: str, status: str) -> bool:
        return judge(Question("u", "?", "unanswerable", answerable=False, note=note), {"status": status}, TEXTS).correct

    assert right("", "not_found") and not right("", "disputed") and not right("", "answered")
    assert right("[false premise] it is 62%", "disputed") and not right("[false premise]", "partial")
    assert right("[blank in source]", "partial") and right("[blank in source]", "disputed")


def test_search_counts_only_what_is_read_of_a_passage() -> None:
    far = "x" * 1200 + BUDGET.evidence[0]
    assert search_figures([BUDGET], {"q1": [far]})["evidence_recall_at_5"] == 0.0
    assert search_figures([BUDGET], {"q1": [far]}, read=None)["evidence_recall_at_5"] == 1.0
    late = ["nothing"] * 5 + [TEXT]
    assert search_figures([BUDGET], {"q1": late}) == {
        "evidence_recall_at_5": 0.0,
        "all_evidence_at_5": 0.0,
        "evidence_recall_at_10": 1.0,
        "all_evidence_at_10": 1.0,
    }
    assert search_figures([BUDGET], {})["evidence_recall_at_10"] == 0.0


def test_a_quote_stands_exact_shortened_joined_or_not() -> None:
    folded = fold(TEXT)
    assert standing("A budget of £12.4m".upper(), folded) == "exact"
    assert standing("The Board approved a budget ... is for care at home.", folded) == "shortened"
    assert standing("must review the plan every three years", folded) == "joined"
    assert standing("must review the plan every four years", folded) is None
    assert standing("in", folded) is None and standing("", folded) is None


def test_nearly_all_words_together_hold_but_scattered_ones_do_not() -> None:
    inner = "integration authorities must review the plan every three years"
    assert holds(TEXT, inner)
    assert not holds("years plan. " + "filler " * 20 + "integration authorities must review three every", inner)


@pytest.mark.shared
def test_figures_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold" / "qa.jsonl"
    rows = questions(gold)
    answers = [odd_answer(at, row) for at, row in enumerate(rows)]
    texts = Texts.of({path.stem: path.read_text(encoding="utf-8") for path in (shared / "corpus" / "text").glob("*.txt")})
    ours = answer_figures([judge(row, answer, texts) for row, answer in zip(rows, answers, strict=True)])
    theirs = score(shared, tmp_path, ("qa", gold, shared / "corpus" / "text"), answers)
    assert {name: round(value) if name.endswith("_median") else value for name, value in ours.items()} == theirs
    assert 0 < ours["correct"] < 1 and 0 < ours["citation_quotes_verbatim"] < 1 and ours["citation_quotes_joined"] > 0


@pytest.mark.shared
def test_search_figures_equal_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold" / "qa.jsonl"
    rows = questions(gold)
    found = {row.id: [*["elsewhere"] * (at % 9), *row.evidence] for at, row in enumerate(rows) if at % 4}
    hits = [{"id": row, "hits": [{"rank": n, "text": text} for n, text in enumerate(texts)]} for row, texts in found.items()]
    assert search_figures(rows, found) == score(shared, tmp_path, ("search", gold), hits)


def odd_answer(at: int, row: Question) -> dict[str, Any]:
    """An answer of one of many shapes: right, cut, joined, shortened, invented, silent, too long."""
    evidence = row.evidence[0] if row.evidence else "The documents are silent on this matter altogether"
    tokens = evidence.split()
    third = max(3, len(tokens) // 3)
    quotes = (
        evidence,
        " ".join(tokens[third:]),
        " ".join(tokens[:third]) + " ... " + " ".join(tokens[-third:]),
        " ".join(tokens[:third] + tokens[third + 4 :]),
        evidence.replace("e", "a"),
    )
    facts = ", ".join(group[-1] for group in row.must_contain)
    late = "Well. " * 60
    said = (f"It is {facts} [1].", f"{late}{facts} [1, 2]", f"“{quotes[at % 4]}” [1] {facts}", "Nothing.", facts * 200)
    doc = row.docs[0] if row.docs else ""
    return {
        "id": row.id,
        "status": ("answered", "answered", "partial", "disputed", "not_found")[at % 5 if row.answerable else at % 3 + 2],
        "answer": said[at % 7 % 5],
        "citations": [{"doc": doc, "quote": quote} for quote in (quotes[at % 5], *row.evidence[1:])][: at % 6],
        "ms": 10 * at,
    }
