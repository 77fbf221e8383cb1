"""What the commands share: opening the library, options that several take, and how rows reach the terminal."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from assistant.files import can_be_written, plain
from kb import settings
from kb.errors import InputError
from kb.models import DocumentKind, Scope

if TYPE_CHECKING:
    from kb.audit import What
    from kb.knowledge_base import KnowledgeBase

T = TypeVar("T")

KINDS = click.Choice(get_args(DocumentKind))
DATE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])
FIRST_STEPS = "The library is empty: `remit add FILE-OR-FOLDER` reads documents in, `remit demo` shows a small one."

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


@contextmanager
def library() -> Iterator[KnowledgeBase]:
    """The knowledge base in the home that the settings name, closed afterwards."""
    from kb.knowledge_base import KnowledgeBase  # here, because it loads the database and the index

    with KnowledgeBase.open(settings.load()) as kb:
        yield kb


@dataclass(frozen=True, slots=True)
class Within:
    """What --doc, --type, --authority and --superseded said."""

    docs: tuple[str, ...]
    kinds: tuple[str, ...]
    authorities: tuple[str, ...]
    superseded: bool = False

    def scope(self, kb: KnowledgeBase) -> Scope:
        """Raises UnknownDocument for an id that is not in the library."""
        docs = tuple(kb.document(doc).id for doc in self.docs)
        return Scope(docs, self.kinds, self.authorities, superseded=self.superseded)


def scope_options(command: Callable[..., None]) -> Callable[..., None]:
    """--doc, --type and --authority, each repeatable, and --superseded; the command gets them as one argument, `within`."""

    @wraps(command)
    def with_scope(**given: Any) -> None:
        within = Within(**{field.name: given.pop(field.name) for field in fields(Within)})
        command(within=within, **given)

    for option in (
        click.option("--superseded", is_flag=True, help="Superseded documents too."),
        click.option("--authority", "authorities", multiple=True, help="Only documents of this authority (repeatable)."),
        click.option("--type", "kinds", multiple=True, type=KINDS, help="Only documents of this kind (repeatable)."),
        click.option("--doc", "docs", multiple=True, help="Only this document, by its id (repeatable)."),
    ):
        with_scope = option(with_scope)
    return with_scope


def out_option(said: str, *, required: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """--out FILE; one that cannot be written is told before any work is done."""
    kind = click.Path(dir_okay=False, path_type=Path)
    return click.option("--out", type=kind, callback=_writable, required=required, help=said)


def _writable(_context: click.Context, _option: click.Parameter, out: Path | None) -> Path | None:
    """Raises InputError."""
    if out and not out.parent.is_dir():
        raise InputError(f"The folder {out.parent} does not exist: make it first, or name another.")
    if out and not os.access(out.parent, os.W_OK):
        raise InputError(f"Nothing can be written in {out.parent}: name another folder.")
    if out:
        can_be_written(out)
    return out


def whoever() -> str:
    """The name that this machine knows whoever types by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a machine with no name for them
        return "somebody"


def note(kb: KnowledgeBase, what: What, about: str = "") -> None:
    """A line in the audit."""
    kb.audit.note(f"{whoever()}, at the command line", what, about)


def utc(moment: datetime | None) -> str:
    """A day or moment of this machine's as `kb` knows moments; "" for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def say(text: str) -> None:
    """Text on standard output, in which nothing that a document or a person wrote drives the terminal."""
    click.echo(plain(text))


def print_json(row: Any) -> None:
    """One line of JSON on standard output."""
    click.echo(json.dumps(row, ensure_ascii=False))


def tell(as_json: bool, row: object, text: str) -> None:
    """One row of what came back, in the form that was asked for."""
    if as_json:
        print_json(row)
    else:
        say(text)


def tell_all(
    found: Iterable[T], as_json: bool, row: Callable[[T], object], text: Callable[[T], str], nothing: str
) -> None:
    """Each of what came back; `nothing` for a person, where nothing did."""
    none = True
    for each in found:
        none = False
        tell(as_json, row(each), "" if as_json else text(each))
    if none and not as_json:
        click.echo(nothing)


def batch(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON Lines file. Raises InputError naming the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8: save it so and run this again.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        wrong = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{wrong} is not JSON ({error.msg}): mend the line or take it out.") from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise InputError(f'{wrong} needs an object with a text "question": mend the line or take it out.')
        said = row.get("history") or []
        if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
            raise InputError(f'{wrong} needs a list of texts as its "history": mend the line or take it out.')
        yield row
