"""Questions about documents of our own kind, which we wrote (`eval/training/questions`), as groups to learn from.

A question is paired with what the product would look at for it: passages as the search shows them, and single sentences,
rows and items as the answer weighs them. One that its document does not answer has only texts that do not.
"""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from assistant.units import units
from eval.training.groups import Group
from ingest import pipeline
from kb.encoders import NONE
from kb.knowledge_base import KnowledgeBase
from kb.models import Hit, Scope
from kb.retrieve import indexed
from kb.settings import Settings
from kb.text import fold_white

FOLDER = Path(__file__).parent / "questions"
DEPTH = 20  # passages that an answer looks into
WRONG = 7  # texts in a group that do not answer
SEED = 21

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """What the model is shown, and whether it answers."""

    shown: str
    answers: bool


def documents(held: bool) -> list[str]:
    """Slugs of the documents that are held out, or of those to learn from, in order."""
    return slugs(FOLDER, held)


def slugs(folder: Path, held: bool) -> list[str]:
    """Of the row files in a folder those that its `HELD` names, or the others, in order."""
    out = set((folder / "HELD").read_text(encoding="utf-8").split())
    return sorted(path.stem for path in folder.glob("*.jsonl") if (path.stem in out) == held)


def asked(slug: str) -> list[Row]:
    """The questions about a document; each with `question`, `evidence` and `answerable`. Follow-ups are left out: alone
    they ask nothing."""
    lines = (FOLDER / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, filter(None, lines)) if not row.get("history")]


def groups(encoder: Path, held: bool, passes: int = 1) -> list[Group]:
    """For each question a group of passages and one of units, found by the first stage with the encoder in that folder
    within the question's own document; each pass draws others."""
    random = Random(SEED)
    slugs = documents(held)
    with TemporaryDirectory(prefix="remit-own-") as folder:
        settings = Settings(home=Path(folder), encoder=str(encoder), reranker=NONE)
        with KnowledgeBase.open(settings) as kb:
            reports = pipeline.add(kb, [FOLDER / f"{slug}.md" for slug in slugs])
            ids = {Path(report.path).stem: report.doc or "" for report in reports}
            found = [
                (row, kb.search(row["question"], DEPTH, Scope(docs=(ids[slug],)), reranked=0))
                for slug in slugs
                for row in asked(slug)
            ]
    shown = [(row, texts) for row, hits in found for texts in (_passages(row, hits), _units(row, hits))]
    made = (_group(row, texts, random) for _ in range(passes) for row, texts in shown)
    return [group for group in made if group]


def _passages(row: Row, hits: Sequence[Hit]) -> list[Text]:
    return [Text(indexed("", hit.passage).embedded, _answers(row, hit.passage.text)) for hit in hits]


def _units(row: Row, hits: Sequence[Hit]) -> list[Text]:
    return [Text(unit.encoded, _answers(row, unit.text)) for unit in units(hits) if unit.role != "list"]


def _answers(row: Row, text: str) -> bool:
    """Whether the text holds a piece of the evidence, or is most of one."""
    said = plain(text)
    pieces = [plain(piece) for piece in row["evidence"]]
    return any(piece in said or (said in piece and len(said) > len(piece) / 3) for piece in pieces)


def plain(text: str) -> str:
    """Without the marks that the source has and the reading leaves out: a table's bars, emphasis, a list's bullets."""
    return fold_white(text.replace("|", " ").replace("*", "").replace("`", "")).strip(" -").casefold()


def _group(row: Row, texts: Sequence[Text], random: Random) -> Group | None:
    """One text that answers, drawn from all that do, against the best of those that do not and others."""
    right = [text for text in texts if text.answers]
    wrong = [text for text in texts if not text.answers]
    if row["answerable"] and not right:
        return None
    chosen = [*([random.choice(right)] if row["answerable"] else []), *_drawn(wrong, random)]
    return Group(row["question"], tuple(one.shown for one in chosen), tuple(one.answers for one in chosen))


def _drawn(ranked: Sequence[Text], random: Random) -> list[Text]:
    """Half from the best ones, half from anywhere."""
    best = list(ranked[: 2 * WRONG])
    first = random.sample(best, min(len(best), (WRONG + 1) // 2))
    rest = [one for one in ranked if one not in first]
    return first + random.sample(rest, min(len(rest), WRONG - len(first)))
