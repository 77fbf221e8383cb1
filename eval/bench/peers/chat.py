"""gr.ChatInterface over LlamaIndex, both as they come: the answer is what the retriever found.

Called with a folder of files, an empty folder and a port.
"""
from __future__ import annotations

import sys
from pathlib import Path

import gradio as gr

from eval.bench.peers.stock import Stock


def serve(files: Path, scratch: Path, port: int) -> None:
    product = Stock(scratch)
    product.ingest(files)

    def answer(message: str, history: list[object]) -> str:
        return "\n\n".join(product.search(message, 5))

    gr.ChatInterface(answer, analytics_enabled=False).launch(server_name="127.0.0.1", server_port=port, quiet=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
