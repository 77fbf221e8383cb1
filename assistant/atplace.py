"""What a question asks of a numbered place or a page beyond its text: what was done with it, what it says of a topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import forms, scope, silence, wording, words
from assistant.question import Question, place_numbers
from kb.models import Hit

# Asked of what was done with a numbered thing: "when was 4.2 finished?", not "when must it be?".
_WAS_DONE = re.compile(r"\b(?:did|was|were|(?:has|have|had) been)\b", re.IGNORECASE)
# "What does 5.2 say about the weather?"
_TOPIC = re.compile(
    r"\b(?:say|says|said|mentions?|promises?|tells? us)(?: (?:anything|something|much))?"
    r" (?:about|on|of|regarding|concerning) (?P<topic>[^,;?]+)",
    re.IGNORECASE,
)


def untold(question: Question, hits: Sequence[Hit]) -> str:
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


def telling_of(question: Question, hits: Sequence[Hit]) -> list[Hit]:
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
