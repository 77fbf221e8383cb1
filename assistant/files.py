"""What every file that is handed on needs: text that any format can hold, and a file that is whole or not there."""
from __future__ import annotations

from pathlib import Path

from kb.errors import InputError

_NO_CONTROLS = {code: None for code in range(32) if code not in (9, 10)}  # neither XLSX nor DOCX can hold them
_NO_CONTROLS |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def plain(text: str) -> str:
    """Text without the control characters that a document may hold and an office file cannot.

    >>> plain("a\\x0bb\\tc")
    'ab\\tc'
    """
    return text.translate(_NO_CONTROLS)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file. What stood there before stays until the new one is whole.

    Raises InputError where it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        said = f"{path} cannot be written ({error.strerror}): close it where it is open, or name another file."
        raise InputError(said) from error
