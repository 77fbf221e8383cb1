"""`remit web`, `remit demo`, `remit mcp`: Remit served to people and to other assistants."""
from __future__ import annotations

import socket
from dataclasses import replace
from typing import cast

import click

from assistant import render
from assistant.ask import ask
from ingest import pipeline, sample
from kb import settings
from kb.errors import InputError, NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.models import VISIBILITIES, Visibility
from kb.settings import Settings

HOST, PORT = "127.0.0.1", 7860
QUESTION = "How much will the short breaks fund be in 2026/27?"  # one that the sample answers from more than one place


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Where to serve; others than 127.0.0.1 need accounts.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="The port to serve on.")
def web(host: str, port: int) -> None:
    """The web app over the library that REMIT_HOME names."""
    _serve(settings.load(), host, port)


@click.command()
@click.option("--user", help="In whose name the other assistant asks; needed where there are accounts.")
@click.option("--documents", type=click.Choice(VISIBILITIES), default="public", show_default=True, help="Up to these.")
def mcp(user: str | None, documents: str) -> None:
    """Offer ask, search, duties and check to another assistant on this machine, on standard input and output."""
    from assistant import mcp as tools

    with KnowledgeBase.open(settings.load()) as kb:
        tools.server(kb, tools.asker(kb, user), cast(Visibility, documents)).run()


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
    """Raises InputError where the address is taken or is none of this machine's, and NotAllowed where others could come in
    without an account."""
    from assistant.web import app, door  # here, because they load Gradio

    with KnowledgeBase.open(chosen) as kb:
        alone = not kb.people.any()
    if alone and not door.is_loopback(host):
        raise NotAllowed(
            f"There are no accounts, so Remit serves this machine alone and not {host}: "
            "make one first with `remit user add NAME --role administrator`."
        )
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(f"Nothing can be served at {host}:{port} ({error.strerror}): choose another --port.") from error
    click.echo(f"Remit is at http://{host}:{port} (Ctrl-C stops it).")
    if alone:
        click.echo("There are no accounts: it answers this machine alone, to whoever sits at it.")
    app.serve(chosen, host, port)
