"""`remit demo` and `remit web` as far as they go without a browser."""
from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main


@pytest.mark.slow
def test_the_demo_answers_from_the_sample_in_a_home_of_its_own(home: Path) -> None:
    home.with_name(f"{home.name}-demo").mkdir()
    (home.with_name(f"{home.name}-demo") / "models").symlink_to(home / "models", target_is_directory=True)
    told = CliRunner().invoke(main, ["demo", "--once"])
    assert told.exit_code == 0, told.output
    assert told.output.count("added ") == 5 and "[1]" in told.output and "£310,000" in told.output
    assert not (home / "catalogue.sqlite").exists()
    again = CliRunner().invoke(main, ["demo", "--once"])
    assert again.exit_code == 0 and again.output.count("unchanged") == 5


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = CliRunner().invoke(main, ["web", "--port", port])
    assert told.exit_code == 1
    assert f"Nothing can be served at 127.0.0.1:{port}" in told.output and told.output.rstrip().endswith("another --port.")
