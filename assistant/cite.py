"""From a stretch of a passage to a citation: the quote is the stretch itself, its place is computed from where it stands."""

from __future__ import annotations

from kb.models import Citation, Document, Passage

MAX_QUOTE = 1200  # characters of one quote
MAX_QUOTES = 3000  # characters of all the quotes of an answer


def citation(document: Document, passage: Passage, start: int, end: int, n: int) -> Citation:
    """Citation number `n` of `passage.text[start:end]`. Raises ValueError for a stretch that is empty or too long."""
    quote = passage.text[start:end]
    if not quote.strip() or len(quote) > MAX_QUOTE:
        raise ValueError(f"A quote has 1 to {MAX_QUOTE} characters, not {len(quote)} ({passage.id}).")
    page, last = passage.page_at(start), passage.last_page(start, end)
    return Citation(
        n=n,
        doc=passage.doc,
        title=f"{document.title} ({document.standing})" if document.standing else document.title,
        authority=document.authority,
        page=page,
        page_to=last if last != page else None,
        page_label=document.label(page),
        section=passage.heading,
        number=_number(passage, start),
        quote=quote,
        passage=passage.id,
        ocr=passage.ocr,
        columns=_columns(passage, start),
        kind=document.kind,
    )


def _number(passage: Passage, start: int) -> str | None:
    """The passage's own number, or the mark of the one item that the quote begins in."""
    if passage.number:
        return passage.number
    return next((part.number for part in passage.parts if part.role == "item" and part.start <= start < part.end), None)


def _columns(passage: Passage, start: int) -> str:
    """The header of the table in one of whose rows the quote begins."""
    if not any(part.role == "row" and part.start <= start < part.end for part in passage.parts):
        return ""
    header = next((part for part in passage.parts if part.role == "header"), None)
    return passage.text[header.start : header.end] if header else passage.lead_in or ""
