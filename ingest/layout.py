"""Pages as read become pages to outline: nothing drawn twice, no running heads and feet, the printed labels kept apart."""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.columns import rows_of, runs_of
from ingest.furniture import furniture, labels
from ingest.sheets import Sheet, Word


@dataclass(frozen=True, slots=True)
class Laid:
    """The sheets without what their pages repeat, the page labels as printed, what was taken out, the body's type size."""

    sheets: tuple[Sheet, ...]
    labels: tuple[str, ...]
    furniture: tuple[str, ...]
    body_size: float


def lay_out(sheets: Sequence[Sheet]) -> Laid:
    """The document's sheets without running heads and feet and without words drawn twice."""
    sheets = [replace(sheet, words=tuple(_once(sheet.words))) for sheet in sheets]
    edges = furniture(sheets, [rows_of(sheet.page, runs_of(sheet.words)) for sheet in sheets])
    taken = [{id(word) for line in lines for word in line.words} for lines in edges]
    cleared = tuple(
        replace(sheet, words=tuple(word for word in sheet.words if id(word) not in gone))
        for sheet, gone in zip(sheets, taken, strict=True)
    )
    repeated = tuple(dict.fromkeys(line.text for lines in edges for line in lines))
    return Laid(cleared, labels(sheets, edges), repeated, _body_size(cleared))


def _body_size(sheets: Iterable[Sheet]) -> float:
    """The size in which most characters stand, in points."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _once(words: Sequence[Word]) -> Iterator[Word]:
    """Without the words drawn a second time on (or, to look bold, just beside) themselves."""
    seen: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        near = 0.3 * word.size
        if any(abs(w.x0 - word.x0) < near and abs(w.top - word.top) < near for w in seen[word.text]):
            continue
        seen[word.text].append(word)
        yield word
