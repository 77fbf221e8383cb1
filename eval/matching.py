"""When two texts count as the same: what every measure stands on. Pure.

Gold rows quote a document's text version; answers quote what was read from a PDF, a web page or a Word file. So texts are
compared folded: case, white space, kinds of quotation mark and dash, list marks, Markdown and simple HTML do not count.
Words and figures do.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

Standing = Literal["exact", "shortened", "joined"]

LONGEST_QUOTE = 1200  # characters; more is a page, not a quote
SHORTEST_QUOTE = 3
SHORTENED_GAP = 2000  # characters that dots in a quote may stand for
JOINED_GAP = 700  # characters of running heads and notes between the halves of a sentence that a page broke
SHARE_OF_WORDS = 0.9  # of the inner text's words that must stand together in the outer one
FEWEST_WORDS = 5  # fewer are compared as they stand
SPARE_WORDS = 3  # that may stand among them
FEWEST_CHARACTERS = 20  # of a text that is the same as a longer one that holds it
LEAST_SHARE = 0.34  # of the longer one's characters that it must have
SAME_WORDS = 0.8  # F1 of the words of two texts that are the same passage

_LIST_MARK = re.compile(r"^[ \t]*[-•▪◦‣·\uf0b7][ \t]+", re.MULTILINE)
_TAG = re.compile(r"</?(?:sup|sub|ul|li|b|i|em|strong|mark|p|br)\b[^<>]*>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~$])")
_LINK = re.compile(r"\[([^\]]*)\]\((?:#|https?:)[^)]*\)")
_WHITE = re.compile(r"\s+")
_WORD = re.compile(r"[a-z0-9£%]+")
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("–—\u2010\u2011", "-"),
        **dict.fromkeys("\u00a0\u202f•\uf0b7#|", " "),
        **dict.fromkeys("\u00ad*_`¹²³", ""),
        **dict.fromkeys(map(chr, range(0x2070, 0x207A)), ""),  # superscript figures: marks of notes
        "ﬁ": "fi",
        "ﬂ": "fl",
        "…": "...",
    }
)


def fold(text: str) -> str:
    """The form in which texts are compared.

    >>> fold("• The **Board’s** plan – [Part 2](#two)\\u00a0| £TBC")
    "the board's plan - part 2 £tbc"
    """
    bare = _LINK.sub(r"\1", _ESCAPE.sub(r"\1", _TAG.sub("", _LIST_MARK.sub(" ", text))))
    return _WHITE.sub(" ", bare.translate(_ONE_FORM)).strip().lower()


def words(text: str) -> list[str]:
    """
    >>> words("Up to £1.5m, or 3%")
    ['up', 'to', '£1', '5m', 'or', '3%']
    """
    return _WORD.findall(fold(text))


def holds(outer: str, inner: str) -> bool:
    """Whether `outer` shows `inner`: word for word, or nine tenths of its words in one stretch of about its length.

    >>> holds("Carers must, where they wish, be involved in the planning.", "carers must where they wish be involved")
    True
    >>> holds("Carers may be involved.", "Carers must be involved")
    False
    """
    if fold(inner).strip(" .;:") in fold(outer):
        return True
    wanted, there = words(inner), words(outer)
    if len(wanted) < FEWEST_WORDS:
        return False
    return _most_together(Counter(wanted), there, len(wanted)) / len(wanted) >= SHARE_OF_WORDS


def same(one: str, other: str, bar: float = SAME_WORDS) -> bool:
    """Whether two texts are the same passage: one holds the other and is not many times as long, or most words are shared.

    >>> same("The Board must publish the plan.", "The Board must publish the plan"), same("publish", "publish the plan now")
    (True, False)
    """
    a, b = (fold(text).strip(" .;:,-") for text in (one, other))
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= FEWEST_CHARACTERS and shorter in longer:
        return len(shorter) / len(longer) >= LEAST_SHARE
    counts = Counter(words(one)), Counter(words(other))
    shared = (counts[0] & counts[1]).total()
    return shared > 0 and 2 * shared / (counts[0].total() + counts[1].total()) >= bar


def clipped(texts: Iterable[str], limit: int) -> str:
    """The texts up to a limit of characters; the first that goes past it and all after it are not read.

    >>> clipped(["abc", "defg", "h"], 5)
    'abc'
    """
    read: list[str] = []
    for text in texts:
        limit -= len(text)
        if limit < 0:
            break
        read.append(text)
    return " \n ".join(read)


def _most_together(wanted: Counter[str], there: Sequence[str], size: int) -> int:
    """The most of the wanted words that stand in any one window of `size` words and a few spare ones."""
    seen: Counter[str] = Counter()
    here = best = 0
    for at, word in enumerate(there):
        here += seen[word] < wanted[word]
        seen[word] += 1
        if (gone := at - size - SPARE_WORDS) >= 0:
            seen[there[gone]] -= 1
            here -= seen[there[gone]] < wanted[there[gone]]
        best = max(best, here)
    return best


def standing(quote: str, folded: str) -> Standing | None:
    """How a quote stands in a document's folded text; None where it does not.

    "exact" word for word; "shortened" with dots for what was left out, each run of three words or more; "joined" a sentence
    whose halves stand apart, as a page's end or a note parts them.

    >>> text = fold("The plan must be reviewed 12 Annual report every three years.")
    >>> standing("must be reviewed", text), standing("must be reviewed every three years", text)
    ('exact', 'joined')
    >>> standing("should be reviewed", text)
    """
    wanted = fold(quote).strip(" .")
    if not SHORTEST_QUOTE <= len(wanted) <= LONGEST_QUOTE:
        return None
    if wanted in folded:
        return "exact"
    runs = [run for part in wanted.split("...") if (run := part.strip(" ."))]
    if len(runs) > 1 and all(len(run.split()) >= 3 for run in runs) and _in_order(runs, folded, SHORTENED_GAP):
        return "shortened"
    tokens = wanted.split()
    halves = ([" ".join(tokens[:cut]), " ".join(tokens[cut:])] for cut in range(3, len(tokens) - 2))
    return "joined" if any(_in_order(pair, folded, JOINED_GAP) for pair in halves) else None


def _in_order(runs: Sequence[str], text: str, gap: int) -> bool:
    """Whether the runs stand in the text one after the other, each at most `gap` characters after the one before."""
    start = text.find(runs[0])
    while start >= 0:
        end = start + len(runs[0])
        for run in runs[1:]:
            at = text.find(run, end, end + gap + len(run))
            if at < 0:
                break
            end = at + len(run)
        else:
            return True
        start = text.find(runs[0], start + 1)
    return False


def states(folded_answer: str, fact: str) -> bool:
    """Whether a folded answer holds a fact; a figure and a word of three letters stand alone.

    >>> states("it was £305,000", "£305"), states("it was 30%", "30"), states("the ijbs", "IJB")
    (False, True, False)
    """
    wanted = fold(fact)
    short = len(wanted) <= 3
    before = r"(?<![\d.,])" if wanted[:1].isdigit() else r"(?<!\w)" if short else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else r"(?!\w)" if short else ""
    return re.search(before + re.escape(wanted) + after, folded_answer) is not None
