"""What a language model wrote, sentence by sentence: its link tokens read, however it writes them, and each sentence held
against the quotes that it cites. Pure; nothing here knows of a model.

A sentence without a link token of the answer is dropped. One that its quotes do not bear out gives way to the quotes. So
every sentence that comes out carries its sources, and what stands in double quotation marks is a document's own.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.files import plain
from assistant.grounds import Evidence
from assistant.render import number_words
from assistant.verify import faults
from kb.models import Citation
from kb.text import find_quote, fold_white, sentence_spans

MOST_NUMBERS = 50  # of one link token: "[1-9999]" is no list of sources
_NOUN = (
    r"(?:(?:see|from|per)\s+)?(?:sources?|evidence|quotes?|citations?|refs?\.?|references?|docs?|documents?|passages?|nos?\.?)"
    r"\s*:?\s*"
)
_NUMBERS = rf"\d{{1,4}}(?:\s*(?:,|;|&|and|-|–|—|to|,\s*and)\s*(?:{_NOUN})?#?\d{{1,4}})*"
_TOKEN = re.compile(
    rf"[\[【]\s*[\^#]?(?:{_NOUN})?#?(?P<square>{_NUMBERS})\s*(?:†[^\]】]{{0,80}})?[\]】]|\(\s*{_NOUN}#?(?P<round>{_NUMBERS})\s*\)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|to)\s*\D*(\d+)")
_MARK = re.compile(r"⟦([\d,]*)⟧")
_AFTER_STOP = re.compile(r"([.!?]+[”\"']?)\s*((?:⟦[\d,]*⟧\s*)+)")
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_DRESS = re.compile(r"\*\*|__|`|^\s{0,3}(?:#{1,6}|>|[-*•+]|\d{1,2}[.)])\s+", re.MULTILINE)
_QUOTED = re.compile(r"[“\"„«]([^“”\"„»]+)[”\"»]")
_ADDRESS = re.compile(r"(?:https?:|www\.|javascript:|data:)\S*|\S+@\S+|!?\[[^\]]*\]\([^)]*\)|<[a-z/!][^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence without its link tokens, and the sources that it cites: those of the answer alone."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence as the reader sees it, with its marks. `borne_out` is False where quotes stand in its place; `faults` says
    why."""

    text: str
    cites: tuple[int, ...]
    borne_out: bool
    faults: tuple[str, ...] = ()


def sentences(text: str, known: Sequence[int]) -> list[Written]:
    """The sentences of what a model wrote, each with the sources it cites; tokens that are none of `known` are dropped.

    >>> sentences("It is **£5m** [1,2]. It grew. [3-5] (source 9)", [1, 2, 3])
    [Written(text='It is £5m.', cites=(1, 2)), Written(text='It grew.', cites=(3,))]
    """
    bare = _DRESS.sub("", plain(without_thought(text)).replace("⟦", "[").replace("⟧", "]"))
    marked = _TOKEN.sub(lambda match: f"⟦{','.join(map(str, _numbers(match)))}⟧", bare)
    marked = _AFTER_STOP.sub(lambda match: f"{match[2].strip()}{match[1]} ", marked)
    found: list[Written] = []
    for start, end in sentence_spans(marked):
        sentence = marked[start:end]
        cited = [int(n) for mark in _MARK.findall(sentence) for n in mark.split(",") if n]
        words = re.sub(r"\s+([.,;:!?])", r"\1", fold_white(_MARK.sub("", sentence)))
        if any(character.isalnum() for character in words):
            found.append(Written(words, tuple(dict.fromkeys(n for n in cited if n in known))))
        elif found and cited:  # a line of tokens alone belongs to what stands above it
            last = found.pop()
            found.append(Written(last.text, tuple(dict.fromkeys((*last.cites, *(n for n in cited if n in known))))))
    return found


def without_thought(text: str) -> str:
    """What a model wrote without what it says to itself."""
    return _THOUGHT.sub("", text)


def _numbers(match: re.Match[str]) -> list[int]:
    listed = match["square"] or match["round"]
    numbers = [int(n) for n in re.findall(r"\d+", _RANGE.sub("", listed))]
    for first, last in _RANGE.findall(listed):
        numbers += range(int(first), min(int(last), int(first) + MOST_NUMBERS) + 1)
    return sorted(set(numbers))


def held(written: Written, citations: Mapping[int, Citation]) -> Held | None:
    """A sentence as the reader may see it; None where it cites nothing that the answer has."""
    if not written.cites:
        return None
    cited = [citations[n] for n in written.cites]
    marks = "".join(f"[{n}]" for n in written.cites)
    wrong = [*_foreign(written.text, cited), *faults(written.text, [evidence(one) for one in cited])]
    if wrong:
        quotes = "\n\n".join(f"“{one.quote}” [{one.n}]" for one in cited)
        return Held(quotes, written.cites, False, tuple(wrong))
    body = written.text.rstrip(".!?")
    stop = written.text[len(body) :] or "."
    quoted = _QUOTED.sub(lambda match: f"“{match[1]}”", body)
    return Held(f"{quoted} {marks}{stop}", written.cites, True)


def _foreign(text: str, cited: Sequence[Citation]) -> list[str]:
    """What a sentence may not hold unless its quotes do: words in double quotation marks, addresses, mark-up."""
    quotes = [one.quote for one in cited]
    quoted = [match[1] for match in _QUOTED.finditer(text) if not any(find_quote(quote, match[1]) for quote in quotes)]
    addresses = [match[0] for match in _ADDRESS.finditer(text) if not any(match[0] in quote for quote in quotes)]
    stray = ["quotation mark"] if any(mark in _QUOTED.sub("", text) for mark in "“”\"„«»") else []
    return [*(f"no quote: {each}" for each in quoted), *(f"address: {each}" for each in addresses), *stray]


def evidence(citation: Citation) -> Evidence:
    """A citation as it is given to a model and held against what it writes."""
    number = citation.number and f"Direction {citation.number}, paragraph {number_words(citation.number, None)}"
    place = (citation.title, citation.authority, number, citation.section)
    return Evidence(", ".join(part for part in place if part), citation.quote)
