"""The structure of a document in LlamaIndex's terms: passages with their headings, lead-ins and numbers, as nodes.

    nodes = PassageParser().get_nodes_from_documents([Document(text=...)])
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, TextNode

from ingest.passages import passages
from ingest.readers import text
from kb.ids import slug
from kb.models import Passage


class PassageParser(NodeParser):  # type: ignore[misc]  # llama_index is not typed here
    """Cuts the text of LlamaIndex documents (plain or Markdown) into Remit's passages: a list with its lead-in, a table's
    rows with its header, a numbered paragraph with its number. What stands above a passage is metadata, so that an
    embedding model sees it and the node's text stays the document's own."""

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        return [node for document in nodes for node in _nodes(document)]


def _nodes(document: BaseNode) -> list[TextNode]:
    content = document.get_content()
    if not content.strip():
        return []
    origin = {NodeRelationship.SOURCE: document.as_related_node_info()}
    cut = passages(text.blocks(content), slug(document.node_id), 1, "")
    return [TextNode(text=passage.text, metadata=_place(passage), relationships=origin) for passage in cut]


def _place(passage: Passage) -> dict[str, str]:
    said = {
        "section": " > ".join(passage.section),
        "number": passage.number,
        "caption": passage.caption,
        "lead_in": passage.lead_in,
    }
    return {name: value for name, value in said.items() if value}
