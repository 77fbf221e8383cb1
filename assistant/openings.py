"""Open questions, answered from how documents are built: what a document is about, whom it is for, what is new in it,
what comes next, what it says on a thing.

The words of such a question seldom stand in the answer. What answers it stands under a heading of a known sort
("Purpose", "Next steps") or opens in a known form ("This policy sets out").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import forms, scope, series, silence, spans, wording, words
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from assistant.units import Unit, units
from kb.models import Document, Hit, Passage

SAID, UNDER, EARLY = 1.0, 0.6, 0.3  # what a sentence of the form counts, one under such a heading, one at the very beginning
ENOUGH = 0.75  # from which a place answers
OPENING = 2  # passages under a heading that it speaks for
WORDS = 5  # of the shortest sentence that tells anything
MOST = 3  # documents, or places of one document, that are quoted
HEADED, TOGETHER, FIRST, AGAIN = (
    1.0,
    0.5,
    0.2,
    0.1,
)  # for a topic: as heading, as a phrase, as what a sentence opens with, often
OPENS = 8  # words in which a sentence says what it is about
OF_HEADING = 0.4  # share of a heading's words that a topic has to be
SHORT = 320  # characters of each of several quotes
NO_PROSE = ("contents", "note", "table")

DOC = (
    r"(?:document|paper|report|plan|strategy|policy|guidance|guide|leaflet|code|framework|supplement|statement|booklet|"
    r"licen[cs]e|agreement|consultation|standards?|principles|directions|charter|protocol|procedure|handbook|manual|"
    r"white paper|edition|version|terms of reference|committee|group|board|panel)"
)
_THIS = rf"\b(?:this|these|the) (?:[\w-]+ ){{0,3}}?{DOC}\b"
_IT = re.compile(rf"\W*(?:it|this|(?:the|this) (?:whole )?{DOC})\W*", re.IGNORECASE)
_CALLED = re.compile(
    rf"\W*(?:the|this|our) (?:(?!(?:in|of|on|for|to|at|by|from|with|under)\b)[\w'’&-]+ ){{0,6}}?{DOC}(?: of practice)?\W*",
    re.IGNORECASE,
)
_IS = r"(?:['’]s| is| are| was| were| has| have|)"


@dataclass(frozen=True, slots=True)
class Opening:
    """`asked` is how it is asked, its only group the document it is asked of; `under` are headings beneath which it is
    answered, `said` sentences that answer it wherever they stand."""

    asked: re.Pattern[str]
    under: re.Pattern[str]
    said: re.Pattern[str]


def _opening(asked: tuple[str, ...], under: str, said: tuple[str, ...]) -> Opening:
    forms = ("|".join(asked), under, "|".join(said))
    return Opening(*(re.compile(form, re.IGNORECASE) for form in forms))


_ABOUT = _opening(
    asked=(
        rf"^(?:and |so )?what{_IS} (?:does )?(.+?) (?:all )?(?:about|for)\W*$",
        r"^what (?:does|do) (.+?) (?:cover|deal with)\W*$",
        rf"^what{_IS} (.+?) (?:meant|supposed|intended|designed|trying|there) to (?:do|achieve)\W*$",
        rf"\bwhat{_IS} the (?:main )?(?:purpose|aim|point|scope|remit|function) of (.+?)\W*$",
        r"^why (?:was|is) (.+?) (?:written|produced|published|needed)\W*$",
    ),
    under=r"^(?:purpose|introduction|about (?:this|the|us)|overview|(?:executive )?summary|foreword|scope|aims?|remit|"
    r"(?:purpose|scope|introduction|aims?) (?:and|of|to) .*|why (?:this|we) .*|what (?:this|is this) .*)$",
    said=(
        rf"\b(?:purpose|aim|objective|intention|remit|role|function) of {_THIS}[\w’' -]{{0,30}}?\b(?:is|are|was)\b",
        rf"^\W*(?:[A-Z]?[\d.]+\s+)?{_THIS}(?: \w+){{0,3}}? (?:sets?|explains?|describes?|provides?|gives?|covers?|aims?|"
        r"tells?|details?|outlines?|summari[sz]es?|presents?|contains?|shows?|lays|asks|seeks|"
        r"is (?:intended|designed|written|about|an? |for|to))\b",
    ),
)
_OPENINGS = (
    _ABOUT,
    _opening(  # for whom
        asked=(
            r"^who(?:m)?(?:['’]s| is| are| was) (.+?) (?:(?:intended |meant |written )?for|aimed at|addressed to)\W*$",
            r"^(?:who|whom|what) (?:does|do) (.+?) (?:apply|applies) to\W*$",
            r"^who(?:['’]s| is) (?:covered|bound) by (.+?)\W*$",
            r"^who (?:should|must|has to|needs to|is (?:supposed|meant|expected) to) (?:read|use|follow) (.+?)\W*$",
        ),
        under=r"^(?:who (?:this|the|it|should|is this) .*|audience|application|scope|scope and application|applicability)$",
        said=(
            rf"{_THIS}(?: \w+){{0,3}}? (?:is|are) (?:(?:primarily|mainly|intended|aimed|written|meant|issued|addressed) ?)*"
            r"(?:for|at)\b",
            rf"{_THIS}(?: \w+){{0,3}}? appl(?:y|ies) to\b",
        ),
    ),
    _opening(  # what is new
        asked=(
            rf"\bwhat{_IS}(?: been)? (?:changed|changing|new|different)(?: (?:in|about|with|to) (.+?))?"
            r"(?:,? (?:since|from|compared|between) .*)?\W*$",
            r"\bwhat (?:are the|were the) changes (?:in|to) (.+?)\W*$",
            r"\bhow (?:has|have|is|does) (.+?) (?:changed|differ(?:ent)?)(?: (?:since|from) .*)?\W*$",
        ),
        under=r"^(?:(?:summary of )?(?:key |main )?changes\b.*|what(?:['’]s| is| has) (?:new|changed).*|amendments?|"
        r"(?:version|revision|document|amendment) (?:history|control|record))$",
        said=(
            r"\bchanges? (?:to|since|from|have been made|include)\b|\breplaces\b|\bsupersed(?:es|ing)\b",
            rf"\b(?:second|third|new|revised) (?:edition|version)\b|{_THIS} ha(?:s|ve) been (?:updated|revised|amended)\b",
            r"\bprevious (?:edition|version|guidance|policy|strategy|plan)\b|\bsince the last\b",
        ),
    ),
    _opening(  # what comes next
        asked=(
            rf"\bwhat{_IS} (?:the )?next(?: steps?)?(?: (?:for|in|with|after|on) (.+?))?\W*$",
            r"\bwhat (?:happens|comes|will happen) next(?: (?:for|in|with|after) (.+?))?\W*$",
        ),
        under=r"^(?:.* )?(?:next steps?|way forward|what happens next|what next|looking (?:ahead|forward))(?: .*)?$",
        said=(r"\bnext steps?\b(?:(?! of\b)[\w ,’'-]){0,60}(?:\b(?:is|are|include|will)\b|:)",),
    ),
)
_TOPIC = re.compile(
    r"\bwhat (?:does|do|did|is|are|has) (.+?) "
    r"(?:say|says|said|saying|tell us|promise|commit to|wants?|asks? for|expects?|requires?|suggests?)"
    r"(?: (?:to do|to us))? (?:about|on|regarding|concerning) ([^,;?]+?)\W*$",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"^(?:and |but |so )?(?:does|do|did) (.+?) (?:say|talk|speak|mention)(?: (?:anything|something|much))?(?: at all)?"
    r"(?: (?:about|on|of|regarding|concerning))? ([^,;?]+?)(?: at all| anywhere)?\W*$",
    re.IGNORECASE,
)
_PLAIN = 3  # words of a topic that is not spoken of where they stand in no sentence together
# Words by which a document is called that its title need not have.
KINDS = (
    "document paper report plan strategy policy guidance leaflet code practice framework version edition new latest last"
)
_ENDING = re.compile(r"(?:ies|y|s)$")
_CHAPTER = re.compile(r"^(?:section|chapter|part) \w+\W*", re.IGNORECASE)


def found(search: Search, question: Question) -> tuple[list[Span], str] | None:
    """What to quote for an open question, and why nothing is quoted where it is sure that there is nothing; None where it
    is no such question, or the documents have nothing of the sort."""
    if question.numbers or question.page is not None or question.labels:
        return None
    if topic := _TOPIC.search(question.text):
        about = topic[2] if words.content(topic[2]) else " ".join(question.about)  # "what does it say about its own?"
        return _told(_on_topic(search, _documents(search, topic[1]), about))
    if topic := _ANYTHING.search(question.text):
        documents = _documents(search, topic[1]) or _of_authority(search, topic[1])
        if words.content(topic[2]):
            return _anything(search, documents, topic[2])
        carried = " ".join(question.about)  # "does the plan mention it?": nothing is ruled out
        return _told(_on_topic(search, documents, carried)) if documents else None
    if forms.BARE_PLURAL.search(question.text):  # "What are Directions for?" asks what such things are
        return None
    for opening in _OPENINGS:
        if asked := opening.asked.search(question.text):
            thing = next((one for one in asked.groups() if one), "it")
            return _told(_opened(search, opening, _documents(search, thing)))
    return None


def _told(quoted: list[Span]) -> tuple[list[Span], str] | None:
    return (quoted, "") if quoted else None


def _anything(search: Search, documents: Sequence[Document], topic: str) -> tuple[list[Span], str] | None:
    """Where the documents speak of the topic. One of a few words that they never have together is not in them."""
    if not documents or (told := _told(_on_topic(search, documents, topic))):
        return told if documents else None
    titles = " and ".join(f"*{document.title}*" for document in documents)
    return ([], f"nothing in {titles} speaks of {topic}") if len(words.content(topic)) <= _PLAIN else None


def _of_authority(search: Search, thing: str) -> list[Document]:
    """The documents of the authority that `thing` names, few enough to be looked through."""
    own = [document for document in search.documents if scope.names_authority(thing, document, search.corpus)]
    return own if len(own) <= MOST and len(words.content(thing)) <= _PLAIN else []


def _documents(search: Search, thing: str) -> list[Document]:
    """The documents that `thing` means, [] where it is not a document that is asked about."""
    named = [document for document in search.documents if document.id in search.place.named]
    if _IT.fullmatch(thing):
        return named or (search.documents if len(search.documents) <= MOST else [])
    if _CALLED.fullmatch(thing) and len(named) == 1:
        return named
    said = set(words.content(thing)) - silence.LIGHT
    own = [document for document in named if said <= words.stem_set(f"{scope.identity(document)} {KINDS}")]
    return own[:MOST]


def _opened(search: Search, opening: Opening, documents: Sequence[Document]) -> list[Span]:
    """The best place of each of the documents."""
    graded = [list(_graded(search, opening, document)) for document in documents]
    best = [max(of_one, key=lambda one: one[0]) for of_one in graded if of_one]
    several = len(best) > 1
    least = 0.0 if opening is _ABOUT else ENOUGH  # a document that does not say what it is for is told by how it begins
    return [_quoted(unit, SHORT if several else spans.SHORT) for score, unit in best if score >= least]


def _graded(search: Search, opening: Opening, document: Document) -> Iterator[tuple[float, Unit]]:
    """The sentences of a document with how well they answer."""
    passages = [passage for passage in search.kb.passages(document.id) if passage.kind not in NO_PROSE]
    under: dict[tuple[str, ...], int] = {}
    for at, passage in enumerate(passages):
        before = under.get(passage.section, 0)
        headed = before < OPENING and _headed(opening, passage)
        told = False
        for unit in units([Hit(1, 1.0, passage, document)]):
            if unit.role == "list" or len(unit.text.split()) < WORDS:
                continue
            said = opening.said.search(unit.text) is not None
            early = EARLY * (1 - at / len(passages))
            yield SAID * said + (UNDER / (1 + before) if headed and not told else 0.0) + early, unit
            told = True
        under[passage.section] = before + told


def _headed(opening: Opening, passage: Passage) -> bool:
    return any(opening.under.match(_CHAPTER.sub("", series.bare(title)).strip(" :.")) for title in passage.section[-1:])


def _quoted(unit: Unit, most: int) -> Span:
    """The unit with what follows; a list that it announces or belongs to, where that is short."""
    if unit.role not in ("item", "lead_in"):
        return spans.around(unit, most)
    short = len(unit.passage.text) <= 2 * most
    return Span(unit.document, unit.passage, 0, len(unit.passage.text)) if short else spans.of(unit)


def _on_topic(search: Search, documents: Sequence[Document], topic: str) -> list[Span]:
    """The places that speak most of the topic, under a heading that names it first, each of another section; [] where no
    sentence has all of its words."""
    asked = words.content(wording.plain(topic))
    roots = [_ENDING.sub("", word) for word in words.words(topic) if word not in words.STOP]
    graded = [
        one
        for document in documents
        for passage in (search.kb.passages(document.id) if asked else ())
        if passage.kind not in NO_PROSE
        for one in _speaking(asked, roots, Hit(1, 1.0, passage, document))
    ]
    graded.sort(key=lambda one: (-one[0], one[1].passage.doc, one[1].passage.ordinal))
    chosen: dict[tuple[str, tuple[str, ...]], Span] = {}
    for _, unit in graded:
        chosen.setdefault((unit.passage.doc, unit.passage.section), _quoted(unit, SHORT))
    return list(chosen.values())[:MOST]


def _speaking(asked: Sequence[str], roots: Sequence[str], hit: Hit) -> Iterator[tuple[float, Unit]]:
    """The sentences and items of a passage that speak of what is asked, with how much."""
    passage = hit.passage
    heading = passage.section[-1] if passage.section else ""
    if not _has(asked, f"{heading} {passage.text}"):
        return
    headed = _has(asked, heading) and len(asked) >= OF_HEADING * len(words.content(series.bare(heading)))
    often = min(MOST, words.told(passage.text).count(asked[-1]))
    for unit in units([hit]):
        said = _has(asked, unit.text)
        if unit.role == "list" or len(unit.text.split()) < WORDS or not (said or (headed and unit.start == 0)):
            continue
        opens = said and _has(asked, " ".join(unit.text.split()[:OPENS]))
        together = len(asked) > 1 and words.has_run(asked, words.told(unit.text))
        exact = TOGETHER * all(root in unit.text.lower() for root in roots)  # "localities" and "local" have one stem
        yield HEADED * headed + TOGETHER * together + exact + FIRST * opens + AGAIN * (often + said), unit


def _has(asked: Sequence[str], text: str) -> bool:
    there = words.stem_set(text)
    return all(stem in there or not there.isdisjoint(wording.field(stem)) for stem in asked)
