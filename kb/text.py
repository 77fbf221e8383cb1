"""Small pure functions on text that every room needs: folding white space, sentences, exact quote search, dates."""
from __future__ import annotations

import re

MONTHS = "january february march april may june july august september october november december".split()

_WHITE = re.compile(r"\s+")
# A full stop after one of these does not end a sentence. Single capitals ("J. Smith") are handled by the pattern.
_ABBREVIATIONS = frozenset(
    "e.g i.e etc vs cf no nos art arts para paras sec ss c ca approx dr mr mrs ms prof st rev hon fig figs vol ch pp p "
    "al ed eds inc ltd plc dept est max min jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_END = re.compile(r"[.!?][\"'’”)\]]*(?=\s+[\"'‘“(\[]*[A-Z0-9•£])")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?")
_LABEL = re.compile(r"\d{1,3}[a-z]\.")  # "1a." before what it labels
_NOTE_MARK = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:)’”\"']))[⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # not of "km²"
_ESCAPED = re.compile(r"\\(?=[()\[\]])")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
# What a document says of itself as a publication.
IMPRINT = re.compile(
    r"\b(?:re-?use this (?:information|publication|document)|third[- ]party copyright|Crown copyright|"
    r"permission from the copyright (?:holders?|owners?)|"
    r"(?:enquiries|queries|correspondence) (?:regarding|about|on|concerning) this)\b",
    re.IGNORECASE,
)


def fold_white(text: str) -> str:
    """Runs of white space (no-break spaces too) become one blank; none at the ends.

    >>> fold_white("  a\\u00a0 b\\n c ")
    'a b c'
    """
    return _WHITE.sub(" ", text).strip()


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` begin and end, without the white space between them; a line feed ends one too.

    >>> [("Dr. A. Shah spoke. It ended.")[a:b] for a, b in sentence_spans("Dr. A. Shah spoke. It ended.")]
    ['Dr. A. Shah spoke.', 'It ended.']
    >>> [("1a. The board met. Noted.")[a:b] for a, b in sentence_spans("1a. The board met. Noted.")]
    ['1a. The board met.', 'Noted.']
    """
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            if end.group()[0] == "." and _is_abbreviation(text[start : end.start() + 1]):
                continue
            spans.append((start, end.end()))
            start = end.end()
        spans.append((start, line.end()))
    return [trimmed for a, b in spans if (trimmed := _trim(text, a, b))]


def _is_abbreviation(before: str) -> bool:
    match = _LAST_WORD.search(before)
    if not match:
        return False
    word = match.group(1)
    if _LABEL.fullmatch(before.strip()):
        return True
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper())


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The span of `text` that equals `quote` once runs of white space are folded, or None. Nothing else is forgiven.

    >>> find_quote("must  divide the\\narea", "divide the area")
    (6, 21)
    """
    words = quote.split()
    if not words:
        return None
    match = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return match.span() if match else None


def unmarked(text: str) -> str:
    """A text as it is shown where it is not quoted: without footnotes' marks and stray backslashes before brackets.

    >>> unmarked("the Act \\\\(Scotland\\\\) regulations¹⁰, and 5 km² of it")
    'the Act (Scotland) regulations, and 5 km² of it'
    """
    return _NOTE_MARK.sub("", _ESCAPED.sub("", text))


def in_words(name: str) -> str:
    """A verdict, a status or a field as a reader sees it.

    >>> in_words("not_assessed")
    'not assessed'
    """
    return name.replace("_", " ")


def day(iso: str | None) -> str:
    """A date as a person writes it, as far as the document gives it; what is no date stays as it is.

    >>> day("2024-04-18"), day("2024-04"), day("2024"), day(None), day("soon")
    ('18 April 2024', 'April 2024', '2024', 'not stated', 'soon')
    """
    if not iso:
        return "not stated"
    given = _ISO.fullmatch(iso)
    if not given:
        return iso
    month = f"{MONTHS[int(given['month']) - 1].capitalize()} {given['year']}"
    return f"{int(given['day'])} {month}" if given["day"] else month
