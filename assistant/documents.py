"""Questions about a document as such: whether it still holds, when it was published. Answered from what the library knows of
it and from the sentence that says so; a sentence that only has the word is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant import openings, registry, scope, silence, words
from assistant.finding import Finding
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from kb.models import Document
from kb.text import day, sentence_spans

FRONT = 12  # passages of a document's beginning, where it says what it is
MOST = 3  # documents of which it is said
_HOLDS = (
    r"(?:in force|in effect|in use|valid|current|up to date|out of date|applicable|superseded|replaced|withdrawn"
    r"|(?P<is>(?:an? )?(?:draft|final|consultation)))"
)
_IN_FORCE = re.compile(
    r"^\W*(?:and |but |so )?(?:is|are|was|were|has|have) (?:.+? )?(?:still |now |yet |already |been |only |the )*"
    rf"{_HOLDS}\W*$"
    rf"|^\W*does .+? (?:still |now |yet )*(?:apply|hold|stand)\W*$"
    r"|\bwhat (?:is|['’]s) the status of\b"
    r"|\bwhen (?:did|does|do|will) .+? (?:come into force|take effect|start to apply)\W*$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bwhen (?:was|is|were|are) (?P<thing>.+?) (?:first )?(?:published|issued|released)\W*$"
    r"|\b(?:date of publication|publication date)\b",
    re.IGNORECASE,
)
_ARTICLE = {"draft": "a ", "consultation": "a "}
_SAYS = re.compile(
    r"\b(?:in(?:to)? force|takes? effect|took effect|comes? into effect|effective (?:from|until)|applies from|supersedes?|"
    r"superseded|replaces|withdrawn|valid until)\b",
    re.IGNORECASE,
)
_STATUS = {
    "draft": re.compile(r"\bdraft\b", re.IGNORECASE),
    "consultation": re.compile(r"\bconsult(?:ation|ing)\b", re.IGNORECASE),
    "superseded": re.compile(r"\b(?:superseded|withdrawn|archived|replaced)\b", re.IGNORECASE),
    "final": re.compile(r"\b(?:approved|adopted|agreed|final)\b", re.IGNORECASE),
}
_OF_ITSELF = re.compile(
    rf"\b(?:this|the|our) (?:[\w’'-]+ ){{0,3}}?{openings.DOC} "
    r"(?:is|are|was|will|takes?|took|comes?|came|applies|replaces|supersedes)\b",
    re.IGNORECASE,
)
_WORDS = words.stem_set(
    f"force effect use valid current date applicable apply hold stand still status publish publication issue release "
    f"{' '.join(_STATUS)} {openings.KINDS}"
)


def found(search: Search, question: Question) -> Finding | None:
    """Whether the documents that are meant still hold, or when they were published; None where it is no such question."""
    if not (meant := _meant(search)):
        return None
    if (asked := _IN_FORCE.search(question.text)) and _asks_only(search, question, meant):
        return _in_force(search, question, meant, asked["is"] is not None)
    if _PUBLISHED.search(question.text) and _asks_only(search, question, meant):
        return _published(search, question, meant)
    return None


def _meant(search: Search) -> list[Document]:
    named = [document for document in search.documents if document.id in search.place.named]
    named = named or (search.documents if len(search.documents) == 1 else [])
    return named if len(named) <= MOST else []


def _asks_only(search: Search, question: Question, meant: Sequence[Document]) -> bool:
    """Whether nothing but the documents is named: "is the lease still in force?" is not asked of any."""
    own = {stem for document in meant for stem in words.stems(scope.identity(document))}
    return set(question.terms) <= own | _WORDS | silence.LIGHT


def _in_force(search: Search, question: Question, meant: Sequence[Document], what_it_is: bool) -> Finding:
    spans = [span for document in meant for span in _saying(search, document, what_it_is)]
    told = [_known(document) for document in meant]
    if spans:
        return Finding(question, "found", tuple(spans), note=" ".join(filter(None, told)))
    titles = " and ".join(f"*{document.title}*" for document in meant)
    why = f"nothing in {titles} says since when or until when it holds"
    return Finding(question, "silent", why=f"{why}. {' '.join(filter(None, told))}".rstrip(". "))


def _known(document: Document) -> str:
    """What the library knows of it, in a sentence; "" where it knows nothing."""
    known = document.standing or document.status or ""
    if document.in_force_from and not document.standing:
        known = f"{known}{', ' if known else ''}in force from {day(document.in_force_from)}"
    return f"This library keeps *{document.title}* as {_ARTICLE.get(known, '')}{known}." if known else ""


def _saying(search: Search, document: Document, what_it_is: bool) -> list[Span]:
    """The sentence in which a document says since when or until when it holds, else the one that says what it is; that
    one first where it is asked what it is."""
    passages = [passage for passage in search.kb.passages(document.id) if passage.kind not in ("contents", "note")]
    form = _STATUS.get(document.status or "")
    whole = [(passage, _SAYS) for passage in passages] + [(passage, form) for passage in passages[:FRONT] if form]
    for passage, said in whole[::-1] if what_it_is else whole:
        for start, end in sentence_spans(passage.text) if said else ():
            text = passage.text[start:end]
            if said.search(text) and (said is not _SAYS or _OF_ITSELF.search(text)):
                return [Span(document, passage, start, end)]
    return []


def _published(search: Search, question: Question, meant: Sequence[Document]) -> Finding:
    dated = list(_dates(search, meant))
    titles = " and ".join(f"*{document.title}*" for document in meant)
    if dated:
        return Finding(question, "found", tuple(dated))
    kept = f" (in this library it is dated {day(meant[0].date)})" if len(meant) == 1 and meant[0].date else ""
    return Finding(question, "silent", why=f"no date of publication stands in {titles}{kept}")


def _dates(search: Search, meant: Sequence[Document]) -> Iterator[Span]:
    for document in meant:
        if len(document.date or "") > 4:  # a year may be that of its period
            yield from registry.dated(search, [document])
