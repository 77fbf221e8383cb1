"""Who speaks in a sentence that seems to bind: the author of itself, or somebody's opinion, hope or forecast.

A White Paper, a strategy and a foreword are full of "must" and "need to" that bind nobody who reads them: "we need to get
better", "we believe that data should be free", "so everyone can understand", "trust requires openness". What a law asks of
the author ("we are required by the Act to") is a duty all the same.
"""
from __future__ import annotations

import re


def _any_case(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_AUTHOR = _any_case(
    r"\b(?:we|I)(?:\s+(?:\w+ly|all|also|now|then|too|still|always|never|will|would|do|did|have|therefore|both|are|and))*\s*,?\s*$",
    r"\b(?:we|I)\b[^,;:.]{2,60}\b(?:and|but)\s*$",  # "we will listen and must act"
)
_OF_THE_AUTHOR = re.compile(r"^\s*(?:that|for|to ensure that)\s+(?:we|us|our)\b", re.IGNORECASE)
_BY_LAW = _any_case(r"\b(?:required|obliged|duty|duties|bound|Act|Regulations|legislation|statut\w+|legally|by law)\b")
# Whose opinion or hope is told, and what of: "the Government believes that ..."
_HOLDERS = (
    r"\b(?:we|I|government|ministers?|commission|respondents?|consultees|contributors|responses?|many|some|others|experts?)\b"
)
_OPINION = _any_case(
    rf"{_HOLDERS}[^;:.]{{0,120}}?\b(?:believ\w+|thinks?|feels?|felt|knows?|knew|recogni[sz]\w+|acknowledg\w+|accept\w*|convinced|"
    r"mindful|aware|conscious|confident|hopes?|hoped|anticipat\w+|argu\w+|suggest\w*|opinion|view|belief|told us|said|"
    r"determined to ensure|want\w*)\b[^;:.]*\bthat\b[^;:]*$",
    r"\b(?:we|I)\s+(?:\w+ly\s+)?(?:believe|think|hope|feel|know)\b[^;:]*$",
    r"\bour (?:vision|objective|aim|ambition|goal|hope|belief)s? (?:is|are|was)\b[^;:]*$",
)
# What something is for, or lets people do.
_PURPOSE = _any_case(
    r"\b(?:so(?: that)?|in order that|such that|ensur\w+(?: that)?|mean\w*(?: that)?|allow\w*|enabl\w*)\s+"
    r"(?:[\w’'-]+[\s,]+){1,8}$"
)
# Those whom others serve: what they can do tells how they fare. What they may do is a right.
_SERVED = _any_case(
    r"\b(?:people|citizens?|everyone|anyone|users?|public|consumers?|residents?|taxpayers?|patients?|readers?|customers?|"
    r"families|business(?:es)?|us)\s+(?:(?:will|would|also|then|still|now|easily)\s+)*$"
)
_QUALITY = re.compile(
    r"^\s*(?:also |often |sometimes )?be\s+(?:\w+ly\s+)?(?!useful|helpful|beneficial)"
    r"\w+(?:ive|al|ary|ous|ing|lar|ent|ant|ful|less|ic)\b",
    re.IGNORECASE,
)
_FREED = _any_case(r"(?:\bnot|\bno longer|n['’]t|\bwithout|\bnever|\bto|\bwould|\bmight|\bmay)\s+(?:\w+ly\s+)?$")
_RELEASED = _any_case(r"(?:\bnot|\bno longer|n['’]t)\s+(?:\w+ly\s+)?$")  # "do not need to", "are not required to"
_OWNED = _any_case(r"\b(?:rights?|chances?|opportunit(?:y|ies)|powers?|abilit(?:y|ies)|time|money|data)\b[^,;:.]{0,40}$")
_FORECAST = re.compile(
    r"^\s*(?:to )?(?:report|follow|conclude|begin|start|rise|fall|grow|increase|decrease|cost|last|take (?:place|effect)|"
    r"come into|result|lead to|remain|be (?:completed|launched|laid|passed|available))\b",
    re.IGNORECASE,
)
_FINITE = r"\b(?:is|are|was|were|has|have|had|will|would|does|do|did|(?:the|an?|its|their) [\w-]+ [\w-]+[^s\W]s)\s"
# "groups that should also be heard", "the day by which it must be done": said of a thing in passing.
_OF_A_THING = _any_case(
    r"(?<![,;])\s(?:that|which)\s+(?:also\s+|then\s+|will\s+)?$",
    rf"\b(?:to|in|by|for|of|with|from|on) which\b(?:(?!{_FINITE})[^,;:])*$",
)
_BINDS_ANYWHERE = _any_case(r"(?:must|shall|requires|(?:is|are|be) (?:\w+ )?(?:to|required|obliged)|ha(?:s|ve) to)\b")
_ENTITLED = re.compile(r"^\s*(?:also |then )?(?:be|been) (?:entitled|eligible)\b", re.IGNORECASE)  # a right, nobody's task
_OFFERED = _any_case(r"\b(?:with|creat\w+|maximis\w+|offer\w*|more|new|many)\s+(?:(?:an?|the|many|new|more)\s+)*$")
# "Nothing in this guidance requires ...": what a paper says that it does not ask.
_DISCLAIMS = _any_case(
    r"\bnothing (?:here|(?:(?:said|written|set out) )?(?:in|under) (?:this|these|the|that|our) (?:[\w-]+ ){0,2}?"
    r"(?:guidance|guidelines?|code|act|section|part|paragraph|chapter|annex|document|standards?|policy|plan|scheme|framework|"
    r"regulations?|directions?|rules?|order|schedule|protocol|circular|agreement))\b[^,;]*$"
)
_NO = _any_case(r"\bno(?: (?:\w+ly|legal|statutory|general|such|other))?\s*$")
_SUPPOSED = _any_case(r"\bwould\s+(?:\w+ly\s+)?$")
_MEASURE = _any_case(r"\b(?:than|as|that|which|what|where|if|when|wherever|whatever)\s*$")  # "more than is necessary"
_GOOD_FOR = re.compile(r"^\s*(?:for|in|to)\s+(?:\w+ing\b|the\b|an?\b|our\b|good\b|\w+ \w+[.,;])", re.IGNORECASE)


def binds_nobody(before: str, wording: str, after: str) -> bool:
    """Whether the wording, between what stands before and after it in its sentence, asks nothing of anybody but its author.

    >>> binds_nobody("We ", "need to", " get better at it."), binds_nobody("Boards ", "need to", " plan.")
    (True, False)
    >>> binds_nobody("We believe that data ", "should", " be free."), binds_nobody("We ", "are required", " by law to plan.")
    (True, False)
    """
    said = wording.lower()
    disclaimed = _DISCLAIMS.search(before) or (said.startswith(("requirement", "obligation")) and _NO.search(before))
    if disclaimed or _ENTITLED.match(after):
        return True
    if _AUTHOR.search(before) or _OF_THE_AUTHOR.match(after):
        return not _BY_LAW.search(f"{wording}{after}")
    if _OPINION.search(before) or (_in_passing(said, before) and not after.rstrip().endswith(":")):
        return True
    if said in ("can", "could", "may") or "able to" in said:
        return _lets_or_tells(said, before, after)
    if _RELEASED.search(before) and ("need" in said or "required" in said):
        return True
    if said.endswith("to") and said.split()[0] in ("has", "have", "had") and "dut" not in said:
        return bool(_FREED.search(before) or _OWNED.search(before))
    if said.startswith("opportunit"):
        return bool(_OFFERED.search(before))
    if said.startswith("be "):
        return bool(_SUPPOSED.search(before))
    if "expected" in said:
        return bool(_FORECAST.match(after))
    if re.search(r"essential|necessary|needed", said):
        return bool(_MEASURE.search(before)) or ("needed" not in said and bool(_GOOD_FOR.match(after)))
    return False


def in_relative(before: str) -> bool:
    """Whether a wording stands in a clause that only says which thing is meant: "the day by which it".

    >>> in_relative("The plan should list the posts that "), in_relative("The plan ")
    (True, False)
    """
    return _OF_A_THING.search(before) is not None


def _in_passing(said: str, before: str) -> bool:
    """Said of a thing that the sentence only mentions. "A plan which must be reviewed" binds all the same."""
    return in_relative(before) and not _BINDS_ANYWHERE.match(said)


def _lets_or_tells(said: str, before: str, after: str) -> bool:
    """"So everyone can understand" and "it can be frustrating" give nobody leave."""
    return bool(_PURPOSE.search(before)) or (said != "may" and bool(_SERVED.search(before) or _QUALITY.match(after)))
