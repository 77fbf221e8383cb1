"""An answer with no language model: quotes in the order of what was asked, each with its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.cite import MAX_QUOTE, MAX_QUOTES, citation
from assistant.findings import Finding
from assistant.spans import Span, by_page
from kb.models import Citation, Status

MAX_ANSWER = 1500  # characters
LONGEST_PART = 120  # characters of a question that is named as not answered
PREMISE = "The document says otherwise:"
DISPUTED = "The documents do not agree on this; each says:"
BLANK = "The document leaves this blank:"


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
    """The text of an answer and its citations: what was found first, then which part the documents do not answer."""
    findings = _without_repeats(findings)
    cited: list[Citation] = []
    lines: list[str] = []
    several = len({span.passage.doc for finding in findings if finding.outcome != "silent" for span in finding.spans}) > 1
    length = sum(len(_unsaid(finding)) + 2 for finding in findings if finding.outcome == "silent")
    for finding in findings:
        if finding.outcome == "silent":
            continue
        opening = {"disputed": PREMISE if finding.why else DISPUTED, "blank": BLANK}.get(finding.outcome)
        for line, made in _quoted(finding.spans, cited, several):
            added = len(line) + 2 + (len(opening) + 2 if opening else 0)
            if length + added > MAX_ANSWER and cited:
                break
            lines += [opening, line] if opening else [line]
            opening, length = None, length + added
            cited.append(made)
        if finding.note:
            lines.append(finding.note)
    lines += [_unsaid(finding) for finding in findings if finding.outcome == "silent"]
    return "\n\n".join(lines), tuple(cited)


def _without_repeats(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, a quote that a later one takes in given as that one: the same sentence is not shown twice."""
    spans = [span for finding in findings if finding.outcome != "silent" for span in finding.spans]

    def longest(span: Span) -> Span:
        same = [one for one in spans if one.passage.id == span.passage.id]
        over = [one for one in same if one.start <= span.start and span.end <= one.end]
        return replace(max(over, key=lambda one: one.end - one.start), lead=span.lead) if over else span

    return [replace(finding, spans=tuple(map(longest, finding.spans))) for finding in findings]


def _quoted(spans: Sequence[Span], cited: list[Citation], several: bool) -> Iterator[tuple[str, Citation]]:
    """A line and a citation for each span that is not quoted yet, as long as there is room for quotes. Where the quotes are
    from several documents, each says which."""
    for span in [piece for whole in spans for piece in by_page(whole)]:
        end = min(span.end, span.start + MAX_QUOTE)
        quote = span.passage.text[span.start : end]
        known = any(made.passage == span.passage.id and quote in made.quote for made in cited)
        if known or sum(len(made.quote) for made in cited) + len(quote) > MAX_QUOTES:
            continue
        made = citation(span.document, span.passage, span.start, end, len(cited) + 1)
        source = f" – *{made.title}*" if several else ""
        lead = f"*{span.lead}* – " if span.lead else ""
        yield f"{lead}“{made.quote}” [{made.n}]{source}", made


def _unsaid(finding: Finding) -> str:
    """Which part of the question is not answered, and why."""
    part = finding.question.text.strip(" ?")
    asked = f" (*{part}*)" if len(part) <= LONGEST_PART else ""
    return f"The documents do not say the rest{asked}: {finding.why}."


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
