"""The training mixture: what is taken of each data set, and what is kept back."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from eval import datasets
from eval.datasets import Asked, Key
from eval.training import groups
from eval.training.groups import Group

SEED = 20
# Groups taken of each set but ObliQA, whose questions are most like ours and all used.
SQUAD2, DOC2DIAL, POLICYQA = 1200, 500, 200

Candidates = Mapping[str, Sequence[Key]]  # of ObliQA's questions: what the first stage finds, best first
T = TypeVar("T")


def held_out(number: int) -> bool:
    """Every sixth document, page, article of a set is kept from training, for choosing and for the figures."""
    return number % 6 == 0


def obliqa_split(questions: Iterable[Asked]) -> tuple[list[Asked], list[Asked]]:
    """ObliQA's questions to learn from, and those with a passage of a document that is held out."""
    learn: list[Asked] = []
    held: list[Asked] = []
    for asked in questions:
        (held if any(held_out(int(doc)) for doc, _ in asked.gold) else learn).append(asked)
    return learn, held


def to_learn(data: Path, candidates: Candidates, passes: int) -> list[Group]:
    """The groups to learn from, in order; each pass draws other passages beside the same questions of ObliQA, and other
    questions of the other sets."""
    return [group for number in range(passes) for group in mixture(data, candidates, True, SEED + number)]


def mixture(data: Path, candidates: Candidates, learn: bool, seed: int = SEED, share: float = 1.0) -> list[Group]:
    """Groups to learn from, or held out ones, of all sets in one order, the same for the same seed; `share` of each set's
    number is taken."""
    random = Random(seed)
    mixed = _obliqa(data / "obliqa", candidates, learn, share, random)
    articles = _part(datasets.read_json(data / "squad2" / "dev-v2.0.json")["data"], learn)
    mixed += _some(groups.squad2(articles, random), round(SQUAD2 * share), random)
    policies = _part(datasets.read_json(data / "policyqa" / "dev.json")["data"], learn)
    mixed += _some(groups.policyqa(policies, random), round(POLICYQA * share), random)
    pages = _part(datasets.read_json(data / "doc2dial" / "docs.json"), learn)
    turns = _turns(data / "doc2dial" / "questions.jsonl", pages)
    mixed += _some(groups.doc2dial(pages, turns, random), round(DOC2DIAL * share), random)
    random.shuffle(mixed)
    return mixed


def _obliqa(folder: Path, candidates: Candidates, learn: bool, share: float, random: Random) -> list[Group]:
    questions = obliqa_split(datasets.obliqa_questions(folder / "ObliQA_dev.json"))[0 if learn else 1]
    if share < 1:
        questions = random.sample(questions, round(len(questions) * share))
    given = datasets.with_headings(datasets.obliqa_passages(folder / "docs"))
    return list(groups.obliqa(given, questions, candidates, random))


def _turns(path: Path, pages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = {page["doc_id"] for page in pages}
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["doc_id"] in names]


def _part(rows: Sequence[T], learn: bool) -> list[T]:
    return [row for number, row in enumerate(rows) if held_out(number) != learn]


def _some(made: Iterator[Group], count: int, random: Random) -> list[Group]:
    every = list(made)
    return random.sample(every, min(count, len(every)))
