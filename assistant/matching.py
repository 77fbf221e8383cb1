"""A plan's sentences held against a duty: which speak to it, how much of it they cover, and where they stand.

Every sentence, item and row of the plan is looked at, not only what a search returns, so that "nothing speaks to it" is
said of the whole plan. A sentence is scored by the duty's words that it or what stands above it holds (rare words tell
more, other words of the field for the same thing nearly as much) and by the encoder's likeness; the best are shown with the
sentences around them.
"""
from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant import fieldwords, values, words
from assistant.units import Unit, units
from kb import sentences
from kb.encoders import Encoder
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Duty, Hit
from kb.readings import Readings
from kb.text import IMPRINT

LEXICAL, DENSE = 0.45, 0.55  # measured with judge.FAR and CLOSE on two sets of gold: change them together
FIELD = 0.6  # what a word counts that the plan puts in other words of the field
BEARER = 0.3  # what a word counts that only says whose duty it is
LEAD_IN, HEADING = 0.5, 0.3  # what a word counts that stands in the duty's lead-in, or only in the heading above it
ABOVE, AROUND = 0.3, 0.3  # what it counts where the plan has it in the heading, or elsewhere in the passage
FEWEST = 2  # words with a subject; a shorter unit ("Sustainability") shows nothing
SHOWN, QUOTE, QUOTES = 3, 480, 1500  # quotes, characters of one with what surrounds it, characters of all
ABOUT_MORE = 12  # words with a subject; a longer duty is about more than the one thing that a plan may turn down
GENERAL, MANY = 0.25, 5  # share taken off of a sentence's likeness to the many duties that it is most like
AGAIN = 0.9  # share of the words of the shorter from which one place says what another does
READ = 16  # places that the duty reader puts in order: on plans that nothing was learned from, more find no more
BACK = 0.5  # of its log-odds, taken off for each place further back in the order by words and likeness
NEAR = 3  # sentences on either side that still speak of the same thing
KEPT = 20_000  # sentences whose vectors stay in memory, about 30 MB: several long plans
_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # a footnote's mark is no part of its word
# The Act by virtue of which it is to be done says nothing about what is to be done.
_STATUTE = re.compile(
    r"\b(?:under|by virtue of|as defined in|set out in|in accordance with|as (?:required|set out) (?:by|in|under)|of)\s+"
    r"(?:section \d+[\w ()]* of )?the (?:\d{4} Act|[A-Z][\w()’' ]+? Act(?: \d{4})?|[A-Z][\w()’', ]+ Regulations(?: \d{4})?)"
)
# An item that is a sentence of its own ("Public bodies should keep a list") says all of its duty without its lead-in.
_SENTENCE = re.compile(r"^[A-Z](?:[\w’'-]+,? ){1,12}?(?:will|must|should|shall|may|is|are|has|have|can)\b")
# Who belongs to a body or takes part in it.
BELONGS = re.compile(
    r"\b(?:member(?:s|ship)?|represent(?:s|ed|ing|atives?)?|consists? of|compris(?:es?|ing)|made up of|includ(?:es?|ing)|"
    r"join(?:s|ed|ing)?|attend(?:s|ed|ing)?|sits? on)\b",
    re.IGNORECASE,
)
_NONE: frozenset[str] = frozenset()
_Index = dict[str, list[int]]
_kept: dict[tuple[str, str], NDArray[np.float32] | None] = {}
_keeping = Lock()


@dataclass(frozen=True, slots=True)
class Match:
    """`unit` speaks to a duty; `start` and `end` take in the sentences around it in its passage. `covered` is the weighted
    share of the duty's own words in that stretch, `dense` the likeness of the unit alone; `told` the log-odds that the
    duty reader gives it of speaking to the duty, None where it was not asked."""

    unit: Unit
    start: int
    end: int
    score: float
    dense: float
    covered: float
    told: float | None = None

    @property
    def quote(self) -> str:
        return self.unit.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Terms:
    """A duty's stems with what each weighs: those of its own words, and those of its lead-in and heading as well; and the
    rows of the field's wording that a stem's phrase stands in."""

    own: Mapping[str, float]
    all: Mapping[str, float]
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def covered(self, texts: Iterable[str], only: Sequence[str] = ()) -> float:
        """The weighted share, 0 to 1, of the duty's own stems (or of `only` these) that the texts hold in some wording."""
        there, meant = frozenset[str](), frozenset[str]()
        for text in texts:
            there, meant = there | stems(text), meant | fieldwords.meant(text)
        weights = {stem: self.own.get(stem, 0.1) for stem in only} if only else self.own
        total = sum(weights.values())
        found = sum(
            weight * (1.0 if stem in there else FIELD if self.fields.get(stem, _NONE) & meant else 0.0)
            for stem, weight in weights.items()
        )
        return found / total if total else 0.0


class PlanText:
    """A plan, with the documents that speak for it, ready to be asked which of its sentences speak to a duty."""

    def __init__(self, kb: KnowledgeBase, documents: Sequence[Document], duties: Sequence[Duty]) -> None:
        passages = [(one, passage) for one in documents for passage in kb.passages(one.id) if passage.kind != "contents"]
        self.units = [unit for unit in units(Hit(1, 0.0, passage, one) for one, passage in passages) if _shows(unit)]
        self._encoder, self._home = kb.encoder, kb.settings.home
        self._readings = Readings(self._home, f"{documents[0].id}.{duties[0].doc}", kb.duty_reader) if duties else None
        self._duties = duties
        self._at = {duty.id: at for at, duty in enumerate(duties)}
        self._places = _Places(self.units)
        self._in_plan = Counter(stem for unit in self.units for stem in stems(unit.text))
        self._in_duties = Counter(stem for duty in duties for stem in stems(said(duty)))
        self._departing: dict[re.Pattern[str], list[int]] = {}  # where each pattern is found, looked for once
        self._mentions = Counter(word for unit in self.units for word in _singular(unit.text))

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """Of the units, shape (units, dimension), made when first wanted."""
        made = [
            sentences.vectors(self._home, doc, self._encoder, [unit.text for unit in own])
            for doc, own in groupby(self.units, key=lambda unit: unit.passage.doc)
        ]
        return np.concatenate(made)

    @cached_property
    def _likeness(self) -> NDArray[np.float32]:
        """Of each unit to each duty, shape (units, duties). A duty's vector is halfway between all that it says and what is
        to be done alone."""
        texts = [text for duty in self._duties for text in (_asked(duty), duty.action or duty.text)]
        both = sentences.vectors(self._home, f"{self._duties[0].doc}.duties", self._encoder, texts)
        return self._encoder.likeness(self.vectors, both.reshape(len(self._duties), 2, -1).mean(axis=1))

    @cached_property
    def _everywhere(self) -> NDArray[np.float32]:
        """How like each unit is to the duties that it is most like, shape (units,): a sentence of general words is near to
        many, and tells little of any one."""
        nearest: NDArray[np.float32] = np.sort(self._likeness, axis=1)[:, -MANY:].mean(axis=1)
        return nearest

    @cached_property
    def common(self) -> float:
        """How like the plan's sentences are to duties that they do not speak to: of all pairs but each duty's best places,
        the likeness that one in ten passes. High where all of both is about one subject, so that nearness says less."""
        others = np.sort(self._likeness, axis=0)[:-SHOWN]
        return float(np.percentile(others, 90)) if others.size else 0.0

    def weight(self, stem: str) -> float:
        """How much a stem tells: 1 where plan and guidance have it once at most, near 0 where both are full of it."""
        seen = ((self._in_plan[stem], len(self.units)), (self._in_duties[stem], len(self._duties)))
        rarity = [math.log((texts + 1) / (times + 0.5)) / math.log((texts + 1) / 0.5) for times, texts in seen]
        return max(sum(rarity) / 2, 0.05) ** 2

    def terms(self, duty: Duty) -> Terms:
        asked, heading = _STATUTE.sub(" ", _MARKS.sub("", duty.text)), _heading(duty)
        own = {stem: self.weight(stem) for stem in content(asked)}
        for stem in set(content(duty.bearer or "")) & own.keys():
            own[stem] *= BEARER
        every = dict(own)
        lead_in = leading(duty)
        for stem in content(lead_in):
            every.setdefault(stem, LEAD_IN * self.weight(stem))
        for stem in content(heading):
            every.setdefault(stem, HEADING * self.weight(stem))
        return Terms(own, every, fieldwords.carried(f"{asked} . {lead_in} . {heading}"))

    def best(self, duty: Duty, most: int = SHOWN) -> list[Match]:
        """The places that speak most to the duty, best first, ties in the plan's order; none twice. `duty` is one of those
        that the plan was made ready for."""
        if not self.units:
            return []
        terms = self.terms(duty)
        dense = self._likeness[:, self._at[duty.id]]
        scores = LEXICAL * self._places.lexical(terms) + DENSE * dense
        found: list[Match] = []
        order, told = self._order(duty, scores)
        for at in order:
            unit = self.units[at]
            if any(m.unit.passage.id == unit.passage.id and m.start <= unit.start < m.end for m in found):
                continue
            start, end = self._stretch(int(at), scores)
            if any(_says_again(unit.passage.text[start:end], m.quote) for m in found):
                continue
            covered = terms.covered([unit.passage.text[start:end]])
            found.append(Match(unit, start, end, float(scores[at]), float(dense[at]), covered, told.get(int(at))))
            if len(found) == most:
                break
        return found

    def _order(self, duty: Duty, scores: NDArray[np.float32]) -> tuple[NDArray[np.int64], dict[int, float]]:
        """Places in `units`, those that speak most to the duty first, ties in the plan's order: by words and likeness, and
        the first `READ` of them by what the duty reader makes of each as well; and that by place."""
        ranked = scores - DENSE * GENERAL * self._everywhere
        order = np.argsort(-ranked, kind="stable")
        if self._readings is None:
            return order, {}
        first = order[:READ]
        told = self._readings.logits(_asked(duty), [self.units[at].encoded for at in first])
        better = np.argsort(BACK * np.arange(len(first)) - told, kind="stable")
        return np.concatenate([first[better], order[READ:]]), dict(zip(first.tolist(), told.tolist(), strict=True))

    def keep(self) -> None:
        """Keep what the duty reader said, for the next check."""
        if self._readings:
            self._readings.keep()

    def membership(self, duty: Duty) -> Match | None:
        """Where the plan says who belongs to what the duty's lead-in speaks of: the sentence or list about belonging with
        most of the words of lead-in and heading. None where no such place has any of them."""
        asked = set(content(duty.lead_in or "")) | set(content(_heading(duty)))
        own = self.terms(duty)
        weights = {stem: self.weight(stem) for stem in asked - own.own.keys()}
        found: Unit | None = None
        best = 0.0
        for unit in self.units:
            if len(unit.text) <= QUOTES and BELONGS.search(unit.text):
                there = stems(unit.text)
                share = sum(weight for stem, weight in weights.items() if stem in there)
                if share > best:
                    found, best = unit, share
        return Match(found, found.start, found.end, 0.0, 0.0, own.covered([found.text])) if found else None

    def naming(self, phrase: str) -> list[Match]:
        """Where the plan has the phrase itself, in the plan's order; its last word may stand in the plural."""
        spelled = r"[^\w.]+".join(map(re.escape, words.words(phrase)))
        wanted = re.compile(rf"(?<!\w){spelled}s?(?!\w)", re.IGNORECASE)
        found = (unit for unit in self.units if unit.role != "list" and wanted.search(unit.text))
        return [Match(unit, unit.start, unit.end, 0.0, 0.0, 0.0) for unit in found]

    def departures(self, duty: Duty, departs: re.Pattern[str]) -> list[Match]:
        """Where the plan names the duty's subject only to say that it does otherwise.

        A word of the duty is such a subject if the plan has it nowhere but near a sentence that `departs` finds, and that
        sentence, the one before it or the heading above holds it.
        """
        if duty.modality == "may" or len(content(duty.text)) > ABOUT_MORE:
            return []
        subjects = _singular(duty.text)
        if departs not in self._departing:
            self._departing[departs] = [at for at, unit in enumerate(self.units) if departs.search(unit.text)]
        found = []
        for at in self._departing[departs]:
            unit = self.units[at]
            around = range(max(at - NEAR, 0), min(at + NEAR + 1, len(self.units)))
            near = [n for n in around if self.units[n].above == unit.above]
            close = _singular(" ".join([unit.above, self.units[max(at - 1, near[0])].text, unit.text]))
            inside = Counter(word for n in near for word in _singular(self.units[n].text))
            if any(inside[word] >= 2 and inside[word] == self._mentions[word] for word in subjects & close):
                start, end = self._stretch(at, np.array([-abs(n - at) for n in range(len(self.units))], dtype=np.float32))
                found.append(Match(unit, start, end, 0.0, 0.0, 0.0))
        return found

    def _stretch(self, at: int, scores: NDArray[np.float32]) -> tuple[int, int]:
        """The unit and its neighbours in the passage, the better first, as far as one quote may go."""
        first = last = at
        passage = self.units[at].passage.id
        while True:
            open_ends = [
                (float(scores[n]), n)
                for n in (first - 1, last + 1)
                if 0 <= n < len(self.units) and self.units[n].passage.id == passage
                and self.units[max(last, n)].end - self.units[min(first, n)].start <= QUOTE
            ]
            if not open_ends:
                return self.units[first].start, self.units[last].end
            _, taken = max(open_ends)
            first, last = min(first, taken), max(last, taken)


class _Places:
    """Where in a plan a stem, or another phrase for it, stands: in which units, the headings above them, their passages."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._count = len(units)
        self._stems: tuple[_Index, _Index, _Index] = ({}, {}, {})
        self._meant: tuple[_Index, _Index, _Index] = ({}, {}, {})
        for at, unit in enumerate(units):
            for where, text in enumerate((unit.passage.text, unit.above, unit.text)):
                _note(self._stems[where], stems(text), at)
                _note(self._meant[where], fieldwords.meant(text), at)

    def lexical(self, terms: Terms) -> NDArray[np.float32]:
        """The weighted share, 0 to 1, of a duty's stems that each unit holds: shape (units,)."""
        found = np.zeros(self._count, dtype=np.float32)
        for stem, weight in terms.all.items():
            strength = self._strength(self._stems, stem)
            for row in terms.fields.get(stem, ()):
                strength = np.maximum(strength, FIELD * self._strength(self._meant, row))
            found += weight * strength
        return found / (sum(terms.all.values()) or 1.0)

    def _strength(self, indexes: tuple[_Index, _Index, _Index], key: str) -> NDArray[np.float32]:
        strength = np.zeros(self._count, dtype=np.float32)
        for index, much in zip(indexes, (AROUND, ABOVE, 1.0), strict=True):
            strength[index.get(key, [])] = much
        return strength


def _note(index: _Index, keys: Iterable[str], at: int) -> None:
    for key in keys:
        index.setdefault(key, []).append(at)


def kept_vectors(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The texts' vectors, shape (texts, dimension). A sentence is encoded once in a process: a check of the next draft, or
    of one duty again, encodes only what is new. What was kept longest is let go first."""
    with _keeping:
        found = {text: _kept.get((encoder.fingerprint, text)) for text in texts}
    new = [text for text, vector in found.items() if vector is None]
    if new:
        found.update(zip(new, encoder.encode(new), strict=True))
    with _keeping:
        _kept.update({(encoder.fingerprint, text): found[text] for text in new})
        while len(_kept) > KEPT:
            del _kept[next(iter(_kept))]
    return np.array([found[text] for text in texts], dtype=np.float32)


def _says_again(text: str, quote: str) -> bool:
    """Whether the text has nearly the words of the quote: an aim that a plan repeats at the head of each chapter."""
    ours, theirs = stems(text), stems(quote)
    return len(ours & theirs) >= AGAIN * min(len(ours), len(theirs))


def said(duty: Duty) -> str:
    """A duty as one text: lead-in and text joined by a blank."""
    return f"{duty.lead_in} {duty.text}" if duty.lead_in else duty.text


def leading(duty: Duty) -> str:
    """The lead-in where the item cannot be understood without it, else nothing.

    >>> leading(Duty("g#1", "g", "p", "Public bodies should keep a list", "should", lead_in="The rules are:"))
    ''
    """
    return "" if _SENTENCE.match(duty.text) else duty.lead_in or ""


def _asked(duty: Duty) -> str:
    lead_in = leading(duty)
    return f"{lead_in} {duty.text}" if lead_in else duty.text


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    return frozenset(words.stems(_MARKS.sub("", text)))


def content(text: str) -> list[str]:
    """
    >>> content("users of social care¹¹")
    ['user', 'social', 'care']
    """
    return words.content(_MARKS.sub("", text))


def _singular(text: str) -> frozenset[str]:
    """Words with a subject, without their plural: "localities" is "locality", which "locally" is not."""
    found = (word for word in words.words(_MARKS.sub("", text)) if word not in words.STOP and len(word) > 3)
    return frozenset(re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<!s)s$", "", word) for word in found)


def _heading(duty: Duty) -> str:
    return re.sub(r"\([^)]*\)", "", (duty.section or "").rpartition(" > ")[2])


def _shows(unit: Unit) -> bool:
    """Blanks and values still to come count as nothing; so do a word or two, and what a document says as a publication."""
    told = len(content(unit.text)) >= FEWEST and not IMPRINT.search(unit.text)
    return told and not values.to_come(unit.text) and not values.left_out(unit.text)
