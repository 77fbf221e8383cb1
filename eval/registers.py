"""How good the registers are, against gold: duties found in guidance, verdicts on a plan, Directions, entries. Pure.

Rows are JSON objects: gold as eval/data/README.md describes it, found ones as `remit duties`, `check`, `directions` and
`register` print them.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any, get_args

from eval.matching import clipped, fold, holds, same
from eval.measures import Figures, share
from kb.models import EntryKind

Row = Mapping[str, Any]
VERDICTS = ("met", "partial", "missing", "contradicted")
EVIDENCE_READ = 1500  # characters of a verdict's evidence that count
SPARE = 80  # characters by which a found duty may be longer than three times its gold
NEAR = 0.6  # share of words at which a verdict's evidence is the gold's, told in other sentences
NUMBERED = re.compile(r"\d+(\.\d+)+")  # a Direction that can be told by its number


def duty_figures(gold: Sequence[Row], found: Sequence[Row], negatives: Sequence[Row]) -> Figures:
    """Core duties found, singly and by list; rows that are no duty; modality where found."""
    matches = [[at for at, row in enumerate(found) if _is_duty(wanted, row)] for wanted in gold]
    core = [(wanted, bool(hits)) for wanted, hits in zip(gold, matches, strict=True) if wanted.get("core")]
    groups: defaultdict[Any, list[bool]] = defaultdict(list)
    for wanted, hit in core:
        groups[wanted.get("group")].append(hit)
    told = [({found[at].get("modality") for at in hits}, wanted) for wanted, hits in zip(gold, matches, strict=True) if hits]
    used = {at for hits in matches for at in hits}
    lures = [row["text"] for row in negatives if row.get("label") == "not_a_duty"]
    return {
        "duties_recall_core": share(hit for _, hit in core) or 0.0,
        "duties_recall_core_groups": share(any(hits) for hits in groups.values()) or 0.0,
        "duties_modality_right": share(bool(said & _modalities(wanted)) for said, wanted in told) or 0.0,
        "duties_precision": share(at in used for at in range(len(found))) or 0.0,
        "duties_negatives_taken": share(any(same(lure, row["text"]) for row in found) for lure in lures) or 0.0,
    }


def _full(wanted: Row) -> str:
    """A gold duty with the rest of its sentence where a page broke it."""
    return " ".join(part for part in (wanted["text"], wanted.get("text_cont")) if part)


def _is_duty(wanted: Row, row: Row) -> bool:
    full, text = _full(wanted), row["text"]
    return same(full, text) or (len(text) < 3 * len(full) + SPARE and holds(text, wanted["text"]))


def entry_figures(gold: Sequence[Row], found: Sequence[Row]) -> Figures:
    """The share of each kind's gold entries that were found, and of those found the share with the gold's number and page,
    where gold gives them; a kind without gold, or that is no kind of entry, is left out. `direction` is a number."""
    figures: Figures = {}
    placed: list[bool] = []
    for kind in sorted({wanted["kind"] for wanted in gold} & set(get_args(EntryKind))):
        hits: list[bool] = []
        for wanted in (row for row in gold if row["kind"] == kind):
            mine = [row for row in found if (row["doc"], row["kind"]) == (wanted["doc"], kind) and _is_duty(wanted, row)]
            hits.append(bool(mine))
            placed += [any(_is_there(wanted, row) for row in mine)] if mine else []
        figures[f"register_{kind}_found"] = share(hits) or 0.0
    return figures | {"register_number_and_page_right": share(placed) or 0.0}


def _is_there(wanted: Row, row: Row) -> bool:
    number, page = wanted.get("direction") or wanted.get("number"), wanted.get("page")
    return number in (None, row["number"]) and page in (None, row["page"])


def _modalities(wanted: Row) -> set[str]:
    also = wanted.get("alt_modality") or []
    return {wanted["modality"], *([also] if isinstance(also, str) else also)}


def verdict_figures(gold: Sequence[Row], duties: Sequence[Row], found: Sequence[Row]) -> Figures:
    """Verdicts as judged, a missing row counting as wrong; an arguable verdict that gold allows counts as right."""
    pairs, shown = verdicts(gold, duties, found)
    return {
        "verdicts_rows_found": share(said is not None for _, said in pairs) or 0.0,
        "verdicts_accuracy": share(wanted == said for wanted, said in pairs) or 0.0,
        "verdicts_macro_f1": round(fmean(_f1(pairs, verdict) for verdict in VERDICTS), 4),
        "verdicts_evidence_hit": share(shown) or 0.0,
    }


def verdicts(
    gold: Sequence[Row], duties: Sequence[Row], found: Sequence[Row]
) -> tuple[list[tuple[str, str | None]], list[bool]]:
    """For each gold row the verdict wanted, which is the one given where gold allows that too, and the one given, None
    without a row; and for each that has evidence whether it is shown."""
    by_id = {duty["id"]: duty for duty in duties}
    pairs: list[tuple[str, str | None]] = []
    shown: list[bool] = []
    for wanted in gold:
        row = _row_for(by_id[wanted["duty_id"]], found)
        said = row.get("verdict") if row else None
        pairs.append((said if said and said in wanted.get("also", []) else wanted["verdict"], said))
        if row and wanted["evidence"]:
            shown.append(_shows(row, [*wanted["evidence"], *wanted.get("evidence_second", [])]))
    return pairs, shown


def _row_for(duty: Row, found: Sequence[Row]) -> Row | None:
    """The row about this duty: of those that hold it, the one nearest in length."""
    full = _full(duty)
    room = 3 * len(full) + len(duty.get("lead_in") or "") + SPARE
    rows = [row for row in found if len(row["duty_text"]) <= room]
    about = [row for row in rows if same(full, row["duty_text"]) or holds(row["duty_text"], duty["text"])]
    return min(about, key=lambda row: abs(len(row["duty_text"]) - len(full)), default=None)


def _shows(row: Row, evidence: Iterable[str]) -> bool:
    read = clipped([each.get("quote") or "" for each in row.get("evidence") or []], EVIDENCE_READ)
    return any(holds(read, one) or same(one, read, NEAR) for one in evidence)


def _f1(pairs: Sequence[tuple[str, str | None]], verdict: str) -> float:
    wanted = sum(one == verdict for one, _ in pairs)
    said = sum(other == verdict for _, other in pairs)
    both = sum(one == other == verdict for one, other in pairs)
    return 2 * both / (wanted + said) if wanted + said else 0.0


def direction_figures(gold: Sequence[Row], found: Sequence[Row]) -> Figures:
    """Directions found by number, and of those found the share with each field right."""
    rows = {row["id"].strip(". "): row for row in found}
    numbered = [wanted for wanted in gold if NUMBERED.fullmatch(wanted["id"])]
    pairs = [(wanted, rows[wanted["id"]]) for wanted in numbered if wanted["id"] in rows]

    def right(field: str, form: Callable[[Any], Any] = lambda value: value) -> float:
        return share(form(wanted[field]) == form(row.get(field)) for wanted, row in pairs) or 0.0

    return {
        "directions_found": share(wanted["id"] in rows for wanted in numbered) or 0.0,
        "directions_deadline_right": right("deadline"),
        "directions_owners_right": right("owners", _folded_set),
        "directions_modality_right": right("modality"),
        "directions_amounts_right": right("amounts", _folded_set),
    }


def _folded_set(texts: Iterable[str] | None) -> set[str]:
    return {fold(text) for text in texts or ()}
