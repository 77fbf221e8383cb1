"""The encoder's training: a question against its own text, everything else in the batch and one near miss of its own."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from eval.training import learning, transformer
from eval.training.groups import Group
from eval.training.learning import Course, Say

LONGEST = 144  # tokens of a text
QUESTIONS = 48  # a step
RATE = 4e-5
SHARPNESS = 20.0  # of the softmax over cosines, as the start was trained with


def model_from(folder: Path) -> Any:
    """The transformer in `folder`. Its word vectors are not trained."""
    from transformers import AutoModel

    torch.manual_seed(0)
    model = AutoModel.from_pretrained(
        str(folder), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager"
    )
    model.embeddings.requires_grad_(False)
    return model.train()


def tokenizer_of(folder: Path) -> Tokenizer:
    return transformer.tokenizer_of(folder, LONGEST)


def train(model: Any, tokenizer: Tokenizer, batches: Sequence[Sequence[Group]], save: Path, say: Say) -> None:
    learning.train(model, Course(lambda batch: _loss(model, tokenizer, batch), batches, RATE), save, say)


def batched(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Groups with an answer, a batch from one stretch of the mixture; those of like length together."""
    random = Random(0)
    answered = [group for group in groups if any(group.answers)]
    for start in range(0, len(answered), QUESTIONS * 8):
        stretch = sorted(answered[start : start + QUESTIONS * 8], key=lambda group: len(group.texts[0]))
        batches = [stretch[at : at + QUESTIONS] for at in range(0, len(stretch), QUESTIONS)]
        random.shuffle(batches)
        yield from batches


def vectors(model: Any, tokenizer: Tokenizer, texts: Sequence[str]) -> Any:
    """Unit vectors: mean of the tokens' vectors, shape (len(texts), width), float32."""
    read = transformer.tokens(tokenizer, texts)
    hidden = model(**read).last_hidden_state.float()
    held = read["attention_mask"].unsqueeze(-1).float()
    return torch.nn.functional.normalize((hidden * held).sum(1) / held.sum(1), dim=1)


def _loss(model: Any, tokenizer: Tokenizer, batch: Sequence[Group]) -> Any:
    """Minus log of the own text's softmax among all texts of the batch; the same text elsewhere in it is left out."""
    own = [group.texts[group.answers.index(True)] for group in batch]
    near = [group.texts[group.answers.index(False)] for group in batch]
    texts = own + near
    asked = vectors(model, tokenizer, [group.question for group in batch])
    alike = SHARPNESS * asked @ vectors(model, tokenizer, texts).T
    same = torch.tensor([[at != row and text == mine for at, text in enumerate(texts)] for row, mine in enumerate(own)])
    return torch.nn.functional.cross_entropy(alike.masked_fill(same, -1e9), torch.arange(len(batch)))
