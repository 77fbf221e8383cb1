"""The cross-encoder's training: listwise within a group, and each pair for itself: its probability is to mean something."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from eval.training import learning
from eval.training.groups import Group
from eval.training.learning import Course, Say

LONGEST = 144  # tokens of question and text together
PAIRS = 40  # a step
RATE = 1e-4
PAIR_WEIGHT = 0.5  # of the pairwise part of the loss


def model_from(folder: Path) -> Any:
    """The encoder in `folder` with a fresh head that gives one logit. Its word vectors are not trained."""
    from transformers import AutoModelForSequenceClassification

    torch.manual_seed(0)
    model = AutoModelForSequenceClassification.from_pretrained(
        str(folder), num_labels=1, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager"
    )
    model.bert.embeddings.requires_grad_(False)
    return model.train()


def tokenizer_of(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="longest_first")
    return tokenizer


def train(model: Any, tokenizer: Tokenizer, batches: Sequence[Sequence[Group]], save: Path, say: Say) -> None:
    learning.train(model, Course(lambda batch: _loss(model, tokenizer, batch), batches, RATE), save, say)


def batched(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Groups of like length together, a few hundred at a time, so that little is spent on padding."""
    random = Random(0)
    for start in range(0, len(groups), 256):
        stretch = sorted(groups[start : start + 256], key=lambda group: max(map(len, group.texts)))
        batches: list[list[Group]] = [[]]
        for group in stretch:
            if sum(len(each.texts) for each in batches[-1]) + len(group.texts) > PAIRS:
                batches.append([])
            batches[-1].append(group)
        random.shuffle(batches)
        yield from batches


def _loss(model: Any, tokenizer: Tokenizer, batch: Sequence[Group]) -> Any:
    """Mean of: minus log of the right text's softmax among its group's; cross-entropy of each pair's own probability."""
    pairs = [(group.question, text) for group in batch for text in group.texts]
    logits = scores(model, tokenizer, pairs)
    wanted = torch.tensor([float(answers) for group in batch for answers in group.answers])
    alone = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted)
    parts = logits.split([len(group.texts) for group in batch])
    listed = [
        torch.logsumexp(part, 0) - part[group.answers.index(True)]
        for group, part in zip(batch, parts, strict=True)
        if any(group.answers)
    ]
    among = torch.stack(listed).mean() if listed else torch.zeros(())
    return among + PAIR_WEIGHT * alone


def scores(model: Any, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> Any:
    """Logits, shape (len(pairs),), float32."""
    read = tokenizer.encode_batch(list(pairs))
    longest = max(len(one.ids) for one in read)
    ids = torch.zeros((len(read), longest), dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, one in enumerate(read):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        kinds[row, : len(one.ids)] = torch.tensor(one.type_ids)
        mask[row, : len(one.ids)] = 1
    return model(input_ids=ids, attention_mask=mask, token_type_ids=kinds).logits[:, 0].float()


def learned(start: Path, weights: Path) -> Any:
    """The model with the weights that `train` saved, ready to score."""
    model = model_from(start)
    model.load_state_dict(torch.load(weights, weights_only=True))
    return model.eval()
