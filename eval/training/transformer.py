"""What every training starts with: the tokenizer, its tokens as tensors, and a classifier of pairs of texts."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

Texts = Sequence[str] | Sequence[tuple[str, str]]  # texts, or pairs of them


def tokenizer_of(folder: Path, longest: int) -> Tokenizer:
    """Cuts what has more than `longest` tokens; of a pair, the longer text first."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest, strategy="longest_first")
    return tokenizer


def classifier(folder: Path, outputs: int) -> Any:
    """The encoder in `folder` with a fresh head that gives so many logits a pair. Its word vectors are not trained."""
    from transformers import AutoModelForSequenceClassification

    torch.manual_seed(0)
    model = AutoModelForSequenceClassification.from_pretrained(
        str(folder),
        num_labels=outputs,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    model.bert.embeddings.requires_grad_(False)
    return model.train()


def learned(model: Any, weights: Path) -> Any:
    """The model with the weights that training saved, ready to score."""
    model.load_state_dict(torch.load(weights, weights_only=True))
    return model.eval()


def logits(model: Any, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> Any:
    """Of a classifier: shape (len(pairs), outputs), float32."""
    return model(**tokens(tokenizer, pairs)).logits.float()


def tokens(tokenizer: Tokenizer, texts: Texts) -> dict[str, Any]:
    """The model's inputs by name, each of shape (len(texts), the longest)."""
    read = tokenizer.encode_batch(list(texts))
    longest = max(len(one.ids) for one in read)
    ids = torch.zeros((len(read), longest), dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, one in enumerate(read):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        kinds[row, : len(one.ids)] = torch.tensor(one.type_ids)
        mask[row, : len(one.ids)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
