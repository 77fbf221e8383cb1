"""The panel of Check a plan in which a person decides about one row: what stands, what was said of it, and their own word.

What is decided says how much its author had seen, so that nobody's choice is overwritten unread: who comes second gets the
panel again, with the first one's words and with what they had written themselves.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

import gradio as gr

from assistant import proposing, reviewing
from assistant.crosscheck import CheckRow
from assistant.render import place
from assistant.reviewing import Said
from assistant.web import views
from assistant.web.desk import Desk
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase

OWNER = "the owner"  # whoever sits at a machine without accounts
# The fields whose words are spent once they are kept; what stands in the others is not lost.
SPENT = {"confirm": ("verdict", "why"), "overrule": ("verdict", "why"), "note": ("note",), "reply": ("reply",)}

_drawings = count(1)  # so that the page knows a panel drawn again from the one before

# What is said of a row is announced: the element stays, only its words change.
ANNOUNCED = "element.setAttribute('role', 'status');"
# A panel drawn again keeps the fields' elements, and with them what was typed: they become what was drawn.
EMPTIED = "watch('value', () => element.querySelectorAll('form').forEach((form) => form.reset()));"
# "Back to the row" finds it in the list, also where its verdict has moved it to another group.
RETURN = EMPTIED + """
element.addEventListener('click', (event) => {
  const back = event.target.closest('[data-return]');
  if (!back) return;
  const rows = [...document.querySelectorAll('[data-do="choose"]')];
  const row = rows.find((button) => button.dataset.duty === back.dataset.return);
  if (!row) return;
  row.closest('details').open = true;
  row.focus({preventScroll: true});
  row.scrollIntoView({block: 'center'});
});
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The panel and the word on what came of it, as HTML, and the row as it now stands."""

    panel: str
    word: str
    row: CheckRow


def chosen(desk: Desk, request: gr.Request, given: Mapping[str, str]) -> str:
    """The panel for a row. Raises NotAllowed, InputError for a row that is not there any more."""
    kb = desk.allowed(request, "review")
    return drawn(_row(kb, given), may_ask=bool(kb.settings.llm_base_url))


def decided(desk: Desk, request: gr.Request, given: Mapping[str, str]) -> Outcome:
    """Keep what the form says of a row; what cannot be kept is said, and the form stays as it was filled in.

    Raises NotAllowed, InputError for a row that is not there any more.
    """
    kb, plan, duty, pressed = desk.allowed(request, "review"), given["plan"], given["duty"], given["what"]
    may_ask = bool(kb.settings.llm_base_url)
    try:
        said = spoken(given, desk.person(request).name or OWNER)
        row = reviewing.decide(kb, plan, duty, said, _companions(given))
    except InputError as error:
        row = _row(kb, given)
        return Outcome(drawn(row, given, may_ask), views.html("decided", said=str(error), refused=True), row)
    if pressed in ("confirm", "overrule"):
        desk.note(request, "confirmed" if pressed == "confirm" else "overruled", f"{duty} in {plan}: {row.verdict}")
    left = {name: words for name, words in given.items() if name not in SPENT.get(pressed, ())}
    kept = f"Kept: {row.standing.acts[-1].said()}"
    return Outcome(drawn(row, left, may_ask), views.html("decided", said=kept, refused=False), row)


def proposed(desk: Desk, request: gr.Request, given: Mapping[str, str]) -> Iterator[str]:
    """What the language model proposes for the row, as HTML, after a word that it is asked. The audit says so.

    Raises NotAllowed, InputError for a row that is not there any more or where no model is set.
    """
    kb = desk.allowed(request, "review")
    row = _row(kb, given)
    yield views.html("proposed", asked=kb.settings.llm_model, made=None)
    made = proposing.propose(kb.settings, row)
    desk.note(request, "proposed", made.noted(row))
    yield views.html("proposed", made=made, place=place)


def _row(kb: KnowledgeBase, given: Mapping[str, str]) -> CheckRow:
    return reviewing.row_of(kb, given["plan"], given["duty"], _companions(given))


def _companions(given: Mapping[str, str]) -> list[str]:
    """The documents that spoke for the plan in the check, by their ids."""
    return given.get("companions", "").split()


def spoken(given: Mapping[str, str], who: str) -> Said:
    """What the form says of the row, by the button that was pressed. Raises InputError where something is left out."""
    expects, why = int(given["expects"]), given["why"].strip()
    match given["what"]:
        case "confirm":
            return Said("verdict", given["stands"], why or "agreed", who, expects)
        case "overrule":
            if not given["verdict"]:
                raise InputError("Choose the verdict that the row should have, then press Overrule.")
            if not why:
                raise InputError("Overruling needs a reason: write it in the field Reason, then press Overrule.")
            return Said("verdict", given["verdict"], why, who, expects)
        case "note":
            return Said("note", why=given["note"], who=who, expects=expects)
        case "reply":
            return Said("reply", why=given["reply"], who=who, expects=expects)
        case "assign":
            return Said("assign", given["person"].strip(), who=who, expects=expects)
        case "due":
            return Said("due", given["due"], who=who, expects=expects)
    raise InputError(f"{given['what']!r} is nothing that can be done with a row: press one of the panel's buttons.")


def drawn(row: CheckRow, given: Mapping[str, str] | None = None, may_ask: bool = False) -> str:
    """The panel as HTML; `given` is what stands in its fields, as far as it was written already; `may_ask` is whether a
    language model can be asked."""
    fields = {"verdict": "", "why": "", "note": "", "reply": "", "person": row.standing.assigned, "due": row.standing.due}
    fields |= {name: words for name, words in (given or {}).items() if name in fields}
    return views.html(
        "deciding", row=row, verdicts=views.VERDICTS, fields=fields, drawing=next(_drawings), may_ask=may_ask
    )
