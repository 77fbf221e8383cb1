"""How records look outside: the JSON of CONTRACT.md and the Markdown of terminal and web, in one place for both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kb.models import Answer, Citation, Document, Entry, Hit

COLUMNS = "The table’s columns"  # before them, where an answer quotes its header
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def escape(text: str) -> str:
    """Text of a document or a question as Markdown shows it: every special character as itself.

    >>> escape("<b>5*</b>")
    '\\\\<b\\\\>5\\\\*\\\\</b\\\\>'
    """
    return _SPECIAL.sub(r"\\\1", text)


def place(citation: Citation) -> str:
    """Where a quote stands, in words.

    >>> place(Citation(1, "d", "Directions", None, 2, None, "ii", "5 Homes", "5.2", "q", "d/1/1", kind="directions"))
    'Directions, page ii (2 of the file), Direction 5.2, section “5 Homes”'
    """
    pieces = [
        citation.title,
        page_words(citation.page, citation.page_label),
        number_words(citation.number, citation.kind),
        citation.section and f"section “{citation.section}”",
        "read from a scan" if citation.ocr else None,
    ]
    return ", ".join(piece for piece in pieces if piece)


def place_in(document: Document, page: int | None, number: str | None = None, section: str | None = None) -> str:
    """A place in a document, in the same words."""
    where = (page_words(page, document.label(page)), number_words(number, document.kind), section and f"section “{section}”")
    return ", ".join(piece for piece in (document.title, *where) if piece)


def page_words(page: int | None, label: str | None) -> str | None:
    """
    >>> page_words(2, "ii"), page_words(2, "2"), page_words(2, None), page_words(None, None)
    ('page ii (2 of the file)', 'page 2', 'page 2', None)
    """
    if page is None:
        return None
    return f"page {page}" if label in (None, "", str(page)) else f"page {label} ({page} of the file)"


def number_words(number: str | None, kind: str | None) -> str | None:
    """
    >>> number_words("5.2", "directions"), number_words("3.1", "plan"), number_words("a", None)
    ('Direction 5.2', 'paragraph 3.1', 'a')
    """
    if not number or kind is None:
        return number
    return f"{'Direction' if kind == 'directions' else 'paragraph'} {number}"


def citation_json(citation: Citation) -> dict[str, Any]:
    names = ("n", "doc", "title", "authority", "page", "page_to", "page_label", "section", "number", "quote")
    return {name: getattr(citation, name) for name in names}


def answer_json(answer: Answer) -> dict[str, Any]:
    """CONTRACT.md, "An answer", without the id that a batch adds."""
    return {
        "question": answer.question,
        "status": answer.status,
        "answer": answer.text,
        "citations": [citation_json(citation) for citation in answer.citations],
        "searched": {"query": answer.query, "filters": answer.filters},
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "model": answer.model,
        "ms": answer.ms,
    }


def document_json(document: Document) -> dict[str, Any]:
    """CONTRACT.md, `list` and `show`: `type` is the document's kind."""
    names = ("title", "authority", "date", "status", "version", "pages", "passages")
    return {"doc": document.id, "type": document.kind} | {name: getattr(document, name) for name in names}


def corrections(before: Document, now: Document) -> str:
    """What a person corrected in a document's facts, from what to what.

    >>> corrections(Document("a", "A", "plan", 1, "", "", "pdf"), Document("a", "A", "law", 1, "", "", "pdf", date="2024"))
    'kind from plan to law; date from none to 2024'
    """
    names = ("title", "kind", "authority", "date", "status", "supersedes", "in_force_from", "in_force_to", "visibility")
    facts = [(name.replace("_", " "), getattr(before, name) or "none", getattr(now, name) or "none") for name in names]
    return "; ".join(f"{name} from {was} to {value}" for name, was, value in facts if was != value)


def hit_json(hit: Hit) -> dict[str, Any]:
    """CONTRACT.md, `search`."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "doc": passage.doc,
        "title": hit.document.title,
        "page": passage.page,
        "page_label": hit.document.label(passage.page),
        "section": passage.heading,
        "number": passage.number,
        "text": passage.text,
        "score": round(hit.score, 6),
    }


def row_read(citation: Citation) -> str:
    """Rows of a table as a person reads them, the cells with their columns, a line a row; empty where the quote is no row of
    one, or its cells are not those of the header.

    >>> nowhere = (None,) * 6
    >>> row_read(Citation(1, "d", "T", *nowhere, "Hill | 25,600 | ", "d/1", columns="Area | People | Note"))
    'Area: Hill; People: 25,600'
    """
    columns, rows = citation.columns.split(" | "), [line.split(" | ") for line in citation.quote.split("\n")]
    if len(columns) < 2 or not all(2 <= len(cells) <= len(columns) for cells in rows):
        return ""
    return "\n".join(_row_read(columns, cells) for cells in rows)


def _row_read(columns: Sequence[str], cells: Sequence[str]) -> str:
    named = zip(columns, cells, strict=False)  # a row that ends early has its last cells empty
    pairs = [(" ".join(column.split()).rstrip(":"), " ".join(cell.split())) for column, cell in named]
    return "; ".join(f"{column}: {cell}" if column else cell for column, cell in pairs if cell)


def read_text(answer: Answer) -> str:
    """The text of an answer as a person reads it: rows of tables with their columns, a header as what the columns are; what
    is so read stands in no quotation marks, its own characters are one press away."""
    text, headers = answer.text, {one.columns for one in answer.citations if one.columns}
    for one in answer.citations:
        header = f"{COLUMNS}: {'; '.join(one.quote.split(' | '))}" if one.quote in headers else ""
        if read := row_read(one) or header:
            text = text.replace(f"“{one.quote}” [{one.n}]", f"{read} [{one.n}]")
    return text


def entry_json(entry: Entry) -> dict[str, Any]:
    """CONTRACT.md, `register`, with an acronym's or a definition's own two fields."""
    names = ("doc", "kind", "number", "text", "amounts", "date", "to", "page", "section", "term", "definition")
    return {name: list(value) if isinstance(value := getattr(entry, name), tuple) else value for name in names}


def answer_text(answer: Answer) -> str:
    """An answer for the terminal: what it says, then a line for each source."""
    lines = [read_text(answer)]
    if answer.model:
        lines += ["", written_by(answer)]
    if answer.citations:
        lines += ["", "Sources", *(f"[{citation.n}] {place(citation)}" for citation in answer.citations)]
    if answer.nearest:
        lines += ["", "Nearest places", *(f" - {place(near)}: {shortened(near.quote)}" for near in answer.nearest)]
    return "\n".join(lines)


def written_by(answer: Answer) -> str:
    """Which language model wrote an answer, in a sentence; "" where none did.

    >>> written_by(Answer("Q", "answered", "It is £5 [1].", model="tiny"))
    'Written by the language model tiny; each sentence was checked against the quotes that it names.'
    """
    if not answer.model:
        return ""
    return f"Written by the language model {answer.model}; each sentence was checked against the quotes that it names."


def hit_text(hit: Hit) -> str:
    """A passage found, for the terminal."""
    passage = hit.passage
    where = place_in(hit.document, passage.page, passage.number, passage.heading)
    return f"{hit.rank:2}  {where}\n    {shortened(passage.text, 400)}"


def entry_text(entry: Entry) -> str:
    """An entry for the terminal: what it says, then where."""
    said = f"{entry.term}: {entry.definition}" if entry.term else shortened(entry.text, 400)
    where = [entry.doc, entry.number, f"page {entry.page}" if entry.page else None, entry.section]
    facts = [*entry.amounts, *([entry.date] if entry.date else []), *entry.to]
    about = f" [{'; '.join(facts)}]" if facts else ""
    return f"{entry.kind:18} {said}{about}\n    {', '.join(piece for piece in where if piece)}"


def shortened(text: str, most: int = 160) -> str:
    """On one line, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"
