"""Who may come in: people with their roles, their passwords (argon2id) and the sessions that end.

A person's role says which documents they see (`sees`, applied by `kb.view`) and what they may do (`may`). Where there are no
people, whoever sits at the machine is its owner. Nothing here ever holds a password or a session's token as it was given.
"""
from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kb import schema
from kb.catalog import Catalog
from kb.errors import InputError, NotAllowed
from kb.ids import digest
from kb.models import VISIBILITIES, Visibility

Role = Literal["reader", "planner", "administrator"]
Act = Literal["ask", "check", "review", "add", "remove", "visibility", "people", "audit"]

_READER: frozenset[Act] = frozenset({"ask"})
_PLANNER: frozenset[Act] = _READER | {"check", "review", "add"}
MAY: dict[Role, frozenset[Act]] = {"reader": _READER, "planner": _PLANNER, "administrator": frozenset(get_args(Act))}
SEES: dict[Role, frozenset[Visibility]] = {
    "reader": frozenset({"public", "board"}),
    "planner": frozenset(VISIBILITIES),
    "administrator": frozenset(VISIBILITIES),
}
_SAID: dict[Act, str] = {
    "ask": "ask questions",
    "check": "check plans",
    "review": "confirm or overrule verdicts",
    "add": "add documents",
    "remove": "remove documents",
    "visibility": "change who sees a document",
    "people": "manage people",
    "audit": "read the audit",
}

SHORTEST, LONGEST = 12, 512  # characters of a password
TRIES, LOCKED_MINUTES = 5, 15  # wrong passwords in a row, and for how long nobody signs in under that name then
_WRONG = "That name and password do not belong together. Passwords tell capitals from small letters."
_TABLE, _SESSIONS = schema.people, schema.sessions


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. The owner, whoever sits at a machine without accounts, has no name."""

    name: str
    role: Role

    @property
    def sees(self) -> frozenset[Visibility]:
        return SEES[self.role]

    def may(self, act: Act) -> bool:
        return act in MAY[self.role]

    def must(self, act: Act) -> None:
        """Raises NotAllowed, naming who could."""
        if not self.may(act):
            could = next(role for role in MAY if act in MAY[role])
            raise NotAllowed(
                f"You are signed in as a {self.role}, who may not {_SAID[act]}: ask {_a(could)} to do it, "
                "or the person who runs Remit for another role."
            )


OWNER = Person("", "administrator")


class People:
    """The people of an open home and their sessions. Names are the same in capitals and small letters."""

    def __init__(self, catalogue: Catalog) -> None:
        self._catalog = catalogue
        self._hasher = PasswordHasher()
        self._nobody = ""  # a hash that no password has, made when it is first wanted

    def all(self) -> list[Person]:
        """Ordered by name."""
        with self._catalog.reading() as connection:
            return [Person(row.name, row.role) for row in connection.execute(sa.select(_TABLE).order_by(_TABLE.c.name))]

    def any(self) -> bool:
        with self._catalog.reading() as connection:
            return connection.scalar(sa.select(sa.exists(sa.select(_TABLE.c.name)))) is True

    def named(self, name: str) -> Person | None:
        with self._catalog.reading() as connection:
            row = connection.execute(sa.select(_TABLE).where(_TABLE.c.name == name)).one_or_none()
        return Person(row.name, row.role) if row else None

    def add(self, name: str, role: str, password: str | None) -> Person:
        """A new person; without a password only the sign-on in front of Remit lets them in.

        Raises InputError for a name that is taken or unusable, a role that there is not, a password too easily guessed.
        """
        name = name.strip()
        if not name or len(name) > 80 or not name.isprintable():
            raise InputError(f"{name!r} cannot be a person's name: give 1 to 80 printable characters.")
        if self.named(name):
            raise InputError(f"There is already a person called {name}: `remit user list` shows who there is.")
        row = {"name": name, "role": _role(role), "password": None if password is None else self._hashed(name, password)}
        with self._catalog.writing() as connection:
            connection.execute(sa.insert(_TABLE).values(**row))
        return self._known(name)

    def remove(self, name: str) -> None:
        """Their sessions end; what they did stays in the audit."""
        known = self._known(name)
        with self._catalog.writing() as connection:
            connection.execute(sa.delete(_TABLE).where(_TABLE.c.name == known.name))
            _end_all(connection, known.name)

    def set_role(self, name: str, role: str) -> Person:
        self._change(name, role=_role(role))
        return self._known(name)

    def set_password(self, name: str, password: str) -> None:
        """Also ends their sessions and lifts a lock."""
        known = self._known(name)
        self._change(known.name, password=self._hashed(known.name, password), wrong=0, locked=None)
        with self._catalog.writing() as connection:
            _end_all(connection, known.name)

    # -- sessions

    def sign_in(self, name: str, password: str) -> Person:
        """The person, if the password is theirs. Raises NotAllowed, with the same words and after the same time whether the
        name or the password is wrong, and for a name that is locked."""
        with self._catalog.reading() as connection:
            row = connection.execute(sa.select(_TABLE).where(_TABLE.c.name == name.strip())).one_or_none()
        if row and row.locked and row.locked > _moment():
            raise NotAllowed(
                f"Too many wrong passwords: nobody can sign in under this name for up to {LOCKED_MINUTES} minutes. "
                "Wait, or ask the person who runs Remit for a new password."
            )
        if not self._fits(row.password if row else None, password) or row is None:
            if row:
                self._count_wrong(row.name)
            raise NotAllowed(_WRONG)
        self._change(row.name, wrong=0, locked=None)
        return Person(row.name, row.role)

    def begin(self, person: Person, hours: int) -> str:
        """A new session's token, which is kept only as a digest."""
        token = secrets.token_urlsafe(32)
        row = {"token": digest(token.encode()), "name": person.name, "ends": _moment(timedelta(hours=hours))}
        with self._catalog.writing() as connection:
            connection.execute(sa.delete(_SESSIONS).where(_SESSIONS.c.ends <= _moment()))
            connection.execute(sa.insert(_SESSIONS).values(**row))
        return token

    def of_session(self, token: str) -> Person | None:
        """Whose session it is; None once it has ended."""
        mine = _SESSIONS.c.name == _TABLE.c.name, _SESSIONS.c.token == digest(token.encode()), _SESSIONS.c.ends > _moment()
        with self._catalog.reading() as connection:
            row = connection.execute(sa.select(_TABLE).where(*mine)).one_or_none()
        return Person(row.name, row.role) if row else None

    def end(self, token: str) -> None:
        with self._catalog.writing() as connection:
            connection.execute(sa.delete(_SESSIONS).where(_SESSIONS.c.token == digest(token.encode())))

    # -- passwords

    def _hashed(self, name: str, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise InputError(f"A password needs {SHORTEST} to {LONGEST} characters: take three words or more.")
        if name.casefold() in password.casefold() or len(set(password)) < 5:
            raise InputError("That password is too easily guessed: it repeats the name or a few characters. Choose another.")
        return self._hasher.hash(password)

    def _fits(self, hashed: str | None, password: str) -> bool:
        """Takes as long for nobody's password as for somebody's."""
        if hashed is None:
            self._nobody = self._nobody or self._hasher.hash(secrets.token_urlsafe())
        try:
            return self._hasher.verify(hashed or self._nobody, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False

    def _count_wrong(self, name: str) -> None:
        mine = _TABLE.c.name == name
        with self._catalog.writing() as connection:
            connection.execute(sa.update(_TABLE).where(mine).values(wrong=_TABLE.c.wrong + 1))
            full = sa.update(_TABLE).where(mine, _TABLE.c.wrong >= TRIES)
            connection.execute(full.values(wrong=0, locked=_moment(timedelta(minutes=LOCKED_MINUTES))))

    def _change(self, name: str, **values: object) -> None:
        known = self._known(name)
        with self._catalog.writing() as connection:
            connection.execute(sa.update(_TABLE).where(_TABLE.c.name == known.name).values(**values))

    def _known(self, name: str) -> Person:
        if (found := self.named(name.strip())) is None:
            raise InputError(f"There is no person called {name}: `remit user list` shows who there is.")
        return found


def _role(role: str) -> str:
    roles: Sequence[str] = get_args(Role)
    if role not in roles:
        raise InputError(f"{role!r} is no role: give one of {', '.join(roles)}.")
    return role


def _a(role: Role) -> str:
    """
    >>> _a("administrator"), _a("planner")
    ('an administrator', 'a planner')
    """
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


def _moment(after: timedelta = timedelta()) -> str:
    """Now or later, UTC, as text that sorts by time."""
    return (datetime.now(UTC) + after).isoformat(timespec="seconds")


def _end_all(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(_SESSIONS).where(_SESSIONS.c.name == name))
