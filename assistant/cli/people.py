"""`remit user` and `remit audit`: who may come in, and who did what."""
from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import get_args

import click

from assistant.cli.common import DATE, json_option, library, note, tell, tell_all, utc
from kb.audit import Line, What
from kb.people import LONGEST, SHORTEST, Person, Role

ROLES = click.Choice(get_args(Role))


@click.group()
def user() -> None:
    """The people who may sign in to the web app. With the first of them, everybody has to sign in."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLES, default="reader", show_default=True, help="What they see and may do.")
@click.option("--no-password", is_flag=True, help="Only the sign-on in front of Remit lets them in.")
@json_option
def add_person(name: str, role: str, no_password: bool, as_json: bool) -> None:
    """Make an account; the password is asked for and never shown."""
    with library() as kb:
        person = kb.people.add(name, role, None if no_password else _asked(name))
        note(kb, "person added", f"{person.name}, {person.role}")
    tell(as_json, asdict(person), _text(person))


@user.command("list")
@json_option
def list_people(as_json: bool) -> None:
    """Everybody with an account, and their role."""
    with library() as kb:
        people = kb.people.all()
    none = "There are no accounts: the web app answers this machine alone. `remit user add NAME` makes the first."
    tell_all(people, as_json, asdict, _text, none)


@user.command("remove")
@click.argument("name")
def remove_person(name: str) -> None:
    """Take an account away; its sessions end at once."""
    with library() as kb:
        kb.people.remove(name)
        note(kb, "person removed", name)
        left = kb.people.any()
    if not left:
        click.echo("There is no account any more: the web app answers this machine alone from now on.")


@user.command("password")
@click.argument("name")
def set_password(name: str) -> None:
    """Give somebody a new password; their sessions end, and a lock is lifted."""
    with library() as kb:
        kb.people.set_password(name, _asked(name))
        note(kb, "password changed", name)


@user.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@json_option
def set_role(name: str, role: str, as_json: bool) -> None:
    """Give somebody another role, from their next press on."""
    with library() as kb:
        person = kb.people.set_role(name, role)
        note(kb, "role changed", f"{person.name}, {person.role}")
    tell(as_json, asdict(person), _text(person))


@click.command()
@click.option("--since", type=DATE, help="Only from that day or moment on.")
@click.option("--who", help="Only what this person did.")
@click.option("--what", type=click.Choice(get_args(What)), help="Only acts of this kind.")
@click.option("--most", type=click.IntRange(1), default=500, show_default=True, help="How many lines, the latest first.")
@json_option
def audit(since: datetime | None, who: str | None, what: str | None, most: int, as_json: bool) -> None:
    """Who added, removed, overruled, exported or signed in, the latest first."""
    with library() as kb:
        lines = kb.audit.lines(utc(since), who, what, most)
    tell_all(lines, as_json, asdict, _line, "The audit has no such line.")


def _line(line: Line) -> str:
    return f"{line.at}  {line.who or 'whoever sits at the machine'}  {line.what}  {line.about}".rstrip()


def _asked(name: str) -> str:
    """The password, typed twice. On a pipe it is the next line of standard input."""
    words = f"Password for {name} ({SHORTEST} to {LONGEST} characters)"
    return str(click.prompt(words, hide_input=True, confirmation_prompt="The same again"))


def _text(person: Person) -> str:
    return f"{person.name}  {person.role}"
