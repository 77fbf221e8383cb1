"""`remit user`, `audit`, `backup`, `restore`, `tidy`, and who is let in by `remit web`."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from assistant.cli import main
from kb import people
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

PASSWORD = "copper wren orchard"


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


def remit(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def test_people_are_made_listed_changed_and_taken_away() -> None:
    assert "answers this machine alone" in remit("user", "list").output
    made = remit("user", "add", "Ann Reid", "--role", "planner", "--json", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0 and json.loads(made.output.splitlines()[-1]) == {"name": "Ann Reid", "role": "planner"}
    assert PASSWORD not in made.output
    assert remit("user", "add", "bob", "--no-password").exit_code == 0
    assert remit("user", "role", "BOB", "administrator").output == "bob  administrator\n"
    assert remit("user", "list").output == "Ann Reid  planner\nbob  administrator\n"
    assert remit("user", "password", "ann reid", typed=f"{PASSWORD}s\n{PASSWORD}s\n").exit_code == 0
    with KnowledgeBase.open(load()) as kb:
        assert kb.people.sign_in("Ann Reid", f"{PASSWORD}s").role == "planner"
    assert remit("user", "remove", "Ann Reid").output == ""
    assert "no account any more" in remit("user", "remove", "bob").output
    told = [json.loads(line) for line in remit("audit", "--json").output.splitlines()]
    assert [line["what"] for line in told] == [
        "person removed", "person removed", "password changed", "role changed", "person added", "person added"
    ]  # fmt: skip
    assert all(line["who"].endswith(", at the command line") for line in told)
    assert "role changed  bob, administrator" in remit("audit", "--what", "role changed", "--most", "5").output
    assert remit("audit", "--since", "2099-01-01").output == "The audit has no such line.\n"


def test_a_password_never_stands_on_the_command_line_and_a_weak_one_makes_no_account() -> None:
    assert "No such option" in remit("user", "add", "Ann", "--password", PASSWORD).output
    weak = remit("user", "add", "Ann", typed="short\nshort\n")
    assert weak.exit_code == 1 and "12 to 512 characters" in weak.output
    assert remit("user", "add", "Ann", typed="").exit_code == 1
    assert remit("user", "list", "--json").output == ""


def test_other_machines_are_refused_while_there_are_no_accounts() -> None:
    refused = remit("web", "--host", "0.0.0.0")
    assert refused.exit_code == 1
    assert "serves this machine alone and not 0.0.0.0: make one first with `remit user add" in refused.output


def test_a_copy_is_made_and_put_back(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notice.txt").write_text("Notice\n\n1 Places\n\nThe board meets in the town hall.\n", encoding="utf-8")
    assert remit("add", str(tmp_path / "notice.txt")).exit_code == 0
    file = tmp_path / "copy.tar.gz"
    assert "holds 1 documents" in remit("backup", str(file)).output
    assert "was left as it is" in remit("backup", str(file)).output
    assert "holds a library already" in remit("restore", str(file)).output
    other = tmp_path / "other"
    other.mkdir()
    (other / "models").symlink_to(home / "models", target_is_directory=True)
    monkeypatch.setenv("REMIT_HOME", str(other))
    assert json.loads(remit("restore", str(file), "--json").output)["documents"] == 1
    assert "town hall" in remit("search", "Where does the board meet?").output
    assert json.loads(remit("audit", "--json", "--most", "1").output)["what"] == "restored"
    assert remit("tidy").output == "Erased: 0 answers, 0 lines of the audit, 0 ended sessions.\n"
    assert json.loads(remit("tidy", "--json").output) == {"answers": 0, "audit": 0, "sessions": 0}
