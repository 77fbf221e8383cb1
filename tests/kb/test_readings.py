"""What the duty reader said is kept: nothing is read twice, and what is not asked for again is kept no longer."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb import workings
from kb.encoders import SHIPPED, Reranker
from kb.readings import Readings


class Counting(Reranker):
    """A duty reader that remembers what it was given."""

    def __init__(self) -> None:
        super().__init__(SHIPPED / "duty-reader")
        self.read: list[str] = []

    def logits(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        return super().logits(question, texts)


DUTY = "The plan must set out how unpaid carers were consulted."


def test_what_was_read_is_kept_and_only_what_is_new_is_read(tmp_path: Path) -> None:
    reader = Counting()
    first = Readings(tmp_path, "plan.code", reader)
    told = first.logits(DUTY, ["We met unpaid carers in six towns.", "The office is in Main Street."])
    assert told[0] > told[1]
    first.keep()
    again = Readings(tmp_path, "plan.code", reader)
    assert again.logits(DUTY, ["We met unpaid carers in six towns.", "Buses run daily."])[0] == told[0]
    assert reader.read == ["We met unpaid carers in six towns.", "The office is in Main Street.", "Buses run daily."]


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    reader, files = Counting(), []
    for _ in range(2):
        readings = Readings(tmp_path, "plan.code", reader)
        readings.logits(DUTY, ["Buses run daily."])
        readings.keep()
        files.append([path.stat().st_mtime_ns for path in (tmp_path / workings.FOLDER).iterdir()])
    assert files[0] == files[1] and len(files[0]) == 1 and reader.read == ["Buses run daily."]


def test_readings_end_with_their_document(tmp_path: Path) -> None:
    readings = Readings(tmp_path, "plan.code", Counting())
    readings.logits(DUTY, ["Buses run daily."])
    readings.keep()
    assert list((tmp_path / workings.FOLDER).iterdir())
    workings.forget(tmp_path, "plan")
    assert list((tmp_path / workings.FOLDER).iterdir()) == []
