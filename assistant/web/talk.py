"""What one window asks: its turns, the questions that wait for the answer before them, those that could not be answered.

Several handlers of a window are at work at the same time: one answers, others take a question in, a reader's opinion or the
wish to begin again. Each changes what stands here and draws it, so that none undoes what another did.
"""
from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from assistant.web.conversation import Turn
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


class Worker:
    """A handler that works through the line. After a new beginning it is nobody's: what it still does is not shown."""


class Talk:
    """First come, first answered. One worker goes through the line at a time; the others find that it is seen to.

    >>> talk = Talk()
    >>> talk.join(Waiting("How many?", Chosen()))
    >>> talk.at_work
    True
    >>> first = talk.begin()
    >>> talk.begin(), talk.following(first) == Waiting("How many?", Chosen()), talk.show(first, Turn("How many?", {}))
    (None, True, True)
    >>> talk.clear()
    >>> talk.show(first, Turn("How many?", {})), talk.following(first), talk.turns, talk.begin() is None
    (False, None, [], False)
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Waiting] = deque()
        self._worker: Worker | None = None
        self._turns: list[Turn] = []
        self._growing: Turn | None = None
        self._failed: list[Failed] = []

    def __deepcopy__(self, _: object) -> Talk:
        """Gradio copies what a state begins with for each window; a lock cannot be copied."""
        return Talk()

    @property
    def turns(self) -> list[Turn]:
        """The answers given, and last the one that grows."""
        with self._lock:
            return [*self._turns, *([self._growing] if self._growing else [])]

    @property
    def waiting(self) -> list[Waiting]:
        """Those behind an answer; the first is about to be answered where nobody works through the line yet."""
        with self._lock:
            return list(self._waiting)[0 if self._worker else 1 :]

    @property
    def at_work(self) -> bool:
        """Whether an answer grows or is about to: whoever gives it draws the conversation."""
        with self._lock:
            return bool(self._worker or self._waiting)

    @property
    def failed(self) -> list[Failed]:
        with self._lock:
            return list(self._failed)

    def join(self, one: Waiting) -> None:
        with self._lock:
            self._waiting.append(one)
            self._failed = [failed for failed in self._failed if failed.question != one.question]

    def clear(self) -> None:
        """A new beginning: nothing stands here, nothing waits, and whoever works on an answer works for nobody."""
        with self._lock:
            self._waiting.clear()
            self._turns, self._growing, self._failed, self._worker = [], None, [], None

    def change(self, changed: Callable[[list[Turn]], list[Turn]]) -> None:
        """Puts what `changed` makes of the answers given in their place."""
        with self._lock:
            self._turns = changed(self._turns)

    # -- the worker's

    def begin(self) -> Worker | None:
        """The caller's right to work through the line; None where another does already."""
        with self._lock:
            if self._worker:
                return None
            self._worker = Worker()
            return self._worker

    def following(self, worker: Worker) -> Waiting | None:
        """The next question, taken out of the line; None ends the worker's work."""
        with self._lock:
            if worker is self._worker and self._waiting:
                return self._waiting.popleft()
        self.leave(worker)
        return None

    def show(self, worker: Worker, turn: Turn) -> bool:
        """Puts the answer that grows at the end; False where the window has begun anew meanwhile."""
        with self._lock:
            mine = worker is self._worker
            self._growing = turn if mine else self._growing
            return mine

    def finish(self, worker: Worker, failed: Failed | None = None) -> None:
        """The answer that grew is given, or could not be."""
        with self._lock:
            if worker is self._worker:
                self._turns = [*self._turns, *([self._growing] if self._growing and not failed else [])]
                self._failed = [*self._failed, *([failed] if failed else [])]
                self._growing = None

    def leave(self, worker: Worker) -> None:
        """The worker is done, or was broken off: whoever comes next goes on."""
        with self._lock:
            if worker is self._worker:
                self._worker = self._growing = None
