"""The record of answers for a Freedom of Information request: all that is kept of them, in one file.

It is an HTML page: whoever gets it reads, prints and redacts it with nothing but a browser, years from now. Beside what was
asked and answered it holds every passage whole, with the hashes by which it can be shown to be unchanged. `as_json` says the
same to a machine.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version

from assistant import render
from assistant.files import LOADS_NOTHING, escaped
from assistant.kept import about, feedback_words, reference, references, since_words
from kb.answers import Kept, Source
from kb.text import day

HOW_TO_CHECK = (
    "Each passage is shown whole, as it was when the answer was given. Its hash is the SHA-256 of its text in UTF-8; "
    "that of a file is the SHA-256 of the file that the document was read from."
)



def as_json(kept: Kept) -> dict[str, object]:
    """All that is kept of an answer, in CONTRACT.md's words where it has them."""
    return {
        "id": kept.id,
        "at": kept.at,
        "who": kept.who,
        **render.answer_json(kept.answer),
        "prompt_sha256": kept.prompt,
        "sources": [asdict(source) for source in kept.sources],
        "feedback": [asdict(said) for said in kept.feedback],
        "since": [asdict(since) | {"lost": list(since.lost)} for since in kept.since],
        "remit": version("remit"),
    }


def page(*kept: Kept) -> str:
    """All that is kept of answers, as one HTML page that loads nothing and runs nothing."""
    body = "".join(_record(one) for one in kept)
    return (
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
        f"{LOADS_NOTHING}<title>Record of answers</title><style>{_STYLE}</style></head><body><h1>Record of answers</h1>"
        f"<p>{escaped(HOW_TO_CHECK)} Made by Remit {escaped(version('remit'))}.</p>{body}</body></html>"
    )


_STYLE = (
    "body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "blockquote,pre{white-space:pre-wrap;overflow-wrap:anywhere;border-left:4px solid #767676;margin:.5rem 0;"
    "padding:.25rem 1rem;font:inherit}code{overflow-wrap:anywhere}article{border-top:2px solid #1a1a1a;margin-top:2rem}"
    "@media print{body{margin:0}article{break-before:page}}"
)


def _record(kept: Kept) -> str:
    answer = kept.answer
    code = f"<code>{escaped(kept.prompt)}</code>" if kept.prompt else ""
    prompt = f"<p>SHA-256 of what the language model was given: {code}</p>" if code else ""
    quoted = "".join(
        f"<h3>{escaped(heading)}</h3>"
        + "".join(f"<p>{escaped(reference(kept, one))}</p><blockquote>{escaped(one.quote)}</blockquote>" for one in cited)
        for heading, cited in references(kept)
    )
    return (
        f"<article><h2>{escaped(answer.question)}</h2>{_paragraphs(about(kept))}{prompt}"
        f"{_paragraphs(f'Since then: {since_words(since)}' for since in kept.since)}"
        f"<h3>The answer</h3><pre>{escaped(answer.text)}</pre>{quoted}"
        f"<h3>Passages</h3>{''.join(map(_passage, kept.sources)) or '<p>None.</p>'}"
        f"<h3>What readers said</h3>{_paragraphs(map(feedback_words, kept.feedback)) or '<p>Nothing.</p>'}</article>"
    )


def _passage(source: Source) -> str:
    facts = (
        f"{source.title} ({source.doc}), version {source.version}, {f'dated {day(source.date)}, ' if source.date else ''}"
        f"{f'{source.status}, ' if source.status else ''}read in on {day(source.read)}; passage {source.passage}"
    )
    hashes = f"SHA-256 of the text <code>{escaped(source.sha256)}</code>, of the file <code>{escaped(source.file)}</code>"
    return f"<p>{escaped(facts)}</p><p>{hashes}</p><pre>{escaped(source.text)}</pre>"


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escaped(line)}</p>" for line in lines)
