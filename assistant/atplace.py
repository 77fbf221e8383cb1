"""What stands at a numbered place or on a page, and what is asked of it beyond its text: its value, what was done with it,
what it says of a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import evidence, forms, lookups, scope, silence, spans, wording, words
from assistant.cite import MAX_QUOTE
from assistant.finding import Finding, nearest
from assistant.question import Question, place_numbers
from assistant.search import Search
from assistant.spans import Span
from assistant.units import units
from kb.models import Document, Hit

MOST = 8  # passages at one place that are quoted
ROOM = 1300  # characters of a page that are quoted: the rest is told of
# What a place is asked with, whatever stands there: "what does it ask for?"
_ASKS = words.stem_set(
    "ask require apply cover want expect demand mean order tell text aim time period date deadline long year money cost sum"
)
# Asked of what was done with a numbered thing: "when was 4.2 finished?", not "when must it be?".
_WAS_DONE = re.compile(r"\b(?:did|was|were|(?:has|have|had) been)\b", re.IGNORECASE)
# "What does 5.2 say about the weather?"
_TOPIC = re.compile(
    r"\b(?:say|says|said|mentions?|promises?|tells? us)(?: (?:anything|something|much))?"
    r" (?:about|on|of|regarding|concerning) (?P<topic>[^,;?]+)",
    re.IGNORECASE,
)


def found(search: Search, question: Question) -> Finding:
    """What stands at the numbers or on the page that the question names."""
    hits, what = lookups.at_place(search, question), _called(question)
    if question.page is not None and (unheld := _unheld(question, search.documents)):
        return Finding(question, "silent", why=f"no document here is called {unheld}")
    if not hits and (rows := lookups.direction_rows(search, question)):
        return Finding(question, "found", tuple(span for row in rows for span in spans.quoted(search.kb, row, False)))
    if not hits:
        return Finding(question, "silent", why=f"none of the documents meant has {what}")
    own = [hit for hit in hits if lookups.is_numbered(hit.passage, question.numbers)]
    if (untold := _untold(question, own or hits)) and (question.page is not None or place_numbers(question.text)):
        return Finding(question, "silent", tuple(spans.whole(hit) for hit in own[:1]), f"{what} says nothing of {untold}")
    if telling := _telling_of(question, own or hits):
        return Finding(question, "found", tuple(spans.whole(hit) for hit in telling[:MOST]))
    if question.values:
        return _value(search, question, hits, own)
    if question.page is not None:
        return _page(question, hits, question.page)
    if own and not place_numbers(question.text) and own[0].passage.kind == "list":
        listed = next(unit for unit in units(own[:1]) if unit.role == "list")
        return Finding(question, "found", tuple(spans.whole_list(search.kb, listed)))
    return Finding(question, "found", tuple(spans.whole(hit) for hit in (own or hits)[:MOST]))


def left(search: Search, question: Question) -> bool:
    """Whether a question that only takes its number over from an earlier one asks, in words that the place does not have,
    for something else: "what are the choices?" after Direction 4.2."""
    asked = set(question.terms) - silence.LIGHT - _ASKS
    if place_numbers(question.text) or question.page is not None or question.values or not asked:
        return False
    return not any(_has(stem, hit) for stem in asked for hit in lookups.at_place(search, question))


def _called(question: Question) -> str:
    """The place in the question's own words ("Direction 4"), in numbers where an earlier one named it."""
    if question.page is not None:
        return f"page {question.page}"
    said = [found[0] for found in forms.PLACE_NUMBER.finditer(question.text)]
    return " and ".join(said or question.numbers)


def _unheld(question: Question, documents: Sequence[Document]) -> str:
    """The name by which a page's document is called and that none has, "" where there is none; what the page is asked about
    names no document."""
    asked = _TOPIC.sub(" ", question.text)
    held = [words.stem_set(scope.identity(document)) for document in documents]
    named = [name for name in question.names if not any(set(name) <= one for one in held)]
    said = (word for word in words.words(asked) if named and words.stem(word) in named[0])
    return " ".join(word.capitalize() for word in said)


def _page(question: Question, hits: Sequence[Hit], page: int) -> Finding:
    """What stands on a page of the document that is meant most: as much as there is room for, with what is left out said."""
    first = hits[0].document
    there = list(_stretches([hit for hit in hits if hit.document == first], lookups.physical(first, page)))
    lengths = [len(span.text) for span in there]
    kept = [span for at, span in enumerate(there) if not at or sum(lengths[: at + 1]) <= ROOM]
    others = {hit.document.id for hit in hits} - {first.id}
    notes = [f"Page {page} of *{first.title}* is quoted in part."] if len(kept) < len(there) else []
    if others:
        many = f"{len(others)} other documents have" if len(others) > 1 else "Another document has"
        notes.append(f"{many} a page {page} too: name the one that is meant.")
    return Finding(question, "found", tuple(kept), note=" ".join(notes))


def _stretches(hits: Sequence[Hit], page: int) -> Iterator[Span]:
    """What of each passage stands on the page, with the whole of a sentence that runs over onto it."""
    for hit in hits:
        passage = hit.passage
        pieces = spans.by_page(Span(hit.document, passage, 0, len(passage.text)))
        for piece in pieces:
            last = passage.last_page(piece.start, piece.end) or page
            if (passage.page_at(piece.start) or page) <= page <= last:
                yield replace(piece, end=min(piece.end, piece.start + MAX_QUOTE))


def _value(search: Search, question: Question, hits: Sequence[Hit], own: Sequence[Hit]) -> Finding:
    """The value that the place itself gives, and beside it another that a passage elsewhere gives of the place: what only
    speaks of a Direction may be wrong about it."""
    ranked = search.ranked(question, question.text, units(hits))
    at_place = {hit.passage.id: hit for hit in own or hits}
    first = next((one for one in ranked if one.value and one.unit.passage.id in at_place), None)
    if first is None:
        return Finding(question, "silent", nearest(ranked), f"{_called(question)} gives no such value")
    row = first.unit.role == "row" and first.unit.passage.heading  # a form's row says one thing of what its heading names
    quoted = spans.quoted(search.kb, first.unit, False) if row else [spans.whole(at_place[first.unit.passage.id])]
    given = evidence.values_given(question, first.unit.passage.text)
    for one in ranked:
        said = evidence.values_given(question, one.unit.text)
        names_it = any(lookups.names(one.unit.text, number) for number in question.numbers)
        if one.unit.passage.id not in at_place and names_it and said and not said & given:
            return Finding(question, "disputed", (*quoted, spans.of(one.unit)))
    return Finding(question, "found", tuple(quoted))


def _untold(question: Question, hits: Sequence[Hit]) -> str:
    """What a question takes for granted that was done with a place ("when was it completed?"), or the topic that it asks
    of, where the place's text does not speak of it; "" where there is none."""
    if topic := _topic(question):
        met = any(_has(stem, hit) for stem in words.content(topic) for hit in hits)
        return "" if met else re.sub(r"^(?:the|an?) ", "", topic)
    if not (question.values or question.kind == "why") or not _WAS_DONE.search(question.text):
        return ""
    place = " ".join(found[0] for found in forms.PLACE_NUMBER.finditer(question.text))
    texts = [f"{scope.identity(hit.document)} {hit.passage.text}" for hit in hits]
    met_there = silence.LIGHT.union(words.content(place), *question.names, *map(words.stem_set, texts))
    said = {words.stem(word): word for word in words.words(question.text)}
    return next((said[term] for term in question.terms if term in said and not {term, *wording.field(term)} & met_there), "")


def _telling_of(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Those of several passages at a place that speak of the topic asked of it; at a place carried over from an earlier
    question those that have most of this one's words: "and what about transport?" of a Direction with parts. None where all
    have."""
    if topic := _topic(question):
        told = [hit for hit in hits if any(_has(stem, hit) for stem in words.content(topic))]
    elif question.page is None and not place_numbers(question.text):
        there = frozenset[str]().union(*(words.stem_set(hit.passage.text) for hit in hits))
        asked = {stem for stem in question.terms if stem in there and stem not in silence.LIGHT}
        held = [len(asked & words.stem_set(hit.passage.text)) for hit in hits]
        told = [hit for hit, number in zip(hits, held, strict=True) if number and number == max(held)]
    else:
        return []
    return told if len(told) < len(hits) else []


def _topic(question: Question) -> str:
    """What a place is asked about, without a place that is named after it ("about transport in 5.2"); "" for none."""
    found = _TOPIC.search(question.text)
    if not found or forms.PLACE_NUMBER.search(found["topic"]) or forms.PAGE.search(found["topic"]):
        return ""
    topic = found["topic"].strip(" .")
    return topic if set(words.content(topic)) - silence.LIGHT else ""


def _has(stem: str, hit: Hit) -> bool:
    """Whether a passage, or the headings above it, has the word or another for the same thing."""
    there = words.stem_set(f"{' '.join(hit.passage.section)} {hit.passage.text}")
    return not there.isdisjoint(wording.other_words(stem))
