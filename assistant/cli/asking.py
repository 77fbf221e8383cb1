"""`remit ask`: each answer is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import render
from assistant.cli.common import Within, batch, json_option, library, print_json, say, scope_options
from kb.errors import RemitError, StoreError

if TYPE_CHECKING:
    from assistant.generate import Draft
    from kb.knowledge_base import KnowledgeBase


@click.command()
@click.argument("question", required=False)
@click.option("--history", multiple=True, help="An earlier question of the same conversation, oldest first (repeatable).")
@click.option(
    "--batch",
    "batch_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON Lines of {"id", "question", "history"}.',
)
@click.option("--no-keep", is_flag=True, help="Do not keep the answer.")
@scope_options
@json_option
def ask(question: str | None, batch_file: Path | None, within: Within, as_json: bool, **chosen: Any) -> None:
    """Answer a question with quotes from the library, or say that the documents do not say."""
    if (question is None) == (batch_file is None):
        raise click.UsageError('Give one question, or --batch FILE: remit ask "How much was spent?"')
    if question is not None and not question.strip():
        raise click.UsageError("The question is empty: write what you want to know.")
    from assistant import generate  # here, because it loads the encoder

    alone = {"question": question, "history": chosen["history"]}
    rows: Iterable[Mapping[str, Any]] = batch(batch_file) if batch_file else [alone]
    failed: list[str] = []
    with library() as kb:
        scope = within.scope(kb)
        for row in rows:
            try:
                *_, draft = generate.answers(kb, row["question"], row.get("history") or (), scope)
            except (RemitError, OSError):  # the library or the machine: every other question would meet it too
                raise
            except Exception as error:  # of this question alone: the others of the file are not lost by it
                if not batch_file or click.get_current_context().find_root().params.get("trace"):
                    raise
                failed.append(f"{row.get('id', row['question'])} ({type(error).__name__}: {error})")
                continue
            answer = draft.answer
            kept = None if chosen["no_keep"] else _keep(kb, draft)
            if as_json:
                print_json(({"id": row["id"]} if "id" in row else {}) | render.answer_json(answer))
            else:
                say((f"\n{answer.question}\n\n" if batch_file else "") + render.answer_text(answer))
                if answer.query not in ("", answer.question):
                    say(f"\nSearched for: {answer.query}")
                if kept and not batch_file:
                    click.echo(f"\nKept as answer {kept}.")
    if failed:
        raise click.ClickException(f"{len(failed)} of the questions could not be answered: {'; '.join(failed)}.")


def _keep(kb: KnowledgeBase, draft: Draft) -> int | None:
    """The number under which the answer is kept; an answer that cannot be kept is an answer all the same."""
    try:
        return kb.answers.keep(draft.answer, prompt=draft.prompt)
    except StoreError as error:
        click.echo(f"The answer was not kept: {error}", err=True)
        return None
