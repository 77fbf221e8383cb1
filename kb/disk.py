"""A disk with no room left: told from a damaged home, whichever library was writing."""
from __future__ import annotations

import errno
import shutil
from pathlib import Path

from kb.errors import DiskFull

_LEFT = 1 << 18  # bytes: with less, whatever failed in a home failed for want of room
_SAID = ("disk is full", "No space left", "Disk quota exceeded")
_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def full(error: BaseException, folder: Path) -> DiskFull | None:
    """The error to raise where `error` came of a full disk, or arose in a folder whose disk is full; else None.

    >>> full(OSError(errno.ENOSPC, "No space left on device"), Path("/")) is None
    False
    """
    numbered = isinstance(error, OSError) and error.errno in _NUMBERS
    if not (numbered or any(said in str(error) for said in _SAID) or _has_no_room(folder)):
        return None
    said = f"There is no room left on the disk of {folder}: make some and do the same again. What is kept is whole."
    return DiskFull(said)


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEFT
    except OSError:
        return False
