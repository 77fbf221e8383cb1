"""A cross-check as one HTML file that needs nothing beside it, to read and to print: what needs a person first."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.crosscheck import CheckRow
from assistant.files import LOADS_NOTHING, escaped
from assistant.matching import said
from assistant.report import MEANS, Report, about, nearest, quoted, summary_lines
from kb.models import Verdict
from kb.text import in_words, unmarked

# What fits beside each other on a screen and on paper; the spreadsheet has every column.
ON_A_PAGE = {
    "Conflicts": ("Kind", "Why", "One place", "Another place"),
    "Directions": ("Direction", "Text", "Owners", "Deadline", "Status", "Overdue"),
}


def as_html(report: Report) -> bytes:
    title = escaped(report.title)
    return (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{LOADS_NOTHING}"
        f"<meta name='viewport' content='width=device-width'><title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{''.join(_body(report))}</main></body></html>"
    ).encode("utf-8", "replace")


def _body(report: Report) -> Iterator[str]:
    yield from (f"<p>{escaped(line)}</p>" for line in summary_lines(report))
    linked = [
        f"<tr><th scope='row'><a href='#{verdict}'>{_name(verdict)}</a></th>"
        f"<td>{len(rows)}</td><td>{MEANS[verdict]}</td></tr>"
        for verdict, rows in report.by_verdict
    ]
    yield f"<table class='summary'><thead>{_head(('Verdict', 'Duties', 'What it means'))}</thead>{''.join(linked)}</table>"
    for verdict, rows in report.by_verdict:
        yield f"<h2 id='{verdict}'>{_name(verdict)} ({len(rows)})</h2>"
        yield from map(_card, rows)
    for title, columns, lines in report.registers:
        if lines:
            kept = [columns.index(column) for column in ON_A_PAGE[title]]
            yield _table(f"{title} ({len(lines)})", ON_A_PAGE[title], [[line[at] for at in kept] for line in lines])
    header, *listed = report.sources
    yield _table("Documents", header, listed)


def _card(row: CheckRow) -> str:
    """The duty on the left, what was found on the right; below each other where there is no room."""
    duty = row.duty
    where = " · ".join(filter(None, (about(duty), duty.section)))
    reasons = [row.reason, f"Confidence: {row.confidence}.", f"Look again: {row.look_again}" if row.look_again else ""]
    parts = "".join(f"<p class='under'>{escaped(part)}</p>" for part in (row.parts if row.verdict == "partial" else ()))
    leads = "".join(f"<p class='under'>{escaped(text)}</p>" for text in row.links.said())
    spoken = "".join(f"<p class='said'>{escaped(act.said())}.</p>" for act in row.standing.acts)
    shown = [quoted(cited, row.plan) for cited in row.evidence] or [nearest(row)]
    said_of_it = f"<strong>{_name(row.verdict)}.</strong> {escaped(' '.join(filter(None, reasons)))}"
    quotes = "".join(f"<blockquote>{escaped(text)}</blockquote>" for text in shown)
    return (
        f"<article><div><h3>{escaped(unmarked(said(duty)))}</h3><p class='under'>{escaped(where)}</p>{leads}</div>"
        f"<div><p>{said_of_it}</p>{parts}{spoken}{quotes}</div></article>"
    )


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{escaped(text)}</td>' for text in row)}</tr>" for row in rows)
    return f"<h2>{title}</h2><table><thead>{_head(columns)}</thead><tbody>{body}</tbody></table>"


def _head(columns: Sequence[str]) -> str:
    cells = "".join(f"<th scope='col'>{column}</th>" for column in columns)
    return f"<tr>{cells}</tr>"


def _name(verdict: Verdict) -> str:
    return in_words(verdict).capitalize()


_STYLE = (
    "body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff;"
    "overflow-wrap:anywhere}"
    "h2{border-top:2px solid #1a1a1a;padding-top:1rem;margin-top:2.5rem}h3{font-size:1rem;margin:0}"
    "article{display:grid;grid-template-columns:2fr 3fr;gap:0 2rem;border-top:1px solid #767676;padding:.9rem 0}"
    "article p{margin:0 0 .4rem}.under,blockquote{font-size:.92rem}.under{color:#444}"
    "blockquote{white-space:pre-line;border-left:4px solid #767676;margin:.4rem 0;padding:0 0 0 .8rem}"
    "table{border-collapse:collapse;width:100%}.summary{width:auto}th,td{border:1px solid #767676;padding:.4rem .6rem;"
    "text-align:left;vertical-align:top;white-space:pre-line;font-size:.92rem}thead th{background:#eee}"
    "@media screen and (max-width:48rem){article{display:block}body{margin:1rem auto}"
    "table:not(.summary){display:block;overflow-x:auto}td,th{min-width:5rem}}"
    "@media print{:root{font-size:12px}body{margin:0;max-width:none;font-size:1rem}article{gap:0 1rem;padding:.5rem 0}"
    "p,blockquote{break-inside:avoid}h2,h3{break-after:avoid}"
    "thead{display:table-header-group}tr{break-inside:avoid}}"
)
