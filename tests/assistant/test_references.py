"""References that lead nowhere and names in two forms are found; what only looks like either is not."""
from __future__ import annotations

import pytest

from ingest.blocks import Block
from kb.knowledge_base import KnowledgeBase
from tests.assistant.planting import keep, paragraph, text, told, whys


def numbered(*sentences: str) -> list[Block]:
    return [Block("paragraph", f"{at}. {said}", number=str(at)) for at, said in enumerate(sentences, start=1)]


def test_a_paragraph_that_refers_to_itself(kb: KnowledgeBase) -> None:
    said = (
        "Work has begun to map all spending on buses by the council.",
        "The canteen opens at nine on weekdays and at ten on Saturdays.",
        "As set out in paragraph 3 the map of all spending on buses comes first.",
    )
    (found,) = keep(kb, *numbered(*said))
    assert (found.topic, found.minor, found.b and found.b.quote) == ("paragraph 3", True, f"1. {said[0]}")


def test_a_paragraph_that_is_not_there(kb: KnowledgeBase) -> None:
    said = [f"The council opened hall number {at} in that year." for at in range(12)]
    found = keep(kb, *numbered(*said, "See paragraph 41, paragraph 4 and paragraph 7 of the code."))
    assert whys(found) == ["The document refers to paragraph 41, and has none."]


def test_an_annex_that_is_not_there(kb: KnowledgeBase) -> None:
    found = keep(
        kb,
        *text("Costs are shown in Annex A.", "The map is in Annex B.", "The rules are in Annex C of the code."),
        Block("heading", "ANNEX A: costs", level=1),
        *text("Nothing costs more than it did."),
    )
    assert whys(found) == ["The document refers to Annex B, and has none."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hill Integration Joint Board", "Hill Integrated Joint Board"),
        ("Chief Financial Officer", "Chief Finance Officer"),
        ("Open Government Licence", "Open Government License"),
        ("Dale Co-operative Food Society", "Dale Cooperative Food Society"),
    ],
)
def test_one_body_in_two_names(kb: KnowledgeBase, one: str, other: str) -> None:
    found = keep(kb, *text(f"The {one} met.", f"Then the {other} and the Dale Town Council met again."))
    assert whys(found) == [f"The same is called {one} and {other}."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hill Community Planning Partnership", "Hill Community Planning Partners"),
        ("Northern Health Trust", "Southern Health Trust"),
        ("Transformation Programme Board", "Transformation Programme Boards"),
        ("Hill Town Council", "Hill Town Committee"),
        ("Planning, Performance and Programme Service", "Planning, Performance, and Programme Service"),
    ],
)
def test_two_bodies_of_like_names(kb: KnowledgeBase, one: str, other: str) -> None:
    assert keep(kb, *text(f"The {one} met.", f"Then the {other} met again.")) == []


def test_two_slips_of_one_abbreviation_are_one_conflict(kb: KnowledgeBase) -> None:
    said = [f"The HSCP met {at} times." for at in ("seven", "eight", "nine")]
    found = keep(kb, *text(*said, "The HSPC agreed.", "The HPSC did not."))
    assert told(found) == [("wording", "The HPSC did not.", "The HSPC agreed.")]
    assert whys(found) == ["HPSC and HSPC stand where it is HSCP elsewhere."]


CHAPTERS = (
    Block("heading", "1 Aims", level=1), paragraph("We aim high."), Block("heading", "2 Money", level=1),
    paragraph("Section 12 sets out the costs."), Block("heading", "3 Next steps", level=1),
)  # fmt: skip


def test_a_section_that_the_document_does_not_have(kb: KnowledgeBase) -> None:
    (found,) = keep(kb, *CHAPTERS, paragraph("Section 2 has the money."))
    assert (found.why, found.kind, found.minor) == ("The document refers to Section 12, and has none.", "blank", False)


def test_a_section_of_an_act_that_the_document_speaks_of(kb: KnowledgeBase) -> None:
    assert keep(kb, *CHAPTERS, paragraph("Section 40 of the Carers Act asks for it.")) == []
