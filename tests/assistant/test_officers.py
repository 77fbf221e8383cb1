"""Who holds which office: names with their offices as documents write them, and nothing that only looks like a name."""
from __future__ import annotations

import pytest

from assistant.officers import Named, named, officers
from kb.models import Passage


def passage(text: str) -> Passage:
    return Passage("d/1/1", "d", 1, 0, "paragraph", text, ("1 People",))


def found(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in named(passage(text))]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Morag Ellery, Chair", ("Morag Ellery", "Chair")),
        ("8.1 Author: Ada Lovell-Byrne, Chief Finance Officer.", ("Ada Lovell-Byrne", "Chief Finance Officer")),
        ("Executive lead: Chief Nurse Author: Priya Nair, Head of Quality", ("Priya Nair", "Head of Quality")),
        ("The Chief Executive, Dr Siân Rhys, is accountable to the Board.", ("Dr Siân Rhys", "Chief Executive")),
        ("Monitoring Officer | Tom O’Hara", ("Tom O’Hara", "Monitoring Officer")),
        ("Cllr Jean MacLeod – Vice Chair | Ardmore Council", ("Cllr Jean MacLeod", "Vice Chair")),
        ("The forum is chaired by Prof Ann Hay (Director of Public Health).", ("Prof Ann Hay", "Director of Public Health")),
        ("The Clerk advises members on standing orders.", ("", "Clerk")),
        ("AUTHOR’S NAME | Siân O’Hara\nDESIGNATION | Head of Care\nDATE | 7/4/2024", ("Siân O’Hara", "Head of Care")),
    ],
)
def test_offices_are_read_as_documents_write_them(text: str, person: tuple[str, str]) -> None:
    assert found(text) == [person]


@pytest.mark.parametrize(
    "text",
    [
        "Ardmore Council, Chair of the Group",  # a body
        "It will be led by Community Anchor organisations.",
        "The Director must publish a report each year.",  # a duty, which the register has
        "Programme Manager: Frailty | 1 x B8a | 1.00",
        "Head of Adult Social Care | 520 | September 2026",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert found(text) == []


def test_each_person_and_each_office_is_told_once_people_first() -> None:
    first = passage("The Chair leads the Board. The Clerk advises us.\nMorag Ellery, Chair")
    again = passage("Morag Ellery, Chair, opened the meeting.")
    people = [one for one, _ in officers([first, again])]
    assert people == [Named("Chair", "Morag Ellery", "Morag Ellery, Chair"), Named("Clerk", "", "The Clerk advises us.")]


def test_heads_of_a_body_who_are_only_spoken_of_come_last_those_of_a_sentence_together() -> None:
    texts = [
        "We met the Chief Officer and Standards Officer in May, with details of Chief Executive pay.",
        "The Clerk advises us.",
        "Write to the Clerk, the Chief Officer or the Monitoring Officer, not to the Chair of the Forum.",
        "Chief Nurse | the Chief Executive",
    ]
    told = officers([*map(passage, texts[:3]), Passage("d/1/2", "d", 1, 0, "table", texts[3])])
    assert [(one.role, one.quote) for one, _ in told] == [
        ("Clerk", texts[1]), ("Chief Officer, Standards Officer", texts[0]), ("Monitoring Officer", texts[2]),
    ]  # fmt: skip
