"""Pairs of questions that one word tells apart: how many are answered and refused, what one is traded for the other."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant import silence
from assistant.ask import ask
from kb.knowledge_base import KnowledgeBase

LEVELS = (9.0, 0.75, 0.5)  # weights of a missing word from which silence is told; the first: never for that alone

Pair = dict[str, Any]


def figures(kb: KnowledgeBase, pairs: Sequence[Pair]) -> dict[str, float]:
    """The share of the answerable ones that are answered with their fact, and of the others that are refused."""
    answered = sum(_is_answered(kb, pair) for pair in pairs)
    refused = sum(ask(kb, pair["unanswerable"]).status == "not_found" for pair in pairs)
    return {"answered": answered / len(pairs), "refused": refused / len(pairs), "pairs": len(pairs)}


def curve(kb: KnowledgeBase, pairs: Sequence[Pair], levels: Sequence[float] = LEVELS) -> dict[str, dict[str, float]]:
    """The figures at each level of `silence.RARE`, which is put back afterwards."""
    kept, found = silence.RARE, {}
    try:
        for level in levels:
            silence.RARE = level
            found[f"{level:g}"] = figures(kb, pairs)
    finally:
        silence.RARE = kept
    return found


def _is_answered(kb: KnowledgeBase, pair: Pair) -> bool:
    answer = ask(kb, pair["answerable"])
    held = all(any(one in answer.text for one in group) for group in pair["answer_must_contain"])
    return answer.status != "not_found" and held
