"""Directions read from a Directions document and from a paper that quotes some."""
from __future__ import annotations

import pytest

from ingest.blocks import Block
from ingest.directions import directions, owners
from ingest.passages import passages
from kb.models import Direction, DocumentKind


def read(*blocks: Block, kind: DocumentKind = "directions", issued: str | None = None) -> dict[str, Direction]:
    return {d.id: d for d in directions(passages(blocks, "d", 1), kind, issued)}


def numbered(number: str, words: str) -> Block:
    return Block("paragraph", f"{number} {words}", number=number)


def test_owner_deadline_and_modality() -> None:
    found = read(numbered("2.1", "All relevant functions delegated to Hill IJB should report, by March 2026."))["2.1"]
    assert found.owners == ("All relevant functions delegated to Hill IJB",)
    assert (found.deadline, found.deadline_text, found.modality) == ("2026-03", "by March 2026", "should")
    assert found.text.startswith("2.1 All relevant")


def test_will_and_a_bare_imperative_are_must_and_an_imperative_has_no_owner() -> None:
    found = read(numbered("1.1", "All functions will report."), numbered("1.2", "Explore the demand by 31 May 2026."))
    assert (found["1.1"].modality, found["1.2"].modality) == ("must", "must")
    assert (found["1.2"].owners, found["1.2"].deadline) == ((), "2026-05")


def test_amounts_are_as_written_and_in_order() -> None:
    found = read(
        numbered("9.1", "Care at home should move to a 20/80 split (internal 20%, external 80%) by October 2025."),
        numbered("9.2", "Transport must cost £240,000 less, and pay £364.5k less, in 2025/26."),
    )
    assert found["9.1"].amounts == ("20/80", "20%", "80%")
    assert found["9.2"].amounts == ("£240,000", "£364.5k")
    assert (found["9.2"].deadline, found["9.2"].owners) == (None, ())


def test_a_sub_direction_has_its_own_and_names_its_parent() -> None:
    found = read(
        numbered("9.2", "All functions must show best value by June 2026. These are specifically"),
        numbered("9.2.1", "The care home should use fewer agencies."),
    )
    assert found["9.2"].parent is None
    assert (found["9.2.1"].parent, found["9.2.1"].deadline, found["9.2.1"].modality) == ("9.2", None, "should")


def test_a_deadline_may_stand_in_an_item_or_close_the_sentence() -> None:
    found = read(
        numbered("5.1", "NHS North and Hill Council must ensure that data can be shared. This includes"),
        Block("item", "skilled staff, and"),
        Block("item", "checked data, by January 2026"),
        numbered("5.2", "Hill House must reduce agency use October 2026."),
    )
    assert found["5.1"].owners == ("NHS North", "Hill Council")
    assert found["5.1"].deadline == "2026-01"
    assert (found["5.2"].deadline, found["5.2"].deadline_text) == ("2026-10", "October 2026")


def test_owners_are_bodies_not_things() -> None:
    assert owners("To help people, all delegated functions must act.") == ("all delegated functions",)
    assert owners("City of Hill Council and NHS North should report.") == ("City of Hill Council", "NHS North")
    assert owners("The Health and Social Care Partnership will report.") == ("The Health and Social Care Partnership",)
    assert owners("Recurring staff costs will fall.") == ()
    assert owners("A 3% cut in the costs of services should be made.") == ()


def test_in_a_paper_only_what_is_called_a_direction_counts() -> None:
    found = read(
        numbered("5.1", "The board must agree the options."),
        Block("heading", "Direction 2.1", level=2),
        Block("paragraph", "All services must evidence the connection, by January 2024"),
        kind="paper",
    )
    assert [(d.id, d.deadline) for d in found.values()] == [("2.1", "2024-01")]


def headed(title: str, *texts: str) -> list[Block]:
    return [Block("heading", title, level=1), *(Block("paragraph", text) for text in texts)]


def test_parts_with_a_letter_are_directions_of_their_own() -> None:
    report, agree = "1a. The Board is to receive a report by May 2027.", "1(b) Hill Council should agree the form."
    found = read(*headed("Direction 1 – Hospital at home", "NHS Hill must open 40 beds.", report, agree))
    assert [(d.id, d.parent, d.owners, d.modality) for d in found.values()] == [
        ("1", None, ("NHS Hill",), "must"), ("1a", "1", ("The Board",), "must"), ("1(b)", "1", ("Hill Council",), "should"),
    ]  # fmt: skip
    assert found["1a"].deadline == "2027-05" and found["1"].deadline is None


def test_parts_with_a_letter_in_numbered_directions() -> None:
    found = read(numbered("2.1", "NHS Hill must act on falls."), Block("paragraph", "2.1a The Board must be told."))
    assert [(d.id, d.parent) for d in found.values()] == [("2.1", None), ("2.1a", "2.1")]
    assert read(Block("paragraph", "3m People live in the county.")) == {}


def test_labelled_lines_below_a_direction_are_its_own() -> None:
    found = read(
        *headed("Direction 4 – Care at home", "The service must cut missed visits to 1.5%.", "Budget: £18.6m (Council).",
                "Lead partner: Hill Council", "Review date: 1 May 2030."),
        *headed("Direction 5 – Carers", "NHS Hill should offer breaks. Timescale: to be confirmed.", "Budget: TBC"),
        *headed("Money", "Budget: £99m"),
    )  # fmt: skip
    assert (found["4"].amounts, found["4"].owners, found["4"].deadline) == (("1.5%", "£18.6m"), ("Hill Council",), None)
    assert (found["5"].deadline, found["5"].deadline_text, found["5"].amounts) == (None, "to be confirmed", ("TBC",))


@pytest.mark.parametrize(
    ("words", "issued", "month"),
    [
        ("within nine months of the date of this Direction", "2026-04-02", "2027-01"),
        ("within 6 weeks of the issue of these Directions", "2026-12-01", "2027-01"),
        ("within one year from the date of issue", "2026-04", "2027-04"),
        ("within 10 days of issue", "2026-04", None),
        ("within nine months of the date of this Direction", None, None),
        ("within nine months of the review", "2026-04-02", None),
    ],
)
def test_a_deadline_counted_from_the_day_of_issue(words: str, issued: str | None, month: str | None) -> None:
    one = read(*headed("Direction 4", f"The Council shall cut missed visits {words}."), issued=issued)["4"]
    assert (one.deadline, one.deadline_text) == (month, words if month else None)


def test_no_directions_is_an_empty_list() -> None:
    assert read(Block("paragraph", "Directions are how the board acts.")) == {}
