"""Directions read from a Directions document and from a paper that quotes some."""
from __future__ import annotations

from ingest.blocks import Block
from ingest.directions import directions, owners
from ingest.passages import passages
from kb.models import Direction, DocumentKind


def read(*blocks: Block, kind: DocumentKind = "directions") -> dict[str, Direction]:
    return {d.id: d for d in directions(passages(blocks, "d", 1), kind)}


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


def test_no_directions_is_an_empty_list() -> None:
    assert read(Block("paragraph", "Directions are how the board acts.")) == {}
