"""The knowledge base as a LlamaIndex retriever. The only module of this room that imports llama_index.

    engine = RetrieverQueryEngine.from_args(PassageRetriever(kb, k=5), llm=llm)
"""
from __future__ import annotations

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from kb.knowledge_base import EVERYWHERE, KnowledgeBase
from kb.models import Hit, Scope


class PassageRetriever(BaseRetriever):  # type: ignore[misc]  # llama_index is not typed here
    """Hybrid search as LlamaIndex knows retrieval: the `k` best passages within the scope, best first."""

    def __init__(self, kb: KnowledgeBase, k: int = 10, scope: Scope = EVERYWHERE) -> None:
        self._kb = kb
        self._k = k
        self._scope = scope
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._kb.search(query_bundle.query_str, self._k, self._scope)
        return [NodeWithScore(node=node(hit), score=hit.score) for hit in hits]


def node(hit: Hit) -> TextNode:
    """A hit as a node: the passage's own id and text, and its place as metadata.

    The place is shown to a language model and left out of what an embedding model of LlamaIndex would be given.
    """
    passage, document = hit.passage, hit.document
    place = {
        "doc": document.id,
        "title": document.title,
        "page": passage.page,
        "page_label": document.label(passage.page),
        "section": passage.heading,
        "number": passage.number,
    }
    return TextNode(id_=passage.id, text=passage.text, metadata=place, excluded_embed_metadata_keys=list(place))
