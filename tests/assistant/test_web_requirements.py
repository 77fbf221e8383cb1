"""The Requirements tab: what does not apply and why, wordings, who was first; filters together; what a reader sees."""
from __future__ import annotations

from pathlib import Path

import gradio as gr
import pytest
from playwright.sync_api import Page, expect

from assistant.requirements import CHANGED, OUT, Narrowed, chosen, requirements
from assistant.web import mending
from assistant.web.desk import Desk
from assistant.web.requirements import listed, still
from ingest.blocks import Block
from kb.errors import InputError, NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import faults, go
from tests.assistant.planting import store

TEXTS = (
    "The council must publish <b>a plan</b> under the Care Act 2014.",
    "The health board should consult carers.",
    "The council may charge a fee.",
)
FIELDS = {"text": "", "modality": "must", "bearer": "", "why": "", "because": "", "parts": ""}
PLANNER, OWNERS = gr.Request(username="Ann"), gr.Request(username=None)


@pytest.fixture
def code(kb: KnowledgeBase) -> KnowledgeBase:
    store(kb, "code", "guidance", Block("heading", "1 Plans", level=1), *TEXTS, title="The Code")
    return kb


def form(kb: KnowledgeBase, at: int, what: str, expects: int = 0, **given: str) -> dict[str, str]:
    duty = kb.duties("code")[at]
    standing = {"text": duty.text, "modality": duty.modality, "bearer": duty.bearer or ""}
    return FIELDS | standing | {"duty": duty.id, "what": what, "expects": str(expects)} | given


def test_what_does_not_apply_is_marked_with_the_reason_and_brought_back(code: KnowledgeBase) -> None:
    desk, drop = Desk(code), form(code, 1, "drop", because="we have <i>no</i> carers")
    assert "write it in the field Because" in mending.kept(desk, OWNERS, drop | {"because": " "})[1]
    panel, word = mending.kept(desk, OWNERS, drop)
    assert "Kept: the owner said that it does not apply on" in word and "Bring it back" in panel
    html = listed(code)
    assert "Does not apply here." in html and "we have &lt;i&gt;no&lt;/i&gt; carers" in html
    assert "1 of them marked as not applying here" in html and "Who changed what: 1" in html
    assert [row.duty.text for row in chosen(requirements(code), Narrowed(state=OUT))] == [TEXTS[1]]
    mending.kept(desk, OWNERS, form(code, 1, "restore", 1))
    assert "Does not apply here." not in listed(code) and "took that back" in listed(code)
    noted = [(line.what, line.about.partition(": ")[2]) for line in code.audit.lines()]
    assert noted == [("amended", "restore"), ("amended", "drop: we have <i>no</i> carers")]


def test_a_requirement_shows_where_it_leads(kb: KnowledgeBase) -> None:
    texts = ("1.1 Each board must set up a panel of carers.", "1.2 It must publish <b>minutes</b>, under paragraph 1.1.")
    listed_again = Block("heading", "2 Checklist", level=1), "The board must set up a panel of carers."
    store(kb, "code", "guidance", Block("heading", "1 Panels", level=1), *texts, *listed_again, title="The Code")
    html = listed(kb)
    panel, meant = kb.duties("code")[0], "Refers to paragraph 1.1:</strong> “1.1 Each board must set up a panel of carers.”"
    assert meant in html and html.count("Refers to") == 1
    assert "Repeated as:</strong> “The board must set up" in html and "Repeats:</strong> “" in html
    assert html.count(f'data-passage="{panel.passage}"') == 3, "its own, the reference's, the checklist line's"


def test_a_wording_is_changed_and_taken_as_it_was_read(code: KnowledgeBase) -> None:
    desk = Desk(code)
    assert "Nothing was changed" in mending.kept(desk, OWNERS, form(code, 2, "edit"))[1]
    assert "The wording is empty" in mending.kept(desk, OWNERS, form(code, 2, "edit", text=" "))[1]
    assert "How binding" not in mending.kept(desk, OWNERS, form(code, 2, "edit", text="charge", modality="should"))[1]
    (row,) = chosen(requirements(code), Narrowed(state=CHANGED))
    assert (row.duty.text, row.duty.modality, row.read.text) == ("charge", "should", TEXTS[2])
    html = listed(code)
    assert "Changed by the owner." in html and f'data-quote="{TEXTS[2]}"' in html, "the source holds what was read"
    mending.kept(desk, OWNERS, form(code, 2, "restore", 1))
    assert code.duties("code")[2].text == TEXTS[2]


def test_the_second_person_sees_the_first_choice_and_keeps_their_words(code: KnowledgeBase) -> None:
    for name, role in (("Ann", "planner"), ("Bob", "planner"), ("Rea", "reader")):
        code.people.add(name, role, "copper wren orchard")  # type: ignore[arg-type]
    desk, drop = Desk(code), form(code, 0, "drop", because="a town has none")
    mending.kept(desk, gr.Request(username="Bob"), drop)
    panel, word = mending.kept(desk, PLANNER, form(code, 0, "edit", text="publish it", why="plainer"))
    assert "Somebody was quicker: Bob said that it does not apply on" in word and "a town has none" in word
    assert 'name="expects" value="1"' in panel and len(requirements(code)[0].acts) == 1
    panel, word = mending.kept(desk, PLANNER, form(code, 1, "edit", 9, text="ask <b>carers</b>"))
    assert "has changed since you looked" in word and "ask &lt;b&gt;carers&lt;/b&gt;" in panel
    for does in (mending.opened, mending.kept):
        with pytest.raises(NotAllowed, match="a reader, who may not"):
            does(desk, gr.Request(username="Rea"), drop)
    html = listed(code)
    assert "a town has none" in html and 'data-do="mend"' not in html and 'data-do="mend"' in listed(code, may_change=True)


def test_parts_of_a_split_requirement_are_changed_as_a_whole(code: KnowledgeBase) -> None:
    from assistant import reviewing

    duty = code.duties("code")[0]
    reviewing.mend(code, duty.id, "split", {"into": ["one", "two"]}, reviewing.Said("duty", who="Ann"))
    panel = mending.opened(Desk(code), OWNERS, {"duty": f"{duty.id}/2"})
    assert "It was split into parts" in panel and "Keep the wording" not in panel and "Take it as it was read" in panel
    mending.kept(Desk(code), OWNERS, form(code, 0, "restore", 1))
    assert code.duties("code")[0] == duty
    with pytest.raises(InputError, match="not in the register any more"):
        mending.opened(Desk(code), OWNERS, {"duty": "code#0"})


def test_a_requirement_is_split_and_taken_back_and_two_are_made_one(code: KnowledgeBase) -> None:
    desk, (one, two, three) = Desk(code), code.duties("code")
    panel, word = mending.kept(desk, OWNERS, form(code, 1, "split", parts="consult <i>carers</i>\n\n"))
    assert "There is one part only" in word and "consult &lt;i&gt;carers" in panel and "<details open>" in panel
    panel, word = mending.kept(desk, OWNERS, form(code, 1, "split", parts="consult carers \n\n publish what they say"))
    assert "Kept: the owner split it into parts on" in word and "Split it<" not in panel
    assert [row.duty.text for row in requirements(code)][1:3] == ["consult carers", "publish what they say"]
    mending.kept(desk, OWNERS, form(code, 1, "restore", 1, duty=two.id))
    assert f'value="{three.id}"' in mending.opened(desk, OWNERS, {"duty": one.id})
    assert "Tick at least one" in mending.kept(desk, OWNERS, form(code, 0, "merge"))[1]
    panel, word = mending.kept(desk, OWNERS, form(code, 0, "merge", **{"with-2": three.id}))
    assert "merged it with others" in word and f"<li>{TEXTS[2]}</li>" in panel
    assert [duty.text for duty in code.duties("code")] == [f"{TEXTS[0]} {TEXTS[2]}", TEXTS[1]]


def test_what_somebody_else_changed_meanwhile_is_not_merged_away(code: KnowledgeBase) -> None:
    desk, three = Desk(code), code.duties("code")[2]
    mending.kept(desk, gr.Request(username=None), form(code, 2, "drop", because="free here"))
    panel, word = mending.kept(desk, OWNERS, form(code, 0, "merge", **{"with-2": three.id}))
    assert "is not as it was read (the owner said that it does not apply" in word and "free here" in word
    assert f'value="{three.id}"' not in panel and len(code.duties("code")) == 3
    panel, word = mending.kept(desk, OWNERS, form(code, 1, "split", 7, parts="ask\nlisten"))
    assert "has changed since you looked" in word and "ask\nlisten</textarea>" in panel and len(code.duties("code")) == 3


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (Narrowed(modality=("must", "may")), [0, 2]),
        (Narrowed(words="CARERS consult", section="1 Plans"), [1]),
        (Narrowed(statute="Act 2014"), [0]),
        (Narrowed(bearer="Councils"), [0, 2]),
        (Narrowed(doc="code", modality=("may",), words="fee"), [2]),
        (Narrowed(modality=("may",), words="plan publish"), []),
    ],
)
def test_filters_hold_together(code: KnowledgeBase, asked: Narrowed, left: list[int]) -> None:
    assert [row.duty.text for row in chosen(requirements(code), asked)] == [TEXTS[at] for at in left]
    assert f"{len(left)} of 3 requirements in the register" in listed(code, asked)


def test_an_empty_list_says_what_to_do_and_what_cannot_be_chosen_any_more_is_dropped(code: KnowledgeBase) -> None:
    html = listed(code, Narrowed(words="zebra", modality=("must", "may"), doc="code"))
    assert "asked for these together: Words: zebra; How binding: must or may; Document: The Code." in html
    assert 'data-do="clear"' in html
    asked, offered = still(code, Narrowed("fee", doc="gone", bearer="nobody", section="1 Plans"))
    assert asked == Narrowed("fee", section="1 Plans") and ("The Code", "code") in offered["doc"]
    assert [value for _, value in offered["bearer"]] == ["", "council", "health board"]


@pytest.mark.browser
def test_filtered_marked_and_brought_back_by_keyboard(page: Page, library: Path) -> None:
    go(page, "Requirements")
    total = page.locator("[data-register]")
    expect(total).to_contain_text("of")
    page.get_by_role("textbox", name="Words").fill("zebra")
    page.get_by_role("button", name="Clear all filters").press("Enter")
    expect(page.get_by_role("textbox", name="Words")).to_have_value("")
    section = page.get_by_label("Section", exact=True)
    section.focus()
    expect(page.get_by_role("listbox")).to_be_visible()
    section.press("Tab")
    expect(page.get_by_label("Statute", exact=True)).to_be_focused()
    row = page.locator("ul.rows:visible > li").first
    row.locator('[data-do="mend"]').press("Enter")
    expect(page.get_by_role("heading", name="Change this requirement")).to_be_focused()
    page.get_by_label("Because (needed)").fill("we run no hospital")
    page.get_by_role("button", name="It does not apply", exact=True).press("Enter")
    expect(page.get_by_role("status").filter(has_text="Kept: the owner said that it does not apply")).to_be_visible()
    expect(row).to_contain_text("we run no hospital")
    assert faults(page) == []
    page.get_by_role("button", name="Bring it back: it applies").press("Enter")
    expect(row).not_to_contain_text("Does not apply here.")
    page.get_by_text("Or split it into several").press("Enter")
    page.get_by_label("One part on each line").fill("the one half\nthe other half")
    page.get_by_role("button", name="Split it").press("Enter")
    expect(row).to_contain_text("the one half")
    page.get_by_role("button", name="Take it as it was read").press("Enter")
    page.get_by_text("Or merge it with others").press("Enter")
    box = page.get_by_role("group", name="Requirements beside it").get_by_role("checkbox").first
    box.press("Space")
    assert faults(page) == []
    page.get_by_role("button", name="Merge them").press("Enter")
    expect(page.get_by_role("status").filter(has_text="merged it with others")).to_be_visible()
    page.get_by_role("button", name="Take it as it was read").press("Enter")
    expect(page.get_by_role("status").filter(has_text="took that back")).to_be_visible()
    page.get_by_role("button", name="Back to the requirement").press("Enter")
    expect(row.locator('[data-do="mend"]')).to_be_focused()
    with KnowledgeBase.open(Settings(home=library)) as kb:
        assert [act.who for act in kb.decisions.history(what=("duty",))][-2:] == ["the owner"] * 2
