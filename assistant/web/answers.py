"""A kept answer at its address: shown as it was given, with what became of its sources since, and as a file."""
from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant import export
from assistant.kept import about, reference
from assistant.web import views
from assistant.web.conversation import found, recalled
from assistant.web.desk import Desk
from assistant.web.theme import style
from kb.answers import Kept
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

NO_STORE = {"Cache-Control": "no-store"}
NOT_HERE = "There is no such answer: its link may be cut short, or whoever asked has removed it."
FILES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown; charset=utf-8",
}


def router(desk: Desk, root: str) -> APIRouter:
    """The way /answers/ADDRESS, and with .docx or .md. What quotes a document that the reader may not see is not there."""
    ways = APIRouter()

    @ways.get("/answers/{address}")
    def answer(request: Request, address: str) -> Response:
        person = request.state.person
        kb, wanted = desk.seen(person), Path(address)
        kept = _kept(kb, wanted.stem if wanted.suffix in FILES else address)
        if kept is None:
            return PlainTextResponse(NOT_HERE, 404, NO_STORE)
        if wanted.suffix not in FILES:
            return HTMLResponse(page(kb, kept, root), headers=NO_STORE)
        name = f"answer-{kept.id}{wanted.suffix}"
        desk.noted(person, "exported", name)
        headers = {"Content-Disposition": f"attachment; filename={name}", **NO_STORE}
        return Response(export.writer(wanted)(kept), media_type=FILES[wanted.suffix], headers=headers)

    return ways


def _kept(kb: KnowledgeBase, address: str) -> Kept | None:
    try:
        return found(kb, address)
    except InputError:
        return None


def page(kb: KnowledgeBase, kept: Kept, root: str) -> str:
    """The answer as a page by itself."""
    sources = {source.passage: source for source in kept.sources}
    cited = [(reference(kept, one), one.quote, sources.get(one.passage)) for one in kept.answer.citations]
    near = [(reference(kept, one), one.quote, sources.get(one.passage)) for one in kept.answer.nearest]
    turn = recalled(kb, kept)
    return views.html("answer", style=style(), root=root, kept=kept, turn=turn, about=about(kept), cited=cited, near=near)
