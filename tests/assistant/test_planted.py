"""HTML, script, Markdown links, formulas and control characters, planted wherever somebody can write, do nothing anywhere.

They stand in documents, file names, people's names, questions, names of conversations, feedback, notes, reasons and
statuses. Every export, what the commands print, every page and tab of the app is looked at: the text is there, as text.
"""
from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document as Word
from lxml import html as markup
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from assistant import conflicts, export, induction_pack, matrix, report, report_files, reviewing, tracker
from assistant.ask import ask
from assistant.cli import main
from assistant.crosscheck import check
from assistant.reviewing import Said
from assistant.web.conversation import address
from ingest import pipeline
from kb.answers import Kept
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import ask as ask_in
from tests.assistant.browsing import go, local, served

PASSWORD = "copper wren orchard"
IMAGE = "<img src=x onerror=window.planted=1>"
LINK = "[press](javascript:window.planted=1) ![p](http://elsewhere.example/p.png)"
FORMULA = '=HYPERLINK("http://elsewhere.example")'
SAID = "\x07\x1b]0;mine\x07"  # in what people say
PLANTED = f"{IMAGE} <script>window.planted=1</script> {LINK}"
TITLED = f"{IMAGE} {LINK}"  # for a heading
CONTROLS = "\x1b[31mred \u202eturned"  # others have a text refused
WHO = f"Ann {IMAGE}"
BODY = f"Hill Integration Joint Board {IMAGE}"
TEXTS = {
    "plan": f"""<h2>1 Money {escape(TITLED)}</h2>
<p>The reserve of the board is £2.1m {escape(PLANTED)}. {CONTROLS}</p>
<p>{escape(FORMULA)} This plan runs until 31 April 2030 {escape(IMAGE)}.</p>
<p>The cost of the new day centres is £TBC {escape(PLANTED)}.</p>
<table><tr><th>{escape(FORMULA)}</th><th>Sum {escape(IMAGE)}</th></tr>
<tr><td>{escape(FORMULA)}</td><td>£4 {escape(PLANTED)}</td></tr></table>
<ul><li>open two clinics {escape(LINK)}</li><li>{escape(FORMULA)} close one</li></ul>""",
    "guidance": f"""<h2>1 Reports {escape(TITLED)}</h2>
<p>{escape(FORMULA)} The integration authority must publish a performance report each year {escape(PLANTED)}.</p>
<p>The integration authority must not spend the reserve {escape(IMAGE)} without a meeting in public.</p>
<h2>2 Glossary</h2>
<p>Strategic Planning Group (SPG) means the group {escape(PLANTED)} that the board sets up.</p>""",
    "directions": f"""<h2>1 Homes {escape(TITLED)}</h2>
<p>1.1 NHS Hill must open two clinics {escape(PLANTED)} by June 2025 at a cost of £2m.</p>
<p>1.2 {escape(FORMULA)} Hill Council must publish its rota {escape(IMAGE)} by May 2027.</p>""",
}
WORDS = f"{FORMULA} {PLANTED} {SAID}"
QUESTION = "How much is the reserve of the board?"


@dataclass(frozen=True)
class Planted:
    """A home in which everything that somebody wrote is an attack, and its kept answer."""

    home: Path
    kept: Kept


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, compiled_models: Path) -> Planted:
    home, files = tmp_path_factory.mktemp("planted"), tmp_path_factory.mktemp("files")
    (home / "models").symlink_to(compiled_models, target_is_directory=True)
    with KnowledgeBase.open(Settings(home=home)) as kb:
        for kind, text in TEXTS.items():
            path = files / f"{kind} {IMAGE} [a](javascript:alert) {FORMULA[:10]}.html"
            title = f"{kind.title()} 2026 {escape(TITLED)}"
            path.write_text(f"<title>{title}</title><h1>{title}</h1>{text}", encoding="utf-8")
            facts = pipeline.Facts(kind=kind, authority=BODY)
            assert [row.outcome for row in pipeline.add(kb, [path], facts)] == ["added"]
        kept = say_things(kb)
        kb.people.add(WHO, "administrator", PASSWORD)
    return Planted(home, kept)


def say_things(kb: KnowledgeBase) -> Kept:
    """Whatever a person can say is said: of an answer, a row, a requirement, a conflict, a Direction, in the audit."""
    (plan,), (orders,) = ([one.id for one in kb.documents() if one.kind == kind] for kind in ("plan", "directions"))
    answer = ask(kb, QUESTION)
    assert answer.status == "answered" and IMAGE in answer.text
    number = kb.answers.keep(replace(answer, question=f"{QUESTION} {WORDS}"), WHO)
    kb.answers.rename(number, TITLED)
    kept = kb.answers.comment(number, "wrong evidence", WORDS, WHO)
    first, second = kb.duties()[:2]
    for said in (
        Said("verdict", "met", WORDS, WHO), Said("note", "", WORDS, WHO),
        Said("assign", WHO, "", WHO), Said("reply", "", WORDS, WHO),
    ):  # fmt: skip
        reviewing.decide(kb, plan, first.id, said)
    reviewing.mend(kb, second.id, "edit", {"bearer": f"{FORMULA} {IMAGE}"}, Said("duty", "", PLANTED, WHO))
    tracker.set_status(kb, orders, "1.1", Said("status", "done", WORDS, WHO))
    found = conflicts.conflicts(kb)
    assert len(found) > 1, "one to show and one to dismiss"
    conflicts.dismiss(kb, found[0].id, Said("dismissed", "dismissed", WORDS, WHO))
    kb.audit.note(WHO, "added", WORDS)
    return kept


@pytest.fixture
def kb(planted: Planted) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(Settings(home=planted.home)) as opened:
        yield opened


# -- what is handed on


def test_no_export_runs_anything_or_links_anywhere(kb: KnowledgeBase, planted: Planted) -> None:
    plan = next(one.id for one in kb.documents() if one.kind == "plan")
    made = report.with_registers(kb, report.gather(kb, plan, list(check(kb, plan))))
    assert made.conflicts and made.directions
    pack = induction_pack.gather(kb, BODY)
    endings = (".docx", ".xlsx", ".html", ".csv")
    files = {f"report{ending}": report_files.writer(Path(f"a{ending}"))(made) for ending in endings}
    files |= {f"answer{ending}": export.writer(Path(f"a{ending}"))(planted.kept) for ending in (".docx", ".md", ".html")}
    files |= {f"pack{ending}": induction_pack.writer(Path(f"a{ending}"))(pack) for ending in (".docx", ".html")}
    plans = [one.id for one in kb.documents() if one.kind != "guidance"]
    files["matrix.csv"] = matrix.as_csv(matrix.side_by_side(kb, plans))
    for name, data in files.items():
        {".docx": in_word, ".xlsx": in_excel, ".csv": in_csv, ".html": in_html, ".md": in_markdown}[Path(name).suffix](data)


def in_word(data: bytes) -> None:
    paper = Word(io.BytesIO(data))
    fields = paper.element.xpath("//w:instrText/text() | //w:fldSimple/@w:instr")
    assert all(field.startswith("TOC ") for field in fields)
    assert paper.element.xpath("//w:hyperlink[not(@w:anchor) or @r:id] | //w:drawing | //w:object") == []
    assert [one.target_ref for one in paper.part.rels.values() if one.is_external] == []
    assert IMAGE in "".join(paper.element.itertext()) and clean("".join(paper.element.itertext()))


def in_excel(data: bytes) -> None:
    cells = [cell for sheet in load_workbook(io.BytesIO(data)) for line in sheet.iter_rows() for cell in line if cell.value]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = [str(cell.value) for cell in cells]
    assert any(IMAGE in text for text in texts) and any(text.startswith("'=") for text in texts) and clean("".join(texts))


def in_csv(data: bytes) -> None:
    cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in line]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert any(IMAGE in cell for cell in cells) and clean("".join(cells))


def in_html(data: bytes) -> None:
    """A file that is handed on: it loads nothing, whatever opens it."""
    tree = markup.fromstring(data)
    assert "default-src 'none'" in str(tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)"))
    leads = "//script | //img | //a[not(starts-with(@href, '#'))] | //iframe | //object"
    assert tree.xpath(f"{leads} | //@*[starts-with(name(), 'on')]") == []
    assert PLANTED in tree.text_content() and clean(tree.text_content())


def in_markdown(data: bytes) -> None:
    """As any program shows it: neither links nor pictures nor HTML come of it."""
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(data.decode())
    tree = markup.fromstring(f"<main>{shown}</main>")
    assert tree.xpath("//script | //img | //a | //@*[starts-with(name(), 'on')]") == []
    assert PLANTED in tree.text_content() and clean(shown)


def clean(text: str) -> bool:
    """No control character is in it but the ends of lines and tabs."""
    return not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


COMMANDS = (
    "list", "show PLAN", "search reserve", "ask reserve", "answers list", "answers show 1", "duties", "check PLAN",
    "conflicts", "directions --track", "register --kind money", "induction", "audit", "user list",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_lets_a_document_drive_the_terminal(
    planted: Planted, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("REMIT_HOME", str(planted.home))
    plan = next(one.id for one in kb.documents() if one.kind == "plan")
    told = CliRunner().invoke(main, [plan if word == "PLAN" else word for word in command.split()], color=True)
    assert told.exit_code == 0 and "img" in told.stdout.replace("\\", "") and clean(told.stdout), told.stdout


# -- in the browser


@pytest.mark.browser
@pytest.mark.slow
def test_no_page_runs_anything_or_goes_anywhere(planted: Planted, browser: Browser) -> None:
    with served(planted.home) as here:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        strangers: list[str] = []
        page.on("request", lambda sent: None if local(sent.url, here) else strangers.append(sent.url))
        page.on("dialog", lambda dialog: strangers.append(dialog.message))
        page.goto(here)
        page.get_by_label("Name").fill(WHO)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_label("Password").press("Enter")
        page.wait_for_url(here)
        for name in ("audit", f"answers/{address(planted.kept)}", ""):
            page.goto(here + name)
            inert(page)
        for tab, visit in TOUR.items():
            go(page, tab)
            visit(page)
            inert(page)
        assert strangers == []
        page.close()


def asked(page: Page) -> None:
    ask_in(page, QUESTION)
    expect(page.locator(".answer")).to_contain_text(IMAGE)
    page.locator("article.turn button.cite").first.click()
    expect(page.locator("mark:visible").first).to_contain_text(IMAGE)
    ask_in(page, f"Is it open? {WORDS}")
    expect(page.locator(".question").last).to_contain_text(IMAGE)
    page.get_by_role("button", name=re.compile("^Documents searched")).click()
    page.get_by_role("checkbox", name=re.compile("^Plan 2026")).check()
    page.get_by_role("button", name=re.compile("^Stop searching only in: Plan 2026")).wait_for()
    page.get_by_role("button", name="Earlier questions").click()
    page.get_by_role("button", name=TITLED, exact=True).click()
    expect(page.locator(".question").last).to_contain_text(QUESTION)


def searched(page: Page) -> None:
    box = page.get_by_role("textbox", name="Word or phrase")
    box.fill(IMAGE)
    box.press("Enter")
    expect(page.locator(".mentions mark").first).to_have_text(IMAGE)


def catalogued(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Plan 2026")).first.click()
    panel = page.get_by_role("region", name="Document", exact=True)
    panel.get_by_text("Correct these facts").click()
    panel.get_by_role("textbox", name=re.compile("^Date")).fill(PLANTED)
    panel.get_by_role("button", name="Keep the corrections").click()
    expect(page.get_by_text("is no date")).to_contain_text("<img")
    panel.get_by_role("button", name="See what was read, page by page").click()
    expect(page.get_by_role("region", name="What was read")).to_contain_text(IMAGE)


def checked(page: Page) -> None:
    page.get_by_role("button", name="Check this plan").click()
    page.locator("details.verdict:visible").first.wait_for(timeout=120_000)
    unfold(page)
    page.locator("[data-do=choose]:visible").first.click()
    expect(page.get_by_role("region", name="Decide")).to_contain_text(IMAGE)
    page.get_by_role("button", name="Find conflicts and make reports").click()
    expect(page.get_by_role("region", name="Conflicts and reports")).to_contain_text(IMAGE, timeout=60_000)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


def listed(page: Page) -> None:
    page.locator(".rows:visible > li").first.wait_for(timeout=60_000)
    unfold(page)
    expect(page.locator(".rows:visible > li").first).to_contain_text(IMAGE)
    page.locator(".rows:visible button.cite").first.click()
    expect(page.locator(".reading:visible")).to_contain_text(IMAGE)


TOUR = {
    "Ask": asked, "Search": searched, "Library": catalogued, "Check a plan": checked, "Requirements": listed,
    "Directions": listed, "Start here": listed,
}  # fmt: skip


def inert(page: Page) -> None:
    """What was planted is read on the page, and nothing came of it."""
    expect(page.locator("body")).to_contain_text(IMAGE, timeout=60_000)
    assert page.evaluate("window.planted") is None
    assert page.locator("img[src=x], [onerror], a[href^=javascript], a[href*='elsewhere']").count() == 0
    assert page.locator("body script", has_text="planted").count() == 0
