"""Remit as a tool of other assistants: what the tools give to whom, and the server over standard input and output."""
from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import mcp as tools
from assistant import reviewing
from assistant.mcp import Tools, asker
from assistant.reviewing import Said
from kb.errors import InputError, NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.people import OWNER
from kb.settings import Settings

QUESTION = "When must the annual performance report be published?"


@pytest.fixture(scope="module")
def partly_private(sample_copy: Path) -> Path:
    with KnowledgeBase.open(Settings(home=sample_copy)) as kb:
        plan, guidance = (next(one.id for one in kb.documents() if one.kind == kind) for kind in ("plan", "guidance"))
        kb.amend(plan, visibility="private")
        kb.amend(guidance, visibility="board")
    return sample_copy


@pytest.fixture
def kb(partly_private: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(Settings(home=partly_private)) as opened:
        yield opened


def ids(kb: KnowledgeBase, kind: str) -> list[str]:
    return [one.id for one in kb.documents() if one.kind == kind]


def test_by_default_only_public_documents_are_given(kb: KnowledgeBase) -> None:
    public, board = Tools(kb, OWNER, {"public"}), Tools(kb, OWNER, {"public", "board"})
    plan, guidance = ids(kb, "plan")[0], ids(kb, "guidance")[0]
    assert {row["doc"] for row in public.search("health and social care", 50)}.isdisjoint({plan, guidance})
    assert plan not in {row["doc"] for row in board.search("health and social care", 50)}
    assert public.duties()["total"] < board.duties()["total"]
    assert {row["doc"] for row in board.duties(modality="must")["duties"]} >= {guidance}
    assert all(row["modality"] == "must" for row in board.duties(modality="must")["duties"])
    with pytest.raises(InputError):
        public.check(plan)


def test_a_duty_said_not_to_apply_says_so(kb: KnowledgeBase) -> None:
    board = Tools(kb, OWNER, {"public", "board"})
    duty = board.duties()["duties"][0]["id"]
    for kind, why in (("drop", "we are none"), ("restore", "")):
        reviewing.mend(kb, duty, kind, {}, Said("duty", why=why, who="Ann"))
        told = board.duties()["duties"][0].get("does_not_apply", "")
        assert told.endswith(why) and bool(told) == bool(why)


def test_answers_and_checks_are_those_of_the_command_line(kb: KnowledgeBase) -> None:
    everything = Tools(kb, OWNER, {"public", "board", "private"})
    answer = everything.ask("How much will the short breaks fund be in 2026/27?")
    assert answer["status"] == "answered" and "£310,000" in answer["answer"] and answer["citations"]
    assert everything.ask("Who won the football?")["status"] == "not_found"
    first = everything.duties(after=0)
    assert len(first["duties"]) <= tools.MOST and everything.duties(after=first["total"])["duties"] == []


def test_in_whose_name_is_asked(kb: KnowledgeBase) -> None:
    assert asker(kb, None) == OWNER
    ann = kb.people.add("Ann", "reader", None)
    try:
        with pytest.raises(InputError, match="say with --user"):
            asker(kb, None)
        with pytest.raises(InputError, match="no person called Eve"):
            asker(kb, "Eve")
        asking = Tools(kb, ann, {"public", "board", "private"})
        assert ids(kb, "plan")[0] not in {row["doc"] for row in asking.search("plan", 50)}
        with pytest.raises(NotAllowed, match="may not check plans"):
            asking.check(ids(kb, "plan")[0])
    finally:
        kb.people.remove("Ann")


@pytest.mark.slow
def test_another_assistant_talks_to_the_command(partly_private: Path) -> None:
    from mcp import ClientSession, StdioServerParameters, stdio_client

    command = [sys.executable, "-c", "from assistant.cli import main; main()", "mcp", "--documents", "board"]
    env = {**os.environ, "REMIT_HOME": str(partly_private)}
    server = StdioServerParameters(command=command[0], args=command[1:], env=env)

    async def talk() -> tuple[list[str], dict[str, object], str]:
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            offered = [tool.name for tool in (await session.list_tools()).tools]
            found = await session.call_tool("ask", {"question": "How much will the short breaks fund be in 2026/27?"})
            wrong = await session.call_tool("check", {"plan": "no-such"})
            return offered, json.loads(found.content[0].text), wrong.content[0].text

    offered, answer, wrong = asyncio.run(asyncio.wait_for(talk(), 120))
    assert offered == ["ask", "search", "duties", "check"]
    assert answer["status"] == "answered" and "£310,000" in str(answer["answer"])
    assert "No document no-such is in the library" in wrong and "Traceback" not in wrong
