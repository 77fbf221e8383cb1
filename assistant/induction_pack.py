"""The induction as a file to hand on: a Word document, or one HTML page to print; the quiz with its answers at the end."""
from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.files import LOADS_NOTHING, escaped, plain, word_paper, write_whole
from assistant.induction import Point, Step, bodies, steps
from assistant.quiz import Asked, quiz
from assistant.render import citation_json, place, row_read
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.text import day

NOTHING = "The library holds nothing for this step."


@dataclass(frozen=True, slots=True)
class Pack:
    """An induction for `body`, made on a day from the documents named."""

    body: str | None
    on: str
    documents: tuple[str, ...]
    steps: tuple[Step, ...]
    quiz: tuple[Asked, ...]

    @property
    def title(self) -> str:
        return f"Induction: {self.body}" if self.body else "Induction"

    @property
    def about(self) -> str:
        """What a reader must know before reading on."""
        return (
            f"Made on {day(self.on)} from {len(self.documents)} documents. Every quote stands word for word at the place "
            "given; a table's row is read with its columns. What the library does not hold is not here."
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "body": self.body,
            "on": self.on,
            "documents": list(self.documents),
            "steps": [_step_json(step) for step in self.steps],
            "quiz": [_asked_json(asked) for asked in self.quiz],
        }


def gather(kb: KnowledgeBase, body: str | None = None) -> Pack:
    """The pack for a body, the one with most documents unless it is named. Raises InputError for one that has none."""
    known = bodies(kb)
    if body is not None and body not in known:
        has = f"has some of: {'; '.join(known)}" if known else "has none of any body"
        raise InputError(f"No plan, Directions or paper of {body} is in the library, which {has}.")
    body = body or next(iter(known), None)
    titles = tuple(document.title for document in kb.documents())
    return Pack(body, date.today().isoformat(), titles, tuple(steps(kb, body)), tuple(quiz(kb, body)))


def write(pack: Pack, path: Path) -> None:
    """Write the pack in the form that the file's ending names. Raises InputError for another, and where it cannot be."""
    write_whole(path, writer(path)(pack))


def writer(path: Path) -> Callable[[Pack], bytes]:
    """The function that makes a file with this ending. Raises InputError for one that there is none for."""
    made = {".docx": as_docx, ".html": as_html}
    if path.suffix.lower() not in made:
        raise InputError(f"{path.name} has no ending that an induction can have: use one of {', '.join(made)}.")
    return made[path.suffix.lower()]


def as_docx(pack: Pack) -> bytes:
    paper = word_paper()
    paper.add_heading(plain(pack.title), 0)
    paper.add_paragraph(plain(pack.about))
    for n, step in enumerate(pack.steps, 1):
        paper.add_heading(f"{n}. {step.title} ({step.minutes} minutes)", 1)
        paper.add_paragraph(step.lead if step.points else f"{NOTHING} {step.missing}")
        if step.caution:
            paper.add_paragraph(plain(step.caution)).runs[0].bold = True
        for point in step.points:
            about = paper.add_paragraph()
            about.add_run(plain(_about(point))).bold = True
            about.paragraph_format.keep_with_next = True
            paper.add_paragraph(plain(_quoted(point)), style="Quote").paragraph_format.keep_with_next = True
            paper.add_paragraph(plain(place(point.citation)))
        if step.left:
            paper.add_paragraph(_left(step))
    for heading, lines in _quiz_parts(pack.quiz):
        paper.add_heading(heading, 1)
        for line in lines:
            paper.add_paragraph(plain(line))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def as_html(pack: Pack) -> bytes:
    """One page that loads nothing and runs nothing, to read and to print."""
    steps_html = "".join(_step_html(n, step) for n, step in enumerate(pack.steps, 1))
    quiz_html = "".join(f"<h2>{escaped(heading)}</h2>{_paragraphs(lines)}" for heading, lines in _quiz_parts(pack.quiz))
    return (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{LOADS_NOTHING}<title>{escaped(pack.title)}</title>"
        f"<style>{_STYLE}</style></head><body><main><h1>{escaped(pack.title)}</h1><p>{escaped(pack.about)}</p>"
        f"{steps_html}{quiz_html}</main></body></html>"
    ).encode()


_STYLE = (
    "@page{size:A4;margin:18mm 17mm}"
    "body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "blockquote{white-space:pre-line;overflow-wrap:anywhere;border-left:4px solid #767676;margin:.25rem 0;padding:0 1rem}"
    "h2{border-top:2px solid #1a1a1a;padding-top:1rem;margin-top:2rem}h3{font-size:1rem;margin:1rem 0 0}"
    ".place{font-size:.9rem;margin:0}@media print{body{margin:0}blockquote{break-inside:avoid}h3{break-after:avoid}}"
)


def _step_html(n: int, step: Step) -> str:
    points = "".join(
        f"<h3>{escaped(_about(point))}</h3><blockquote>{escaped(_quoted(point))}</blockquote>"
        f"<p class='place'>{escaped(place(point.citation))}</p>"
        for point in step.points
    )
    lead = step.lead if step.points else f"{NOTHING} {step.missing}"
    caution = f"<p><strong>{escaped(step.caution)}</strong></p>" if step.caution else ""
    left = _paragraphs([_left(step)]) if step.left else ""
    return f"<h2>{n}. {escaped(step.title)} ({step.minutes} minutes)</h2><p>{escaped(lead)}</p>{caution}{points}{left}"


def _about(point: Point) -> str:
    return f"{point.label} ({point.note})" if point.note else point.label


def _quoted(point: Point) -> str:
    said = row_read(point.citation) or point.citation.quote
    return f"{point.lead_in}\n{said}" if point.lead_in else said


def _left(step: Step) -> str:
    return f"There are {step.left} more of these in the library."


def _quiz_parts(asked: Sequence[Asked]) -> list[tuple[str, list[str]]]:
    """The questions, then the answers, so that they can be printed apart."""
    if not asked:
        return []
    questions = [
        "\n".join([f"{n}. {one.question}", *([one.said] if one.said else []), *(f"– {text}" for text in one.choices)])
        for n, one in enumerate(asked, 1)
    ]
    said = [row_read(one.citation) or f"“{one.citation.quote}”" for one in asked]
    answers = [f"{n}. {one.right}. {place(one.citation)}: {said[n - 1]}" for n, one in enumerate(asked, 1)]
    return [("Quiz", questions), ("Answers", answers)]


def _step_json(step: Step) -> dict[str, Any]:
    points = [
        {"label": point.label, "note": point.note, "lead_in": point.lead_in, **citation_json(point.citation)}
        for point in step.points
    ]
    return {"step": step.name, "title": step.title, "minutes": step.minutes, "points": points, "left": step.left,
            "caution": step.caution or None, "missing": None if points else step.missing}  # fmt: skip


def _asked_json(asked: Asked) -> dict[str, Any]:
    return {"question": asked.question, "said": asked.said, "choices": list(asked.choices), "right": asked.right,
            "source": citation_json(asked.citation)}  # fmt: skip


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p style='white-space:pre-line'>{escaped(line)}</p>" for line in lines)
