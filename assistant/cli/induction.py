"""`remit induction`."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant import render
from assistant.cli.common import FIRST_STEPS, json_option, library, out_option, print_json, say

if TYPE_CHECKING:
    from assistant.induction_pack import Pack


@click.command()
@click.option("--body", help="The board or other body, as its documents name it; the one with most documents unless said.")
@out_option("A pack to hand on: .docx or .html.")
@json_option
def induction(body: str | None, out: Path | None, as_json: bool) -> None:
    """An hour's introduction for somebody new on a board, made of quotes."""
    from assistant import induction_pack

    if out:
        induction_pack.writer(out)
    with library() as kb:
        empty = not kb.documents()
        pack = induction_pack.gather(kb, body)
    if as_json:
        print_json(pack.as_json())
    elif empty:
        click.echo(FIRST_STEPS)
    else:
        say("\n".join(_lines(pack)))
    if out:
        induction_pack.write(pack, out)
        click.echo(f"The pack is in {out}.", err=True)


def _lines(pack: Pack) -> Iterator[str]:
    """The pack for the terminal; the quiz is in the files and in the web app."""
    yield pack.title
    yield pack.about
    for n, step in enumerate(pack.steps, 1):
        yield f"\n{n}. {step.title} ({step.minutes} minutes)"
        if step.caution:
            yield f"    {step.caution}"
        if not step.points:
            yield f"    Nothing in the library. {step.missing}"
        for point in step.points:
            lead_in = f"{point.lead_in} " if point.lead_in else ""
            yield f"    {point.label}"
            yield f"      {lead_in}“{point.citation.quote}”"
            yield f"        {render.place(point.citation)}{f' ({point.note})' if point.note else ''}"
        if step.left:
            yield f"    and {step.left} more."
