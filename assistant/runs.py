"""What the headings of the library and its announcing sentences add to what a search finds: passages under a heading that
says what is asked for, and lists that are a run of passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import evidence, series, words
from assistant.question import Question
from assistant.scope import BODY, identity
from assistant.search import Search
from assistant.series import Heading
from assistant.units import Unit, units
from kb.models import Document, Hit, Passage
from kb.text import sentence_spans

OF_HEADING, OF_QUESTION = 0.75, 0.5  # shares of a heading's words that are asked for, and of the question's that it says
HEADINGS = 3  # looked under
UNDER = 4  # passages of each that are looked into
FOUND = 0.8  # the score of a passage found by its heading, times how well that fits


def under_headings(search: Search, question: Question, hits: Sequence[Hit]) -> list[Unit]:
    """The units of the hits, and of what stands under the headings that say what is asked for, with how well they do."""
    found = {hit.passage.id: hit for hit in hits}
    headed: dict[str, float] = {}
    for fit, heading, document in _meant(search, question):
        for passage in _passages(search, heading, UNDER):
            score = FOUND * fit * search.place.weights[heading.doc]
            found.setdefault(passage.id, Hit(len(found) + 1, score, passage, document))
            headed.setdefault(passage.id, fit)
    return [replace(unit, headed=headed.get(unit.passage.id, 0.0)) for unit in units(found.values())]


def runs(search: Search, question: Question, hits: Sequence[Hit]) -> list[Unit]:
    """Lists that no list element holds, near the hits and under the headings that say what is asked for."""
    found = [unit for hit in hits for unit in _announced(search, question, hit)]
    for fit, heading, document in _meant(search, question):
        passages = _passages(search, heading, series.LOOKED_AHEAD)
        run = _right_number(question, series.titled(passages)) or _right_number(question, _beside(search, heading))
        if run:
            above = " / ".join(heading.path)
            found.append(Unit(document, run[0], 0, len(run[0].text), "list", above, FOUND * fit, tuple(run[1:]), fit))
    return found


def numbered(search: Search, question: Question) -> list[Hit]:
    """What opens under the headings that end in the thing that the question numbers: "the 9 outcomes" may be those under
    "National outcomes", if there are nine."""
    things = evidence.numbered_things(question.text).keys()
    documents = {document.id: document for document in search.documents}
    return [
        Hit(rank, FOUND * OF_QUESTION, passage, documents[heading.doc])
        for rank, heading in enumerate(search.corpus.headings if things else (), 1)
        if heading.doc in documents and things & set(words.content(series.bare(heading.title))[-1:])
        for passage in _passages(search, heading, 1)
    ]


def _meant(search: Search, question: Question) -> list[tuple[float, Heading, Document]]:
    """The headings whose words are those of the question, best first, with how well they fit, 0 to 1."""
    corpus, found = search.corpus, []
    documents = {document.id: document for document in search.documents}
    naming = {doc: words.stem_set(identity(document)) for doc, document in documents.items()}
    for heading in corpus.headings:
        if heading.doc not in documents or heading.stems.isdisjoint(question.terms):
            continue
        asked = {stem for stem in question.terms if stem not in naming[heading.doc] | BODY or stem in heading.stems}
        both = sum(corpus.weight(stem) for stem in asked & heading.stems)
        of_heading = both / (sum(corpus.weight(stem) for stem in heading.stems) or 1.0)
        of_question = both / (sum(corpus.weight(stem) for stem in asked) or 1.0)
        if labelled(question, heading):
            found.append((1.0, heading, documents[heading.doc]))
        elif of_heading >= OF_HEADING and of_question >= OF_QUESTION:
            found.append(((of_heading * of_question) ** 0.5, heading, documents[heading.doc]))
    return sorted(found, key=lambda one: (-one[0], one[1].doc, one[1].path))[:HEADINGS]


def labelled(question: Question, heading: Heading) -> bool:
    """Whether a heading opens with the label that is all that is asked about: "What is Option 2?"."""
    return any(
        set(question.terms) <= set(label) and words.stems(series.bare(heading.title))[: len(label)] == list(label)
        for label in question.labels
    )


def _passages(search: Search, heading: Heading, most: int) -> list[Passage]:
    return [search.kb.passage(each) for each in heading.passages[:most]]


def _beside(search: Search, heading: Heading) -> list[Passage]:
    """The first passage under each heading right below this one."""
    first: dict[str, Passage] = {}
    for other in search.corpus.headings:
        depth = len(heading.path)
        if other.doc == heading.doc and other.path[:depth] == heading.path and len(other.path) > depth and other.passages:
            first.setdefault(other.path[depth], search.kb.passage(other.passages[0]))
    return [first[title] for title in heading.below if title in first]


def _announced(search: Search, question: Question, hit: Hit) -> Iterator[Unit]:
    """The run that the last sentence of a passage announces, or the one that counts what the question counts."""
    if hit.passage.kind != "paragraph":
        return
    counted = evidence.numbered_things(question.text)
    sentences = sentence_spans(hit.passage.text)
    for at, (start, end) in enumerate(sentences):
        said = evidence.numbered_things(hit.passage.text[start:end])
        number = next((int(n) for thing in counted.keys() & said.keys() for n in counted[thing] & said[thing]), None)
        last = at == len(sentences) - 1 and hit.passage.text[start:end].endswith(":")
        if number is None and not last:
            continue
        if run := series.announced(search.kb, hit.passage, number):
            above = " / ".join(hit.passage.section)
            yield Unit(hit.document, hit.passage, start, end, "list", above, hit.score, tuple(run))


def _right_number(question: Question, run: Sequence[Passage]) -> Sequence[Passage]:
    """The run where it has as many things as the question says there are, or where it does not say."""
    asked = evidence.number_asked(question)
    return run if len(run) >= series.FEWEST and asked in (None, len(run)) else ()
