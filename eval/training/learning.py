"""The training loop that both models share.

Written for a processor with bfloat16: the model computes in it, the weights that are learned are kept in float32. What is
kept is the running mean of those, so that every stopping point is a model.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

WARM_STEPS = 30
MEAN_OVER = 40  # steps that the kept weights are the running mean of
SAVE_EVERY = 20  # steps

Say = Callable[[str], None]
Loss = Callable[[Any], Any]  # of a batch


@dataclass(frozen=True, slots=True)
class Course:
    """What a model is taught: a step a batch, each with its loss, the learning rate at most `rate`."""

    loss: Loss
    batches: Sequence[Any]
    rate: float


def train(model: Any, course: Course, save: Path, say: Say) -> None:
    """Teach the model. The running mean of the weights is written beside `save` as it
    goes, and there in the end."""
    so_far = save.with_suffix(".part")
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    kept = [parameter.detach().float().clone() for parameter in learned]
    model.bfloat16()
    master = [one.clone() for one in kept]
    optimiser = torch.optim.AdamW(master, lr=course.rate, weight_decay=0.01, fused=True)
    lost = 0.0
    for step, batch in enumerate(course.batches, start=1):
        for choice in optimiser.param_groups:
            choice["lr"] = course.rate * rate(step, len(course.batches))
        loss = course.loss(batch)
        loss.backward()
        _update(optimiser, learned, master)
        share = max(1 / step, 1 / MEAN_OVER)
        for mean, now in zip(kept, master, strict=True):
            mean.lerp_(now, share)
        lost += float(loss.detach())
        if step % SAVE_EVERY == 0:
            _write(model, learned, kept, so_far)
            say(f"step {step} of {len(course.batches)}: loss {lost / SAVE_EVERY:.3f}")
            lost = 0.0
    _write(model, learned, kept, so_far)
    so_far.replace(save)


def rate(step: int, steps: int) -> float:
    """The share of the highest learning rate: up over the first steps, down over the last third.

    >>> [round(rate(step, 300), 2) for step in (3, 30, 200, 250, 300)]
    [0.1, 1.0, 1.0, 0.51, 0.01]
    """
    return min(1.0, step / WARM_STEPS, (steps - step + 1) / max(1, steps // 3))


def _update(optimiser: Any, learned: Sequence[Any], master: Sequence[Any]) -> None:
    for low, high in zip(learned, master, strict=True):
        if low.grad is None:
            continue
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
