"""The assistant as LlamaIndex's query engine, over the sample library."""
from __future__ import annotations

import pytest
from llama_index.core.chat_engine import CondenseQuestionChatEngine
from llama_index.core.llms import MockLLM
from llama_index.core.memory import ChatMemoryBuffer

from assistant.ask import ask
from assistant.llama import AssistantQueryEngine
from kb.knowledge_base import KnowledgeBase

QUESTION = "What is Direction 3.1?"


@pytest.fixture(scope="module")
def kb(stocked: KnowledgeBase) -> KnowledgeBase:
    return stocked


def test_the_engine_gives_remits_own_answer_with_its_passages(kb: KnowledgeBase) -> None:
    own = ask(kb, QUESTION)
    found = AssistantQueryEngine(kb).query(QUESTION)
    assert own.citations and found.response == own.text
    assert found.metadata is not None and found.metadata["status"] == own.status
    assert [node.node_id for node in found.source_nodes] == list(dict.fromkeys(one.passage for one in own.citations))
    assert all(one.quote in kb.passage(one.passage).text for one in own.citations)


def test_silence_has_no_source(kb: KnowledgeBase) -> None:
    found = AssistantQueryEngine(kb).query("How many penguins live in Antarctica?")
    assert found.metadata is not None and found.metadata["status"] == "not_found"
    assert found.source_nodes == []


def test_llamaindex_chats_through_it(kb: KnowledgeBase) -> None:
    memory = ChatMemoryBuffer.from_defaults()
    chat = CondenseQuestionChatEngine.from_defaults(AssistantQueryEngine(kb), llm=MockLLM(), memory=memory)
    assert str(chat.chat(QUESTION)) == ask(kb, QUESTION).text
