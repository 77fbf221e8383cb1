"""Duties read from sentences, lists, checklists and tables: what counts, how hard, and in whose words."""
from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.blocks import Block, Row
from ingest.duties import duties
from ingest.modality import LONGEST, norms, strongest
from ingest.passages import passages
from kb.models import Duty


def read(*blocks: Block) -> list[Duty]:
    return duties(passages(blocks, "code", 1))


def para(text: str, number: str | None = None) -> Block:
    return Block("paragraph", text, number=number)


def items(*texts: str, level: int = 0) -> Sequence[Block]:
    return [Block("item", text, level=level) for text in texts]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The trust must publish its accounts.", "must"),
        ("The Secretary of State shall lay a copy before Parliament.", "must"),
        ("Each board is required to appoint a chair.", "must"),
        ("The Act places a duty on councils to plan.", "must"),
        ("The board is duty bound to take account of replies.", "must"),
        ("Boards are to agree the scheme together.", "must"),
        ("The report is to be published within four months.", "must"),
        ("The regulations require each council to keep a register.", "must"),
        ("A direction from the minister is binding on the board.", "must"),
        ("A landlord may not charge a fee.", "must"),
        ("Nobody may be asked to work alone at night in a ward.", "must"),
        ("None of the money may be spent on travel.", "must"),
        ("No child under the age of twelve may be admitted.", "must"),
        ("In a ward at night, no one who is on leave may be called in.", "must"),
        ("Neither the board nor the council may charge for this.", "must"),
        ("A board that has no plan may ask for help.", "may"),
        ("Where nobody is in post the board may appoint an interim.", "may"),
        ("Staff may or may not be paid for this.", "may"),
        ("Schools should keep a record.", "should"),
        ("Local authorities are strongly encouraged to share their plans.", "should"),
        ("Boards will want to have a clear process.", "should"),
        ("It is important that carers are involved.", "should"),
        ("Where possible, effort should be made to meet in person.", "should"),
        ("Delivery requires partnership working between agencies.", "should"),
        ("The council may appoint a deputy.", "may"),
        ("The Commission is able to inspect the service.", "may"),
        ("It is up to each board to decide how often it meets.", "may"),
        ("Local flexibility is allowed, so that one person can stand for two areas.", "may"),
        ("It may be useful to outline this at induction.", "may"),
        ("We are required by the Act to publish a summary.", "must"),
        ("We expect trusts to publish a summary; they should do so each year.", "should"),
        ("The order made a rule which requires each council to keep a register.", "must"),
        ("These are the bodies that should be consulted:", "should"),
        ("No provider may use restraint except under an agreed plan.", "must"),
        ("Trusts cannot close a list without the agreement of the board.", "must"),
        ("Providers are prohibited from charging for this.", "must"),
        ("Systems are asked to ensure that waits fall by March 2027.", "should"),
        ("We ask trusts to deliver a faster service.", "should"),
        ("Each board has a plan which must be reviewed every three years.", "must"),
        ("The tests by which people are chosen for the course should be stated.", "should"),
        ("The buildings on which the plan depends should be named.", "should"),
        ("The right of tenants to stay where they are living should be explained.", "should"),
        ("When it is published the plan must be given away free of charge.", "must"),
        ("Where there is danger a council may allow a relative to be paid.", "may"),
        ("The ferry operator may require passengers to wait ashore: the council may require them to leave.", "may"),
        ("The plan should list the posts that are to go.", "should"),
        ("The number of beds that will be required in each year should be estimated.", "should"),
        ("Respondents should be told what was done with their replies.", "should"),
        ("Authorities produce a strategy that is required to set out the arrangements.", "must"),
    ],
)
def test_a_wording_binds(sentence: str, modality: str) -> None:
    assert strongest(norms(sentence)) == modality


def test_of_an_endless_sentence_the_beginning_is_looked_at() -> None:
    assert len(norms("must " * 200_000)) == LONGEST // len("must ")


@pytest.mark.parametrize(
    "sentence",
    [
        "The aim of the policy is to ensure that people are safe.",
        "This is to ensure a focus on outcomes.",
        "This will ensure that everybody can take part.",
        "The guidance outlines relevant requirements in the Act.",
        "Annex B sets out how a board must publish its plan.",
        "The framework can support boards in their work.",
        "A number of data sets may assist in producing plans.",
        "It covers wider areas where boards may have an impact.",
        "There are two matters that must be covered.",
        "The word “must” marks something that the law requires.",
        "People are able to live at home for longer.",
        "Planning is the term used for assessing needs.",
        "Neither the Act nor this Code require the creation of datasets.",
        "Most of it can be foreseen.",
        "What must be done is law.",
        "Money follows the plan, or ought to.",
        "This volume tells on whom the plan depends and how people may be assured of it.",
    ],
)
def test_what_only_sounds_like_a_duty_is_left_out(sentence: str) -> None:
    assert norms(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "We need to get better at sharing what we hold.",
        "To be more efficient in the years ahead we must be much smarter with the records that trusts hold.",
        "It is vital that we publish records in ways which people find easy.",
        "We believe that access to anonymous records should be extended.",
        "The Government does not believe that central departments should manage every service.",
        "Respondents argued that trusts should do more to protect privacy.",
        "All councils now publish what they spend, so everyone can challenge it.",
        "Patients can see their own records online.",
        "The barriers to sharing can be administrative and cultural.",
        "Customers will no longer have to type in their readings.",
        "At the heart of it is the right that citizens have to see their records.",
        "The review is expected to report in the autumn.",
        "More is collected than is necessary.",
        "This is essential for maintaining public trust.",
        "A group was set up to advise on records that should be released first.",
        "The new order includes the mandatory use of one portal.",
        "Our vision is that all companies will be required to report.",
        "This may not be possible for every body.",
        "Nobody can be asked to say more than this.",
        "Providers do not need to report concerns that others have.",
        "Trusts are not required to publish these minutes.",
        "Systems must, should and may do different things.",
        "The word must is used where the law asks for it.",
    ],
)
def test_the_author_s_own_voice_and_opinions_bind_nobody(sentence: str) -> None:
    assert norms(sentence) == []


def test_a_foreword_an_imprint_and_somebody_s_words_bind_nobody() -> None:
    found = read(
        Block("heading", "Ministerial foreword", level=1),
        para("Every trust must be open."),
        Block("heading", "Duties", level=1),
        para("You may re-use this information free of charge."),
        para("Any enquiries regarding this publication should be sent to us."),
        para("“Records must be open to all.”"),
        para("Every trust must publish its records."),
    )
    assert [duty.text for duty in found] == ["Every trust must publish its records."]


def test_a_list_under_a_lead_in_that_binds_is_a_duty_an_item() -> None:
    found = read(para("A plan is public. A plan must:"), *items("set out arrangements", "say what they cost"))
    assert [(d.modality, d.lead_in, d.text) for d in found] == [
        ("must", "A plan must:", "set out arrangements"),
        ("must", "A plan must:", "say what they cost"),
    ]


def test_a_lead_in_that_points_back_takes_the_sentence_before_it() -> None:
    found = read(para("Groups must include people whom ministers name. These are:"), *items("users", "carers"))
    assert [(d.text, d.lead_in) for d in found] == [
        (who, "Groups must include people whom ministers name. These are:") for who in ("users", "carers")
    ]


def test_an_item_may_hold_a_second_duty_of_its_own() -> None:
    found = read(
        para("A plan must:"),
        *items("cover the area. The area must be divided into two parts, and each part should be described"),
    )
    assert [(d.modality, d.lead_in, d.text) for d in found] == [
        ("must", "A plan must:", "cover the area."),
        ("must", None, "The area must be divided into two parts"),
        ("should", None, "each part should be described"),
    ]


def test_items_of_a_list_of_reasons_are_no_duties() -> None:
    found = read(para("Boards must involve people, to achieve the aims of the Act:"), *items("better care", "lower cost"))
    assert [d.text for d in found] == ["Boards must involve people, to achieve the aims of the Act:"]


def test_items_may_bind_where_their_lead_in_does_not() -> None:
    found = read(para("The stages are as follows:"), *items("The board must consult. It then decides.", "A draft is made."))
    assert [d.text for d in found] == ["The board must consult."]


def test_a_sentence_is_cut_only_where_its_parts_bind_differently() -> None:
    found = read(para("A board is required to review its plan every three years, and may carry out other reviews."))
    assert [(d.modality, d.text) for d in found] == [
        ("must", "A board is required to review its plan every three years"),
        ("may", "may carry out other reviews."),
    ]
    whole = read(para("A board must seek views and take them into account, and consult the users of the service."))
    assert len(whole) == 1


def test_lines_of_a_checklist_are_should_and_its_introduction_is_none() -> None:
    found = read(
        Block("heading", "Annex C: Checklist", level=1),
        para("This checklist is a high-level guide."),
        *items("Engage the forum in good time", "Complete the housing statement"),
    )
    assert [(d.modality, d.text) for d in found] == [
        ("should", "Engage the forum in good time"),
        ("should", "Complete the housing statement"),
    ]


def test_a_verb_that_is_a_noun_as_well_is_told_by_what_follows() -> None:
    lines = ("Name the person who keeps the plan.", "Put a cost beside every action.", "State aid is another matter.")
    assert [d.text for d in read(*(para(line) for line in lines))] == list(lines[:2])


def test_a_chapter_on_contents_is_no_table_of_contents() -> None:
    blocks = [Block("heading", "Part C: Contents", level=1), para("The plan must set out its aims.")]
    assert [d.modality for d in read(*blocks)] == ["must"]


def test_nothing_is_taken_from_a_glossary_or_from_the_form_for_replies() -> None:
    assert not read(Block("heading", "Glossary", level=1), para("A board is a body that must plan."))
    assert not read(
        Block("heading", "Responding to this consultation", level=1),
        para("Please reply by May. This form must be completed."),
        Block("heading", "Next steps", level=1),
        para("Each reply should be signed."),
    )


def test_who_what_where_and_under_which_law() -> None:
    found = read(
        Block("heading", "3. Plans", level=1),
        Block("heading", "3.1 Preparing plans (section 30)", level=2),
        para("Under the 2014 Act there are plans. In addition, the health board must publish its plan.", number="12"),
        para("The council should consult. Section 4 of the Care Act 2014 requires each council to publish a list."),
    )
    first, second, third = found
    assert (first.bearer, first.action, first.statute) == ("health board", "publish its plan", "section 30 of the 2014 Act")
    assert (first.section, first.number) == ("3. Plans > 3.1 Preparing plans (section 30)", "12")
    assert (second.bearer, second.statute) == ("council", None)
    assert (third.bearer, third.action, third.statute) == ("council", "publish a list", "Section 4 of the Care Act 2014")


@pytest.mark.parametrize(
    ("sentence", "bearer"),
    [
        ("Where there is danger the provider is to call 999.", "provider"),
        ("Where a health board cannot meet a rule, it must say so.", "health board"),
        ("Where a trust does not meet the standard, a recovery plan is required.", "trust"),
        ("The Chief Executive, as Accountable Officer, must sign the plan.", "Chief Executive"),
        ("Even when the authority is closed, it must reply.", "authority"),
    ],
)
def test_a_condition_or_an_aside_is_not_who_is_bound(sentence: str, bearer: str) -> None:
    assert [duty.bearer for duty in read(para(sentence))] == [bearer]


def test_a_right_and_heeding_the_guidance_itself_are_no_duties() -> None:
    assert read(para("Members shall be entitled to expenses."), para("Providers are required to have regard to it.")) == []


def test_a_label_is_a_number_and_no_part_of_the_duty_or_its_bearer() -> None:
    found = read(para("B1 Every provider shall name a lead.", "B1"), para("B2 Staff must train.", "B2"))
    assert [(duty.number, duty.bearer, duty.text) for duty in found] == [
        ("B1", "provider", "Every provider shall name a lead."), ("B2", "Staff", "Staff must train."),
    ]


def test_a_word_with_a_figure_is_a_number_too() -> None:
    found = read(para("Standard 3 – Every supplier may ask for help.", "Standard 3"))
    assert [(duty.number, duty.bearer, duty.text) for duty in found] == [
        ("Standard 3", "supplier", "Every supplier may ask for help.")
    ]


def table(*rows: tuple[str, ...], caption: str | None = None) -> Block:
    return Block("table", "", rows=tuple(map(Row, rows)), header_rows=1, caption=caption)


def test_the_rows_of_a_table_of_requirements_are_duties() -> None:
    rows = ("Supervision", "Every 6 weeks", "Log"), ("Staff", "", ""), ("Board report", "The board must be told.", "Minutes")
    found = read(table(("Requirement", "Minimum", "Evidence"), *rows))
    assert [(duty.modality, duty.text) for duty in found] == [
        ("must", "Supervision | Every 6 weeks | Log"), ("must", "The board must be told."),
    ]
    assert [duty.modality for duty in read(table(("Standard", "Description"), ("Cleaning", "Each day")))] == ["should"]
    headed = read(Block("heading", "Minimum requirements", level=1), table(("Area", "Frequency"), ("Cleaning", "Each day")))
    assert [duty.text for duty in headed] == ["Cleaning | Each day"]


def test_a_column_of_one_word_says_how_hard_the_requirement_beside_it_binds() -> None:
    header = ("No.", "Requirement", "Must / should", "Evidence")
    rows = ("2.1", "Hoists are tested every six months", "Must", "Log"), ("2.2", "Keep a list.", "May", "It must be signed.")
    found = read(table(header, *rows, ("2.3", "", "Should", "")))
    assert [(duty.number, duty.modality, duty.text) for duty in found] == [
        ("2.1", "must", "Hoists are tested every six months"), ("2.2", "may", "Keep a list."),
        (None, "must", "It must be signed."),
    ]
    rows = ("Access", "Doors open by themselves", "should"), ("Visit", "By bus", "May")
    other = read(table(("Topic", "What", "Force"), *rows))
    assert [(duty.modality, duty.text) for duty in other] == [("should", "Doors open by themselves")]


def test_what_nothing_and_nobody_asks_is_no_duty() -> None:
    none = (
        "Nothing in this guidance requires a council to lend.", "Nothing in this section shall bind a council.",
        "No law requires a council to lend.", "No council is required to lend.",
        "There is no requirement for boards to meet.",
        "There is no legal obligation on the board to reply.",
    )
    assert [duty.text for line in none for duty in read(para(line))] == []
    kept = "Nothing in this code prevents a council from lending, but it must charge.", "No board shall meet in private."
    assert [duty.modality for line in kept for duty in read(para(line))] == ["must", "must"]


@pytest.mark.parametrize(
    "header", [("Requirement", "Met?"), ("Area", "Frequency"), ("Standard of living", "Description"), ("Requirements",)]
)
def test_a_table_of_anything_else_has_no_duties(header: tuple[str, ...]) -> None:
    assert read(table(header, tuple("Cleaning" for _ in header))) == []


def test_ids_stay_while_the_words_do_and_repeats_are_told_apart() -> None:
    twice = read(para("Boards must plan."), para("Boards must plan."), para("Boards should meet."))
    again = read(para("Boards should meet."), para("Boards must plan."))
    assert len({d.id for d in twice}) == 3
    assert twice[1].id == f"{twice[0].id}-2"
    assert {d.id for d in again} <= {d.id for d in twice}


def test_every_text_is_the_passage_s_own() -> None:
    blocks = [para("Members  may meet, but they should minute it. See:"), *items("the code", "the Act")]
    made = passages(blocks, "code", 1)
    by_id = {p.id: p.text for p in made}
    found = duties(made)
    assert found
    assert all(d.text in by_id[d.passage] for d in found)


def test_a_document_without_duties_has_none() -> None:
    assert read() == []
    assert read(para("The weather was fine."), Block("contents", "1. What must be done 4")) == []
