"""A small plan held against a small guidance: one row a duty, the rules one by one, a person's word over them."""
from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest
from docx import Document as Word
from openpyxl import load_workbook

from assistant import report, report_files, report_page, report_word
from assistant.cite import citation
from assistant.comparing import falls_short
from assistant.crosscheck import CheckRow, check, check_one
from assistant.judge import Case, judge
from assistant.matching import Terms
from assistant.quantities import quantities
from kb.errors import InputError, UnknownDocument
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, DocumentKind, Duty, Part, Passage, Review
from kb.text import in_words
from tests.assistant.planting import paragraph, store

GUIDANCE = (
    "A plan must set out how unpaid carers will be supported.",
    "The forum should meet at least four times a year.",
    "The area must be divided into at least two localities.",
    "A plan should describe the use of helicopters by mountain rescue teams.",
    "A plan must state the budget for children's hospices.",
    "The board must prepare a strategic plan.",
)
PLAN = (
    "We set out how unpaid carers will be supported, with breaks and advice in every town.",
    "The forum meets twice a year, in spring and in autumn.",
    "The law speaks of localities. We do not consider localities a meaningful approach here.",
    "The budget for children's hospices is £TBC.",
    "Our libraries open on Saturdays.",
)


def keep(kb: KnowledgeBase, doc: str, kind: DocumentKind, *texts: str, unread: str = "") -> None:
    paged = [replace(block, page_starts=((0, page),)) for page, block in enumerate(map(paragraph, texts), 1)]
    title = "Strategic Plan 2026" if kind == "plan" else doc
    store(kb, doc, kind, *paged, title=title, authority="Hill IJB", report={"unread": unread})


@pytest.fixture
def kb(kb: KnowledgeBase) -> KnowledgeBase:
    keep(kb, "plan", "plan", *PLAN)
    keep(kb, "code", "guidance", *GUIDANCE)
    return kb


def row(rows: list[CheckRow], words: str) -> CheckRow:
    return next(found for found in rows if words in found.duty.text)


def test_every_duty_has_exactly_one_row_and_a_verdict_by_the_rules(kb: KnowledgeBase) -> None:
    heard: list[tuple[int, int]] = []
    rows = list(check(kb, "plan", progress=lambda done, of: heard.append((done, of))))
    assert [found.duty.id for found in rows] == [duty.id for duty in kb.duties("code")]
    assert heard[-1] == (len(GUIDANCE) - 1, len(GUIDANCE))

    met = row(rows, "unpaid carers")
    assert (met.verdict, met.evidence[0].quote, met.evidence[0].page) == ("met", PLAN[0], 1)
    twice = row(rows, "four times")
    assert (twice.verdict, twice.evidence[0].quote) == ("contradicted", PLAN[1])
    assert twice.reason == "The duty asks for at least four times a year, the plan says twice a year."
    assert row(rows, "two localities").verdict == "contradicted"
    assert row(rows, "strategic plan").reason == "The duty is to have this document, and here it is."


def test_missing_says_what_was_searched_and_why_the_nearest_do_not_count(kb: KnowledgeBase) -> None:
    missing = row(list(check(kb, "plan")), "helicopters")
    assert (missing.verdict, missing.evidence) == ("missing", ())
    assert "helicopt" in missing.query
    assert 1 <= len(missing.nearest) <= 3
    assert all(near.why_not and near.citation.quote for near in missing.nearest)


def test_a_value_still_to_come_counts_as_nothing(kb: KnowledgeBase) -> None:
    hospices = row(list(check(kb, "plan")), "hospices")
    assert hospices.verdict in ("missing", "partial")
    assert all("TBC" not in cited.quote for cited in hospices.evidence)


def test_quotes_are_the_plan_s_own_and_at_most_three(kb: KnowledgeBase) -> None:
    texts = {passage.id: passage.text for passage in kb.passages("plan")}
    for found in check(kb, "plan"):
        assert len(found.evidence) <= 3
        assert sum(len(cited.quote) for cited in found.evidence) <= 1500
        assert all(cited.quote in texts[cited.passage] for cited in found.evidence)


def test_a_person_s_word_is_the_verdict_shown_and_the_rules_word_is_kept(kb: KnowledgeBase) -> None:
    duty = next(found for found in kb.duties("code") if "unpaid carers" in found.text)
    kb.review(Review(duty.id, "plan", "partial", "only in towns", "Ada", "2026-05-01T10:00:00+00:00"))
    found = check_one(kb, kb.document("plan"), duty)
    assert (found.verdict, found.judged) == ("partial", "met")
    assert found.reason.startswith("Overruled by Ada on 1 May 2026: only in towns")
    assert found.as_json()["review"]["who"] == "Ada"
    assert row(list(check(kb, "plan")), "unpaid carers").verdict == "partial"


def test_the_same_again_gives_the_same(kb: KnowledgeBase) -> None:
    assert [r.as_json() for r in check(kb, "plan")] == [r.as_json() for r in check(kb, "plan")]


def test_a_plan_without_text_is_not_assessed_and_loses_no_row(kb: KnowledgeBase) -> None:
    keep(kb, "empty", "plan")
    rows = list(check(kb, "empty"))
    assert [found.verdict for found in rows] == ["not_assessed"] * len(GUIDANCE)


def test_what_cannot_be_checked_says_so(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownDocument):
        list(check(kb, "nowhere"))
    with pytest.raises(InputError, match="No duty was found in plan"):
        list(check(kb, "plan", ["plan"]))
    kb.remove("code")
    with pytest.raises(InputError, match="no guidance in the library"):
        list(check(kb, "plan"))


def test_a_duty_of_another_body_is_not_held_against_the_plan(kb: KnowledgeBase) -> None:
    keep(kb, "rules", "guidance", "Local authorities must publish a plan for every library.", "The forum must meet.")
    theirs, ours = check(kb, "plan", ["rules"])
    assert theirs.verdict == "not_assessed" and ours.verdict != "not_assessed"
    assert theirs.reason == "This is a duty of another body (Local authorities), not of the body whose plan it is."


def test_nearly_the_same_words_are_shown_once(kb: KnowledgeBase) -> None:
    aim = "We set out how unpaid carers will be supported"
    keep(kb, "draft", "plan", f"{aim}.", f"{aim}!", "Breaks for unpaid carers are short.")
    quotes = [cited.quote for cited in row(list(check(kb, "draft", ["code"])), "unpaid carers").evidence]
    assert sum(quote.startswith(aim) for quote in quotes) == 1


def test_silence_is_not_said_of_a_plan_with_pages_that_could_not_be_read(kb: KnowledgeBase) -> None:
    keep(kb, "half-read", "plan", *PLAN, unread="pages 4-6")
    rows = {row.duty.id: row.verdict for row in check(kb, "plan")}
    again = list(check(kb, "half-read"))
    assert {row.duty.id: row.verdict for row in again} == {
        duty: "not_assessed" if verdict == "missing" else verdict for duty, verdict in rows.items()
    }
    found = row(again, "helicopters")
    assert (found.verdict, found.confidence, found.evidence) == ("not_assessed", "high", ())
    assert "but pages 4-6 of Strategic Plan 2026 could not be read" in found.reason and found.nearest


def test_the_judge_alone_says_missing_where_nothing_was_found() -> None:
    duty = Duty("d", "code", "p", "The board must keep bees.", "must", action="keep bees")
    plan = Document("p", "Plan", "plan", 1, "p.txt", "", "text")
    found = judge(Case(duty, Terms({"keep": 0.5, "bee": 1.0}, {}), (), plan))
    assert (found.verdict, found.evidence, [e.covered for e in found.elements]) == ("missing", (), [False])


@pytest.mark.parametrize(
    ("asked", "given", "short"),
    [
        ("at least four times a year", "twice a year", True),
        ("at least every three years", "every five years", True),
        ("every three years", "every two years", False),
        ("within 12 weeks", "16 weeks", True),
        ("within 12 weeks", "within 10 weeks", False),
        ("a reserve of 2%", "a reserve of 1%", True),
        ("at least 12 weeks", "2%", False),
        ("not be kept there for more than six weeks", "nobody stays for longer than ten weeks", True),
        ("not be kept there for more than six weeks", "nobody stays for longer than four weeks", False),
        ("sent within forty working days", "sent in thirty working days", False),
        ("at least once in every 12 months", "every other year", True),
        ("within 30 days", "within six weeks", True),
        ("within three months", "within 12 weeks", False),
        ("no more than £20 a visit", "£25", True),
    ],
)
def test_figures_that_fall_short(asked: str, given: str, short: bool) -> None:
    (one,), (two,) = quantities(asked), quantities(given)
    assert falls_short(one, two) is short


@pytest.fixture
def made(kb: KnowledgeBase) -> report.Report:
    duty = kb.duties("code")[0]
    kb.review(Review(duty.id, "plan", "met", "=1+1 <b>yes</b>", "Ada", "2026-05-01T10:00:00+00:00"))
    return report.with_registers(kb, report.gather(kb, "plan", list(check(kb, "plan"))))


def test_the_counts_add_up_to_the_number_of_duties(made: report.Report) -> None:
    assert sum(made.counts.values()) == len(GUIDANCE)
    assert report.summary_lines(made)[0].startswith("6 duties: ")
    assert report.summary_lines(made)[1].startswith("1 confirmed or overruled by a person")


def test_a_duty_met_in_part_says_which_part_in_every_form(kb: KnowledgeBase, tmp_path: Path) -> None:
    from assistant.cli.planner import row_text

    keep(kb, "panels", "guidance", "A plan should name the schools that serve Hillend, and publish the minutes of panels.")
    keep(kb, "draft", "plan", "Our plan names the schools that serve Hillend: two primaries.")
    (found,) = check(kb, "draft", ["panels"])
    covered, absent = "name the schools that serve Hillend.", "Not in the plan’s words: publish the minutes of panels."
    assert found.verdict == "partial" and found.parts == (f"In the plan’s words: {covered}", absent)
    assert all(part in row_text(found) for part in found.parts)
    made = report.gather(kb, "draft", [found])
    for ending in ("csv", "html", "docx", "xlsx"):
        report_files.write(made, tmp_path / f"r.{ending}")
    (line,) = csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig")))
    assert line["Parts"] == "\n".join(found.parts)
    assert absent in (tmp_path / "r.html").read_text(encoding="utf-8")
    said = [paragraph.text for paragraph in Word(str(tmp_path / "r.docx")).paragraphs]
    assert f"{found.reason} {absent} Confidence: low." in said, "one line of the paper, with the reason"
    head, own = load_workbook(tmp_path / "r.xlsx")["Rows"].values
    assert dict(zip(head, own, strict=True))["Parts"] == line["Parts"]
    met = replace(found, verdict="met")
    assert met.parts == found.parts and covered not in row_text(met).rpartition(met.reason)[2]


def test_a_spreadsheet_has_every_row_and_no_formula(made: report.Report, tmp_path: Path) -> None:
    report_files.write(made, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["Summary", "Rows", "Conflicts", "Directions", "Sources"]
    assert book["Conflicts"]["B2"].value == "blank", "the plan's own £TBC"
    assert book["Rows"].max_row == len(GUIDANCE) + 1
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    assert [cell.value for cell in book["Sources"][2]][:3] == ["plan", "plan", "Strategic Plan 2026"]


def test_formulas_are_defused() -> None:
    given = ("=SUM(A1)", "-1", "@x", "plain", "a\x07b")
    assert [report.defused(text) for text in given] == ["'=SUM(A1)", "'-1", "'@x", "plain", "ab"]


def test_csv_html_and_docx_hold_the_same_rows(made: report.Report, tmp_path: Path) -> None:
    for ending in ("csv", "html", "docx", "json"):
        report_files.write(made, tmp_path / f"r.{ending}")
    lines = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    annex = Word(str(tmp_path / "r.docx"))
    paper = "\n".join(annex.element.xpath("//w:t/text()"))
    assert len(lines) == len(GUIDANCE) + 1
    whole = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (len(whole["rows"]), sum(whole["counts"].values())) == (len(GUIDANCE), len(GUIDANCE))
    assert [one["kind"] for one in whole["conflicts"]] == ["blank"]
    assert "Ada said “met” on 1 May 2026" in page
    assert "&lt;b&gt;yes&lt;/b&gt;" in page and "<b>yes</b>" not in page
    assert "src=" not in page and "://" not in page
    for text in GUIDANCE:
        assert text.split("'")[0] in page
        assert text in paper
        assert any(text == line[0] for line in lines)


def test_a_report_that_cannot_be_written_says_so_and_leaves_the_old_one(made: report.Report, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no ending that a report can have"):
        report_files.write(made, tmp_path / "r.pdf")
    with pytest.raises(InputError, match="cannot be written"):
        report_files.write(made, tmp_path / "no folder" / "r.csv")
    with pytest.raises(InputError, match="cannot be written"):
        report_files.write(made, tmp_path / f"{'r' * 300}.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_says_so_and_leaves_the_old_report(
    made: report.Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_files.write(made, tmp_path / "r.csv")
    before = (tmp_path / "r.csv").read_bytes()

    def full(path: Path, data: bytes) -> int:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"No space left on device.*make room on the disk"):
        report_files.write(made, tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_what_needs_a_person_stands_first_in_word_and_html(made: report.Report) -> None:
    order = [in_words(verdict).capitalize() for verdict in report.NEEDS_FIRST if made.counts[verdict]]
    paper = Word(io.BytesIO(report_word.as_docx(made))).paragraphs
    headings = [line.text.partition(" (")[0] for line in paper if line.style.name == "Heading 1"]
    assert [heading for heading in headings if heading in order] == order
    verdicts = re.findall(r"<h2 id='\w+'>([\w ]+) \(", report_page.as_html(made).decode())
    assert verdicts == order


def test_words_contents_can_be_read_before_anything_is_filled_in(made: report.Report) -> None:
    paper = Word(io.BytesIO(report_word.as_docx(made)))
    headings = [line.text for line in paper.paragraphs if line.style.name in ("Heading 1", "Heading 2")]
    listed = [line for line in paper.paragraphs if line.style.name.startswith("toc ")]
    assert [line.text for line in listed] == headings and len(headings) > 1
    marks = paper.element.xpath("//w:bookmarkStart/@w:name")
    assert paper.element.xpath("//w:hyperlink/@w:anchor") == marks
    assert paper.element.xpath("//w:instrText")[0].text.startswith("TOC ")
    kinds = paper.element.xpath("//w:body//w:fldChar/@w:fldCharType")
    assert kinds == ["begin", "separate", "end"]


def test_a_row_of_a_table_is_read_with_its_columns_and_kept_as_it_stands(kb: KnowledgeBase) -> None:
    text = "Area | People | Note\nHill | 25,600 | "
    parts = (Part(0, 20, "header"), Part(21, len(text), "row"))
    passage = Passage("d/1/1", "d", 1, 1, "table", text, parts=parts)
    cited = citation(kb.document("plan"), passage, 21, len(text), 1)
    assert cited.quote == "Hill | 25,600 | "
    assert report.quoted(cited, cited.doc) == f"Area: Hill; People: 25,600 (a row of the table; {cited.doc})"
    whole = citation(kb.document("plan"), passage, 0, len(text), 1)
    assert report.quoted(whole, whole.doc) == f"“{text}” (d)"
