from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import SettingsError
from kb.settings import Settings, load


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "remit.toml").write_text('llm_model = "small"\nsession_hours = 8\nlog_questions = true\n', encoding="utf-8")
    told = {"REMIT_HOME": str(tmp_path), "REMIT_SESSION_HOURS": "2", "REMIT_SSO_HEADER": "X-User"}
    assert load(told) == Settings(tmp_path, llm_model="small", session_hours=2, sso_header="X-User", log_questions=True)


@pytest.mark.parametrize(
    ("file", "variables", "said"),
    [
        ("session_hours = '8'", {}, "session_hours is '8', but must be a whole number from 0"),
        ("session_hours = -1", {}, "session_hours is -1, but must be a whole number"),
        ("session_hours = true", {}, "session_hours is True, but must be a whole number"),
        ("log_questions = 1", {}, "log_questions is 1, but must be true or false"),
        ("encoder = 3", {}, "encoder is 3, but must be text in quotation marks"),
        ("home = 'x'", {}, "unknown setting 'home'"),
        ("encoder", {}, "is not a TOML file"),
        ("", {"REMIT_SESSION_HOURS": "two"}, "REMIT_SESSION_HOURS is 'two', but must be a whole number"),
        ("", {"REMIT_LOG_QUESTIONS": "yes"}, "REMIT_LOG_QUESTIONS is 'yes', but must be true or false"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, file: str, variables: dict[str, str], said: str) -> None:
    (tmp_path / "remit.toml").write_text(file, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load({"REMIT_HOME": str(tmp_path), **variables})
