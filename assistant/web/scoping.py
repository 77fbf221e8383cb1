"""Which documents a question is put to: chosen by kind, authority, date or one by one; chips show it and drop it."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.web import views
from kb.errors import InputError
from kb.knowledge_base import KnowledgeBase
from kb.models import Document, Scope

ANY = ""  # the choice of no year
FIELDS = ("kinds", "authorities", "since", "until", "docs")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; an empty field allows all. `since` and `until` are years, `docs` ids of documents."""

    kinds: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    since: str = ANY
    until: str = ANY
    docs: tuple[str, ...] = ()

    def allows(self, document: Document) -> bool:
        """Whether a document fits; one without a date fits no year, a superseded one only where it is named."""
        year = (document.date or "")[:4]
        return (
            (document.id in self.docs if self.docs else document.status != "superseded")
            and (not self.kinds or document.kind in self.kinds)
            and (not self.authorities or document.authority in self.authorities)
            and (not self.since or (year != "" and year >= self.since))
            and (not self.until or (year != "" and year <= self.until))
        )

    def scope(self, documents: Iterable[Document]) -> Scope:
        """What a search is given. Raises InputError where no document fits."""
        if self == Chosen():
            return Scope()
        fitting = tuple(document.id for document in documents if self.allows(document))
        if not fitting:
            raise InputError("No document fits everything that you chose: drop one of your choices.")
        return Scope(docs=fitting)

    def without(self, field: str, value: str) -> Chosen:
        """
        >>> Chosen(kinds=("plan", "paper"), since="2020").without("kinds", "plan").without("since", "2020")
        Chosen(kinds=('paper',), authorities=(), since='', until='', docs=())
        """
        if field not in FIELDS:
            return Chosen()
        now = getattr(self, field)
        left: object = ANY if isinstance(now, str) else tuple(one for one in now if one != value)
        return replace(self, **{field: left})  # type: ignore[arg-type]  # the field's own type

    def still(self, documents: Sequence[Document]) -> Chosen:
        """Without what the library no longer has."""
        kinds, authorities, years, docs = (dict(one).values() for one in choices(documents))
        return Chosen(
            tuple(one for one in self.kinds if one in kinds),
            tuple(one for one in self.authorities if one in authorities),
            self.since if self.since in years else ANY,
            self.until if self.until in years else ANY,
            tuple(one for one in self.docs if one in docs),
        )


def choices(documents: Sequence[Document]) -> tuple[Pairs, Pairs, Pairs, Pairs]:
    """Kinds, authorities, years and documents that can be chosen, each as (words, value)."""
    kinds = [(words, kind) for kind, words in views.KINDS.items() if any(one.kind == kind for one in documents)]
    authorities = sorted({one.authority for one in documents if one.authority})
    years = sorted({one.date[:4] for one in documents if one.date})
    titles = sorted((one.title, one.id) for one in documents)
    return kinds, [(one, one) for one in authorities], [("Any", ANY), *((year, year) for year in years)], titles


def chips(chosen: Chosen, documents: Sequence[Document]) -> str:
    """The scope in force as HTML: a button for each choice, which drops it."""
    titles = {one.id: one.title for one in documents}
    found = [
        *(("kinds", kind, views.KINDS[kind]) for kind in chosen.kinds),
        *(("authorities", authority, authority) for authority in chosen.authorities),
        *([("since", chosen.since, f"From {chosen.since}")] if chosen.since else []),
        *([("until", chosen.until, f"Until {chosen.until}")] if chosen.until else []),
        *(("docs", doc, titles[doc]) for doc in chosen.docs if doc in titles),
    ]
    return views.html("chips", chips=found, fitting=sum(map(chosen.allows, documents)), total=len(documents))


def label(chosen: Chosen, documents: Sequence[Document]) -> str:
    """
    >>> two = [Document("a", "A", "plan", 1, "", "", "pdf"), Document("b", "B", "law", 1, "", "", "pdf")]
    >>> label(Chosen(kinds=("plan",)), two), label(Chosen(), two)
    ('Documents searched: 1 of 2', 'Documents searched: all 2')
    """
    fitting = sum(map(chosen.allows, documents))
    return f"Documents searched: {f'all {fitting}' if fitting == len(documents) else f'{fitting} of {len(documents)}'}"


class Chooser:
    """The fields, folded under a line that says how many documents are searched; `chips` stand where they were put."""

    def __init__(self, chips: gr.HTML) -> None:
        self.chips = chips
        with gr.Accordion("Documents searched", open=False, elem_classes="chooser") as self.fold:
            with gr.Row(elem_classes="filters"):
                kinds = gr.CheckboxGroup([], value=[], label="Kind")
                authorities = gr.CheckboxGroup([], value=[], label="Authority")
            with gr.Row(elem_classes="filters"):
                since = gr.Dropdown([("Any", ANY)], value=ANY, label="Dated from")
                until = gr.Dropdown([("Any", ANY)], value=ANY, label="Dated until")
            hint = "None ticked: all that fit the above"
            docs = gr.CheckboxGroup([], value=[], label="Search only in these", info=hint, elem_classes="one-a-line")
        self.fields = [kinds, authorities, since, until, docs]

    @property
    def outputs(self) -> list[Any]:
        """What `drawn` fills."""
        return [*self.fields, self.chips, self.fold]

    @staticmethod
    def drawn(kb: KnowledgeBase, chosen: Chosen) -> list[object]:
        """The fields, chips and fold for what is chosen, as far as the library still has it."""
        documents = kb.documents()
        still = chosen.still(documents)
        kinds, authorities, years, titles = choices(documents)
        values = zip((kinds, authorities, years, years, titles), FIELDS, strict=True)
        fields = [
            gr.update(choices=offered, value=value if isinstance(value := getattr(still, name), str) else list(value))
            for offered, name in values
        ]
        return [*fields, *Chooser.told(kb, still)]

    @staticmethod
    def told(kb: KnowledgeBase, chosen: Chosen) -> list[object]:
        """The chips and the fold alone: the fields stay as they are, where somebody may tick the next one meanwhile."""
        documents = kb.documents()
        return [chips(chosen, documents), gr.update(label=label(chosen, documents))]


def chosen_of(values: Sequence[Any]) -> Chosen:
    """What the fields of a Chooser hold, in their order."""
    kinds, authorities, since, until, docs = values
    return Chosen(tuple(kinds or ()), tuple(authorities or ()), since or ANY, until or ANY, tuple(docs or ()))
