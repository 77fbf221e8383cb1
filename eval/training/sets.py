"""The training mixture: what is taken of each data set, and what is kept back."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from eval import datasets
from eval.datasets import Asked, Key
from eval.training import groups
from eval.training.groups import Group

SEED = 20

Candidates = Mapping[str, Sequence[Key]]  # of ObliQA's questions: what the first stage finds, best first
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Groups taken of each set in one pass; ObliQA's questions, the most like ours, are all used, each with `near` passages
    that do not answer."""

    squad2: int
    doc2dial: int
    policyqa: int
    near: int


FOR_ENCODER, FOR_RERANKER = Sizes(2400, 1500, 600, 4), Sizes(1000, 400, 100, 7)


def held_out(number: int) -> bool:
    """Every sixth page, article, policy of a set is kept from training, for choosing and for the figures."""
    return number % 6 == 0


def obliqa_split(questions: Iterable[Asked]) -> tuple[list[Asked], list[Asked]]:
    """ObliQA's questions to learn from, and every tenth, held out: about the same documents, as its test questions are."""
    every = list(questions)
    return [asked for number, asked in enumerate(every) if number % 10], every[::10]


def to_learn(data: Path, candidates: Candidates, sizes: Sizes, passes: int) -> list[Group]:
    """The groups to learn from, in order; each pass draws other passages beside the same questions of ObliQA, and other
    questions of the other sets."""
    return [group for number in range(passes) for group in _mixture(data, candidates, sizes, True, SEED + number)]


def kept_back(data: Path, candidates: Candidates, sizes: Sizes) -> list[Group]:
    """Groups of what is held out of each set, as many as there are, at most half of what a pass learns from."""
    half = Sizes(sizes.squad2 // 2, sizes.doc2dial // 2, sizes.policyqa // 2, sizes.near)
    return _mixture(data, candidates, half, False, SEED)


def _mixture(data: Path, candidates: Candidates, sizes: Sizes, learn: bool, seed: int) -> list[Group]:
    """Groups of all sets in one order, the same for the same seed."""
    random = Random(seed)
    mixed = _obliqa(data / "obliqa", candidates, learn, sizes.near, random)
    articles = _part(datasets.read_json(data / "squad2" / "dev-v2.0.json")["data"], learn)
    mixed += _some(groups.squad2(articles, random), sizes.squad2, random)
    policies = _part(datasets.read_json(data / "policyqa" / "dev.json")["data"], learn)
    mixed += _some(groups.policyqa(policies, random), sizes.policyqa, random)
    pages = _part(datasets.read_json(data / "doc2dial" / "docs.json"), learn)
    turns = _turns(data / "doc2dial" / "questions.jsonl", pages)
    mixed += _some(groups.doc2dial(pages, turns, random), sizes.doc2dial, random)
    random.shuffle(mixed)
    return mixed


def _obliqa(folder: Path, candidates: Candidates, learn: bool, near: int, random: Random) -> list[Group]:
    questions = obliqa_split(datasets.obliqa_questions(folder / "ObliQA_dev.json"))[0 if learn else 1]
    given = datasets.with_headings(datasets.obliqa_passages(folder / "docs"))
    return list(groups.obliqa(given, questions, candidates, near, random))


def _turns(path: Path, pages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = {page["doc_id"] for page in pages}
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["doc_id"] in names]


def _part(rows: Sequence[T], learn: bool) -> list[T]:
    return [row for number, row in enumerate(rows) if held_out(number) != learn]


def _some(made: Iterator[Group], count: int, random: Random) -> list[Group]:
    every = list(made)
    return random.sample(every, min(count, len(every)))
