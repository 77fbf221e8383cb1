"""What goes on from a check: the conflicts of the plan, and reports to hand on, made when somebody asks for them."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from assistant import render, report
from assistant.crosscheck import CheckRow
from assistant.web import views
from assistant.web.desk import Desk
from kb.ids import slug
from kb.models import Citation

FILES = (("Word document", ".docx"), ("Excel workbook", ".xlsx"), ("page to print", ".html"), ("CSV table", ".csv"))


def asked_for() -> str:
    """The button by which the conflicts and reports are made, as HTML."""
    return views.html("handing", links=(), conflicts=(), place=None)


def made(desk: Desk, request: gr.Request, plan: str, rows: Sequence[CheckRow]) -> str:
    """The conflicts of the plan with both quotes, and the links to the reports, as HTML."""
    kb = desk.kb(request)
    whole = report.with_registers(kb, report.gather(kb, plan, rows))
    kinds = {document.id: document.kind for document in kb.documents()}
    name = slug(f"check {plan}")

    def offered(ending: str) -> str:
        return desk.offer(request, name + ending, report.writer(Path(name + ending))(whole))

    def place(citation: Citation) -> str:
        return render.place(citation, kinds[citation.doc])

    links = [(words, offered(ending), name + ending) for words, ending in FILES]
    return views.html("handing", links=links, conflicts=whole.conflicts, place=place)
