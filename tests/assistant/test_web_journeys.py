"""Whole journeys through Ask, Search, Library and Start here, at both widths, by mouse and by keyboard."""
from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document as Word
from playwright.sync_api import Page, expect

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import ask, faults, go

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLANTED = "<img src=x onerror=window.planted=1> [a](javascript:alert)"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {key}")


def test_every_mention_of_a_phrase_is_counted_and_opens_on_its_page_by_keyboard_alone(page: Page) -> None:
    go(page, "Search")
    page.get_by_role("textbox", name="Word or phrase").focus()
    page.keyboard.type("strategic planning GROUP")
    page.keyboard.press("Enter")
    expect(page.locator(".total:visible")).to_have_text(re.compile(r"stands \d+ times in \d documents\."))
    total = int(re.findall(r"stands (\d+)", page.locator(".total:visible").inner_text())[0])
    words = [text.split()[0] for text in page.locator(".mentions summary .under-inline").all_inner_texts()]
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


@pytest.mark.parametrize("page", [390], indirect=True)
def test_questions_sent_while_one_is_answered_are_answered_in_turn_and_words_typed_stay(page: Page) -> None:
    questions = [f"What is the population of {place} Marden?" for place in ("Upper", "Lower", "Middle")]
    box = page.get_by_role("textbox", name="Your question", exact=True)
    box.focus()
    for question in questions:
        page.keyboard.insert_text(question)
        page.keyboard.press("Enter")
        expect(box).to_have_value("")
    page.keyboard.insert_text("half a question")
    expect(page.locator("article.turn .status")).to_have_count(3, timeout=60_000)
    expect(page.locator("article.turn h3.question")).to_have_text([re.compile(re.escape(one) + "$") for one in questions])
    expect(page.get_by_role("region", name="Questions that wait")).to_have_count(0)
    expect(box).to_have_value("half a question")
    expect(box).to_be_focused()


def test_what_stands_nowhere_is_said_and_a_planted_phrase_does_nothing(page: Page) -> None:
    go(page, "Search")
    box = page.get_by_role("textbox", name="Word or phrase")
    box.fill(PLANTED)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".notice:visible")).to_contain_text(f"“{PLANTED}” stands nowhere")
    assert page.evaluate("window.planted") is None and faults(page) == []


def test_a_new_member_reads_a_step_answers_the_quiz_and_takes_the_pack(page: Page) -> None:
    go(page, "Start here")
    expect(page.locator(".total:visible")).to_contain_text("0 of 8 steps read")
    page.get_by_role("button", name=re.compile("quoted exactly$")).first.click()
    expect(page.locator("mark:visible").first).to_be_visible()
    page.get_by_role("button", name="Mark as read and go on (What the board is)").press("Enter")
    expect(page.locator(".total:visible").first).to_contain_text("1 of 8 steps read")
    assert focused(page).startswith("2. What it must do")
    page.get_by_role("button", name="See them all in Requirements").press("Enter")
    expect(page.get_by_role("tab", name="Requirements", exact=True)).to_be_focused()
    expect(page.locator(".total:visible")).to_contain_text("requirements in the register")
    go(page, "Start here")
    question = page.get_by_role("group", name=re.compile("^1\\. How binding is this"))
    question.get_by_role("button", name="may").press("Enter")
    expect(page.locator(".quiz .reason")).to_contain_text("Not so. The document says: must.")
    assert focused(page).startswith("Not so.")
    expect(question.get_by_role("button", name="must")).to_be_disabled()  # the first choice counts
    expect(page.locator(".quiz .total")).to_have_text("0 right of 1 answered")
    assert faults(page) == []
    page.get_by_role("button", name="Make the pack").click()
    with page.expect_download() as waited:
        page.get_by_role("link", name="The pack as a Word document").click()
    paragraphs = [one.text for one in Word(io.BytesIO(waited.value.path().read_bytes())).paragraphs]
    assert paragraphs[0] == "Induction: Strathmarden Integration Joint Board" and "Answers" in paragraphs
    page.reload()
    go(page, "Start here")
    expect(page.locator(".total:visible").first).to_contain_text("1 of 8 steps read")


def test_a_question_is_suggested_scoped_kept_found_again_and_handed_on(page: Page) -> None:
    page.get_by_role("region", name="Questions this library answers").get_by_role("button").first.click(timeout=60_000)
    expect(page.locator("article.turn .status")).to_have_text("Answered", timeout=30_000)
    page.get_by_role("button", name=re.compile("^Documents searched: all 5")).press("Enter")
    page.get_by_role("checkbox", name="Plan", exact=True).check()
    page.get_by_role("checkbox", name="Directions", exact=True).check()
    expect(page.get_by_role("button", name=re.compile("^Documents searched: 2 of 5"))).to_be_visible()
    page.get_by_role("button", name="Stop searching only in: Plan").press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Documents searched: 1 of 5"))).to_be_visible()
    expect(page.get_by_role("checkbox", name="Plan", exact=True)).not_to_be_checked()
    ask(page, f"What does Direction 1.1 require? {PLANTED}")
    ask(page, "What does Direction 1.1 require?")
    last = page.locator("article.turn").last
    expect(last.locator(".searched")).to_have_text("Searched IJB Directions 2026/27.")
    expect(page.get_by_role("button", name="What does Direction 1.2 ask for, and by when?")).to_be_visible(timeout=30_000)
    last.get_by_role("button", name="Copy with references").click()
    expect(last.locator(".tools [role=status]")).to_have_text("Copied with its references.")
    last.get_by_text("Is something wrong with this answer?").click()
    last.get_by_role("radio", name=re.compile("The evidence is wrong")).check()
    last.get_by_role("textbox", name="In your words, if you like").fill(PLANTED)
    assert faults(page) == []
    last.get_by_role("button", name="Send").click()
    expect(last).to_contain_text("Kept: a reader said wrong evidence.")
    with page.expect_popup() as opened:
        last.get_by_role("link", name=re.compile("^Link to this answer")).click()
    expect(opened.value.get_by_role("heading", name="What does Direction 1.1 require?")).to_be_visible()
    assert "must establish one point of contact" in opened.value.locator("main").inner_text() and faults(opened.value) == []
    opened.value.close()
    with page.expect_download() as waited:
        last.get_by_role("link", name="Word").click()
    assert waited.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Earlier questions").click()
    page.get_by_role("textbox", name="Find by words").fill("onerror")
    expect(page.locator(".past > li").first).to_contain_text(PLANTED)
    expect(page.locator(".past time").first).to_have_text(re.compile(r"^(Today|Yesterday), \d\d:\d\d$"))
    page.locator(".past summary").first.click()
    page.get_by_role("textbox", name="New name").fill("The first Direction")
    page.get_by_role("button", name="Rename", exact=True).click()
    found = page.get_by_role("button", name="The first Direction", exact=True)
    found.click()
    expect(page.locator("article.turn .question")).to_contain_text(PLANTED)
    assert page.evaluate("window.planted") is None and faults(page) == []
    page.locator(".past summary").first.click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove", exact=True).first.click()
    expect(found).to_have_count(0)


def test_a_document_is_opened_corrected_read_page_by_page_removed_and_brought_back(page: Page) -> None:
    go(page, "Library")
    page.get_by_role("button", name="Financial Recovery: Position and Further Actions", exact=True).press("Enter")
    panel = page.get_by_role("region", name="Document", exact=True)
    expect(panel.get_by_role("heading", name="Financial Recovery")).to_be_focused()
    panel.get_by_text(re.compile("^Risks: ")).click()
    panel.get_by_role("button", name=re.compile("section “6 Risk”")).first.click()
    expect(page.locator(".reading:visible mark").first).to_be_visible()
    panel.get_by_text("Correct these facts").click()
    panel.get_by_role("textbox", name=re.compile("^Date")).fill("soon")
    panel.get_by_role("button", name="Keep the corrections").click()
    expect(page.get_by_text("'soon' is no date")).to_be_visible()
    page.wait_for_timeout(800)  # the box fades in, and half-faded text has no contrast
    assert faults(page) == []
    panel.get_by_text("Correct these facts").click()
    expect(page.get_by_text("'soon' is no date")).to_be_visible()  # it is told until the reader goes on
    panel.get_by_text("Correct these facts").click()
    panel.get_by_role("textbox", name=re.compile("^Date")).fill("2026-04-23")
    status = panel.get_by_role("combobox", name="Status")
    status.select_option("Final" if status.locator("option:checked").inner_text() == "Draft" else "Draft")
    panel.get_by_role("button", name="Keep the corrections").click()
    expect(panel.locator(".exact")).to_have_text("Kept: status.", timeout=30_000)
    expect(page.get_by_text("'soon' is no date")).to_have_count(0)
    panel.get_by_role("button", name="See what was read, page by page").click()
    read = page.get_by_role("region", name="What was read")
    read.get_by_role("button", name="Next page").click()
    expect(read.locator("strong").first).to_contain_text("Page 2")
    picture = read.get_by_role("img", name=re.compile("^Page 2 .* with a frame around each passage"))
    page.wait_for_function("image => image.complete && image.naturalWidth > 500", arg=picture.element_handle())
    assert read.locator("ol > li").count() > 2 and faults(page) == []
    page.get_by_role("textbox", name="Find in the list").fill("redesign PAPER")
    expect(page.locator("table.documents caption")).to_have_text("1 document of 5")
    page.get_by_role("button", name="Redesign of Intermediate Care", exact=True).click()
    panel.get_by_role("button", name="Back to the list").click()
    assert focused(page) == "Redesign of Intermediate Care"
    page.get_by_role("textbox", name="Find in the list").fill("")
    expect(page.locator("table.documents caption")).to_have_text("5 documents")
    page.once("dialog", lambda dialog: dialog.accept())
    panel.get_by_role("button", name="Remove Redesign of Intermediate Care").click()
    expect(page.get_by_text("It is no longer searched.")).to_be_focused()
    assert faults(page) == []
    expect(page.locator("table.documents caption")).to_have_text("4 documents", timeout=60_000)
    removed = page.locator("details", has_text="Redesign of Intermediate Care, removed on")
    removed.locator("summary").click()
    removed.get_by_role("button", name="Bring back Redesign of Intermediate Care").click()
    expect(page.locator("table.documents caption")).to_have_text("5 documents", timeout=90_000)


def by_keyboard_to(page: Page, tab: str) -> None:
    for _ in range(80):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('[role=tab]')") and focused(page) == tab:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{tab} is not reached by Shift+Tab")


def test_a_document_is_added_corrected_read_removed_and_brought_back_by_keyboard_alone(
    page: Page, library: Path, tmp_path: Path
) -> None:
    notice = tmp_path / f"ferry-notice-{page.viewport_size['width'] if page.viewport_size else 0}.html"
    notice.write_text(f"<html><body><h1>{notice.stem}</h1><p>The ferry sails at nine.</p></body></html>", encoding="utf-8")
    with page.expect_file_chooser(timeout=60_000) as choosing:  # begun early: a key can be there before the wish to catch it
        by_keyboard_to(page, "Library")
        tab_to(page, ".upload button")
        page.keyboard.press("Enter")
    choosing.value.set_files(notice)
    expect(page.locator("ul.report li", has_text=notice.stem)).to_contain_text("Added", timeout=60_000)
    title = page.locator(f".documents [data-doc={notice.stem}]")
    expect(title).to_be_visible(timeout=60_000)
    tab_to(page, f".documents [data-doc={notice.stem}]")
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Document", exact=True)
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    tab_to(page, ".document .opinion summary")
    page.keyboard.press("Enter")
    tab_to(page, "#fact-authority")
    page.keyboard.type("Hill Harbour")
    page.keyboard.press("Enter")
    expect(panel.locator(".exact")).to_have_text("Kept: authority.", timeout=60_000)
    tab_to(page, "[data-do=leaf]", "Shift+Tab" if focused(page) == "Keep the corrections" else "Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="What was read")).to_contain_text("The ferry sails at nine.")
    tab_to(page, ".leaf [data-do=details]")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    tab_to(page, "[data-do=remove]")
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is no longer searched.")).to_be_focused()
    fold = page.locator("details.opinion", has_text=f"{notice.stem}, removed on").locator("summary")
    expect(fold).to_be_visible(timeout=60_000)
    for _ in range(80):
        page.keyboard.press("Shift+Tab")
        if focused(page).startswith("Removed, can be brought back"):
            break
    page.keyboard.press("Enter")
    tab_to(page, f"[data-do=undo][data-doc={notice.stem}]")
    page.keyboard.press("Enter")
    expect(title).to_be_visible(timeout=90_000)
    with KnowledgeBase.open(Settings(home=library)) as kb:
        kb.remove(notice.stem)
        kb.purge(notice.stem)


def test_a_new_member_goes_through_start_here_by_keyboard_alone(page: Page) -> None:
    by_keyboard_to(page, "Start here")
    expect(page.locator(".step").first).to_be_visible(timeout=30_000)
    tab_to(page, ".step button.cite")
    opener = focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-follow]:visible")).to_be_focused()
    tab_to(page, "[data-back]")
    page.keyboard.press("Enter")
    assert focused(page) == opener
    tab_to(page, "[data-do=mark]")
    page.keyboard.press("Enter")
    expect(page.locator(".step[open] > summary")).to_be_focused()
    page.keyboard.press("Enter")  # folded away
    tab_to(page, ".quiz [data-do=choose]")
    page.keyboard.press("Enter")
    expect(page.locator(".quiz .reason")).to_be_focused()
    tab_to(page, ".quiz button.cite")
    page.keyboard.press("Enter")
    expect(page.locator("mark:visible").first).to_be_visible()
    page.get_by_role("button", name="Back to where you were").press("Enter")
    tab_to(page, "[data-do=pack]")
    page.keyboard.press("Enter")
    expect(page.locator(".pack [role=status]:visible")).to_contain_text("The pack is ready.", timeout=60_000)
    tab_to(page, ".pack a")
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    assert waited.value.suggested_filename.endswith(".docx")


def test_a_check_with_a_companion_is_narrowed_and_a_conflict_dismissed_and_brought_back_by_keyboard(page: Page) -> None:
    go(page, "Check a plan")
    page.get_by_label(re.compile("^Documents that speak for the plan too")).focus()
    page.keyboard.type("Redesign")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check this plan").press("Enter")
    page.locator("details.verdict").first.wait_for(timeout=120_000)
    expect(page.get_by_text("What these say counts as the plan’s: Redesign of Intermediate Care.")).to_be_visible()
    page.get_by_label("Verdict", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Met in part")
    page.keyboard.press("Enter")
    expect(page.locator(".total:visible")).to_contain_text(re.compile(r"^\d+ of \d+ requirements shown, as chosen above\.$"))
    expect(page.locator("details.verdict > summary")).to_have_text(re.compile(r"^Met in part: \d+$"))
    page.get_by_role("checkbox", name="Changed since the last draft").press("Space")
    expect(page.locator(".total:visible")).to_contain_text("0 of")
    assert faults(page) == []
    page.get_by_role("button", name="Find conflicts and make reports").press("Enter")
    conflicts = page.get_by_role("region", name="Conflicts and reports")
    count = conflicts.locator(".total")
    before = count.inner_text(timeout=60_000)
    conflicts.locator("details.opinion > summary").first.press("Enter")
    conflicts.get_by_role("button", name=re.compile("^Dismiss for good")).first.press("Enter")
    expect(conflicts.get_by_role("status")).to_contain_text("Dismissing needs a reason", timeout=60_000)
    reason = conflicts.get_by_role("textbox", name="Why it is no conflict, or does not matter").first
    reason.fill(PLANTED)
    reason.press("Enter")
    expect(conflicts.get_by_role("status")).to_contain_text("Kept: the owner dismissed it", timeout=60_000)
    expect(conflicts.get_by_role("status")).to_be_focused()
    assert count.inner_text() != before and page.evaluate("window.planted") is None and faults(page) == []
    conflicts.get_by_role("button", name=re.compile("^Bring it back")).press("Enter")
    expect(conflicts.get_by_role("status")).to_have_text("The conflict is brought back.", timeout=60_000)
    expect(count).to_have_text(before)


def test_a_row_of_a_check_is_overruled_by_keyboard_alone_and_stands(page: Page) -> None:
    reason = f"Page 9 says so <b>{page.viewport_size}</b>"  # the library is shared: each width says something of its own

    def check_and_choose() -> None:
        page.get_by_role("tab", name="Check a plan").press("Enter")
        tab_to(page, "button.primary")
        page.keyboard.press("Enter")
        page.locator("details.verdict").first.wait_for(timeout=120_000)

    check_and_choose()
    tab_to(page, "[data-do=choose]")
    duty = page.evaluate("document.activeElement.dataset.duty")
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Decide")
    said = page.get_by_role("status").filter(has=page.locator(".exact, .since"))
    expect(panel.get_by_role("heading", name="Decide about this requirement")).to_be_focused()
    tab_to(page, "#say-verdict")
    page.keyboard.press("ArrowDown")
    verdict = page.evaluate("document.activeElement.selectedOptions[0].text")
    tab_to(page, "[data-what=overrule]")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Overruling needs a reason")
    expect(said).to_be_in_viewport()
    expect(panel.get_by_role("heading", name="Decide about this requirement")).to_be_focused()
    expect(panel.locator("#say-verdict option:checked")).to_have_text(verdict)
    tab_to(page, "#say-why")
    page.keyboard.type(reason)
    tab_to(page, "[data-what=overrule]")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Kept: the owner said")
    expect(said).to_be_in_viewport()
    expect(panel.locator("#say-why")).to_have_value("")
    expect(panel.get_by_role("heading", name="Decide about this requirement")).to_be_focused()
    assert faults(page) == []
    tab_to(page, "#say-person")
    page.keyboard.type("Cara")
    tab_to(page, "[data-what=assign]")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("gave it to")
    tab_to(page, "[data-return]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.duty") == duty

    page.reload()
    page.locator(".conversation :is(.welcome, .notice)").first.wait_for()
    check_and_choose()
    group = page.locator("details.verdict", has_text=reason)
    expect(group.locator("summary")).to_contain_text(verdict)
    expect(group).to_contain_text("Overruled by the owner on ")
    row = group.locator(f"[data-do=choose][data-duty='{duty}']")
    if not row.is_visible():
        group.locator("summary").press("Enter")
    row.press("Enter")
    expect(panel.locator("ol")).to_contain_text(reason)
