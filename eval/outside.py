"""Question sets from outside, put to the product's own search and answers in a library of their own."""
from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.ask import ask
from eval import datasets, matching
from eval.datasets import Asked, Given, Key, Sought
from eval.runs import Progress
from ingest import pipeline
from kb.errors import InputError
from kb.ids import slug
from kb.knowledge_base import RERANKED, KnowledgeBase
from kb.models import Hit, Scope
from kb.settings import Settings

DEPTH = 10
SHORT = 5
SAY_EVERY = 100  # questions

Run = Mapping[str, Sequence[Key]]  # question -> passages found, best first
Figures = dict[str, float]


@contextmanager
def scratch(settings: Settings) -> Iterator[KnowledgeBase]:
    """An empty library in a home of its own, gone afterwards; the models compiled in the settings' home are used."""
    settings.models.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="remit-eval-") as folder:
        home = Path(folder)
        (home / settings.models.name).symlink_to(settings.models, target_is_directory=True)
        with KnowledgeBase.open(replace(settings, home=home)) as kb:
            yield kb


def fill(kb: KnowledgeBase, given: Sequence[Given], progress: Progress) -> dict[str, Key]:
    """Keep passages as they are given, a document after the other; returns passage id -> the set's own key."""
    keys: dict[str, Key] = {}
    for version, own in datasets.versions(given):
        kb.replace(version)
        keys |= own
        progress(f"kept {len(keys)} of {len(given)} passages")
    return keys


def searched(
    kb: KnowledgeBase, questions: Sequence[Asked | Sought], progress: Progress, k: int = DEPTH, reranked: int = RERANKED
) -> tuple[dict[str, list[Hit]], float]:
    """What a search finds for each question, and the median milliseconds; each is asked once, none kept from before."""
    found: dict[str, list[Hit]] = {}
    times = []
    for number, asked in enumerate(questions, start=1):
        started = time.perf_counter()
        found[asked.id] = kb.search(asked.text, k, reranked=reranked)
        times.append(1000 * (time.perf_counter() - started))
        if number % SAY_EVERY == 0:
            progress(f"asked {number} of {len(questions)}")
    return found, statistics.median(times) if times else 0.0


# -- ObliQA


def obliqa(
    settings: Settings, given: Sequence[Given], questions: Sequence[Asked], progress: Progress, reranked: int = RERANKED
) -> tuple[dict[str, list[Key]], Figures]:
    """The run over ObliQA's own passages and its figures."""
    with scratch(settings) as kb:
        keys = fill(kb, given, progress)
        found, ms = searched(kb, questions, progress, reranked=reranked)
    run = {name: [keys[hit.passage.id] for hit in hits] for name, hits in found.items()}
    sizes = {"questions": float(len(questions)), "passages": float(len(given)), "ms_median": ms}
    return run, ranking(run, questions) | sizes


def ranking(run: Run, questions: Sequence[Asked]) -> Figures:
    """Recall and mean average precision over the first ten, hit at one, over the questions that have gold; empty where
    none has.

    >>> ranking({"q": [("1", "a"), ("1", "b")]}, [Asked("q", "?", frozenset({("1", "b"), ("2", "c")}))])
    {'recall@10': 0.5, 'map@10': 0.25, 'hit@1': 0.0}
    """
    rows = [(_right(run.get(asked.id, ()), asked.gold), len(asked.gold)) for asked in questions if asked.gold]
    if not rows:
        return {}
    return {
        "recall@10": statistics.fmean(sum(right) / gold for right, gold in rows),
        "map@10": statistics.fmean(average_precision(right, gold) for right, gold in rows),
        "hit@1": statistics.fmean(float(any(right[:1])) for right, _ in rows),
    }


def average_precision(right: Sequence[bool], gold: int) -> float:
    """Of a ranking whose places are right or not, by the number of gold passages.

    >>> average_precision([True, False, True], 2)
    0.8333333333333333
    """
    return sum(sum(right[:place]) / place for place, is_right in enumerate(right, start=1) if is_right) / gold


def _right(found: Sequence[Key], gold: frozenset[Key]) -> list[bool]:
    return [key in gold for key in found[:DEPTH]]


# -- sets whose pages the product reads itself


def of_pages(
    settings: Settings, pages: Mapping[str, str], questions: Sequence[Sought], progress: Progress, ending: str
) -> Figures:
    """Read pages (name -> text or HTML, by `ending`) as the product does, search, and look for the page and the evidence."""
    with scratch(settings) as kb, TemporaryDirectory(prefix="remit-eval-") as folder:
        names = {name: f"page-{number}" for number, name in enumerate(sorted(pages), start=1)}
        for name, text in pages.items():
            (Path(folder) / f"{names[name]}.{ending}").write_text(text, encoding="utf-8")
        _add(kb, Path(folder), progress)
        found, ms = searched(kb, questions, progress)
    return pages_found(found, questions, names) | {"questions": float(len(questions)), "ms_median": ms}


def pages_found(found: Mapping[str, Sequence[Hit]], questions: Sequence[Sought], names: Mapping[str, str]) -> Figures:
    """How often the right page and all of the evidence stand in the first five, and the share of it in the first ten."""
    document, span, recall = [], [], []
    for asked in questions:
        hits = found[asked.id]
        document.append(names[asked.page] in [hit.passage.doc for hit in hits[:SHORT]])
        right = [hit.passage.text for hit in hits if hit.passage.doc == names[asked.page]]
        near = [hit.passage.text for hit in hits[:SHORT] if hit.passage.doc == names[asked.page]]
        span.append(_share(near, asked.evidence) == 1)
        recall.append(_share(right, asked.evidence))
    return {
        "document_hit@5": statistics.fmean(document),
        "span_hit@5": statistics.fmean(span),
        "evidence_recall@10": statistics.fmean(recall),
    }


def _share(texts: Sequence[str], evidence: Sequence[str]) -> float:
    shown = " \n ".join(text[: matching.LONGEST_QUOTE] for text in texts)
    return sum(matching.holds(shown, each) for each in evidence) / len(evidence)


def _add(kb: KnowledgeBase, folder: Path, progress: Progress) -> None:
    for row in pipeline.add(kb, [folder]):
        if row.outcome == "failed":
            raise InputError(f"A page of the data set cannot be read: {row.reason}")
        progress(f"read {Path(row.path).name}")


# -- SQuAD 2


def squad2(settings: Settings, paragraphs: Sequence[datasets.Paragraph], progress: Progress) -> Figures:
    """Each question asked of its own paragraph: precision, recall and F1 of saying that it does not say."""
    silent, refused = [], []
    with scratch(settings) as kb:
        given = [Given((paragraph.id, "1"), paragraph.text, (paragraph.title,)) for paragraph in paragraphs]
        fill(kb, given, progress)
        for paragraph in paragraphs:
            for question, answerable in paragraph.questions:
                answer = ask(kb, question, within=Scope(docs=(slug(f"{paragraph.id}.txt"),)))
                silent.append(not answerable)
                refused.append(answer.status == "not_found")
            progress(f"asked {len(silent)} questions")
    return refusals(silent, refused) | {"questions": float(len(silent))}


def refusals(silent: Sequence[bool], refused: Sequence[bool]) -> Figures:
    """`silent` says which questions nothing answers, `refused` which were not answered.

    >>> refusals([True, True, False], [True, False, False])
    {'refuse_precision': 1.0, 'refuse_recall': 0.5, 'refuse_f1': 0.6666666666666666}
    """
    both = sum(a and b for a, b in zip(silent, refused, strict=True))
    precision, recall = both / max(1, sum(refused)), both / max(1, sum(silent))
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"refuse_precision": precision, "refuse_recall": recall, "refuse_f1": f1}
