"""What a question asks for is read from its grammar."""
from __future__ import annotations

import pytest

from assistant.question import halves, names, parts, place_numbers, understand


@pytest.mark.parametrize(
    ("asked", "kind", "value"),
    [
        ("How much was spent on transport?", "value", "money"),
        ("When does the lease end?", "value", "date"),
        ("In which month is the review due?", "value", "month"),
        ("What percentage of residents agreed?", "value", "percent"),
        ("How many beds are there?", "value", "number"),
        ("How often must the plan be reviewed?", "value", "duration"),
        ("What is the email address for responses?", "contact", "email"),
        ("What does SDS stand for?", "expansion", None),
        ("What does 'set aside' mean?", "definition", None),
        ("What are the four aims of the plan?", "list", None),
        ("Which Directions mention carers?", "mentions", None),
        ("How does the plan differ from the guidance?", "comparison", None),
        ("Is it compulsory to publish the plan?", "yesno", None),
        ("Why was the service closed?", "why", None),
        ("Who leads the service?", "who", None),
        ("Give me the wording of Direction 2.2, please.", "wording", None),
        ("What three options are there to pay for the work?", "list", None),
        ("How much is the population expected to grow?", "value", "percent"),
        ("How much will the pay increase cost?", "value", "money"),
        ("According to the report, who presented at the event?", "who", None),
        ("By how much did the share of late replies go up?", "value", "percent"),
        ("What might the council save by moving?", "value", "money"),
        ("What is the postcode of the head office?", "contact", "postcode"),
        ("What are the contact details of the office?", "contact", "email"),
        ("Who decides how many beds there are?", "who", None),
        ("How much of the day is the desk staffed?", "value", "duration"),
        ("What are the two percentages of residents?", "value", "percent"),
        ("What role did the visitors want?", "other", None),
        ("Which councillors sit on the board?", "list", None),
        ("Who is in charge of the service?", "who", None),
        ("Does the plan explain what Directions are?", "definition", None),
        ("Which risks does the paper mention?", "list", None),
        ("What does the fund want its members to do?", "other", None),
        ("What happens to my papers once I have sent them?", "other", None),
        ("What are they asking firms to do?", "other", None),
        ("What's being done for tenants in flats?", "other", None),
        ("Which Directions are to do with carers?", "mentions", None),
        ("How big a chunk of the team would go?", "value", "percent"),
        ("What two figures does the plan give for how much the town will grow?", "value", "percent"),
        ("Who chaired the review of the Postcode Address File?", "who", None),
        ("What are Directions for?", "definition", None),
        ("How many per cent say it makes a difference?", "value", "percent"),
    ],
)
def test_the_kind_and_the_value_asked_for(asked: str, kind: str, value: str | None) -> None:
    question = understand(asked)
    assert question.kind == kind
    assert question.values[:1] == (() if value is None else (value,))


def test_either_or_asks_for_a_count() -> None:
    question = understand("Does the paper put three options to the board or four?")
    assert (question.kind, question.counted) == ("value", ("option",))


def test_a_statement_that_a_question_points_back_to_is_part_of_it() -> None:
    asked = "The guide wants a roof plan. Is it a must, and since when has that been so?"
    assert parts(asked) == ["The guide wants a roof plan. Is it a must", "since when has that been so?"]


def test_figures_that_are_offered_are_looked_for() -> None:
    assert understand("Is the growth 27% or 40%?").phrases == ("27%", "40%")


def test_what_only_compares_is_no_part_of_what_is_asked() -> None:
    assert understand("How does the guide's fee compare with what the plan promises?").terms == ("guid", "fee", "plan")


def test_a_name_ends_before_what_is_done_with_it() -> None:
    assert names("How many NHS-funded posts are there?") == (("nhs",),)


def test_what_is_ruled_out_is_no_part_of_what_is_asked() -> None:
    question = understand("What does the Project Manager post (not the Project Team Manager) cost?")
    assert question.names == (("project", "manag"),)
    assert "team" not in question.terms


def test_a_verb_of_two_words_is_one_word() -> None:
    assert understand("Who signs off the plan?").terms == ("sign-off", "plan")
    assert understand("How many people signed up?").terms == ("peopl", "sign-up")


def test_parts_and_sides() -> None:
    assert parts("What is WCAG, and which version applies?") == ["What is WCAG", "which version applies?"]
    assert parts("How many came, and by how much had that gone up?") == ["How many came", "by how much had that gone up?"]
    assert parts("If we stop paying, how soon do we see the money?") == ["If we stop paying, how soon do we see the money?"]
    assert [side.text for side in halves(understand("How does the saving compare with what was invested?"))] == [
        "How does the saving", "what was invested?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("What are Derivative Works in the licence?", "Derivative Works"),
        ("What are the Directions?", ""),
        ("What are Strathmarden IJB's values?", ""),
    ],
)
def test_a_bare_plural_may_be_asked_the_meaning_of(asked: str, subject: str) -> None:
    assert (understand(asked).kind, understand(asked).subject) == ("list", subject)


def test_words_that_only_shape_the_question_are_no_part_of_what_is_asked() -> None:
    assert understand("When is the review usually supposed to end if it doesn't start?").terms == ("review", "end", "start")


def test_names_and_numbers() -> None:
    assert names("When does East Lothian's plan run out?") == (("east", "lothian"),)
    assert names("What is in the UK's INSPIRE return under Article 7?") == (("uk",), ("inspir",))
    assert names("What did the April 2024 paper say?") == ()
    assert place_numbers("What is the deadline for Direction 5.2?") == ("5.2",)
    assert place_numbers("What does 3.14 say?") == ("3.14",)
    assert place_numbers("What are the duties under section 33?") == ()


@pytest.mark.parametrize("odd", ["", "???", "🙂🙂", "a" * 10_000, "(" * 50, "Ciamar a tha sibh?", "\x00\ud800"])
def test_odd_text_is_read_without_an_error(odd: str) -> None:
    assert understand(odd).text == odd
    assert parts(odd) == [odd]
