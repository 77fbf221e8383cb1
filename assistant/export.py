"""Kept answers as files to hand on: Markdown and Word for a board paper, and their record (`assistant.record`).

What a document, a question or a reader says is shown as the characters it is, in every form.
"""
from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant import record, render
from assistant.files import plain, word_paper, write_whole
from assistant.kept import about, feedback_words, pieces, reference, references, since_words
from kb.answers import Kept
from kb.errors import InputError
from kb.text import fold_white

_LINE_START = re.compile(r"^([-+=]|\d+(?=[.)]))")  # what would make a line of Markdown a list or the line above a heading


def write(path: Path, *kept: Kept) -> None:
    """Write answers in the form that the file's ending names: .md, .docx, or their record as .html or .json.

    Raises InputError for another ending, and where the file cannot be written.
    """
    write_whole(path, writer(path)(*kept))


def writer(path: Path) -> Callable[..., bytes]:
    """The function that makes a file with this ending. Raises InputError for one that there is none for."""
    made: dict[str, Callable[..., bytes]] = {
        ".md": lambda *kept: markdown(*kept).encode(),
        ".docx": word,
        ".html": lambda *kept: record.page(*kept).encode(),
        ".json": lambda *kept: json.dumps([record.as_json(one) for one in kept], ensure_ascii=False, indent=2).encode(),
    }
    if path.suffix.lower() not in made:
        raise InputError(f"{path.name} has no ending that an answer can have: use one of {', '.join(made)}.")
    return made[path.suffix.lower()]


def markdown(*kept: Kept) -> str:
    """Answers with their references in Markdown."""
    return "\n\n".join(block for one in kept for block in _markdown(one)) + "\n"


def _markdown(kept: Kept) -> Iterator[str]:
    yield f"# {as_text(fold_white(kept.answer.question))}"
    yield from (as_text(line) for line in about(kept))
    yield from (f"**Since then:** {as_text(since_words(since))}" for since in kept.since)
    forms: dict[str, Callable[[str], str]] = {"text": _inline, "mark": _inline, "title": lambda title: f"*{_inline(title)}*"}
    for line in pieces(kept.answer):
        yield _begun("".join(forms[kind](text) for kind, text in line).strip())
    for heading, cited in references(kept):
        yield f"## {heading}"
        for one in cited:
            quote = "\n".join(f"> {as_text(line)}" for line in one.quote.split("\n") if line.strip())
            yield f"{as_text(reference(kept, one))}\n\n{quote}"
    if kept.feedback:
        yield "## What readers said"
        yield from (as_text(feedback_words(said)) for said in kept.feedback)


def as_text(text: str) -> str:
    """Text that Markdown shows as the characters it is, a line at a time.

    >>> print(as_text("- 5 < 6 &amp; [a](b)"))
    \\- 5 \\< 6 \\&amp; \\[a\\](b)
    """
    return "\n".join(_begun(_inline(line.strip())) for line in text.split("\n"))


def _inline(text: str) -> str:
    return render.escape(plain(text)).replace("&", "\\&")


def _begun(line: str) -> str:
    return _LINE_START.sub(r"\1\\" if line[:1].isdigit() else r"\\\1", line)


def word(*kept: Kept) -> bytes:
    """Answers with their references as a Word document."""
    paper = word_paper()
    for one in kept:
        _in_word(paper, one)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _in_word(paper: object, kept: Kept) -> None:
    heading, add = paper.add_heading, paper.add_paragraph  # type: ignore[attr-defined]  # python-docx has no types
    heading(plain(kept.answer.question), 1)
    for line in about(kept):
        add(plain(line))
    for since in kept.since:
        add().add_run(plain(f"Since then: {since_words(since)}")).bold = True
    for pieces_of_line in pieces(kept.answer):
        paragraph = add()
        for kind, text in pieces_of_line:
            paragraph.add_run(plain(text)).italic = kind == "title"
    for title, cited in references(kept):
        heading(title, 2)
        for one in cited:
            add(plain(reference(kept, one)))
            add(plain(one.quote), style="Quote")
    if kept.feedback:
        heading("What readers said", 2)
        for said in kept.feedback:
            add(plain(feedback_words(said)))
