"""What goes on from a check: the conflicts of the plan, and reports to hand on, made when somebody asks for them.

A conflict can be put aside with a reason and brought back; the reports are then made again, without it or with it.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import gradio as gr

from assistant import conflicts, render, report, report_files
from assistant.crosscheck import CheckRow
from assistant.disagreement import Conflict
from assistant.reviewing import Said
from assistant.web import views
from assistant.web.deciding import OWNER
from assistant.web.desk import Desk
from kb.decisions import Act
from kb.errors import InputError
from kb.ids import slug

FILES = (("Word document", ".docx"), ("Excel workbook", ".xlsx"), ("page to print", ".html"), ("CSV table", ".csv"))


_drawings = count(1)  # so that the page knows a list drawn again from the one before


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a word on a conflict: a sentence, whether it was refused, which conflict, the reason as written."""

    said: str = ""
    refused: bool = False
    conflict: str = ""
    why: str = ""


NOTHING = Kept()


def asked_for() -> str:
    """The button by which the conflicts and reports are made, as HTML."""
    return views.html("handing", links=(), keeping=False)


def keeping() -> str:
    """That a word on a conflict is heard, while the reports are made anew, as HTML."""
    return views.html("handing", links=(), keeping=True)


def made(desk: Desk, request: gr.Request, plan: str, rows: Sequence[CheckRow], kept: Kept = NOTHING) -> str:
    """The conflicts of the plan with both quotes, those put aside under them, and the links to the reports, as HTML."""
    kb = desk.kb(request)
    whole = report.with_registers(kb, report.gather(kb, plan, rows))
    name = slug(f"check {plan}")

    def offered(ending: str) -> str:
        return desk.offer(request, name + ending, report_files.writer(Path(name + ending))(whole))

    def acts(conflict: Conflict) -> list[Act]:
        return kb.decisions.history(conflict.a.doc, conflict.id)

    return views.html(
        "handing", links=[(words, offered(ending), name + ending) for words, ending in FILES], conflicts=whole.conflicts,
        dismissed=whole.dismissed, place=render.place, acts=acts, kept=kept, drawing=next(_drawings), keeping=False,
        may_decide=desk.person(request).may("review"),
    )  # fmt: skip


def dismissed(
    desk: Desk, request: gr.Request, plan: str, rows: Sequence[CheckRow], given: Mapping[str, str]
) -> str:
    """Put a conflict aside for the reason that the form gives, or bring it back; then all of `made`, with what came of it.
    Raises NotAllowed."""
    kb, conflict, why = desk.allowed(request, "review"), given["conflict"], given["why"]
    said = Said("dismissed", given["what"], why, desk.person(request).name or OWNER, int(given["expects"]))
    docs = list(dict.fromkeys([plan, *(doc for row in rows for doc in row.companions)]))
    try:
        found = conflicts.dismiss(kb, conflict, said, docs)
    except InputError as error:
        return made(desk, request, plan, rows, Kept(str(error), True, conflict, why))
    about = f"conflict {found.id} of {found.a.doc}: {why}".rstrip(": ")
    desk.note(request, "dismissed" if found.dismissed else "taken up again", about)
    kept = f"Kept: {found.dismissed}." if found.dismissed else "The conflict is brought back."
    return made(desk, request, plan, rows, Kept(kept, conflict=conflict))
