"""The rules that rest on a place of its own: who belongs, what is named, how many there are."""
from __future__ import annotations

import pytest

from assistant.crosscheck import check
from assistant.judge import to_have
from ingest.blocks import Block, Row
from kb.knowledge_base import KnowledgeBase
from kb.models import Duty
from tests.assistant.planting import store


def judged(kb: KnowledgeBase, guidance: list[Block], *plan: str, dated: str | None = None) -> dict[str, str]:
    """The verdict on each duty of the guidance, by its text."""
    store(kb, "code", "guidance", *guidance, date=dated)
    store(kb, "plan", "plan", *plan, date=dated)
    return {row.duty.text: row.verdict for row in check(kb, "plan")}


def sentence(text: str) -> list[Block]:
    return [Block("paragraph", text)]


MEMBERS = [
    Block("paragraph", "The forum must include members who represent:"),
    Block("item", "patients"),
    Block("item", "bus operators"),
]


def test_who_belongs_is_read_where_the_plan_says_so(kb: KnowledgeBase) -> None:
    found = judged(
        kb, MEMBERS, "The forum's members are patients, carers and nurses.", "Bus operators run forty routes in our towns."
    )
    assert found == {"patients": "met", "bus operators": "missing"}


def test_a_plan_that_never_says_who_belongs_names_nobody(kb: KnowledgeBase) -> None:
    assert set(judged(kb, MEMBERS, "Patients wait too long.", "Bus operators run forty routes.").values()) == {"missing"}


def test_what_is_to_be_had_is_shown_by_its_name(kb: KnowledgeBase) -> None:
    duty = "The board must establish a housing advisory panel for its area."
    assert judged(kb, sentence(duty), "Last year the Housing Advisory Panel told us of damp.") == {duty: "met"}


def test_a_name_in_a_promise_shows_nothing_yet(kb: KnowledgeBase) -> None:
    duty = "The board must establish a housing advisory panel for its area."
    assert judged(kb, sentence(duty), "A Housing Advisory Panel will be developed in due course.") == {duty: "partial"}


@pytest.mark.parametrize(
    ("duty", "said", "verdict"),
    [
        ("The forum should meet at least four times a year.", "The forum meets twice a year.", "contradicted"),
        ("The forum should meet at least four times a year.", "The cleaners wash the windows twice a year.", "missing"),
        (
            "The bus survey should be no more than three years old.",
            "The bus survey found that waits are 7.2 years of a life.",
            "partial",
        ),
        ("The bus survey should be no more than three years old.", "The bus survey was done in May 2019.", "contradicted"),
        (
            "An easy read version should be published at the same time as the plan.",
            "An easy read version will follow six months after the plan.",
            "contradicted",
        ),
        ("Wards must assess falls within four hours.", "We assess falls within six hours.", "contradicted"),
        ("Letters must be answered within 3 working days.", "We answer letters within five working days.", "contradicted"),
        (
            "Staff must complete safety training, with a refresher course every two years.",
            "New staff complete safety training. The refresher course takes place every three years.",
            "contradicted",
        ),
        ("The quality forum must meet six times a year.", "The quality forum meets quarterly.", "contradicted"),
        ("Trusts must send plans to the King by 31 January 2025.", "We send plans to the King by 31 March.", "contradicted"),
        ("The helpline must be open 24 hours a day.", "The helpline is open from 8am to 8pm.", "contradicted"),
        ("Trusts should publish a report within four months.", "We publish maps six months after a storm.", "partial"),
        (
            "Families must not be kept in hotels for more than six weeks.",
            "From June no family will stay in hotels for longer than ten weeks.",
            "contradicted",
        ),
        (
            "Trusts must publish an annual report on complaints by 30 September.",
            "The annual report on complaints is put on our website each December.",
            "contradicted",
        ),
        (
            "Trusts must publish an annual report on complaints by 30 September.",
            "The annual report on complaints is put on our website each August.",
            "met",
        ),
        ("Lifts must be open at all hours.", "Our lifts are open from 8 am to midnight.", "contradicted"),
        (
            "The flood review must be completed no more than twelve months before the strategy is published.",
            "That flood review was finished in March 2023.",
            "contradicted",
        ),
        ("Each department must have a risk assessment.", "Of our 38 departments, 26 have a risk assessment.", "partial"),
        ("Each department must have a risk assessment.", "Of our 38 departments, 38 have a risk assessment.", "met"),
        (
            "The trust must appoint a lead director who is accountable for safety.",
            "The lead director who is accountable for safety is to be appointed.",
            "partial",
        ),
        ("All ward managers must be trained in rescue.", "31 of our 44 ward managers were trained in rescue.", "partial"),
        (
            "The draft must be open for comment for at least twelve weeks.",
            "The draft was open for comment from 6 October to 9 January.",
            "met",
        ),
        (
            "The draft must be open for comment for at least twelve weeks.",
            "The draft was open for comment from 6 January 2025, and we took replies until 14 February.",
            "contradicted",
        ),
        ("Cuts of at least 3% of the baseline should be made.", "Cuts of 1.8% of the baseline are made.", "contradicted"),
        ("At least 10% of spending should be on dentists.", "Spending on dentists has risen by 8% in two years.", "partial"),
        (
            "The board must receive a report on assaults at least every three months.",
            "The board receives the report on assaults each September and each March.",
            "contradicted",
        ),
        ("The quality forum must meet twice a year.", "The quality forum meets in May and November of each year.", "met"),
        ("The quality forum must meet twice a year.", "The quality forum meets in May and November of each year.", "met"),
        ("Fees must be published.", "We do not publish our fees.", "contradicted"),
        ("Fees must be published.", "Fees have not been published yet.", "missing"),
        ("A carers' panel must be held.", "We decided against a carers' panel to be held.", "contradicted"),
        ("The public survey must last at least eight weeks.", "The public survey was open for nine weeks.", "met"),
        (
            "The report on complaints must be published within four months.",
            "The report on complaints that we publish has each of the previous three years in it.",
            "partial",
        ),
        ("There should be no more than five aims.", "The Board has agreed eight aims for the town.", "contradicted"),
        ("The plan must cover at least five years.", "This three-year plan of ours is for all the town.", "contradicted"),
        (
            "The pension fund accounts must be published within four months of the end of the year.",
            "The pension fund accounts are published each November.",
            "contradicted",
        ),
        ("Planning for work should begin by the age of 14.", "Planning for work begins at 16 for most.", "contradicted"),
        (
            "Young people may stay in a foster home until the age of 21, and must be told so.",
            "Young people may stay in a foster home until their nineteenth birthday.",
            "contradicted",
        ),
        ("A draft must be open for reply for eight weeks.", "A draft was open for reply from 3 to 28 May.", "contradicted"),
        ("The bus forum must meet six times a year.", "The bus forum meets in spring and in autumn.", "contradicted"),
        ("The map must be in Welsh and English at the same time.", "A Welsh map will follow in the autumn.", "contradicted"),
        (
            "A survey of buses must be made in the twelve months before the plan is published.",
            "The survey of buses was made in spring 2022.",
            "contradicted",
        ),
        ("Grants to choirs must be at least one tenth of spending.", "Grants to choirs are 6% of spending.", "contradicted"),
        ("Contracts must require a living wage.", "We cannot at present afford to require a living wage.", "contradicted"),
        ("Roads that people will use 25 years from now must be mapped.", "Roads that people use took us a year.", "partial"),
        ("A count of houses must be made in three years.", "A count of houses takes us twelve weeks.", "partial"),
        ("Letters must be answered within 3 working days.", "On average letters took us five working days.", "partial"),
    ],
)
def test_a_figure_or_time_clashes_only_where_it_is_of_the_same_thing(
    kb: KnowledgeBase, duty: str, said: str, verdict: str
) -> None:
    given = judged(kb, sentence(duty), said, "The town has two bridges over the river.", dated="2025-06")
    assert given == {duty: verdict}


@pytest.mark.parametrize(("plan", "verdict"), [
    ("Supervision of our staff takes place every eight weeks.", "contradicted"),
    ("Supervision of our staff takes place every five weeks.", "met"),
])  # fmt: skip
def test_a_row_of_a_table_of_requirements(kb: KnowledgeBase, plan: str, verdict: str) -> None:
    rows = (Row(("Requirement", "Minimum", "Evidence")), Row(("Supervision", "Every 6 weeks", "Log")))
    assert judged(kb, [Block("table", "", rows=rows, header_rows=1)], plan) == {"Supervision | Every 6 weeks | Log": verdict}


def test_a_cell_that_falls_short_is_of_its_row_and_column(kb: KnowledgeBase) -> None:
    store(kb, "code", "guidance", "At least a tenth of development money should be for unpaid carers.")
    for share, clashes in (("6%", True), ("12%", False)):
        rows = (Row(("Development money", "Share of money")), Row(("Unpaid carers", share)), Row(("Roads", "2%")))
        store(kb, "plan", "plan", Block("table", "", rows=rows, header_rows=1))
        assert [row.verdict == "contradicted" for row in check(kb, "plan")] == [clashes]


def test_another_body_s_figure_clashes_with_nothing(kb: KnowledgeBase) -> None:
    duty = "The quality committee must meet at least six times a year."
    other = "The patient committee meets twice a year."
    given = judged(kb, sentence(duty), other, "The quality committee meets every two months.")
    assert given[duty] != "contradicted"


def test_what_else_a_paragraph_promises_is_no_matter_of_the_duty(kb: KnowledgeBase) -> None:
    duty = "Each trust should keep and publish a register of the land that it owns."
    said = "The trust keeps and publishes a register of the land that it owns. We will explore new bus routes."
    assert judged(kb, sentence(duty), said) == {duty: "met"}


def test_what_a_plan_says_as_a_publication_shows_nothing(kb: KnowledgeBase) -> None:
    duty = "Trusts should let anybody re-use their information free of charge."
    imprint = "You may re-use this information free of charge in any format or medium."
    assert judged(kb, sentence(duty), imprint, "Our buses run to the hospital.") == {duty: "missing"}


def test_an_item_that_is_a_sentence_needs_no_lead_in(kb: KnowledgeBase) -> None:
    rule = "Each trust should publish a register of the land that it owns"
    guidance = [Block("paragraph", "The principles, drawn up by the Fairness Panel after a consultation, are as follows:"),
                Block("item", rule), Block("item", "Each trust should train its drivers")]
    panel = "The Fairness Panel drew up principles after a consultation."
    assert judged(kb, guidance, panel, "The trust publishes a register of the land that it owns.")[rule] == "met"


def test_enough_of_what_is_asked_for(kb: KnowledgeBase) -> None:
    duty = "The board must divide its area into at least two localities."
    assert judged(kb, sentence(duty), "For planning we divide the county into three localities.") == {duty: "met"}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("This plan takes effect on 1 May 2025.", "met"),
        ("The museum opened on 1 May 2025 in the old town hall. The plan will take effect.", "partial"),
    ],
)
def test_a_date_asked_for_is_given_where_the_plan_has_it_of_the_same_thing(
    kb: KnowledgeBase, said: str, verdict: str
) -> None:
    duty = "The plan must specify the date on which it takes effect."
    assert judged(kb, sentence(duty), said, "Our buses run to the hospital.") == {duty: verdict}


def test_what_is_only_left_open_is_missing_unless_the_plan_takes_it_up(kb: KnowledgeBase) -> None:
    powers = [Block("paragraph", "Boards may pay the expenses of members of the housing panel."),
              Block("paragraph", "Boards may lend books to members of the housing panel.")]
    found = judged(kb, powers, "We pay the expenses of members of the housing panel.", "The housing panel has ten members.")
    assert list(found.values()) == ["met", "missing"]


def test_a_list_of_titles_does_not_show_that_they_were_considered(kb: KnowledgeBase) -> None:
    duty = "Boards must consider the National Carer Health Outcomes."
    titles = [Block("paragraph", "Policies that matter here are:"), Block("item", "National Carer Health Outcomes"),
              Block("item", "National Housing Framework")]
    judged(kb, sentence(duty), "Buses run.")
    store(kb, "list", "plan", *titles)
    assert [row.verdict for row in check(kb, "list")] == ["partial"]


@pytest.mark.parametrize(
    ("action", "had"),
    [
        ("prepare a strategic plan for the functions that it has", "strategic plan"),
        ("therefore produce a 'local plan'", "local plan"),
        ("produce a strategic plan that sets out its budget", ""),
        ("make a difference", ""),
        ("publish a report", ""),
    ],
)
def test_what_a_duty_asks_to_have(action: str, had: str) -> None:
    assert to_have(Duty("g#1", "g", "p", "", "must", action=action)) == had


@pytest.mark.parametrize("blank", ["will be named in [month]", "is [job title]", "is to be confirmed"])
def test_a_blank_shows_nothing(kb: KnowledgeBase, blank: str) -> None:
    duty = "The trust must appoint a lead director who is accountable for safety."
    said = f"The lead director who is accountable for safety {blank}."
    assert judged(kb, sentence(duty), said, "Our cleaners are paid each week.") == {duty: "missing"}
