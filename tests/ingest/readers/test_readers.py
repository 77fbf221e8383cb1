"""The reader is picked by what a file holds; what cannot be read is refused with a sentence."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from ingest import readers
from kb.errors import UnreadableFile


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_content_goes_before_the_ending(tmp_path: Path) -> None:
    source = readers.read(file(tmp_path, "plan.docx", b"<!DOCTYPE html><p>The board must meet.</p>"))
    assert (source.format, source.blocks[0].text) == ("html", "The board must meet.")
    assert source.warnings == ("It is named .docx but holds a web page, and was read as that.",)


def test_text_is_read_by_its_ending(tmp_path: Path) -> None:
    source = readers.read(file(tmp_path, "plan.MD", b"# Plan\n\nThe board must meet."))
    assert (source.format, source.warnings) == ("text", ())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.pdf", b"", "plan.pdf is empty"),
        ("plan.pdf", b"The board must meet.", "is not a PDF as its ending says"),
        ("plan.docx", b"The board must meet.", "is not a Word document as its ending says"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is an old Office file"),
        ("plan.rtf", rb"{\rtf1 }", "plan.rtf holds no text"),
        ("plan.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "is a picture"),
        ("plan.docx", b"PK\x03\x04" + b"\0" * 600, "damaged document or archive"),
        ("plan.odt", b"The board must meet.", "is not an OpenDocument text as its ending says"),
        ("plan.wpd", b"The board must meet.", "of a kind that Remit does not read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        readers.read(file(tmp_path, name, content))


def test_other_archives_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("visio/document.xml", "<document/>")
    with pytest.raises(UnreadableFile, match="is an archive, or a kind of file that Remit does not read"):
        readers.read(path)


def test_a_file_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LARGEST", 2**20)
    path = file(tmp_path, "plan.txt", b"")
    os.truncate(path, 2**20 + 1)
    with pytest.raises(UnreadableFile, match="more than the 1 MB"):
        readers.read(path)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"plan\.pdf cannot be opened: No such file"):
        readers.read(tmp_path / "plan.pdf")


def test_whatever_a_reader_meets_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        raise KeyError(path)

    monkeypatch.setattr("ingest.readers.text.read", broken)
    with pytest.raises(UnreadableFile, match=r"cannot be read as text: it may be damaged \(KeyError\)"):
        readers.read(file(tmp_path, "plan.txt", b"text"))
