"""Questions that a register answers whole: which Directions have money or are due by a month, which ones a paper affects,
who wrote a paper, what an item with a number says. Counted from the register, not from what a search returns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant import scope, silence, words
from assistant.figures import figures
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from kb.models import Direction, Document, EntryKind, Passage
from kb.text import MONTHS, sentence_spans

MOST = 12  # quotes of an answer
_ASKED_FOR = frozenset(
    words.stems(
        "risk recommendation recommend recommended ask asked invite request want board committee member council cabinet "
        "trustee governor panel group authority ijb agree decide approve note consider identify set main key "
        "author wrote written prepared drafted date dated published issued produced"
    )
)
LABEL_WORDS = 3  # of a label that has no name in it
SIGNED = 80  # characters of a line of a signature: a name, a post
_WHICH = re.compile(r"\b(?:which|what|list|how many)(?: of)?(?: the)?(?: [\w’'-]+){0,3}? directions\b", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:money|budgets?|funds?|funding|sums?|costs?|amounts?|savings?)\b", re.IGNORECASE)
_SAVING = re.compile(r"\bsav(?:e|ings?)\b|\breduc(?:e|tion)\w*", re.IGNORECASE)
_DUE = re.compile(r"\b(?:due|by|deadline|before|until)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) ((?:19|20)\d\d)\b", re.IGNORECASE)
_AFFECTS: tuple[EntryKind, ...] = ("direction_affected",)
_AFFECTED = re.compile(r"\baffect(?:s|ed)?\b|\bimpact(?:s|ed)? (?:up)?on\b", re.IGNORECASE)
_AUTHOR = re.compile(r"\bauthors?\b|\b(?:wrote|written|prepared|drafted)\b", re.IGNORECASE)
_MADE_BY = re.compile(
    r"\b(?:this|the) (?:[\w-]+ )?(?:report|paper|plan|strategy|document|guidance|policy|statement|code)\b.{0,40}"
    r"\b(?:written|prepared|drafted|developed|produced|compiled)\b"
    r".{0,40}\b(?:by|(?:collaboration|partnership|together|jointly) with)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:the|what) date of\b|\bwhen (?:was|is|were) .+ (?:written|dated|produced|drafted|prepared)\W*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\W*(?:report |lead )?author(?:'s|’s|s)?(?: name)?\b|^\W*(?:written|prepared|drafted|report) by\b", re.IGNORECASE
)
_BODIES = r"(?:board|committee|members|council|cabinet|trustees|governors|panel|group|authority|ijb)"
_DECIDE = re.compile(
    rf"\b{_BODIES} (?:being |been )?(?:asked|invited|requested) to\b"
    rf"|\b(?:ask|asks|asked|invite[sd]?|want|wants) the (?:\w+ )?{_BODIES} to\b"
    r"|\b(?:what|which|list)\b(?: \w+){0,3} recommendations\b(?! (?:has|have|is|are|was|were)\b)",
    re.IGNORECASE,
)
_RISKS = re.compile(r"\b(?:what|which|list)\b(?: \w+){0,3} risks?\b", re.IGNORECASE)
_HEADS: dict[str, str] = {"risk": r"\brisks?\b", "decision": r"\brecommendations?\b|\bdecisions?\b"}
_ITEM = re.compile(
    r"\b(?P<label>principle|aim|outcome|objective|priority|recommendation|action|commitment|goal|standard|stage|step)s? "
    r"(?:number )?(?P<number>\d{1,2})\b(?!\.\d)",
    re.IGNORECASE,
)


def found(search: Search, question: Question) -> tuple[list[Span], str] | None:
    """What the registers hold on the question, and why nothing is quoted where they hold nothing; None where it is no
    question of theirs."""
    if (item := _ITEM.search(question.text)) and not question.values and _asks_for_item(question, item):
        return _item(search, item["label"].lower(), item["number"])
    if _WHICH.search(question.text):
        return _affected(search) if _AFFECTED.search(question.text) else _directions(search, question)
    if _DECIDE.search(question.text) and _nothing_else(search, question):
        return _listed(search, ("decision_asked", "recommendation"), _HEADS["decision"])
    if _RISKS.search(question.text) and search.place.named and _nothing_else(search, question):
        return _listed(search, ("risk",), _HEADS["risk"])
    if question.kind == "who" and _AUTHOR.search(question.text) and len(search.place.named) == 1:
        signed = list(_signed(search)) or list(_made_by(search))
        if signed or _nothing_else(search, question):
            return signed[:3], "it does not name who wrote it"
    if _DATED.search(question.text) and search.place.named and _nothing_else(search, question):
        given = list(dated(search, _documents(search)))
        return (given[:3], "") if given else None
    return None


def _documents(search: Search) -> list[Document]:
    return [document for document in search.documents if document.id in search.place.named] or search.documents


# -- what a paper asks for, what it warns of


def _nothing_else(search: Search, question: Question) -> bool:
    """Whether the question asks for the entries of a paper as such, not for those on some topic."""
    rest = scope.unasked(question.text, search.place, search.corpus)
    named = [document for document in search.documents if document.id in search.place.named]
    own = {stem for document in named for stem in words.stems(scope.identity(document))}
    return set(words.content(rest)) - own <= _ASKED_FOR | silence.LIGHT


def _listed(search: Search, kinds: Sequence[EntryKind], heads: str) -> tuple[list[Span], str] | None:
    """The entries of those kinds of each document; where some stand under such a heading, what stands there, whole."""
    spans: list[Span] = []
    for document in _documents(search):
        by_passage: dict[str, list[str]] = {}
        for entry in search.kb.entries(document.id, kinds):
            by_passage.setdefault(entry.passage, []).append(entry.text)
        passages = [search.kb.passage(one) for one in by_passage]
        headed = [one for one in passages if any(re.search(heads, title, re.IGNORECASE) for title in one.section[-1:])]
        spans += [Span(document, passage, 0, len(passage.text)) for passage in headed]
        for passage in passages if not headed else ():
            spans += [span for text in by_passage[passage.id] for span in _span(document, passage, text, "")]
    return (spans[:MOST], "") if spans else None


# -- Directions


def _directions(search: Search, question: Question) -> tuple[list[Span], str] | None:
    """The Directions with what is asked for; None where what they are asked for is in no register."""
    given = [(document, each) for document in _sources(search) for each in search.kb.directions(document.id)]
    if months := {f"{year}-{MONTHS.index(month.lower()) + 1:02}" for month, year in _MONTH.findall(question.text)}:
        if not _DUE.search(question.text):
            return None
        chosen = [(document, each) for document, each in given if each.deadline in months]
        return _shown(search, chosen), "no Direction is due then"
    if _MONEY.search(question.text):
        sums = [(document, each) for document, each in given if any("£" in amount for amount in each.amounts)]
        chosen = [(document, each) for document, each in sums if _meant(question, each)] or sums
        return _shown(search, chosen), "no Direction has a sum"
    return None


def _sources(search: Search) -> list[Document]:
    """Directions themselves; what a paper says of them only where there are none."""
    own = [document for document in search.documents if document.kind == "directions"]
    return own or _documents(search)


def _meant(question: Question, direction: Direction) -> bool:
    """Whether a Direction's sum is money for something; a saving only where a saving is asked for."""
    return _SAVING.search(question.text) is not None or not _SAVING.search(direction.text)


def _affected(search: Search) -> tuple[list[Span], str] | None:
    """What the papers that are meant say of the Directions that they affect."""
    spans = []
    for document in _documents(search):
        for entry in search.kb.entries(document.id, _AFFECTS):
            spans += _span(document, search.kb.passage(entry.passage), entry.text, f"Direction {entry.number}")
    return (spans[:MOST], "") if spans else None


def _shown(search: Search, chosen: Sequence[tuple[Document, Direction]]) -> list[Span]:
    spans = []
    for document, direction in chosen:
        spans += _span(document, search.kb.passage(direction.passage), direction.text, f"Direction {direction.id}")
    return spans[:MOST]


def _span(document: Document, passage: Passage, text: str, lead: str) -> list[Span]:
    start = passage.text.find(text)
    return [Span(document, passage, start, start + len(text), lead)] if start >= 0 else []


# -- who signed, which item


def _signed(search: Search) -> Iterator[Span]:
    """The line that names an author: in a table its row and the next, else the short lines after "Report author"."""
    for document in _documents(search):
        passages = [passage for passage in search.kb.passages(document.id) if passage.kind != "contents"]
        for at, passage in enumerate(passages):
            if passage.kind == "table":
                rows = [part for part in passage.parts if part.role in ("header", "row")]
                for row, following in zip(rows, [*rows[1:], None], strict=True):
                    if _SIGNATURE.match(passage.text[row.start : row.end]):
                        yield Span(document, passage, row.start, (following or row).end)
            elif _SIGNATURE.match(passage.text) and len(passage.text) <= SIGNED:
                alone = len(passage.text.split()) <= LABEL_WORDS  # the name stands on the next line
                lines = [one for one in passages[at + 1 : at + 2] if alone and len(one.text) <= SIGNED] or [passage]
                yield from (Span(document, one, 0, len(one.text), passage.text if alone else "") for one in lines)


def _made_by(search: Search) -> Iterator[Span]:
    """The sentence in which a document says who wrote it."""
    for document in _documents(search):
        for passage in search.kb.passages(document.id):
            for start, end in sentence_spans(passage.text) if passage.kind not in ("contents", "table") else ():
                if _MADE_BY.search(passage.text[start:end]):
                    yield Span(document, passage, start, end)


def dated(search: Search, documents: Sequence[Document]) -> Iterator[Span]:
    """The first line or sentence of each document that gives its date."""
    for document in documents:
        own = tuple(map(int, (document.date or "").split("-"))) if document.date else ()
        for passage in search.kb.passages(document.id):
            given = [figure.value for figure in figures(passage.text) if figure.kind == "date"] if own else []
            if any(tuple(int(part) for part in value[: len(own)]) == own for value in given):
                start, end = next(
                    (span for span in sentence_spans(passage.text) if figures(passage.text[span[0] : span[1]])),
                    (0, len(passage.text)),
                )
                yield Span(document, passage, start, end)
                break


def _asks_for_item(question: Question, item: re.Match[str]) -> bool:
    """Whether the question asks for nothing but what that item says."""
    rest = question.text[: item.start()] + question.text[item.end() :]
    return bool(re.search(r"\b(?:say|says|is|read|wording|text)\b", rest, re.IGNORECASE)) and question.kind in (
        "wording", "definition", "other", "list",
    )  # fmt: skip


def _item(search: Search, label: str, number: str) -> tuple[list[Span], str] | None:
    """The list item, or the paragraph, with that label and number; None where nothing at all is labelled so."""
    stem, spans, labelled = words.stem(label), [], False
    opening = re.compile(rf"^\W*{label} {number}\b", re.IGNORECASE)
    for document in _documents(search):
        titled = stem in words.stem_set(document.title)
        for passage in search.kb.passages(document.id):
            if passage.kind == "contents":
                continue
            numbered = [part for part in passage.parts if part.role == "item" and part.number]
            lead = passage.lead_in or (passage.text[: passage.parts[0].end] if passage.parts else "")
            if numbered and (titled or stem in words.stem_set(f"{' '.join(passage.section)} {lead}")):
                labelled = True
                spans += [Span(document, passage, part.start, part.end) for part in numbered if part.number == number]
            elif opening.match(passage.text):
                spans.append(Span(document, passage, 0, min(len(passage.text), 1200)))
    if spans:
        return spans[:1], ""
    return ([], f"there is no {label} {number}") if labelled and len(_documents(search)) == 1 else None
