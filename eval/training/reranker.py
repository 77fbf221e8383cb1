"""The cross-encoder's training: listwise within a group, and each pair for itself: its probability is to mean something."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from eval.training import transformer
from eval.training.groups import Group
from eval.training.learning import Course

LONGEST = 144  # tokens of question and text together
PAIRS = 40  # a step
RATE = 1e-4
PAIR_WEIGHT = 0.5  # of the pairwise part of the loss


def model_from(folder: Path) -> Any:
    """The encoder in `folder` with a fresh head that gives one logit."""
    return transformer.classifier(folder, 1)


def tokenizer_of(folder: Path) -> Tokenizer:
    return transformer.tokenizer_of(folder, LONGEST)


def course(model: Any, tokenizer: Tokenizer, groups: Sequence[Group], rate: float = RATE) -> Course:
    """What `learning.train` teaches the model."""
    return Course(lambda batch: _loss(model, tokenizer, batch), list(batched(groups)), rate)


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
    logits = transformer.logits(model, tokenizer, pairs)[:, 0]
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


def learned(start: Path, weights: Path) -> Any:
    """The model with the weights that `train` saved, ready to score."""
    return transformer.learned(model_from(start), weights)
