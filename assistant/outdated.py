"""Questions about what is no longer in force: superseded documents are asked only where the question says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.models import Document, Scope

_WORD = r"(?:superseded|withdrawn|no longer in force)"
_EDITION = r"(?:version|edition|one|text|document)s?"
_SAID = re.compile(
    rf"(?P<whole>\s*\b(?:(?:in|of|under|by|from) )?(?:the |a |any )?{_WORD} {_EDITION}\b(?! of\b),?)"
    rf"|(?P<part>\b(?:the )?{_WORD} {_EDITION} of )|(?P<word>\b{_WORD} )",
    re.IGNORECASE,
)


def asked(question: str, documents: Iterable[Document], within: Scope) -> tuple[str, Scope]:
    """The question without the words by which it asks for superseded documents, and a scope of those that `within` allows
    besides; both as they are where it does not ask for them, or there are none.

    >>> asked("How many beds are in the superseded version?", [], Scope())[0]
    'How many beds are in the superseded version?'
    """
    if not _SAID.search(question):
        return question, within
    wider = replace(within, superseded=True)
    over = tuple(one.id for one in documents if one.status == "superseded" and wider.allows(one))
    if not over:
        return question, within
    return _SAID.sub("", question).strip(), replace(wider, docs=over)
