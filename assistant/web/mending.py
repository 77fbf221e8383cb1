"""The panel of Requirements in which a person says that a requirement does not apply, brings it back, words it anew, splits
it or merges it with others.

What is kept says how much its author had seen, so that nobody's choice is overwritten unread: who comes second gets the
panel again, with the first one's words and with what they had written themselves.
"""
from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

import gradio as gr

from assistant import requirements, reviewing
from assistant.requirements import Requirement
from assistant.reviewing import Said
from assistant.web import views
from assistant.web.deciding import OWNER
from assistant.web.desk import Desk
from kb.amended import EDITABLE
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

_drawings = count(1)  # so that the page knows a panel drawn again from the one before

# As in Check a plan: a panel drawn again shows what was drawn, not what was typed before; "Back" finds the requirement in
# the list, or the list's first line where a filter now leaves it out.
RETURN = """
watch('value', () => element.querySelectorAll('form').forEach((form) => form.reset()));
element.addEventListener('click', (event) => {
  const back = event.target.closest('[data-return]');
  if (!back) return;
  const rows = [...document.querySelectorAll('[data-do="mend"]')];
  const own = rows.find((button) => button.dataset.duty === back.dataset.return);
  const target = own || document.querySelector('[data-register]');
  if (!target) return;
  target.focus({preventScroll: true});
  target.scrollIntoView({block: 'center'});
});
"""


def opened(desk: Desk, request: gr.Request, given: Mapping[str, str]) -> str:
    """The panel for a requirement. Raises NotAllowed, InputError for one that is not there any more."""
    kb = desk.allowed(request, "review")
    return drawn(kb, requirements.requirement(kb, given["duty"]))


def kept(desk: Desk, request: gr.Request, given: Mapping[str, str]) -> tuple[str, str]:
    """Keep what the form says of a requirement: the panel as it stands now and the word on what came of it, as HTML. What
    cannot be kept is said, and the form stays as it was filled in.

    Raises NotAllowed, InputError for a requirement that is not there any more.
    """
    kb, duty = desk.allowed(request, "review"), requirements.whole(given["duty"])
    try:
        kind, change, why = spoken(given, requirements.requirement(kb, duty))
        said = Said("duty", "", why, desk.person(request).name or OWNER, int(given["expects"]))
        reviewing.mend(kb, duty, kind, change, said)
    except InputError as error:
        return drawn(kb, requirements.requirement(kb, duty), given), views.html("decided", said=str(error), refused=True)
    now = requirements.requirement(kb, duty)
    desk.note(request, "amended", f"{duty}: {kind}: {why}".rstrip(": "))
    return drawn(kb, now), views.html("decided", said=f"Kept: {now.acts[-1].said()}", refused=False)


def spoken(given: Mapping[str, str], row: Requirement) -> tuple[str, dict[str, Any], str]:
    """The kind of change, what it gives and why, by the button that was pressed. Raises InputError where something is
    missing or nothing would change."""
    why = given["because" if given["what"] == "drop" else "why"].strip() if given["what"] != "restore" else ""
    if len(why) > reviewing.LONGEST:
        raise InputError(f"A reason may have {reviewing.LONGEST:,} characters, not {len(why):,}: shorten it.")
    match given["what"]:
        case "drop":
            if not why:
                raise InputError("Say why it does not apply here: write it in the field Because, then press again.")
            return "drop", {}, why
        case "restore":
            return "restore", {}, ""
        case "edit":
            change = {name: given[name].strip() for name in EDITABLE}
            if not change["text"]:
                raise InputError("The wording is empty: write what is required, or say that it does not apply here.")
            if all((getattr(row.duty, name) or "") == value for name, value in change.items()):
                raise InputError("Nothing was changed: change the wording, how binding or whose it is, then press.")
            anew = {name: value for name, value in change.items() if value != (getattr(row.read, name) or "")}
            return ("edit", anew, why) if any(anew.values()) else ("restore", {}, why)
        case "split":
            parts = [part.strip() for part in given["parts"].splitlines() if part.strip()]
            if len(parts) < 2:
                raise InputError("There is one part only: put each part on a line of its own, then press Split it.")
            return "split", {"into": parts}, why
        case "merge":
            others = _ticked(given)
            if not others:
                raise InputError("Tick at least one requirement to merge with this one, then press Merge them.")
            return "merge", {"with": others}, why
    raise InputError(f"{given['what']!r} is nothing that can be done here.")


def drawn(kb: KnowledgeBase, row: Requirement, given: Mapping[str, str] | None = None) -> str:
    """The panel; `given` are the fields as they were filled in, where they could not be kept."""
    stands = {name: getattr(row.duty, name) or "" for name in EDITABLE}
    fields = {**stands, "why": "", "because": "", "parts": row.duty.text, "what": "", **(given or {})}
    others = requirements.to_merge(kb, row) if row.form == "restore" and not row.mended.out else []
    merged = row.mended.change.get("with", ())
    return views.html(
        "mending", row=row, fields=fields, drawing=next(_drawings), others=others, ticked=_ticked(given or {}),
        merged=[duty.text for duty in kb.duties_as_read(row.duty.doc) if duty.id in merged],
    )  # fmt: skip


def _ticked(given: Mapping[str, str]) -> list[str]:
    """The ids of the requirements ticked in the form: each box has a name of its own."""
    return [value for name, value in given.items() if name.startswith("with-")]
