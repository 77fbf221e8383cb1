"""Rich text (RTF): its words without their looks, by striprtf; then read as plain text is."""
from __future__ import annotations

from pathlib import Path

from striprtf.striprtf import rtf_to_text

from ingest.blocks import Source
from ingest.readers import text
from kb.errors import UnreadableFile


def read(path: Path) -> Source:
    """The file's blocks. Raises UnreadableFile where it holds no text."""
    said = rtf_to_text(path.read_bytes().decode("cp1252", "replace"), errors="replace")
    if not said.strip():
        raise UnreadableFile(f"{path.name} holds no text.")
    return Source("rtf", text.blocks(said))
