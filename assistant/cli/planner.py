"""`remit duties`, `check`, `conflicts`, `directions`: the planner's bench."""
from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from assistant.cli.common import FIRST_STEPS, json_option, library, note, out_option, tell, tell_all
from kb.models import Citation, Direction, Document, Duty, Modality
from kb.text import in_words, unmarked

if TYPE_CHECKING:
    from assistant.crosscheck import CheckRow
    from assistant.disagreement import Conflict
    from assistant.requirements import Requirement
    from assistant.tracker import State, Tracked

NO_DIRECTION = "No Direction was found."
NO_CONFLICT = (
    "No disagreement was found. Documents of different authorities are not held against each other here: "
    "`remit check PLAN` holds a plan against guidance."
)


@click.command()
@click.argument("doc", required=False)
@click.option("--modality", type=click.Choice(get_args(Modality)), help="Only what must, should or may be done.")
@click.option("--about", help="Only duties with these words.")
@json_option
def duties(doc: str | None, modality: str | None, about: str | None, as_json: bool) -> None:
    """What guidance requires, advises and allows."""
    from assistant import linked, requirements, words

    wanted = set(words.content(about or ""))
    with library() as kb:
        found = [row for row in requirements.requirements(kb, doc) if modality in (None, row.duty.modality)]
        empty = FIRST_STEPS if not kb.documents() else _no_duty(kb.document(doc) if doc else None)
        of = {own: link for one in {row.duty.doc for row in found} for own, link in linked.links(kb, one).items()}
    rows = [row for row in found if wanted <= set(words.stems(f"{row.duty.section} {row.duty.lead_in} {row.duty.text}"))]

    def whole(row: Requirement) -> dict[str, Any]:
        return duty_json(row.duty) | row.standing | of.get(row.duty.id, linked.NOTHING).as_json()

    def text(row: Requirement) -> str:
        """With what people said of it, and where it leads."""
        said = (_duty_text(row.duty), *row.standing.values(), *of.get(row.duty.id, linked.NOTHING).said())
        return "\n    ".join(said)

    tell_all(rows, as_json, whole, text, empty)


def _no_duty(document: Document | None) -> str:
    found = "No such duty was found."
    if document is None or document.kind in ("guidance", "law", "other"):  # those that are read for duties
        return found
    kept = f"Duties are looked for in what asks something of others, and {document.id} is kept as {document.kind}."
    return f"{found} {kept} If it is guidance: remit amend {document.id} --type guidance"


@click.command()
@click.argument("plan")
@click.option("--against", multiple=True, help="The guidance, by its id (repeatable); all guidance unless said.")
@out_option("A report: .xlsx, .docx, .html, .csv or .json.")
@click.option("--with", "companions", multiple=True, help="A document that speaks for the plan too, by its id (repeatable).")
@click.option("--changed", is_flag=True, help="Show only what changed since the last draft or since somebody decided.")
@json_option
def check(plan: str, out: Path | None, changed: bool, as_json: bool, **documents: tuple[str, ...]) -> None:
    """Hold a plan against every duty."""
    from assistant import crosscheck, report, report_files

    if out:
        report_files.writer(out)
    with library() as kb:
        rows = []
        for row in crosscheck.check(kb, plan, documents["against"], _counting, documents["companions"]):
            rows.append(row)
            if changed and not (row.changed or row.look_again):
                continue
            if as_json or not out:  # who gets a report reads the rows there
                tell(as_json, row.as_json(), row_text(row))
        made = report.gather(kb, plan, rows)
        if out:
            made = report.with_registers(kb, made)
            note(kb, "exported", out.name)
    if not as_json:
        click.echo("\n".join(["", *report.summary_lines(made)]))
    if out:
        report_files.write(made, out)
        click.echo(f"The report is in {out}.", err=True)


@click.command("side-by-side")
@click.argument("plans", nargs=-1, required=True)
@click.option("--against", multiple=True, help="The guidance, by its id (repeatable); all guidance unless said.")
@out_option("Write the table too, as .csv.")
@json_option
def side_by_side(plans: tuple[str, ...], against: tuple[str, ...], out: Path | None, as_json: bool) -> None:
    """Many plans against one guidance, a duty a line."""
    from assistant import files, matrix

    if out and out.suffix.lower() != ".csv":
        raise click.UsageError("The table is written as .csv: give --out a name with that ending.")
    with library() as kb:
        found = matrix.side_by_side(kb, plans, against, lambda title: click.echo(f"Checking {title}", err=True))
    for line in found.lines:
        verdicts = ", ".join(f"{row.plan} {in_words(row.verdict)}" for row in line.rows)
        tell(as_json, line.as_json(), f"{line.duty.id}  {line.duty.modality}: {line.duty.text}\n    {verdicts}")
    if not as_json:
        for plan in found.plans:
            counts = found.counts(plan.id).most_common()
            click.echo(f"{plan.id}: {', '.join(f'{number} {in_words(verdict)}' for verdict, number in counts)}")
    if out:
        files.write_whole(out, matrix.as_csv(found))


@click.command()
@click.argument("docs", nargs=-1)
@click.option("--dismissed", is_flag=True, help="Those too that somebody dismissed.")
@json_option
def conflicts(docs: tuple[str, ...], dismissed: bool, as_json: bool) -> None:
    """Statements that disagree, impossible dates, values that are owed; what matters most first."""
    from assistant import conflicts as finder

    with library() as kb:
        found = finder.conflicts(kb, docs, dismissed)
        empty = FIRST_STEPS if not kb.documents() else NO_CONFLICT
    slips = [] if as_json else [one for one in found if one.minor]
    tell_all([one for one in found if one not in slips], as_json, lambda one: one.as_json(), _conflict_text, empty)
    for heading in ("", "Slips of the pen, which mislead nobody:") if slips else ():
        click.echo(heading)
    for one in slips:
        click.echo(_conflict_text(one))


@click.command()
@click.argument("doc", required=False)
@click.option("--track", is_flag=True, help="With status, what is overdue, the papers that name each, and broken links.")
@json_option
def directions(doc: str | None, track: bool, as_json: bool) -> None:
    """Directions with owners, deadlines and money. What a paper only quotes is shown when the paper is named."""
    from assistant import tracker

    if track:
        _track(doc, as_json)
        return
    with library() as kb:
        issued = [document.id for document in kb.documents() if document.kind == "directions"]
        found = kb.directions(doc) if doc or not issued else [one for own in issued for one in kb.directions(own)]
        stands = {own: tracker.states(kb, own) for own in dict.fromkeys(one.doc for one in found)}
        empty = FIRST_STEPS if not kb.documents() else NO_DIRECTION
    def row(one: Direction) -> dict[str, Any]:
        return direction_json(one) | stands[one.doc][one.id].as_json()

    tell_all(found, as_json, row, lambda one: _direction_text(one, stands[one.doc][one.id]), empty)


def _track(doc: str | None, as_json: bool) -> None:
    from assistant import tracker

    with library() as kb:
        rows = tracker.tracked(kb, doc)
    tell_all(rows, as_json, lambda row: direction_json(row.direction) | row.as_json(), _tracked_text, NO_DIRECTION)


def duty_json(duty: Duty) -> dict[str, Any]:
    """CONTRACT.md, "A duty"."""
    names = ("id", "doc", "section", "number", "page", "statute", "modality", "bearer", "action", "lead_in", "text")
    return {name: getattr(duty, name) for name in names}


def direction_json(direction: Direction) -> dict[str, Any]:
    """CONTRACT.md, "A Direction"; with the page it stands on."""
    names = ("doc", "id", "text", "deadline", "deadline_text", "modality", "parent", "page")
    return {name: getattr(direction, name) for name in names} | {
        "owners": list(direction.owners),
        "amounts": list(direction.amounts),
    }


def _duty_text(duty: Duty) -> str:
    whose = f", {duty.bearer}" if duty.bearer else ""
    return f"{duty.id}  {duty.modality}{whose} ({_place(duty)})\n    {_said(duty)}"


def _said(duty: Duty) -> str:
    return unmarked(f"{duty.lead_in or ''} {duty.text}".strip())


def _direction_text(direction: Direction, state: State) -> str:
    asked = [direction.modality, *direction.owners, direction.deadline_text, *direction.amounts]
    facts = [*([] if state.taken_back else asked), *state.said()]
    return f"{direction.id}  {', '.join(fact for fact in facts if fact)}\n    {direction.text}"


def _tracked_text(row: Tracked) -> str:
    late = ["OVERDUE"] if row.overdue else []
    earlier = [f"replaces {row.replaces}"] if row.replaces else []
    gone = ["NO LONGER STANDS"] if row.taken_back else [row.direction.deadline_text or "no deadline"]
    state = ", ".join([row.status or "no status", *late, *gone, *earlier])
    papers = (f"named by {one.doc}{f', page {one.page}' if one.page else ''}: “{one.quote}”" for one in row.papers)
    return "\n    ".join([f"{row.direction.id}  {state}", row.direction.text, *papers, *row.broken])


def _conflict_text(conflict: Conflict) -> str:
    sides = [side for side in (conflict.a, conflict.b) if side]
    quotes = (f"“{side.quote}” ({side.doc}{f', page {side.page}' if side.page else ''})" for side in sides)
    put_aside = [conflict.dismissed] if conflict.dismissed else []
    return "\n    ".join([f"{conflict.id}  {conflict.kind}: {conflict.why}", *put_aside, *quotes])


def row_text(row: CheckRow) -> str:
    """A cross-check row for the terminal."""
    duty = row.duty
    lines = [
        f"{in_words(row.verdict).upper()} ({row.confidence})  {duty.id}  {duty.modality} ({_place(duty)})",
        f"    {_said(duty)}",
        *(f"    {leads}" for leads in row.links.said()),
        f"    {row.reason}",
        *(f"    {part}" for part in (row.parts if row.verdict == "partial" else ())),
        *(f"    Look again: {row.look_again}" for _ in row.look_again[:1]),
        *(f"    Since the last draft: {row.changed}" for _ in row.changed[:1]),
        *(f"    {act.said()}" for act in row.standing.acts if act.what != "verdict"),
        *(f"    {quoted(cited, row.plan)}" for cited in row.evidence),
        *(f"    nearest: {quoted(near.citation, row.plan)} {near.why_not}" for near in row.nearest),
    ]
    return "\n".join(lines)


def quoted(cited: Citation, plan: str) -> str:
    """With its page, and its document where it is not the plan."""
    facts = (cited.title if cited.doc != plan else "", f"page {cited.page}" if cited.page else "")
    where = ", ".join(fact for fact in facts if fact)
    return f"“{cited.quote}”" + (f" ({where})" if where else "")


def _place(duty: Duty) -> str:
    pieces = (duty.number, duty.section, f"page {duty.page}" if duty.page else None)
    return ", ".join(piece for piece in pieces if piece) or duty.doc


def _counting(done: int, of: int) -> None:
    """Progress on standard error, only where a person watches."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[KChecking {done + 1}/{of}" + ("\r\033[K" if done + 1 == of else ""), nl=False, err=True)
