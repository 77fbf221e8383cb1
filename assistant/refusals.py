"""Whether a plan says outright that it does not do what a duty asks: "we do not publish our charges", "the comparison has
been dropped", "we decided against a panel".

The sentence must hold much of the duty, and what it turns down must be what the duty asks: its verb, or its subject.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.matching import Match, Terms, content
from kb.models import Duty
from kb.text import sentence_spans

OF_THE_DUTY = 0.35  # share of the duty's words from which a sentence speaks to it
DECIDED = 0.5  # the same for one that tells what was decided, whatever its verb

_ASKS_NOT = re.compile(r"\b(?:must|should|shall|may|is|are) not\b|\b(?:never|no longer|avoid)\b|^\W*no\b", re.IGNORECASE)
_AUX = r"(?:do|does|did|will|would|shall|have|has|is|are|was|were)"
_REFUSES = re.compile(
    rf"^(?P<before>[^;:]*?)\b(?:{_AUX}(?:\s+not|n['’]t|\s+no longer|\s+never)|cannot|can['’]t|won['’]t)\s+"
    r"(?:\w+ly\s+|be\s+|been\s+|at (?:present|the moment)\s+|able to\s+|afford to\s+|in a position to\s+|"
    r"(?:intend|plan|propose|mean|expect) to\s+)*(?P<verb>\w+)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    rf"^(?P<before>[^;:]*?)\b{_AUX}\s+(?:\w+\s+)?(?:dropped|discontinued|ceased|withdrawn|abolished|abandoned|wound up|"
    r"stood down|stand down|stop|cease|optional|voluntary)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\bdecided (?:not to|against|that (?:\w+ ){1,4}(?:should|would|will) not)\b|\bchosen not to\b|"
    r"\bsees? no (?:need|case) (?:for|to)\b",
    re.IGNORECASE,
)
# Who "do not" is said of people or of a case, not of what the plan does.
_OF_OTHERS = re.compile(
    r"\b(?:who|that|which|if|where|unless|those|when|whether|because|so|until|while|although)\b", re.IGNORECASE
)
_NOT_YET = re.compile(r"\byet\b|\buntil recently\b|\bin the past\b|\bhitherto\b", re.IGNORECASE)


def refused(duty: Duty, terms: Terms, places: Sequence[Match]) -> Match | None:
    """The first place that turns down what the duty asks; None for a duty not to do something, and where none does."""
    if duty.modality == "may" or _ASKS_NOT.search(duty.text):
        return None
    asked = {stem for stem, weight in terms.own.items() if weight}
    for match in places:
        sentences = (match.quote[start:end] for start, end in sentence_spans(match.quote))
        if any(_turns_down(said, asked, terms.covered([said])) for said in sentences):
            return match
    return None


def _turns_down(said: str, asked: set[str], covered: float) -> bool:
    """
    >>> _turns_down("We do not publish our charges.", {"publish", "charg"}, 1.0)
    True
    >>> _turns_down("Leaflets go to people who do not publish charges.", {"publish", "charg"}, 1.0)
    False
    """
    if covered < OF_THE_DUTY or _NOT_YET.search(said):
        return False
    if covered >= DECIDED and _DECIDED.search(said):
        return True
    found = _REFUSES.match(said)
    if found and not _OF_OTHERS.search(found["before"]) and asked & set(content(found["verb"])):
        return True
    ended = _ENDED.match(said)
    return ended is not None and not _OF_OTHERS.search(ended["before"]) and bool(asked & set(content(ended["before"])))
