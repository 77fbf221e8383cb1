"""`remit add`, `list`, `show`, `search`, `ask`, `remove`, `undo`, `register`, `rebuild` as a person meets them."""
from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant import generate
from assistant.cli import COMMANDS, main
from assistant.generate import Draft
from kb.knowledge_base import KnowledgeBase

PLAN = """# Strathfoyle Council Transport Plan 2026

## 1 Money

1.1 The council will spend £240,000 on community buses by March 2027.
"""


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REMIT_HOME", str(tmp_path / "home"))
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    assert run("add", str(path), "--json")[0] == 0
    return path


def test_the_question_really_run_is_said_where_it_is_another(library: Path) -> None:
    spent = "How much will the council spend on community buses?"
    follow_up = run("ask", "and by when?", "--history", spent, "--json", "--no-keep")
    said = json.loads(follow_up[1])["searched"]["query"]
    assert "buses" in said and said != "and by when?"
    assert f"\nSearched for: {said}\n" in run("ask", "and by when?", "--history", spent, "--no-keep")[1]
    assert "Searched for" not in run("ask", spent, "--no-keep")[1]


def test_every_command_has_help() -> None:
    for command in COMMANDS:
        code, out, _ = run(command, "--help")
        assert (code, out.startswith("Usage:")) == (0, True), command


def test_add_prints_a_row_a_file_and_fails_where_one_failed(library: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    code, out, err = run("add", str(library), str(empty), "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["outcome"] for row in rows] == ["unchanged", "failed"]
    assert code == 1
    assert "Not every file could be read" in err
    assert run("add", str(empty))[2].splitlines()[-1] == "Error: Nothing could be read."


def test_a_question_is_answered_as_text_and_as_json(library: Path) -> None:
    code, out, _ = run("ask", "How much will the council spend on community buses?")
    assert code == 0
    assert "£240,000" in out and "[1]" in out
    code, out, _ = run("ask", "How much will the council spend on community buses?", "--json")
    answer = json.loads(out)
    assert list(answer) == ["question", "status", "answer", "citations", "searched", "nearest", "model", "ms"]
    assert answer["citations"][0]["doc"] == "plan"
    assert answer["citations"][0]["page"] is None


def test_a_batch_gives_a_line_for_each_line(library: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    rows = [{"id": "a", "question": "By when will the council spend on community buses?"}, {"id": "b", "question": ""}]
    batch.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, _ = run("ask", "--batch", str(batch), "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, [row["id"] for row in rows], rows[1]["status"]) == (0, ["a", "b"], "not_found")
    code, out, _ = run("search", "--batch", str(batch), "-k", "3")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"]


def test_a_question_that_fails_takes_no_other_of_its_file_with_it(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = generate.answers

    def answers(kb: KnowledgeBase, question: str, *more: Any) -> Iterator[Draft]:
        if question == "Broken?":
            raise ValueError("'Five' is not in list")
        return given(kb, question, *more)

    monkeypatch.setattr(generate, "answers", answers)
    batch = tmp_path / "questions.jsonl"
    asked = "How much will the council spend on community buses?"
    rows = [{"id": "a", "question": "Broken?"}, {"id": "b", "question": asked}]
    batch.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, err = run("ask", "--batch", str(batch), "--json")
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (1, ["b"])
    assert "1 of the questions could not be answered: a (ValueError: 'Five' is not in list)." in err


def test_a_misspelt_search_is_run_as_the_library_spells_it_and_says_so(library: Path) -> None:
    code, out, _ = run("search", "comunity busses")
    assert (code, out.splitlines()[0]) == (0, "Searched for: community buses")
    assert "£240,000" in out
    assert "Searched for" not in run("search", "community buses")[1]


def test_list_show_remove_and_rebuild(library: Path) -> None:
    assert json.loads(run("list", "--json")[1])["doc"] == "plan"
    shown = json.loads(run("show", "plan", "--json")[1])
    assert (shown["version"], shown["item"], shown["meeting"], shown["period"]) == (1, None, None, None)
    rebuilt = json.loads(run("rebuild", "--json")[1])
    assert rebuilt["passages"] > 0 and (rebuilt["registers"], rebuilt["kept"]) == (1, [])
    assert run("remove", "plan")[0] == 0
    assert "library is empty" in run("list")[1]


def test_what_a_document_is_can_be_corrected_and_taken_back(library: Path) -> None:
    told = json.loads(run("amend", "plan", "--title", "Hill Plan", "--in-force-to", "2020", "--json")[1])
    assert (told["title"], told["status"]) == ("Hill Plan", "superseded")
    assert json.loads(run("show", "plan", "--json")[1])["in_force_to"] == "2020"
    assert json.loads(run("ask", "By when will the council spend on community buses?", "--json")[1])["status"] == "not_found"
    question = "By when will the council spend on community buses in the superseded version?"
    asked = json.loads(run("ask", question, "--json")[1])
    assert {row["title"] for row in asked["citations"]} == {"Hill Plan (in force until 2020)"}
    told = "amended    plan: status from superseded to none; in force to from 2020 to none\n"
    assert run("amend", "plan", "--clear", "in-force-to")[1] == told
    assert run("amend", "plan", "--visibility", "private")[1] == "amended    plan: visibility from public to private\n"
    assert "plan: visibility from public to private" in run("audit")[1]
    run("amend", "plan", "--visibility", "public")
    assert json.loads(run("ask", "By when will the council spend on community buses?", "--json")[1])["status"] == "answered"
    assert run("amend", "plan")[0] == 2
    assert run("amend", "plan", "--date", "soon")[0] == 1


def test_what_is_removed_is_told_brought_back_and_purged(library: Path) -> None:
    assert "removed" not in run("list", "--since", "2000-01-01")[1]
    run("remove", "plan")
    told = json.loads(run("list", "--since", "2000-01-01T00:00:00", "--json")[1])
    assert (told["doc"], told["what"], told["version"]) == ("plan", "removed", 1)
    assert json.loads(run("undo", "plan", "--json")[1])["doc"] == "plan"
    assert run("undo", "plan")[0] == 1
    code, out, _ = run("remove", "plan", "--purge")
    assert code == 0
    assert "none of its 1 sentences stands in any of the" in out
    assert run("list", "--since", "2999-01-01")[1] == "Nothing has changed since then.\n"


def test_words_left_in_a_file_of_the_home_are_told(library: Path, tmp_path: Path) -> None:
    left = tmp_path / "home" / "notes.txt"
    left.write_text(PLAN, encoding="utf-8")
    code, out, err = run("remove", "plan", "--purge", "--json")
    assert (code, json.loads(out)["left"]) == (1, [str(left)])
    assert f"still stand in {left}" in err


def test_a_superseded_document_answers_where_it_is_asked_for(library: Path) -> None:
    run("add", str(library), "--status", "superseded")
    question = "How much will the council spend on community buses?"
    assert json.loads(run("ask", question, "--json")[1])["status"] == "not_found"
    assert run("search", "community buses")[1] == "Nothing was found.\n"
    for asked in (("--superseded",), ("--doc", "plan")):
        answer = json.loads(run("ask", question, "--json", *asked)[1])
        assert answer["citations"][0]["title"] == "Strathfoyle Council Transport Plan 2026 (superseded)"
        assert json.loads(run("search", "community buses", "--json", *asked)[1])["doc"] == "plan"


def test_the_register_of_a_document(library: Path) -> None:
    row = json.loads(run("register", "plan", "--kind", "money", "--json")[1])
    assert list(row) == "doc kind number text amounts date to page section term definition".split()
    assert (row["doc"], row["number"], row["amounts"], row["date"]) == ("plan", "1.1", ["£240,000"], "2027-03")
    assert "plan, 1.1, 1 Money" in run("register")[1]
    assert run("register", "--kind", "risk")[1] == "Nothing of the kind was found.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "nothing"), 1, "No document nothing"),
        (("ask", "  "), 2, "The question is empty"),
        (("ask",), 2, "Give one question"),
        (("ask", "What?", "--doc", "nothing"), 1, "No document nothing"),
        (("fly",), 2, "No such command"),
    ],
)
def test_errors_are_sentences_with_an_exit_code(library: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert (result[0], result[1]) == (code, "")
    assert said in result[2]
    assert "Traceback" not in result[2]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (b'{"question": "When?"}\nnot json\n', "line 2 is not JSON"),
        (b'{"question": "When?", "history": "What?"}\n', 'line 1 needs a list of texts as its "history"'),
        (b'{"question": "\xff"}\n', "is not text in UTF-8"),
    ],
)
def test_a_bad_batch_line_is_named(library: Path, tmp_path: Path, lines: bytes, said: str) -> None:
    batch = tmp_path / "bad.jsonl"
    batch.write_bytes(lines)
    code, _, err = run("ask", "--batch", str(batch), "--json", "--no-keep")
    assert code == 1
    assert said in err


def test_a_line_of_a_batch_ends_at_a_line_feed_alone(library: Path, tmp_path: Path) -> None:
    batch = tmp_path / "odd.jsonl"
    batch.write_text('{"question": "How much will be spent\u2028on community buses? \\ud800"}\r\n', encoding="utf-8")
    code, out, _ = run("ask", "--batch", str(batch), "--json", "--no-keep")
    assert code == 0 and json.loads(out)["status"] == "answered"
    assert run("ask", "--batch", str(batch), "--no-keep")[0] == 0


def test_a_full_disk_is_said_in_a_sentence(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: KnowledgeBase) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(KnowledgeBase, "documents", full)
    code, _, err = run("list")
    assert code == 1 and "There is no room left on the disk of" in err and "unexpected" not in err
