"""`remit amend`, and the options by which a person says what a document is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from assistant import render
from assistant.cli.common import KINDS, json_option, library, note, tell
from kb.models import VISIBILITIES

_NULLABLE = {"authority": "authority", "date": "date", "status": "status", "supersedes": "supersedes",
             "in-force-from": "in_force_from", "in-force-to": "in_force_to"}  # fmt: skip
_STATUS = click.Choice(["draft", "consultation", "final", "superseded"])
_OPTIONS = (
    click.option("--in-force-to", help="The last day on which it is in force; from the next on it counts as superseded."),
    click.option("--in-force-from", help="The first day on which it is in force, as 2024-04-18 or shorter."),
    click.option("--visibility", type=click.Choice(VISIBILITIES), help="Who may see it: public unless said."),
    click.option("--supersedes", help="The id of the document that it replaces."),
    click.option("--status", type=_STATUS, help="What standing it has."),
    click.option("--date", help="Its date, as 2024-04-18 or shorter."),
    click.option("--authority", help="Who made it."),
    click.option("--type", "kind", type=KINDS, help="What kind of document it is."),
)


def fact_options(command: Callable[..., None]) -> Callable[..., None]:
    """What a person may say of a document; the command gets each by its name in `ingest.kinds.Facts`."""
    for option in _OPTIONS:
        command = option(command)
    return command


@click.command()
@click.argument("doc")
@click.option("--title", help="What it is called.")
@click.option("--clear", "cleared", multiple=True, type=click.Choice(list(_NULLABLE)), help="It has none (repeatable).")
@fact_options
@json_option
def amend(doc: str, cleared: tuple[str, ...], as_json: bool, **facts: Any) -> None:
    """Correct what a document is taken for; that stays when its file is read again."""
    from ingest import pipeline  # here, because it loads the readers

    said = pipeline.Facts(**{name: value for name, value in facts.items() if value})
    if said == pipeline.Facts() and not cleared:
        raise click.UsageError("Say what is to be corrected: remit amend plan-2024 --status final")
    with library() as kb:
        before = kb.document(doc)
        document = pipeline.amend(kb, doc, said, [_NULLABLE[name] for name in cleared])
        changed = render.corrections(before, document)
        note(kb, "amended", f"{doc}: {changed}" if changed else doc)
    tell(as_json, render.document_json(document), f"amended    {document.id}: {changed or 'nothing changed'}")
