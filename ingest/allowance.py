"""What one file may cost. Time is a processor's, so that a busy machine reads what an idle one does. A reader whose work
rightly takes longer (recognising a scan) asks whoever waits for more."""
from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar

SECONDS = 60.0  # of a processor; a thousand pages take half of it
PATIENCE = 10  # times as long by the clock, for what waits and does not work, and where the system keeps no such limit
MEMORY_MB = 900  # a 500-page PDF takes 300
PAGES = 2000  # of one PDF

_nobody: Callable[[float], None] = lambda _seconds: None  # noqa: E731
listener: ContextVar[Callable[[float], None]] = ContextVar("listener", default=_nobody)


def ask_for(seconds: float) -> None:
    """Tell whoever waits that the file may take so many processor seconds more from now."""
    listener.get()(seconds)


def worked() -> float:
    """The processor seconds of this process so far, and of those that it started and that have ended."""
    return sum(os.times()[:4])
