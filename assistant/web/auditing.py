"""The audit as a page, for administrators: who did what, the latest first, by person, act and day."""
from __future__ import annotations

from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.theme import style
from kb.audit import What

MOST = 500  # lines on the page; `remit audit` gives more


def router(desk: Desk, root: str) -> APIRouter:
    """The way /audit, with who, what and since (a day) to narrow it."""
    ways = APIRouter()

    @ways.get("/audit")
    def audit(request: Request, who: str = "", what: str = "", since: str = "") -> Response:
        lines = desk.lines(request.state.person, since, who.strip() or None, what or None, MOST)
        asked = {"who": who, "what": what, "since": since}
        acts = sorted(get_args(What))
        html = views.html("audit", style=style(), root=root, lines=lines, asked=asked, acts=acts, most=MOST)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    return ways
