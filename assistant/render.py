"""How records look outside: the JSON of CONTRACT.md and the Markdown of terminal and web, in one place for both."""

from __future__ import annotations

import re
from typing import Any

from kb.models import Answer, Citation, Document, Entry, Hit

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def escape(text: str) -> str:
    """Text of a document or a question as Markdown shows it: every special character as itself.

    >>> escape("<b>5*</b>")
    '\\\\<b\\\\>5\\\\*\\\\</b\\\\>'
    """
    return _SPECIAL.sub(r"\\\1", text)


def place(citation: Citation) -> str:
    """A place in words.

    >>> place(Citation(1, "d", "Directions", None, 2, None, "ii", "Direction 5", "5.2", "q", "d/1/1"))
    'Directions, 5.2, page ii (2 of the file), Direction 5'
    """
    pieces = [citation.title]
    if citation.number:
        pieces.append(citation.number)
    if citation.page is not None:
        label = citation.page_label or str(citation.page)
        pieces.append(f"page {label}" if label == str(citation.page) else f"page {label} ({citation.page} of the file)")
    if citation.section:
        pieces.append(citation.section)
    if citation.ocr:
        pieces.append("read from a scan")
    return ", ".join(pieces)


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


def entry_json(entry: Entry) -> dict[str, Any]:
    """CONTRACT.md, `register`, with an acronym's or a definition's own two fields."""
    names = ("doc", "kind", "number", "text", "amounts", "date", "to", "page", "section", "term", "definition")
    return {name: list(value) if isinstance(value := getattr(entry, name), tuple) else value for name in names}


def answer_text(answer: Answer) -> str:
    """An answer for the terminal: what it says, then a line for each source."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", "Sources", *(f"[{citation.n}] {place(citation)}" for citation in answer.citations)]
    if answer.nearest:
        lines += ["", "Nearest places", *(f" - {place(near)}: {_shortened(near.quote)}" for near in answer.nearest)]
    return "\n".join(lines)


def hit_text(hit: Hit) -> str:
    """A passage found, for the terminal."""
    passage = hit.passage
    label = hit.document.label(passage.page) or passage.page
    where = [hit.document.title, passage.number, f"page {label}" if label else None, passage.heading]
    return f"{hit.rank:2}  {', '.join(piece for piece in where if piece)}\n    {_shortened(passage.text, 400)}"


def entry_text(entry: Entry) -> str:
    """An entry for the terminal: what it says, then where."""
    said = f"{entry.term}: {entry.definition}" if entry.term else _shortened(entry.text, 400)
    where = [entry.doc, entry.number, f"page {entry.page}" if entry.page else None, entry.section]
    facts = [*entry.amounts, *([entry.date] if entry.date else []), *entry.to]
    about = f" [{'; '.join(facts)}]" if facts else ""
    return f"{entry.kind:18} {said}{about}\n    {', '.join(piece for piece in where if piece)}"


def _shortened(text: str, most: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"
