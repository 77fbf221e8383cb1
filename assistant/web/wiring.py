"""How HTML and its handlers are put on a page: what every tab does alike."""
from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from html import escape
from inspect import isgeneratorfunction
from typing import Any

import gradio as gr

from kb.errors import RemitError

log = logging.getLogger(__name__)
# No spinner over the page, no public endpoint, and nobody waits for another person's press.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
UNEXPECTED = (
    "Remit met something it did not expect and could not finish this. Nothing kept was changed by halves. "
    "Try again; if it happens again, tell the person who runs Remit, whose log has the details."
)
# gr.HTML makes an event of every name that stands in quotes in its script.
_PRESSED = """
const known = [%s];
element.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-do]');
  if (!pressed || !known.includes(pressed.dataset.do)) return;
  event.preventDefault();
  if (pressed.dataset.confirm && !window.confirm(pressed.dataset.confirm)) return;
  if (pressed.dataset.do === 'open') window.remitOpener = pressed;
  const form = pressed.closest('form');
  trigger(pressed.dataset.do, {...pressed.dataset, ...(form ? Object.fromEntries(new FormData(form)) : {})});
});
"""
# What is drawn with data-focus takes the focus, once: the reader goes on from there.
FOCUS = """
watch('value', () => {
  const target = element.querySelector('[data-focus]');
  if (target && target.dataset.focus !== element.dataset.focused) {
    element.dataset.focused = target.dataset.focus;
    target.focus({preventScroll: true});
    target.scrollIntoView({block: 'nearest'});
  }
});
"""


def shown(value: str, *events: str, script: str = "", look: str | None = None) -> gr.HTML:
    """HTML on the page. An element in it with `data-do="open"` raises the event `open`, if that is one of `events`, with
    all its `data-` values and, inside a form, the form's; `script` runs once, `look` is a class for the style sheet."""
    pressed = _PRESSED % ", ".join(f"'{name}'" for name in events) if events else ""
    return gr.HTML(value, js_on_load=pressed + script, apply_default_css=False, elem_classes=look)


def said(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler, with every error as one sentence in a box that stays until it is closed."""
    if isgeneratorfunction(handler):

        @wraps(handler)
        def steps(*args: Any) -> Iterator[Any]:
            try:
                yield from handler(*args)
            except Exception as error:
                raise _sentence(error) from None

        return steps

    @wraps(handler)
    def once(*args: Any) -> Any:
        try:
            return handler(*args)
        except Exception as error:
            raise _sentence(error) from None

    return once


def plainly(error: Exception) -> str:
    """An error as a sentence for a reader; what nobody expected goes to the log."""
    if isinstance(error, RemitError):
        return str(error)
    log.error("A page's handler failed", exc_info=error)
    return UNEXPECTED


def _sentence(error: Exception) -> gr.Error:
    """Gradio shows an error's text as HTML, and a file name may hold anything."""
    title = "This could not be done" if isinstance(error, RemitError) else "Something went wrong"
    return gr.Error(escape(plainly(error)), duration=None, title=title, print_exception=False)
