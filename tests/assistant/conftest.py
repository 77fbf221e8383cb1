"""The web app over the sample library, and windows on it: one server and one Chromium for all the browser tests."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ingest import pipeline, sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import QUIET_CHROMIUM, local, open_app, served


@pytest.fixture
def kb(home: Path) -> Iterator[KnowledgeBase]:
    """An empty library."""
    with KnowledgeBase.open(Settings(home=home)) as opened:
        yield opened


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, compiled_models: Path) -> Path:
    """A home with the sample library. Who adds to it takes that away again."""
    home = tmp_path_factory.mktemp("library")
    (home / "models").symlink_to(compiled_models, target_is_directory=True)
    with KnowledgeBase.open(Settings(home=home)) as kb:
        assert {row.outcome for row in pipeline.add(kb, [sample.folder()])} == {"added"}
    return home


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
