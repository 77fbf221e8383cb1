"""The page Check a plan without a browser: what speaks for the plan, what is shown of the rows, what the last draft said."""
from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import pytest

from assistant import report
from assistant.web import check, deciding
from assistant.web.check import Asked, Done
from assistant.web.desk import Desk
from ingest.blocks import Block
from ingest.duties import duties
from ingest.passages import passages
from kb.errors import UnknownDocument
from kb.knowledge_base import KnowledgeBase
from kb.models import DocumentKind, NewVersion

OWNERS: gr.Request = SimpleNamespace(username=None)  # type: ignore[assignment]  # an event at a machine without accounts
CARERS = "A plan must set out how unpaid carers will be supported."
FORUM = "The forum should meet at least four times a year."
SUPPORT = "We set out how unpaid carers will be supported, with breaks in every town."
MEETS = "The forum meets four times a year."


def keep(kb: KnowledgeBase, doc: str, kind: DocumentKind, *texts: str) -> None:
    version = kb.next_version(doc)
    made = tuple(passages([Block("paragraph", text) for text in texts], doc, version))
    found = tuple(duties(made)) if kind == "guidance" else ()
    kb.replace(NewVersion(doc, doc, kind, f"{doc}.txt", f"{doc}{version}", "text", made, version, duties=found))


@pytest.fixture
def kb(kb: KnowledgeBase) -> KnowledgeBase:
    keep(kb, "code", "guidance", CARERS, FORUM)
    keep(kb, "plan", "plan", SUPPORT, "Our libraries open on Saturdays.")
    keep(kb, "statement", "report", MEETS)
    return kb


def checked(kb: KnowledgeBase, *companions: str) -> tuple[str, Done]:
    """What the page shows once it is done, and the check itself."""
    *_, (html, done) = check.checked(kb, Asked("plan", ["code"], companions), may_decide=True)
    assert done
    return html, done


def test_what_a_companion_says_counts_as_the_plans_and_still_does_when_its_row_is_decided(kb: KnowledgeBase) -> None:
    _, alone = checked(kb)
    assert [row.verdict for row in alone.rows] == ["met", "missing"]
    html, done = checked(kb, "statement", "plan")
    forum = done.rows[1]
    assert (forum.verdict, forum.companions) == ("met", ("statement",)) and forum.evidence[0].doc == "statement"
    assert "What these say counts as the plan’s: statement." in html and 'data-companions="statement"' in html
    chosen = {"plan": "plan", "duty": forum.duty.id, "companions": "statement"}
    assert 'name="companions" value="statement"' in deciding.chosen(Desk(kb), OWNERS, chosen)
    given = {"what": "confirm", "stands": "met", "why": "", "expects": "0", "verdict": ""}
    decided = deciding.decided(Desk(kb), OWNERS, chosen | given)
    assert decided.row.evidence == forum.evidence and "Kept: the owner said met" in decided.word
    roles = [source[0] for source in report.gather(kb, "plan", done.rows).sources[1:]]
    assert roles == ["plan", "companion", "guidance"]


def test_a_companion_that_is_not_there_for_its_reader_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownDocument):
        checked(kb, "private")


def test_rows_that_rest_on_a_removed_companion_are_left_out_when_the_list_is_drawn_again(kb: KnowledgeBase) -> None:
    _, done = checked(kb, "statement")
    kb.remove("statement")
    html = check.drawn(kb, "plan", done.rows)
    assert "1 requirement checked" in html and MEETS not in html
