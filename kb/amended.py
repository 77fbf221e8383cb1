"""Duties as people mended them: a wording put right, one cut into several, several made one, one that does not apply here.

What was decided is keyed by the duty's id, which is made of its words: it holds again whenever the document is read again
with that sentence in it, and holds nothing where the sentence is gone.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from kb.decisions import Act
from kb.errors import InputError
from kb.models import Duty, Modality
from kb.text import day

Change = Literal["edit", "split", "merge", "drop", "restore"]
EDITABLE = ("text", "modality", "bearer")
_TRAILING = re.compile(r"\s*(?:[;,]\s*)?\b(?:and|or)\s*$|\s*[;,]\s*$")  # of an item that others followed
LONGEST = 4000  # characters of a duty in somebody's words


@dataclass(frozen=True, slots=True)
class Mended:
    """What stands of a duty: its form (an edit, a split, a merge) if it was changed, and who said that it does not apply."""

    form: Act | None = None
    out: Act | None = None

    @property
    def change(self) -> Mapping[str, Any]:
        return json.loads(self.form.value) if self.form else {"change": "restore"}


def duties(read: Sequence[Duty], acts: Iterable[Act]) -> list[Duty]:
    """The duties in their order with the last change of each; `acts` are oldest first.

    >>> read = [Duty("g#1", "g", "p", "consult and publish", "must"), Duty("g#2", "g", "p", "report", "may")]
    >>> cut = Act("g#1", "g", "duty", '{"change": "split", "into": ["consult", "publish"]}', "", "Ann", "2026-01-01")
    >>> [(duty.id, duty.text) for duty in duties(read, [cut])]
    [('g#1/1', 'consult'), ('g#1/2', 'publish'), ('g#2', 'report')]
    """
    changes = {duty: _form(mended) for duty, mended in standing(acts).items()}
    known = {duty.id for duty in read}
    merging = {duty: change for duty, change in changes.items() if duty in known and change["change"] == "merge"}
    # two that were merged into each other both stay: no duty may be lost
    swallowed = {other for change in merging.values() for other in change["with"]} - merging.keys()
    return [
        made
        for duty in read
        if duty.id not in swallowed
        for made in _changed(duty, changes.get(duty.id, {"change": "restore"}), read)
    ]


def standing(acts: Iterable[Act]) -> dict[str, Mended]:
    """What stands of each duty that is not as it was read; `acts` are oldest first.

    A duty that does not apply keeps its wording: to restore it takes that mark away first, and the wording after it.
    """
    found: dict[str, Mended] = {}
    for act in acts:
        before, kind = found.get(act.subject, Mended()), json.loads(act.value)["change"]
        if kind == "drop":
            found[act.subject] = replace(before, out=act)
        elif kind == "restore":
            found[act.subject] = replace(before, out=None) if before.out else Mended()
        else:
            found[act.subject] = Mended(act)
    return {duty: mended for duty, mended in found.items() if mended != Mended()}


def not_applying(acts: Iterable[Act]) -> dict[str, str]:
    """Duties that somebody said do not apply: id -> who said so, when and why, in words."""
    dropped = ((duty, mended.out) for duty, mended in standing(acts).items() if mended.out)
    return {duty: f"{act.who} said on {day(act.at[:10])}: {act.why}" for duty, act in dropped}


def change(kind: str, given: Mapping[str, Any]) -> str:
    """A change as it is kept. Raises InputError, in a plain sentence, for one that cannot be made."""
    if kind not in get_args(Change):
        raise InputError(f"{kind!r} is no change of a duty: say one of {', '.join(get_args(Change))}.")
    if kind == "edit":
        given = {name: value.strip() for name, value in given.items() if name in EDITABLE and value and value.strip()}
        if not given:
            raise InputError("Say what to change: the text, the modality or whose duty it is.")
        if given.get("modality", "must") not in get_args(Modality):
            raise InputError(f"A duty is one of {', '.join(get_args(Modality))}, not {given['modality']!r}.")
        if (length := max(map(len, given.values()))) > LONGEST:
            raise InputError(f"A duty may have {LONGEST:,} characters, not {length:,}: shorten it or split it.")
    if kind == "split" and len([part for part in given["into"] if part.strip()]) < 2:
        raise InputError("A duty is split into two parts at least: give each as a text of its own.")
    if kind == "merge" and not given["with"]:
        raise InputError("Name the duties to merge into this one, by their ids.")
    return json.dumps({"change": kind, **given}, ensure_ascii=False)


def _merged(duty: Duty, others: Sequence[Duty]) -> str:
    """Their words one after another; what stands under another lead-in brings it, and no "and" is left at the end.

    >>> one, two = (Duty(n, "g", "p", n, "must", lead_in="Say:") for n in ("who;", "how; and"))
    >>> _merged(one, [two]), _merged(replace(one, lead_in=None, text="Ask."), [two])
    ('who; how', 'Ask. Say: how')
    """
    own = (other.text if other.lead_in in (None, duty.lead_in) else f"{other.lead_in} {other.text}" for other in others)
    return _TRAILING.sub("", " ".join([duty.text, *own]))


def _form(mended: Mended) -> Mapping[str, Any]:
    """A duty that was split and does not apply is one row again, so that one row says why."""
    return Mended().change if mended.out and mended.change["change"] == "split" else mended.change


def _changed(duty: Duty, change: Mapping[str, Any], read: Sequence[Duty]) -> Iterator[Duty]:
    if change["change"] == "edit":
        edited: dict[str, Any] = {name: change[name] for name in EDITABLE if name in change}
        yield replace(duty, **edited, action=None if "text" in change else duty.action)
    elif change["change"] == "split":
        for n, part in enumerate(change["into"], start=1):
            yield replace(duty, id=f"{duty.id}/{n}", text=part.strip(), action=None)
    elif change["change"] == "merge":
        others = [other for other in read if other.id in change["with"]]
        yield replace(duty, text=_merged(duty, others), action=None)
    else:
        yield duty
