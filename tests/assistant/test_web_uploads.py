"""Files from outside, through the page: each gets its sentence, and whoever asks meanwhile is answered."""
from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest import pipeline, sample
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import ask, faults, go, open_app, served
from tests.conftest import SHARED

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BATCH = 20  # files that are dropped at once: as many as the report of an import lists, so that each row is seen
ANSWERED_WITHIN = 120  # seconds that a question may take while files are read, on a machine that tests keep busy


def odd(folder: Path) -> list[Path]:
    """Ten files that break readers which trust what they are given."""
    held = {
        "empty.pdf": b"",
        "cut short.pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        "a program.pdf": b"MZ\x90\x00" + bytes(range(256)) * 40,
        "nothing.docx": b"PK\x05\x06" + bytes(18),
        "no numbers.docx": b"PK\x03\x04 but nothing of a document",
        "binary.txt": bytes(range(256)) * 200,
        "deep.html": b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000,
        "<img src=x onerror=window.planted=1>.html": b"<p onclick=\"window.planted=1\">=1+1 [a](javascript:alert(1))</p>",
        "broken.rtf": b"{\\rtf1\\ansi {{{{ \\'zz",
        f"{'long name ' * 20}.txt": "The lido opens at nine. ".encode("utf-16"),
    }
    for name, data in held.items():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "nothing.docx", "w") as packed:
        packed.writestr("word/document.xml", "<w:document>&bomb;</w:document>")
    return [folder / name for name in held]


@pytest.fixture
def files(tmp_path: Path, soak: bool) -> list[Path]:
    """Those of ours; in the long form all that stand beside the project too."""
    folder = tmp_path / "odd"
    folder.mkdir()
    found = sorted(path for path in (SHARED / "hostile").rglob("*") if path.is_file()) if soak else []
    return [*odd(folder), *found]


@pytest.fixture
def window(browser: Browser, home: Path, tmp_path: Path) -> Iterator[Page]:
    """A library of the sample's plan, with one folder that may be added from."""
    share = tmp_path / "share"
    share.mkdir()
    (share / "minutes.txt").write_text("Minutes\n\n1 Lido\n\nThe lido opens at nine.\n", encoding="utf-8")
    (home / "remit.toml").write_text(f'import_folders = "{share}"\n', encoding="utf-8")
    with KnowledgeBase.open(Settings(home=home)) as kb:
        assert [row.outcome for row in pipeline.add(kb, sorted(sample.folder().glob("*strategic-plan*.pdf")))] == ["added"]
    with served(home) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        open_app(page, address)
        yield page
        page.close()


def test_each_odd_file_gets_its_sentence_while_questions_are_answered(window: Page, files: Sequence[Path]) -> None:
    page = window
    failed = re.compile("^(Added|Updated|Already here|Not added)")
    for at in range(0, len(files), BATCH):
        batch = files[at : at + BATCH]
        go(page, "Library")
        page.locator("input[type=file]").set_input_files(batch)
        expect(page.get_by_text("You can go on asking meanwhile")).to_be_visible(timeout=60_000)
        go(page, "Ask")
        began = time.monotonic()
        ask(page, "What is the population of Upper Marden?", within=ANSWERED_WITHIN)
        print(f"answered in {time.monotonic() - began:.1f} s while files are read")
        expect(page.locator("article.turn .status").last).to_have_text("Answered")
        page.reload()  # the import goes on, and whoever comes back sees how far it is
        page.locator(".conversation :is(.welcome, .notice)").first.wait_for()
        go(page, "Library")
        expect(page.get_by_role("heading", name=re.compile("^Import report"))).to_be_visible(timeout=120_000)
        expect(page.get_by_text("You can go on asking meanwhile")).to_have_count(0, timeout=600_000)
        rows = page.locator("ul.report li")
        assert rows.count() >= len(batch)  # a message with attachments is several
        for row in rows.all():
            name, outcome, sentence = (row.locator(part).inner_text() for part in ("strong", ".outcome", "span >> nth=1"))
            print(name, outcome, sentence, sep=" | ")  # shown by `pytest -s`
            assert failed.match(outcome) and re.search(r"[.!)]$", sentence.strip()), (name, outcome, sentence)
    assert page.evaluate("window.planted") is None and faults(page) == []


def test_a_folder_that_the_settings_name_is_added_from_the_page(window: Page) -> None:
    go(window, "Library")
    window.get_by_role("button", name="Add the folder").click()
    expect(window.locator("ul.report li")).to_contain_text("minutes.txt", timeout=60_000)
    expect(window.get_by_role("row", name=re.compile("Minutes"))).to_be_visible()
    assert faults(window) == []
