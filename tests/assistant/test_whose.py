"""Duties of another kind of body than the plan's: they are set aside by name, and only where there is no doubt."""
from __future__ import annotations

import pytest

from assistant.whose import another
from kb.models import Duty


def duty(bearer: str | None, text: str = "They must share it.") -> Duty:
    return Duty("g#1", "g", "p", text, "must", bearer=bearer)


@pytest.mark.parametrize(
    ("bearer", "authority", "other"),
    [
        ("Health boards and local authorities", "Hill Integration Joint Board", True),
        ("Health boards and local authorities", "Hill Council", False),
        ("Secretary of State", "Hill Council", True),
        ("Care Inspectorate", "Hill Care Homes and Hill Council", True),
        ("trust boards", "NHS Hill", False),
        ("NHS foundation trusts", "NHS Hill", True),
        ("NHS bodies", "Hill NHS Foundation Trust", False),
        ("emergency departments", "Hill NHS Foundation Trust", False),
        ("The police", "Hill Mental Health Trust", True),
        ("The police", "Hill University Hospitals Trust", True),
        ("The police", "Hill Constabulary", False),
        ("public authorities", "Hill Council", False),
        ("each board", "Hill Health Board", False),
        ("local authorities", "Hill Homes Ltd", False),
        ("members nominated by the council", "Hill Health Board", False),
        ("direction from the health board", "Hill Council", False),
        (None, "Hill Council", False),
    ],
)
def test_another_body_is_named_only_where_it_cannot_be_the_plan_s(bearer: str | None, authority: str, other: bool) -> None:
    assert another(duty(bearer), authority) == (bearer if other else None)


def test_who_did_something_that_is_mentioned_is_not_bound() -> None:
    mentioned = duty("local authorities", "Plans should fit work done by local authorities.")
    assert another(mentioned, "Hill Health Board") is None


def test_a_plan_of_an_unknown_body_is_held_to_everything() -> None:
    assert another(duty("local authorities"), None) is None
