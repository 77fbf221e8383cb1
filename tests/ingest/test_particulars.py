"""Item, meeting and period, as title pages print them."""
from __future__ import annotations

import pytest

from ingest.particulars import particulars


@pytest.mark.parametrize(
    ("title", "front", "found"),
    [
        ("Finance", ["Agenda Item 7.2", "Meeting of 3 May 2025"], {"item": "7.2", "meeting": "2025-05-03"}),
        ("Finance", ["Item No. 12", "3 May 2025"], {"item": "12"}),
        ("Hill Plan 2025 to 2028", [], {"period": "2025-2028"}),
        ("Report 2023/24", ["Monday, time to be confirmed"], {"period": "2023-2024"}),
        ("Board 2025-04", ["Items of business"], {}),
        ("", [], {}),
    ],
)
def test_what_the_title_page_says(title: str, front: list[str], found: dict[str, str]) -> None:
    assert particulars(title, front) == found
