"""The standalone form of a question that leans on earlier ones: "and what's the deadline for that?".

A short one that only names something else ("what about 4.2?", "and in Strathmarden?") asks the earlier question again with
that in the place of its like: a number for a number, a place for a place. Any other carries over the words of the earlier
question, and what its answer was about: "that one" may point to either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import forms, numbered, words
from assistant.finding import Finding
from assistant.question import place_numbers
from kb.models import Answer

_POINTS_BACK = re.compile(
    r"\b(?:that|this|these|those|it|its|they|them|their|theirs|one|ones|same|former|latter|such)\b"
    r"|(?<!\bis )(?<!are )(?<!was )(?<!were )\bthere\b(?! (?:is|are|was|were)\b)"
    r"|^(?:and|so|but|also|then|what about|how about)\b",
    re.IGNORECASE,
)
_IS_THAT = re.compile(
    r"^\W*(?:(?:and|but|so)\b[, ]*)?(?:is|was|are|were) (?:that|this|it|they|those|these)\b(?! there\b)", re.IGNORECASE
)
_OPENING = re.compile(r"^(?:(?:ok|okay|and|so|but|also|then|now|what about|how about|what of)\b[, ]*)+", re.IGNORECASE)
_ASKING = re.compile(rf"\b(?:{forms.ASKING}|{forms.AUX}|list|give|tell|show|name|explain|describe|define)\b", re.IGNORECASE)
LONGEST = 6  # words of a follow-up that asks nothing of its own
_PREPOSITIONS = r"(?:about|at|by|for|from|in|of|on|to|under|with)"
_PLACED = re.compile(rf"^(?P<before>{_PREPOSITIONS}) (?P<thing>.+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|our|its|an?) ", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_IS = re.compile(
    rf"^(?P<is>what(?:['’]s| is| are) (?:the |our |its )?)(?P<thing>[^,?]+?)(?= (?:{_PREPOSITIONS}) |\?|$)", re.IGNORECASE
)
_ONES = re.compile(r"\bone(?P<many>s?)$", re.IGNORECASE)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_LABEL = re.compile(rf"\b(?!(?:{_MONTH})\b)[A-Z][a-z]+ (?!(?:19|20)\d\d\b)\d+(?:\.\d+)*\b")
_LABELLED = re.compile(
    r"\b(?P<what>page|option|table|figure|annex|appendix|question|stage|phase|step|direction|outcome|aim|recommendation|"
    r"principle|priority|objective|paragraph|section|chapter|article|commitment|part|band|grade) (?:\d+|[a-z])\b",
    re.IGNORECASE,
)
# Marks that stand for one another, most telling first: what one of them names, another of the same form may name instead.
_MARKS = (
    re.compile(r"(?<![£\d.,])\b\d+(?:\.\d+)+\b(?![%,])"),
    _LABELLED,
    re.compile(r"\b(?:19|20)\d\d(?:\s?[-–/]\s?\d\d(?:\d\d)?)?\b"),
    re.compile(rf"\b(?:{_MONTH})\b"),
    re.compile(
        r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|next|previous)\b", re.IGNORECASE
    ),
)
_WHICH = re.compile(r"\bwhich (?:one|of)\b|\bwhich (?P<what>[a-z]+)\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay)\b[, ]*)*(?:where (?:does|did|is|do) (?:it|that|this|they|you)(?: \w+){0,2}"
    r" ?(?:say|said|come|came|from|written|stated|get|got|stand|found)(?: (?:that|this|it|so|from|in))*"
    r"|(?:what is|what['’]s) (?:the|your|its) source(?: of| for)?(?: (?:that|this|it))?"
    r"|says who|how do you know(?: (?:that|this|it))?"
    r"|(?:on |in )?(?:which|what) (?:page|document|paper|section) (?:is|was) (?:that|this|it)(?: in| on| from)?)\W*$",
    re.IGNORECASE,
)
# "Who wrote the paper?": the one that was just quoted from, though no words of the question before are taken over.
_THE_DOCUMENT = re.compile(
    r"\b(?:the|this|that) (?:paper|report|plan|policy|strategy|document|guidance|code|leaflet|minutes)"
    r"(?=\W*$|,| (?:say|says|said|ask|asks|want|wants|do|does|is|was|has|come|take|mention|cover)\b)",
    re.IGNORECASE,
)
# "Is that more than half?": what was quoted is to be weighed.
_WEIGHS = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay)\b[, ]*)*(?:is|was) (?:that|this|it) (?P<way>more than|over|above|less than|under|below) "
    r"(?P<what>(?:a |one )?(?P<part>half|third|quarter|fifth|tenth)|(?P<figure>\d+(?:\.\d+)?) ?(?:%|per ?cent))\W*$",
    re.IGNORECASE,
)
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_SHARE = re.compile(r"\b(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)", re.IGNORECASE)
_TOLD = ("other", "list", "definition", "why", "comparison", "mentions")
REMEMBERED = 3  # earlier questions that are looked at; more only blur what is meant


@dataclass(frozen=True, slots=True)
class Carried:
    """`text` is the question, `earlier` those whose words it takes over, the last one first, `labels` what the answer
    before it named; `docs` where that answer stood, `quoted` what it quoted and `passages` whence; `asking` the
    earlier question that one without an asking word asks again, `listed` the last quotes that list things under labels,
    `seen` all that was quoted since the first of them."""

    text: str
    earlier: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    asking: str = ""
    listed: str = ""
    seen: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The question as one that can be understood alone: what was asked before it, then itself.

        >>> Carried("and by when", ("who must sign",), ("Direction 5.2",)).spoken
        'Who must sign? And by when (Direction 5.2)?'
        """
        if not self.about:
            return self.text
        named = f" ({', '.join(self.labels)})" if self.labels else ""
        said = [*reversed(self.earlier), self.text.rstrip(" ?.!") + named]
        return " ".join(f"{one[:1].upper()}{one[1:].rstrip(' ?.!')}?" for one in said if one.strip())

    @property
    def about(self) -> str:
        """What the question takes over, as text."""
        return " ".join([*self.labels, *self.earlier])


def standalone(
    asked: str,
    history: Sequence[str],
    answer: Callable[[Carried], Answer],
    is_place: Callable[[str], bool] = lambda said: False,
) -> Carried:
    """What is meant by `asked` after `history` (oldest first). `answer` answers an earlier question, `is_place` tells
    whether words name an authority of the library."""
    turns = [turn for turn in history if words.content(turn) and not asks_source(turn) and not weighs(turn)]
    of_document = _THE_DOCUMENT.search(asked) is not None and not leans(asked)
    if not turns or not (leans(asked) or of_document):
        return Carried(asked)
    first = max((at for at, turn in enumerate(turns) if not leans(turn)), default=0)
    carried = Carried(turns[first])
    for turn in [*turns[first + 1 :][1 - REMEMBERED :], asked]:
        carried = _after(turn, carried, answer(carried), is_place)
    return Carried(asked, docs=carried.docs) if of_document else carried


def leans(asked: str) -> bool:
    """Whether a question needs an earlier one to be understood: it points back, or names little more than "option 2".

    >>> leans("and what's the deadline for that?"), leans("What is the deadline for Direction 5.2?")
    (True, False)
    >>> leans("what's option 2")
    True
    """
    if _POINTS_BACK.search(asked) or len(words.content(asked)) < 2 or numbered.names(asked):
        return True
    return _LABELLED.search(asked) is not None and not place_numbers(asked) and not words.content(_LABELLED.sub("", asked))


def only_points_back(asked: str) -> bool:
    """Whether it asks one thing of what only an earlier question can tell.

    >>> only_points_back("and is that the law?"), only_points_back("is it against the law to feed gulls?")
    (True, False)
    """
    return _IS_THAT.match(asked) is not None and len(words.content(asked)) < 2


def asks_source(asked: str) -> bool:
    """Whether it is only asked where the last answer stands.

    >>> asks_source("and where does it say that?"), asks_source("where does it say that boats are free")
    (True, False)
    """
    return _SOURCE.match(asked) is not None


def weighs(asked: str) -> bool:
    """Whether it is only asked if the share that was just quoted is more or less than another.

    >>> weighs("is that more than half?"), weighs("is that more than the board spent?")
    (True, False)
    """
    return _WEIGHS.match(asked) is not None


def weighed(asked: str, quote: str) -> str:
    """How the one share of a quote stands to the one asked about; "" where the quote has none, or several.

    >>> weighed("is that more than half?", "64% said so")
    '64% is more than half.'
    >>> weighed("is that over 70%?", "64% said so")
    '64% is less than 70%.'
    """
    found, shares = _WEIGHS.match(asked), _SHARE.findall(quote)
    if not found or len(shares) != 1:
        return ""
    share, other = float(shares[0]), _PARTS[found["part"].lower()] if found["part"] else float(found["figure"])
    way = "more than" if share > other else "less than" if share < other else "exactly"
    return f"{shares[0]}% is {way} {found['what']}."


def _after(asked: str, before: Carried, answered: Answer, is_place: Callable[[str], bool]) -> Carried:
    """`asked` after the question that `before` stands for and its answer."""
    docs = tuple(dict.fromkeys(citation.doc for citation in answered.citations)) or before.docs
    quotes = tuple(citation.quote for citation in answered.citations) or before.quoted
    listed = next((text for text in ("\n".join(quotes), before.listed) if numbered.labels(text)), "")
    asked = numbered.meant(asked, listed)
    chain = (before.text, *before.earlier)
    rest = _OPENING.sub("", asked).strip(" ?.!")
    names = not _ASKING.search(rest) and 0 < len(rest.split()) <= LONGEST
    for at, earlier in enumerate(chain if names else ()):
        if again := _elsewhere(rest, earlier, is_place):
            return Carried(again, chain[at + 1 :], listed=listed)
        if again := _instead(rest, earlier):
            return Carried(again, chain[at + 1 :], docs=docs, listed=listed)
    return Carried(
        asked,
        tuple(_without_rivals(earlier, asked) for earlier in chain[:REMEMBERED]),
        () if place_numbers(asked) or answered.status == "not_found" else _labels(answered, before.text),
        docs,
        quotes,
        tuple(dict.fromkeys(citation.passage for citation in answered.citations)) or before.passages,
        (before.asking or before.text) if names and not _LABELLED.search(rest) else "",
        listed,
        (*before.seen, *quotes),
    )


def repeats(found: Finding, quoted: Sequence[str]) -> bool:
    """Whether a finding only says again what the answer before quoted, and that to a question for something else: who does
    it, by when, whether it must be done, or what its own words name may well stand in the same sentence."""
    asked = found.question
    if found.outcome == "silent" or not found.spans or asked.values or asked.numbers or asked.kind not in _TOLD:
        return False
    own = {*asked.terms}.intersection(words.content(asked.text))
    if own and own <= words.stem_set(" ".join(span.text for span in found.spans)):
        return False
    return all(any(span.text in quote for quote in quoted) for span in found.spans)


def _elsewhere(named: str, earlier: str, is_place: Callable[[str], bool]) -> str:
    """The earlier question asked of another authority, "" where none is named now or none was."""
    thing = _PLACED.sub(r"\g<thing>", named)
    thing = thing if is_place(thing) else ""
    old = next((found for found in _NAME.finditer(earlier) if thing and is_place(found[0])), None)
    return f"{earlier[: old.start()]}{thing}{earlier[old.end() :]}" if old else ""


def _instead(named: str, earlier: str) -> str:
    """The earlier question with what is named now in the place of its like, "" where it has none.

    >>> _instead("4.2", "What does Direction 5.1 ask for?")
    'What does Direction 4.2 ask for?'
    >>> _instead("for carers", "What is planned for volunteers in 2027?")
    'What is planned for carers in 2027?'
    >>> _instead("earmarked ones", "what's a reserve")
    'what are earmarked reserves'
    """
    for mark in _MARKS:
        if (new := mark.search(named)) and (olds := [old for old in mark.finditer(earlier) if _alike(old, new)]):
            return f"{earlier[: olds[-1].start()]}{new[0]}{earlier[olds[-1].end() :]}"
    if placed := _PLACED.match(named):
        olds = list(re.finditer(rf"\b{placed['before']} [^,?]+?(?= {_PREPOSITIONS} |[,?]|$)", earlier, re.IGNORECASE))
        return f"{earlier[: olds[-1].start()]}{named}{earlier[olds[-1].end() :]}" if olds else ""
    asking = _IS.match(earlier)
    if asking is None:
        return ""
    if _LABELLED.fullmatch(named):
        return f"what is {named}"
    thing = asking["thing"].split()[-1].removesuffix("s")
    what = _ONES.sub(lambda found: f"{thing}{found['many']}", _ARTICLE.sub("", named))
    verb = "what are " if what.endswith("s") and _ONES.search(named) else asking["is"]
    return f"{verb}{what}{earlier[asking.end() :]}"


def _alike(old: re.Match[str], new: re.Match[str]) -> bool:
    """Whether two marks of one form are of the same sort of thing: an option for an option."""
    what = old.groupdict().get("what")
    return what is None or what.lower() == new["what"].lower()


def _without_rivals(before: str, asked: str) -> str:
    """The earlier question without the marks whose place one of the new question takes: "first" where it says "third", and
    "option 2" where it asks "which one?"."""
    for mark in _MARKS:
        if mark.search(asked):
            before = mark.sub(_sort, before)
    if which := _WHICH.search(asked):
        before = _LABELLED.sub(lambda old: _sort(old) if which["what"] in (None, old["what"].lower()) else old[0], before)
    return before


def _sort(mark: re.Match[str]) -> str:
    """Of "option 2" the option."""
    return mark.groupdict().get("what") or ""


def _labels(answered: Answer, before: str) -> tuple[str, ...]:
    """The first labelled thing that the answer names and the question did not: what "that one" may stand for."""
    found = [label for citation in answered.citations[:1] for label in _LABEL.findall(citation.quote)]
    return tuple(label for label in found if label not in before)[:1]
