"""Models from sentence-transformers, compiled once to ONNX. The only module of the product that imports torch and
sentence_transformers.

An encoder is exported whole - transformer, pooling, normalisation - to one graph, a cross-encoder to one that gives a
logit; both are kept in the home under the digest of their weights.
"""
from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from kb.errors import ModelError

GRAPH, TOKENIZER, FACTS = "model.onnx", "tokenizer.json", "facts.json"
LONGEST_PAIR = 512  # tokens, of a cross-encoder that does not say
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_OPSET = 17

Facts = dict[str, Any]


def encoder(name: str, models: Path) -> Path:
    """The folder under `models` of a compiled sentence-transformers encoder, made if it is not there yet. `name` is a folder
    or a name on the hub; the folder of an encoder that is compiled already, as `make train` leaves it, is returned as it is.
    Raises ModelError."""
    return _compiled(name, models, "encoder", _encoder)


def reranker(name: str, models: Path) -> Path:
    """As `encoder`, for a cross-encoder with one output."""
    return _compiled(name, models, "reranker", _reranker)


def source(name: str, what: str) -> Path:
    """The folder of a model: itself a folder, or a name on the hub. Raises ModelError."""
    folder = Path(name).expanduser()
    return folder if folder.is_dir() else _from_hub(name, what)


def digest(folder: Path) -> str:
    """SHA-256 of the model's weights. Raises ModelError where there are none."""
    weights = [path for pattern in _WEIGHTS for path in sorted(folder.glob(pattern))]
    if not weights:
        raise ModelError(f"{folder} holds no model of sentence-transformers: name a folder with its weights.")
    total = hashlib.sha256()
    for path in weights:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def _compiled(name: str, models: Path, what: str, compile_to: Callable[[Path, Path], Facts]) -> Path:
    """A kill while it is made leaves nothing behind that would be taken for it."""
    origin = source(name, what)
    if (origin / FACTS).exists():
        return origin
    fingerprint = digest(origin)
    folder = models / f"{what}-{fingerprint[:16]}"
    if folder.exists():
        return folder
    models.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="making-", dir=models))
    try:
        try:
            with redirect_stderr(StringIO()):  # a bar of its own over the progress that the command line shows
                facts = compile_to(origin, made)
        except Exception as error:
            raise ModelError(f"The {what} {name} cannot be compiled ({error}): name another in the settings.") from error
        facts |= {"fingerprint": fingerprint, "graph": hashlib.sha256((made / GRAPH).read_bytes()).hexdigest()}
        (made / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")
        if not folder.exists():  # another process may have been quicker
            made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _from_hub(name: str, what: str) -> Path:
    """Where the hub's client keeps the model; it is fetched only if it is not on this machine yet."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except Exception:  # not kept here, or no such name: the next line says which
        pass
    try:
        return Path(snapshot_download(name, ignore_patterns=["onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot"]))
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"The {what} {name} is no folder, is not on this machine and cannot be fetched ({reason}): name another in the "
            "settings."
        ) from error


def _encoder(origin: Path, target: Path) -> Facts:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(origin), device="cpu", model_kwargs={"attn_implementation": "eager"})
    export_encoder(model.eval(), target / GRAPH)
    model.tokenizer.backend_tokenizer.save(str(target / TOKENIZER))
    return {
        "dimension": model.get_embedding_dimension(),
        "longest": model.max_seq_length,
        "prompts": model.prompts,
        "pad": model.tokenizer.pad_token_id,
    }


def _reranker(origin: Path, target: Path) -> Facts:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(origin), device="cpu", model_kwargs={"attn_implementation": "eager"})
    if model.config.num_labels != 1:
        raise ValueError(f"it gives {model.config.num_labels} numbers a pair, not one")
    names = [name for name in model.tokenizer.model_input_names if name in PAIR_INPUTS]
    export_reranker(model.model.eval(), target / GRAPH, names)
    model.tokenizer.backend_tokenizer.save(str(target / TOKENIZER))
    longest = min(model.max_length or LONGEST_PAIR, LONGEST_PAIR)
    return {"longest": longest, "pad": model.tokenizer.pad_token_id, "slope": 1.0, "offset": 0.0}


PAIR_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export_encoder(model: Any, target: Path) -> None:
    """A SentenceTransformer as one graph: token ids and their mask in, sentence embeddings out."""
    import torch

    class Whole(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
        def __init__(self) -> None:
            super().__init__()
            self.parts = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            for part in self.parts:
                features = part(features)
            return features["sentence_embedding"]

    _export(Whole(), target, PAIR_INPUTS[:2], "embedding")


def export_reranker(model: Any, target: Path, inputs: Sequence[str] = PAIR_INPUTS) -> None:
    """A sequence classifier as one graph: a pair's tokens in, its logits out; shape (pairs,) where there is one a pair."""
    import torch

    class Logits(torch.nn.Module):  # type: ignore[misc]  # as above
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tokens: Any) -> Any:
            logits = self.model(**dict(zip(inputs, tokens, strict=True))).logits
            return logits[:, 0] if logits.shape[1] == 1 else logits

    _export(Logits(), target, inputs, "logit")


def _export(module: Any, target: Path, inputs: Sequence[str], output: str) -> None:
    import torch

    example = torch.ones((2, 8), dtype=torch.long)
    axes = {name: {0: "texts", 1: "tokens"} for name in inputs}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, but the new one wants onnxscript
        torch.onnx.export(
            module,
            (example,) * len(inputs),
            str(target),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes=axes | {output: {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,
        )
