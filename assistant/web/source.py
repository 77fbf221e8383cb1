"""The panel in which a source is opened; every tab that shows quotes has one."""
from __future__ import annotations

from itertools import count
from urllib.parse import urlencode

import gradio as gr

from assistant.web import places, views
from assistant.web.wiring import QUIET, said, shown
from kb.knowledge_base import KnowledgeBase

_openings = count(1)  # so that the page knows a newly opened source from one drawn again


# After a source is opened the reader is taken to it; "Back" returns to the button that opened it.
FOLLOW = """
watch('value', () => {
  const heading = element.querySelector('[data-follow]');
  if (heading && heading.dataset.follow !== element.dataset.followed) {
    element.dataset.followed = heading.dataset.follow;
    heading.focus({preventScroll: true});
    heading.scrollIntoView({block: 'nearest'});
  }
});
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-back]') && window.remitOpener && window.remitOpener.isConnected) {
    window.remitOpener.focus({preventScroll: true});
    window.remitOpener.scrollIntoView({block: 'center'});
  }
});
"""


def panel(kb: KnowledgeBase, *openers: gr.HTML) -> gr.HTML:
    """A panel that opens what the buttons in `openers` ask for (`open`), and turns its pages (`turn`)."""
    place = shown(views.html("source", source=None), "turn", script=FOLLOW, look="panel")

    @said
    def open_source(event: gr.EventData) -> str:
        return source(kb, event.passage, event.quote)

    @said
    def turn(event: gr.EventData) -> str:
        return source(kb, event.passage, event.quote, int(event.page))

    for opener in openers:
        opener.open(open_source, outputs=place, **QUIET)
    place.turn(turn, outputs=place, **QUIET)
    return place


def source(kb: KnowledgeBase, passage: str, quote: str, page: int | None = None) -> str:
    """The HTML of a source: what document and place it is, the quote in its surroundings, the page."""
    opened = places.open_source(kb, passage, quote, page)
    return views.html(
        "source",
        source=opened,
        quote=quote,
        facts=_facts(opened),
        exactness=_exactness(opened),
        picture=_picture(opened) if opened.has_picture else None,
        follow=next(_openings),
    )


def _facts(opened: places.Opened) -> list[tuple[str, str]]:
    document, passage = opened.document, opened.passage
    page = passage.page_at(opened.start)
    label = document.label(page)
    facts = [
        ("Authority", document.authority),
        ("Kind", views.KINDS[document.kind]),
        ("Date", document.date and views.day(document.date)),
        ("Status", document.status and document.status.capitalize()),
        ("Section", " › ".join(passage.section)),
        ("Direction" if document.kind == "directions" else "Number", passage.number),
        ("Page", page and f"{page} of {document.pages}"),
        ("Printed page number", label if label != str(page) else None),
    ]
    return [(name, str(value)) for name, value in facts if value]


def _exactness(opened: places.Opened) -> str:
    read = " The text was read from a scan, so check it against the page." if opened.passage.ocr else ""
    if opened.passage.version != opened.document.version:
        read += f" This is version {opened.passage.version}; the library now holds version {opened.document.version}."
    if opened.quoted:
        return "The marked words are quoted exactly; the text around them is the document's own." + read
    return "The passage as it stands in the document; no words of it are quoted." + read


def _picture(opened: places.Opened) -> str:
    on_page = opened.quoted and opened.page in {opened.passage.page_at(opened.start), opened.passage.page_at(opened.end - 1)}
    marks = {"passage": opened.passage.id, "start": opened.start, "end": opened.end} if on_page else {}
    return f"pages/{opened.document.id}/{opened.document.version}/{opened.page}.png?{urlencode(marks)}"
