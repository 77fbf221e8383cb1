from __future__ import annotations

from llama_index.core import Document
from llama_index.core.schema import MetadataMode

from ingest.llama import PassageParser

TEXT = """# 4 Money

## 4.2 Reserves

The board must:

- keep a general reserve;
- report on it each March.

Carers are supported.
"""


def test_a_list_keeps_its_lead_in_and_its_headings() -> None:
    document = Document(text=TEXT)
    nodes = PassageParser().get_nodes_from_documents([document])
    listed = next(node for node in nodes if "general reserve" in node.text)
    assert "The board must" in listed.get_content(MetadataMode.EMBED) and "report on it each March" in listed.text
    assert listed.metadata["section"] == "4 Money > 4.2 Reserves"
    assert listed.ref_doc_id == document.doc_id
    assert nodes[-1].text == "Carers are supported."


def test_a_document_without_text_has_no_nodes() -> None:
    assert PassageParser().get_nodes_from_documents([Document(text="  \n")]) == []
