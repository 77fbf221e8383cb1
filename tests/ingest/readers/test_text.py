"""Plain text and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.blocks import Block
from ingest.readers import text
from kb.errors import UnreadableFile

LONG = "A file that does not wrap its lines has lines as long as its paragraphs " + "and on " * 10 + "to here."


def read(folder: Path, content: str | bytes, name: str = "a.md") -> tuple[Block, ...]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return text.read(path).blocks


def test_markdown_marks_go_and_the_words_stay(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "The **Board** must read [the *Act*](#) \\(2014\\), them<sup>2</sup> and <https://a.example>.")
    assert block.text == "The Board must read the Act (2014), them² and <https://a.example>."


def test_headings_items_and_levels(tmp_path: Path) -> None:
    blocks = read(tmp_path, "# Plan\n\n## Aims\n\nWe will:\n\n- meet\n - publish\n    - soon\n- act\n\n---\n\nDone.\n")
    assert [(b.kind, b.level, b.text) for b in blocks] == [
        ("heading", 1, "Plan"), ("heading", 2, "Aims"), ("paragraph", 0, "We will:"), ("item", 0, "meet"),
        ("item", 0, "publish"), ("item", 1, "soon"), ("item", 0, "act"), ("paragraph", 0, "Done."),
    ]  # fmt: skip


def test_wrapped_lines_are_joined_and_long_ones_are_not(tmp_path: Path) -> None:
    assert [b.text for b in read(tmp_path, "The board\nmeets.\n\nIt acts.")] == ["The board meets.", "It acts."]
    assert [b.text for b in read(tmp_path, f"{LONG}\nIt acts.")] == [LONG.strip(), "It acts."]


def test_tables_by_tabs_and_by_pipes(tmp_path: Path) -> None:
    tabs = read(tmp_path, "Table 1: Posts\n\nRole\tCost\nAnalyst\t71\n\tTotal\n")
    pipes = read(tmp_path, "Table 1: Posts\n\n| Role | Cost |\n|---|---|\n| Analyst | 71 |\n| | Total |\n")
    assert tabs == pipes
    assert [row.cells for row in tabs[0].rows] == [("Role", "Cost"), ("Analyst", "71"), ("", "Total")]
    assert (tabs[0].header_rows, tabs[0].caption) == (1, "Table 1: Posts")


def test_a_line_over_a_table_is_not_part_of_it(tmp_path: Path) -> None:
    blocks = read(tmp_path, "Whom it concerns\t\t\n\tThe council\tYes\n\tNHS\tNo\n")
    assert [(b.kind, b.header_rows) for b in blocks][-1] == ("table", 0)
    assert len(blocks[-1].rows) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "The Board’s £5m – agreed.".encode(encoding))[0].text == "The Board’s £5m – agreed."


def test_stray_control_characters_are_left_out(tmp_path: Path) -> None:
    (block,) = read(tmp_path, f"The cost is \x1b[31m£5m\x07 a year. {LONG}")
    assert block.text == f"The cost is [31m£5m a year. {LONG}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"), (b" \n\t\n", "is empty"), (b"\x00\x01\x02\x80", "holds no text"),
        (b"A null\x00 in what is said otherwise. " * 3, "holds no text"), (b"Bells \x07\x07 and more", "holds no text"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read(tmp_path, content)
