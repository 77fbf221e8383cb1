"""Blocks to passages: what becomes one passage, where a long one is cut, and what each carries of its surroundings."""

from __future__ import annotations

from ingest.blocks import Block, Row
from ingest.passages import LONGEST, passages
from kb.models import Passage


def heading(text: str, level: int = 1) -> Block:
    return Block("heading", text, level=level)


def paragraph(text: str, number: str | None = None, page: int | None = None) -> Block:
    return Block("paragraph", text, number=number, page_starts=((0, page),) if page else ())


def item(text: str, number: str | None = None, mark: str | None = None, level: int = 0, page: int | None = None) -> Block:
    return Block("item", text, number=number, mark=mark, level=level, page_starts=((0, page),) if page else ())


def made(*blocks: Block, title: str = "") -> list[Passage]:
    return passages(blocks, "plan", 2, title)


def parts(passage: Passage) -> list[tuple[str, str]]:
    return [(part.role, passage.text[part.start : part.end]) for part in passage.parts]


def test_a_paragraph_is_a_passage_under_its_headings() -> None:
    found = made(
        heading("1 Aims"),
        heading("1.1 Reach", 2),
        paragraph("We reach people."),
        heading("2 Money"),
        paragraph("It is spent."),
    )
    assert [(p.id, p.kind, p.text, p.section) for p in found] == [
        ("plan/2/0", "paragraph", "We reach people.", ("1 Aims", "1.1 Reach")),
        ("plan/2/1", "paragraph", "It is spent.", ("2 Money",)),
    ]


def test_the_title_is_no_section_and_a_heading_over_nothing_is_kept_as_a_paragraph() -> None:
    found = made(
        heading("The Plan"),
        heading("Foreword", 2),
        heading("Aims", 2),
        paragraph("We aim."),
        heading("End"),
        title="THE  plan",
    )
    assert [(p.text, p.section) for p in found] == [("Foreword", ()), ("We aim.", ("Aims",)), ("End", ())]


def test_a_list_is_one_passage_with_its_lead_in_and_items() -> None:
    found = made(
        paragraph("It was agreed. The board must:"),
        item("meet in public"),
        item("publish papers", "b", "(b)"),
        paragraph("So be it."),
    )
    assert [p.kind for p in found] == ["list", "paragraph"]
    assert found[0].text == "It was agreed. The board must:\nmeet in public\n(b) publish papers"
    assert parts(found[0]) == [("lead_in", "The board must:"), ("item", "meet in public"), ("item", "(b) publish papers")]
    assert [part.number for part in found[0].parts] == [None, None, "b"]


def test_a_lead_in_that_only_points_back_takes_the_sentence_before_it_along() -> None:
    found = made(paragraph("Meet often. Groups must include some people. These are:"), item("carers"))
    assert parts(found[0])[0] == ("lead_in", "Groups must include some people. These are:")


def test_a_paragraph_that_ends_leads_into_nothing() -> None:
    found = made(paragraph("It was agreed."), item("one"), item("two", level=1))
    assert [(p.kind, p.text) for p in found] == [("paragraph", "It was agreed."), ("list", "one\ntwo")]
    assert [part.level for part in found[1].parts] == [0, 1]
    assert found[0].parts == ()


def test_a_long_list_is_cut_between_items_and_its_later_pieces_carry_the_lead_in() -> None:
    items = [f"item {n} " + "word " * 40 + "end" for n in range(9)]
    found = made(paragraph("4.1 The board must:", "4.1"), *map(item, items))
    assert len(found) == 2 and all(len(p.text) <= LONGEST for p in found)
    assert "\n".join(p.text for p in found) == "\n".join(["4.1 The board must:", *items])
    assert (found[0].lead_in, found[0].parent) == (None, None)
    assert (found[1].lead_in, found[1].parent, found[1].number) == ("4.1 The board must:", found[0].id, "4.1")
    assert all(role == "item" for role, _ in parts(found[1]))


def test_a_lead_in_is_not_left_alone_when_the_first_item_does_not_fit() -> None:
    long = "First. " + "So it is said here again. " * 44 + "The board must:"
    found = made(paragraph(long), item("word " * 60 + "end"))
    assert len(found) == 2 and found[1].text.startswith("The board must:\nword")
    assert parts(found[1])[0] == ("lead_in", "The board must:")


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "The board will " + "go on and on " * 20 + "here."
    found = made(paragraph(" ".join(["3.12", *[sentence] * 7]), "3.12"))
    assert [p.number for p in found] == ["3.12", "3.12"] and found[1].parent == found[0].id
    assert all(len(p.text) <= LONGEST and p.text.endswith("here.") for p in found)
    assert found[1].lead_in is None


def test_numbered_items_stand_alone_under_the_sentence_that_they_continue() -> None:
    found = made(
        paragraph("9.1 It reports.", "9.1"),
        item("It does so quarterly.", "9.1.1", "9.1.1"),
        paragraph("9.2 Costs must fall. These are specifically", "9.2"),
        item("Care is realigned.", "9.2.1", "9.2.1"),
        item("by half", None),
        item("Travel costs less.", "9.2.2", "9.2.2"),
        paragraph("9.3 All take part.", "9.3"),
    )
    assert [(p.number, p.text) for p in found] == [
        ("9.1", "9.1 It reports."),
        ("9.1.1", "9.1.1 It does so quarterly."),
        ("9.2", "9.2 Costs must fall. These are specifically"),
        ("9.2.1", "9.2.1 Care is realigned.\nby half"),
        ("9.2.2", "9.2.2 Travel costs less."),
        ("9.3", "9.3 All take part."),
    ]
    lead_in = "9.2 Costs must fall. These are specifically"
    assert [(p.lead_in, p.parent) for p in found[1:4]] == [(None, found[0].id), (None, None), (lead_in, found[2].id)]
    assert (found[4].lead_in, found[4].parent, found[5].parent) == (lead_in, found[2].id, None)


def test_numbered_paragraphs_may_continue_a_sentence_without_a_number() -> None:
    found = made(
        paragraph("The board must:"), item("Meet.", "3.1"), item("Publish.", "3.2"), heading("4 Next"), item("Rest.", "4.1")
    )
    assert [(p.text, p.lead_in) for p in found] == [
        ("The board must:", None),
        ("3.1 Meet.", "The board must:"),
        ("3.2 Publish.", "The board must:"),
        ("4.1 Rest.", None),
    ]


def test_bullets_belong_to_the_numbered_paragraph_above_them() -> None:
    (found,) = made(item("The service has", "3.7", "3.7"), item("saved money"), item("closed posts"))
    assert (found.kind, found.number, found.text) == ("list", "3.7", "3.7 The service has\nsaved money\nclosed posts")


def test_a_table_has_a_line_a_row_and_is_cut_between_rows() -> None:
    rows = (
        Row(("Role", "Cost"), 4),
        *(Row((f"Analyst {n} " + "x" * 100, f"{n}"), 4 + n // 6) for n in range(14)),
        Row(("", "9", "")),
    )
    first, second = made(Block("table", "", rows=rows, header_rows=1, caption="Table 1: Posts"))
    assert first.text.startswith("Role | Cost\nAnalyst 0 x") and second.text.endswith("\n | 9")
    assert (second.lead_in, second.parent, second.caption) == ("Role | Cost", first.id, "Table 1: Posts")
    assert [role for role, _ in parts(first)][:2] == ["header", "row"] and {role for role, _ in parts(second)} == {"row"}
    assert first.page == 4 and first.page_at(len(first.text) - 1) == 5


def test_footnotes_follow_what_they_interrupt_and_contents_are_gathered() -> None:
    found = made(
        Block("contents", "Aims ... 2"),
        Block("contents", "Money ... 3"),
        paragraph("The board must:"),
        Block("note", "As said.", number="4"),
        item("meet"),
        Block("note", "Ibid.", number="5"),
        item("act"),
    )
    assert [(p.kind, p.text, p.number) for p in found] == [
        ("contents", "Aims ... 2\nMoney ... 3", None),
        ("list", "The board must:\nmeet\nact", None),
        ("note", "As said.", "4"),
        ("note", "Ibid.", "5"),
    ]


def test_pages_are_counted_in_the_passage_own_text() -> None:
    crossing = Block("paragraph", "One here. Two there, and:", page_starts=((0, 3), (14, 4)))
    (found,) = made(crossing, item("three", "a", "(a)", page=4), item("four", page=5))
    assert found.text == "One here. Two there, and:\n(a) three\nfour"
    assert found.page_starts == ((0, 3), (14, 4), (36, 5))
    assert [found.page_at(at) for at in (0, 13, 14, 30, 36)] == [3, 3, 4, 4, 5]


def test_pieces_of_a_long_paragraph_know_their_own_page() -> None:
    text = " ".join(["The board goes on and on and on and on and on for a while here."] * 40)
    found = made(Block("paragraph", text, page_starts=((0, 7), (1500, 8))))
    assert [p.page for p in found] == [7, 7, 8] and found[1].page_starts[1][1] == 8
    assert found[1].text[found[1].page_starts[1][0] :][:10] == text[1500:1510]


def test_nothing_makes_nothing() -> None:
    assert made() == []
    assert made(Block("table", "", rows=(Row(("", "")),))) == []
