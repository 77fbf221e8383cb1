"""Records to HTML. Everything that comes from a document, a file name or a person is escaped by Jinja: it is shown as
the characters it is, whether they look like HTML or like Markdown."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.kept import pieces
from assistant.render import row_read, shortened
from kb import decisions
from kb.models import Answer, Citation
from kb.text import day, unmarked

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
VERDICTS = {verdict: words.capitalize() for verdict, words in decisions.VERDICTS.items()}
_LIST_ITEM = re.compile(r"^[-*•] +")

Piece = tuple[str, str, Citation | None]  # "text", "mark" or "title", what it says, and the source that a mark leads to


def html(template: str, **values: object) -> str:
    """A template of the folder `templates`, filled in."""
    return str(_TEMPLATES.get_template(f"{template}.html").render(**values))


def blocks(answer: Answer) -> list[tuple[str, list[list[Piece]]]]:
    """The answer in runs of lines, ("text" or "list", lines), each line in pieces. Of Markdown only the list mark and a
    source's own title are read: whatever else looks like Markdown may be the document's own characters.

    >>> blocks(Answer("Q", "not_found", "It says *two* things:\\n- a < b"))
    [('text', [[('text', 'It says *two* things:', None)]]), ('list', [[('text', 'a < b', None)]])]
    """
    sources = {f"[{citation.n}]": citation for citation in answer.citations}
    runs = groupby(pieces(answer), key=_kind)
    return [(kind, [_pieces(line, sources, kind == "list") for line in run]) for kind, run in runs]


def _kind(line: Sequence[tuple[str, str]]) -> str:
    return "list" if line[0][0] == "text" and _LIST_ITEM.match(line[0][1]) else "text"


def _pieces(line: Sequence[tuple[str, str]], sources: Mapping[str, Citation], item: bool) -> list[Piece]:
    texts = [_LIST_ITEM.sub("", text, count=1) if item and at == 0 else text for at, (_, text) in enumerate(line)]
    shown = zip((kind for kind, _ in line), texts, strict=True)
    return [(kind, text, sources.get(text) if kind == "mark" else None) for kind, text in shown if text]


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


_TEMPLATES = Environment(
    loader=PackageLoader("assistant.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters.update(count=count, day=day, row_read=row_read, shortened=shortened, kind=KINDS.__getitem__, times=times)
_TEMPLATES.filters["unmarked"] = unmarked
_TEMPLATES.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
