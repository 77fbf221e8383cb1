"""`remit add`, `list`, `show`, `remove`, `rebuild`, `search`: what is in the library and what is found in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import render
from assistant.cli.common import (
    DATE,
    FIRST_STEPS,
    Within,
    batch,
    json_option,
    library,
    note,
    print_json,
    say,
    scope_options,
    tell,
    tell_all,
    utc,
)  # fmt: skip
from assistant.cli.facts import fact_options
from kb.errors import StoreError

if TYPE_CHECKING:
    from ingest.pipeline import ImportRow
    from kb.knowledge_base import KnowledgeBase
    from kb.life import Change
    from kb.models import Document

Progress = Callable[[str, int, int], None]  # what is worked on, how much of it is done, of how much


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@fact_options
@json_option
def add(paths: tuple[Path, ...], as_json: bool, **facts: str | None) -> None:
    """Read files and folders into the library; what a document says of itself need not be said."""
    from ingest import pipeline  # here, because it loads the readers

    failed = read = False
    said = pipeline.Facts(**{name: value for name, value in facts.items() if value})
    with library() as kb, _bar("Reading") as progress:
        for row in pipeline.add(kb, paths, said, progress):
            failed, read = failed or row.outcome == "failed", read or row.outcome != "failed"
            if row.outcome in ("added", "updated"):
                note(kb, "added", str(row.doc))
            tell(as_json, row.as_json(), _outcome(row))
    if failed:
        raise click.ClickException(
            "Not every file could be read; the others are in the library." if read else "Nothing could be read."
        )


@click.command("list")
@click.option("--since", type=DATE, help="Instead, what was added, replaced or removed since that day or moment.")
@json_option
def list_documents(since: datetime | None, as_json: bool) -> None:
    """The documents of the library, or what has changed in it."""
    with library() as kb:
        if since:
            tell_all(kb.changes(utc(since)), as_json, asdict, _change, "Nothing has changed since then.")
        else:
            tell_all(kb.documents(), as_json, render.document_json, _document, FIRST_STEPS)


def _outcome(row: ImportRow) -> str:
    return f"{row.outcome:10} {row.doc or row.path}" + (f": {row.reason}" if row.reason else "")


def _change(change: Change) -> str:
    return f"{change.at}  {change.what:8} {change.doc}" + (f" ({change.title})" if change.title else "")


def _document(document: Document) -> str:
    about = [document.kind, document.authority, document.date, document.status, f"version {document.version}"]
    return f"{document.id}\n    {document.title} ({', '.join(fact for fact in about if fact)})"


@click.command()
@click.argument("doc")
@json_option
def show(doc: str, as_json: bool) -> None:
    """What is kept of one document."""
    with library() as kb:
        row = render.document_json(kb.document(doc))
        row |= {name: getattr(kb.document(doc), name) for name in ("in_force_from", "in_force_to")}
        row |= {name: kb.reported(name).get(doc) for name in ("item", "meeting", "period")}
    if as_json:
        print_json(row)
        return
    for name, value in row.items():
        say(f"{name:13} {'-' if value is None else value}")


@click.command()
@click.argument("docs", nargs=-1, required=True)
@click.option("--purge", is_flag=True, help="Erase them for good, and prove it by searching every file of the home.")
@json_option
def remove(docs: tuple[str, ...], purge: bool, as_json: bool) -> None:
    """Take documents out of the library; `remit undo` brings them back for 30 days."""
    with library() as kb:
        if purge:
            _purge(kb, docs, as_json)
            return
        for document in [kb.document(doc) for doc in docs]:
            kb.remove(document.id)
            note(kb, "removed", document.id)
            tell(as_json, render.document_json(document), f"removed    {document.id}")


def _purge(kb: KnowledgeBase, docs: Sequence[str], as_json: bool) -> None:
    for doc in docs:
        proof = kb.purge(doc)
        note(kb, "removed", f"{doc}, for good")
        if as_json:
            print_json(asdict(proof))
        elif not proof.left:
            click.echo(f"purged     {doc}: none of its {proof.sentences} sentences stands in any of the {proof.files} files")
        if proof.left:
            raise StoreError(f"{doc} was erased, but some of its words still stand in {', '.join(proof.left)}: delete that.")


@click.command()
@click.argument("docs", nargs=-1, required=True)
@json_option
def undo(docs: tuple[str, ...], as_json: bool) -> None:
    """Bring back documents removed in the last 30 days, with what was corrected of them."""
    with library() as kb:
        for document in map(kb.undo, docs):
            note(kb, "undone", document.id)
            tell(as_json, render.document_json(document), f"back       {document.id}")


@click.command()
@json_option
def rebuild(as_json: bool) -> None:
    """Make every index and register again from what is kept."""
    from ingest import pipeline  # here, because it loads the readers

    with library() as kb, _bar("Indexing") as progress:
        passages = kb.rebuild(lambda done, of: progress("passages", done, of))
        made = dict(pipeline.registers_again(kb))
    old = [{"doc": doc, "reason": reason} for doc, reason in made.items() if reason]
    if as_json:
        print_json({"passages": passages, "registers": len(made) - len(old), "kept": old})
        return
    click.echo(f"{passages} passages are indexed again; the registers of {len(made) - len(old)} documents are made again.")
    for row in old:
        click.echo(f"{row['doc']} keeps the registers that it had: {row['reason']}")


@click.command()
@click.argument("query", required=False)
@click.option("-k", "most", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages at most.")
@click.option(
    "--batch",
    "batch_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON Lines of {"id", "question", "history"}.',
)
@click.option("--history", multiple=True, help="An earlier question of the same conversation, oldest first (repeatable).")
@scope_options
@json_option
def search(query: str | None, batch_file: Path | None, within: Within, as_json: bool, **chosen: Any) -> None:
    """Find passages, first those that an answer would quote."""
    if (query is None) == (batch_file is None):
        raise click.UsageError('Give one query, or --batch FILE: remit search "locality planning"')
    most: int = chosen["most"]
    from assistant import passages  # here, because it loads what answers

    with library() as kb:
        scope = within.scope(kb)
        if batch_file:
            for row in batch(batch_file):
                found = passages.search(kb, row["question"], most, scope, row.get("history") or ())
                hits = [render.hit_json(hit) for hit in found.hits]
                print_json({"id": row.get("id"), "query": found.query, "hits": hits})
            return
        found = passages.search(kb, query or "", most, scope, chosen["history"])
        if found.query != query and not as_json:
            say(f"Searched for: {found.query}")
        nothing = "Nothing was found." if kb.documents() else FIRST_STEPS
        tell_all(found.hits, as_json, render.hit_json, render.hit_text, nothing)


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
