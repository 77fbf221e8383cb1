"""The tabs joined into one page, and the web server that serves it behind the door."""
from __future__ import annotations

import logging
import os
import signal
import sys
import time
from contextlib import closing
from dataclasses import asdict
from threading import Thread
from typing import NoReturn

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request

from assistant import llm
from assistant.suggestions import suggested
from assistant.web import ask, check, directions, help, library, logs, requirements, routes, search, start, views
from assistant.web.desk import Desk
from assistant.web.door import root_path
from assistant.web.theme import LIGHT, WORDS, style, theme
from assistant.web.wiring import QUIET, said, shown
from kb.errors import RemitError
from kb.knowledge_base import KnowledgeBase
from kb.retention import tidy
from kb.settings import Settings

LOOK_AGAIN = 1.5  # seconds between looks at the generation: what another process adds or removes shows within two
NOT_YET = -1  # a generation that no library has: every tab fills itself for whoever opened the page
SESSIONS = 200  # open pages whose conversations are held in memory, a fifth of a megabyte each; the longest unused go first
VECTORS = 20_000  # of sentences and words that are kept between questions: 30 MB
STOP_SECONDS = 5  # that answers under way are given when the service is stopped
A_DAY = 86_400  # seconds
TABS = {
    "Ask": ask,
    "Search": search,
    "Library": library,
    "Check a plan": check,
    "Requirements": requirements,
    "Directions": directions,
    "Start here": start,
    "Help": help,
}


def build(desk: Desk) -> gr.Blocks:
    """The page with all its tabs. What is built is sent to everybody, so that nothing of the library stands in it."""
    with gr.Blocks(title="Remit", analytics_enabled=False, fill_width=True, delete_cache=(600, 3600)) as page:
        masthead = shown(views.html("header", person=None, root=""))
        generation = gr.State(NOT_YET)
        with gr.Tabs(overflow_behavior="wrap", elem_classes="pages"):
            for name, module in TABS.items():
                with gr.Tab(name):
                    module.tab(desk, generation)

        @said
        def opened(request: gr.Request) -> tuple[int, str]:
            header = views.html("header", person=desk.person(request), root=root_path(desk.settings.root_path))
            return desk.generation, header

        gr.Timer(LOOK_AGAIN).tick(lambda: desk.generation, outputs=generation, **QUIET)  # unqueued, it would change nothing
        page.load(opened, outputs=[generation, masthead], **QUIET)
    page.state_session_capacity = SESSIONS
    return page


def application(kb: KnowledgeBase) -> FastAPI:
    """Everything that is served: the page itself is at "/"."""
    desk = Desk(kb)
    app = routes.application(desk)
    gr.mount_gradio_app(
        app,
        build(desk).queue(),
        "/",
        auth_dependency=_name,
        root_path=root_path(kb.settings.root_path) or None,
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


def _name(request: Request) -> str:
    """Whom the door let in: Gradio gives the name to every handler."""
    return str(request.state.person.name)


def serve(settings: Settings, host: str, port: int) -> NoReturn:
    """Serves the library of `settings` until it is interrupted or told to stop, and ends the process."""
    logs.begin()
    code: object = 0
    with closing(KnowledgeBase.open(settings)) as kb:
        for task in (_warm, _tidy):
            Thread(target=task, args=[kb], daemon=True).start()
        logs.event("started", host=host, port=port)
        # uvicorn gives the answers under way and sends itself the signal again, which would end all else at once.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            # Who is called and from where is the door's to judge, so that uvicorn believes no proxy.
            uvicorn.run(
                application(kb), host=host, port=port, log_config=None, access_log=False, proxy_headers=False,
                server_header=False, timeout_graceful_shutdown=STOP_SECONDS,
            )  # fmt: skip
        except SystemExit as told:
            code = told.code
    logs.event("stopped")
    logging.shutdown()
    os._exit(code if isinstance(code, int) else 1)  # a thread that still encodes would have the process abort


def _tidy(kb: KnowledgeBase) -> None:
    """Erases what is past its days, now and once a day."""
    while True:
        try:
            logs.event("tidied", **asdict(tidy(kb)))
        except RemitError as error:
            logs.event("not tidied", why=str(error))
        time.sleep(A_DAY)


def _warm(kb: KnowledgeBase) -> None:
    """Loads the models' libraries, and finds what to offer, while the first page is still being read."""
    try:
        llm.warm(kb.settings)
        kb.encoder.encode(["warm"])
        kb.encoder.remember(VECTORS)
        suggested(kb)
    except RemitError as error:
        logging.getLogger(__name__).warning("%s", error)
