"""Conflicts and reports from the page Check a plan, without a browser."""
from __future__ import annotations

import re
from types import SimpleNamespace

import gradio as gr
import pytest

from assistant.crosscheck import check
from assistant.reviewing import Said
from assistant.web import deciding, handing
from assistant.web.desk import Desk
from kb.errors import NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.people import OWNER
from tests.assistant.planting import store

OWNERS: gr.Request = SimpleNamespace(username=None)  # type: ignore[assignment]  # an event at a machine without accounts


def test_conflicts_with_both_quotes_and_every_report_to_fetch(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", "The council must publish a plan each year.")
    store(kb, "plan", "plan", "This plan runs until 31 April 2030.", "We publish a plan each year.")
    desk = Desk(kb)
    html = handing.made(desk, OWNERS, "plan", list(check(kb, "plan")))
    assert "1 conflict in the plan" in html and "There is no 31 April 2030 in any calendar." in html
    fetched = [desk.download(OWNER, key) for key in re.findall(r'href="downloads/([^"]+)"', html)]
    assert [one.name for one in fetched] == ["check-plan.docx", "check-plan.xlsx", "check-plan.html", "check-plan.csv"]
    assert all(one.data for one in fetched)
    assert 'role="status" class="working">Keeping it' in handing.keeping() and "Keeping it" not in html


def test_the_bodys_reply_is_what_the_form_says() -> None:
    given = {"what": "reply", "expects": "2", "why": "", "reply": "It stands in annex 2."}
    assert deciding.spoken(given, "Ada") == Said("reply", why="It stands in annex 2.", who="Ada", expects=2)


def test_a_conflict_is_dismissed_with_a_reason_stays_so_and_is_brought_back(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", "The council must publish a plan each year.")
    store(kb, "plan", "plan", "This plan runs until 31 April 2030.", "We publish a plan each year.")
    desk, rows = Desk(kb), list(check(kb, "plan"))
    html = handing.made(desk, OWNERS, "plan", rows)
    (conflict,) = re.findall(r'name="conflict" value="(\w+)"', html)
    given = {"conflict": conflict, "expects": "0", "what": "dismissed", "why": " "}
    refused = handing.dismissed(desk, OWNERS, "plan", rows, given)
    assert "Dismissing needs a reason" in refused and "1 conflict in the plan" in refused
    gone = handing.dismissed(desk, OWNERS, "plan", rows, given | {"why": "<b>known</b>"})
    assert "0 conflicts in the plan" in gone and "1 dismissed conflict" in gone
    assert "Kept: the owner dismissed it on" in gone and "&lt;b&gt;known&lt;/b&gt;" in gone
    printed = [desk.download(OWNER, key) for key in re.findall(r'href="downloads/([^"]+)"', gone)][2]
    assert printed.name.endswith(".html") and "There is no 31 April" not in printed.data.decode()
    assert "0 conflicts in the plan" in handing.made(Desk(kb), OWNERS, "plan", rows), "it stays so"
    quicker = handing.dismissed(desk, OWNERS, "plan", rows, given | {"why": "mine"})
    assert "Somebody was quicker: the owner dismissed it" in quicker and 'value="mine"' in quicker
    back = handing.dismissed(desk, OWNERS, "plan", rows, given | {"what": "", "why": "", "expects": "1"})
    noted = [(line.what, line.about) for line in kb.audit.lines() if line.what != "exported"]
    about = f"conflict {conflict} of plan"
    assert noted == [("taken up again", about), ("dismissed", f"{about}: <b>known</b>")]
    assert "The conflict is brought back." in back and "1 conflict in the plan" in back and "dismissed conflict" not in back


def test_a_reader_sees_conflicts_and_may_not_dismiss_them(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", "The council must publish a plan each year.")
    store(kb, "plan", "plan", "This plan runs until 31 April 2030.")
    kb.people.add("Rea", "reader", "copper wren orchard")
    desk, rea, rows = Desk(kb), gr.Request(username="Rea"), list(check(kb, "plan"))
    html = handing.made(desk, rea, "plan", rows)
    assert "1 conflict in the plan" in html and 'data-do="dismiss"' not in html
    with pytest.raises(NotAllowed):
        handing.dismissed(desk, rea, "plan", rows, {"conflict": "x", "expects": "0", "what": "dismissed", "why": "y"})
