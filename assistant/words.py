"""Words as questions and evidence are compared by: folded, cut to their stems, without those that carry no subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import Stemmer

_STEMMER = Stemmer.Stemmer("english", 0)
_STEMMING = Lock()  # it has a state of its own, and answers are made on many threads
_WORD = re.compile(r"[^\W_]+(?:[.,/'’-][^\W_]+)*", re.UNICODE)
# Words that are the same word here: numbers in figures and in letters, names of the country, who is meant by "folk".
_ALIASES = {
    word: str(number) for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}
_ALIASES["kept"] = "keep"
_ALIASES |= dict.fromkeys(("britain", "british"), "uk") | dict.fromkeys(("folk", "folks", "persons", "person"), "peopl")
_SHORTEST = 3  # letters of a word that ends in "s" and is no plural
_SHORT = dict.fromkeys(("won't", "won’t"), "will")  # whoever won did something
_FINANCIAL_YEAR = re.compile(r"(?:20)?(\d\d)[/-](?:20)?(\d\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"['’](?:s|re|ve|ll|d|m|t)?$")

# Words with no subject of their own, as `bare` gives them ("doesn" of "doesn't"). Modal verbs are here: they say how binding
# a thing is, not what it is about.
STOP = frozenset(
    """a about above according actually after again all also although altogether am an and any anybody anyone anything are
    aren as at back be because been before being below between both but by came can cannot come comes compulsory
    could couldn did didn do does doesn doing don done down each eg either else etc ever every exactly few for from
    further get gets getting give given gives go goes going gone got had has hasn have haven having he her here hers
    him his how however i ie if in into is isn it its itself just know last let like likely made make makes
    mandatory many may me might more most mostly much must my need needed needs neither no nor normally not now
    obligatory of off often ok okay on once one ones only onto or other others our ours out over own per please put
    really roughly said same say says see seen shall she should shouldn show so some somebody somehow someone
    something still such supposed sure take taken takes tell than thank thanks that the their theirs them themselves
    then there therefore these they thing things this those though through to too towards under until up upon us use
    used uses using usually very via want wanted wants was wasn we well went were weren what when where whether
    which while who whom whose why will with within without would wouldn yes yet you your yours""".split()
)


def words(text: str) -> list[str]:
    """The words and figures of a text in lower case, in order; hyphens and inner marks stay.

    >>> words("The IJB's £6.2m (c. 2023/24)")
    ['the', 'ijb', '6.2m', 'c', '2023/24']
    """
    return [bare(word) for word in _WORD.findall(text)]


def bare(word: str) -> str:
    """One word as `words` gives it.

    >>> bare("IJB's"), bare("1,200")
    ('ijb', '1200')
    """
    lower = word.lower()
    return _SHORT.get(lower) or _year(_THOUSANDS.sub("", _APOSTROPHE.sub("", lower)))


def _year(word: str) -> str:
    """A financial year in one form, however it is written: "23/24" and "2023-24" are 2023/24."""
    found = _FINANCIAL_YEAR.fullmatch(word)
    return f"20{found[1]}/{found[2]}" if found and int(found[2]) == int(found[1]) + 1 else word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """
    >>> stem("localities"), stem("locality")
    ('local', 'local')
    """
    if word in _ALIASES:
        return _ALIASES[word]
    if len(word) == _SHORTEST and word.endswith("s"):
        return word  # "ONS" is not "on"
    with _STEMMING:
        return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Stems of all words; a hyphened or slashed word gives its parts as well.

    >>> stems("self-managed reviews")
    ['self-manag', 'self', 'manag', 'review']
    """
    return [each for word in _WORD.findall(text) for each in _stems(word)]


@lru_cache(maxsize=100_000)
def _stems(written: str) -> tuple[str, ...]:
    """The stem of one word as it is written, and those of its parts."""
    word = bare(written)
    parts = [part for part in re.split(r"[-/'’]", word) if part]
    return stem(word), *(stem(part) for part in parts if len(parts) > 1)


@lru_cache(maxsize=4096)
def stem_set(text: str) -> frozenset[str]:
    """The stems of a text as a set, kept because a passage is looked at once for each of its sentences."""
    return frozenset(stems(text))


def content(text: str) -> list[str]:
    """Stems of the words that carry a subject, in order, each once.

    >>> content("How much of the general reserve was spent?")
    ['general', 'reserv', 'spent']
    """
    kept = (stem(word) for word in words(text) if word not in STOP and (len(word) > 1 or word.isdigit()))
    return list(dict.fromkeys(kept))


def told(text: str) -> list[str]:
    """Stems of the words that carry a subject, in order, each as often as it comes.

    >>> told("The art of the possible")
    ['art', 'possibl']
    """
    return [stem(word) for word in words(text) if word not in STOP]


def has_run(run: Iterable[str], within: list[str]) -> bool:
    """Whether the stems of `run` stand next to each other in `within`, in order.

    >>> has_run(["upper", "marden"], ["in", "upper", "marden"])
    True
    """
    wanted = list(run)
    return any(within[at : at + len(wanted)] == wanted for at in range(len(within) - len(wanted) + 1))
