"""A quote begins with what is asked: past what only leads up to it, never past what it depends on."""
from __future__ import annotations

import pytest

from assistant.clauses import LONG, main_start

MAIN = "the harbour office must send a copy of the timetable to every island, to the ferry users and to the coastguard" + (
    ", and to anybody else who has asked for one in writing" * 4
)
LED = "Taking account of what was said about the first timetable, "


def test_what_leads_up_to_a_long_sentence_is_told_apart() -> None:
    assert len(MAIN) < LONG + 100 and len(LED + MAIN) > LONG
    assert (LED + MAIN)[main_start(LED + MAIN) :] == MAIN
    assert main_start(LED + MAIN[:100]) == 0  # short enough to be quoted as it is


@pytest.mark.parametrize(
    "condition",
    [
        "Depending on what was said about the first timetable, ",
        "Assuming that nothing was said about the first timetable, ",
        "If nothing was said about the first timetable at all, ",
        "Following the winter timetable that was agreed, ",
        "Building, mending and painting boats in the yard, ",
    ],
)
def test_what_it_depends_on_is_kept(condition: str) -> None:
    assert main_start(condition + MAIN) == 0
