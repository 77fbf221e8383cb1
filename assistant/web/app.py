"""The tabs joined into one page, and the web server that serves it and the pictures of pages."""
from __future__ import annotations

import logging
from contextlib import closing
from threading import Thread

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from assistant.web import ask, check, directions, library, requirements, views
from assistant.web.theme import LIGHT, WORDS, style, theme
from assistant.web.wiring import QUIET, shown
from ingest import pipeline
from kb.errors import RemitError
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

LOOK_AGAIN = 1.5  # seconds between looks at the generation: what another process adds or removes shows within two
TABS = {"Ask": ask, "Library": library, "Check a plan": check, "Requirements": requirements, "Directions": directions}


def build(kb: KnowledgeBase) -> gr.Blocks:
    """The page with all its tabs."""
    with gr.Blocks(title="Remit", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86_400)) as page:
        shown(views.html("header"))
        generation = gr.State(kb.generation)
        with gr.Tabs(overflow_behavior="wrap", elem_classes="pages"):
            for name, module in TABS.items():
                with gr.Tab(name):
                    module.tab(kb, generation)
        gr.Timer(LOOK_AGAIN).tick(lambda: kb.generation, outputs=generation, **QUIET)  # unqueued, it would change nothing
        page.load(lambda: kb.generation, outputs=generation, **QUIET)
    return page


def routes(kb: KnowledgeBase) -> FastAPI:
    """Pictures of pages at "/pages", "/healthz" for whoever watches the service."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def health() -> JSONResponse:
        return JSONResponse({"status": "ok", "documents": len(kb.documents())})

    @app.get("/pages/{doc}/{version}/{page}.png")  # the version is there for the browser's cache
    def picture(doc: str, page: int, passage: str = "", words: str = "", span: str = "") -> Response:
        try:
            png = pipeline.page_picture(kb.document(doc), page, *marks(kb, passage, words, span))
        except RemitError as error:
            return PlainTextResponse(str(error), status_code=404)
        return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    return app


def marks(kb: KnowledgeBase, passage: str, words: str, span: str) -> tuple[list[str], pipeline.How]:
    """What is marked on a page's picture: words wherever they stand, or `span` ("12-40") of a passage's text."""
    if words:
        return [words], "words"
    start, _, end = span.partition("-")
    if passage and start.isdigit() and end.isdigit():
        return [kb.passage(passage).text[int(start) : int(end)]], "quote"
    return [], "quote"


def application(kb: KnowledgeBase) -> FastAPI:
    """Everything that is served: the page itself is at "/"."""
    app = routes(kb)
    gr.mount_gradio_app(
        app,
        build(kb).queue(),
        "/",
        theme=theme(),
        head=style(),
        js=LIGHT,
        i18n=WORDS,
        footer_links=[],
        run_history=False,
        show_error=False,
        app_kwargs={"docs_url": None, "redoc_url": None},
    )
    return app


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves the library of `settings` until it is interrupted."""
    with closing(KnowledgeBase.open(settings)) as kb:
        Thread(target=_warm, args=[kb], daemon=True).start()
        uvicorn.run(application(kb), host=host, port=port, log_level="warning", timeout_graceful_shutdown=3)


def _warm(kb: KnowledgeBase) -> None:
    """Loads the encoder while the first page is still being read."""
    try:
        kb.encoder.encode(["warm"])
    except RemitError as error:
        logging.getLogger(__name__).warning("%s", error)
