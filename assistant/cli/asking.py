"""`remit ask`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from assistant import render
from assistant.cli.common import Within, batch, json_option, library, print_json, scope_options


@click.command()
@click.argument("question", required=False)
@click.option("--history", multiple=True, help="An earlier question of the same conversation, oldest first (repeatable).")
@click.option(
    "--batch",
    "batch_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON Lines of {"id", "question", "history"}.',
)
@scope_options
@json_option
def ask(question: str | None, history: tuple[str, ...], batch_file: Path | None, within: Within, as_json: bool) -> None:
    """Answer a question with quotes from the library, or say that the documents do not say."""
    if (question is None) == (batch_file is None):
        raise click.UsageError('Give one question, or --batch FILE: remit ask "How much was spent?"')
    if question is not None and not question.strip():
        raise click.UsageError("The question is empty: write what you want to know.")
    from assistant import ask as asker  # here, because it loads the encoder

    rows: Iterable[Mapping[str, Any]] = batch(batch_file) if batch_file else [{"question": question, "history": history}]
    with library() as kb:
        scope = within.scope(kb)
        for row in rows:
            answer = asker.ask(kb, row["question"], row.get("history") or (), scope)
            if as_json:
                print_json(({"id": row["id"]} if "id" in row else {}) | render.answer_json(answer))
            else:
                click.echo((f"\n{row['question']}\n\n" if batch_file else "") + render.answer_text(answer))
