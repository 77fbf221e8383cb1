"""The cross-encoder's training: listwise within a group, and each pair for itself so that its probability means something.

Written for a processor with bfloat16: the model computes in it, the weights that are learned are kept in float32. What is
kept is the running mean of those, so that every stopping point is a model.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from eval.training.groups import Group

LONGEST = 144  # tokens of question and text together
PAIRS = 40  # a step
RATE = 1e-4
WARM_STEPS = 30
MEAN_OVER = 40  # steps that the kept weights are the running mean of
SAVE_EVERY = 20  # steps
PAIR_WEIGHT = 0.5  # of the pairwise part of the loss

Say = Callable[[str], None]


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
    """A step a batch. The running mean of the weights is written beside `save` as it goes, and there in the end."""
    so_far = save.with_suffix(".part")
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    kept = [parameter.detach().float().clone() for parameter in learned]
    model.bfloat16()
    master = [one.clone() for one in kept]
    optimiser = torch.optim.AdamW(master, lr=RATE, weight_decay=0.01, fused=True)
    lost = 0.0
    for step, batch in enumerate(batches, start=1):
        for choice in optimiser.param_groups:
            choice["lr"] = rate(step, len(batches))
        loss = _loss(model, tokenizer, batch)
        loss.backward()
        _update(optimiser, learned, master)
        share = max(1 / step, 1 / MEAN_OVER)
        for mean, now in zip(kept, master, strict=True):
            mean.lerp_(now, share)
        lost += float(loss.detach())
        if step % SAVE_EVERY == 0:
            _write(model, learned, kept, so_far)
            say(f"step {step}: loss {lost / SAVE_EVERY:.3f}")
            lost = 0.0
    _write(model, learned, kept, so_far)
    so_far.replace(save)


def rate(step: int, steps: int) -> float:
    """The learning rate: up over the first steps, down over the last third.

    >>> [round(rate(step, 300) / RATE, 2) for step in (3, 30, 200, 250, 300)]
    [0.1, 1.0, 1.0, 0.51, 0.01]
    """
    return RATE * min(1.0, step / WARM_STEPS, (steps - step + 1) / max(1, steps // 3))


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


def _update(optimiser: Any, learned: Sequence[Any], master: Sequence[Any]) -> None:
    for low, high in zip(learned, master, strict=True):
        high.grad = low.grad.float()
        low.grad = None
    torch.nn.utils.clip_grad_norm_(master, 1.0)
    optimiser.step()
    with torch.no_grad():
        for low, high in zip(learned, master, strict=True):
            low.copy_(high)


def _write(model: Any, learned: Sequence[Any], kept: Sequence[Any], path: Path) -> None:
    """The model's weights with the kept ones in the place of those being learned."""
    mean = {id(parameter): value for parameter, value in zip(learned, kept, strict=True)}
    torch.save({name: mean.get(id(value), value.float()) for name, value in model.named_parameters()}, path)


def learned(start: Path, weights: Path) -> Any:
    """The model with the weights that `train` saved, ready to score."""
    model = model_from(start)
    model.load_state_dict(torch.load(weights, weights_only=True))
    return model.eval()
