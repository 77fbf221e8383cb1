"""What the commands share: opening the library, options that several take, and how rows reach the terminal."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from kb import settings
from kb.errors import InputError
from kb.models import DocumentKind, Scope

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

Command = TypeVar("Command", bound=Callable[..., Any])
KINDS = click.Choice(get_args(DocumentKind))
FIRST_STEPS = "The library is empty: `remit add FILE-OR-FOLDER` reads documents in, `remit demo` shows a small one."

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


@contextmanager
def library() -> Iterator[KnowledgeBase]:
    """The knowledge base in the home that the settings name, closed afterwards."""
    from kb.knowledge_base import KnowledgeBase  # here, because it loads the database and the index

    with KnowledgeBase.open(settings.load()) as kb:
        yield kb


def scope_options(command: Command) -> Command:
    """--doc, --type and --authority, each repeatable; `scope_of` makes a Scope of them."""
    for option in (
        click.option("--authority", "authorities", multiple=True, help="Only documents of this authority (repeatable)."),
        click.option("--type", "kinds", multiple=True, type=KINDS, help="Only documents of this kind (repeatable)."),
        click.option("--doc", "docs", multiple=True, help="Only this document, by its id (repeatable)."),
    ):
        command = option(command)
    return command


def scope_of(kb: KnowledgeBase, docs: Iterable[str], kinds: Iterable[str], authorities: Iterable[str]) -> Scope:
    """The scope that the options name. Raises UnknownDocument for an id that is not in the library."""
    return Scope(docs=tuple(kb.document(doc).id for doc in docs), kinds=tuple(kinds), authorities=tuple(authorities))


def print_json(row: Any) -> None:
    """One line of JSON on standard output."""
    click.echo(json.dumps(row, ensure_ascii=False))


def batch(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON Lines file. Raises InputError naming the line that is none."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number} is not JSON ({error.msg}): mend the line or take it out.") from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise InputError(f'{path}, line {number} needs an object with a text "question": mend the line or take it out.')
        yield row
