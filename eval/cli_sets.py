"""`remit-eval` over question sets from outside; eval.cli takes these commands in."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kb import settings
from kb.knowledge_base import RERANKED

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DATA = Path("../shared/data")
T = TypeVar("T")

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
limit_option = click.option("--limit", type=click.IntRange(min=1), help="Ask so many questions, spread over the file.")


@click.command()
@click.option("--docs", type=FOLDER, required=True, help="ObliQA's documents.")
@click.option("--questions", type=FILE, required=True, help="Questions in ObliQA's form; the gold may be left out.")
@limit_option
@click.option("--reranked", type=click.IntRange(min=0), help="Passages that the reranker looks at.")
@click.option("--run", type=click.Path(dir_okay=False, path_type=Path), help="Write here what was found.")
@json_option
def obliqa(docs: Path, questions: Path, reranked: int | None, as_json: bool, **more: Any) -> None:
    """Regulatory passages: is what answers the question among the first ten?"""
    from eval import datasets, outside

    asked = spread(datasets.obliqa_questions(questions), more["limit"])
    depth = RERANKED if reranked is None else reranked
    found, figures = outside.obliqa(settings.load(), datasets.obliqa_passages(docs), asked, _say, depth)
    run: Path | None = more["run"]
    if run:
        lines = (json.dumps({"id": name, "passages": keys}) for name, keys in found.items())
        run.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    _print(figures, as_json)


@click.command()
@click.option("--data", type=FOLDER, default=DATA / "doc2dial", show_default=True, help="The set's folder.")
@limit_option
@json_option
def doc2dial(data: Path, limit: int | None, as_json: bool) -> None:
    """Dialogues about government web pages: the right page, and what the answer rests on, in the first five."""
    from eval import datasets, outside

    pages, turns = datasets.doc2dial(data)
    _print(outside.of_pages(settings.load(), pages, spread(turns, limit), _say, "txt"), as_json)


@click.command()
@click.option("--data", type=FOLDER, default=DATA / "conditionalqa", show_default=True, help="The set's folder.")
@limit_option
@json_option
def conditionalqa(data: Path, limit: int | None, as_json: bool) -> None:
    """Questions of people in a situation about guidance pages: the evidence in the first ten passages."""
    from eval import datasets, outside

    pages, questions = datasets.conditionalqa(data)
    _print(outside.of_pages(settings.load(), pages, spread(questions, limit), _say, "html"), as_json)


@click.command()
@click.argument("file", type=FILE)
@limit_option
@json_option
def squad2(file: Path, limit: int | None, as_json: bool) -> None:
    """Questions that their paragraph answers or does not: is it said where it does not? The limit is on paragraphs."""
    from eval import datasets, outside

    _print(outside.squad2(settings.load(), spread(datasets.squad2(file), limit), _say), as_json)


@click.command()
@click.option("--show", is_flag=True, help="List the sentences that went the wrong way.")
@json_option
def prose(show: bool, as_json: bool) -> None:
    """False and faithful sentences about the sample, as a language model might write them: which reach the reader?"""
    from eval import prose as planted

    rows = planted.tries()
    if show:
        for line in planted.wrong(rows):
            click.echo(line, err=as_json)
    _print(planted.figures(rows), as_json)


@click.command()
@click.argument("file", type=FILE)
@limit_option
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write here what was said.")
@json_option
def contractnli(file: Path, limit: int | None, predictions: Path | None, as_json: bool) -> None:
    """Contracts and hypotheses: is each entailed, contradicted or not mentioned, and by which words?"""
    from eval import contracts
    from kb.encoders import SHIPPED, Encoder
    from kb.entailment import Entailment

    hypotheses, every = contracts.read(file)
    given = spread(every, limit)
    said = []
    for prediction in contracts.judged(Entailment(), Encoder(SHIPPED / "encoder"), hypotheses, given):
        said.append(prediction)
        if len(said) % (10 * len(hypotheses)) == 0:
            _say(f"read {len(said) // len(hypotheses)} of {len(given)} contracts")
    if predictions:
        lines = (json.dumps(one.as_json()) for one in said)
        predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    _print(contracts.figures(said, given), as_json)


@click.command("checks")
@click.option("--all", "every", is_flag=True, help="Also the plans that are not held out.")
@json_option
def plans(every: bool, as_json: bool) -> None:
    """Invented plans held against invented guidance: are the verdicts right, and is the evidence shown?"""
    from eval import worlds
    from eval.training import checks

    slugs = checks.worlds(held=True) + (checks.worlds(held=False) if every else [])
    _print(worlds.figures(settings.load(), slugs, _say), as_json)


COMMANDS = (obliqa, doc2dial, conditionalqa, squad2, prose, contractnli, plans)


def spread(rows: Sequence[T], limit: int | None) -> list[T]:
    """At most `limit` rows, evenly over all: sets stand in the order of their documents.

    >>> spread([0, 1, 2, 3, 4, 5], 3)
    [0, 2, 4]
    """
    if limit is None or limit >= len(rows):
        return list(rows)
    return [rows[at * len(rows) // limit] for at in range(limit)]


def _say(line: str) -> None:
    click.echo(line, err=True)


def _print(figures: dict[str, float], as_json: bool) -> None:
    from eval import report

    click.echo(json.dumps(figures) if as_json else report.table(figures))
