from __future__ import annotations

import subprocess
import sys

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
