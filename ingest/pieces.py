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
        return replace(self, block=replace(self.block, **changes))
