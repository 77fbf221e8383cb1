"""What every file that is handed on needs: text that any format can hold, and a file that is whole or not there."""
from __future__ import annotations

from contextlib import suppress
from errno import ENOSPC
from html import escape
from pathlib import Path
from typing import Any

from kb.errors import InputError

_CONTROLS = (*range(9), *range(11, 32), *range(0x7F, 0xA0))  # no office file holds them; a terminal obeys them
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # they show what follows in another order than it is written
_NOT_SHOWN = dict.fromkeys((*_CONTROLS, *_TURNING, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))

# In the head of a page that is handed on: whatever a document says, nothing is fetched and nothing runs.
LOADS_NOTHING = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"


def plain(text: str) -> str:
    """Text without the control characters that a document may hold, and an office file or a terminal should not.

    >>> plain("a\\x0bb\\tc"), plain("\\x1b[31mred\\u202e")
    ('ab\\tc', '[31mred')
    """
    return text.translate(_NOT_SHOWN)


def escaped(text: str) -> str:
    """The same as text of a page."""
    return escape(plain(text))


def word_paper() -> Any:
    """An empty Word document of A4 pages; python-docx begins with US Letter, and has no types."""
    from docx import Document as Word
    from docx.shared import Mm

    paper = Word()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    return paper


def can_be_written(path: Path) -> None:
    """Nothing is left behind. Raises InputError where `write_whole` would fail: folder read-only or full, name too long."""
    unfinished = _unfinished(path)
    try:
        unfinished.write_bytes(b"-")
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        _remove(unfinished)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file. What stood there before stays until the new one is whole.

    Raises InputError where it cannot be written.
    """
    unfinished = _unfinished(path)
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        _remove(unfinished)
        raise _refused(path, error) from error


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _remove(unfinished: Path) -> None:
    with suppress(OSError):  # nor can a name that is too long be removed
        unfinished.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> InputError:
    todo = "make room on the disk" if error.errno == ENOSPC else "close it where it is open"
    return InputError(f"{path} cannot be written ({error.strerror}): {todo}, or name another file.")
