"""What is served beside Gradio's page: signing in and out, one's password, pictures of pages, downloads, "/healthz"."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from assistant.web import answers, auditing, views
from assistant.web.desk import Desk
from assistant.web.door import COOKIE, Door, root_path
from assistant.web.places import stands_on
from assistant.web.theme import style
from ingest import pipeline
from kb.errors import NotAllowed, RemitError
from kb.knowledge_base import KnowledgeBase
from kb.people import SHORTEST

NO_STORE = {"Cache-Control": "no-store"}
Field = Annotated[str, Form()]


def application(desk: Desk) -> FastAPI:
    """All of it, behind the door."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Door, desk=desk)
    app.include_router(_signing(desk))
    app.include_router(_serving(desk))
    for made in (answers.router, auditing.router):
        app.include_router(made(desk, root_path(desk.settings.root_path)))
    app.add_exception_handler(RemitError, _said)
    for status in (404, 405):
        app.add_exception_handler(status, _no_page)
    app.add_exception_handler(RequestValidationError, _no_page)
    return app


def _no_page(_: Request, error: Exception) -> Response:
    return PlainTextResponse("There is no such page.", 404, NO_STORE)


def _said(_: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 403 if isinstance(error, NotAllowed) else 404, NO_STORE)


def _signing(desk: Desk) -> APIRouter:
    router, root = APIRouter(), root_path(desk.settings.root_path)

    def page(after: str, name: str = "", wrong: str = "", ended: bool = False) -> Response:
        html = views.html("sign_in", style=style(), root=root, after=after, name=name, wrong=wrong, ended=ended)
        return HTMLResponse(html, 401 if wrong else 200, NO_STORE)

    @router.get("/sign-in")
    def show(next: str = "/", ended: bool = False) -> Response:
        return page(next, ended=ended)

    def enter(request: Request, token: str, after: str) -> Response:
        response = RedirectResponse(root + after, 303)
        seconds, secure = desk.settings.session_hours * 3600, _encrypted(request)
        response.set_cookie(COOKIE, token, seconds, path=root or "/", secure=secure, httponly=True, samesite="lax")
        return response

    def changing(name: str, wrong: str = "") -> Response:
        html = views.html("password", style=style(), root=root, name=name, wrong=wrong, shortest=SHORTEST)
        return HTMLResponse(html, 400 if wrong else 200, NO_STORE)

    @router.post("/sign-in")
    def sign_in(request: Request, name: Field = "", password: Field = "", next: Field = "/") -> Response:
        try:
            token = desk.sign_in(name, password)
        except NotAllowed as error:
            return page(next, name, str(error))
        return enter(request, token, local(next))

    @router.get("/password")
    def password(request: Request) -> Response:
        return changing(request.state.person.name)

    @router.post("/password")
    def change(request: Request, old: Field = "", new: Field = "", again: Field = "") -> Response:
        name = request.state.person.name
        if new != again:
            return changing(name, "The new password was not typed the same twice.")
        try:
            return enter(request, desk.change_password(request.state.person, old, new), "/")
        except RemitError as error:
            return changing(name, str(error))

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        desk.sign_out(request.state.person, request.cookies.get(COOKIE, ""))
        response = RedirectResponse(f"{root}/sign-in", 303)
        response.delete_cookie(COOKIE, path=root or "/", httponly=True, samesite="lax")
        return response

    return router


def _serving(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    def health() -> Response:
        return JSONResponse({"status": "ok"})  # anybody may ask

    @router.get("/pages/{doc}/{version}/{page}.png")  # the version is there for the browser's cache
    def picture(request: Request, doc: str, page: int) -> Response:
        kb, asked = desk.seen(request.state.person), request.query_params
        if "frames" in asked:
            read = [passage.text for passage in kb.passages(doc) if stands_on(passage, page)]
            png = pipeline.page_picture(kb.document(doc), page, read, "passages")
        else:
            png = pipeline.page_picture(kb.document(doc), page, *marks(kb, asked))
        return Response(png, media_type="image/png", headers={"Cache-Control": "private, no-cache"})

    @router.get("/downloads/{key}")
    def download(request: Request, key: str) -> Response:
        found = desk.download(request.state.person, key)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}", **NO_STORE}
        return Response(found.data, media_type="application/octet-stream", headers=headers)

    return router


def marks(kb: KnowledgeBase, asked: Mapping[str, str]) -> tuple[list[str], pipeline.How]:
    """What is marked on a page's picture: `words` wherever they stand, or the `span` ("12-40") of a `passage`'s text."""
    if words := asked.get("words"):
        return [words], "words"
    passage = asked.get("passage")
    start, _, end = asked.get("span", "").partition("-")
    if passage and start.isdigit() and end.isdigit():
        return [kb.passage(passage).text[int(start) : int(end)]], "quote"
    return [], "quote"


def local(path: str) -> str:
    """Where to go after signing in: a way of this site, whatever was asked for.

    >>> local("/?a=1"), local("//elsewhere.example"), local("https://elsewhere.example"), local("/\\\\\\\\elsewhere.example")
    ('/?a=1', '/', '/', '/')
    """
    return path if path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable() else "/"


def _encrypted(request: Request) -> bool:
    """Whether the browser came by HTTPS; the door has left the word of a proxy here only where it is trusted."""
    return request.headers.get("x-forwarded-proto", request.url.scheme).split(",")[0].strip() == "https"
