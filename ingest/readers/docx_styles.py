"""What Word keeps apart from the text: styles, which say what is a heading, and numbering, which makes printed numbers."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.flow import BULLETS
from ingest.readers.docx_package import attribute, child, children, value

BULLET = BULLETS[0]
_LEVELS = 9
_DEEPEST_HEADING = 6
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Styles:
    """Paragraph styles by id, each with what it takes from the styles that it is based on."""

    def __init__(self, part: etree._Element | None) -> None:
        self._styles = {attribute(style, "styleId") or "": style for style in children(part, "style")}
        paragraphs = (key for key, style in self._styles.items() if attribute(style, "type") == "paragraph")
        self._default = next((key for key in paragraphs if attribute(self._styles[key], "default") == "1"), "")

    def of(self, paragraph: etree._Element) -> str:
        return value(child(child(paragraph, "pPr"), "pStyle")) or self._default

    def name_of(self, paragraph: etree._Element) -> str:
        """The name of the paragraph's style, as Word shows it."""
        return self._name(self.of(paragraph))

    def _name(self, style: str) -> str:
        return value(child(self._styles.get(style), "name")) or style

    def numbering(self, style: str | None) -> str | None:
        """The id of the numbering that a style of lists stands for."""
        return value(child(child(child(self._styles.get(style or ""), "pPr"), "numPr"), "numId"))

    def settings(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The paragraph's properties, its own first, then those of its style and of what that is based on."""
        own = child(paragraph, "pPr")
        if own is not None:
            yield own
        for style in self._chain(self.of(paragraph)):
            properties = child(style, "pPr")
            if properties is not None:
                yield properties

    def heading_level(self, paragraph: etree._Element) -> int:
        """From 1; 0 where the paragraph is no heading."""
        for properties in self.settings(paragraph):
            level = value(child(properties, "outlineLvl"))
            if level is not None and level.isdigit():
                return int(level) + 1 if int(level) < _DEEPEST_HEADING else 0
        for style in self._chain(self.of(paragraph)):
            match = re.match(r"heading ([1-6])$", value(child(style, "name")) or "", re.IGNORECASE)
            if match:
                return int(match[1])
        return 0

    def _chain(self, style: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(child(self._styles[style], "basedOn")) or ""


@dataclass
class _Level:
    """One level of a numbering: "decimal", its text "%1.%2", where it begins."""

    shape: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _Numbering:
    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """The numbers that Word prints before paragraphs. It counts, so ask once for each paragraph, in order."""

    def __init__(self, part: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        abstract = {attribute(found, "abstractNumId"): found for found in children(part, "abstractNum")}
        shared = {key: _Numbering(dict(_levels(found, "lvl"))) for key, found in abstract.items()}
        numbers = {attribute(number, "numId") or "": number for number in children(part, "num")}
        self._numberings: dict[str, _Numbering] = {}
        for key, number in numbers.items():
            kind = value(child(number, "abstractNumId"))
            link = value(child(abstract.get(kind), "numStyleLink"))  # some numberings only point to a style that has one
            linked = numbers.get(styles.numbering(link) or "") if link else None
            kind = value(child(linked, "abstractNumId")) or kind
            if kind in shared:
                self._numberings[key] = _with_overrides(shared[kind], number)

    def printed(self, paragraph: etree._Element) -> str | None:
        """The number as printed ("3.5", "(a)"), BULLET for a bullet, None where there is none."""
        numbering = self._numberings.get(self._setting(paragraph, "numId") or "")
        at = self.level(paragraph)
        if numbering is None or at not in numbering.levels:
            return None
        level = numbering.levels[at]
        if level.shape == "bullet" or (level.shape != "none" and not re.search(r"%\d", level.text)):
            return BULLET
        if level.shape == "none":
            return None
        before = numbering.counts[at]
        numbering.counts[at] = level.start if before is None else before + 1
        numbering.counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return re.sub(r"%(\d)", lambda match: _count(numbering, int(match[1]) - 1), level.text).strip() or None

    def level(self, paragraph: etree._Element) -> int:
        level = self._setting(paragraph, "ilvl") or "0"
        return int(level) if level.isdigit() and int(level) < _LEVELS else 0

    def _setting(self, paragraph: etree._Element, wanted: str) -> str | None:
        for properties in self.styles.settings(paragraph):
            found = value(child(child(properties, "numPr"), wanted))
            if found is not None:
                return found
        return None


def _levels(parent: etree._Element, tag: str) -> Iterator[tuple[int, _Level]]:
    for level in children(parent, tag):
        start = value(child(level, "start")) or "1"
        shape, text = value(child(level, "numFmt")) or "decimal", value(child(level, "lvlText")) or ""
        yield int(attribute(level, "ilvl") or 0), _Level(shape, text, int(start) if start.isdigit() else 1)


def _with_overrides(shared: _Numbering, number: etree._Element) -> _Numbering:
    """Lists of one kind count on from each other, unless a list says where it starts."""
    overrides = list(children(number, "lvlOverride"))
    if not overrides:
        return shared
    own = _Numbering(dict(shared.levels))
    for override in overrides:
        at = int(attribute(override, "ilvl") or 0)
        own.levels.update(_levels(override, "lvl"))
        start = value(child(override, "startOverride"))
        if start and start.isdigit() and at in own.levels:
            level = own.levels[at]
            own.levels[at] = _Level(level.shape, level.text, int(start))
    return own


def _count(numbering: _Numbering, at: int) -> str:
    """The count of one level in its own shape; a level that was passed over counts as its start."""
    level = numbering.levels.get(at, _Level())
    count = numbering.counts[at]
    return shaped(level.start if count is None else count, level.shape)


def shaped(count: int, shape: str) -> str:
    """
    >>> shaped(4, "lowerRoman"), shaped(28, "lowerLetter"), shaped(7, "decimalZero")
    ('iv', 'bb', '07')
    """
    match shape:
        case "lowerLetter" | "upperLetter" if count > 0:
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters.upper() if shape == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 0 < count < 4000:
            return _roman(count).upper() if shape == "upperRoman" else _roman(count)
        case "decimalZero":
            return f"{count:02}"
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        written += letters * (count // size)
        count %= size
    return written
