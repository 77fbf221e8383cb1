"""What the readers agree on: a file is a sequence of blocks in reading order, whatever its format.

A format that knows its own structure (DOCX, HTML, text) gives blocks at once; a PDF's are found from the positions of
its lines by `layout` and `outline`. `passages` turns blocks into passages and never looks at the format.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "table", "note", "contents"]


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row. An empty cell stays an empty cell; `page` is where the row begins.

    `starts` is for a row that a page's end cut in two: for each cell the (offset in it, physical page) of its parts.
    """

    cells: tuple[str, ...]
    page: int | None = None
    starts: tuple[tuple[tuple[int, int], ...], ...] = ()

    def starts_of(self, at: int) -> tuple[tuple[int, int], ...]:
        """The page starts of one cell; empty where the format has no pages."""
        if self.starts:
            return self.starts[at]
        return ((0, self.page),) if self.page else ()


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table, footnote or contents line.

    `text` has single blanks for white space (no-break spaces are kept) and is joined across lines and pages; for a table
    it is empty and `rows` hold it, the first `header_rows` of them the header. `number` is the block's own number
    without brackets or closing stop ("3.12", "a", "9.2.1"); for an item None means a bullet, and the mark is not part of
    `text`; for a paragraph and a heading the printed number IS part of `text`. `mark` is a numbered item's number as it
    is printed ("(a)", "1."), so that the passage has the source's own characters. `level` is 1 for the outermost heading,
    0 for an outermost item. `page_starts` are (offset in text, physical page), empty where the format has no pages.
    """

    kind: BlockKind
    text: str
    number: str | None = None
    level: int = 0
    rows: tuple[Row, ...] = ()
    header_rows: int = 0
    caption: str | None = None
    page_starts: tuple[tuple[int, int], ...] = ()
    ocr: bool = False
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its blocks and what the format itself says about it.

    `labels` are the page labels in order (empty without pages); `title` is the file's own title where it has one;
    `empty_pages` and `ocr_pages` are physical page numbers; `unread` names in words the pages between the first and the
    last that hold something nobody could read; `warnings` are plain sentences.
    """

    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    labels: tuple[str, ...] = ()
    title: str | None = None
    empty_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
