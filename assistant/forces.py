"""One duty that two places word with another force: "must" in one chapter, "should" in another or in another document."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant import words
from assistant.cite import MAX_QUOTE, citation
from assistant.disagreement import Conflict, shared
from assistant.linked import restated
from assistant.strength import bindings
from kb.knowledge_base import KnowledgeBase
from kb.models import Citation, Document, Duty, Modality
from kb.text import find_quote

SAME = 0.7  # share of both their words, from which two duties are one
_SAID: dict[Modality, str] = {"must": "must be done", "should": "should be done", "may": "may be done"}


def forces(kb: KnowledgeBase, documents: Sequence[Document]) -> Iterator[Conflict]:
    """Within the documents of one authority. A line without a modal of its own, as a checklist's, has none to differ in."""
    known = {document.id: document for document in documents}
    told: dict[str, list[Duty]] = defaultdict(list)
    for document in documents:
        told[document.authority or document.id] += [duty for duty in kb.duties(document.id) if bindings(duty.text)]
    for duties in told.values():
        by_id = {duty.id: duty for duty in duties}
        for own, first in restated(duties):
            again = by_id[own]
            if again.modality == first.modality or _alike(again, first) < SAME:
                continue
            a, b = (_side(kb, known[duty.doc], duty) for duty in (first, again))
            if a and b:
                why = f"One place says that it {_SAID[first.modality]}, another that it {_SAID[again.modality]}."
                yield Conflict(shared(first.text, again.text) or "how binding it is", "wording", a, b, why)


def _alike(one: Duty, two: Duty) -> float:
    ours, theirs = words.stem_set(one.text), words.stem_set(two.text)
    return len(ours & theirs) / (len(ours | theirs) or 1)


def _side(kb: KnowledgeBase, document: Document, duty: Duty) -> Citation | None:
    """The duty as its document has it; None for one whose words a person changed."""
    passage = kb.passage(duty.passage)
    span = find_quote(passage.text, duty.text)
    return citation(document, passage, *span, 1) if span and span[1] - span[0] <= MAX_QUOTE else None
