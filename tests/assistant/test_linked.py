"""Where a duty leads: the paragraph, annex or section that it names, and the duty that a checklist says again."""
from __future__ import annotations

import io
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from assistant import linked, report, report_page, report_sheets, report_word
from assistant.cli.planner import row_text
from assistant.crosscheck import check
from ingest import pipeline
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

GUIDANCE = """# Panels guidance

## 1 Panels (section 32)

1.1 Each board must set up a panel of carers which meets at least four times a year.

1.2 The board must publish the panel's minutes, as described in paragraph 1.1 above and in Annex B.

1.3 Section 31 of the Carers Act 2016 asks for a strategy. The board must prepare it under section 31 each year.

## 2 Principles (sections 30 and 31)

2.1 The principles are set out here in full.

2.2 The board must explain how it consults the panel under section 32.

2.3 The board must keep a register of interests, under paragraph 9.9.

2.4 The board must train staff as set out in paragraph 1.2 of the Training Code, and paragraph 1 of the Parking Code.

## Annex B Minutes

Minutes name who was there.

## Annex C Checklist

- Set up a panel of carers
- Consult somebody about everything else
"""

TRAINING = "# Training Code for boards\n\n## 1 Staff\n\n1.1 It applies.\n\n1.2 Staff train yearly.\n"


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    (tmp_path / "code.md").write_text(GUIDANCE, encoding="utf-8")
    (tmp_path / "training.md").write_text(TRAINING, encoding="utf-8")
    (tmp_path / "plan.md").write_text("# A plan\n\nWe have a panel of carers.\n", encoding="utf-8")
    with KnowledgeBase.open(Settings(home=tmp_path / "home")) as opened:
        for name, kind in (("code", "guidance"), ("training", "guidance"), ("plan", "plan")):
            list(pipeline.add(opened, [tmp_path / f"{name}.md"], pipeline.Facts(kind=kind)))
        yield opened


def by_text(kb: KnowledgeBase) -> dict[str, linked.Links]:
    found = linked.links(kb, "code")
    return {duty.text: found.get(duty.id, linked.NOTHING) for duty in kb.duties("code")}


def test_what_a_duty_names_is_found_with_its_words(kb: KnowledgeBase) -> None:
    of = by_text(kb)
    minutes = next(link for text, link in of.items() if "minutes" in text)
    assert [(one.written, one.text.partition(" must")[0]) for one in minutes.refers] == [
        ("paragraph 1.1", "1.1 Each board"), ("Annex B", "Minutes name who was there."),
    ]  # fmt: skip
    consults = next(link for text, link in of.items() if "consults" in text)
    assert [one.section for one in consults.refers] == ["1 Panels (section 32)"], "which explains it"


def test_another_acts_section_and_a_paragraph_that_is_not_there_lead_nowhere(kb: KnowledgeBase) -> None:
    of = by_text(kb)
    assert next(link for text, link in of.items() if "under section 31" in text) == linked.NOTHING
    assert next(link for text, link in of.items() if "register" in text) == linked.NOTHING


def test_a_checklist_is_linked_to_what_it_repeats_and_each_keeps_its_row(kb: KnowledgeBase) -> None:
    of = by_text(kb)
    line, body = of["Set up a panel of carers"], next(link for text, link in of.items() if text.startswith("Each board"))
    assert line.repeats and line.repeats.text.startswith("Each board must set up a panel")
    assert [one.text for one in body.repeated] == ["Set up a panel of carers"]
    assert of["Consult somebody about everything else"] == linked.NOTHING
    assert len(list(check(kb, "plan", ["code"]))) == len(of)


def test_another_document_s_paragraph_is_followed_where_that_document_is_in_the_library(kb: KnowledgeBase) -> None:
    trained = next(link for text, link in by_text(kb).items() if "train staff" in text)
    (place,) = trained.refers
    assert (place.written, place.doc, place.text) == ("paragraph 1.2", "training", "1.2 Staff train yearly.")
    assert trained.said() == ["Refers to paragraph 1.2 (Training Code for boards, 1 Staff): “1.2 Staff train yearly.”"]


def test_a_row_of_a_check_and_every_report_say_what_it_repeats_and_the_sum_stays(kb: KnowledgeBase) -> None:
    rows = list(check(kb, "plan", ["code"]))
    line = next(row for row in rows if row.duty.text == "Set up a panel of carers")
    told = "Repeats 1.1: “Each board must set up a panel of carers which meets at least four times a year.”"
    assert line.links.said() == [told] and line.as_json()["repeats"] == line.links.repeats.id  # type: ignore[union-attr]
    assert told in row_text(line)
    made = report.gather(kb, "plan", rows)
    assert report.summary_lines(made)[0].endswith(" 1 of them repeats another, and says so.")
    assert report.summary_lines(made)[-1].startswith("The plan as it was read is one passage long")
    assert told in report.as_csv(made).decode() and '"repeats"' in report.as_json(made).decode()
    assert told in unescape(report_page.as_html(made).decode())
    sheet = load_workbook(io.BytesIO(report_sheets.as_xlsx(made)))["Rows"]
    assert told in [cell.value for row in sheet for cell in row]
    assert told in [paragraph.text for paragraph in Document(io.BytesIO(report_word.as_docx(made))).paragraphs]
    assert sum(made.counts.values()) == len(kb.duties("code"))
