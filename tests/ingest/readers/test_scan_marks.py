"""Lines and heavy type are seen on a page's picture."""
from __future__ import annotations

import numpy as np
import pytest

from ingest.readers import scan_marks
from ingest.readers.ocr import DPI
from ingest.sheets import Word

INCH = DPI
RULES = ((72, 72, 216, 73), (144, 72, 145, 144))


def test_long_straight_lines_are_rules_and_letters_and_boxes_are_none() -> None:
    page = np.full((4 * INCH, 4 * INCH), 255, np.uint8)
    page[INCH : INCH + 3, INCH : 3 * INCH] = 0  # level
    page[INCH : 2 * INCH, 2 * INCH : 2 * INCH + 2] = 0  # upright
    page[20:40, 20:60] = 0  # a letter's size
    page[3 * INCH : 3 * INCH + 80, INCH : 3 * INCH] = 0  # a filled box
    found = scan_marks.rules(scan_marks.ink(page))
    assert [rule == pytest.approx(drawn, abs=3.0) for rule, drawn in zip(found, RULES, strict=True)] == [True, True]


def test_a_line_of_thick_strokes_is_bold_and_the_others_are_not() -> None:
    page = np.full((300, 600), 255, np.uint8)
    words = []
    for at, thick in enumerate((3, 3, 7)):
        for stroke in range(10):
            page[20 + 80 * at : 60 + 80 * at, 20 + 40 * stroke : 20 + 40 * stroke + thick] = 0
        top, bottom = (edge * 72 / DPI for edge in (15 + 80 * at, 65 + 80 * at))
        words.append(Word("letters", 10 * 72 / DPI, top, 450 * 72 / DPI, bottom, 18.0))
    assert [word.bold for word in scan_marks.with_weight(scan_marks.ink(page), words)] == [False, False, True]


def test_an_empty_page_has_neither() -> None:
    page = scan_marks.ink(np.full((30, 30), 255, np.uint8))
    assert (scan_marks.rules(page), scan_marks.with_weight(page, ())) == ((), ())
