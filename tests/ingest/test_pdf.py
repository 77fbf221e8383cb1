"""PDF -> blocks, over PDFs made here, page by page."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from ingest.blocks import Block, Source
from ingest.readers import pdf
from kb.errors import UnreadableFile

WIDTH, HEIGHT = 595.0, 842.0
PROSE = (
    "The board agreed that every locality should have a plan of its own, and that each plan should say who does what, "
    "by when and with what money, so that people can see for themselves whether it was done."
)


class Paper:
    """A document drawn line by line, as a word processor would."""

    def __init__(self, path: Path, **options: object) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), **options)
        self.y = HEIGHT - 100

    def line(self, text: str, x: float = 72, size: float = 11, bold: bool = False, y: float | None = None) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.y if y is None else y, text)
        if y is None:
            self.y -= 1.25 * size

    def prose(self, text: str, x: float = 72, width: float = 450, size: float = 11) -> None:
        for part in simpleSplit(text, "Helvetica", size, width):
            self.line(part, x, size)
        self.y -= 9

    def bullet(self, text: str, x: float = 84) -> None:
        self.line("•", x, y=self.y)
        for part in simpleSplit(text, "Helvetica", 11, 400):
            self.line(part, x + 18)
        self.y -= 2

    def page(self) -> None:
        self.canvas.showPage()
        self.y = HEIGHT - 100

    def save(self) -> Path:
        self.canvas.save()
        return self.path


Draw = Callable[[Paper], None]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Draw], Source]:
    def made(draw: Draw) -> Source:
        paper = Paper(tmp_path / "paper.pdf")
        draw(paper)
        return pdf.read(paper.save())

    return made


def texts(source: Source, *kinds: str) -> list[str]:
    return [block.text for block in source.blocks if not kinds or block.kind in kinds]


def block(source: Source, start: str) -> Block:
    return next(found for found in source.blocks if found.text.startswith(start))


def test_a_paragraph_is_one_block_and_a_heading_another(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.line("Localities", size=16, bold=True)
        paper.y -= 6
        paper.prose(PROSE)
        paper.prose("A second paragraph stands below it, on its own, and says little.")

    source = read(draw)
    assert [(b.kind, b.level) for b in source.blocks] == [("heading", 1), ("paragraph", 0), ("paragraph", 0)]
    assert source.blocks[1].text == PROSE
    assert source.format == "pdf"
    assert source.pages == 1


def test_a_sentence_that_crosses_a_page_is_joined_and_knows_both_pages(read: Callable[[Draw], Source]) -> None:
    words = (PROSE + " " + PROSE).split()

    def draw(paper: Paper) -> None:
        paper.prose(" ".join(words[:30]) + " and those who do not yet know it, and")
        paper.page()
        paper.prose("the rest of that sentence stands on the next page.")

    source = read(draw)
    assert len(source.blocks) == 1
    joined = source.blocks[0]
    offset = joined.text.index("the rest of that sentence")
    assert joined.page_starts == ((0, 1), (offset, 2))


def test_a_line_without_a_stop_ends_at_the_pages_end_where_a_sentence_opens(read: Callable[[Draw], Source]) -> None:
    stage = "stage of the work will take, so that the review of all of it is done in time for those who read"

    def draw(paper: Paper) -> None:
        paper.prose("Each board is to complete its plan, and to ask the Scottish Ministers where it does not know how.")
        paper.prose(f"Consider how long every {stage}")
        paper.page()
        paper.prose("Complete an assessment of the impact")
        paper.prose(f"Consider the {stage} and each {stage} and who may one day want to know all of it, by the")
        paper.page()
        paper.prose("Scottish Ministers")

    assert texts(read(draw))[1:] == [
        f"Consider how long every {stage}",
        "Complete an assessment of the impact",
        f"Consider the {stage} and each {stage} and who may one day want to know all of it, by the Scottish Ministers",
    ]


def test_running_heads_feet_and_page_numbers_go_and_labels_stay(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        for page, label in enumerate(("i", "ii", "1", "2", "3")):
            paper.line("Strategic Plan 2030", y=HEIGHT - 40, size=9)
            paper.line(f"Page {label}", x=280, y=30, size=9)
            paper.prose(f"Page number {page} begins with words of its own. {PROSE}")
            paper.page()

    source = read(draw)
    assert source.labels == ("i", "ii", "1", "2", "3")
    assert not any("Strategic Plan 2030" in text or (text.startswith("Page ") and len(text) < 10) for text in texts(source))
    assert len(source.blocks) == 5


def test_a_foot_that_changes_by_chapter_goes_by_its_page_number(read: Callable[[Draw], Source]) -> None:
    names = ("Foreword", "Summary", "People", "Money", "Risk", "Close")

    def draw(paper: Paper) -> None:
        for number, name in enumerate(names, start=1):
            paper.line(f"{name} {number}", x=430, y=32, size=9)
            paper.prose(f"Here {name.lower()} is dealt with. {PROSE}")
            paper.page()

    source = read(draw)
    assert source.labels == ("1", "2", "3", "4", "5", "6")
    assert texts(source) == [f"Here {name.lower()} is dealt with. {PROSE}" for name in names]


def test_two_columns_are_read_one_after_the_other(read: Callable[[Draw], Source]) -> None:
    left = " ".join(f"left{n} column words" for n in range(30)) + "."
    right = " ".join(f"right{n} column words" for n in range(30)) + "."

    def draw(paper: Paper) -> None:
        paper.line("A title across both columns of the page", size=18, bold=True)
        top = paper.y
        rows_left, rows_right = simpleSplit(left, "Helvetica", 10, 210), simpleSplit(right, "Helvetica", 10, 210)
        for at, (one, other) in enumerate(zip(rows_left, rows_right, strict=False)):  # drawn row by row, as some do
            paper.line(one, 72, 10, y=top - 13 * at)
            paper.line(other, 310, 10, y=top - 13 * at)

    source = read(draw)
    assert texts(source)[0].startswith("A title")
    body = " ".join(texts(source)[1:])
    assert body.index("left25") < body.index("right0")


def test_bullets_are_items_with_levels_and_no_mark(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.prose("The plan must:")
        paper.bullet("set out the arrangements for carrying out the functions")
        paper.bullet("say which of them are shared", x=110)
        paper.page()
        paper.bullet("be published")

    items = [b for b in read(draw).blocks if b.kind == "item"]
    assert [(b.text, b.level, b.page_starts) for b in items] == [
        ("set out the arrangements for carrying out the functions", 0, ((0, 1),)),
        ("say which of them are shared", 1, ((0, 1),)),
        ("be published", 0, ((0, 2),)),
    ]


def test_a_drawn_bullet_counts_as_one(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.prose("The plan must:")
        for text in ("say what", "say when"):
            paper.canvas.circle(84, paper.y + 3.5, 2, fill=1)
            paper.line(text, 96)

    assert texts(read(draw), "item") == ["say what", "say when"]


def test_paragraph_numbers_open_paragraphs(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.prose("3.11 The board met in May and agreed its plan.")
        paper.prose("3.12 " + PROSE)

    assert [(b.kind, b.number) for b in read(draw).blocks] == [("paragraph", "3.11"), ("paragraph", "3.12")]


def test_a_footnote_leaves_the_sentence_that_it_interrupts(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.prose(PROSE)
        first = "Groups meet each month and report what they found to the board"
        paper.line(first)
        end = 72 + paper.canvas.stringWidth(first, "Helvetica", 11)
        paper.line("4", end, 6.5, y=paper.y + 11 * 1.25 + 4)
        paper.y = 90
        paper.line("4", 72, 5.5, y=93)
        paper.line("Minutes are kept by the clerk.", 76, 8)
        paper.page()
        paper.prose("and to the people who live there.")

    source = read(draw)
    notes = [b for b in source.blocks if b.kind == "note"]
    assert [(b.number, b.text) for b in notes] == [("4", "Minutes are kept by the clerk.")]
    sentence = block(source, "Groups meet")
    assert sentence.text.endswith("what they found to the board and to the people who live there.")
    assert [page for _, page in sentence.page_starts] == [1, 2]


def test_a_ruled_table_keeps_its_empty_cells_and_goes_on_over_the_page(read: Callable[[Draw], Source]) -> None:
    edges = (72, 240, 320, 420)

    def rows(paper: Paper, lines: list[tuple[str, ...]]) -> None:
        top = paper.y
        for at in range(len(lines) + 1):
            paper.canvas.line(edges[0], top - 20 * at, edges[-1], top - 20 * at)
        for x in edges:
            paper.canvas.line(x, top, x, top - 20 * len(lines))
        for at, line in enumerate(lines):
            for x, cell in zip(edges, line, strict=False):
                paper.line(cell, x + 4, 9, bold=line[0] == "Post", y=top - 20 * at - 14)

    def draw(paper: Paper) -> None:
        rows(paper, [("Post", "Band", "Cost"), ("Manager", "", "76"), ("Analyst", "7", "71")])
        paper.page()
        rows(paper, [("Post", "Band", "Cost"), ("Clerk", "4", "")])

    tables = [b for b in read(draw).blocks if b.kind == "table"]
    assert len(tables) == 1
    assert [row.cells for row in tables[0].rows] == [
        ("Post", "Band", "Cost"), ("Manager", "", "76"), ("Analyst", "7", "71"), ("Clerk", "4", ""),
    ]
    assert [row.page for row in tables[0].rows] == [1, 1, 1, 2]
    assert tables[0].header_rows == 1


def test_contents_are_told_apart(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.line("Contents", size=16, bold=True)
        for title, page in (("Introduction", 2), ("What we will do", 3), ("How we pay for it", 5)):
            paper.line(f"{title} {'.' * 60} {page}")
        paper.page()
        paper.line("Introduction", size=16, bold=True)
        paper.prose(PROSE)

    source = read(draw)
    assert len(texts(source, "contents")) >= 3
    assert texts(source, "paragraph") == [PROSE]


def test_text_drawn_twice_is_read_once(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.line("Who we are and what we do", y=700)
        paper.line("Who we are and what we do", x=72.3, y=700)

    assert texts(read(draw)) == ["Who we are and what we do"]


def test_a_page_turned_on_its_side_is_read_level(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.canvas.rotate(90)
        paper.canvas.translate(0, -WIDTH)
        paper.y = 500
        paper.prose(PROSE)

    assert texts(read(draw)) == [PROSE]


def test_a_page_without_text_is_reported(read: Callable[[Draw], Source]) -> None:
    def draw(paper: Paper) -> None:
        paper.prose(PROSE)
        paper.page()
        paper.canvas.rect(100, 100, 200, 200, fill=1)
        paper.page()

    source = read(draw)
    assert source.pages == 2
    assert source.empty_pages == (2,)
    assert source.warnings == ("Page 2 has no text (a picture or a blank page).",)


def test_a_locked_file_opens_with_its_password_only(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "locked.pdf", encrypt=StandardEncryption("key", ownerPassword="owner"))
    paper.prose(PROSE)
    path = paper.save()
    with pytest.raises(UnreadableFile, match="locked with a password"):
        pdf.read(path)
    with pytest.raises(UnreadableFile, match="another password"):
        pdf.read(path, password="wrong")
    assert texts(pdf.read(path, password="key")) == [PROSE]


def test_a_file_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "owner.pdf", encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    paper.prose(PROSE)
    assert texts(pdf.read(paper.save())) == [PROSE]


def test_what_is_no_pdf_is_refused_in_a_sentence(tmp_path: Path) -> None:
    empty, other = tmp_path / "empty.pdf", tmp_path / "other.pdf"
    empty.write_bytes(b"")
    other.write_bytes(b"%PDF-1.4\nnot really")
    with pytest.raises(UnreadableFile, match=r"empty\.pdf is empty"):
        pdf.read(empty)
    with pytest.raises(UnreadableFile, match=r"other\.pdf is not a PDF that can be read"):
        pdf.read(other)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        pdf.read(tmp_path / "missing.pdf")


def test_a_page_has_a_picture(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "paper.pdf")
    paper.prose(PROSE)
    path = paper.save()
    assert pdf.picture(path, 1, scale=0.5).startswith(b"\x89PNG")
    with pytest.raises(UnreadableFile, match="has no page 2"):
        pdf.picture(path, 2)
