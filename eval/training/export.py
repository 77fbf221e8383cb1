"""From learned weights to what ships: one int8 graph, its tokenizer and a small file of facts."""
from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from eval.training import reranker
from kb.encoders import FACTS, GRAPH, TOKENIZER

LARGEST = 25_000_000  # bytes


def shipped(start: Path, weights: Path, folder: Path, slope: float, offset: float) -> None:
    """Write the graph, the tokenizer and the facts; `slope` and `offset` turn a logit into the log-odds of an answer."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="remit-export-") as made:
        whole = Path(made) / GRAPH
        _export(reranker.learned(start, weights), whole)
        _quantise(whole, folder / GRAPH)
    if (folder / GRAPH).stat().st_size > LARGEST:
        raise ValueError(f"{folder / GRAPH} is larger than {LARGEST} bytes: it does not ship.")
    shutil.copyfile(start / "tokenizer.json", folder / TOKENIZER)
    facts = {
        "fingerprint": hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest(),
        "longest": reranker.LONGEST,
        "slope": round(slope, 4),
        "offset": round(offset, 4),
    }
    (folder / FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def _export(model: Any, target: Path) -> None:
    class Logits(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            found = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
            return found.logits[:, 0]

    example = torch.ones((2, 8), dtype=torch.long)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "texts", 1: "tokens"} for name in names}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, but the new one wants onnxscript
        torch.onnx.export(
            Logits(),
            (example, example, example),
            str(target),
            input_names=names,
            output_names=["logit"],
            dynamic_axes=axes | {"logit": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )


def _quantise(whole: Path, target: Path) -> None:
    """Weights in seven bits a channel: with eight, processors without VNNI overflow in silence."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
