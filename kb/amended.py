"""Duties as people mended them: a wording put right, one cut into several, several made one, one that does not apply here.

What was decided is keyed by the duty's id, which is made of its words: it holds again whenever the document is read again
with that sentence in it, and holds nothing where the sentence is gone.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

from kb.decisions import Act
from kb.errors import InputError
from kb.models import Duty, Modality

Change = Literal["edit", "split", "merge", "drop", "restore"]
EDITABLE = ("text", "modality", "bearer")


def duties(read: Sequence[Duty], acts: Iterable[Act]) -> list[Duty]:
    """The duties in their order with the last change of each; `acts` are oldest first.

    >>> read = [Duty("g#1", "g", "p", "consult and publish", "must"), Duty("g#2", "g", "p", "report", "may")]
    >>> cut = Act("g#1", "g", "duty", '{"change": "split", "into": ["consult", "publish"]}', "", "Ann", "2026-01-01")
    >>> [(duty.id, duty.text) for duty in duties(read, [cut])]
    [('g#1/1', 'consult'), ('g#1/2', 'publish'), ('g#2', 'report')]
    """
    changes = standing(acts)
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


def standing(acts: Iterable[Act]) -> dict[str, Mapping[str, Any]]:
    """The change that stands of each duty, with `why`, `who` and `at`; none where it was restored."""
    found: dict[str, Mapping[str, Any]] = {}
    for act in acts:
        found[act.subject] = json.loads(act.value) | {"why": act.why, "who": act.who, "at": act.at}
    return {duty: change for duty, change in found.items() if change["change"] != "restore"}


def not_applying(acts: Iterable[Act]) -> dict[str, str]:
    """Duties that somebody said do not apply: id -> who said so, when and why, in words."""
    dropped = ((duty, change) for duty, change in standing(acts).items() if change["change"] == "drop")
    return {duty: f"{change['who']} said on {change['at'][:10]}: {change['why']}" for duty, change in dropped}


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
    if kind == "split" and len([part for part in given["into"] if part.strip()]) < 2:
        raise InputError("A duty is split into two parts at least: give each as a text of its own.")
    if kind == "merge" and not given["with"]:
        raise InputError("Name the duties to merge into this one, by their ids.")
    return json.dumps({"change": kind, **given}, ensure_ascii=False)


def _changed(duty: Duty, change: Mapping[str, Any], read: Sequence[Duty]) -> Iterator[Duty]:
    if change["change"] == "edit":
        edited: dict[str, Any] = {name: change[name] for name in EDITABLE if name in change}
        yield replace(duty, **edited, action=None if "text" in change else duty.action)
    elif change["change"] == "split":
        for n, part in enumerate(change["into"], start=1):
            yield replace(duty, id=f"{duty.id}/{n}", text=part.strip(), action=None)
    elif change["change"] == "merge":
        others = [other.text for other in read if other.id in change["with"]]
        yield replace(duty, text=" ".join([duty.text, *others]), action=None)
    else:
        yield duty
