"""What a reader of flowing text hands to `flow`: a block and how it looked."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ingest.blocks import Block

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # a footnote's mark stays apart from the word before it


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as a reader found it. `bold`: all of it stands in bold."""

    block: Block
    bold: bool = False

    @property
    def text(self) -> str:
        return self.block.text

    def turned(self, **changes: Any) -> Piece:
        """The piece with fields of its block changed. Text cut off in front moves the page starts along."""
        text = changes.get("text")
        if self.block.page_starts and "page_starts" not in changes and text is not None and self.text.endswith(text):
            cut = len(self.text) - len(text)
            changes["page_starts"] = tuple((max(offset - cut, 0), page) for offset, page in self.block.page_starts)
        return replace(self, block=replace(self.block, **changes))

    def with_rest(self, rest: Piece) -> Piece:
        """The piece with the text of another after it, and the pages of both."""
        text = f"{self.text} {rest.text}"
        starts = list(self.block.page_starts)
        for offset, page in rest.block.page_starts:
            if not starts or starts[-1][1] != page:
                starts.append((len(self.text) + 1 + offset, page))
        return self.turned(text=text, page_starts=tuple(starts))
