"""What one file may cost. A reader whose work rightly takes longer (recognising a scan) asks whoever waits for more time."""
from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

SECONDS = 60.0  # a thousand pages take half of it
MEMORY_MB = 900  # a 500-page PDF takes 300
PAGES = 2000  # of one PDF

_nobody: Callable[[float], None] = lambda _seconds: None  # noqa: E731
listener: ContextVar[Callable[[float], None]] = ContextVar("listener", default=_nobody)


def ask_for(seconds: float) -> None:
    """Tell whoever waits that the file may take so much longer from now."""
    listener.get()(seconds)
