"""Whole journeys through Search and Start here, at both widths, by mouse and by keyboard."""
from __future__ import annotations

import io
import re

import pytest
from docx import Document as Word
from playwright.sync_api import Page, expect

from tests.assistant.browsing import faults, go

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLANTED = "<img src=x onerror=window.planted=1> [a](javascript:alert)"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_every_mention_of_a_phrase_is_counted_and_opens_on_its_page_by_keyboard_alone(page: Page) -> None:
    go(page, "Search")
    page.get_by_role("textbox", name="Word or phrase").focus()
    page.keyboard.type("strategic planning GROUP")
    page.keyboard.press("Enter")
    expect(page.locator(".total:visible")).to_have_text(re.compile(r"stands \d+ times in \d documents\."))
    total = int(re.findall(r"stands (\d+)", page.locator(".total:visible").inner_text())[0])
    words = [text.split()[0] for text in page.locator(".mentions > .under").all_inner_texts()]
    assert sum({"once": 1, "twice": 2}.get(word) or int(word) for word in words) == total
    assert page.locator(".mentions mark").count() == total
    assert faults(page) == []
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.mentions button.cite')"):
            break
    opener = focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-follow]:visible")).to_be_focused()
    expect(page.locator(".exact:visible")).to_contain_text("Each place where “strategic planning GROUP” stands is marked.")
    assert page.locator(".reading:visible mark").count() >= 1
    picture = page.locator(".source:visible img")
    page.wait_for_function("image => image.complete && image.naturalWidth > 500", arg=picture.element_handle())
    assert "?words=strategic" in str(picture.get_attribute("src"))
    assert faults(page) == []
    page.get_by_role("button", name="Back to where you were").press("Enter")
    assert focused(page) == opener


def test_what_stands_nowhere_is_said_and_a_planted_phrase_does_nothing(page: Page) -> None:
    go(page, "Search")
    box = page.get_by_role("textbox", name="Word or phrase")
    box.fill(PLANTED)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".notice:visible")).to_contain_text(f"“{PLANTED}” stands nowhere")
    assert page.evaluate("window.planted") is None and faults(page) == []


def test_a_new_member_reads_a_step_answers_the_quiz_and_takes_the_pack(page: Page) -> None:
    go(page, "Start here")
    expect(page.locator(".total:visible")).to_contain_text("0 of 7 steps read")
    page.get_by_role("button", name=re.compile("quoted exactly$")).first.click()
    expect(page.locator("mark:visible").first).to_be_visible()
    page.get_by_role("button", name="Mark as read and go on (What the board is)").press("Enter")
    expect(page.locator(".total:visible").first).to_contain_text("1 of 7 steps read")
    assert focused(page).startswith("2. What it must do")
    question = page.get_by_role("group", name=re.compile("^1\\. How binding is this"))
    question.get_by_role("button", name="may").press("Enter")
    expect(page.locator(".quiz .reason")).to_contain_text("Not so. The document says: must.")
    assert focused(page).startswith("Not so.")
    question.get_by_role("button", name="must").click()
    expect(page.locator(".quiz .reason")).to_contain_text("Right.")
    assert faults(page) == []
    page.get_by_role("button", name="Make the pack").click()
    with page.expect_download() as waited:
        page.get_by_role("link", name="The pack as a Word document").click()
    paragraphs = [one.text for one in Word(io.BytesIO(waited.value.path().read_bytes())).paragraphs]
    assert paragraphs[0] == "Induction: Strathmarden Integration Joint Board" and "Answers" in paragraphs
    page.reload()
    go(page, "Start here")
    expect(page.locator(".total:visible").first).to_contain_text("1 of 7 steps read")
