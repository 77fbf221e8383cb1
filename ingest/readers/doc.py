"""Word documents of before 2007 (.doc): turned into DOCX by LibreOffice, where that is installed. Macros are not run."""
from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest import allowance
from ingest.blocks import Source
from ingest.readers import docx
from kb.errors import UnreadableFile

_SECONDS = 60.0


def read(path: Path) -> Source:
    """The document's blocks. Raises UnreadableFile where there is no LibreOffice, or it cannot read the file."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableFile(
            f"{path.name} is an old Word document: save a copy as DOCX or PDF, or install LibreOffice (Debian, Ubuntu: "
            "sudo apt-get install libreoffice-writer) and add it again."
        )
    allowance.ask_for(_SECONDS)
    with TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()  # of its own: one that is open would take the work over
        options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run([office, *options, str(path.absolute())], capture_output=True, timeout=_SECONDS, check=True)
            (made,) = Path(folder).glob("*.docx")
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            raise UnreadableFile(f"{path.name} cannot be read by LibreOffice: save a copy as DOCX or PDF.") from error
        return replace(docx.read(made), format="doc")
