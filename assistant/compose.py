"""An answer with no language model: quotes in the order of what was asked, each with its mark."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cite import MAX_QUOTE, MAX_QUOTES, citation
from assistant.findings import Finding
from assistant.spans import Span
from kb.models import Citation, Status

MAX_ANSWER = 1500  # characters


def status(findings: Sequence[Finding]) -> Status:
    """The status that the findings on the parts of a question give together.

    >>> status([])
    'not_found'
    """
    outcomes = {finding.outcome for finding in findings}
    if not outcomes & {"found", "blank", "disputed"}:
        return "not_found"
    if "disputed" in outcomes:
        return "disputed"
    return "partial" if outcomes != {"found"} else "answered"


def compose(findings: Sequence[Finding]) -> tuple[str, tuple[Citation, ...]]:
    """The text of an answer and its citations."""
    cited: list[Citation] = []
    lines: list[str] = []
    for finding in findings:
        if finding.outcome == "silent":
            lines.append(f"The documents do not say the rest: {finding.why}.")
            continue
        if finding.outcome == "blank":
            lines.append("The document leaves the figure blank:")
        lines += _quoted(finding.spans, cited)
    return _shortened(lines), tuple(cited)


def _quoted(spans: Sequence[Span], cited: list[Citation]) -> list[str]:
    lines = []
    for span in spans:
        end = min(span.end, span.start + MAX_QUOTE)
        if any(known.passage == span.passage.id and span.passage.text[span.start : end] in known.quote for known in cited):
            continue
        if sum(len(known.quote) for known in cited) + end - span.start > MAX_QUOTES:
            break
        made = citation(span.document, span.passage, span.start, end, len(cited) + 1)
        cited.append(made)
        lines.append(f"“{made.quote}” [{made.n}]")
    return lines


def _shortened(lines: Sequence[str]) -> str:
    return "\n\n".join(lines)[:MAX_ANSWER]


def nearest(findings: Sequence[Finding]) -> tuple[Citation, ...]:
    """The places that come nearest to a question that has no answer, three at most."""
    spans = {(span.passage.id, span.start): span for finding in findings for span in finding.spans}
    return tuple(
        citation(span.document, span.passage, span.start, min(span.end, span.start + MAX_QUOTE), n)
        for n, span in enumerate(list(spans.values())[:3], 1)
    )


def refusal(findings: Sequence[Finding]) -> str:
    """The sentence of an answer that nothing was found for."""
    why = next((finding.why for finding in findings if finding.why), "nothing in the documents comes near this")
    return f"The documents in the library do not say: {why}."
