"""The panel in which a source is opened; every tab that shows quotes has one."""
from __future__ import annotations

from itertools import count
from urllib.parse import urlencode

import gradio as gr

from assistant.web import places, views
from assistant.web.desk import Desk
from assistant.web.wiring import QUIET, said, shown
from kb.knowledge_base import KnowledgeBase
from kb.models import Document
from kb.text import day

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


def panel(desk: Desk, *openers: gr.HTML, value: str | None = None) -> gr.HTML:
    """A panel that opens what the buttons in `openers` ask for (`open`), and turns its pages (`turn`); `value` stands in it
    before, or else a word on what it is for."""
    before = views.html("source", source=None) if value is None else value
    place = shown(before, "turn", script=FOLLOW, look="panel")

    @said
    def open_source(event: gr.EventData, request: gr.Request) -> str:
        return source(desk.kb(request), event.passage, event.quote, words=event.words)

    @said
    def turn(event: gr.EventData, request: gr.Request) -> str:
        return source(desk.kb(request), event.passage, event.quote, int(event.page), event.words)

    for opener in openers:
        opener.open(open_source, outputs=place, **QUIET)
    place.turn(turn, outputs=place, **QUIET)
    return place


def source(kb: KnowledgeBase, passage: str, quote: str, page: int | None = None, words: str = "") -> str:
    """The HTML of a source: its page, with the quote or every mention of the words marked, the text, the document."""
    opened = places.open_source(kb, passage, quote, page, words)
    return views.html(
        "source",
        source=opened,
        quote=quote,
        words=words,
        facts=_facts(opened),
        exactness=_exactness(opened, words),
        picture=_picture(opened, words) if opened.has_picture else None,
        page_words=page_words(opened.document, opened.page),
        follow=next(_openings),
    )


def page_words(document: Document, page: int | None) -> str:
    """The label that is printed on a page and its place in the file.

    >>> page_words(Document("d", "Plan", "plan", 1, "", "", "pdf", pages=3, labels=("i", "1", "3")), 2)
    'Page 1 as printed, 2 of 3 in the file'
    """
    label = document.label(page)
    if label in (None, "", str(page)):
        return f"Page {page} of {document.pages}"
    return f"Page {label} as printed, {page} of {document.pages} in the file"


def _facts(opened: places.Opened) -> list[tuple[str, str]]:
    document, passage = opened.document, opened.passage
    facts = [
        ("Authority", document.authority),
        ("Kind", views.KINDS[document.kind]),
        ("Date", document.date and day(document.date)),
        ("Status", document.status and document.status.capitalize()),
        ("Version", document.version),
        ("Section", " › ".join(passage.section)),
        ("Direction" if document.kind == "directions" else "Number", passage.number),
        ("Page", opened.own_page and page_words(document, opened.own_page)),
    ]
    return [(name, str(value)) for name, value in facts if value]


def _exactness(opened: places.Opened, words: str) -> str:
    if opened.turned:
        said = "This is another page than the one the source begins on."
    elif words:
        said = f"Each place where “{words}” stands is marked."
    elif opened.quoted:
        said = "The marked words are quoted exactly; the text around them is the document's own."
    else:
        said = "The passage as it stands in the document; no words of it are quoted."
    if opened.passage.ocr:
        said += " The text was read from a scan, so check it against the page."
    if opened.passage.version != opened.document.version:
        said += f" This is version {opened.passage.version}; the library now holds version {opened.document.version}."
    return said


def _picture(opened: places.Opened, words: str) -> str:
    marks: dict[str, str] = {}
    if words:
        marks = {"words": words}
    elif opened.quoted and places.stands_on(opened.passage, opened.page or 0):
        start, end = opened.spans[0]
        marks = {"passage": opened.passage.id, "span": f"{start}-{end}"}
    return f"pages/{opened.document.id}/{opened.document.version}/{opened.page}.png?{urlencode(marks)}"
