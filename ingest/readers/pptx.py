"""Presentations (PPTX), by python-pptx: a slide is a page, its title a heading. Speakers' notes are left out."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE

from ingest import flow
from ingest.blocks import Block, Row, Source
from ingest.pieces import Piece
from ingest.readers.docx_package import refuse_bombs
from kb.errors import UnreadableFile
from kb.text import fold_white


def read(path: Path) -> Source:
    """The slides' blocks. Raises UnreadableFile where it is damaged or holds no text."""
    refuse_bombs(path)
    slides = pptx.Presentation(str(path))
    pieces = [piece for page, slide in enumerate(slides.slides, start=1) for piece in _on_slide(slide, page)]
    blocks = flow.structure(pieces)
    if not blocks:
        raise UnreadableFile(f"{path.name} holds no text.")
    pages = len(slides.slides)
    told = {page for block in blocks for _, page in block.page_starts}
    empty = tuple(page for page in range(1, pages + 1) if page not in told)
    labels = tuple(str(page) for page in range(1, pages + 1))
    return Source("pptx", blocks, pages, labels, fold_white(slides.core_properties.title or "") or None, empty)


def _on_slide(slide: Any, page: int) -> Iterator[Piece]:
    title = slide.shapes.title
    if title is not None and (said := fold_white(title.text_frame.text)):
        yield _piece(Block("heading", said, level=1), page)
    for shape in _in_reading_order(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            yield from _paragraphs(shape, page)
        elif shape.has_table:
            rows = [[fold_white(cell.text) for cell in row.cells] for row in shape.table.rows]
            header = int(shape.table.first_row or flow.has_header(rows))
            table = tuple(Row(tuple(row), page) for row in rows)
            yield _piece(Block("table", "", rows=table, header_rows=header), page)


def _in_reading_order(shapes: Any) -> Iterator[Any]:
    """From the top down, those beside each other from the left; those of a group together."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _in_reading_order(shape.shapes)
        else:
            yield shape


def _paragraphs(shape: Any, page: int) -> Iterator[Piece]:
    """Several paragraphs in the slide's body are its bullets; a text box's are paragraphs."""
    said = [(fold_white(part.text), part.level) for part in shape.text_frame.paragraphs]
    said = [(text, level) for text, level in said if text]
    listed = shape.is_placeholder and len(said) > 1
    for text, level in said:
        yield _piece(Block("item", text, level=level) if listed else Block("paragraph", text), page)


def _piece(block: Block, page: int) -> Piece:
    return Piece(block).turned(page_starts=((0, page),))
