"""Kept answers in words: what every page and file that shows one says of it."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from assistant import render
from kb.answers import Feedback, Kept, Since
from kb.models import Answer, Citation, Status
from kb.text import day

_LEAD = r"\*[^*\n]+\*(?= – (?:{}))"  # what a quote is about, before it: *Population: 25,600* – “Upper Marden | 25,600”
Piece = tuple[Literal["text", "mark", "title"], str]
STATUS: dict[Status, str] = {
    "answered": "Answered",
    "partial": "Answered in part",
    "disputed": "Disputed: the documents do not agree, or say otherwise",
    "not_found": "Not in the documents",
}
COMPOSED = "composed of quotes, without a language model"


def about(kept: Kept) -> list[str]:
    """When it was asked, its status, who wrote it, and what was searched: a line each."""
    answer = kept.answer
    documents = ", ".join(answer.filters.get("doc", ())) or "all documents"
    who = f" by {kept.who}" if kept.who else ""
    return [
        f"Asked on {day(kept.at[:10])}, {kept.at[11:16]} UTC{who}; answer {kept.id}.",
        f"{STATUS[answer.status]}; {written_by(answer)}.",
        f"Searched for: {answer.query} (in {documents}).",
    ]


def written_by(answer: Answer) -> str:
    """
    >>> written_by(Answer("Q", "answered", "A", model="llama3"))
    'written by the language model llama3 from the quotes below'
    """
    return f"written by the language model {answer.model} from the quotes below" if answer.model else COMPOSED


def since_words(since: Since) -> str:
    """What became of a source, in a sentence.

    >>> since_words(Since("plan", "The plan", "replaced", "2026-04-01", 3, (1, 2)))
    'The plan was replaced by version 3 on 1 April 2026: the words of [1], [2] no longer stand there.'
    """
    if since.what == "removed":
        return f"{since.title} was removed from the library{f' on {day(since.at)}' if since.at else ''}."
    if since.what == "superseded":
        return f"{since.title} has been marked as superseded since this answer."
    lost = ", ".join(f"[{n}]" for n in since.lost)
    stands = f"the words of {lost} no longer stand there" if lost else "the words quoted from it stand there still"
    return f"{since.title} was replaced by version {since.version} on {day(since.at)}: {stands}."


def reference(kept: Kept, citation: Citation) -> str:
    """Where a quote stands: document, version, its date, the day it was read in, page, number, section."""
    source = next((one for one in kept.sources if one.passage == citation.passage), None)
    if source is None:
        return f"[{citation.n}] {render.place(citation)}"
    dated = f"dated {day(source.date)}, " if source.date else ""
    return f"[{citation.n}] {render.place(citation)} (version {source.version}, {dated}read in on {day(source.read)})"


def feedback_words(said: Feedback) -> str:
    return f"{said.at} UTC{f', {said.who}' if said.who else ''}: {said.opinion}{f'. {said.words}' if said.words else ''}"


def pieces(answer: Answer) -> list[list[Piece]]:
    """The lines of an answer, rows of tables read with their columns, in pieces: text, a source's [1], what stands in
    asterisks: a source's title, or what a quote that follows is about."""
    numbers = {f"[{citation.n}]" for citation in answer.citations}
    titles = {f"*{citation.title}*" for citation in answer.citations}
    known = sorted(numbers | titles, key=len, reverse=True)
    rows = [render.row_read(citation).partition("\n")[0] for citation in answer.citations]
    lead = _LEAD.format("|".join(map(re.escape, filter(None, ["“", render.COLUMNS, *rows]))))
    split = re.compile("(" + "|".join([lead, *map(re.escape, known)]) + ")")

    def line_pieces(line: str) -> Iterator[Piece]:
        for at, piece in enumerate(split.split(line)):
            if at % 2 == 0:
                if piece:
                    yield "text", piece
            elif piece in numbers:
                yield "mark", piece
            else:
                yield "title", piece[1:-1]

    return [list(line_pieces(line)) for line in render.read_text(answer).split("\n") if line.strip()]


def references(kept: Kept) -> list[tuple[str, tuple[Citation, ...]]]:
    """The lists of places below an answer, each under its heading; none that is empty."""
    lists = [("References", kept.answer.citations), ("Nearest places", kept.answer.nearest)]
    return [(heading, cited) for heading, cited in lists if cited]
