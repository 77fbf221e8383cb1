"""A PDF page as words with their places, sizes and weights, read with pdfium. What they mean is found in `ingest.layout`.

pdfium counts from the bottom left of the unrotated page; a `Sheet` counts from the top left of the page as it is seen.
"""
from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.layout import Rule, Sheet, Word

_BLANKS = frozenset(" \t\r\n\x0b\x0c\u2028\u2029")
_HYPHENS = "\ufffe\x02"  # pdfium's sign for a hyphen at the end of a line, real or not
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|semib", re.IGNORECASE)
_SYMBOL_NAME = re.compile(r"wingding|webding|dingbat|symbol", re.IGNORECASE)
_BOLD_WEIGHT = 600  # FPDFText_GetFontWeight, where the name says nothing; regular faces report 225 to 500
_MOST_OBJECTS = 4000  # a page with more is a drawing or a map, and its lines rule no table
_RULE_THICKNESS = 3.0  # points; a filled path thinner than this is a line
_DOT = (1.5, 9.0)  # points, the least and the greatest width of a bullet
_BULLET_GAP = 30.0  # points, at most, from a drawn bullet to its text
BULLET = "•"
_LEVEL = 15.0  # degrees; text askew by more is a stamp or a watermark
_INVISIBLE = 3  # text render mode of the text layer behind a scan


_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    symbol: bool
    angle: float
    hidden: bool


class _Glyph:
    __slots__ = ("box", "style", "text")

    def __init__(self, text: str, box: _Box, style: _Style) -> None:
        self.text, self.box, self.style = text, box, style


def sheet(page: pdfium.PdfPage, number: int) -> Sheet:
    """The page's words in the order they are drawn, and the straight lines drawn on it."""
    textpage = page.get_textpage()
    try:
        glyphs = _visible(list(_glyphs(textpage.raw)))
    finally:
        textpage.close()
    turn = _main_turn(glyphs)
    place, width, height = _placing(page, turn)
    level = [g for g in glyphs if g is None or _is_level(g.style.angle - turn)]
    aside = [g for g in glyphs if g is None or not _is_level(g.style.angle - turn)]
    drawn = list(_drawn(page))
    words = _with_bullets(list(_words(level, place)), [_placed(box, place) for box in drawn])
    stray = " ".join("".join(g.text if g else " " for g in aside).split())
    rules = tuple(_placed(rule, place) for box in drawn for rule in _sides(box))
    return Sheet(number, width, height, tuple(words), rules, stray)


def _glyphs(textpage: ctypes.c_void_p) -> Iterator[_Glyph | None]:
    """The page's characters as drawn; None is white space."""
    box = raw.FS_RECTF()
    box_ref = ctypes.byref(box)
    styles = _Styles(textpage)
    get_unicode, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    high = 0
    for at in range(raw.FPDFText_CountChars(textpage)):
        code = get_unicode(textpage, at)
        if 0xD800 <= code < 0xDC00:  # the first half of a character outside the basic plane
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        text = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if text in _BLANKS or code == 0:
            yield None
            continue
        if text in _HYPHENS:
            text = "-"
        elif code < 32 or 0x7F <= code < 0xA0:
            continue
        get_box(textpage, at, box_ref)
        yield _Glyph(text, (box.left, box.bottom, box.right, box.top), styles.at(at))


class _Styles:
    """Size, weight and angle of a character: asked once for each text object."""

    def __init__(self, textpage: ctypes.c_void_p) -> None:
        self._textpage = textpage
        self._object: int | None = -1
        self._style = _Style(0.0, False, False, 0.0, False)
        self._fonts: dict[int | None, tuple[bool, bool]] = {}

    def at(self, at: int) -> _Style:
        text_object = raw.FPDFText_GetTextObject(self._textpage, at)
        address = ctypes.cast(text_object, ctypes.c_void_p).value
        if address is None:  # a character that pdfium made: it looks like the one before
            return self._style
        if address != self._object:
            self._object = address
            self._style = self._ask(at, text_object)
        return self._style

    def _ask(self, at: int, text_object: ctypes.c_void_p) -> _Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._textpage, at, matrix)
        size = raw.FPDFText_GetFontSize(self._textpage, at) * math.hypot(matrix.c, matrix.d)
        font = ctypes.cast(raw.FPDFTextObj_GetFont(text_object), ctypes.c_void_p).value
        if font not in self._fonts:
            self._fonts[font] = self._ask_font(at)
        bold, symbol = self._fonts[font]
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) if matrix.a or matrix.b else 0.0
        hidden = raw.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE
        return _Style(size, bold, symbol, angle, hidden)

    def _ask_font(self, at: int) -> tuple[bool, bool]:
        name = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._textpage, at, name, 256, flags)
        family = name.value.decode("utf-8", "replace")
        weight = raw.FPDFText_GetFontWeight(self._textpage, at)
        return bool(_BOLD_NAME.search(family)) or weight >= _BOLD_WEIGHT, bool(_SYMBOL_NAME.search(family))


def _visible(glyphs: list[_Glyph | None]) -> list[_Glyph | None]:
    """Without the hidden text layer where the page shows text of its own."""
    shown = sum(1 for g in glyphs if g and not g.style.hidden)
    hidden = sum(1 for g in glyphs if g and g.style.hidden)
    if not hidden or shown < hidden:
        return glyphs
    return [g for g in glyphs if g is None or not g.style.hidden]


def _main_turn(glyphs: list[_Glyph | None]) -> float:
    """The quarter turn, in degrees, in which most of the page's text runs (90: upwards on the unrotated page)."""
    turns = Counter(round(g.style.angle / 90) * 90 % 360 for g in glyphs if g and _is_level(g.style.angle % 90))
    return float(turns.most_common(1)[0][0]) if turns else 0.0


def _is_level(angle: float) -> bool:
    """Whether an angle in degrees is nearly a full turn.

    >>> _is_level(359.0), _is_level(-2.0), _is_level(45.0)
    (True, True, False)
    """
    return abs((angle + 180) % 360 - 180) <= _LEVEL


Placing = Callable[[float, float], tuple[float, float]]


def _placing(page: pdfium.PdfPage, turn: float) -> tuple[Placing, float, float]:
    """How a point of the unrotated page becomes one counted from the top left, when text that runs at `turn` lies level."""
    left, bottom, right, top = page.get_bbox()
    across, up = right - left, top - bottom
    if turn == 90:
        return (lambda x, y: (y - bottom, x - left)), up, across
    if turn == 180:
        return (lambda x, y: (right - x, y - bottom)), across, up
    if turn == 270:
        return (lambda x, y: (top - y, right - x)), up, across
    return (lambda x, y: (x - left, top - y)), across, up


def _placed(box: _Box, place: Placing) -> Rule:
    (xa, ya), (xb, yb) = place(box[0], box[1]), place(box[2], box[3])
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _words(glyphs: list[_Glyph | None], place: Placing) -> Iterator[Word]:
    word: Word | None = None
    blank = True
    for glyph in glyphs:
        if glyph is None:
            blank = True
            continue
        style = glyph.style
        x0, top, x1, bottom = _placed(glyph.box, place)
        size = style.size or bottom - top
        if word and not blank and _follows(word, x0, bottom, size, style):
            word = replace(word, text=word.text + glyph.text, x1=max(word.x1, x1), top=min(word.top, top))
            continue
        if word:
            yield word
        word = Word(glyph.text, x0, top, x1, bottom, size, style.bold, style.symbol, blank)
        blank = False
    if word:
        yield word


def _follows(word: Word, x0: float, bottom: float, size: float, style: _Style) -> bool:
    """Whether a glyph at `x0` goes on with the word: same line, same look, no gap."""
    same_look = abs(size - word.size) < 0.3 and style.bold == word.bold and style.symbol == word.symbol
    return same_look and abs(bottom - word.bottom) < 0.2 * size and -0.6 * size < x0 - word.x1 < 0.25 * size


def _drawn(page: pdfium.PdfPage) -> Iterator[_Box]:
    """Boxes of the lines, rectangles and dots drawn on the page; other drawings rule no table."""
    if raw.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        return
    for shape in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=1):
        try:
            left, bottom, right, top = shape.get_bounds()
        except pdfium.PdfiumError:
            continue
        thin = min(right - left, top - bottom) <= _RULE_THICKNESS
        if thin or _is_dot((left, bottom, right, top)) or raw.FPDFPath_CountSegments(shape.raw) <= 6:
            yield left, bottom, right, top


def _sides(box: _Box) -> Iterator[_Box]:
    """A thin box is a line; of a rectangle each side is one."""
    left, bottom, right, top = box
    if min(right - left, top - bottom) <= _RULE_THICKNESS:
        yield box
        return
    yield left, bottom, right, bottom
    yield left, top, right, top
    yield left, bottom, left, top
    yield right, bottom, right, top


def _is_dot(box: _Box) -> bool:
    """As big as a bullet and about as wide as high."""
    across, up = abs(box[2] - box[0]), abs(box[3] - box[1])
    return _DOT[0] <= across <= _DOT[1] and _DOT[0] <= up <= _DOT[1] and 0.6 < across / up < 1.7


def _with_bullets(words: list[Word], shapes: list[_Box]) -> list[Word]:
    """The words, and a bullet for each dot that is drawn, not written, in front of one."""
    for x0, top, x1, bottom in filter(_is_dot, shapes):
        middle = (top + bottom) / 2
        level = [at for at, word in enumerate(words) if word.top < middle < word.bottom and 0 < word.x0 - x1 < _BULLET_GAP]
        if level:
            at = min(level, key=lambda at: words[at].x0)
            word = words[at]
            words.insert(at, replace(word, text=BULLET, x0=x0, x1=x1, symbol=True, blank=True))
    return words
