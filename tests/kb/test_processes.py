"""Several processes and one home: what one changes the others see, and a kill anywhere loses nothing."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

OLD = "The general reserve stood at £5m."
NEW = "The general reserve stood at £6m."

# A process that does what it is told, line by line, and answers in JSON.
WORKER = """
import json, os, sys
from pathlib import Path
from kb import indexing
from kb.ids import passage_id
from kb.knowledge_base import KnowledgeBase
from kb.models import NewVersion, Passage
from kb.settings import Settings

def replace(kb, doc, texts):
    version = kb.next_version(doc)
    passages = tuple(Passage(passage_id(doc, version, n), doc, version, n, "paragraph", t) for n, t in enumerate(texts, 1))
    kb.replace(NewVersion(doc, doc, "plan", doc, doc, "text", passages, version))

def die_at(kb, place):
    owner, name = {"pending": (kb._catalog, "begin_version"), "embedded": (indexing, "embedded"),
                   "indexed": (kb._vectors, "add"), "flipped": (kb, "_saw_own_write")}[place]
    done = getattr(owner, name)
    def then_die(*given):
        done(*given)
        os._exit(9)
    setattr(owner, name, then_die)

with KnowledgeBase.open(Settings(home=Path(sys.argv[1]))) as kb:
    for line in sys.stdin:
        told = json.loads(line)
        found = None
        if told[0] == "search":
            found = [hit.passage.text for hit in kb.search(told[1])]
        elif told[0] == "replace":
            replace(kb, *told[1:])
        elif told[0] == "remove":
            kb.remove(told[1])
        elif told[0] == "die at":
            die_at(kb, told[1])
        print(json.dumps(found), flush=True)
"""

Told = Callable[..., Any]


@pytest.fixture
def worker(settings: Settings) -> Iterator[Callable[[], Told]]:
    started: list[subprocess.Popen[str]] = []

    def start() -> Told:
        command = [sys.executable, "-c", WORKER, str(settings.home)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        started.append(process)

        def tell(*words: object) -> Any:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(words) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            return json.loads(answer) if answer else process.wait()

        return tell

    yield start
    for process in started:
        process.communicate()


def test_what_one_process_adds_and_removes_the_other_sees(kb: KnowledgeBase, write, worker: Callable[[], Told]) -> None:
    kb.replace(write("plan", [OLD]))
    other = worker()
    assert other("search", "general reserve") == [OLD]
    kb.replace(write("plan", [NEW], version=2))
    assert other("search", "general reserve") == [NEW]
    other("replace", "paper", ["Carers are supported."])
    assert [hit.passage.text for hit in kb.search("who supports carers", k=1)] == ["Carers are supported."]
    other("remove", "plan")
    assert [hit.document.id for hit in kb.search("general reserve")] == ["paper"]
    kb.remove("paper")
    assert other("search", "general reserve") == []


@pytest.mark.parametrize("place", ["pending", "embedded", "indexed"])
def test_a_kill_before_the_flip_leaves_the_old_version_whole(
    kb: KnowledgeBase, write, worker: Callable[[], Told], place: str
) -> None:
    kb.replace(write("plan", [OLD]))
    dying = worker()
    dying("die at", place)
    assert dying("replace", "plan", [NEW, "More."]) == 9
    assert [hit.passage.text for hit in kb.search("general reserve")] == [OLD]
    assert [passage.text for passage in kb.passages("plan")] == [OLD]
    worker()("replace", "plan", [NEW, "More."])  # and the next run goes on
    assert [hit.passage.text for hit in kb.search("general reserve", k=1)] == [NEW]
    assert [document.passages for document in kb.documents()] == [2]
    assert kb._vectors.count("passages-1") == 2
    assert kb._catalog.leftovers() == []


def test_a_kill_after_the_flip_leaves_the_new_version_whole(kb: KnowledgeBase, write, worker: Callable[[], Told]) -> None:
    kb.replace(write("plan", [OLD]))
    dying = worker()
    dying("die at", "flipped")
    assert dying("replace", "plan", [NEW]) == 9
    assert [hit.passage.text for hit in kb.search("general reserve")] == [NEW]
    assert kb._catalog.leftovers() == [("plan", 1)]
    kb.replace(write("other", ["Carers are supported."]))
    assert kb._catalog.leftovers() == []
    assert kb._vectors.count("passages-1") == 2


def test_a_kill_while_the_first_document_is_added_leaves_an_empty_library(
    kb: KnowledgeBase, settings: Settings, write, worker: Callable[[], Told]
) -> None:
    dying = worker()
    dying("die at", "indexed")
    assert dying("replace", "plan", [OLD]) == 9
    assert kb.documents() == []
    assert kb.search("general reserve") == []
    kb.replace(write("plan", [NEW], version=kb.next_version("plan")))
    assert [hit.passage.text for hit in kb.search("general reserve")] == [NEW]
    assert Path(settings.vectors).exists()
