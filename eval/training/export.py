"""From learned weights to what ships: one int8 graph, its tokenizer and a small file of facts."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from eval.training import reranker as cross_encoder
from kb import compiling
from kb.compiling import FACTS, GRAPH, TOKENIZER

LARGEST = 25_000_000  # bytes


def encoder(start: Path, weights: Path, folder: Path) -> None:
    """Write the encoder that `weights` were learned for: the sentence-transformers model in `start` with them in it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(start), device="cpu", model_kwargs={"attn_implementation": "eager"})
    model[0].auto_model.load_state_dict(torch.load(weights, weights_only=True), strict=False)
    facts = {
        "dimension": model.get_embedding_dimension(),
        "longest": model.max_seq_length,
        "prompts": {},
        "pad": model.tokenizer.pad_token_id,
    }
    ship(lambda target: compiling.export_encoder(model.eval(), target), start, folder, facts)


def reranker(start: Path, weights: Path, folder: Path) -> None:
    """Write the reranker, its logit still taken for the log-odds of an answer."""
    model = cross_encoder.learned(start, weights)
    facts = {"longest": cross_encoder.LONGEST, "slope": 1.0, "offset": 0.0}
    ship(lambda target: compiling.export_reranker(model, target), start, folder, facts)


def note(folder: Path, **facts: Any) -> None:
    """Put further facts beside a model."""
    known = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    (folder / FACTS).write_text(json.dumps(known | facts) + "\n", encoding="utf-8")


def ship(export: Callable[[Path], None], start: Path, folder: Path, facts: Mapping[str, Any]) -> None:
    """Write what `export` makes as int8, the tokenizer of `start`, and the facts with the graph's digest."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="remit-export-") as made:
        export(Path(made) / GRAPH)
        _quantise(Path(made) / GRAPH, folder / GRAPH)
    if (folder / GRAPH).stat().st_size > LARGEST:
        raise ValueError(f"{folder / GRAPH} is larger than {LARGEST} bytes: it does not ship.")
    _plain_tokenizer(start / TOKENIZER, folder / TOKENIZER)
    graph = hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest()
    (folder / FACTS).write_text(json.dumps({"fingerprint": graph, "graph": graph, "alone": True}), encoding="utf-8")
    note(folder, **facts)


def _plain_tokenizer(origin: Path, target: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(origin))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target), pretty=False)


def _quantise(whole: Path, target: Path) -> None:
    """Weights in seven bits a channel: with eight, processors without VNNI overflow in silence."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        whole,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},  # products of two activations gain nothing from it
    )
