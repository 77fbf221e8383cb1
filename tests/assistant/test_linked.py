"""Where a duty leads: the paragraph, annex or section that it names, and the duty that a checklist says again."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import linked
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

## Annex B Minutes

Minutes name who was there.

## Annex C Checklist

- Set up a panel of carers
- Consult somebody about everything else
"""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    (tmp_path / "code.md").write_text(GUIDANCE, encoding="utf-8")
    (tmp_path / "plan.md").write_text("# A plan\n\nWe have a panel of carers.\n", encoding="utf-8")
    with KnowledgeBase.open(Settings(home=tmp_path / "home")) as opened:
        for name, kind in (("code", "guidance"), ("plan", "plan")):
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
