"""`remit backup`, `restore` and `tidy`: a copy of everything, everything from a copy, and what is past its days."""
from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from assistant.cli.common import json_option, library, note, tell
from kb import settings


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Copy the library, people, answers and settings into one file, also while Remit is running."""
    from kb.backup import backup as copy

    with library() as kb:
        copied = copy(kb, file)
        note(kb, "exported", f"backup {file.name}")
    said = f"{file} holds {copied.documents} documents ({copied.files} files, {copied.size:,} bytes)."
    tell(as_json, asdict(copied), said)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def restore(file: Path, as_json: bool) -> None:
    """Make the home that REMIT_HOME names from a backup; a home with a library in it is left alone."""
    from kb.backup import restore as put_back

    copied = put_back(file, settings.load())
    with library() as kb:
        note(kb, "restored", file.name)
    tell(as_json, asdict(copied), f"{copied.documents} documents are back ({copied.files} files, {copied.size:,} bytes).")


@click.command()
@json_option
def tidy(as_json: bool) -> None:
    """Erase what the settings' days are over for; the web app does the same when it starts and once a day."""
    from kb.retention import tidy as erase

    with library() as kb:
        erased = erase(kb)
    said = f"Erased: {erased.answers} answers, {erased.audit} lines of the audit, {erased.sessions} ended sessions."
    tell(as_json, asdict(erased), said)
