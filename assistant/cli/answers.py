"""`remit answers`: what was asked and answered, and what readers said of it."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.common import DATE, json_option, library, note, out_option, print_json, say, tell, tell_all, utc, whoever
from kb.text import in_words

if TYPE_CHECKING:
    from kb.answers import Kept

OPINIONS = click.Choice(["right", "wrong answer", "wrong evidence"])


@click.group()
def answers() -> None:
    """Kept answers, with the passages they rest on as they were."""


@answers.command("list")
@click.option("--since", type=DATE, help="Only from that day or moment on.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@json_option
def list_answers(since: Any, most: int, as_json: bool) -> None:
    """The latest answers, newest first."""
    with library() as kb:
        found = kb.answers.recent(since=utc(since), most=most)
    tell_all(found, as_json, row, line, 'No answer is kept: remit ask "..." keeps one.')


@answers.command()
@click.argument("answer_id", metavar="ID", type=int)
@json_option
def show(answer_id: int, as_json: bool) -> None:
    """One answer, with what has become of its sources since."""
    from assistant import kept as words
    from assistant import record, render

    with library() as kb:
        kept = kb.answers.get(answer_id)
    if as_json:
        print_json(record.as_json(kept))
        return
    say("\n".join([kept.answer.question, "", *words.about(kept), ""]))
    say(render.answer_text(kept.answer))
    for heading, lines in (
        ("Since then", [words.since_words(since) for since in kept.since]),
        ("What readers said", [words.feedback_words(said) for said in kept.feedback]),
    ):
        if lines:
            say("\n".join(["", heading, *(f" - {text}" for text in lines)]))


@answers.command()
@click.argument("answer_ids", metavar="ID...", type=int, nargs=-1, required=True)
@out_option("The file to write: .md or .docx with references, .html or .json for the whole record.", required=True)
def export(answer_ids: tuple[int, ...], out: Path) -> None:
    """Write answers to one file: for a paper, or as the record of a Freedom of Information request."""
    from assistant import export as exporter

    exporter.writer(out)
    with library() as kb:
        exporter.write(out, *(kb.answers.get(answer_id) for answer_id in answer_ids))
        note(kb, "exported", out.name)
    click.echo(f"Written: {out}", err=True)


@answers.command()
@click.argument("answer_id", metavar="ID", type=int)
@click.argument("opinion", type=OPINIONS)
@click.option("--words", default="", help="What is wrong, or what would be right.")
@json_option
def feedback(answer_id: int, opinion: str, words: str, as_json: bool) -> None:
    """Say that an answer is right, wrong, or rests on the wrong evidence."""
    with library() as kb:
        kept = kb.answers.comment(answer_id, opinion, words, whoever())
    tell(as_json, row(kept), line(kept))


def row(kept: Kept) -> dict[str, Any]:
    """An answer in a list, as JSON: `changed` where a source was replaced, superseded or removed since."""
    return {
        "id": kept.id,
        "at": kept.at,
        "who": kept.who,
        "question": kept.answer.question,
        "status": kept.answer.status,
        "model": kept.answer.model,
        "feedback": kept.feedback[-1].opinion if kept.feedback else None,
        "changed": bool(kept.since),
    }


def line(kept: Kept) -> str:
    """An answer in a list, for the terminal."""
    facts = [in_words(kept.answer.status), *[said.opinion for said in kept.feedback[-1:]]]
    facts += ["sources changed since"] if kept.since else []
    return f"{kept.id:4}  {kept.at}  {' '.join(kept.answer.question.split())}\n      {', '.join(facts)}"
