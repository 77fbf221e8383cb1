"""One module a format, each `read(path) -> Source`; here the one that fits a file is picked, by what the file holds."""
from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ingest.blocks import Source
from kb.errors import UnreadableFile

ENDINGS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".odt": "odt", ".rtf": "rtf", ".doc": "doc", ".eml": "eml",
    ".pptx": "pptx", ".xlsx": "xlsx", ".csv": "csv", ".tsv": "csv",
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
}  # fmt: skip
OTHER_DOCUMENTS = frozenset(
    ".docm .dot .dotx .pages .wpd .ppt .odp .key .xls .xlsm .ods .numbers .epub .msg".split()
)
NAMES = {
    "pdf": "a PDF", "docx": "a Word document", "html": "a web page", "text": "text", "odt": "an OpenDocument text",
    "rtf": "rich text", "doc": "an old Word document", "pptx": "a presentation", "xlsx": "a spreadsheet",
    "csv": "a table as text", "eml": "an e-mail",
}  # fmt: skip
_BY_CONTENT = ("pdf", "docx", "odt", "pptx", "xlsx", "doc", "rtf")
LARGEST = 300 * 2**20  # bytes
_SNIFFED = 4096

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")


def read(path: Path) -> Source:
    """The file's blocks. Raises UnreadableFile with a plain sentence for whatever cannot be read."""
    try:
        name = _format(path)
        source = _read(name, path)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if ENDINGS.get(path.suffix.lower()) not in (name, None):
        warning = f"It is named {path.suffix} but holds {NAMES[name]}, and was read as that."
        source = replace(source, warnings=(*source.warnings, warning))
    return source


def _read(name: str, path: Path) -> Source:
    reader: Callable[[Path], Source] = import_module(f"ingest.readers.{name}").read
    try:
        return reader(path)
    except (UnreadableFile, OSError, MemoryError):
        raise
    except Exception as error:  # a foreign file: whatever a library meets in it, the next file is still read
        said = f"{path.name} cannot be read as {NAMES[name]}: it may be damaged ({type(error).__name__})."
        raise UnreadableFile(said) from error


def _format(path: Path) -> str:
    """The reader for what the file holds; its ending decides only between kinds of text."""
    check_size(path.name, path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(_OLD_OFFICE):
        return _old_office(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES):
        raise UnreadableFile(f"{path.name} is a picture, which has no text to read.")
    if path.suffix.lower() == ".eml":
        return "eml"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:1024]:
        return "html"
    expected = ENDINGS.get(path.suffix.lower())
    if expected in _BY_CONTENT:
        raise UnreadableFile(f"{path.name} is not {NAMES[expected]} as its ending says: it is damaged or something else.")
    if expected is None:
        raise UnreadableFile(f"{path.name} is of a kind that Remit does not read: save it as PDF, DOCX, ODT, HTML or text.")
    return expected


def check_size(name: str, size: int) -> None:
    """Raises UnreadableFile for a file with nothing in it and for one with too much."""
    if size == 0:
        raise UnreadableFile(f"{name} is empty (0 bytes).")
    if size > LARGEST:
        most = f"{LARGEST // 2**20} MB"
        raise UnreadableFile(f"{name} has {size / 2**20:.0f} MB, more than the {most} that Remit reads: split it.")


def _old_office(path: Path) -> str:
    """Word's files of before 2007; others of that time, and documents locked with a password, are packed the same way."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(f"{path.name} is locked with a password: open it, save a copy without one, and add the copy.")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise UnreadableFile(f"{path.name} is an old Office file (.xls, .ppt, .msg): save a copy as XLSX, PPTX or PDF.")


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile(f"{path.name} is a damaged document or archive: save it again and add that.") from error
    for folder, reader in (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) for name in names):
            return reader
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    raise UnreadableFile(f"{path.name} is an archive, or a kind of file that Remit does not read: save it as PDF or DOCX.")
