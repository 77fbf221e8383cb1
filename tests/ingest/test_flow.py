"""Structure that only the words show: headings, numbers, contents, footnotes, captions, sentences that a page broke."""

from __future__ import annotations

import pytest

from ingest import flow
from ingest.blocks import Block, Row
from ingest.pieces import Piece

SENTENCE = "This is running text, which ends in a stop."


def lines(*texts: str) -> list[Piece]:
    """Bare paragraphs; one that begins with "- " is an item."""
    return [Piece(Block("item", text[2:]) if text.startswith("- ") else Block("paragraph", text)) for text in texts]


def told(pieces: list[Piece]) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.number, block.text) for block in flow.structure(pieces)]


def headings(pieces: list[Piece]) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in flow.structure(pieces) if block.kind == "heading"]


def test_numbered_paragraphs_keep_their_number_and_items_give_it_up() -> None:
    assert told(lines("3.5 It is so.", "- 3.6 It is not.", "- 9.2.1 costs fall by a third.")) == [
        ("paragraph", "3.5", "3.5 It is so."),
        ("item", "3.6", "It is not."),
        ("item", "9.2.1", "costs fall by a third."),
    ]


def test_letters_with_a_figure_number_paragraphs_where_a_series_counts_on() -> None:
    numbered = told(lines("B1 Staff must train.", "It is so.", "B2: Staff must rest.", "B3 Ask."))
    assert [number for _, number, _ in numbered] == ["B1", None, "B2", "B3"]
    words = told(lines("Standard 1: Staff must train.", "Standard 2 Staff rest.", "Standard 3 – Ask.", "Standard 1 of 2004"))
    assert [number for _, number, _ in words] == ["Standard 1", "Standard 2", "Standard 3", None]
    sizes = told(lines("A4 Paper is cheap.", "A1 Paper is dear.", "M25 Motorways are long."))
    assert [number for _, number, _ in sizes] == [None, None, None]


@pytest.mark.parametrize(
    "text", ["1.2 million people live here.", "31.03.23 is the day.", "0.5 WTE is enough.", "1.8% of all."]
)
def test_quantities_and_dates_are_no_numbers(text: str) -> None:
    assert told(lines(text)) == [("paragraph", None, text)]


def test_whole_numbers_are_items_under_a_lead_in_and_paragraphs_elsewhere() -> None:
    long = "The purpose of this report is to tell " + "what happened and " * 10 + "why."
    assert [kind for kind, _, _ in told(lines("The board agrees to:", "1. Meet.", "2. Publish."))] == [
        "paragraph",
        "item",
        "item",
    ]
    assert told(lines("Summary.", f"1. {long}", f"2. {long}")) == [
        ("paragraph", None, "Summary."),
        ("paragraph", "1", f"1. {long}"),
        ("paragraph", "2", f"2. {long}"),
    ]
    marks = [block.mark for block in flow.structure(lines("It must:", "1. meet;", "(a) often;", "2) act."))]
    assert marks == [None, "1.", "(a)", "2)"]


def test_a_bullet_before_the_next_paragraph_number_is_a_slip() -> None:
    long = "It goes on " + "and on " * 40 + "here."
    assert [kind for kind, _, _ in told(lines(f"15. {long}", "“Quoted.”", f"- 16. {long}"))] == ["paragraph"] * 3


def test_letters_under_a_whole_number_are_one_level_deeper() -> None:
    blocks = flow.structure(lines("It must:", "1. meet", "(a) often", "(ii) in public"))
    assert [(block.number, block.level) for block in blocks[1:]] == [("1", 0), ("a", 1), ("ii", 0)]


def test_bare_lines_over_running_text_are_headings() -> None:
    assert headings(
        lines("2. Background", SENTENCE, "2.1 History", SENTENCE, "Why it matters", SENTENCE, "ANNEX A: Sources", SENTENCE)
    ) == [
        (1, "2. Background"),
        (2, "2.1 History"),
        (3, "Why it matters"),
        (1, "ANNEX A: Sources"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "27 April 2024",
        "Email: a.person@place.example",
        "EH1 3DG",
        "Item: 5.4",
        "We have listed some of the services here below",
        "It ends.",
    ],
)
def test_dates_addresses_fields_lead_ins_and_sentences_are_no_headings(line: str) -> None:
    assert headings(lines(line, "- one", "- two")) == []


@pytest.mark.parametrize(
    "line",
    [
        "1.2 The board will publish its plan by [Date to be confirmed]",
        "1.2 The board will spend £4 million on this. [Date to be confirmed]",
        "1.2 Its chair is to be confirmed",
        "1.2 The board must publish its plan every year",
        "The partnership should open a hub",
    ],
)
def test_a_sentence_without_its_stop_is_no_heading_and_no_text_is_lost(line: str) -> None:
    assert headings(lines("1 Panels", SENTENCE, line, SENTENCE)) == [(1, "1 Panels")]


def test_a_question_or_an_aim_may_be_a_heading() -> None:
    named = ["1.1 What the board must do next", "1.2 How we will know", "1.3 What will change", "1.4 Governance [draft]"]
    assert [text for _, text in headings(lines(*(line for name in named for line in (name, SENTENCE))))] == named


def test_a_title_page_is_not_a_pile_of_headings() -> None:
    assert headings(lines("REPORT", "The Pact", "Ardmore Council", "Executive Summary", SENTENCE)) == [
        (1, "Executive Summary")
    ]


def test_the_second_of_two_headings_and_its_kind_stand_deeper() -> None:
    found = headings(lines("Main Report", "Context", SENTENCE, "The Pact", SENTENCE))
    assert found == [(1, "Main Report"), (2, "Context"), (2, "The Pact")]


def test_who_was_quoted_is_no_heading() -> None:
    assert headings(lines("“It was good, and why was it good?”", "Participant 6", "The Pact", SENTENCE)) == [(1, "The Pact")]


def test_the_contents_say_what_is_outermost() -> None:
    pieces = lines(
        "Contents", "1. Aims ........ 3", "Glossary of terms .... 9", "1. Aims", SENTENCE, "Glossary of terms", SENTENCE
    )
    assert [kind for kind, _, _ in told(pieces)][:3] == ["contents"] * 3
    assert headings(pieces) == [(1, "1. Aims"), (1, "Glossary of terms")]


def test_a_table_of_headings_and_pages_is_contents() -> None:
    table = Block(
        "table",
        "",
        rows=tuple(Row((name, page)) for name, page in [("Aims", "2"), ("Why", "2"), ("Money", "3"), ("Ends", "9")]),
    )
    assert told([Piece(table)]) == [
        ("contents", None, "Aims 2"),
        ("contents", None, "Why 2"),
        ("contents", None, "Money 3"),
        ("contents", None, "Ends 9"),
    ]


def test_styles_that_give_one_level_to_all_are_corrected_by_the_numbers() -> None:
    pieces = [Piece(Block("heading", text, level=2)) for text in ("1. Aims", "3. Plan", "3.1 Reach")]
    assert headings(pieces) == [(1, "1. Aims"), (1, "3. Plan"), (2, "3.1 Reach")]


def test_a_bold_bullet_over_text_is_its_heading() -> None:
    pieces = [Piece(Block("heading", "Aims", level=1)), Piece(Block("item", "Legally"), bold=True), *lines(SENTENCE)]
    assert headings(pieces) == [(1, "Aims"), (3, "Legally")]


@pytest.mark.parametrize("first", ["- to be heard", "1. to be heard"])
def test_a_heading_that_announces_the_list_under_it_is_its_lead_in(first: str) -> None:
    aims = Piece(Block("heading", "The aims of the plan are:", level=1))
    assert headings([aims, *lines(first, SENTENCE)]) == []
    assert headings([aims, *lines(SENTENCE)]) == [(1, "The aims of the plan are:")]


def test_footnotes_captions_and_broken_sentences() -> None:
    table = Piece(Block("table", "", rows=(Row(("A", "1")), Row(("B", "2")))))
    pieces = [
        *lines("The local community has an interest in its own", "¹ As said.", "planning and its duties.", "Table 2: posts"),
        table,
    ]
    blocks = flow.structure(pieces)
    assert [(block.kind, block.text) for block in blocks[:2]] == [
        ("paragraph", "The local community has an interest in its own planning and its duties."),
        ("note", "As said."),
    ]
    assert (blocks[1].number, blocks[2].kind, blocks[2].caption) == ("1", "table", "Table 2: posts")


def test_what_only_helps_to_get_about_is_left_out() -> None:
    assert told(lines("Skip to content", "You are here: Home | Us", "- •", "***", "Back to top")) == []


def test_where_paragraphs_are_counted_a_short_one_is_no_heading() -> None:
    long = "It goes on " + "and on " * 40 + "here."
    assert headings(lines("Main Report", f"1. {long}", "2. Key Milestones", f"3. {long}")) == [(1, "Main Report")]


STEPS = (
    "Complete the housing statement",
    "Complete an impact assessment that covers every group named in the regulations and that is ready to publish along with "
    "the plan",
    "Consider the means of publication",
    "Consider an easy read version (and others)",
)


def test_lines_that_open_alike_are_steps_and_no_headings() -> None:
    assert headings(lines("The steps are these.", *STEPS)) == []


def test_lines_of_a_checklist_are_no_headings_however_they_open() -> None:
    steps = ("Agree the aims", f"Publish aims{' and costs' * 15}", "Meet each locality", f"Ask the board{' again' * 25}")
    assert headings(lines("This checklist is a guide.", *steps)) == []
    assert headings(lines("This text is a guide.", *steps)) == [(1, "Agree the aims"), (1, "Meet each locality")]


def test_terms_over_their_meanings_stay_headings() -> None:
    meaning = f"group of people{' who plan together for a place' * 4}"
    terms = ("Joint board", f"Any {meaning}", "Locality", f"That {meaning}", "Lead agency", f"One {meaning}")
    told = lines("Words used here.", *terms)
    assert [text for _, text in headings(told)] == ["Joint board", "Locality", "Lead agency"]


def test_a_number_without_its_blank_counts_where_it_counts_on() -> None:
    long = "Each board must say what it does " + "and why " * 20 + "at once."
    told_of = told(lines(f"1.{long}", f"2.{long}", f"7.{long}", "3.Tonnes were moved."))
    assert [number for _, number, _ in told_of] == ["1", "2", None, "3"]
    assert told_of[0][2] == f"1.{long}"  # the source's own characters
