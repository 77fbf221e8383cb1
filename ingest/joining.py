"""Lines joined into running text: which hyphen at a line's end is a real one, and where a blank goes."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_END = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐‑]$")
_START = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_CLOSING = "-‐‑–—/"  # after a letter or figure, joined to the next line with no blank
_LONGEST_WORD = 60  # characters looked at before a line's end
# First parts that keep their hyphen where the document does not show the word anywhere else.
_FIRST_PARTS = frozenset(
    "self non co re pre post multi inter cross anti sub well long short part full high low mid semi all ex quasi vice by "
    "follow day year one two three four five six seven eight nine ten first second third much ill so".split()
)
_SOFT = "\u00ad"


class Joiner:
    """Joins lines of one document, whose other words show how it spells."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._words: Counter[str] = Counter()
        ends: list[tuple[str, str]] = []
        before = ""
        for line in lines:
            end, start = _END.search(before), _START.match(line)
            if end and start:
                ends.append((end.group(1).casefold(), start.group().casefold()))
            self._words.update(word.casefold() for word in _WORD.findall(_END.sub("", line)))
            before = line.rstrip()
        # Word processors here do not hyphenate unless asked to: the words broken at line ends tell whether this one does.
        broken = sum(1 for first, second in ends if self._words[first + second] and not self._words[f"{first}-{second}"])
        whole = sum(1 for first, second in ends if self._words[f"{first}-{second}"])
        self._hyphenates = broken > whole

    def join(self, lines: Sequence[str]) -> str:
        """The lines as one text.

        >>> Joiner(["self-monitoring"]).join(["self-", "monitoring and", "care"])
        'self-monitoring and care'
        """
        text = ""
        for line in lines:
            text, _ = self.add(text, line)
        return text

    def add(self, text: str, line: str) -> tuple[str, int]:
        """`text` with `line` after it, and the offset at which the line's own characters begin."""
        line = line.strip()
        if not text or not line:
            return text + line, len(text)
        if text.endswith(_SOFT):
            text = text[:-1]
            return text + line, len(text)
        if text[-1] not in _CLOSING:
            return f"{text} {line}", len(text) + 1
        end, start = _END.search(text[-_LONGEST_WORD:]), _START.match(line)
        if end and start and not self._keeps(end.group(1), start.group()):
            text = text[:-1]
            return text + line, len(text)
        if text[-2:-1].isalnum() and line[0].isalnum():
            return text + line, len(text)
        return f"{text} {line}", len(text) + 1

    def _keeps(self, first: str, second: str) -> bool:
        """Whether the hyphen between the two halves is the document's own."""
        a, b = first.casefold(), second.casefold()
        if self._words[f"{a}-{b}"] or not second[0].islower() or "-" in first:
            return True
        if self._words[a + b]:
            return False
        if a in _FIRST_PARTS:
            return True
        return not self._hyphenates or bool(self._words[a] and self._words[b])
