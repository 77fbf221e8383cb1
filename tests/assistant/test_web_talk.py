"""Ask while an answer is still being written: what waits, what could not be answered, and a new beginning."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest import pipeline, sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import faults, open_app, served
from tests.assistant.model_server import Script, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST, SECOND, THIRD = (f"What is the population of {place} Marden?" for place in ("Upper", "Lower", "Middle"))


@pytest.fixture
def model() -> Iterator[Script]:
    """A language model that thinks until `over` is set, and then has nothing to say."""
    with serving(Script(manner="dribble")) as script:
        yield script


@pytest.fixture
def slow(home: Path, model: Script, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the app over a small library, whose answers are written by that model."""
    with KnowledgeBase.open(Settings(home=home)) as kb:
        files = [next(sample.folder().glob(f"*{kind}*.pdf")) for kind in ("plan-2026", "guidance")]
        assert {row.outcome for row in pipeline.add(kb, files)} == {"added"}
    monkeypatch.setenv("REMIT_LLM_BASE_URL", model.url)
    monkeypatch.setenv("REMIT_LLM_MODEL", "scripted")
    monkeypatch.setenv("REMIT_LLM_TIMEOUT", "600")
    with served(home) as address:
        yield address


def sent(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="Your question", exact=True)
    box.fill(question)
    box.press("Enter")
    expect(box).to_have_value("")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_waits_and_what_failed_keep_the_rules_and_a_new_beginning_stands(
    browser: Browser, slow: str, model: Script, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    open_app(page, slow)
    sent(page, FIRST)
    expect(page.locator("article.turn .status")).to_have_text("Answered", timeout=60_000)
    for question in (SECOND, THIRD):
        sent(page, question)
    waiting = page.get_by_role("region", name="Questions that wait")
    expect(waiting.get_by_role("status")).to_contain_text("2 questions sent after it will be answered in turn")
    expect(waiting.get_by_role("listitem")).to_have_text([SECOND, THIRD])
    assert faults(page) == []

    page.get_by_role("button", name="New conversation").press("Enter")
    expect(page.locator("article.turn")).to_have_count(0)
    expect(waiting).to_have_count(0)
    model.over.set()  # what was being written then ends
    page.get_by_role("button", name=re.compile("^Documents searched: all 2")).press("Enter")
    page.get_by_role("checkbox", name="Guidance", exact=True).check()
    page.get_by_role("checkbox", name="Strathmarden Integration Joint Board", exact=True).check()
    expect(page.get_by_role("button", name=re.compile("^Documents searched: 0 of 2"))).to_be_visible()
    sent(page, FIRST)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("could not be answered. No document fits everything that you chose", timeout=60_000)
    assert faults(page) == []
    page.get_by_role("button", name="Stop searching only in: Guidance").press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Documents searched: 1 of 2"))).to_be_visible()
    page.get_by_role("button", name=f"Ask it again “{FIRST}”").press("Enter")
    expect(page.locator("article.turn .status")).to_have_text("Answered", timeout=60_000)
    expect(alert).to_have_count(0)
    expect(page.locator("article.turn h3.question")).to_have_text([re.compile(re.escape(FIRST) + "$")])
    assert faults(page) == []
    context.close()
