"""How good answers and searches are, against gold. Pure: rows in, figures by name out.

Every gold question gives exactly one judgement; one that was not answered counts as wrong. Answers are the JSON objects
that `remit ask --json` prints, hits those of `remit search --json`.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from eval.gold import Question
from eval.matching import Standing, clipped, fold, holds, standing, states, words

LONGEST_ANSWER = 1500  # characters; more is a dump of the page, not an answer
QUOTES_READ = 3000  # characters of quotes that a reader takes in for one answer
PASSAGE_READ = 1200  # characters of a passage that count as found
AT_ONCE = 300  # characters in which a plain fact must stand
QUOTED = re.compile(r"[“\"]([^“”\"]{25,})[”\"]")  # long enough to be a quotation and not a term
MARKS = re.compile(r"\s*\[\d+(?:\s*[,-]\s*\d+)*\]")  # [1], [2, 3]
SEVERAL_FACTS = ("list", "multi-passage", "cross-document")  # kinds whose facts cannot all stand at the beginning
PAGE_SHARE, PAGE_SLACK = 0.5, 0.15  # of a quote's words on its page; how far another page may lead

Figures = dict[str, float]
Answer = Mapping[str, Any]
Found = Mapping[str, Sequence[str]]  # question id -> texts, best first


@dataclass(frozen=True, slots=True)
class Texts:
    """What quotes are held against: each document's folded text, and the words of each of its pages where known."""

    folded: Mapping[str, str]
    pages: Mapping[str, Sequence[frozenset[str]]]

    @classmethod
    def of(cls, texts: Mapping[str, str], pages: Mapping[str, Sequence[str]] | None = None) -> Texts:
        sheets = {doc: [frozenset(words(sheet)) for sheet in of_doc] for doc, of_doc in (pages or {}).items()}
        return cls({doc: fold(text) for doc, text in texts.items()}, sheets)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question's answer, judged. None where a measure does not apply to the question."""

    question: Question
    correct: bool
    status: str | None
    quotes: tuple[Standing | None, ...]  # how each citation's quote stands in its document
    pages_right: tuple[bool, ...]
    said: tuple[bool, ...]  # is what the answer puts in quotation marks in the documents?
    evidence_shown: float | None = None
    at_once: bool | None = None
    length: int | None = None
    ms: float | None = None


def judge(question: Question, answer: Answer, texts: Texts) -> Judgement:
    """One judgement; `answer` is empty where there was none."""
    said: str = answer.get("answer") or ""
    citations: list[Answer] = answer.get("citations") or []
    everything = " ".join(texts.folded.values())
    quotes = tuple(standing(c.get("quote") or "", texts.folded.get(c.get("doc", ""), "")) for c in citations)
    folded = fold(MARKS.sub("", said))
    shown = clipped([c.get("quote") or "" for c in citations], QUOTES_READ)
    standing_quotes = [citation for citation, quote in zip(citations, quotes, strict=True) if quote]
    return Judgement(
        question=question,
        correct=_correct(question, answer, folded),
        status=answer.get("status"),
        quotes=quotes,
        pages_right=tuple(_page_right(citation, texts) for citation in standing_quotes if texts.pages.get(citation["doc"])),
        said=tuple(fold(quoted).strip(" .,;:") in everything for quoted in QUOTED.findall(said)),
        evidence_shown=_share_held(shown, question.evidence) if question.answerable else None,
        at_once=_facts(question, folded[:AT_ONCE]) if question.answerable and question.kind not in SEVERAL_FACTS else None,
        length=len(said) if question.answerable else None,
        ms=answer.get("ms"),
    )


def _correct(question: Question, answer: Answer, folded: str) -> bool:
    if not question.answerable:
        return _rightly_refused(question, answer.get("status"))
    said = answer.get("answer") or ""
    return (
        answer.get("status") in ("answered", "partial", "disputed")
        and _facts(question, folded)
        and len(said) <= LONGEST_ANSWER
        and not any(fold(wrong) in fold(said) for wrong in question.must_not_contain)
        and bool(answer.get("citations"))
    )


def _facts(question: Question, folded: str) -> bool:
    return all(any(states(folded, form) for form in forms) for forms in question.must_contain)


def _rightly_refused(question: Question, status: str | None) -> bool:
    """Silence is right; so is disputing a false premise, or saying in part what a blank in the source leaves open."""
    return (
        status == "not_found"
        or ("false premise" in question.note and status == "disputed")
        or ("blank in source" in question.note and status in ("partial", "disputed"))
    )


def _share_held(shown: str, evidence: Sequence[str]) -> float:
    return sum(holds(shown, one) for one in evidence) / len(evidence)


def _page_right(citation: Answer, texts: Texts) -> bool:
    """Half the quote's words or more stand on the page it names, and no other page has clearly more of them."""
    sheets, wanted = texts.pages[citation["doc"]], frozenset(words(citation["quote"]))
    shares = [len(wanted & sheet) / max(1, len(wanted)) for sheet in sheets]
    at = (citation.get("page") or 0) - 1
    here = shares[at] if 0 <= at < len(shares) else 0.0
    return here >= PAGE_SHARE and here >= max(shares, default=0.0) - PAGE_SLACK


def answer_figures(judgements: Sequence[Judgement]) -> Figures:
    """The figures over all questions, then the share right of each kind; a figure with nothing to count is left out."""
    answerable = [j for j in judgements if j.question.kind != "unanswerable"]
    quotes = [quote for j in judgements for quote in j.quotes]
    figures = {
        "correct": share(j.correct for j in judgements),
        "correct_answerable": share(j.correct for j in answerable),
        "refused_unanswerable": share(j.correct for j in judgements if not j.question.answerable),
        "false_refusals": share(j.status == "not_found" for j in judgements if j.question.answerable),
        "evidence_recall": share(j.evidence_shown for j in judgements if j.evidence_shown is not None),
        "citation_quotes_verbatim": share(quote is not None for quote in quotes),
        "citation_quotes_joined": share(quote == "joined" for quote in quotes),
        "citation_pages_right": share(right for j in judgements for right in j.pages_right),
        "answer_quotes_verbatim": share(right for j in judgements for right in j.said),
        "facts_in_first_300_characters": share(j.at_once for j in judgements if j.at_once is not None),
        "answer_length_median": _middle(j.length for j in judgements if j.length is not None),
        "ms_median": _middle(j.ms for j in judgements if j.ms is not None),
    }
    for kind in sorted({j.question.kind for j in judgements}):
        figures[kind] = share(j.correct for j in judgements if j.question.kind == kind)
    return {name: value for name, value in figures.items() if value is not None}



def search_figures(questions: Sequence[Question], found: Found, read: int | None = PASSAGE_READ) -> Figures:
    """Evidence among the first 5 and 10 texts found for each answerable question, best first; of each text only the first
    `read` characters count, or all of it with None."""
    figures: Figures = {}
    asked = [question for question in questions if question.answerable]
    for k in (5, 10):
        shares = [_share_held(" \n ".join(text[:read] for text in found.get(q.id, ())[:k]), q.evidence) for q in asked]
        figures[f"evidence_recall_at_{k}"] = share(shares) or 0.0
        figures[f"all_evidence_at_{k}"] = share(share == 1 for share in shares) or 0.0
    return figures


def share(values: Iterable[float | bool]) -> float | None:
    """The mean of truths or shares, None of none.

    >>> share([True, False, 0.5]), share([])
    (0.5, None)
    """
    counted = [float(value) for value in values]
    return round(fmean(counted), 4) if counted else None


def _middle(values: Iterable[float]) -> float | None:
    counted = list(values)
    return round(median(counted), 1) if counted else None
