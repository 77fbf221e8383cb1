"""Runs: a library, the gold questions put to it, and what it is held against."""
from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.ask import ask
from assistant.crosscheck import check
from assistant.render import answer_json, entry_json
from eval import gold, registers
from eval.gold import Question
from eval.measures import Figures, Texts
from ingest import pipeline, readers
from ingest.prepare import Job, prepared
from kb.errors import InputError
from kb.ids import slug
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

DATA = Path(__file__).parent / "data"
SAMPLE_GOLD = DATA / "qa.jsonl"
PAIRS = DATA / "pairs.jsonl"
SAMPLE_TEXTS = DATA / "text"
DEPTH = 10  # passages looked at for a question

Progress = Callable[[str], None]


@contextmanager
def built(corpus: Path, settings: Settings, progress: Progress) -> Iterator[KnowledgeBase]:
    """A library of the corpus's files in a home of its own, gone afterwards. The encoder compiled in the settings' home is
    used, or compiled there. Raises InputError where a file of the corpus cannot be read: figures would not say so."""
    settings.models.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="remit-eval-") as folder:
        home = Path(folder)
        (home / settings.models.name).symlink_to(settings.models, target_is_directory=True)
        with KnowledgeBase.open(replace(settings, home=home)) as kb:
            for row in pipeline.add(kb, [corpus]):
                if row.outcome == "failed":
                    raise InputError(f"{row.path} of the corpus cannot be read: {row.reason}")
                progress(f"read {row.path}")
            yield kb


def answers(kb: KnowledgeBase, rows: Sequence[Question], progress: Progress) -> list[dict[str, Any]]:
    """An answer for each question as `remit ask --json` prints it, in order."""
    given = []
    for number, row in enumerate(rows, start=1):
        given.append({"id": row.id} | answer_json(ask(kb, row.text, row.history)))
        progress(f"asked {number} of {len(rows)}")
    return given


def hits(kb: KnowledgeBase, rows: Sequence[Question]) -> dict[str, list[str]]:
    """For each question the texts of the passages that a search finds, best first."""
    return {row.id: [hit.passage.text for hit in kb.search(row.text, DEPTH)] for row in rows}


def sample_registers(kb: KnowledgeBase) -> Figures:
    """The figures of the sample's duties, of the verdicts on its plan, of its Directions and its entries, against its gold.

    Raises InputError where the sample's plan was not known as one: nothing could be checked.
    """
    plans = [document.id for document in kb.documents() if document.kind == "plan"]
    if len(plans) != 1:
        raise InputError(f"The sample has one plan, but these documents were taken for plans: {', '.join(plans) or 'none'}.")
    duties, negatives = gold.rows(DATA / "duties.jsonl"), gold.rows(DATA / "duties_negatives.jsonl")
    verdicts = [row.as_json() for row in check(kb, plans[0])]
    directions = [direction for doc in kb.documents() if doc.kind == "directions" for direction in kb.directions(doc.id)]
    return (
        registers.duty_figures(duties, [asdict(duty) for duty in kb.duties()], negatives)
        | registers.verdict_figures(gold.rows(DATA / "crosscheck.jsonl"), duties, verdicts)
        | registers.direction_figures(gold.rows(DATA / "directions.jsonl"), [asdict(direction) for direction in directions])
        | registers.entry_figures(gold.rows(DATA / "decisions.jsonl"), [entry_json(entry) for entry in kb.entries()])
    )


def entries(corpus: Path) -> list[dict[str, Any]]:
    """The registers of the files in a folder, as `remit register --json` prints them; read without a library.

    Raises UnreadableFile, naming the file: figures would not say that one is left out.
    """
    jobs = [Job(path, slug(path.name), 1, "") for path in sorted(corpus.iterdir()) if path.suffix.lower() in readers.ENDINGS]
    return [entry_json(entry) for job in jobs for entry in prepared(job).entries]


def texts(kb: KnowledgeBase, folder: Path | None) -> Texts:
    """What quotes are held against: the text files in `folder`, named by document, or else the library's own passages;
    and the pages of its PDFs as pdftotext reads them, where that is installed."""
    documents = kb.documents()
    if folder is None:
        found = {doc.id: "\n".join(passage.text for passage in kb.passages(doc.id)) for doc in documents}
    else:
        found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    if not found:
        raise InputError(f"{folder or 'The library'} holds no text to hold quotes against: name a folder of .txt files.")
    return Texts.of(found, {doc.id: sheets(Path(doc.path)) for doc in documents if doc.format == "pdf"})


def sheets(pdf: Path) -> list[str]:
    """The text of each page by a reader that is not ours; none without pdftotext or without the file."""
    if shutil.which("pdftotext") is None or not pdf.is_file():
        return []
    read = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return read.stdout.split("\f")[:-1]
