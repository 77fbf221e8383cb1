"""What the whole library knows about words: how rare each is, how acronyms are spelled out, how a misspelt word is meant.

Made once for a state of the library and kept until the library changes.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from string import ascii_lowercase
from weakref import WeakKeyDictionary

from assistant import series, words
from assistant.series import Heading
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Passage

_ACRONYM = re.compile(r"\(\s*[‘'“\"]?([A-Z][A-Za-z&]{1,9})[’'”\"]?\s*\)")
_APPOSED = re.compile(
    r"\b([A-Z]{3,8})\s*(?:[,–—:-]|stands for|means)\s*(?:the |an? )?(?P<after>[A-Z][\w’'&-]*(?: [\w’'&-]+){1,12})"
)
_ROW = re.compile(r"^([A-Z]{2,8}) \| ([^|\n]+)$", re.MULTILINE)
_PHRASE = re.compile(r"\b[A-Z][a-z’'-]+(?:,? (?:(?:and|of|for|the|to|in|on|&) ){0,2}[A-Z][a-z’'-]+){2,7}")
_CAPITAL = re.compile(r"[A-Z][a-z’'-]+")
PHRASE_WORDS = range(3, 7)  # capitalised words of a phrase that initials may stand for
_ITEM = re.compile(r"(?:agenda )?item(?: number| no)?\.?:?\s*(\d+\.\d+)\b", re.IGNORECASE)
FRONT = 12  # passages of a document's beginning, where it gives its item
_LETTERS = re.compile(r"[A-Za-z]+")
CAPITALS = 4  # times that a name is written with a capital for each time without
_LINKS = frozenset("of and the for in to a an &".split())
CLOSE = 0.76  # difflib ratio from which a word that no document has is taken for a misspelt one
NAMELIKE = 7  # letters from which a small-letter word may be a misspelt name: "gulls" are not Gill
CLOSE_NAME = 0.85  # the same for a name, which another name may be like
_ENDINGS = tuple("ing ings ed ied er ers s es ies ly able less ness ful al".split())
_SMALL_WORD = re.compile(r"\b[a-z]{5,}\b")  # may be misspelt; shorter ones have too many neighbours
# What questions begin with, as it is misspelt: too short to be told by likeness, and no document has the words.
_SLIPS = {
    slip: word
    for word, slips in {
        "what": "wat wot wht waht hwat",
        "which": "wich whitch whihc wihch",
        "when": "wen whn wehn",
        "where": "wher",
        "who": "whoo",
        "how": "hw hwo",
        "the": "teh hte",
        "and": "adn",
    }.items()
    for slip in slips.split()
}
_SLIP = re.compile(rf"\b(?:{'|'.join(_SLIPS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Corpus:
    """`frequency` counts, for each stem, the passages that hold it; `acronyms` maps "iia" to the stems of its long form;
    `spelled` are the words as written, `proper` the stems of words that are hardly ever written without a capital,
    `headings` the headings with what stands under them; `initials` maps "SPG" to the capitalised phrase that it can stand
    for, `items` a document to its number on the agenda."""

    documents: tuple[Document, ...]
    passages: int
    frequency: Counter[str]
    acronyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spelled: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    headings: tuple[Heading, ...] = ()
    initials: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)

    def weight(self, stem: str) -> float:
        """How much a stem tells, 0 to 1: 1 for one that no passage has, near 0 for one that every passage has."""
        return math.log((self.passages + 1) / (self.frequency[stem] + 0.5)) / math.log((self.passages + 1) / 0.5)

    def correct(self, text: str, knows: Callable[[str], bool]) -> str:
        """The text with each small-letter word that neither a document nor the language has (`knows`) replaced by the word
        of the documents that it is nearly spelled as, or else by one of the language that has a letter more or less."""
        text = _SLIP.sub(lambda found: found[0] if found[0].lower() in self.spelled else _SLIPS[found[0].lower()], text)
        return _SMALL_WORD.sub(lambda found: found[0] if knows(found[0]) else self._corrected(found[0], knows), text)

    def long_form(self, short: str) -> str:
        """The capitalised phrase of the documents that the letters can stand for, "" where none does: its initials, or
        more of its words' letters ("EQIA": Equality Impact Assessment)."""
        letters = short.upper()
        inner = (f"(?:{letter}|(?<=[A-Za-z]){letter.lower()})[^A-Z]*?" for letter in letters[1:])
        loose = re.compile("".join(inner) + "[^A-Z]*")
        alike = (long for long in self.initials.values() if long[0] == letters[0] and loose.fullmatch(long, 1))
        return self.initials.get(letters) or next(alike, "")

    def nearest_name(self, name: str) -> str:
        """The word that the documents write with a capital and that the name is nearly spelled as, "" without one."""
        alike = [one for one in self.spelled if one[0] == name[0].lower() and words.stem(one) in self.proper]
        near = difflib.get_close_matches(name.lower(), sorted(alike), n=1, cutoff=CLOSE_NAME)
        return near[0].capitalize() if near else ""

    def _corrected(self, word: str, knows: Callable[[str], bool]) -> str:
        if word in self.spelled or word in words.STOP:
            return word
        if self.frequency[stem := words.stem(word)]:  # another form of theirs, or one cut short: "deadlin"
            return (_nearest(word, [one for one in self.spelled if words.stem(one) == stem]) if word == stem else "") or word
        off = set(_one_letter_off(word))
        alike = {other for other in self.spelled if other[0] == word[0] and abs(len(other) - len(word)) <= 1}
        alike |= {other for other in off if knows(other) and self.frequency[words.stem(other)]}
        if len(word) < NAMELIKE:
            alike = {other for other in alike if len(other) != len(word) or words.stem(other) not in self.proper}
        if near := alike & off:
            likest = max(map(partial(_alike, word), near))
            return min((-self.frequency[words.stem(one)], one) for one in near if _alike(word, one) == likest)[1]
        if _inflected(word, knows):
            return word
        longer = {other for other in off if len(other) != len(word) and knows(other) and other != f"{word}s"}
        return _nearest(word, alike) or _nearest(word, longer - words.STOP) or word


def _alike(word: str, other: str) -> float:
    return difflib.SequenceMatcher(None, word, other).ratio()


def _nearest(word: str, others: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(word, sorted(others), n=1, cutoff=CLOSE)), "")


def _inflected(word: str, knows: Callable[[str], bool]) -> bool:
    """Whether the word is a form of one that the language has.

    >>> _inflected("gritting", {"grit"}.__contains__), _inflected("opning", {"open"}.__contains__)
    (True, False)
    """
    for base in (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)):
        undoubled = base[:-1] if base[-1:] == base[-2:-1] else base
        if len(undoubled) > 2 and any(map(knows, (base, f"{base}e", f"{base}y", undoubled))):
            return True
    return False


def _one_letter_off(word: str) -> Iterator[str]:
    """What the word is where a letter was left out, doubled, put for another or in the place of the next. The
    documents may have it in another form: "open" where "opning" is asked for.

    >>> "opening" in _one_letter_off("opning"), "hours" in _one_letter_off("houurs")
    (True, True)
    """
    for at in range(1, len(word) + 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at:]
            yield word[:at] + letter + word[at + 1 :]


_kept: WeakKeyDictionary[KnowledgeBase, tuple[int, Corpus]] = WeakKeyDictionary()


def of(kb: KnowledgeBase) -> Corpus:
    """The corpus of the library as it is now."""
    generation = kb.generation
    kept = _kept.get(kb)
    if kept is None or kept[0] != generation:
        documents = kb.documents()
        kept = generation, read(documents, [passage for document in documents for passage in kb.passages(document.id)])
        _kept[kb] = kept
    return kept[1]


def read(documents: Iterable[Document], passages: Iterable[Passage]) -> Corpus:
    """Counts stems and finds acronyms."""
    frequency: Counter[str] = Counter()
    acronyms: dict[str, tuple[str, ...]] = {}
    spelled: set[str] = set()
    written: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    items: dict[str, str] = {}
    number = 0
    passages = list(passages)
    for passage in passages:
        number += 1
        text = " ".join([*passage.section, passage.lead_in or "", passage.caption or "", passage.text])
        frequency.update(set(words.stems(text)))
        spelled.update(word for word in words.words(text) if word.isalpha())
        written.update(word for word in _LETTERS.findall(text))
        phrases.update(_phrases(passage.text))
        if passage.ordinal <= FRONT and (item := _ITEM.match(passage.text)):
            items.setdefault(passage.doc, item[1])
        acronyms.update((short.lower(), tuple(words.stems(long))) for short, long in spelled_out(text))
    for word, times in written.items():
        capital[words.stem(word.lower())] += times if word[0].isupper() else -CAPITALS * times
    proper = frozenset(stem for stem, balance in capital.items() if balance > 0)
    headings = tuple(series.headings(passages))
    return Corpus(
        tuple(documents),
        max(number, 1),
        frequency,
        acronyms,
        frozenset(spelled),
        proper,
        headings,
        _initials(phrases),
        items,
    )


def _phrases(text: str) -> Iterator[str]:
    """The capitalised phrases of a text, and the phrases that they hold.

    >>> list(_phrases("The Harbour Watch Group met."))
    ['The Harbour Watch', 'The Harbour Watch Group', 'Harbour Watch Group']
    """
    for found in _PHRASE.finditer(text):
        capitals = list(_CAPITAL.finditer(found[0]))
        for at, first in enumerate(capitals):
            for last in capitals[at + PHRASE_WORDS.start - 1 : at + PHRASE_WORDS.stop - 1]:
                yield found[0][first.start() : last.end()]


def _initials(phrases: Counter[str]) -> dict[str, str]:
    """The most common phrase, of those that come more than once, for each run of initials."""
    found: dict[str, str] = {}
    for phrase, times in sorted(phrases.items(), key=lambda pair: (-pair[1], pair[0])):
        if times > 1 and phrase.split()[0].lower() not in words.STOP:
            found.setdefault("".join(word[0] for word in _CAPITAL.findall(phrase)), phrase)
    return found


def spelled_out(text: str) -> list[tuple[str, str]]:
    """Acronyms that the text spells out, with their long forms; a table's row of the two is one too.

    >>> spelled_out("An Integrated Impact Assessment (IIA) and integration joint boards (IJBs) met.")
    [('IIA', 'Integrated Impact Assessment'), ('IJB', 'integration joint boards')]
    """
    found = []
    for match in _ACRONYM.finditer(text):
        short = match[1][:-1] if match[1].endswith("s") and match[1][:-1].isupper() else match[1]
        before = re.findall(r"[\w’'&-]+", text[: match.start()][-120:])
        if long := _long_form(short, before):
            found.append((short, long))
    for match in _APPOSED.finditer(text):
        if long := _long_form_after(match[1], re.findall(r"[\w’'&-]+", match["after"])):
            found.append((match[1], long))
    return found + [
        (row[1], row[2]) for row in _ROW.finditer(text) if _long_form(row[1], re.findall(r"[\w’'&-]+", row[2])) == row[2]
    ]


def _long_form_after(short: str, after: list[str]) -> str | None:
    """The first words of `after` that `short` is made of: "OSCAR, the Online System for ..."."""
    letters = list(short.lower())
    for at, word in enumerate(after):
        if letters and word[0].lower() == letters[0]:
            letters.pop(0)
        elif word.lower() not in _LINKS:
            return None
        if not letters:
            return " ".join(after[: at + 1])
    return None


def _long_form(short: str, before: list[str]) -> str | None:
    """The last words of `before` whose initials are the letters of `short`; small linking words may stand between."""
    letters = [letter for letter in short.lower() if letter.isalpha()]
    taken: list[str] = []
    while before and letters:
        word = before[-1]
        initials = [part[0].lower() for part in word.split("-") if part]
        if initials and letters[-len(initials) :] == initials:
            letters = letters[: -len(initials)]
        elif word.lower() not in _LINKS:
            return None
        taken.insert(0, word)
        before = before[:-1]
    return " ".join(taken) if not letters and len(taken) > 1 else None
