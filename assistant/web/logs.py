"""The service's log: a line of JSON for each event, on standard error, where systemd and containers look for it."""
from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_OWN = logging.getLogger("remit")


class Lines(logging.Formatter):
    """One JSON object a record: `at`, `level`, and either the record's `line` or its message."""

    def format(self, record: logging.LogRecord) -> str:
        line = getattr(record, "line", None) or {"event": "message", "from": record.name, "said": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            line = {**line, "trace": self.formatException(record.exc_info)}
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "level": record.levelname.lower(), **line}, ensure_ascii=False)


def event(what: str, **facts: object) -> None:
    """A line of Remit's own."""
    _OWN.info("", extra={"line": {"event": what, **facts}})


def begin() -> None:
    """Send every logger's warnings, and Remit's own lines, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _OWN.setLevel(logging.INFO)
