"""Records to HTML. Everything that comes from a document, a file name or a person is escaped by Jinja: it is shown as
the characters it is, whether they look like HTML or like Markdown."""
from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from kb.models import Answer, Citation

KINDS = {
    "plan": "Plan",
    "directions": "Directions",
    "guidance": "Guidance",
    "paper": "Board paper",
    "minutes": "Minutes",
    "report": "Report",
    "law": "Law",
    "other": "Other document",
}
_LIST_ITEM = re.compile(r"^[-*•] +")
_MARK = re.compile(r"(\[\d+\])")

Piece = tuple[str, Citation | None]  # a stretch of an answer, and the source it leads to where it is a [1]


def html(template: str, **values: object) -> str:
    """A template of the folder `templates`, filled in."""
    return str(_TEMPLATES.get_template(f"{template}.html").render(**values))


def blocks(answer: Answer) -> list[tuple[str, list[list[Piece]]]]:
    """The answer in runs of lines, ("text" or "list", lines), each line in pieces. Of Markdown only the list mark is
    read: whatever else looks like Markdown may be the document's own characters.

    >>> blocks(Answer("Q", "not_found", "It says *two* things:\\n- a < b"))
    [('text', [[('It says *two* things:', None)]]), ('list', [[('a < b', None)]])]
    """
    sources = {f"[{citation.n}]": citation for citation in answer.citations}
    written = [text for text in answer.text.split("\n") if text.strip()]
    runs = groupby(written, key=lambda text: "list" if _LIST_ITEM.match(text) else "text")
    return [(kind, [_pieces(text, sources) for text in run]) for kind, run in runs]


def _pieces(text: str, sources: Mapping[str, Citation]) -> list[Piece]:
    return [(piece, sources.get(piece)) for piece in _MARK.split(_LIST_ITEM.sub("", text)) if piece]


def count(number: int, one: str, many: str = "") -> str:
    """
    >>> count(1, "document"), count(1200, "document"), count(0, "reply", "replies")
    ('1 document', '1,200 documents', '0 replies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """
    >>> times(1), times(2), times(1200)
    ('once', 'twice', '1,200 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def day(iso: str | None) -> str:
    """A date as a person writes it, as far as the document gives it.

    >>> day("2024-04-18"), day("2024-04"), day("2024"), day(None)
    ('18 April 2024', 'April 2024', '2024', 'not stated')
    """
    if not iso:
        return "not stated"
    parts = iso.split("-")
    if len(parts) == 1:
        return iso
    month = date(int(parts[0]), int(parts[1]), 1).strftime("%B %Y")
    return f"{int(parts[2])} {month}" if len(parts) == 3 else month


_TEMPLATES = Environment(
    loader=PackageLoader("assistant.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters.update(count=count, day=day, kind=KINDS.__getitem__, times=times)
