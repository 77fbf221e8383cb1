"""A PDF page as words with their places, sizes and weights, read with pdfium. What they mean is found in `ingest.layout`.

pdfium counts from the bottom left of the unrotated page; a `Sheet` counts from the top left of the page as it is seen.
"""
from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.sheets import Sheet, Word

_FIXED_BLANKS = "\u00a0\u202f"  # no-break spaces are part of the text
_HYPHENS = (0xFFFE, 0x02)  # pdfium's sign for a hyphen at the end of a line, real or not
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|semib", re.IGNORECASE)
_SYMBOL_NAME = re.compile(r"wingding|webding|dingbat|symbol", re.IGNORECASE)
_BOLD_WEIGHT = 600  # FPDFText_GetFontWeight, where the name says nothing; regular faces report 225 to 500
_MOST_OBJECTS = 20000  # objects of a page looked at for lines: some files draw each letter as one
_MOST_PATHS = 1500  # a page with more is a drawing or a map
_RECTANGLE = 6  # segments, at most, of a path that is a rectangle
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


_NO_STYLE = _Style(0.0, False, False, 0.0, False)

# A character: text, left, bottom, right, top in points from the bottom left, and how it looks. None is white space.
_Glyph = tuple[str, float, float, float, float, _Style]


def sheet(page: pdfium.PdfPage, number: int) -> Sheet:
    """The page's words in the order they are drawn, and the straight lines drawn on it."""
    textpage = page.get_textpage()
    try:
        glyphs = _visible(list(_glyphs(textpage.raw)))
    finally:
        textpage.close()
    looks = _looks(glyphs)
    turn = _main_turn(looks)
    stand = _standing(page, turn)
    stray = ""
    if not all(_is_level(look.angle - turn) for look, _ in looks):
        aside = "".join(g[0] if g else " " for g in glyphs if g is None or not _is_level(g[5].angle - turn))
        stray = " ".join(aside.split())
        glyphs = [g for g in glyphs if g is None or _is_level(g[5].angle - turn)]
    if stand.turned:
        glyphs = [g and (g[0], *stand.box(g[1:5]), g[5]) for g in glyphs]
    drawn = [stand.box(box) for box in _drawn(page)] if stand.turned else list(_drawn(page))
    words = _with_bullets(list(_words(glyphs, stand)), [stand.from_top(box) for box in drawn])
    rules = tuple(stand.from_top(side) for box in drawn for side in _sides(box))
    return Sheet(number, stand.width, stand.height, tuple(words), rules, stray)


def _glyphs(textpage: ctypes.c_void_p) -> Iterator[_Glyph | None]:
    """The page's characters as drawn; None is white space. How one looks is asked at the start of a word and where the
    height changes: asking for each would take most of the time."""
    box = raw.FS_RECTF()
    box_ref = ctypes.byref(box)
    styles = _Styles(textpage)
    get_unicode, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    high, height, style = 0, -1.0, None
    for at in range(raw.FPDFText_CountChars(textpage)):
        code = get_unicode(textpage, at)
        if code <= 32 and code != 2:
            style = None
            yield None
            continue
        if 0xD800 <= code < 0xDC00:  # the first half of a character outside the basic plane
            high = code
            continue
        text, high = chr(code) if 32 < code < 0x7F else _character(code, high), 0
        if not text:
            continue
        if code > 0x7F and text.isspace() and text not in _FIXED_BLANKS:
            style = None
            yield None
            continue
        get_box(textpage, at, box_ref)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if style is None or abs(top - bottom - height) > 0.05:
            style, height = styles.at(at), top - bottom
        yield text, left, bottom, right, top, style


def _character(code: int, high: int) -> str:
    """The character of a code that pdfium gives; "" for a control character."""
    if high and 0xDC00 <= code < 0xE000:
        code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
    if code in _HYPHENS:
        return "-"
    if code < 32 or 0x7F <= code < 0xA0:
        return ""
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


# The same function, told to give an address: a pointer would have to be made into one for each word.
_text_object_address = ctypes.cast(
    raw.FPDFText_GetTextObject, ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
)


class _Styles:
    """Size, weight and angle of a character: asked once for each text object."""

    def __init__(self, textpage: ctypes.c_void_p) -> None:
        self._textpage = textpage
        self._object: int | None = -1
        self._style = _NO_STYLE
        self._fonts: dict[int | None, tuple[bool, bool]] = {}

    def at(self, at: int) -> _Style:
        address = _text_object_address(self._textpage, at)
        if address is None:  # a character that pdfium made: it looks like the one before
            return self._style
        if address != self._object:
            self._object = address
            self._style = self._ask(at, raw.FPDFText_GetTextObject(self._textpage, at))
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


def _looks(glyphs: Sequence[_Glyph | None]) -> list[tuple[_Style, int]]:
    """Each look on the page and how many characters have it, in runs of one after the other."""
    found: list[tuple[_Style, int]] = []
    last, count = _NO_STYLE, 0
    for glyph in glyphs:
        if glyph is None:
            continue
        if glyph[5] is last:
            count += 1
        else:
            found.append((last, count))
            last, count = glyph[5], 1
    return [run for run in (*found, (last, count)) if run[1]]


def _visible(glyphs: list[_Glyph | None]) -> list[_Glyph | None]:
    """Without the hidden text layer where the page shows text of its own."""
    looks = _looks(glyphs)
    hidden = sum(count for look, count in looks if look.hidden)
    if not hidden or sum(count for look, count in looks if not look.hidden) < hidden:
        return glyphs
    return [g for g in glyphs if g is None or not g[5].hidden]


def _main_turn(looks: Sequence[tuple[_Style, int]]) -> int:
    """The quarter turn, in degrees, in which most of the page's text runs (90: upwards on the unrotated page)."""
    turns: Counter[int] = Counter()
    for look, count in looks:
        if abs((look.angle + 45) % 90 - 45) <= _LEVEL:
            turns[round(look.angle / 90) * 90 % 360] += count
    return turns.most_common(1)[0][0] if turns else 0


def _is_level(angle: float) -> bool:
    """Whether an angle in degrees is nearly a full turn.

    >>> _is_level(359.0), _is_level(-2.0), _is_level(45.0)
    (True, True, False)
    """
    return abs((angle + 180) % 360 - 180) <= _LEVEL


@dataclass(frozen=True, slots=True)
class _Standing:
    """How boxes of the unrotated page become boxes of the page as it is read; sizes in points."""

    turned: int
    left: float
    bottom: float
    width: float
    height: float

    def box(self, box: _Box) -> _Box:
        """The box once text that runs at `turned` degrees lies level; still counted upwards, from 0."""
        x0, y0, x1, y1 = box[0] - self.left, box[1] - self.bottom, box[2] - self.left, box[3] - self.bottom
        if self.turned == 90:
            x0, y0, x1, y1 = y0, self.height - x0, y1, self.height - x1
        elif self.turned == 180:
            x0, y0, x1, y1 = self.width - x0, self.height - y0, self.width - x1, self.height - y1
        elif self.turned == 270:
            x0, y0, x1, y1 = self.width - y0, x0, self.width - y1, x1
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def from_top(self, box: _Box) -> _Box:
        """Left, top, right, bottom, counted from the page's top left."""
        if self.turned:
            return box[0], self.height - box[3], box[2], self.height - box[1]
        up = self.bottom + self.height
        return box[0] - self.left, up - box[3], box[2] - self.left, up - box[1]


def _standing(page: pdfium.PdfPage, turn: int) -> _Standing:
    left, bottom, right, top = page.get_bbox()
    across, up = right - left, top - bottom
    return _Standing(turn, left, bottom, *((up, across) if turn in (90, 270) else (across, up)))


def _words(glyphs: Sequence[_Glyph | None], stand: _Standing) -> Iterator[Word]:
    """Glyphs that follow each other with no gap and look the same are a word."""
    text, box, style, blank, after_blank = "", (0.0, 0.0, 0.0, 0.0), _NO_STYLE, True, True
    last = (0.0, 0.0, 0.0)
    for glyph in glyphs:
        if glyph is None:
            after_blank = True
            continue
        letter, left, bottom, right, top, look = glyph
        if text and not after_blank and left == last[0] and (left, bottom, right) == last:  # the next letter of a ligature
            text += letter
            continue
        last = left, bottom, right
        same = text and not after_blank and (look is style or look == style)
        if same and abs(bottom - box[1]) < 0.2 * look.size and -0.6 * look.size < left - box[2] < 0.25 * look.size:
            text += letter
            if right > box[2] or top > box[3]:
                box = (box[0], box[1], max(box[2], right), max(box[3], top))
            continue
        if text:
            yield _word(text, stand.from_top(box), style, blank)
        text, box, style, blank, after_blank = letter, (left, bottom, right, top), look, after_blank, False
    if text:
        yield _word(text, stand.from_top(box), style, blank)


def _word(text: str, box: _Box, style: _Style, blank: bool) -> Word:
    x0, top, x1, bottom = box
    return Word(text, x0, top, x1, bottom, style.size or bottom - top, style.bold, style.symbol, blank)


def _drawn(page: pdfium.PdfPage) -> Iterator[_Box]:
    """Boxes of the lines, rectangles and dots drawn on the page; other drawings rule no table."""
    count, paths = raw.FPDFPage_CountObjects(page.raw), 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(min(count, _MOST_OBJECTS)):
        shape = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        if paths > _MOST_PATHS:
            return
        if not raw.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
            continue
        box = left.value, bottom.value, right.value, top.value
        thin = min(box[2] - box[0], box[3] - box[1]) <= _RULE_THICKNESS
        if thin or _is_dot(box) or (raw.FPDFPath_CountSegments(shape) <= _RECTANGLE and _has_outline(shape)):
            yield box


def _has_outline(shape: ctypes.c_void_p) -> bool:
    """Whether the path's edge is drawn; a filled box without one is a background or a marker pen's stroke."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(shape, fill, stroke)) and bool(stroke.value)


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
