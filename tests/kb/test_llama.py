from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from kb.knowledge_base import KnowledgeBase
from kb.models import Scope


def test_llamaindex_gets_the_same_passages_with_their_place(kb: KnowledgeBase, write) -> None:
    from kb.llama import PassageRetriever

    numbered = {"text": "The reserve stood at £5m.", "section": ("4 Money", "4.2 Reserves"), "number": "4.2"}
    kb.replace(write("plan", [numbered, "Carers are supported."], title="The Plan"))
    kb.replace(write("other", ["The reserve is elsewhere."]))
    nodes = PassageRetriever(kb, k=2, scope=Scope(docs=("plan",))).retrieve("How large is the reserve?")
    hits = kb.search("How large is the reserve?", 2, Scope(docs=("plan",)))
    assert [(node.node_id, node.text) for node in nodes] == [(hit.passage.id, hit.passage.text) for hit in hits]
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    assert nodes[0].metadata == {
        "doc": "plan",
        "title": "The Plan",
        "page": 1,
        "page_label": "i",
        "section": "4.2 Reserves",
        "number": "4.2",
    }


def test_llamaindex_is_loaded_only_where_it_is_used() -> None:
    code = "import sys, kb.knowledge_base; print([n for n in ('llama_index', 'chromadb', 'torch') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_encoder_is_an_embedding_model(kb: KnowledgeBase) -> None:
    from kb.llama import RemitEmbedding

    model = RemitEmbedding(kb.encoder)
    texts = ["The reserve stood at £5m.", "Carers are supported."]
    assert np.allclose(model.get_text_embedding_batch(texts), kb.encoder.encode(texts))
    assert np.allclose(model.get_query_embedding("reserve?"), kb.encoder.encode(["reserve?"], "query")[0])


def test_the_reranker_puts_nodes_in_order(kb: KnowledgeBase) -> None:
    from llama_index.core.schema import NodeWithScore, TextNode

    from kb.llama import RemitReranker

    assert kb.reranker is not None
    texts = ["Carers are supported.", "The general reserve stood at £5m in March.", "Meetings are held monthly."]
    nodes = [NodeWithScore(node=TextNode(text=text), score=0.5) for text in texts]
    found = RemitReranker(kb.reranker, top_n=2).postprocess_nodes(nodes, query_str="How large is the general reserve?")
    assert found[0].text == texts[1] and len(found) == 2
    assert found[0].score == max(kb.reranker.score("How large is the general reserve?", texts))
    with pytest.raises(ValueError, match="needs the query"):
        RemitReranker(kb.reranker).postprocess_nodes(nodes)


def test_llamaindex_evaluates_the_retriever(kb: KnowledgeBase, write) -> None:
    from llama_index.core.evaluation import RetrieverEvaluator

    from kb.llama import PassageRetriever

    kb.replace(write("plan", ["The reserve stood at £5m.", "Carers are supported.", "Meetings are held monthly."]))
    wanted = kb.search("How often are meetings held?", 1)[0].passage.id
    judge = RetrieverEvaluator.from_metric_names(["hit_rate", "mrr"], retriever=PassageRetriever(kb, k=2))
    found = judge.evaluate("How often are meetings held?", expected_ids=[wanted])
    assert found.metric_vals_dict == {"hit_rate": 1.0, "mrr": 1.0}


def test_llamaindex_chats_over_the_retriever(kb: KnowledgeBase, write) -> None:
    from llama_index.core.chat_engine import ContextChatEngine
    from llama_index.core.llms import MockLLM
    from llama_index.core.memory import ChatMemoryBuffer

    from kb.llama import PassageRetriever

    kb.replace(write("plan", ["The reserve stood at £5m.", "Carers are supported."]))
    memory = ChatMemoryBuffer.from_defaults()
    chat = ContextChatEngine.from_defaults(retriever=PassageRetriever(kb, k=1), llm=MockLLM(), memory=memory)
    said = chat.chat("How large is the reserve?")
    assert [node.text for node in said.source_nodes] == ["The reserve stood at £5m."]
