"""The sample library, read once for all tests; the web app over a copy of it, with one server and one Chromium."""
from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ingest import pipeline, sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import QUIET_CHROMIUM, local, open_app, served
from tests.assistant.planting import LibraryOf


@pytest.fixture
def kb(home: Path) -> Iterator[KnowledgeBase]:
    """An empty library."""
    with KnowledgeBase.open(Settings(home=home)) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample library. Nobody writes to it."""
    home = tmp_path_factory.mktemp("sample")
    with KnowledgeBase.open(Settings(home=home)) as opened:
        assert {row.outcome for row in pipeline.add(opened, [sample.folder()])} == {"added"}
    return home


@pytest.fixture(scope="session")
def stocked(sample_home: Path) -> Iterator[KnowledgeBase]:
    """The sample library, one for all tests that only read."""
    with KnowledgeBase.open(Settings(home=sample_home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def sample_copy(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample library, to which the tests of one module may write."""
    return Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("copy"), dirs_exist_ok=True))


@pytest.fixture(scope="module")
def library_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryOf]:
    """library_of({"plan.md": "# Our plan ..."}): a library of these texts, until the module's tests are done."""
    with ExitStack() as opened:

        def made(texts: Mapping[str, str]) -> KnowledgeBase:
            folder = tmp_path_factory.mktemp("files")
            for name, text in texts.items():
                (folder / name).write_text(text, encoding="utf-8")
            kb = opened.enter_context(KnowledgeBase.open(Settings(home=tmp_path_factory.mktemp("home"))))
            assert [row.outcome for row in pipeline.add(kb, [folder])] == ["added"] * len(texts)
            return kb

        yield made


@pytest.fixture(scope="session")
def library(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the app's library, the sample. Who adds to it takes that away again."""
    return Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("library"), dirs_exist_ok=True))


@pytest.fixture(scope="session")
def address(library: Path) -> Iterator[str]:
    with served(library) as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET_CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The app in a window of its own; a request that leaves the machine, or a script error, fails the test."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    strangers: list[str] = []
    faults: list[str] = []
    page.on("request", lambda sent: None if local(sent.url, address) else strangers.append(sent.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    open_app(page, address)
    yield page
    context.close()
    assert strangers == [] and faults == []
