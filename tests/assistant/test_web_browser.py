"""What people do in the web app, in a real browser, over the sample library that `remit web` serves."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.knowledge_base import KnowledgeBase
from kb.models import NewVersion, Passage
from kb.settings import Settings
from tests.assistant.browsing import ask, environment, faults, open_app, remit, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "What is the population of Upper Marden?"
TABS = ("Ask", "Search", "Library", "Check a plan", "Requirements", "Directions", "Start here", "Help")


def test_a_question_is_answered_and_its_source_opens_on_the_page(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".status")).to_have_text("Answered")
    expect(page.locator(".answer")).to_contain_text("25,600")
    cite = page.locator("button.cite[data-quote*='25,600']").first
    place = r"^\[\d\] Strategic Plan 2026–2029, page 1 \(4 of the file\), section “2.1 Our people”: quoted exactly$"
    expect(cite).to_have_text(re.compile(place))
    cite.click()
    source = page.get_by_role("region", name="Source").first
    expect(source.get_by_role("heading", name="Strategic Plan 2026–2029")).to_be_focused()
    expect(source).to_contain_text("The marked words are quoted exactly")
    assert "25,600" in " ".join(source.locator("mark").all_inner_texts())
    expect(source).to_contain_text("Strathmarden Integration Joint Board")
    picture = source.get_by_role("img", name=re.compile("^Page 1 as printed, 4 of 12 in the file"))
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 500", arg=picture.element_handle())
    source.get_by_role("button", name="Next page").click()
    source.get_by_role("img", name=re.compile("^Page 2 as printed, 5 of 12 in the file")).wait_for()
    source.get_by_role("button", name="Back to where you were").click()
    expect(cite).to_be_focused()


def test_a_follow_up_and_silence_and_the_scope_in_force(page: Page) -> None:
    ask(page, "How much will the short breaks fund be in 2026/27?")
    ask(page, "Who has won the Scottish Cup most often?")
    last = page.locator("article.turn").last
    expect(last.locator(".status")).to_have_text("Not in the documents")
    expect(last.locator(".searched")).to_have_text("Searched all 5 documents.")
    page.get_by_role("button", name=re.compile("^Documents searched: all 5")).click()
    page.get_by_role("checkbox", name="Strategic Plan 2026–2029").check()
    page.get_by_role("button", name=re.compile("^Documents searched: 1 of 5")).wait_for()
    ask(page, "How much will the short breaks fund be in 2026/27?")
    expect(last.locator(".searched")).to_contain_text("Searched Strategic Plan 2026–2029")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("article.turn")).to_have_count(0)


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.get_by_role("textbox", name="Your question", exact=True).focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".status").wait_for()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('button.cite')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("[data-follow]").first).to_be_focused()


def test_every_tab_keeps_the_accessibility_rules(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("button.cite").first.click()
    page.locator("mark").first.wait_for()
    for name in TABS:
        page.get_by_role("tab", name=name).click()
        page.wait_for_timeout(300)  # a tab fades in, and half-faded text has no contrast
        assert faults(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_at_200_percent_and_with_reduced_motion_every_page_is_whole_and_still(browser: Browser, address: str) -> None:
    """A window of 1280 by 900 pixels, enlarged to 200 %, has room for 640 by 450."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2, reduced_motion="reduce")
    page = context.new_page()
    open_app(page, address)
    ask(page, QUESTION)
    page.locator("button.cite").first.press("Enter")
    expect(page.locator("[data-follow]:visible")).to_be_in_viewport()
    for name in TABS:
        page.get_by_role("tab", name=name, exact=True).press("Enter")
        moving = "document.getAnimations().map(one => one.effect.target.outerHTML.slice(0, 200) + one.effect.pseudoElement)"
        assert page.evaluate(moving) == [], name
        assert faults(page) == [], name
        cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 && one.offsetParent).map(one => one.innerText)"
        assert page.locator("button:visible, summary:visible, :is(h2, h3):visible").evaluate_all(cut) == [], name
    page.keyboard.press("Tab")
    context.close()


def test_200_documents_in_dark_and_in_forced_colours_keep_the_accessibility_rules(browser: Browser, home: Path) -> None:
    with KnowledgeBase.open(Settings(home=home)) as kb:
        for n in range(200):
            read = (Passage(f"d{n}/1/1", f"d{n}", 1, 0, "paragraph", f"The council must meet {n} times."),)
            title = f"Paper {n} on a subject that takes {n} words to say: {'accommodation ' * (n % 9)}"
            facts = {"authority": f"Board {n % 40}", "date": f"{2000 + n % 25}", "status": "draft"}
            kb.replace(NewVersion(f"d{n}", title, "paper", f"d{n}.txt", f"d{n}", "text", read, **facts))  # type: ignore[arg-type]
    looks = ({"color_scheme": "dark"}, {"forced_colors": "active", "color_scheme": "dark"})
    with served(home) as address:
        for width, look in zip((1280, 390), looks, strict=True):
            context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **look)
            page = context.new_page()
            open_app(page, address)
            ask(page, "How often must the council meet?")
            page.get_by_role("button", name=re.compile("^Documents searched: all 200")).click()
            assert faults(page) == [], look
            page.get_by_role("tab", name="Library").click()
            expect(page.locator("table.documents tbody tr")).to_have_count(200)
            page.wait_for_timeout(300)
            assert faults(page) == [], look
            context.close()


def test_a_plan_is_checked_and_a_requirement_is_found_by_its_words(page: Page) -> None:
    page.get_by_role("tab", name="Check a plan").click()
    page.get_by_role("button", name="Check this plan").click()
    page.locator("details.verdict").first.wait_for(timeout=120_000)
    expect(page.get_by_role("heading", name=re.compile(r"\d+ requirements checked"))).to_be_visible()
    assert faults(page) == []
    page.get_by_role("tab", name="Requirements").click()
    page.get_by_role("textbox", name="Words").fill("performance report")
    register = page.locator("ul.rows:visible > li")
    expect(register.first).to_contain_text("performance report")
    register.first.locator("button.cite").click()
    expect(page.locator("mark:visible").first).to_be_visible()


def test_files_are_added_told_and_removed_in_the_browser_and_by_another_process(
    page: Page, library: Path, tmp_path: Path
) -> None:
    hostile = "<p>The lido in Torvaney opens at nine. &lt;img src=x onerror=window.planted=1&gt; is only text here.</p>"
    notes, broken = tmp_path / "lido <b>notes.html", tmp_path / "broken.pdf"
    head = "<head><title>Lido notes</title></head>"
    notes.write_text(f"<html>{head}<body><h1>Lido notes</h1>{hostile}</body></html>", encoding="utf-8")
    broken.write_bytes(b"%PDF-1.7 nothing follows")
    page.get_by_role("tab", name="Library").click()
    page.locator("input[type=file]").set_input_files([notes, broken])
    report = page.locator("ul.report li")
    expect(report).to_have_count(2, timeout=60_000)
    expect(report.nth(0)).to_contain_text("Added")
    expect(report.nth(1)).to_contain_text("Not added")
    expect(page.get_by_role("row", name=re.compile("Lido notes"))).to_be_visible()
    page.get_by_role("tab", name="Ask").click()
    ask(page, "When does the lido in Torvaney open?")
    page.locator("article.turn button.cite").first.click()
    expect(page.locator(".reading")).to_contain_text("<img src=x onerror=window.planted=1>")
    assert page.evaluate("window.planted") is None
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name="Lido notes", exact=True).click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove Lido notes").click()
    expect(page.get_by_role("row", name=re.compile("Lido notes"))).to_have_count(0)

    other = tmp_path / "another.html"
    other.write_text("<html><body><h1>From elsewhere</h1><p>It opens at ten.</p></body></html>")
    subprocess.run(remit("add", str(other)), env=environment(library), check=True, capture_output=True)
    expect(page.get_by_role("row", name=re.compile("From elsewhere"))).to_be_visible()
    subprocess.run(remit("remove", "another"), env=environment(library), check=True, capture_output=True)
    expect(page.get_by_role("row", name=re.compile("From elsewhere"))).to_have_count(0)


def test_an_empty_library_says_what_to_do_first(browser: Browser, home: Path) -> None:
    with served(home) as address:
        page = browser.new_page()
        open_app(page, address)
        expect(page.get_by_role("heading", name="Start by adding documents")).to_be_visible()
        page.get_by_role("tab", name="Library").click()
        expect(page.get_by_role("heading", name="The library is empty")).to_be_visible()
        assert faults(page) == []
        page.close()
