"""Which part of the library a question names: documents, kinds, authorities, and bodies that no document is from.

Matched against what the library holds, never against a list of places: "in Strathmarden" narrows to the documents of an
authority with Strathmarden in its name, if there is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import forms, words
from assistant.corpus import Corpus
from kb.knowledge_base import EVERYWHERE
from kb.models import Document, Scope
from kb.text import MONTHS

# Words that say what sort of body an authority is, not which one.
BODY = frozenset(
    words.stem(word)
    for word in (
        "integration joint board ijb council nhs trust health social care partnership hscp city county borough district "
        "of the and for government department authority committee service agency office ministry region regional combined "
        "foundation"
    ).split()
)
_NATION = frozenset(
    words.stem(word)
    for word in "scotland scottish england english wales welsh uk british ireland irish northern national".split()
)
_KIND_WORDS: dict[str, str] = {
    "directions": r"\bdirections?\b(?! of)",
    "guidance": r"\bguidance\b",
    "paper": r"\b(?:board |committee |ijb )?(?:papers?|reports?)\b",
    "report": r"\breports?\b",
    "plan": r"\bplan\b",
    "minutes": r"\bminutes\b",
    "law": r"\b(?:the|under the) (?:\w+ )*(?:act|regulations?|order)\b",
}
# A document is read ("what does the plan say", "in our plan"), and not asked of how one is to be made.
_READ = r"\b(?:(?:does|did|do|has|is|in|from|of|by|to|under|on) )(?:the|our|this) (?:[\w'’-]+ ){0,2}?plan\b(?! to\b)"
# "The trust": one that the library has, not what guidance says of any.
_BODY_SAID = re.compile(
    r"\b(?:the|our|this) (?P<kind>health board|trust|council|university|college|charity|company)\b", re.IGNORECASE
)
# "The leaflet", "our charging policy": a document by what it calls itself.
DOCUMENT = re.compile(
    r"\b(?:the|this|our) (?:[\w'’&-]+ ){0,4}?(?P<noun>policy|strategy|leaflet|code|licen[cs]e|agreement|framework|standards|"
    r"statement|log|supplement|handbook|manual|charter|protocol|procedure|contract|letter|white paper|green paper|"
    r"action plan|annual report|guide|toolkit|factsheet|business case|blueprint|principles|terms of reference)\b",
    re.IGNORECASE,
)
# Words for a document as such.
_DATED = re.compile(rf"\b({'|'.join(MONTHS)}) ((?:19|20)\d\d)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|rather than|instead of|other than|except|apart from)\s+(?:the |in )?([^–—,.;?()]{3,60})", re.IGNORECASE
)
_WORD = re.compile(r"[\w’'-]+")
_ON = re.compile(r" (?:on|about|called|titled|entitled) ", re.IGNORECASE)
_BEARING = frozenset("east west north south mid new great greater upper lower inner outer central".split())
BEFORE_KIND = 4  # words before "report" that say whose it is
OTHER_AUTHORITY = 0.0
GUIDING = 0.9  # weight of guidance and law when another authority is named: they hold for it too
UNNAMED = 0.85  # weight of a document that the question does not name while it names another


@dataclass(frozen=True, slots=True)
class Place:
    """`weights` say how much each document is meant, 0 to 1, 0 for one that is left out; `named` are the documents that
    the question means, `sure` those of them that it sets apart by whose they are, by their date or by their title."""

    weights: dict[str, float]
    named: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()

    def nearer(self, docs: Sequence[str]) -> Place:
        """The same place, leaning to `docs`, where an earlier answer stood; to none where they lie outside."""
        if self.named or not any(self.weights.get(doc) for doc in docs):
            return self
        return replace(
            self, weights={doc: weight if doc in docs else weight * UNNAMED for doc, weight in self.weights.items()}
        )

    @property
    def narrowed(self) -> bool:
        """Whether the question itself says which documents it means."""
        return len(set(self.weights.values())) > 1

    def only(self, docs: Sequence[str]) -> Place | None:
        """The same place within `docs`, None where none of them is allowed or all are."""
        inside = {doc: weight if doc in docs else 0.0 for doc, weight in self.weights.items()}
        return replace(self, weights=inside) if any(inside.values()) and inside != self.weights else None

    def scope(self) -> Scope:
        return Scope(docs=tuple(doc for doc, weight in self.weights.items() if weight > 0))


def of(question: str, corpus: Corpus, within: Scope = EVERYWHERE) -> Place:
    """The place that `question` names inside the scope a person chose."""
    allowed = [document for document in corpus.documents if within.allows(document)]
    ruled_out = {document.id for said in _NOT.findall(question) for document in allowed if _names(said, document, corpus)}
    wanted = _NOT.sub(" ", question)
    authorities = {document.id for document in allowed if names_authority(wanted, document, corpus)} - ruled_out
    titles = {document.id for document in allowed if _names(wanted, document, corpus)} - ruled_out
    authorities = authorities or _of_body_said(wanted, allowed) - ruled_out
    if authorities:
        authorities |= {document.id for document in allowed if _titled_by(document, authorities, corpus)} - ruled_out
    weights = {document.id: _weight(document, authorities, titles) for document in allowed}
    weights.update(dict.fromkeys(ruled_out, 0.0))
    sure = {document.id for document in allowed if document.id in titles and _set_apart(wanted, document, corpus)}
    return Place(weights, tuple(doc for doc in weights if doc in titles), tuple(doc for doc in weights if doc in sure))


def identity(document: Document) -> str:
    """The words by which a question may mean a document: its title, its authority, what it is and its month."""
    year, _, rest = (document.date or "").partition("-")
    month = MONTHS[int(rest[:2]) - 1] if rest else ""
    kinds = "board paper report" if document.kind == "paper" else f"{document.kind} document"
    return f"{document.title} {document.authority or ''} {kinds} {month} {year} {document.id.replace('-', ' ')}"


def unasked(text: str, place: Place, corpus: Corpus) -> str:
    """The text without the words that only say which document is meant ("the April 2024 board paper"): its kind, and the
    words just before that its title, its authority and its date have too."""
    for document in corpus.documents:
        if document.id in place.named and document.kind in _KIND_WORDS:
            own = words.stem_set(identity(document))
            for found in reversed(list(re.finditer(_KIND_WORDS[document.kind], text, re.IGNORECASE))):
                start = found.start()
                for word in reversed(list(_WORD.finditer(text, 0, found.start()))):
                    if not set(words.stems(word[0])) <= own or start - word.end() > 2:
                        break
                    start = word.start()
                text = f"{text[:start]}{text[_title_end(text, found.end(), own) :]}"
    return text


def _title_end(text: str, start: int, own: frozenset[str]) -> int:
    """Where the words of the title end that follow the kind ("the paper on short breaks"); `start` where none do."""
    end = start
    if opening := _ON.match(text, start):
        for word in _WORD.finditer(text, opening.end()):
            named = set(words.content(word[0]))
            if not named <= own:
                break
            end = word.end() if named else end
    return end


def sides(place: Place) -> list[Place]:
    """A place for each document that is surely meant."""
    return [Place({doc: 1.0}, (doc,)) for doc in place.named]


def _weight(document: Document, authorities: set[str], titles: set[str]) -> float:
    if document.id in titles:
        return 1.0
    if authorities and document.id not in authorities:
        return GUIDING * UNNAMED if document.kind in ("guidance", "law") else OTHER_AUTHORITY
    return UNNAMED if titles else 1.0


def names_authority(text: str, document: Document, corpus: Corpus) -> bool:
    """Whether the text names the document's authority: all of its name, or a word that sets it apart from other bodies."""
    if not document.authority:
        return False
    said, name = words.stems(text), words.stems(document.authority)
    own = {stem for stem in name if stem in corpus.proper and stem not in BODY and stem not in _NATION}
    if not own:
        return words.has_run([stem for stem in name if stem != "the"], said)
    return any(_own_word(stem, said, name) for stem in own)


def _of_body_said(text: str, allowed: Sequence[Document]) -> set[str]:
    """The documents of the one authority that is of the kind said; none where several are, or what any must do is asked."""
    said = _BODY_SAID.search(text)
    if said is None or forms.DUTY.search(text):
        return set()
    kind = re.compile(rf"\b{said['kind']}\b", re.IGNORECASE)
    having = [document for document in allowed if kind.search(document.authority or "")]
    return {document.id for document in having} if len({document.authority for document in having}) == 1 else set()


def is_authority(corpus: Corpus, said: str) -> bool:
    """Whether the words name an authority that a document of the library is from."""
    return any(names_authority(said, document, corpus) for document in corpus.documents)


def _titled_by(document: Document, authorities: set[str], corpus: Corpus) -> bool:
    """Whether the title names an authority that is meant: a body's document may be filed under another's name."""
    named = [other for other in corpus.documents if other.id in authorities]
    return any(names_authority(document.title, other, corpus) for other in named)


def _own_word(stem: str, said: list[str], name: list[str]) -> bool:
    """ "Marden" in "Upper Marden" is another name, unless the authority has the Upper too."""
    return any(
        word == stem and (not at or said[at - 1] not in _BEARING or said[at - 1] in name) for at, word in enumerate(said)
    )


def _names(text: str, document: Document, corpus: Corpus) -> bool:
    """Whether the text surely means this document: by its kind and a fact that singles it out, or by its title's words."""
    of_kind = document.kind in _KIND_WORDS and re.search(_KIND_WORDS[document.kind], text, re.IGNORECASE) is not None
    if of_kind and _date_fits(text, document):
        return True
    alike = [other for other in corpus.documents if other.kind == document.kind]
    if of_kind and len(alike) == 1 and (document.kind != "plan" or _is_read(text)):
        return True
    if of_kind and _kind_of_authority(text, document, corpus):
        return sum(_kind_of_authority(text, other, corpus) for other in alike) == 1
    return _title_said(text, document) or _topic_said(text, document, alike) or _noun_said(text, document, corpus)


def _noun_said(text: str, document: Document, corpus: Corpus) -> bool:
    """Whether the text speaks of "the leaflet", "the charging policy", and this is the one document that calls itself so."""
    if forms.DUTY.search(text):
        return False  # "must the policy ...?" asks what others say of any
    for found in DOCUMENT.finditer(text):
        before = set(words.content(text[found.start() : found.start("noun")]))
        noun = f" {found['noun'].lower()} "
        called = [other for other in corpus.documents if noun in f" {' '.join(words.words(identity(other)))} "]
        having = [other for other in called if before <= words.stem_set(identity(other))]
        if document in called and ([document] == called or (before and [document] == having)):
            return True
    return False


def _is_read(text: str) -> bool:
    """Whether "the plan" is one that there is: "must the plan ...?" asks what guidance says of any.

    >>> _is_read("what does the plan say about carers"), _is_read("what must be in the plan")
    (True, False)
    """
    return re.search(_READ, text, re.IGNORECASE) is not None and forms.DUTY.search(text) is None


def _set_apart(text: str, document: Document, corpus: Corpus) -> bool:
    """Whether more than its kind is said of a document: whose it is, its date, or the words of its title."""
    of_authority = document.kind in _KIND_WORDS and _kind_of_authority(text, document, corpus)
    only_plan = document.kind == "plan" and _is_read(text) and sum(other.kind == "plan" for other in corpus.documents) == 1
    return of_authority or only_plan or _date_fits(text, document) or _title_said(text, document)


def _topic_said(text: str, document: Document, alike: Sequence[Document]) -> bool:
    """Whether the words just before the kind ("the short breaks paper") are of this title and of no other of its kind."""
    if document.kind not in _KIND_WORDS:
        return False
    for found in re.finditer(_KIND_WORDS[document.kind], text, re.IGNORECASE):
        before = words.content(" ".join(re.split(r"[,;:.?!]|\b(?:the|in|of|a|and|as)\b", text[: found.start()])[-1:]))
        said = {stem for stem in before if stem not in BODY or len(before) > 1}
        having = [other for other in alike if said <= set(words.content(other.title))]
        if said and [other.id for other in having] == [document.id]:
            return True
    return False


def _kind_of_authority(text: str, document: Document, corpus: Corpus) -> bool:
    """Whether the text says "the Strathmarden recovery report": the authority's name a few words before the kind."""
    kind = re.compile(_KIND_WORDS[document.kind], re.IGNORECASE)
    return any(
        names_authority(" ".join(text[: found.start()].split()[-BEFORE_KIND:]), document, corpus)
        for found in kind.finditer(text)
    )


def _date_fits(text: str, document: Document) -> bool:
    return any(
        (document.date or "").startswith(f"{year}-{MONTHS.index(month.lower()) + 1:02}")
        for month, year in _DATED.findall(text)
    )


def _title_said(text: str, document: Document) -> bool:
    """Whether most of the words that make up the title are said; the authority's own name does not count."""
    authority = set(words.stems(document.authority or ""))
    title = [stem for stem in words.content(document.title) if stem not in authority and stem not in BODY]
    said = set(words.stems(text))
    return len(title) >= 2 and sum(stem in said for stem in title) / len(title) >= 0.6
