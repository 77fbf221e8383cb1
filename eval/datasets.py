"""Public question sets as collections: the passages that a set gives, questions with the gold among them."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.ids import digest, passage_id, slug
from kb.models import NewVersion, Passage

HEADING_WORDS = 12  # ObliQA does not say which passages are headings: short ones that others stand under
Key = tuple[str, str]  # document, passage: both as the set names them


@dataclass(frozen=True, slots=True)
class Given:
    """A passage as a set gives it; `section` is the path of headings above it, outermost first."""

    key: Key
    text: str
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the passages that answer it; no gold where the set leaves it out, or where nothing answers."""

    id: str
    text: str
    gold: frozenset[Key] = frozenset()


def read_json(path: Path) -> Any:
    """Raises InputError, in a plain sentence."""
    try:
        return json.loads(_read(path))
    except ValueError as error:
        raise InputError(f"{path} is no JSON ({error}): name the data set's own file.") from error


def obliqa_passages(folder: Path) -> list[Given]:
    """Passages of the ObliQA documents in `folder`, as they are given, empty ones left out."""
    files = sorted(folder.glob("*.json"), key=lambda path: (len(path.stem), path.stem))
    if not files:
        raise InputError(f"{folder} holds no .json file: name the folder of ObliQA's documents.")
    return [passage for path in files for passage in _obliqa_document(read_json(path), path)]


def _obliqa_document(rows: Sequence[Mapping[str, Any]], path: Path) -> Iterable[Given]:
    try:
        named = [((str(row["DocumentID"]), str(row["PassageID"])), str(row["Passage"])) for row in rows]
    except (KeyError, TypeError) as error:
        raise InputError(f"{path} is no ObliQA document: each row needs DocumentID, PassageID and Passage.") from error
    return [Given(key, text) for key, text in named if text.strip()]


def with_headings(given: Sequence[Given]) -> list[Given]:
    """ObliQA's passages, each under the headings whose number is the beginning of its own.

    >>> rows = [Given(("1", "4.2"), "FEES"), Given(("1", "4.2.1.(1)"), "A firm pays £5.")]
    >>> with_headings(rows)[1].section
    ('FEES',)
    """
    headings = {
        (one.key[0], *_parts(one.key[1])): one.text.strip() for one in given if len(one.text.split()) <= HEADING_WORDS
    }
    return [replace(one, section=_above((one.key[0], *_parts(one.key[1])), headings)) for one in given]


def _parts(number: str) -> tuple[str, ...]:
    """
    >>> _parts("4.2.1.(1)"), _parts("4.")
    (('4', '2', '1', '(1)'), ('4',))
    """
    return tuple(part for part in number.split(".") if part)


def _above(parts: tuple[str, ...], headings: Mapping[tuple[str, ...], str]) -> tuple[str, ...]:
    """The headings whose number is the beginning of this one, in the same document; both come first in `parts`."""
    return tuple(headings[parts[:depth]] for depth in range(2, len(parts)) if parts[:depth] in headings)


def versions(given: Iterable[Given]) -> Iterator[tuple[NewVersion, dict[str, Key]]]:
    """Each document as the knowledge base takes it, with passage id -> the set's own key; passages of one document stand
    together in `given`."""
    for doc, group in groupby(given, key=lambda passage: passage.key[0]):
        name = slug(f"{doc}.txt")
        passages, keys = [], {}
        for ordinal, one in enumerate(group, start=1):
            passages.append(Passage(passage_id(name, 1, ordinal), name, 1, ordinal, "paragraph", one.text, one.section))
            keys[passages[-1].id] = one.key
        yield NewVersion(name, "", "other", name, digest(name.encode()), "text", tuple(passages)), keys


def obliqa_questions(path: Path) -> list[Asked]:
    """Questions of a file in ObliQA's form; the passages may be left out."""
    try:
        return [
            Asked(
                row["QuestionID"],
                row["Question"],
                frozenset((str(gold["DocumentID"]), str(gold["PassageID"])) for gold in row.get("Passages", ())),
            )
            for row in read_json(path)
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} holds no ObliQA questions: each row needs QuestionID and Question.") from error


@dataclass(frozen=True, slots=True)
class Sought:
    """A question, the page that answers it and the stretches of that page on which the answer rests."""

    id: str
    text: str
    page: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of SQuAD 2 with its questions, each with whether the paragraph answers it."""

    id: str
    title: str
    text: str
    questions: tuple[tuple[str, bool], ...]


def doc2dial(folder: Path) -> tuple[dict[str, str], list[Sought]]:
    """Doc2Dial's pages, name -> text, and its turns, each asked as the user's last two words in the dialogue."""
    pages = {page["doc_id"]: page["text"] for page in read_json(folder / "docs.json")}
    rows = map(json.loads, _read(folder / "questions.jsonl").splitlines())
    spans = ((row, tuple(text.strip() for text in row["answers"]["text"] if text.strip())) for row in rows)
    return pages, [Sought(row["id"], latest(row["question"]), row["doc_id"], found) for row, found in spans if found]


def latest(question: str) -> str:
    """The user's last two turns of a Doc2Dial dialogue, which is written the newest first, in the order they were said.

    >>> latest("user:and abroad? \\tagent:We post it. \\tuser:where is my card")
    'where is my card and abroad?'
    """
    said = [part.removeprefix("user:").strip() for part in question.split("\t") if part.startswith("user:")]
    return " ".join(reversed(said[:2]))


def conditionalqa(folder: Path) -> tuple[dict[str, str], list[Sought]]:
    """ConditionalQA's pages as HTML, dev's and those rebuilt from train's evidence, and dev's questions with evidence."""
    files = ("documents_dev_reconstructed.json", "distractor_partial_pages_from_train_evidence.json")
    pages: dict[str, str] = {}
    for row in (row for name in files for row in read_json(folder / name)):
        pages.setdefault(row["url"], _page(row["contents"]))
    rows = [row for row in read_json(folder / "dev.json") if row["evidences"] and row["url"] in pages]
    asked = [f"{row['scenario']} {row['question']}".strip() for row in rows]
    return pages, [
        Sought(row["id"], text, row["url"], tuple(row["evidences"])) for row, text in zip(rows, asked, strict=True)
    ]


def _page(lines: Sequence[str]) -> str:
    """Lines of HTML as a page: items of a list and rows of a table, which stand alone in the set, get one around them."""
    body: list[str] = []
    for tag, group in groupby(lines, key=lambda line: line[1:3]):
        around = {"li": "ul", "tr": "table"}.get(tag)
        inner = "\n".join(_row(line) if tag == "tr" else line for line in group)
        body.append(f"<{around}>{inner}</{around}>" if around else inner)
    return "<html><body>\n" + "\n".join(body) + "\n</body></html>"


def _row(line: str) -> str:
    """
    >>> _row("<tr>Route | Form</tr>")
    '<tr><td>Route</td><td>Form</td></tr>'
    """
    cells = line.removeprefix("<tr>").removesuffix("</tr>").split("|")
    return "<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in cells) + "</tr>"


def squad2(path: Path) -> list[Paragraph]:
    """The paragraphs of a SQuAD 2 file."""
    articles = read_json(path)["data"]
    return [
        Paragraph(
            f"{number}-{at}",
            article["title"].replace("_", " "),
            paragraph["context"],
            tuple((row["question"], not row["is_impossible"]) for row in paragraph["qas"]),
        )
        for number, article in enumerate(articles)
        for at, paragraph in enumerate(article["paragraphs"])
    ]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): name the data set's own folder.") from error
