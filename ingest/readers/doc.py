"""Word documents of before 2007 (.doc): turned into DOCX by LibreOffice, where that is installed.

It works with settings of its own: no macro is run, and what a document points to on the web is asked of a proxy that does
not exist, because LibreOffice fetches pictures and style sheets without asking.
"""
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

_SECONDS = 60.0  # of a processor
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # as given here
    ("Inet/Settings", "ooInetNoProxy", ""),
    *(("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),  # where nothing listens
)


def read(path: Path) -> Source:
    """The document's blocks. Raises UnreadableFile where there is no LibreOffice, or it cannot read the file."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableFile(
            f"{path.name} is an old Word document: save a copy as DOCX or PDF, or install LibreOffice (Debian, Ubuntu: "
            "sudo apt-get install libreoffice-writer) and add it again."
        )
    allowance.ask_for(_SECONDS)
    patience = allowance.PATIENCE * _SECONDS
    with TemporaryDirectory() as folder:
        profile = _profile(Path(folder) / "profile").as_uri()  # of its own: one that is open would take the work over
        options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run([office, *options, str(path.absolute())], capture_output=True, timeout=patience, check=True)
            (made,) = Path(folder).glob("*.docx")
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            raise UnreadableFile(f"{path.name} cannot be read by LibreOffice: save a copy as DOCX or PDF.") from error
        return replace(docx.read(made), format="doc")


def _profile(folder: Path) -> Path:
    """A folder with LibreOffice's settings."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    return folder
