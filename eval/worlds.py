"""Plans held against guidance that nobody tuned on: what the check says of the worlds in `eval/training/checks`."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from assistant.crosscheck import check
from eval import registers
from eval.outside import Figures, scratch
from eval.runs import Progress
from eval.training import checks
from eval.training.checks import Row
from ingest import pipeline
from ingest.kinds import Facts
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings


def figures(settings: Settings, slugs: Sequence[str], progress: Progress) -> Figures:
    """Figures of `registers.verdict_figures`, the mean over all plans of these worlds; the share of rows that are *partial*,
    and of those called *met* the share that the plan leaves open or contradicts."""
    every: list[Figures] = []
    pairs: list[tuple[str, str | None]] = []
    with scratch(settings) as kb:
        for slug in slugs:
            progress(f"checking the plans of {slug}")
            for gold, found in _checked(kb, slug):
                duties = [{"id": row["id"], "text": row["duty"], "lead_in": row.get("lead_in")} for row in gold]
                wanted = [{**row, "duty_id": row["id"]} for row in gold]
                every.append(registers.verdict_figures(wanted, duties, found))
                pairs += registers.verdicts(wanted, duties, found)[0]
    said = [wanted for wanted, verdict in pairs if verdict == "met"]
    return {
        **{name: round(fmean(one[name] for one in every), 4) for name in every[0]},
        "verdicts_partial": round(fmean(verdict == "partial" for _, verdict in pairs), 4),
        "verdicts_false_met": round(fmean(wanted in ("missing", "contradicted") for wanted in said), 4) if said else 0.0,
    }


def _checked(kb: KnowledgeBase, slug: str) -> Iterator[tuple[list[Row], list[Row]]]:
    """For each plan of a world its gold rows and the check's."""
    guidance = _added(kb, f"{slug}-guidance", "guidance")
    rows = checks.rows(slug)
    for plan in sorted({row["plan"] for row in rows}):
        found = check(kb, _added(kb, f"{slug}-plan-{plan}", "plan"), [guidance])
        yield [row for row in rows if row["plan"] == plan], [row.as_json() for row in found]


def _added(kb: KnowledgeBase, name: str, kind: str) -> str:
    """The id of a world's document. Its kind is given: whether a reader can tell it is not what is measured here."""
    (report,) = pipeline.add(kb, [checks.FOLDER / f"{name}.md"], Facts(kind=kind))
    if report.doc is None:
        raise ValueError(f"{name}: {report.reason}")
    return report.doc
