"""From logits to probabilities that mean what they say: two numbers, fitted on groups that nothing was learned from."""
from __future__ import annotations

from collections.abc import Sequence

from eval.training.groups import Group
from kb.encoders import Reranker

BINS = 10


def judged(reranker: Reranker, groups: Sequence[Group]) -> tuple[list[float], list[bool]]:
    """The logit of each text of each group, as the compiled model gives it, and whether the text answers."""
    logits = [float(logit) for group in groups for logit in reranker.logits(group.question, group.texts)]
    return logits, [answers for group in groups for answers in group.answers]


def fitted(logits: Sequence[float], answers: Sequence[bool]) -> tuple[float, float, float]:
    """Slope and offset of the logistic curve that fits the first half best (Platt), and its calibration error on the
    second."""
    from sklearn.linear_model import LogisticRegression

    half = len(logits) // 2
    curve = LogisticRegression(C=1e6).fit([[logit] for logit in logits[:half]], answers[:half])
    chances = curve.predict_proba([[logit] for logit in logits[half:]])[:, 1]
    return float(curve.coef_[0][0]), float(curve.intercept_[0]), error(chances.tolist(), answers[half:])


def error(chances: Sequence[float], answers: Sequence[bool]) -> float:
    """Expected calibration error: in ten bins of probability, how far it is from the share that does answer.

    >>> error([0.8, 0.8, 0.8, 0.8, 0.1], [True, True, True, False, False])
    0.06
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for chance, answer in zip(chances, answers, strict=True):
        bins[min(int(chance * BINS), BINS - 1)].append((chance, answer))
    far = (abs(sum(chance for chance, _ in one) - sum(answer for _, answer in one)) for one in bins)
    return round(sum(far) / max(1, len(chances)), 4)


def chosen_first(groups: Sequence[Group], logits: Sequence[float]) -> float:
    """Share of the groups with an answer whose answer has the best logit."""
    first = []
    start = 0
    for group in groups:
        own = logits[start : start + len(group.texts)]
        start += len(group.texts)
        if any(group.answers):
            first.append(own.index(max(own)) == group.answers.index(True))
    return sum(first) / max(1, len(first))
