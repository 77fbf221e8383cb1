"""A reader cannot reach a private document by anything that is drawn from the whole library.

test_web_people tries search, answers, citations, pictures, exports and links; here stand registers, suggestions, lists,
the induction and what other programs ask. Each is looked at as a planner too, who may see it: it would be there.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import gradio as gr
import pytest

from assistant import conflicts, export, induction, induction_pack, matrix, tracker
from assistant.ask import ask
from assistant.crosscheck import check
from assistant.mcp import Tools
from assistant.suggestions import following, suggested
from assistant.web import directions, document, history, library, requirements, scoping, start
from assistant.web.desk import Desk
from ingest import pipeline
from kb.errors import InputError, RemitError
from kb.knowledge_base import KnowledgeBase
from kb.models import VISIBILITIES
from kb.people import Person
from kb.settings import Settings

HIDDEN = {
    "plan": """<h2>1 Heron money</h2><p>Heron Board was set up in 2016 to keep herons.</p>
<p>The heron reserve is £2.1m. The heron plan runs until 31 April 2030.</p>
<p>Contact: Hettie Heron, Chair of the Heron Board.</p>""",
    "guidance": """<h2>1 Heron reports</h2><p>The Heron Board must publish a heron report each year.</p>
<p>The Heron Board should count its herons.</p><p>The Heron Board may feed its herons.</p>
<h2>2 Glossary</h2><p>HPG: Heron Planning Group</p><p>Heronry means the place where herons breed.</p>""",
    "directions": """<h2>1 Heron homes</h2><p>1.1 NHS Heron must open two heron clinics by June 2025 at a cost of £2m.</p>
<p>1.2 Heron Council must publish its heron rota by May 2027.</p>""",
    "paper": """<h2>1 Heron decisions</h2><p>The Heron Board is asked to agree the heron budget of £3m.</p>
<p>This report is on Direction 1.1 and its herons.</p>""",
}
SHOWN = "<title>Notice</title><h1>Notice</h1><p>The board meets in the town hall. The reserve is £9m.</p>"
QUESTION = "How much is the heron reserve?"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, compiled_models: Path) -> Iterator[KnowledgeBase]:
    home, files = tmp_path_factory.mktemp("hidden"), tmp_path_factory.mktemp("files")
    (home / "models").symlink_to(compiled_models, target_is_directory=True)
    with KnowledgeBase.open(Settings(home=home)) as opened:
        (files / "notice.html").write_text(SHOWN, encoding="utf-8")
        assert [row.outcome for row in pipeline.add(opened, [files / "notice.html"])] == ["added"]
        for kind, text in HIDDEN.items():
            path = files / f"{kind}.html"
            path.write_text(f"<title>Heron {kind}</title><h1>Heron {kind}</h1>{text}", encoding="utf-8")
            facts = pipeline.Facts(kind=kind, authority="Heron Board", visibility="private", date="2026")
            assert [row.outcome for row in pipeline.add(opened, [path], facts)] == ["added"]
        for name, role in (("Ann", "reader"), ("Paul", "planner")):
            opened.people.add(name, role, None)
        opened.answers.keep(ask(opened, QUESTION), "Paul")
        yield opened


WAYS: dict[str, Callable[[KnowledgeBase], object]] = {
    "the list of documents": library.listed,
    "what changed": lambda kb: library.told_since(kb, "2000", True),
    "suggested questions": suggested,
    "questions that follow": lambda kb: following(kb, ask(kb, "What does Direction 1.1 ask for?")),
    "what can be chosen to search": lambda kb: scoping.choices(kb.documents()),
    "every mention": lambda kb: [one.passage.text for one in kb.mentions("heron")],
    "requirements": requirements.listed,
    "terms": lambda kb: kb.glossary(),
    "sums and decisions": lambda kb: kb.entries(),
    "Directions": directions.listed,
    "owners": directions.owners,
    "the tracker": tracker.tracked,
    "conflicts": conflicts.conflicts,
    "the induction": lambda kb: start.course_html(kb, None, []),
    "who is who": lambda kb: next(one.points for one in induction.steps(kb, "Heron Board") if one.name == "who"),
    "the quiz": lambda kb: start.quiz_html(kb, None, {}),
    "the pack": lambda kb: induction_pack.gather(kb).as_json(),
    "old answers": lambda kb: kb.answers.recent(),
    "old questions found by words": lambda kb: kb.answers.recent(words="heron"),
}


SECRET = re.compile(r"heron|direction 1\.[12]", re.IGNORECASE)


def sees(kb: KnowledgeBase, name: str) -> KnowledgeBase:
    return Desk(kb).kb(gr.Request(username=name))


@pytest.mark.parametrize("way", WAYS)
def test_nothing_drawn_from_the_library_shows_what_is_hidden(kb: KnowledgeBase, way: str) -> None:
    assert SECRET.search(str(WAYS[way](sees(kb, "Paul"))))
    assert not SECRET.search(str(WAYS[way](sees(kb, "Ann"))))


BY_NAME: dict[str, Callable[[KnowledgeBase, Person], object]] = {
    "opening a document": lambda kb, who: document.details(kb, "plan", who),
    "what was read on a page": lambda kb, who: document.leaf(kb, "plan", 1),
    "checking it": lambda kb, who: list(check(kb, "plan")),
    "plans side by side": lambda kb, who: matrix.side_by_side(kb, ["plan", "paper"]),
    "a pack of the body": lambda kb, who: induction_pack.gather(kb, "Heron Board"),
    "who is who": lambda kb, who: next(one.points for one in induction.steps(kb, "Heron Board") if one.name == "who"),
    "an answer to export": lambda kb, who: export.markdown(kb.answers.get(1)),
    "other programs, by question": lambda kb, who: Tools(kb, who, set(VISIBILITIES)).ask(QUESTION)["citations"],
    "other programs, by words": lambda kb, who: Tools(kb, who, set(VISIBILITIES)).search("heron", 50),
    "other programs, by requirement": lambda kb, who: Tools(kb, who, set(VISIBILITIES)).duties("guidance"),
    "other programs, by check": lambda kb, who: Tools(kb, who, set(VISIBILITIES)).check("plan"),
}


@pytest.mark.parametrize("way", BY_NAME)
def test_nor_does_asking_for_it_by_its_name(kb: KnowledgeBase, way: str) -> None:
    """A refusal says the same of what is hidden as of what is not there."""
    paul, ann = (kb.people.named(name) for name in ("Paul", "Ann"))
    assert paul and ann and SECRET.search(str(BY_NAME[way](sees(kb, "Paul"), paul)))
    try:
        told = str(BY_NAME[way](sees(kb, "Ann"), ann))
    except RemitError as error:
        told = str(error).replace("Heron Board", "")  # which the asker named
    assert not SECRET.search(told)


def test_what_others_asked_is_not_opened_renamed_or_removed_by_its_number(kb: KnowledgeBase) -> None:
    assert history.own(sees(kb, "Paul"), "1", "Paul") == 1
    for asking in ("Ann", "Paul"):
        with pytest.raises(InputError, match=r"^No answer 1 "):
            history.own(sees(kb, asking), "1", "Ann")
