"""The planner's commands: JSON Lines as CONTRACT.md has them, text for people, exit codes."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from kb.knowledge_base import KnowledgeBase
from kb.models import DocumentKind
from kb.settings import Settings
from tests.assistant.planting import store

LIBRARY: dict[str, tuple[DocumentKind, list[str]]] = {
    "code": ("guidance", ["A board must publish its accounts.", "A board may hold an open day."]),
    "plan": ("plan", ["We publish our accounts each June.", "It runs until 31 April 2030."]),
    "orders": ("directions", ["1.1 NHS North must report by May 2026."]),
}


@pytest.fixture
def library(home: Path) -> None:
    with KnowledgeBase.open(Settings(home=home)) as kb:
        for doc, (kind, texts) in LIBRARY.items():
            store(kb, doc, kind, *texts)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("library")
def test_duties() -> None:
    must, may = rows("duties", "code")
    names = "id doc section number page statute modality bearer action lead_in text"
    assert set(must) == set(names.split())
    assert (must["modality"], must["bearer"], must["action"]) == ("must", "board", "publish its accounts")
    assert rows("duties", "--modality", "may") == [may]
    assert rows("duties", "--about", "accounts") == [must]
    assert "A board must publish its accounts." in run("duties").stdout
    assert run("duties", "--about", "zebras").stdout == "No such duty was found.\n"
    assert "remit amend plan --type guidance" in run("duties", "plan").stdout


@pytest.mark.usefixtures("library")
def test_check_with_a_report(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    found = rows("check", "plan", "--out", str(out))
    assert [row["duty_text"] for row in found] == LIBRARY["code"][1]
    assert {row["verdict"] for row in found} <= {"met", "partial", "missing", "contradicted", "not_assessed"}
    assert out.exists()
    assert "2 duties: " in run("check", "plan", "--against", "code").stdout


@pytest.mark.usefixtures("library")
def test_a_report_of_an_unknown_kind_is_refused_before_the_work() -> None:
    result = run("check", "plan", "--out", "r.odt")
    assert (result.exit_code, result.stdout) == (1, "")
    nowhere = run("check", "plan", "--out", "no-such-folder/r.xlsx")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "The folder no-such-folder does not exist: make it first" in nowhere.stderr
    long = run("check", "plan", "--out", f"{'r' * 300}.xlsx")
    assert (long.exit_code, long.stdout) == (1, "") and "cannot be written (File name too long)" in long.stderr
    assert "r.odt has no ending that a report can have" in result.stderr


@pytest.mark.usefixtures("library")
def test_confirm_and_overrule() -> None:
    duty = rows("duties", "--modality", "must")[0]["id"]
    overruled = rows("overrule", duty, "--plan", "plan", "--verdict", "missing", "--why", "no date given")[0]
    assert (overruled["verdict"], overruled["review"]["why"]) == ("missing", "no date given")
    confirmed = rows("confirm", duty, "--plan", "plan")[0]
    assert (confirmed["verdict"], confirmed["review"]["verdict"]) == ("missing", "missing")
    noted = [(line["what"], line["about"]) for line in rows("audit", "--most", "2")]
    assert noted == [("confirmed", f"{duty} in plan: missing"), ("overruled", f"{duty} in plan: missing")]
    assert run("overrule", duty, "--plan", "plan", "--verdict", "met", "--why", " ").exit_code == 2
    unknown = run("confirm", "nothing", "--plan", "plan")
    assert unknown.exit_code == 1
    assert "No duty nothing is in the library" in unknown.stderr


@pytest.mark.usefixtures("library")
def test_what_does_not_apply_says_so_among_the_duties() -> None:
    duty = rows("duties", "--modality", "may")[0]["id"]
    assert run("duty", "drop", duty, "--why", "we have none").exit_code == 0
    must, may = rows("duties")
    assert "does_not_apply" not in must and may["does_not_apply"].endswith(": we have none")
    assert " said that it does not apply on " in run("duties", "--modality", "may").stdout
    assert rows("audit", "--most", "1")[0]["about"] == f"{duty}: drop: we have none"


@pytest.mark.usefixtures("library")
def test_a_word_on_a_row_is_said_with_the_documents_that_speak_for_the_plan() -> None:
    duty = rows("duties", "--modality", "must")[0]["id"]
    assert rows("confirm", duty, "--plan", "plan", "--with", "orders")[0]["review"]["why"] == "agreed"
    shown = run("check", "orders", "--against", "code", "--with", "plan").stdout
    assert "“We publish our accounts each June.” (plan)" in shown, "whose words they are"
    unknown = run("overrule", duty, "--plan", "plan", "--verdict", "met", "--why", "yes", "--with", "nowhere")
    assert unknown.exit_code == 1 and "nowhere" in unknown.stderr


@pytest.mark.usefixtures("library")
def test_dismissing_a_conflict_and_taking_it_up_again_stand_in_the_audit() -> None:
    (conflict,) = rows("conflicts")
    rows("dismiss", conflict["id"], "--why", "a misprint")
    rows("dismiss", conflict["id"], "--undo")
    noted = [(line["what"], line["about"]) for line in rows("audit", "--most", "2")]
    about = f"conflict {conflict['id']} of plan"
    assert noted == [("taken up again", about), ("dismissed", f"{about}: a misprint")]


@pytest.mark.usefixtures("library")
def test_a_conflict_that_shows_only_where_its_document_is_named_is_dismissed_there() -> None:
    (conflict,) = rows("conflicts")
    assert run("amend", "plan", "--status", "superseded").exit_code == 0
    assert rows("conflicts") == []
    assert "`remit conflicts` shows them" in run("dismiss", conflict["id"], "--why", "a misprint").stderr
    assert rows("dismiss", conflict["id"], "plan", "--why", "a misprint")[0]["id"] == conflict["id"]
    assert rows("conflicts", "plan") == []


@pytest.mark.usefixtures("library")
def test_conflicts_and_directions() -> None:
    (conflict,) = rows("conflicts")
    assert (conflict["kind"], conflict["a"]["quote"], conflict["b"]) == ("date", "It runs until 31 April 2030.", None)
    (direction,) = rows("directions")
    assert (direction["id"], direction["owners"], direction["deadline"]) == ("1.1", ["NHS North"], "2026-05")
    assert direction["amounts"] == [] and direction["parent"] is None
    assert direction["replaces"] is None and direction["taken_back"] is False
    run("status", "orders", "1.1", "late")
    assert "1.1  must, NHS North, by May 2026, late, OVERDUE\n" in run("directions", "orders").stdout
    assert "There is no 31 April 2030" in run("conflicts", "plan").stdout


@pytest.mark.parametrize("command", ["duties", "conflicts", "directions"])
def test_an_empty_library_says_what_to_do_first(command: str) -> None:
    assert "The library is empty" in run(command).stdout
    assert rows(command) == []


def test_slips_of_the_pen_stand_under_a_heading_of_their_own(home: Path) -> None:
    with KnowledgeBase.open(Settings(home=home)) as kb:
        acts = "See the Land Reform (Scotland) Act 2016.", "See the Land Reform Act (Scotland) 2016."
        store(kb, "plan", "plan", *acts, "The gap is £TBC.")
    first, second = run("conflicts").stdout.split("\nSlips of the pen, which mislead nobody:\n")
    assert "The value is given as TBC." in first and "One Act is cited in two ways" in second
    assert [row.get("minor", False) for row in rows("conflicts")] == [False, True]
