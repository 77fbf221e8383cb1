"""The Help tab: how answers are made and where they can be wrong, what the keyboard does, accessibility, what is kept."""
from __future__ import annotations

import gradio as gr

from assistant.web import views
from assistant.web.desk import Desk
from assistant.web.wiring import QUIET, said, shown


def tab(desk: Desk, generation: gr.State) -> None:
    """Everything on the tab; `generation` changes when a page is opened."""
    shown(views.html("heading", title="Help", lead="How Remit works, where it can be wrong, and what it keeps."))
    text = shown("", look="help")

    @said
    def refresh(request: gr.Request) -> str:
        return help_html(desk, bool(desk.person(request).name))

    generation.change(refresh, outputs=text, **QUIET)


def help_html(desk: Desk, signed_in: bool) -> str:
    """The page, with what this service's own settings say of what is kept and sent."""
    settings = desk.settings
    return views.html(
        "help", signed_in=signed_in, model=settings.llm_model if settings.llm_base_url else "", server=settings.llm_base_url,
        answers_days=settings.keep_answers_days, audit_days=settings.keep_audit_days, questions=settings.log_questions,
    )  # fmt: skip
