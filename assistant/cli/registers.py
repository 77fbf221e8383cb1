"""`remit register`: what documents hold beside their text."""
from __future__ import annotations

from typing import get_args

import click

from assistant import render
from assistant.cli.common import FIRST_STEPS, json_option, library, tell_all
from kb.models import EntryKind

KINDS = click.Choice(get_args(EntryKind))


@click.command()
@click.argument("doc", required=False)
@click.option("--kind", "kinds", type=KINDS, multiple=True, help="Only entries of this kind (repeatable).")
@json_option
def register(doc: str | None, kinds: tuple[EntryKind, ...], as_json: bool) -> None:
    """Recommendations, options, decisions asked for, Directions, money, dates, risks and terms, each with its place."""
    with library() as kb:
        found = kb.entries(doc, kinds)
        empty = FIRST_STEPS if not kb.documents() else "Nothing of the kind was found."
    tell_all(found, as_json, render.entry_json, render.entry_text, empty)
