"""Conflicts and reports from the page Check a plan, without a browser."""
from __future__ import annotations

import re
from types import SimpleNamespace

import gradio as gr

from assistant.crosscheck import check
from assistant.reviewing import Said
from assistant.web import deciding, handing
from assistant.web.desk import Desk
from ingest.blocks import Block
from ingest.duties import duties
from ingest.passages import passages
from kb.knowledge_base import KnowledgeBase
from kb.models import NewVersion
from kb.people import OWNER

OWNERS: gr.Request = SimpleNamespace(username=None)  # type: ignore[assignment]  # an event at a machine without accounts


def keep(kb: KnowledgeBase, doc: str, kind: str, *texts: str) -> None:
    made = tuple(passages([Block("paragraph", text) for text in texts], doc, 1))
    found = tuple(duties(made)) if kind == "guidance" else ()
    kb.replace(NewVersion(doc, doc, kind, f"{doc}.txt", doc, "text", made, duties=found))  # type: ignore[arg-type]


def test_conflicts_with_both_quotes_and_every_report_to_fetch(kb: KnowledgeBase) -> None:
    keep(kb, "code", "guidance", "The council must publish a plan each year.")
    keep(kb, "plan", "plan", "This plan runs until 31 April 2030.", "We publish a plan each year.")
    desk = Desk(kb)
    html = handing.made(desk, OWNERS, "plan", list(check(kb, "plan")))
    assert "1 conflict in the plan" in html and "There is no 31 April 2030 in any calendar." in html
    fetched = [desk.download(OWNER, key) for key in re.findall(r'href="downloads/([^"]+)"', html)]
    assert [one.name for one in fetched] == ["check-plan.docx", "check-plan.xlsx", "check-plan.html", "check-plan.csv"]
    assert all(one.data for one in fetched)


def test_the_bodys_reply_is_what_the_form_says() -> None:
    given = {"what": "reply", "expects": "2", "why": "", "reply": "It stands in annex 2."}
    assert deciding.spoken(given, "Ada") == Said("reply", why="It stands in annex 2.", who="Ada", expects=2)
