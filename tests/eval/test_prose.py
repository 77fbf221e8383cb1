"""The planted tries: none that is false reaches a reader, through the checker alone and through a model's server."""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from assistant import generate
from eval import prose
from kb.models import Answer
from kb.settings import Settings
from tests.assistant.model_server import Script, serving

TRIES = prose.tries()


def test_the_falsehoods_half_of_two_hundred_written_before_the_checker_and_more_of_new_kinds() -> None:
    made = Counter(row.made.split()[0] for row in TRIES if row.fault)
    assert made == {"before": 100, "after": 100, "of": 41} and sum(row.fault is None for row in TRIES) >= 60


def test_no_falsehood_is_shown_and_few_faithful_sentences_are_stopped() -> None:
    found = prose.figures(TRIES)
    assert found["false_shown"] == 0, list(prose.wrong(TRIES))
    assert found["false_alarm_rate"] <= 0.05


def test_a_sentence_that_went_the_wrong_way_is_listed() -> None:
    cited = TRIES[0].quotes
    false = prose.Try(f"{cited[0].quote} [1]", cited, "number", "by hand")
    faithful = prose.Try("It is £9 [1].", cited, None, "by hand")
    assert [line.split(" | ")[0] for line in prose.wrong([false, faithful])] == ["shown", "stopped"]
    assert prose.figures([false, faithful])["false_shown (by hand)"] == 1


@pytest.mark.slow
def test_no_falsehood_reaches_a_reader_through_a_server(home: Path) -> None:
    """Every falsehood over the same quotes in one go, after a faithful sentence; each state of the answer is looked at."""
    planted = defaultdict(list)
    for row in TRIES:
        planted[row.quotes].append(row)
    with serving(Script()) as script:
        chosen = Settings(home, llm_base_url=script.url, llm_model="tiny")
        for quotes, rows in planted.items():
            script.text = " ".join(row.sentence for row in sorted(rows, key=lambda row: row.fault is not None))
            text = "\n\n".join(f"“{quote.quote}” [{quote.n}]" for quote in quotes)
            drafts = list(generate.written(chosen, Answer("What?", "answered", text, quotes)))
            assert drafts[-1].answer.model == ("tiny" if any(row.shown for row in rows) else None)
            false = {bare(row.sentence) for row in rows if row.fault}
            for draft in drafts:
                assert [sentence for sentence in false if sentence in bare(draft.answer.text)] == []
    assert len(script.asked) == len(planted)


def bare(text: str) -> str:
    """Without link tokens and the stop at the end."""
    return re.sub(r"\s*\[\d+\]", "", text).rstrip(".")
