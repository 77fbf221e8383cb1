"""Accounts, roles, passwords, sessions."""
from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from kb import people
from kb.errors import InputError, NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.people import OWNER, People, Person

PASSWORD = "copper wren orchard"


@pytest.fixture
def accounts(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setattr(people, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    return People(kb._catalog)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """clock(5): what accounts take for now is five minutes later."""
    plain = people._moment

    def at(minutes: int) -> None:
        later = timedelta(minutes=minutes)
        monkeypatch.setattr(people, "_moment", lambda *after: plain(later + sum(after, timedelta())))

    return at


def test_what_each_role_sees_and_may_do() -> None:
    reader, planner, administrator = (Person("Ann", role) for role in ("reader", "planner", "administrator"))
    assert reader.sees == {"public", "board"} and planner.sees == administrator.sees == {"public", "board", "private"}
    assert [act for act in people._SAID if reader.may(act)] == ["ask"]
    assert [act for act in people._SAID if planner.may(act)] == ["ask", "check", "review", "add"]
    assert all(administrator.may(act) and OWNER.may(act) for act in people._SAID)
    with pytest.raises(NotAllowed, match="signed in as a reader, who may not add documents: ask a planner"):
        reader.must("add")
    with pytest.raises(NotAllowed, match="ask an administrator"):
        planner.must("remove")


def test_people_come_change_and_go(accounts: People) -> None:
    assert not accounts.any() and accounts.all() == []
    assert accounts.add(" Ann Reid ", "reader", PASSWORD) == Person("Ann Reid", "reader")
    accounts.add("bob", "administrator", None)
    assert accounts.any() and accounts.all() == [Person("Ann Reid", "reader"), Person("bob", "administrator")]
    assert accounts.named("ANN REID") == Person("Ann Reid", "reader") and accounts.named("Eve") is None
    assert accounts.set_role("ann reid", "planner") == Person("Ann Reid", "planner")
    accounts.remove("BOB")
    assert accounts.all() == [Person("Ann Reid", "planner")]


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("ann", "reader", PASSWORD, "already a person called ann"),
        ("", "reader", PASSWORD, "cannot be a person's name"),
        ("Eve\n", "reader", None, None),
        ("Eve\nEve", "reader", PASSWORD, "cannot be a person's name"),
        ("Eve", "owner", PASSWORD, "'owner' is no role"),
        ("Eve", "reader", "short", "12 to 512 characters"),
        ("Eve", "reader", "", "12 to 512 characters"),
        ("Eve", "reader", "eve-2026-eve-2026", "too easily guessed"),
        ("Eve", "reader", "aaaaaaaaaaaaaa", "too easily guessed"),
    ],
)
def test_what_cannot_be_used_is_said(accounts: People, name: str, role: str, password: str | None, said: str | None) -> None:
    accounts.add("Ann", "reader", None)
    if said is None:
        assert accounts.add(name, role, password).name == name.strip()
        return
    with pytest.raises(InputError, match=said):
        accounts.add(name, role, password)
    assert len(accounts.all()) == 1


def test_only_the_password_lets_in_and_no_other_word_tells_a_wrong_name(accounts: People) -> None:
    accounts.add("Ann", "reader", PASSWORD)
    accounts.add("Bob", "reader", None)
    assert accounts.sign_in("ann ", PASSWORD) == Person("Ann", "reader")
    said = set()
    for name, password in (("Ann", PASSWORD.upper()), ("Ann", ""), ("Nobody", PASSWORD), ("Bob", ""), ("", "")):
        with pytest.raises(NotAllowed) as refused:
            accounts.sign_in(name, password)
        said.add(str(refused.value))
    assert len(said) == 1


def test_five_wrong_passwords_lock_the_name_for_a_while(accounts: People, clock) -> None:
    accounts.add("Ann", "reader", PASSWORD)
    for _ in range(people.TRIES):
        with pytest.raises(NotAllowed, match="do not belong together"):
            accounts.sign_in("Ann", "wrong")
    with pytest.raises(NotAllowed, match="Too many wrong passwords"):
        accounts.sign_in("Ann", PASSWORD)
    clock(people.LOCKED_MINUTES + 1)
    assert accounts.sign_in("Ann", PASSWORD).name == "Ann"
    for _ in range(people.TRIES - 1):
        with pytest.raises(NotAllowed):
            accounts.sign_in("Ann", "wrong")
    accounts.sign_in("Ann", PASSWORD)  # counts from nothing again
    with pytest.raises(NotAllowed, match="do not belong together"):
        accounts.sign_in("Ann", "wrong")


def test_a_session_ends_by_itself_on_leaving_and_with_its_person(accounts: People, clock) -> None:
    ann = accounts.add("Ann", "reader", PASSWORD)
    first, second, third = (accounts.begin(ann, hours=1) for _ in range(3))
    assert accounts.of_session(first) == ann and accounts.of_session("made up") is None
    accounts.end(first)
    assert accounts.of_session(first) is None and accounts.of_session(second) == ann
    accounts.set_role("Ann", "planner")
    assert accounts.of_session(second) == Person("Ann", "planner")
    accounts.set_password("Ann", PASSWORD + "s")
    assert accounts.of_session(second) is None and accounts.of_session(third) is None
    fourth = accounts.begin(ann, hours=1)
    clock(61)
    assert accounts.of_session(fourth) is None
    clock(0)
    accounts.remove("Ann")
    assert accounts.of_session(fourth) is None
    accounts.add("Ann", "administrator", PASSWORD)
    assert accounts.of_session(fourth) is None


def test_neither_a_password_nor_a_session_can_be_read_in_the_file(accounts: People, kb: KnowledgeBase) -> None:
    token = accounts.begin(accounts.add("Ann", "reader", PASSWORD), hours=1)
    with closing(sqlite3.connect(kb.settings.catalogue)) as file:
        kept = " ".join(file.iterdump())
    assert PASSWORD not in kept and token not in kept and "$argon2id$" in kept


def test_the_default_cost_of_a_guess_is_that_of_the_library() -> None:
    assert PasswordHasher().memory_cost >= 19 * 1024 and PasswordHasher().time_cost >= 2  # the least that OWASP names
