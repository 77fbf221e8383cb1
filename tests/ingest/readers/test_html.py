"""Web pages: their own text, and nothing of what surrounds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.blocks import Source
from ingest.readers import html
from kb.errors import UnreadableFile


def read(folder: Path, body: str, head: str = "<title>A page</title>") -> Source:
    path = folder / "a.html"
    path.write_text(
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>", encoding="utf-8"
    )
    return html.read(path)


def told(source: Source) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in source.blocks]


def test_only_the_main_part_is_read(tmp_path: Path) -> None:
    page = """
      <header><h1>The Council</h1></header><nav><a href=/>Home</a></nav>
      <div class="cookie-banner"><p>We use cookies.</p></div>
      <ol class="govuk-breadcrumbs breadcrumb"><li>Home</li></ol><script>var text = "never";</script>
      <article><header><h1>Directions</h1></header><p>The board <b>must</b> meet.</p>
      <aside>Related</aside><form>Search</form></article>
      <div aria-hidden="true">decor</div><footer><p>Contact us.</p></footer>"""
    assert told(read(tmp_path, page)) == [("heading", "Directions"), ("paragraph", "The board must meet.")]


def test_without_a_main_part_the_body_is_read(tmp_path: Path) -> None:
    page = "<div id=site-header>Us</div><h2>Aims</h2><div>One paragraph.<br><br>Another.<p>A third.</div><footer>Us</footer>"
    assert told(read(tmp_path, page)) == [("heading", "Aims")] + [
        ("paragraph", text) for text in ("One paragraph.", "Another.", "A third.")
    ]


def test_lists_keep_their_levels_and_numbers(tmp_path: Path) -> None:
    page = """<p>It must:</p><ol start=2><li><p>meet</p><p>in public</p><ul><li>often</ul></li><li>act</ol>
      <ol type=a><li>one</ol><ul><li>9.2.1 Costs fall.</ul><ol style="list-style-type: none"><li>bare</ol>"""
    blocks = read(tmp_path, page).blocks
    assert [(b.kind, b.text, b.number, b.mark, b.level) for b in blocks[1:]] == [
        ("item", "meet in public", "2", "2.", 0),
        ("item", "often", None, None, 1),
        ("item", "act", "3", "3.", 0),
        ("item", "one", "a", "a.", 0),
        ("item", "Costs fall.", "9.2.1", "9.2.1", 0),
        ("item", "bare", None, None, 0),
    ]


def test_tables_have_their_header_caption_and_wide_cells(tmp_path: Path) -> None:
    page = """<table><caption>Table 1: Posts</caption><thead><tr><th>Role<th>Cost<th>Years</thead>
      <tr><td><p>Analyst</p><ul><li>part time</ul><td>71<td>5</tr><tr><td colspan=2>Total<td>5</tr></table>"""
    (block,) = read(tmp_path, page).blocks
    assert (block.caption, block.header_rows) == ("Table 1: Posts", 1)
    assert [row.cells for row in block.rows] == [
        ("Role", "Cost", "Years"),
        ("Analyst part time", "71", "5"),
        ("Total", "", "5"),
    ]


def test_a_table_of_one_column_is_layout(tmp_path: Path) -> None:
    assert told(read(tmp_path, "<table><tr><td><p>The first.</p><p>The second.</p></table>")) == [
        ("paragraph", "The first."),
        ("paragraph", "The second."),
    ]


def test_footnote_marks_are_raised_and_blanks_folded(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "<p>The  plan<sup>3</sup>\n of 1<sup>st</sup>&nbsp;May.</p>").blocks
    assert block.text == "The plan³ of 1st\u00a0May."


def test_the_page_says_what_it_is(tmp_path: Path) -> None:
    source = read(tmp_path, "<p>Text.</p>", '<title>A  page\n</title><meta name="DCTERMS.issued" content="2024-04-18">')
    assert (source.title, source.metadata["dcterms.issued"], source.pages) == ("A page", "2024-04-18", None)


def test_other_encodings_and_xhtml(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<html><head><meta charset="iso-8859-15"></head><p>5 € each.</p></html>'.encode("iso-8859-15"))
    assert html.read(path).blocks[0].text == "5 € each."
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>£5.</p></body></html>',
        "utf-8",
    )
    assert html.read(path).blocks[0].text == "£5."


@pytest.mark.parametrize("body", ["", "<script>document.write('text')</script>", "<nav>Home</nav><p> </p>"])
def test_a_page_without_text_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(UnreadableFile, match="holds no text"):
        read(tmp_path, body)


def test_nothing_is_lost_in_deep_nesting_or_the_page_is_refused(tmp_path: Path) -> None:
    assert told(read(tmp_path, "<div>" * 300 + "Deep." + "</div>" * 300)) == [("paragraph", "Deep.")]
    with pytest.raises(UnreadableFile, match="nests its parts"):
        read(tmp_path, "<div>" * 5000 + "Too deep." + "</div>" * 5000)
