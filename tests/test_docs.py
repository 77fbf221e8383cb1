"""Every command, option and setting has its line in docs/reference, nothing else has; links inside the project hold."""
from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from assistant.cli import main as remit
from eval.cli import main as remit_eval
from ingest import pipeline, sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings, load

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs" / "reference" / "commands.md"
SETTINGS = ROOT / "docs" / "reference" / "settings.md"
PAGES = [path for pattern in ("*.md", "docs/**/*.md") for path in sorted(ROOT.glob(pattern))]


def commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by what a person types."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            yield from commands(f"{name} {each}", found)
    else:
        yield name, command


def documented() -> dict[str, str]:
    """Each command's part of the reference, by its heading."""
    parts = re.split(r"^#+ `(remit[^`]*)`$", COMMANDS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options(command: click.Command) -> set[str]:
    names = {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}
    return {name for name in names if name.startswith("-")} - {"-h", "--help"}


ALL = [*commands("remit", remit), *commands("remit-eval", remit_eval)]


def test_the_reference_has_every_command_and_no_other() -> None:
    assert set(documented()) == {name for name, _ in ALL}


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_the_reference_has_every_option_and_no_other(name: str, command: click.Command) -> None:
    assert set(re.findall(r"^\| `(--?[a-z-]+)", documented()[name], flags=re.MULTILINE)) == options(command)


def test_every_setting_has_its_line() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| `(REMIT_[A-Z_]+)` \|", SETTINGS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert rows == [(field.name, f"REMIT_{field.name.upper()}") for field in fields(Settings)]


@pytest.mark.parametrize("page", PAGES, ids=[str(path.relative_to(ROOT)) for path in PAGES])
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("http") and not (page.parent / link).exists()] == []


def test_the_llamaindex_page_runs_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "how-to" / "llamaindex.md").read_text(encoding="utf-8")
    code = re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    with KnowledgeBase.open(load()) as kb:
        assert [row.outcome for row in pipeline.add(kb, [next(sample.folder().glob("*guidance*"))])] == ["added"]
    names: dict[str, Any] = {}
    for block in code:
        exec(compile(block, "llamaindex.md", "exec"), names)
    assert len(names["nodes"]) == 5
    assert capsys.readouterr().out.count(", page ") == 5
    assert names["status"] == "answered" and names["quoted"]
    assert [node.text for node in names["said"].source_nodes] == ["The reserve stood at £5m in March."]


@pytest.mark.slow
def test_the_tour_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ingest").symlink_to(ROOT / "ingest")
    monkeypatch.chdir(tmp_path)
    tour = re.findall(r"^\$ remit (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    results = {line: CliRunner().invoke(remit, shlex.split(line)) for line in tour}
    assert {line: result.output for line, result in results.items() if result.exit_code} == {}
    assert len(tour) == 6 and (tmp_path / "check.xlsx").stat().st_size > 0


def test_the_container_is_made_as_a_machine_is() -> None:
    """No engine is at hand to build it with: its steps are those of `make install`, which CI runs; it is not run as root."""
    made = (ROOT / "docs/how-to/service/Dockerfile").read_text(encoding="utf-8")
    steps = made.replace("\\\n", " ")
    assert re.search(r"^RUN make install ", steps, re.MULTILINE) and "pip" not in steps
    order = [steps.index(step) for step in ("COPY . .", "RUN make install", "USER remit", 'CMD ["remit", "web"')]
    assert order == sorted(order)
    assert "install:" in (ROOT / "Makefile").read_text(encoding="utf-8")
