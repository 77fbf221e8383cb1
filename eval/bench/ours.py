"""Remit as it comes, for comparison: files added through the pipeline, passages found as an answer looks for
them, without the reranker: neither product has one here."""
from __future__ import annotations

from pathlib import Path

from eval.bench.work import arguments, work
from ingest import pipeline
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings


class Ours:
    def __init__(self, scratch: Path) -> None:
        self.kb = KnowledgeBase.open(Settings(home=scratch))
        self.kb.encoder.encode(["load"])

    def ingest(self, folder: Path) -> int:
        for row in pipeline.add(self.kb, [folder]):
            if row.outcome != "added":
                raise SystemExit(f"{row.path}: {row.outcome}, {row.reason}")
        return sum(document.pages or 0 for document in self.kb.documents())

    def search(self, text: str, k: int) -> list[str]:
        return [hit.passage.text for hit in self.kb.search(text, k, reranked=0)]


if __name__ == "__main__":
    work(Ours(arguments()[2]))
