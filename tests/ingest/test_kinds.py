"""What a document says of itself: title, kind, authority, date and status."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from ingest.blocks import Block, Row, Source
from ingest.kinds import Facts, recognise
from kb.errors import InputError

RUNNING = (
    "This is running text that goes on for longer than any line of a title page does, so that the title page is over here. "
    * 2
)


def facts(*lines: str, title: str | None = None, **metadata: str) -> Facts:
    blocks = tuple(Block("paragraph", line) for line in lines)
    return recognise(Source("text", blocks, title=title, metadata=metadata), Path("a_file name.txt"))


def test_a_plan_by_its_title_page() -> None:
    found = facts("Ardmore Integration Joint Board", "Strategic Plan", "2025-2035", "DRAFT", RUNNING)
    assert found == Facts(
        "Ardmore Integration Joint Board Strategic Plan 2025-2035",
        "plan",
        "Ardmore Integration Joint Board",
        "2025",
        "draft",
    )


def test_a_consultation_on_guidance_by_its_own_title() -> None:
    lines = (
        "Health Integration",
        "Strategic Plans: Statutory Guidance - Consultation",
        "Public Bodies (Scotland) Act 2014",
        "August 2023",
    )
    found = facts(*lines, RUNNING, "Published by The Welsh Government, August 2023", title=lines[1])
    assert found == Facts(lines[1], "guidance", "Welsh Government", "2023-08", "consultation")


def test_a_paper_by_its_item_and_its_recommendations() -> None:
    page = (
        "Ardmore Council",
        "Thursday 18th April 2024, 14:00-16:00",
        "Financial Recovery in Ardmore Schools",
        "Item number: 5.4",
        RUNNING,
    )
    found = facts(*page, title="Ardmore 18 April 2024 Item 5.4")
    assert (found.title, found.kind, found.date) == ("Financial Recovery in Ardmore Schools", "paper", "2024-04-18")
    asks = ("Report on the Harbour", RUNNING, "Recommendations", "It is recommended that the board agrees.")
    assert facts(*asks).kind == "paper"
    assert facts("Report on the Harbour", RUNNING).kind == "report"
    case = "Closure of the pier: business case"
    assert facts(case, RUNNING, "The Board is asked to approve Option B.").kind == "paper"
    assert facts(case, RUNNING, "The Board is asked to wait.").kind == "other"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Ardmore IJB Directions 2024", "directions"),
        ("Minutes of the Board", "minutes"),
        ("Public Bodies (Joint Working) (Scotland) Act 2014", "law"),
        ("The Care Homes Regulations 2016", "law"),
        ("Guidance on the Directions under the 2014 Act", "guidance"),
        ("Code of Practice for Contact", "guidance"),
        ("The Code on Ferry Complaints", "guidance"),
        ("Ferry strategies: a code for harbour councils", "guidance"),
        ("Housing Strategy 2020", "plan"),
        ("Annual Performance Report on the Strategic Statement", "report"),
        ("Open Data White Paper", "other"),
        ("Terms of the Harbour", "other"),
    ],
)
def test_kinds_by_title(title: str, kind: str) -> None:
    assert facts(title, RUNNING).kind == kind


def test_a_plan_s_guidance_says_so_below_its_title() -> None:
    assert facts("Local Harbour Plans", "Guidance to harbour boards in Wales", RUNNING).kind == "guidance"
    assert facts("Local Harbour Plan", "Our plan after the guidance", RUNNING).kind == "plan"


def test_a_document_may_say_in_its_text_what_it_is() -> None:
    assert facts("On the Harbour", RUNNING, "This guidance is for all.", "Read this statutory guidance.").kind == "guidance"


@pytest.mark.parametrize(
    ("lines", "authority"),
    [
        (("The Care Plan", "NHS Dumfries and Galloway"), "NHS Dumfries and Galloway"),
        (("Department for Work and Pensions", "Open Data Strategy"), "Department for Work and Pensions"),
        (("Open Data Strategy", "HM Treasury"), "HM Treasury"),
        (("OPEN DATA STRATEGY FOR THE HOME OFFICE",), "Home Office"),
        (("Barts Health NHS Trust", "Winter Plan"), "Barts Health NHS Trust"),
        (("Somerset ICB Joint Forward Plan",), "Somerset Integrated Care Board"),
        (("Winter Plan for the Harbour",), None),
        (("Ardmore Care Ltd – Safeguarding Policy 2025/26",), "Ardmore Care Ltd"),
        (("Winter Standards", "National Harbour Office, May 2024"), "National Harbour Office"),
        (("Defra Open Data Strategy", "www.defra.gov.uk"), "Defra"),
        (("Defra Data Plan", "www.gov.uk/defra", "Department for Environment, Food & Rural Affairs"),
         "Department for Environment, Food & Rural Affairs"),
    ],
)
def test_bodies_of_every_kind(lines: tuple[str, ...], authority: str | None) -> None:
    assert facts(*lines, RUNNING).authority == authority


def test_a_date_stands_in_its_cell_or_else_in_the_file_name_but_not_beside_another_version() -> None:
    about = Block("paragraph", "The previous version was published in June 2012.")
    cell = Block("table", "", rows=(Row(("AUTHOR", "A. Shah")), Row(("DATE", "07/04/2024"))))
    named = Path("Harbour_Plan_Revised_April_2013.pdf")
    text = Block("paragraph", RUNNING)
    assert recognise(Source("text", (text, about, cell), title="Harbour Plan"), named).date == "2024-04-07"
    assert recognise(Source("text", (text, about)), named).date == "2013-04"
    assert recognise(Source("text", (text, about)), Path("plan.pdf")).date is None


def test_the_issuer_is_not_the_body_named_most_where_the_title_names_its_kind() -> None:
    text = ["The Council and NHS Lorn must act with Ardmore Council and NHS Lorn."] * 5 + ["Ardmore IJB directs them."] * 3
    found = facts("IJB Directions", RUNNING, *text, title="IJB Directions - Ardmore HSCP")
    assert (found.authority, found.kind) == ("Ardmore Integration Joint Board", "directions")


@pytest.mark.parametrize("own", ["Microsoft Word - plan_v3.docx", "untitled", "plan_final_v2", "a.pdf"])
def test_titles_that_programs_make_up_are_not_titles(own: str) -> None:
    assert facts("Harbour Strategy for All", RUNNING, title=own).title == "Harbour Strategy for All"


def test_with_nothing_to_go_by_the_file_names_the_document() -> None:
    assert facts(RUNNING) == Facts("a file name", "other")


@pytest.mark.parametrize(
    ("fact", "value"), [("kind", "novel"), ("status", "lost"), ("date", "18/04/2024"), ("date", "2024-13")]
)
def test_a_person_word_has_to_make_sense(fact: str, value: str) -> None:
    with pytest.raises(InputError, match=value):
        Facts(**{fact: value})


def test_a_body_is_no_title() -> None:
    found = facts("Ardmore Council", "Harbour Charges", RUNNING, title="Ardmore Council")
    assert (found.title, found.authority) == ("Ardmore Council Harbour Charges", "Ardmore Council")
    lines = ("Paying for the harbour: a guide for skippers Ardmore Council, May 2025", RUNNING, "Ardmore Council pays.")
    leaflet = facts(*lines, *lines[2:] * 2)
    assert leaflet.title == "Paying for the harbour: a guide for skippers"


def test_a_policy_that_says_what_must_be_done_is_guidance_to_whoever_keeps_it() -> None:
    rules = [f"{n}.1 The harbour must keep book {n}." for n in range(1, 6)]
    assert facts("Harbour Keeping Policy", RUNNING, *rules).kind == "guidance"
    assert facts("Harbour Keeping Policy", RUNNING, *rules[:4]).kind == "other"
    assert facts("Notes on Harbour Keeping", RUNNING, *rules).kind == "other"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Version 2.1 Approved by the Harbour Board of the Lower Firth on 12 September 2024. Review: May 2026", "final"),
        ("Adopted by Cabinet: 14 January 2025. In force from 7 April 2025. Owner: the Director of Harbours.", "final"),
        ("It will stand once it has been approved by the Harbour Board of the Lower Firth and its partners.", None),
    ],
)
def test_what_was_adopted_is_final(line: str, status: str | None) -> None:
    assert facts("Harbour Plan", line, RUNNING).status == status


@pytest.mark.shared
def test_the_corpus_is_recognised(shared: Path) -> None:
    found = {path.stem: recognise(readers.read(path), path) for path in (shared / "corpus" / "text").glob("*.txt")}
    assert {
        name[:12]: (fact.kind, fact.authority, fact.date, fact.status) for name, fact in found.items() if "paper" not in name
    } == {
        "edinburgh-ij": ("paper", "Edinburgh Integration Joint Board", "2020-04-27", None),
        "midlothian-i": ("directions", "Midlothian Integration Joint Board", None, None),
        "midlothian-s": ("plan", "Midlothian Integration Joint Board", "2025", "draft"),
        "scottish-gov": ("guidance", "Scottish Government", "2023-08", "consultation"),
    }


def test_a_web_pages_title_is_told_without_the_sites_name() -> None:
    said = facts("Ardmore IJB Directions 2026", RUNNING, title="Ardmore IJB Directions 2026 | Ardmore Partnership")
    assert said.title == "Ardmore IJB Directions 2026"
