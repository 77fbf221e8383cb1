"""The induction and its quiz over the sample library: every point stands where it says, and gaps are named."""
from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document as Word

from assistant import induction, induction_pack, reviewing
from assistant.quiz import BLANK, quiz
from ingest.blocks import Block
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.text import find_quote
from tests.assistant.planting import store

BOARD = "Strathmarden Integration Joint Board"


@pytest.fixture(scope="module")
def kb(sample_copy: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(Settings(home=sample_copy)) as opened:
        yield opened


def step(kb: KnowledgeBase, name: str) -> induction.Step:
    return next(one for one in induction.steps(kb) if one.name == name)


def test_every_point_is_a_quote_that_stands_at_its_place(kb: KnowledgeBase) -> None:
    assert induction.bodies(kb) == [BOARD]
    steps = induction.steps(kb)
    assert sum(one.minutes for one in steps) < 60
    for one in steps:
        assert one.points, one.name
        for point in one.points:
            passage = kb.passage(point.citation.passage)
            assert find_quote(passage.text, point.citation.quote) and point.citation.doc == passage.doc


def test_the_steps_say_what_a_new_member_needs(kb: KnowledgeBase) -> None:
    told = [point.citation.quote for point in step(kb, "is").points]
    assert any(quote.startswith(f"{BOARD} (IJB) was set up in 2016") for quote in told)
    assert any(quote.startswith("Integration joint board | A body corporate") for quote in told)
    must = step(kb, "must")
    assert not any(point.note and point.note.partition(" of ")[0] in point.label for point in must.points)  # said once
    assert step(kb, "plan").caution == (
        "Strategic Plan 2026–2029 is a draft. Look for the final text before you rely on it."
    )
    assert {kb.document(point.citation.doc).kind for point in must.points} == {"guidance"} and must.left > 0
    assert len({point.label for point in must.points}) == len(must.points)  # a section each before any twice
    plan = [point.label for point in step(kb, "plan").points]
    assert plan[:3] == ["4 Our vision and aims", "1 Introduction", "2 Strathmarden today"] and "8 Money" in plan
    assert "£168.9m" in step(kb, "money").points[0].citation.quote
    deadlines = [point.note for point in step(kb, "directions").points]
    assert "June 2026" in deadlines[0] and "July 2026" in deadlines[1]
    decisions = [point.citation.quote for point in step(kb, "decisions").points]
    assert "agree Option 4, as described in paragraph 3.12;" in decisions
    assert [point.label for point in step(kb, "who").points] == [
        "Struan Pellow, Chief Finance Officer", "Ishbel Tarrant, Programme Manager", "Morag Ellery, Chair", "Chief Officer",
    ]  # fmt: skip
    assert [point.label.split(":")[0] for point in step(kb, "words").points][:2] == ["AHP", "Delegated function"]


def test_a_plan_on_a_page_has_its_aims_and_money_the_parts_without_a_sum(home: Path) -> None:
    blocks = [
        Block("heading", "1 Where we start", level=1), Block("paragraph", "Our area is wide."),
        Block("heading", "2 The plan on a page", level=1),
        Block("heading", "Our Vision and Values", level=2), Block("paragraph", "Everybody lives well."),
        Block("heading", "Strategic Aim Number 1", level=2), Block("paragraph", "Fewer people fall."),
        Block("heading", "3 Finance", level=1), Block("paragraph", "Each year we set a budget."),
        Block("heading", "3.1 Set aside. £TBC", level=2), Block("paragraph", "This is for wards."),
        Block("heading", "3.2 Buildings", level=2), Block("paragraph", "They are old."),
        Block("heading", "Annex A Group", level=1),
        Block("heading", "Aim", level=2), Block("paragraph", "The group meets."),
    ]  # fmt: skip
    with KnowledgeBase.open(Settings(home=home)) as own:
        store(own, "plan", "plan", *blocks, title="A plan", authority="A board")
        assert [point.label for point in step(own, "plan").points] == [
            "Our Vision and Values", "Strategic Aim Number 1", "1 Where we start", "3 Finance",
        ]  # fmt: skip
        told = [point.citation.quote for point in step(own, "money").points]
    assert told == ["Each year we set a budget.", "This is for wards."]


def test_the_induction_is_made_once_until_something_changes(kb: KnowledgeBase) -> None:
    made = induction.steps(kb)
    assert induction.steps(kb, BOARD) is made
    guidance = step(kb, "must").points[0].citation.doc
    kb.amend(guidance, status="consultation")
    caution = step(kb, "must").caution
    assert "was put out for consultation. Look for the final text" in caution
    pack = induction_pack.gather(kb, BOARD)
    assert caution in [one.text for one in Word(io.BytesIO(induction_pack.as_docx(pack))).paragraphs]
    assert caution in induction_pack.as_html(pack).decode()
    kb.amend(guidance, status="final")
    assert step(kb, "must").caution == ""


def test_the_quiz_asks_what_the_registers_know(kb: KnowledgeBase) -> None:
    asked = quiz(kb)
    assert len(asked) == 8 and asked == quiz(kb)
    for one in asked:
        assert one.right in one.choices and len(set(one.choices)) == len(one.choices)
        if one.said:
            assert one.said.count(BLANK) == 1 and one.said.replace(BLANK, one.right) in one.citation.quote
    assert {one.right for one in asked[:3]} == {"must", "should", "may"}


def test_what_does_not_apply_here_says_so_and_is_not_asked_about(kb: KnowledgeBase) -> None:
    first, asked = step(kb, "must").points[0].citation, quiz(kb)[0].citation
    dropped = [one for one in kb.duties() if one.text in (first.quote, asked.quote)]
    for duty in dropped:
        reviewing.mend(kb, duty.id, "drop", {}, reviewing.Said("duty", why="we are none", who="Ann"))
    note = step(kb, "must").points[0].note
    assert "does not apply here: Ann said on" in note and note.endswith(": we are none")
    assert asked.quote not in [one.citation.quote for one in quiz(kb)]
    for duty in dropped:
        reviewing.mend(kb, duty.id, "restore", {}, reviewing.Said("duty", who="Ann"))


def test_an_empty_library_names_what_is_missing_for_each_step(home: Path) -> None:
    with KnowledgeBase.open(Settings(home=home)) as empty:
        assert all(not one.points and one.missing.startswith("Add ") for one in induction.steps(empty))
        assert quiz(empty) == []
        pack = induction_pack.gather(empty)
    assert induction_pack.as_html(pack).decode().count(induction_pack.NOTHING) == len(pack.steps)


def test_the_pack_is_a_word_file_or_a_page_with_the_answers_last(kb: KnowledgeBase, tmp_path: Path) -> None:
    pack = induction_pack.gather(kb, BOARD)
    paper = Word(io.BytesIO(induction_pack.as_docx(pack)))
    assert [(round(one.page_width.mm), round(one.page_height.mm)) for one in paper.sections] == [(210, 297)]
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert words[0] == f"Induction: {BOARD}" and words.index("Quiz") < words.index("Answers")
    assert sum(text == point.citation.quote for one in pack.steps for point in one.points for text in words) > 40
    page = induction_pack.as_html(pack).decode()
    assert "@page{size:A4" in page and "<script" not in page and "http" not in page.replace("http-equiv", "")
    with pytest.raises(InputError, match=r"use one of \.docx, \.html"):
        induction_pack.write(pack, tmp_path / "pack.pdf")
    with pytest.raises(InputError, match="No plan, Directions or paper of Nowhere"):
        induction_pack.gather(kb, "Nowhere")
