"""The questions of one window that wait for the answer before them: each is answered in its turn and none is lost."""
from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock

from assistant.web.scoping import Chosen


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question as it was sent, with the documents chosen at that moment."""

    question: str
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that could not be answered, and why in a sentence."""

    question: str
    why: str


class Line:
    """First come, first answered. One handler works through it at a time; the others find that it is seen to.

    >>> line = Line()
    >>> line.join(Waiting("How many?", Chosen())), line.begin(), line.begin()
    (None, True, False)
    >>> line.following() == Waiting("How many?", Chosen()), line.following(), line.begin()
    (True, None, True)
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Waiting] = deque()
        self._seen_to = False
        self.failed: list[Failed] = []

    def __deepcopy__(self, _: object) -> Line:
        """Gradio copies what a state begins with for each window; a lock cannot be copied."""
        return Line()

    @property
    def waiting(self) -> list[Waiting]:
        """Those behind an answer; the first is about to be answered where nobody works through the line yet."""
        with self._lock:
            return list(self._waiting)[0 if self._seen_to else 1 :]

    def join(self, one: Waiting) -> None:
        with self._lock:
            self._waiting.append(one)
            self.failed = [failed for failed in self.failed if failed.question != one.question]

    def begin(self) -> bool:
        """Whether the caller is to work through the line: False where another does already."""
        with self._lock:
            mine, self._seen_to = not self._seen_to, True
            return mine

    def following(self) -> Waiting | None:
        """The next question, taken out of the line; None ends the caller's work on it."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._seen_to = False
            return None

    def leave(self) -> None:
        """The caller was broken off: whoever comes next goes on."""
        with self._lock:
            self._seen_to = False
