"""The knowledge base in LlamaIndex's own terms: its encoder, its search, its reranker.

    engine = RetrieverQueryEngine.from_args(PassageRetriever(kb, k=5), llm=llm)
"""
from __future__ import annotations

from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode

from kb.encoders import Encoder, Reranker
from kb.knowledge_base import EVERYWHERE, KnowledgeBase
from kb.models import Document, Hit, Passage, Scope


class PassageRetriever(BaseRetriever):  # type: ignore[misc]  # llama_index is not typed here
    """The whole search as LlamaIndex knows retrieval: the `k` best passages within the scope, best first."""

    def __init__(self, kb: KnowledgeBase, k: int = 10, scope: Scope = EVERYWHERE) -> None:
        self._kb = kb
        self._k = k
        self._scope = scope
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._kb.search(query_bundle.query_str, self._k, self._scope)
        return [NodeWithScore(node=node_of_hit(hit), score=hit.score) for hit in hits]


class RemitEmbedding(BaseEmbedding):  # type: ignore[misc]  # as above
    """Remit's encoder as LlamaIndex knows an embedding model."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **kwargs: Any) -> None:
        super().__init__(model_name=f"remit-{encoder.fingerprint[:12]}", **kwargs)
        self._encoder = encoder

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(map(float, self._encoder.encode([query], "query")[0]))

    def _get_text_embedding(self, text: str) -> list[float]:
        return list(map(float, self._encoder.encode([text])[0]))

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, vector)) for vector in self._encoder.encode(texts)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class RemitReranker(BaseNodePostprocessor):  # type: ignore[misc]  # as above
    """Remit's reranker as LlamaIndex knows one: the `top_n` nodes that most likely answer, that probability as score."""

    top_n: int = 5
    _reranker: Reranker = PrivateAttr()

    def __init__(self, reranker: Reranker, top_n: int = 5, **kwargs: Any) -> None:
        super().__init__(top_n=top_n, **kwargs)
        self._reranker = reranker

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            raise ValueError("RemitReranker needs the query: call it with query_str or query_bundle.")
        texts = [each.node.get_content(MetadataMode.EMBED) for each in nodes]
        chances = self._reranker.score(query_bundle.query_str, texts).tolist()
        scored = [NodeWithScore(node=each.node, score=chance) for each, chance in zip(nodes, chances, strict=True)]
        return sorted(scored, key=lambda each: -each.score)[: self.top_n]


def node_of_hit(hit: Hit) -> TextNode:
    """A hit as a node: the passage's own id and text, and its place as metadata."""
    return node(hit.passage, hit.document)


def node(passage: Passage, document: Document) -> TextNode:
    """The place is shown to a language model and left out of what an embedding model of LlamaIndex would be given."""
    place = {
        "doc": document.id,
        "title": document.title,
        "page": passage.page,
        "page_label": document.label(passage.page),
        "section": passage.heading,
        "number": passage.number,
    }
    return TextNode(id_=passage.id, text=passage.text, metadata=place, excluded_embed_metadata_keys=list(place))
