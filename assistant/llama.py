"""The assistant in LlamaIndex's terms: a query engine whose answers are Remit's own, made of quotes.

    engine = AssistantQueryEngine(kb)
    engine.query("What must a strategic plan set out?")
"""
from __future__ import annotations

from dataclasses import asdict
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore

from assistant.ask import ask
from kb.knowledge_base import EVERYWHERE, KnowledgeBase
from kb.llama import node
from kb.models import Answer, Scope


class AssistantQueryEngine(CustomQueryEngine):  # type: ignore[misc]  # llama_index is not typed here
    """Answers from the documents within the scope. The response's metadata holds `status` and `citations`; its source
    nodes are the passages quoted, in the order of the citations, each once."""

    _kb: KnowledgeBase = PrivateAttr()
    _scope: Scope = PrivateAttr()

    def __init__(self, kb: KnowledgeBase, scope: Scope = EVERYWHERE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._kb = kb
        self._scope = scope

    def custom_query(self, query_str: str) -> Response:
        return self._response(ask(self._kb, query_str, within=self._scope))

    def _response(self, answer: Answer) -> Response:
        quoted = dict.fromkeys((citation.passage, citation.doc) for citation in answer.citations)
        nodes = [NodeWithScore(node=node(self._kb.passage(passage), self._kb.document(doc))) for passage, doc in quoted]
        told = {"status": answer.status, "citations": [asdict(citation) for citation in answer.citations]}
        return Response(response=answer.text, source_nodes=nodes, metadata=told)
