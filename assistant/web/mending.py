"""The panel of Requirements in which a person says that a requirement does not apply, brings it back, or words it anew.

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
    return drawn(requirements.requirement(desk.allowed(request, "review"), given["duty"]))


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
        return drawn(requirements.requirement(kb, duty), given), views.html("decided", said=str(error), refused=True)
    now = requirements.requirement(kb, duty)
    desk.note(request, "amended", f"{duty}: {given['what']}")
    return drawn(now), views.html("decided", said=f"Kept: {now.acts[-1].said()}", refused=False)


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
    raise InputError(f"{given['what']!r} is nothing that can be done here.")


def drawn(row: Requirement, given: Mapping[str, str] | None = None) -> str:
    """The panel; `given` are the fields as they were filled in, where they could not be kept."""
    stands = {name: getattr(row.duty, name) or "" for name in EDITABLE}
    fields = {**stands, "why": "", "because": "", **{name: words for name, words in (given or {}).items() if name != "what"}}
    return views.html("mending", row=row, fields=fields, drawing=next(_drawings))
