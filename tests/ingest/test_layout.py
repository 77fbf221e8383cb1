"""Sheets -> clean sheets, columns, labels; lines -> text."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from ingest.columns import in_order
from ingest.joining import Joiner
from ingest.layout import lay_out
from ingest.sheets import Sheet, Word, join_words

LETTER = 5.0  # points that a letter of these pages is wide


def words(text: str, x: float, y: float, size: float = 10.0) -> Iterator[Word]:
    for word in text.split():
        yield Word(word, x, y - size, x + LETTER * len(word), y, size)
        x += LETTER * (len(word) + 1)


def sheet(page: int, *lines: tuple[str, float, float]) -> Sheet:
    return Sheet(page, 595, 842, tuple(word for text, x, y in lines for word in words(text, x, y)))


def cleared(sheets: Sequence[Sheet]) -> list[str]:
    return [" ".join(word.text for word in sheet.words) for sheet in lay_out(sheets).sheets]


def test_a_head_that_three_pages_repeat_is_taken_out() -> None:
    pages = [sheet(n, ("Annual Report", 72, 40), (f"Body of page {n}", 72, 300)) for n in (1, 2, 3)]
    assert cleared(pages) == ["Body of page 1", "Body of page 2", "Body of page 3"]
    assert lay_out(pages).furniture == ("Annual Report",)


def test_what_repeats_in_the_middle_of_the_page_stays() -> None:
    pages = [sheet(n, ("Annual Report", 72, 300)) for n in (1, 2, 3)]
    assert cleared(pages) == ["Annual Report"] * 3


def test_a_marking_that_most_pages_repeat_goes_though_it_stands_further_in() -> None:
    def marked(pages: int) -> list[Sheet]:
        rows = [(("Body", 72.0, 300.0), ("OFFICIAL", 280.0, 690.0), (str(n), 280.0, 820.0)) for n in range(1, pages + 1)]
        return [sheet(n, *row) for n, row in enumerate(rows, start=1)]

    assert cleared(marked(5)) == ["Body"] * 5
    assert cleared(marked(3)) == ["Body OFFICIAL"] * 3  # too few pages to tell a form's own words from a marking


def test_what_repeats_at_another_height_stays() -> None:
    pages = [sheet(n, ("Annual Report", 72, 20 + 20 * n), ("Body", 72, 400)) for n in (1, 2, 3)]
    assert cleared(pages) == ["Annual Report Body"] * 3


@pytest.mark.parametrize(
    ("feet", "labels"),
    [
        (("", "i", "ii", "1", "2", "3"), ("", "i", "ii", "1", "2", "3")),
        (("Page 7", "Page 8", "Page 9"), ("7", "8", "9")),
        (("March 2024", "March 2024", "March 2024"), ("1", "2", "3")),
        (("", "", ""), ("1", "2", "3")),
    ],
)
def test_labels_are_the_numbers_printed(feet: tuple[str, ...], labels: tuple[str, ...]) -> None:
    pages = [sheet(n, ("Body text", 72, 300), (foot, 280, 820)) for n, foot in enumerate(feet, start=1)]
    assert lay_out(pages).labels == labels


def test_a_document_without_pages_or_words_is_laid_out_to_nothing() -> None:
    assert lay_out([]).sheets == ()
    assert cleared([Sheet(1, 0, 0, ())]) == [""]


def test_cells_side_by_side_are_no_columns() -> None:
    names = [(f"Name {n}", 72.0, 100.0 + 20 * n) for n in range(6)]
    rows = names + [(f"{n} years", 400.0, y) for n, (_, _, y) in enumerate(names)]
    lines = in_order(1, list(sheet(1, *rows).words))
    assert [line.text for line in lines][:2] == ["Name 0 0 years", "Name 1 1 years"]


@pytest.mark.parametrize(
    ("document", "lines", "text"),
    [
        (["self-monitoring works"], ["and self-", "monitoring"], "and self-monitoring"),
        (["the government", "govern-", "ment"], ["the govern-", "ment"], "the government"),
        ([], ["a long-", "standing one"], "a long-standing one"),
        ([], ["in 2019-", "22 and"], "in 2019-22 and"),
        ([], ["authorities –", "either of them"], "authorities – either of them"),
        ([], ["and/", "or"], "and/or"),
        ([], ["soft\u00ad", "ly"], "softly"),
        ([], ["", "one", ""], "one"),
    ],
)
def test_lines_are_joined_as_the_document_spells(document: list[str], lines: list[str], text: str) -> None:
    assert Joiner(document).join(lines) == text


def test_the_raised_letters_of_an_ordinal_stay_with_their_figure() -> None:
    figure = Word("31", 10, 100, 22, 112, 12)
    assert join_words([figure, Word("st", 22.1, 99, 28, 107, 8), Word("April", 32, 100, 60, 112, 12)]) == "31st April"
    assert join_words([figure, Word("st", 26, 100, 34, 112, 12)]) == "31 st"
