"""`remit-eval`: measures. Figures go to standard output, progress to standard error."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eval import cli_reading, cli_sets
from kb import settings
from kb.errors import InputError, RemitError

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

gold_option = click.option("--gold", type=FILE, help="Gold rows (default: those over the sample library).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


class Sentences(click.Group):
    """Says every error that Remit raises on purpose as one sentence, exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RemitError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measures Remit against gold rows and beside other products."""


for _command in (*cli_reading.COMMANDS, *cli_sets.COMMANDS):
    main.add_command(_command)


@main.command()
@gold_option
@click.option("--corpus", type=FOLDER, help="Files to build a library of (default: the sample; with --gold, your library).")
@click.option("--texts", type=FOLDER, help="The documents as .txt, to hold quotes against (default: what the library read).")
@click.option("--show", is_flag=True, help="List the questions answered wrongly.")
@json_option
def run(gold: Path | None, corpus: Path | None, texts: Path | None, show: bool, as_json: bool) -> None:
    """Put gold questions to a library and print how good the answers and the searches are."""
    from eval import gold as gold_rows
    from eval import measures, report, runs

    rows = gold_rows.questions(gold or runs.SAMPLE_GOLD)
    with _library(gold, corpus) as kb:
        held_against = runs.texts(kb, texts or (None if gold or corpus else runs.SAMPLE_TEXTS))
        given = runs.answers(kb, rows, _say)
        found = runs.hits(kb, rows)
        more = {} if gold or corpus else runs.sample_registers(kb)
    judgements = [measures.judge(row, answer, held_against) for row, answer in zip(rows, given, strict=True)]
    figures = measures.answer_figures(judgements) | measures.search_figures(rows, found) | more
    if show:
        for line in report.failed(judgements):
            click.echo(line, err=as_json)
    _print(figures, report.table, as_json)


@contextmanager
def _library(gold: Path | None, corpus: Path | None) -> Iterator[KnowledgeBase]:
    """A library built of the corpus; without one, the sample's, or the person's own where the gold is theirs."""
    from eval import runs
    from ingest import sample
    from kb.knowledge_base import KnowledgeBase

    person = settings.load()
    if corpus or not gold:
        with runs.built(corpus or sample.folder(), person, _say) as kb:
            yield kb
        return
    with KnowledgeBase.open(person) as kb:
        if not kb.documents():
            raise InputError(f"The library in {person.home} is empty: `remit add` documents to it, or name a --corpus.")
        yield kb


@main.command("register")
@click.option("--gold", type=FILE, help="Gold entries (default: those over the sample).")
@click.option("--corpus", type=FOLDER, help="The folder of their documents (default: the sample's).")
@json_option
def entries(gold: Path | None, corpus: Path | None, as_json: bool) -> None:
    """How many recommendations, options, Directions, sums and dates of a gold file `remit register` finds."""
    from eval import gold as gold_rows
    from eval import registers, report, runs
    from ingest import sample

    if bool(gold) != bool(corpus):
        raise click.UsageError("--gold and --corpus go together: gold is about its documents.")
    found = runs.entries(corpus or sample.folder())
    _print(registers.entry_figures(gold_rows.rows(gold or runs.DATA / "decisions.jsonl"), found), report.table, as_json)


@main.group()
def bench() -> None:
    """Remit under load, and in a library that grows."""


@bench.command("load")
@click.option("--corpus", type=FOLDER, help="A folder of PDFs (default: the sample library's).")
@click.option("--people", default=30, show_default=True, help="How many are signed in.")
@click.option("--seconds", default=120.0, show_default=True, help="How long each asks and reads.")
@click.option("--memory", default=2000, show_default=True, help="Questions after which the memory is looked at.")
@json_option
def bench_load(corpus: Path | None, as_json: bool, **plan: Any) -> None:
    """Many people at once beside gr.ChatInterface over LlamaIndex, while a long PDF is added to Remit."""
    from eval import report
    from eval.bench import load
    from ingest import sample

    _print(load.load(corpus or sample.folder(), load.Plan(**plan), settings.load()), report.side_by_side, as_json)


@bench.command("encode")
@json_option
def bench_encode(as_json: bool) -> None:
    """Texts a second of the encoder, beside sentence-transformers with the encoder that it was trained from."""
    from eval import report, runs
    from eval.bench import pace

    _print(pace.figures(settings.load(), pace.texts_of(runs.DATA / "text")), report.table, as_json)


@bench.command("scale")
@click.option("--corpus", type=FOLDER, help="Files to recombine (default: the sample library's).")
@click.option("--sizes", default="1000,10000,100000", show_default=True, help="Numbers of passages, separated by commas.")
@json_option
def bench_scale(corpus: Path | None, sizes: str, as_json: bool) -> None:
    """Search over made-up libraries of growing size: milliseconds, the index's size, the time to build it."""
    from eval import gold, report, runs
    from eval.bench import scale as grown
    from ingest import sample

    try:
        wanted = [int(size) for size in sizes.split(",")]
    except ValueError:
        raise click.BadParameter(f"{sizes} are no numbers separated by commas.", param_hint="--sizes") from None
    questions = [row.text for row in gold.questions(runs.SAMPLE_GOLD)]
    found = grown.measured(settings.load(), corpus or sample.folder(), questions, wanted, _say)
    named = {f"{size} {name}": value for size, figures in found.items() for name, value in figures.items()}
    _print(named, report.table, as_json)


@main.command()
@click.option("--curve", "curved", is_flag=True, help="Also at other levels of silence: what one is traded for the other.")
@json_option
def pairs(curved: bool, as_json: bool) -> None:
    """Questions over the sample that one word tells apart: how many are answered, and how many refused."""
    from eval import gold as gold_rows
    from eval import pairs as measure
    from eval import report, runs
    from ingest import sample

    rows = gold_rows.rows(runs.PAIRS)
    with runs.built(sample.folder(), settings.load(), _say) as kb:
        if curved:
            _print(measure.curve(kb, rows), report.side_by_side, as_json)
        else:
            _print(measure.figures(kb, rows), report.table, as_json)


@main.group()
def compare() -> None:
    """Remit beside another product."""


@compare.command()
@gold_option
@click.option("--corpus", type=FOLDER, help="A folder of PDFs (default: the sample library's).")
@json_option
def stock(gold: Path | None, corpus: Path | None, as_json: bool) -> None:
    """LlamaIndex as its documentation sets it up: the same PDFs, encoder and questions, a process each."""
    from eval import gold as gold_rows
    from eval import report, runs
    from eval.bench import compare as bench
    from ingest import sample

    if bool(gold) != bool(corpus):
        raise click.UsageError("--gold and --corpus go together: gold is about its documents.")
    rows = gold_rows.questions(gold or runs.SAMPLE_GOLD)
    pairs = bench.compare(corpus or sample.folder(), rows, settings.load())
    _print({name: pair.as_json() for name, pair in pairs.items()}, report.side_by_side, as_json)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _print(figures: Any, table: Callable[[Any], str], as_json: bool) -> None:
    click.echo(json.dumps(figures) if as_json else table(figures))
