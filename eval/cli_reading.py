"""`remit-eval` over files: how well they are read; eval.cli takes these commands in."""
from __future__ import annotations

import json
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--rows", "kept", type=click.Path(dir_okay=False, path_type=Path), help="Write a line of JSON a file here.")
@json_option
def hostile(folder: Path, kept: Path | None, as_json: bool) -> None:
    """Read every file under DIR, odd and damaged ones too, and tell what became of each."""
    from eval import hostile as measure

    rows = []
    for row in measure.rows(folder):
        rows.append(row)
        said = f"{row.outcome:9} {row.seconds:6.2f} s {row.peak_mb:6.1f} MB {row.characters:8} {row.path}"
        click.echo(said + (f": {row.reason}" if row.reason else ""), err=as_json)
    if kept:
        kept.write_text("".join(json.dumps(row.as_json()) + "\n" for row in rows), encoding="utf-8")
    found = measure.figures(rows)
    click.echo(json.dumps(found) if as_json else "\n".join(f"{name:<9} {value:g}" for name, value in found.items()))


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@json_option
def formats(folder: Path, as_json: bool) -> None:
    """The share of passages that each format of a document has in common with its text; DIR holds text, pdf, html, docx."""
    from eval import formats as measure

    found = measure.figures(folder)
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, shares in found.items():
        told = (f"{form} {share:.4f}" for form, share in shares.items()) if isinstance(shares, dict) else (f"{shares:.4f}",)
        click.echo(f"{name}: {', '.join(told)}")


@click.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=FOLDER)
@json_option
def reading(folders: tuple[Path, ...], as_json: bool) -> None:
    """Pages a second of one processor, read and structured, over the PDFs in these folders, beside their bare text's."""
    from eval.bench import reading as measure

    found = measure.figures(folders)
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, figure in found.items():
        parts = figure.items() if isinstance(figure, dict) else [("", figure)]
        click.echo("\n".join(f"{name} {part}".strip() + f" {value:g}" for part, value in parts))


COMMANDS = (hostile, formats, reading)
