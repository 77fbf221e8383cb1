"""Words of one family that stemming keeps apart: "responses" and "respondents", "decide" and "decision", "paid" and "pay".

General English only; a family is told by its endings or is one of the irregular verbs and plurals.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from assistant import words

SHORTEST = 3  # letters of what two words of a family have in common
# Endings of stems that take each other's place: respond / respons, divid / divis, reduc / reduct, prescrib / prescript ...
_ENDINGS = (
    ("nd", "ns"),
    ("id", "is"),
    ("uc", "uct"),
    ("rib", "ript"),
    ("i", "ic"),
    ("i", "ianc"),
    ("fi", "f"),
    ("ct", "ctor"),
    ("it", "itor"),
    ("se", "sur"),
    ("il", "ilur"),
    ("tain", "tent"),
    ("quir", "quisit"),
    ("sum", "sumpt"),
    ("ceiv", "cept"),
    ("olv", "olut"),
    ("w", "wth"),
)
_IRREGULAR = """
pay paid; spend spent; build built; buy bought; sell sold; lose lost loss; meet met; hold held; lead led; write wrote
written; choose chose chosen choice; grow grew grown growth; fall fell fallen; rise rose risen; begin began begun;
send sent; seek sought; teach taught; bring brought; draw drew drawn; speak spoke spoken; understand understood;
withdraw withdrew withdrawn withdrawal; child children; woman women; man men; long length; strong strength; wide
width; deep depth; safe safety; able ability; die death; live life lives; advise advice; prove proof; believe belief;
fail failure; close closure; lend lent loan; give gave given gift; break broke broken; drive drove driven
"""


def _irregular() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for family in _IRREGULAR.split(";"):
        stems = {words.stem(word) for word in family.split()}
        for stem in stems:
            found[stem] |= stems
    return {stem: frozenset(some - {stem}) for stem, some in found.items()}


_KIN = _irregular()


@lru_cache(maxsize=20_000)
def kin(stem: str) -> frozenset[str]:
    """The stems of other words of the family.

    >>> sorted(kin("respond")), sorted(kin("respons")), sorted(kin("paid"))
    (['respons'], ['respond'], ['pay'])
    """
    made = {
        stem.removesuffix(one) + other
        for pair in _ENDINGS
        for one, other in (pair, pair[::-1])
        if stem.endswith(one) and len(stem) - len(one) >= SHORTEST
    }
    return _KIN.get(stem, frozenset()) | made - {stem}
