"""Numbers in figures and in letters, and the scales of sums: one table for all that reads figures."""
from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS: dict[str, float] = {word: float(n) for n, word in enumerate(_ONES.split())}
NUMBERS |= {word: float(n) for n, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
NUMBERS |= {f"{ten}-{one}": NUMBERS[ten] + NUMBERS[one] for ten in _TENS.split() for one in _ONES.split()[1:10]}
NUMBERS |= {"hundred": 100.0, "thousand": 1e3, "dozen": 12.0, "once": 1.0, "twice": 2.0, "thrice": 3.0}
SCALES = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}

FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))  # "sixteen" before "six"
NUMBER = rf"(?:{FIGURE}|{WORD})"
SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))


def number(text: str) -> float:
    """
    >>> number("1,200"), number("twenty-one"), number("Twelve")
    (1200.0, 21.0, 12.0)
    """
    folded = text.lower().replace(",", "")
    return NUMBERS[folded] if folded in NUMBERS else float(folded)


def scaled(text: str, scale: str | None) -> float:
    """A sum as its figure and what stands after it.

    >>> scaled("1.2", "m"), scaled("40", None)
    (1200000.0, 40.0)
    """
    return round(number(text) * SCALES[(scale or "").lower()], 4)
