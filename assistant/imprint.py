"""What a document says of its own printing, copyright or reply form: it answers only a question for that.

"Produced for the council by a printer, 21 High Street" holds figures, names and places, and so looks like an answer to much.
"""

from __future__ import annotations

import re

from assistant import words
from assistant.question import Question

_IMPRINT = re.compile(
    r"\b(?:produced|printed|published|designed|typeset) (?:for|by) (?:[\w&'’.-]+ ){1,6}by\b"
    r"|\bISBN\b|©|\b(?:Crown copyright|all rights reserved|Open Government Licence|nationalarchives\.gov\.uk)\b"
    r"|\b(?:any )?enquiries (?:regarding|about) this (?:publication|document)\b"
    r"|\b(?:do not publish (?:your |my )?response|publish (?:your |my )?response (?:only|with))\b"
    r"|\brespondent information form\b",
    re.IGNORECASE,
)
# Stems of what such a text is asked for; what it is asked where, by or to whom is a question for an address.
_FOR_IT = words.stem_set(
    "print printed printer produce published publish publisher publication isbn copyright licence license licensed reuse "
    "copy copies rights enquiry enquiries form respond response privacy address postcode permission"
)


def may_answer(question: Question, text: str) -> bool:
    """Whether the text, should it be an imprint, is one that the question asks for; any other text may.

    >>> may_answer(Question("How many of them?", "value"), "Printed for the board by Acme, 21 High Street")
    False
    >>> may_answer(Question("Who printed it?", "who", terms=("print",)), "Printed for the board by Acme, 21 High Street")
    True
    """
    asked = question.kind == "contact" or not _FOR_IT.isdisjoint(question.terms)
    return asked or _IMPRINT.search(text) is None
