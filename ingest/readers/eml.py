"""E-mail (.eml) with its attachments, each under a heading of its own. Nothing that a message points to is fetched."""
from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest import readers
from ingest.blocks import Block, Source
from kb.errors import UnreadableFile
from kb.text import fold_white

_HEADERS = ("From", "To", "Date", "Subject")
_MOST_ATTACHMENTS = 50
_ENDINGS = {"text/plain": ".txt", "text/html": ".html"}


def read(path: Path) -> Source:
    """The message's blocks, then its attachments'. Raises UnreadableFile where none of it can be read."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    heads = [Block("paragraph", f"{name}: {said}") for name in _HEADERS if (said := fold_white(str(message[name] or "")))]
    blocks = list(_blocks(body, 0, path.name)) if body else []
    warnings: list[str] = []
    for attachment in list(message.iter_attachments())[:_MOST_ATTACHMENTS]:
        name = fold_white(attachment.get_filename() or "without a name")
        try:
            more = list(_blocks(attachment, 1, name))
        except UnreadableFile as error:
            warnings.append(f"Of its attachments, {error}")
            continue
        blocks += [Block("heading", f"Attachment: {name}", level=1), *more]
    if not blocks:
        raise UnreadableFile(f"{path.name} holds no text. {' '.join(warnings)}".strip())
    title = fold_white(str(message["Subject"] or "")) or None
    return Source("eml", (*heads, *blocks), title=title, warnings=tuple(warnings))


def _blocks(part: MIMEPart, deeper: int, name: str) -> Iterator[Block]:
    """A part's blocks, read as the file that it is; its pages are none of the message's."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return
    ending = _ENDINGS.get(part.get_content_type()) or Path(name).suffix.lower()[:10]
    if ending == ".txt":
        data = str(part.get_content()).encode()
    if ending == ".eml":
        raise UnreadableFile(f"{name} is a message of its own: save it and add it.")
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{Path(name).stem[:60].replace(chr(0), '') or 'part'}{ending}"  # a name, never a path
        file.write_bytes(data)
        for block in readers.read(file).blocks:
            rows = tuple(replace(row, page=None) for row in block.rows)
            level = block.level + deeper if block.kind == "heading" else block.level
            yield replace(block, page_starts=(), rows=rows, level=level)
