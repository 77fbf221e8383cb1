"""An answer with no language model: quotes in the order of what was asked, each with its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.cite import MAX_QUOTE, MAX_QUOTES, citation
from assistant.finding import Finding
from assistant.spans import Span, by_page
from kb.models import Citation, Status

MAX_ANSWER = 1500  # characters
NOTE = 100  # characters kept for saying that a list goes on
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


def compose(findings: Sequence[Finding]) -> tuple[str, tuple[Citation, ...], bool]:
    """The text of an answer, its citations, and whether the text gives every list whole: what was found first, then which
    part the documents do not answer. The points of a list that the text has no room for are cited all the same."""
    findings = _without_repeats(findings)
    cited: list[Citation] = []
    lines: list[str] = []
    whole = True
    several = len({span.passage.doc for finding in findings if finding.outcome != "silent" for span in finding.spans}) > 1
    unsaid = _all_unsaid(findings)
    length = sum(len(line) + 2 for line in unsaid)
    for finding in findings:
        if finding.outcome == "silent":
            continue
        opening = {"disputed": PREMISE if finding.why else DISPUTED, "blank": BLANK}.get(finding.outcome)
        left: list[Citation] = []
        most, began = MAX_ANSWER - (NOTE if len(_lists(finding.spans)) > 1 else 0), len(cited)
        for line, made in _quoted(finding.spans, cited, several):
            added = len(line) + 2 + (len(opening) + 2 if opening else 0)
            if left or (length + added > most and cited):
                if not _go_on(made, finding.spans, cited[began:]):
                    break
                left.append(made)
            else:
                lines += [opening, line] if opening else [line]
                opening, length = None, length + added
            cited.append(made)
        if left:
            whole = False
            lines.append(_rest(finding.spans, cited[began : -len(left)], left))
            length += NOTE
        if finding.note:
            lines.append(finding.note)
    lines += unsaid
    return "\n\n".join(lines), tuple(cited), whole


def _lists(spans: Sequence[Span]) -> list[Span]:
    """Those of the spans that are pieces of lists."""
    return [span for span in spans if span.passage.kind == "list" and _points([span])]


def _points(spans: Sequence[Span]) -> set[tuple[str, int]]:
    """The points of lists that the spans hold, by where they stand."""
    return {
        (span.passage.id, part.start)
        for span in spans
        for part in span.passage.parts
        if part.role == "item" and not part.level and span.start <= part.start < span.end
    }


def _go_on(made: Citation, spans: Sequence[Span], before: Sequence[Citation]) -> bool:
    """Whether a citation holds further points of the list that those before it are of."""
    whose = {span.passage.id: span.passage.parent or span.passage.id for span in _lists(spans)}
    return made.passage in whose and whose[made.passage] in {whose.get(one.passage) for one in before}


def _rest(spans: Sequence[Span], shown: Sequence[Citation], left: Sequence[Citation]) -> str:
    """How many points of a list are quoted, and where the others stand."""
    held = {span.passage.id: span.passage for span in spans}

    def points(cited: Sequence[Citation]) -> int:
        starts = [(held[one.passage], held[one.passage].text.find(one.quote), len(one.quote)) for one in cited]
        return len(_points([Span(spans[0].document, passage, at, at + long) for passage, at, long in starts]))

    marks = ", ".join(f"[{one.n}]" for one in left)
    quoted = points(shown)
    return f"{quoted} of {quoted + points(left)} points of this list are quoted here; the others stand at {marks}."


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


def _all_unsaid(findings: Sequence[Finding]) -> list[str]:
    """What is not answered, in sentences: of several documents that were asked the same, those that do not answer it."""
    silent = [finding for finding in findings if finding.outcome == "silent"]
    if len(silent) < len(findings) and (of := list(dict.fromkeys(f"*{one.of}*" for one in silent if one.of))):
        titles = " and ".join(filter(None, (", ".join(of[:-1]), of[-1])))
        told = [f"{titles} {'do' if len(of) > 1 else 'does'} not answer this."]
        return told + [_unsaid(one) for one in silent if not one.of]
    return [_unsaid(one) for one in silent]


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


def refusal(findings: Sequence[Finding], before: bool = False) -> str:
    """The sentence of an answer that nothing was found for, in the library or in what was quoted `before`."""
    where = "The documents quoted before" if before else "The documents in the library"
    why = next((finding.why for finding in findings if finding.why), "nothing in the documents comes near this")
    return f"{where} do not say: {why}."
