"""What the reranker learns from: a question with texts, some of which answer it and some of which nearly do.

Each builder is pure but for a seeded `random.Random`; each text has the form in which the product shows it to the model
(title, section path, text).
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, TypeVar

from eval.datasets import Asked, Given, Key, latest
from kb.lexical import words
from kb.text import sentence_spans

NEGATIVES = 4  # texts in a group that do not answer
SECTION_SHOWN = 0.7  # of ObliQA's groups: a model that has always seen headings would lean on them
LONGEST_TITLE = 60  # characters

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group:
    """A question and texts; `answers[n]` says whether `texts[n]` answers it. None may."""

    question: str
    texts: tuple[str, ...]
    answers: tuple[bool, ...]


def shown(*parts: str) -> str:
    """A text as the product shows it: what gives it its meaning comes before it."""
    return "\n".join(part for part in parts if part)


def obliqa(
    given: Sequence[Given], questions: Iterable[Asked], candidates: Mapping[str, Sequence[Key]], count: int, random: Random
) -> Iterator[Group]:
    """One group a question: one of its passages against `count` of what the first stage found for it, mostly its best."""
    passages = {passage.key: passage for passage in given}
    for asked in questions:
        wrong = [key for key in candidates[asked.id] if key not in asked.gold]
        near = _drawn(wrong, count, random)
        right = sorted(key for key in asked.gold if key in passages)
        if not right or len(near) < count:
            continue
        with_section = random.random() < SECTION_SHOWN
        chosen = [passages[key] for key in (random.choice(right), *near)]
        texts = (shown(" > ".join(one.section) if with_section else "", one.text) for one in chosen)
        yield Group(asked.text, tuple(texts), (True, *[False] * count))


def squad2(articles: Sequence[Mapping[str, Any]], random: Random) -> Iterator[Group]:
    """A group a question: the sentence with the answer against the others of its paragraph. A question that the paragraph
    cannot answer has only sentences that do not."""
    for article in articles:
        for paragraph in article["paragraphs"]:
            spans = sentence_spans(paragraph["context"])
            for row in paragraph["qas"]:
                starts = {answer["answer_start"] for answer in row["answers"]}
                group = _of_spans(row["question"], paragraph["context"], spans, starts, random)
                if group:
                    yield group


def policyqa(articles: Sequence[Mapping[str, Any]], random: Random) -> Iterator[Group]:
    """A group a question: its paragraph against others of the same policy that share its words."""
    for article in articles:
        texts = [paragraph["context"] for paragraph in article["paragraphs"]]
        for at, paragraph in enumerate(article["paragraphs"]):
            for row in paragraph["qas"]:
                others = [text for n, text in enumerate(texts) if n != at]
                near = _drawn(_alike(row["question"], others), NEGATIVES, random)
                if len(near) == NEGATIVES:
                    yield Group(row["question"], (texts[at], *near), (True, *[False] * NEGATIVES))


def doc2dial(
    documents: Sequence[Mapping[str, Any]], turns: Iterable[Mapping[str, Any]], random: Random
) -> Iterator[Group]:
    """A group a turn: the paragraph of the page that the answer rests on against others that share its words."""
    pages = {page["doc_id"]: (_title(page["doc_id"]), paragraphs(page["text"])) for page in documents}
    for turn in turns:
        title, stretches = pages[turn["doc_id"]]
        start = turn["answers"]["answer_start"][0]
        right = next((text for begin, text in stretches if begin <= start < begin + len(text)), None)
        if right is None:
            continue
        asked = latest(turn["question"])
        near = _drawn(_alike(asked, [text for _, text in stretches if text != right]), NEGATIVES, random)
        if len(near) == NEGATIVES:
            yield Group(asked, tuple(shown(title, text) for text in (right, *near)), (True, *[False] * NEGATIVES))


def paragraphs(text: str) -> list[tuple[int, str]]:
    """Where each paragraph begins, and its text.

    >>> paragraphs("One.\\n\\nTwo\\nlines.")
    [(0, 'One.'), (6, 'Two\\nlines.')]
    """
    return [(match.start(), match.group().rstrip()) for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)]


def _of_spans(
    question: str, text: str, spans: Sequence[tuple[int, int]], starts: set[int], random: Random
) -> Group | None:
    right = [text[a:b] for a, b in spans if any(a <= start < b for start in starts)]
    wrong = [text[a:b] for a, b in spans if not any(a <= start < b for start in starts)]
    near = _drawn(_alike(question, wrong), NEGATIVES - 1, random)
    if not near or (starts and not right):
        return None
    return Group(question, (*right[:1], *near), (*[True] * len(right[:1]), *[False] * len(near)))


def _alike(question: str, texts: Iterable[str]) -> list[str]:
    """Those that share most words with the question first; ties in their order."""
    asked = _words(question)
    return sorted(texts, key=lambda text: -len(asked & _words(text)))


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _drawn(ranked: Sequence[T], count: int, random: Random) -> list[T]:
    """Half of them from the best of the ranking, half from anywhere in its first thirty."""
    best = list(ranked[: count * 2])
    first = random.sample(best, min(len(best), (count + 1) // 2))
    rest = [one for one in ranked[:30] if one not in first]
    return first + random.sample(rest, min(len(rest), count - len(first)))


def _title(name: str) -> str:
    """
    >>> _title("Top 5 DMV Mistakes#3_0")
    'Top 5 DMV Mistakes'
    """
    return name.partition("#")[0][:LONGEST_TITLE]
