"""Tables of which one column is used are lists or running text, whatever the format."""
from __future__ import annotations

from pathlib import Path

from docx import Document as NewDocx

from ingest import flow
from ingest.blocks import Block, Row
from ingest.pieces import Piece
from ingest.readers import docx, html, text

STEPS = ("Complete the impact assessment", "Agree the money with both parties", "Publish the plan by April")
PROSE = "This box says more than a list would. It has sentences of its own."


def told(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]


def table(*rows: tuple[str, ...], header: int = 0) -> Piece:
    return Piece(Block("table", "", rows=tuple(Row(row, 3) for row in rows), header_rows=header))


def test_a_table_with_one_used_column_is_a_list_on_its_pages() -> None:
    blocks = flow.structure([table(*((step, "") for step in STEPS))])
    assert told(blocks) == [("item", step) for step in STEPS]
    assert {block.page_starts for block in blocks} == {((0, 3),)}


def test_its_header_is_no_item_and_its_caption_is_kept() -> None:
    piece = table(("Steps to take", ""), *((step, "") for step in STEPS), header=1).turned(caption="Table 1: Steps")
    assert told(flow.structure([piece]))[:2] == [("paragraph", "Table 1: Steps"), ("heading", "Steps to take")]


def test_rows_that_print_their_own_number_or_go_on_keep_their_shape() -> None:
    rows = [("", "and so support it for one more year"), ("", "6. Agree the first tranche"), ("", "7. Endorse the network")]
    before = [Piece(Block("paragraph", "5. Support the grant programme until the end of the year"))]
    blocks = flow.structure([*before, table(*rows)])
    assert blocks[0].text.endswith("end of the year and so support it for one more year")
    assert [block.number for block in blocks] == ["5", "6", "7"]


def test_columns_without_a_word_go_and_no_cell_shifts_in_the_others() -> None:
    piece = table(("", "Issue to the council", "", "Yes"), ("", "Issue to the health board", "", ""), ("", "None", "", "No"))
    assert [row.cells for row in flow.structure([piece])[0].rows] == [
        ("Issue to the council", "Yes"), ("Issue to the health board", ""), ("None", "No"),
    ]  # fmt: skip


def test_running_text_in_a_box_stays_text() -> None:
    assert told(flow.structure([table((PROSE,), (PROSE,), (PROSE,))])) == [("paragraph", PROSE)] * 3
    assert told(flow.structure([table((STEPS[0],), (STEPS[1],))]))[-1][0] == "paragraph"


def test_html_docx_and_text_read_a_boxed_list_alike(tmp_path: Path) -> None:
    page = tmp_path / "box.html"
    page.write_text(f"<table>{''.join(f'<tr><td><p>{step}</p></td></tr>' for step in STEPS)}</table>", encoding="utf-8")
    plain = tmp_path / "box.txt"
    plain.write_text("\n".join(f"| {step} | |" for step in STEPS), encoding="utf-8")
    paper = NewDocx()
    for row, step in zip(paper.add_table(len(STEPS), 1).rows, STEPS, strict=True):
        row.cells[0].text = step
    paper.save(str(tmp_path / "box.docx"))
    expected = [("item", step) for step in STEPS]
    assert told(html.read(page).blocks) == expected
    assert told(text.read(plain).blocks) == expected
    assert told(docx.read(tmp_path / "box.docx").blocks) == expected
