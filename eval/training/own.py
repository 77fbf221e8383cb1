"""Questions about documents of our own kind, which we wrote, as groups to learn from.

A question is paired with what the product would look at for it: passages as the search shows them, and single sentences,
rows and items as the answer weighs them. One that its document does not answer has only texts that do not.

Those in `eval/training/questions` are told whole, and some documents of theirs are held out to measure on. Those in
`eval/training/readings` are many more, about the other documents there, about the guidance and plans in
`eval/training/checks`, and about documents of their own: all are there to learn from. So are the duties in
`eval/training/duties`: a duty is put to a document like a question, and what speaks to it answers.
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
READINGS = Path(__file__).parent / "readings"
DUTIES = Path(__file__).parent / "duties"
SHELVES = (READINGS, FOLDER, Path(__file__).parent / "checks")  # where the documents lie that readings and duties are of
PASSAGES_EVERY = 6  # questions of readings, for one that is also asked of whole passages
DEPTH = 20  # passages that an answer looks into
WRONG = 7  # texts in a group that do not answer
SEED = 21

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """What the model is shown, whether it answers, and whether it is told to be what misleads."""

    shown: str
    answers: bool
    misleads: bool = False


def documents(held: bool) -> list[str]:
    """Slugs of the documents that are held out, or of those to learn from, in order."""
    return slugs(FOLDER, held)


def slugs(folder: Path, held: bool) -> list[str]:
    """Of the row files in a folder those that its `HELD` names, or the others, in order."""
    out = set((folder / "HELD").read_text(encoding="utf-8").split())
    return sorted(path.stem for path in folder.glob("*.jsonl") if (path.stem in out) == held)


def asked(rows: Path) -> list[Row]:
    """The questions in a file; each with `question`, `evidence` and `answerable`. Follow-ups are left out: alone they ask
    nothing."""
    lines = rows.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, filter(None, lines)) if not row.get("history")]


def document(stem: str) -> Path:
    """The document that readings are of."""
    return next(path for shelf in SHELVES if (path := shelf / f"{stem}.md").exists())


def groups(encoder: Path, held: bool, passes: int = 1) -> list[Group]:
    """For each question a group of passages and one of units, found by the first stage with the encoder in that folder
    within the question's own document; each pass draws others."""
    random = Random(SEED)
    asked_of = {FOLDER / f"{slug}.md": asked(FOLDER / f"{slug}.jsonl") for slug in documents(held)}
    found = _found(encoder, asked_of)
    shown = [(row, texts) for row, hits in found for texts in (_passages(row, hits), _units(row, hits))]
    made = (_group(row, texts, random) for _ in range(passes) for row, texts in shown)
    return [group for group in made if group]


def readings(encoder: Path) -> list[Group]:
    """As `groups`, of the questions that are only there to learn from: sentences for each, passages for some."""
    random = Random(SEED)
    found = _shelf(encoder, READINGS)
    made = [_group(row, _units(row, hits), random) for row, hits in found]
    made += [_group(row, _passages(row, hits), random) for row, hits in found[::PASSAGES_EVERY]]
    return [group for group in made if group]


def duties(encoder: Path, passes: int = 1) -> list[Group]:
    """A group a duty and pass: a sentence that speaks to it, where one does, against others."""
    random = Random(SEED)
    found = _shelf(encoder, DUTIES)
    made = [_group(row, _units(row, hits), random) for _ in range(passes) for row, hits in found]
    return [group for group in made if group]


def _shelf(encoder: Path, folder: Path) -> list[tuple[Row, list[Hit]]]:
    return _found(encoder, {document(path.stem): asked(path) for path in sorted(folder.glob("*.jsonl"))})


def _found(encoder: Path, asked_of: Mapping[Path, Sequence[Row]]) -> list[tuple[Row, list[Hit]]]:
    """Each question with what the first stage finds for it in its document."""
    with TemporaryDirectory(prefix="remit-own-") as folder:
        settings = Settings(home=Path(folder), encoder=str(encoder), reranker=NONE)
        with KnowledgeBase.open(settings) as kb:
            reports = pipeline.add(kb, list(asked_of))
            ids = {Path(report.path).stem: report.doc or "" for report in reports}
            return [
                (row, kb.search(row["question"], DEPTH, Scope(docs=(ids[path.stem],)), reranked=0))
                for path, rows in asked_of.items()
                for row in rows
            ]


def _passages(row: Row, hits: Sequence[Hit]) -> list[Text]:
    return [_text(row, indexed("", hit.passage).embedded, hit.passage.text) for hit in hits]


def _units(row: Row, hits: Sequence[Hit]) -> list[Text]:
    return [_text(row, unit.encoded, unit.text) for unit in units(hits) if unit.role != "list"]


def _text(row: Row, shown: str, text: str) -> Text:
    return Text(shown, holds(row["evidence"], text), holds(row.get("near", ()), text))


def holds(pieces: Sequence[str], text: str) -> bool:
    """Whether the text holds one of the pieces, or is most of one."""
    said = plain(text)
    return any(piece in said or (said in piece and len(said) > len(piece) / 3) for piece in map(plain, pieces))


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
    """What misleads; else half from the best ones, half from anywhere."""
    first = [one for one in ranked if one.misleads][:2]
    best = [one for one in ranked[: 2 * WRONG] if one not in first]
    first += random.sample(best, min(len(best), (WRONG + 1) // 2 - len(first)))
    rest = [one for one in ranked if one not in first]
    return first + random.sample(rest, min(len(rest), WRONG - len(first)))
