"""`remit answers`: list, show, export, feedback, and the keeping that `remit ask` does."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main
from tests.assistant.model_server import Script, serving

PLAN = "# Strathfoyle Council Transport Plan 2026\n\n1.1 The council will spend £240,000 on community buses by March 2027.\n"
QUESTION = "How much will the council spend on community buses?"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


def rows(*arguments: str) -> list[dict[str, object]]:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    assert run("add", str(path))[0] == 0
    return path


def test_each_answer_is_kept_unless_told_not_to(plan: Path) -> None:
    assert run("answers", "list")[1].startswith("No answer is kept")
    assert run("ask", QUESTION)[1].endswith("\nKept as answer 1.\n")
    rows("ask", QUESTION)
    run("ask", QUESTION, "--no-keep")
    first = {"who": "", "question": QUESTION, "status": "answered", "model": None, "feedback": None, "changed": False}
    listed = rows("answers", "list")
    assert [row["id"] for row in listed] == [2, 1] and first.items() <= listed[0].items()
    assert rows("answers", "list", "--since", "2999-01-01") == []
    assert len(rows("answers", "list", "--most", "1")) == 1
    assert QUESTION in run("answers", "list")[1]


def test_an_answer_opened_later_says_that_its_source_was_replaced(plan: Path) -> None:
    run("ask", QUESTION)
    plan.write_text(PLAN.replace("£240,000", "£250,000"), encoding="utf-8")
    run("add", str(plan))
    code, out, _ = run("answers", "show", "1")
    assert code == 0 and "£240,000" in out and "replaced by version 2" in out and "[1] no longer" in out
    (record,) = rows("answers", "show", "1")
    assert record["since"][0]["lost"] == [1] and "£240,000" in record["sources"][0]["text"]  # type: ignore[index]
    assert rows("answers", "list")[0]["changed"] is True
    run("remove", "plan")
    assert "240,000" not in run("answers", "show", "1")[1]


def test_what_a_reader_says_is_shown_with_the_answer(plan: Path) -> None:
    run("ask", QUESTION)
    (row,) = rows("answers", "feedback", "1", "wrong answer", "--words", "It is £1m.")
    assert row["feedback"] == "wrong answer"
    assert "wrong answer. It is £1m." in run("answers", "show", "1")[1]
    assert "wrong answer" in run("answers", "feedback", "1", "wrong answer")[1]
    assert run("answers", "feedback", "1", "so-so")[0] == 2


def test_answers_are_written_to_one_file(plan: Path, tmp_path: Path) -> None:
    run("ask", QUESTION)
    run("ask", QUESTION)
    for name in ("a.md", "a.docx", "a.html", "a.json"):
        assert run("answers", "export", "1", "2", "--out", str(tmp_path / name))[0] == 0
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))) == 2
    code, _, err = run("answers", "export", "9", "--out", str(tmp_path / "b.md"))
    assert code == 1 and "No answer 9 is kept" in err and not (tmp_path / "b.md").exists()
    code, _, err = run("answers", "export", "1", "--out", str(tmp_path / "b.txt"))
    assert code == 1 and "use one of" in err


def test_an_answer_in_a_model_s_words_is_kept_with_its_name_and_its_prompt_s_hash(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Script("The council will spend £240,000 on community buses by March 2027 (source 1).")) as script:
        monkeypatch.setenv("REMIT_LLM_BASE_URL", script.url)
        monkeypatch.setenv("REMIT_LLM_MODEL", "tiny")
        (answer,) = rows("ask", QUESTION)
    assert answer["answer"] == "The council will spend £240,000 on community buses by March 2027 [1]."
    assert (answer["model"], answer["status"]) == ("tiny", "answered")
    (record,) = rows("answers", "show", "1")
    assert record["model"] == "tiny" and len(str(record["prompt_sha256"])) == 64
    assert "written by the language model tiny" in run("answers", "show", "1")[1]
    run("remove", "plan")
    assert "240,000" not in run("answers", "show", "1", "--json")[1]


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.answers import Answers
    from kb.errors import HomeBusy

    def busy(*_: object, **__: object) -> int:
        raise HomeBusy("Another process is writing.")

    monkeypatch.setattr(Answers, "keep", busy)
    code, out, err = run("ask", QUESTION)
    assert code == 0 and "£240,000" in out and "Kept" not in out and "was not kept: Another process" in err
