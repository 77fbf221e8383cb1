"""Remit as a tool of other assistants, over the Model Context Protocol: ask, search, duties, check.

They get what the person sees in whose name they ask, and of that only documents of the visibilities chosen. What they are
given are quotes with their places, and silence where the documents are silent; what they make of it is theirs.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from assistant import passages, render
from assistant.ask import ask as answered
from assistant.crosscheck import check as checked
from assistant.requirements import Narrowed, chosen, requirements
from kb.errors import InputError, RemitError
from kb.knowledge_base import KnowledgeBase
from kb.models import VISIBILITIES, Modality, Scope, Visibility
from kb.people import OWNER, Person
from kb.view import seen_by

INSTRUCTIONS = (
    "Answers from policy documents. Every quote is the document's own characters with its page; `not_found` means that the "
    "documents do not say. Quote what is returned as it is, and give its place."
)
MOST = 50  # passages or duties given at once
Row = dict[str, Any]


def asker(kb: KnowledgeBase, name: str | None) -> Person:
    """In whose name is asked. Raises InputError where there are accounts and none is named, or not one of them."""
    if not kb.people.any():
        return OWNER
    if name is None:
        raise InputError("There are accounts: say with --user in whose name the other assistant asks.")
    if (found := kb.people.named(name)) is None:
        raise InputError(f"There is no person called {name}: `remit user list` shows who there is.")
    return found


def server(kb: KnowledgeBase, person: Person, up_to: Visibility = "public") -> MCPServer[Any]:
    """The tools for one person over documents `up_to` that visibility, and never more than the person's role sees."""
    chosen = set(VISIBILITIES[: VISIBILITIES.index(up_to) + 1])
    made: MCPServer[Any] = MCPServer("Remit", instructions=INSTRUCTIONS, log_level="WARNING")
    tools = Tools(kb, person, chosen)
    offered: list[Callable[..., Any]] = [tools.ask, tools.search, tools.duties, tools.check]
    for tool in offered:
        made.add_tool(_said(tool), structured_output=False)
    return made


def _said(tool: Callable[..., Any]) -> Callable[..., Any]:
    """The tool, with what Remit raises on purpose as its one sentence to the other assistant."""

    @wraps(tool)
    def telling(**given: Any) -> Any:
        try:
            return tool(**given)
        except RemitError as error:
            raise ToolError(str(error)) from error

    return telling


class Tools:
    """What is offered; each method's docstring is what the other assistant reads of it."""

    def __init__(self, kb: KnowledgeBase, person: Person, chosen: set[Visibility]) -> None:
        self._whole = kb
        self._name = person.name
        self._chosen = chosen

    def ask(self, question: str, earlier_questions: Sequence[str] = (), documents: Sequence[str] = ()) -> Row:
        """Answer a question from the documents, with exact quotes and their places, or say that they do not say.
        `earlier_questions` of the same conversation come oldest first; `documents` limits the answer to these ids."""
        kb = self._kb("ask")
        return render.answer_json(answered(kb, question, earlier_questions, Scope(docs=tuple(documents))))

    def search(self, query: str, most: int = 10, documents: Sequence[str] = ()) -> list[Row]:
        """The passages that fit a query best, first those that an answer to it would quote, each with its document, page and
        text."""
        found = passages.search(self._kb("ask"), query, min(max(most, 1), MOST), Scope(docs=tuple(documents)))
        return [render.hit_json(hit) for hit in found.hits]

    def duties(self, document: str = "", modality: Modality | None = None, words: str = "", after: int = 0) -> Row:
        """What guidance says somebody must, should or may do, with its place; only duties that hold all the words.
        `does_not_apply` says who found that one does not apply here, and why; `changed` who worded it anew.
        At most 50 are given; ask again with `after` for those that follow."""
        asked = Narrowed(words, (modality,) if modality else ())
        found = chosen(requirements(self._kb("ask"), document or None), asked)
        rows = [asdict(row.duty) | row.standing for row in found[after : after + MOST]]
        return {"total": len(found), "duties": rows}

    def check(self, plan: str, guidance: Sequence[str] = ()) -> list[Row]:
        """Hold a plan against every duty of the guidance named, or of all guidance: a verdict each, with quotes from both
        sides, or what was searched where the plan says nothing. `plan` and `guidance` are document ids."""
        return [row.as_json() for row in checked(self._kb("check"), plan, guidance)]

    def _kb(self, act: Any) -> KnowledgeBase:
        """The library for this call: the person's role is looked up again each time."""
        person = asker(self._whole, self._name or None)
        person.must(act)
        return seen_by(self._whole, person.sees & self._chosen)
