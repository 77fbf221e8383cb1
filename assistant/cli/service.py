"""`remit web` and `remit demo`: the web app, over a person's library or over the sample."""
from __future__ import annotations

import socket
from dataclasses import replace

import click

from assistant import render
from assistant.ask import ask
from ingest import pipeline, sample
from kb import settings
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

HOST, PORT = "127.0.0.1", 7860
QUESTION = "How much will the short breaks fund be in 2026/27?"  # one that the sample answers from more than one place


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Where to serve: whoever reaches it reads the library.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="The port to serve on.")
def web(host: str, port: int) -> None:
    """The web app over the library that REMIT_HOME names."""
    _serve(settings.load(), host, port)


@click.command()
@click.option("--once", is_flag=True, help="Do all but the web app, and exit.")
def demo(once: bool) -> None:
    """A small sample library in a home of its own: one cited answer here, then the web app."""
    home = settings.load().home
    own = replace(settings.load(), home=home.with_name(f"{home.name}-demo"))
    with KnowledgeBase.open(own) as kb:
        for row in pipeline.add(kb, [sample.folder()]):
            if row.outcome == "failed":
                raise InputError(f"The sample library is damaged, install Remit again: {row.reason}")
            click.echo(f"{row.outcome:10} {row.doc}")
        click.echo(f"\n{QUESTION}\n\n{render.answer_text(ask(kb, QUESTION))}\n")
    if not once:
        _serve(own, HOST, PORT)


def _serve(chosen: Settings, host: str, port: int) -> None:
    """Raises InputError where the address is taken or is none of this machine's."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(f"Nothing can be served at {host}:{port} ({error.strerror}): choose another --port.") from error
    from assistant.web import app  # here, because it loads Gradio

    click.echo(f"Remit is at http://{host}:{port} (Ctrl-C stops it).")
    app.serve(chosen, host, port)
