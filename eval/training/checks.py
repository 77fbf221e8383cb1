"""Plans held against guidance, which we wrote (`eval/training/checks`), as groups to learn from: a duty, and sentences of a
plan of which some speak to it.

A plan answers in its own words, so a duty is paired with what the check would look at for it: the plan's sentences, items
and rows that its words and the encoder put first, under their headings.
"""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from assistant.matching import PlanText, asked
from assistant.units import Unit
from eval.training.groups import Group
from eval.training.own import plain
from ingest import pipeline
from kb.encoders import NONE
from kb.knowledge_base import KnowledgeBase
from kb.models import Duty
from kb.settings import Settings

FOLDER = Path(__file__).parent / "checks"
FIRST = 24  # of the check's own order, from which the sentences that do not speak to a duty are mostly drawn
LONGEST = 300  # characters of a sentence
WRONG = 7  # of those in a group
SEED = 22

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A duty as the model is shown it, the plan's sentences in the check's order, and which of them speak to it."""

    row: Row
    duty: str
    texts: tuple[str, ...]
    speaks: tuple[bool, ...]
    near: tuple[bool, ...]


def worlds(held: bool) -> list[str]:
    """Slugs of the guidances that are held out with their plans, or of those to learn from, in order."""
    out = set((FOLDER / "HELD").read_text(encoding="utf-8").split())
    return sorted(path.stem for path in FOLDER.glob("*.jsonl") if (path.stem in out) == held)


def rows(slug: str) -> list[Row]:
    """A row for each duty and each plan: `duty`, `lead_in`, `modality`, `plan`, `verdict`, `evidence`, `near`."""
    return [json.loads(line) for line in (FOLDER / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def read(slugs: Sequence[str], encoder: Path) -> list[Read]:
    """What the check looks at for every duty of these worlds."""
    found: list[Read] = []
    with TemporaryDirectory(prefix="remit-checks-") as folder:
        settings = Settings(home=Path(folder), encoder=str(encoder), reranker=NONE)
        with KnowledgeBase.open(settings) as kb:
            for slug in slugs:
                for plan in sorted({row["plan"] for row in rows(slug)}):
                    (report,) = pipeline.add(kb, [FOLDER / f"{slug}-plan-{plan}.md"])
                    own = [row for row in rows(slug) if row["plan"] == plan]
                    found += _of_plan(kb, report.doc or "", own)
    return found


def _of_plan(kb: KnowledgeBase, plan: str, own: Sequence[Row]) -> list[Read]:
    duties = [Duty(row["id"], plan, "", row["duty"], row["modality"], row.get("lead_in")) for row in own]
    text = PlanText(kb, [document for document in kb.documents() if document.id == plan], duties)
    found = []
    for row, duty in zip(own, duties, strict=True):
        ranked = _labelled(row, [text.units[at] for at in text.order(duty)])
        speaks = tuple(_holds(row["evidence"], unit.text) for unit in ranked)
        near = tuple(_holds(row["near"], unit.text) for unit in ranked)
        found.append(Read(row, asked(duty), tuple(unit.text[:LONGEST] for unit in ranked), speaks, near))
    return found


def _labelled(row: Row, units: Sequence[Unit]) -> list[Unit]:
    """Without what the row says nothing of: a blank where the answer would stand, other rows of a table that answers."""
    tables = {unit.passage.id for unit in units if unit.role == "row" and _holds(row["evidence"], unit.text)}
    blanks = row.get("placeholder", [])
    return [
        unit
        for unit in units
        if _holds(row["evidence"], unit.text) or not (unit.passage.id in tables or _holds(blanks, unit.text))
    ]


def groups(made: Sequence[Read], passes: int = 1) -> list[Group]:
    """A group a duty and pass: one sentence that speaks to it, where there is one, against others that do not."""
    random = Random(SEED)
    every = [_group(one, random) for _ in range(passes) for one in made]
    return [group for group in every if group]


def _group(one: Read, random: Random) -> Group | None:
    right = [at for at, speaks in enumerate(one.speaks) if speaks]
    if one.row["evidence"] and not right:
        return None
    wrong = [at for at, speaks in enumerate(one.speaks) if not speaks]
    tempting = [at for at in wrong if one.near[at]]
    first = random.sample(tempting, min(len(tempting), 2))
    first += _some([at for at in wrong if at not in first][:FIRST], 4, random)
    first += _some([at for at in wrong if at not in first], WRONG - len(first), random)
    chosen = [*_some(right, 1, random), *first]
    return Group(one.duty, tuple(one.texts[at] for at in chosen), tuple(one.speaks[at] for at in chosen))


def _some(places: Sequence[int], count: int, random: Random) -> list[int]:
    return random.sample(list(places), min(count, len(places)))


def _holds(pieces: Sequence[str], text: str) -> bool:
    """Whether the text holds one of the pieces, or is most of one."""
    said = plain(text)
    return any(piece in said or (said in piece and len(said) > len(piece) / 3) for piece in map(plain, pieces))
