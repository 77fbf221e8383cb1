"""`remit add`, `list`, `show`, `remove`, `rebuild`, `search`: what is in the library and what is found in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from assistant import render
from assistant.cli.common import FIRST_STEPS, KINDS, Within, batch, json_option, library, print_json, scope_options

Progress = Callable[[str, int, int], None]  # what is worked on, how much of it is done, of how much


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--type", "kind", type=KINDS, help="What kind of document it is.")
@click.option("--authority", help="Who made it.")
@click.option("--date", help="Its date, as 2024-04-18 or shorter.")
@click.option("--status", type=click.Choice(["draft", "consultation", "final", "superseded"]), help="What standing it has.")
@click.option("--supersedes", help="The id of the document that it replaces.")
@click.option("--visibility", help="Who may see it: public unless said.")
@json_option
def add(paths: tuple[Path, ...], as_json: bool, **facts: str | None) -> None:
    """Read files and folders into the library; what a document says of itself need not be said."""
    from ingest import pipeline  # here, because it loads the readers

    failed = False
    said = pipeline.Facts(**{name: value for name, value in facts.items() if value})
    with library() as kb, _bar("Reading") as progress:
        for row in pipeline.add(kb, paths, said, progress):
            failed = failed or row.outcome == "failed"
            if as_json:
                print_json(row.as_json())
            else:
                click.echo(f"{row.outcome:10} {row.doc or row.path}" + (f": {row.reason}" if row.reason else ""))
    if failed:
        raise click.ClickException("Not every file could be read; the others are in the library.")


@click.command("list")
@json_option
def list_documents(as_json: bool) -> None:
    """The documents of the library."""
    with library() as kb:
        documents = kb.documents()
    if as_json:
        for document in documents:
            print_json(render.document_json(document))
        return
    for document in documents:
        about = [document.kind, document.authority, document.date, document.status, f"version {document.version}"]
        click.echo(f"{document.id}\n    {document.title} ({', '.join(fact for fact in about if fact)})")
    if not documents:
        click.echo(FIRST_STEPS)


@click.command()
@click.argument("doc")
@json_option
def show(doc: str, as_json: bool) -> None:
    """What is kept of one document."""
    with library() as kb:
        row = render.document_json(kb.document(doc))
    if as_json:
        print_json(row)
        return
    for name, value in row.items():
        click.echo(f"{name:10} {'-' if value is None else value}")


@click.command()
@click.argument("docs", nargs=-1, required=True)
@json_option
def remove(docs: tuple[str, ...], as_json: bool) -> None:
    """Take documents out of the library."""
    with library() as kb:
        for document in [kb.document(doc) for doc in docs]:
            kb.remove(document.id)
            if as_json:
                print_json(render.document_json(document))
            else:
                click.echo(f"removed    {document.id}")


@click.command()
@json_option
def rebuild(as_json: bool) -> None:
    """Make every index again from what is kept."""
    with library() as kb, _bar("Indexing") as progress:
        passages = kb.rebuild(lambda done, of: progress("passages", done, of))
    if as_json:
        print_json({"passages": passages})
    else:
        click.echo(f"{passages} passages are indexed again.")


@click.command()
@click.argument("query", required=False)
@click.option("-k", "most", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages at most.")
@click.option(
    "--batch",
    "batch_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON Lines of {"id", "question"}.',
)
@scope_options
@json_option
def search(query: str | None, most: int, batch_file: Path | None, within: Within, as_json: bool) -> None:
    """Find passages."""
    if (query is None) == (batch_file is None):
        raise click.UsageError('Give one query, or --batch FILE: remit search "locality planning"')
    with library() as kb:
        scope = within.scope(kb)
        if batch_file:
            for row in batch(batch_file):
                hits = [render.hit_json(hit) for hit in kb.search(row["question"], most, scope)]
                print_json({"id": row.get("id"), "hits": hits})
            return
        hits_found = kb.search(query or "", most, scope)
        for hit in hits_found:
            if as_json:
                print_json(render.hit_json(hit))
            else:
                click.echo(render.hit_text(hit))
        if not hits_found and not as_json:
            click.echo("Nothing was found." if kb.documents() else FIRST_STEPS)


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A line of progress on standard error, only where a person watches; it is cleared at the end."""
    watched = sys.stderr.isatty()

    def progress(what: str, done: int, of: int) -> None:
        if watched:
            click.echo(f"\r\033[K{label} {what} {done}/{of}", nl=False, err=True)

    yield progress
    if watched:
        click.echo("\r\033[K", nl=False, err=True)
