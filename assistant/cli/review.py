"""`remit confirm`, `overrule`, `review ...`, `duty ...`, `dismiss`, `status`: a person's word on what Remit finds."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import click

from assistant.cli.common import json_option, library, note, tell, tell_all, whoever
from kb.decisions import Act, What
from kb.models import Modality, Verdict

VERDICTS = click.Choice(get_args(Verdict))

plan_option = click.option("--plan", required=True, help="The plan, by its id.")
with_option = click.option(
    "--with", "companions", multiple=True,
    help="A document that speaks for the plan too, by its id (repeatable), as in the check.",
)  # fmt: skip
expect_option = click.option(
    "--expect", type=click.IntRange(min=0),
    help="How many acts on the row you have seen (`version` of its JSON): refused where there are others.",
)  # fmt: skip


def _row_options(command: Callable[..., None]) -> Callable[..., None]:
    """--plan, --with, --expect and --json, of every command that says something of a row."""
    return plan_option(with_option(expect_option(json_option(command))))


@click.command()
@click.argument("duty_id")
@click.option("--verdict", type=VERDICTS, help="The verdict confirmed; the one that stands unless said.")
@click.option("--why", default="", help="A note.")
@_row_options
def confirm(duty_id: str, plan: str, verdict: str | None, why: str, **given: Any) -> None:
    """Say that a verdict is right."""
    _decide(duty_id, plan, ("verdict", verdict or "", why or "agreed"), **given)


@click.command()
@click.argument("duty_id")
@click.option("--verdict", type=VERDICTS, required=True, help="The verdict that should stand.")
@click.option("--why", required=True, help="The reason, which the row then shows.")
@_row_options
def overrule(duty_id: str, plan: str, verdict: str, why: str, **given: Any) -> None:
    """Put a person's verdict in the place of the rules'."""
    if not why.strip():
        raise click.UsageError("Overruling needs a reason: --why TEXT.")
    _decide(duty_id, plan, ("verdict", verdict, why), **given)


@click.group()
def review() -> None:
    """Notes, who sees to it, by when, the body's reply, and who said what."""


@review.command("note")
@click.argument("duty_id")
@click.argument("text")
@_row_options
def add_note(duty_id: str, text: str, plan: str, **given: Any) -> None:
    """Keep a note on a row."""
    _decide(duty_id, plan, ("note", "", text), **given)


@review.command()
@click.argument("duty_id")
@click.argument("text")
@_row_options
def reply(duty_id: str, text: str, plan: str, **given: Any) -> None:
    """Keep what the body that a finding is about says of it."""
    _decide(duty_id, plan, ("reply", "", text), **given)


@review.command()
@click.argument("duty_id")
@click.argument("name")
@_row_options
def assign(duty_id: str, name: str, plan: str, **given: Any) -> None:
    """Say who sees to a row."""
    _decide(duty_id, plan, ("assign", name.strip(), ""), **given)


@review.command()
@click.argument("duty_id")
@click.argument("date")
@_row_options
def due(duty_id: str, date: str, plan: str, **given: Any) -> None:
    """Say by when a row is to be seen to (2026-03-31)."""
    _decide(duty_id, plan, ("due", date, ""), **given)


@review.command("history")
@click.argument("duty_id")
@plan_option
@json_option
def history_of(duty_id: str, plan: str, as_json: bool) -> None:
    """Who said what of a row, and of its duty, oldest first."""
    from assistant import reviewing

    with library() as kb:
        acts = reviewing.history(kb, plan, duty_id)
    tell_all(acts, as_json, _act_json, Act.said, "Nobody has said anything of it yet.")


@review.command()
@click.argument("duty_id")
@plan_option
@with_option
@json_option
def propose(duty_id: str, plan: str, companions: tuple[str, ...], as_json: bool) -> None:
    """Ask the language model for a verdict, which changes none."""
    from assistant import proposing, reviewing
    from assistant.cli.planner import quoted, row_text

    with library() as kb:
        row = reviewing.row_of(kb, plan, duty_id, companions)
        made = proposing.propose(kb.settings, row)
        note(kb, "proposed", made.noted(row))
    reasons = [made.why] if made.verdict else []
    places = (f"[{one.n}] {quoted(one, row.plan)}" for one in made.citations)
    text = "\n    ".join([row_text(row), "", made.headline, *reasons, *places])
    tell(as_json, row.as_json() | {"proposal": made.as_json()}, text)


@click.group()
def duty() -> None:
    """Mend a duty that was read wrongly. What is changed stays when its document is read again."""


def _duty_options(command: Callable[..., None]) -> Callable[..., None]:
    return json_option(click.option("--why", default="", help="The reason.")(command))


@duty.command()
@click.argument("duty_id")
@click.option("--text", help="The duty in your words.")
@click.option("--modality", type=click.Choice(get_args(Modality)), help="How binding it is.")
@click.option("--bearer", help="Whose duty it is.")
@_duty_options
def edit(duty_id: str, why: str, as_json: bool, **given: str | None) -> None:
    """Put a duty right."""
    _mend(duty_id, "edit", given, why, as_json)


@duty.command()
@click.argument("duty_id")
@click.argument("parts", nargs=-1, required=True)
@_duty_options
def split(duty_id: str, parts: tuple[str, ...], why: str, as_json: bool) -> None:
    """Make a duty several, each part a text of its own."""
    _mend(duty_id, "split", {"into": list(parts)}, why, as_json)


@duty.command()
@click.argument("duty_id")
@click.argument("others", nargs=-1, required=True)
@_duty_options
def merge(duty_id: str, others: tuple[str, ...], why: str, as_json: bool) -> None:
    """Make several duties one, by their ids."""
    _mend(duty_id, "merge", {"with": list(others)}, why, as_json)


@duty.command()
@click.argument("duty_id")
@_duty_options
def drop(duty_id: str, why: str, as_json: bool) -> None:
    """Say that a duty does not apply here, and why. It keeps its row, not assessed."""
    _mend(duty_id, "drop", {}, why, as_json)


@duty.command()
@click.argument("duty_id")
@_duty_options
def restore(duty_id: str, why: str, as_json: bool) -> None:
    """Bring back a duty that was dropped; else take it as it was read."""
    _mend(duty_id, "restore", {}, why, as_json)


@click.command()
@click.argument("conflict_id")
@click.argument("docs", nargs=-1)
@click.option("--why", default="", help="Why it is no conflict, or does not matter.")
@click.option("--undo", is_flag=True, help="Take it up again.")
@json_option
def dismiss(conflict_id: str, docs: tuple[str, ...], why: str, undo: bool, as_json: bool) -> None:
    """Put a conflict aside for good; name the documents that `remit conflicts` was asked of."""
    from assistant import conflicts, reviewing

    with library() as kb:
        said = reviewing.Said("dismissed", "" if undo else "dismissed", why, whoever())
        found = conflicts.dismiss(kb, conflict_id, said, docs)
        note(kb, "taken up again" if undo else "dismissed", f"conflict {found.id} of {found.a.doc}: {why}".rstrip(": "))
    tell(as_json, found.as_json(), found.dismissed or f"{found.id} is taken up again.")


@click.command()
@click.argument("doc")
@click.argument("number")
@click.argument("status")
@click.option("--why", default="", help="The reason, or where things stand.")
@expect_option
@json_option
def status(doc: str, number: str, status: str, why: str, **given: Any) -> None:
    """Say how a Direction stands: not started, on track, late or done."""
    from assistant import reviewing, tracker
    from assistant.cli.planner import direction_json

    with library() as kb:
        said = reviewing.Said("status", status.strip(), why, whoever(), given["expect"])
        row = tracker.set_status(kb, doc, number, said)
    tell(given["as_json"], direction_json(row.direction) | row.as_json(), row.act.said() if row.act else "")


def _decide(duty_id: str, plan: str, words: tuple[What, str, str], as_json: bool, **given: Any) -> None:
    """`words` are what is said of the row, its value, and why; `given` are `expect` and `companions`."""
    from assistant import reviewing
    from assistant.cli.planner import row_text

    with library() as kb:
        said = reviewing.Said(*words, whoever(), given["expect"])
        row = reviewing.decide(kb, plan, duty_id, said, given["companions"])
        if words[0] == "verdict":
            called = click.get_current_context().info_name
            note(kb, "confirmed" if called == "confirm" else "overruled", f"{duty_id} in {plan}: {row.verdict}")
    tell(as_json, row.as_json(), row_text(row))


def _mend(duty_id: str, kind: str, given: Any, why: str, as_json: bool) -> None:
    from assistant import reviewing
    from assistant.cli.planner import duty_json

    with library() as kb:
        found = reviewing.mend(kb, duty_id, kind, given, reviewing.Said("duty", "", why, whoever()))
        note(kb, "amended", f"{duty_id}: {kind}: {why}".rstrip(": "))
        mine = [one for one in found if one.id == duty_id or one.id.startswith(f"{duty_id}/")]
    for one in mine:
        tell(as_json, duty_json(one), f"{one.id}  {one.modality}\n    {one.text}")


def _act_json(act: Act) -> dict[str, str]:
    return {name: getattr(act, name) for name in ("subject", "doc", "what", "value", "why", "who", "at")}
