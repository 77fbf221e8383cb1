"""The desk between the pages and the library: who asks, what of the library they get, what is noted of it.

No page holds the library itself. Each handler asks here for the library as its asker may see it, so that no page can
forget to.
"""
from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.web import logs
from assistant.web.imports import Imports
from kb.audit import Line, What
from kb.errors import InputError, NotAllowed
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer
from kb.people import OWNER, Act, Person
from kb.settings import Settings
from kb.view import seen_by

DOWNLOAD_SECONDS = 15 * 60  # how long what was made for somebody waits to be fetched
SETTLED = 10  # seconds
DOWNLOADS = 64  # that wait at the same time; the oldest go first


@dataclass(frozen=True, slots=True)
class Download:
    """A file made for one person. `until` is on the clock of `time.monotonic`."""

    name: str
    data: bytes
    who: str
    until: float


class Desk:
    """One open library, served to people. Safe to use from many threads."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._downloads: OrderedDict[str, Download] = OrderedDict()
        self._lock = threading.Lock()
        self._told = (kb.generation, 0.0)  # what open pages know, and since when, on the clock of `time.monotonic`
        self.imports = Imports()

    @property
    def settings(self) -> Settings:
        return self._kb.settings

    @property
    def generation(self) -> int:
        """Changes when documents come, go or change; the same for everybody. Each change draws every open page again, so
        that while files are being added one change is told every SETTLED seconds."""
        with self._lock:
            told, since = self._told
            if told != self._kb.generation and (not self.imports.busy() or time.monotonic() - since > SETTLED):
                self._told = (self._kb.generation, time.monotonic())
            return self._told[0]

    @property
    def has_people(self) -> bool:
        """Whether there are accounts; without any, whoever sits at the machine is the owner."""
        return self._kb.people.any()

    # -- in a page's handler

    def person(self, request: gr.Request) -> Person:
        """Who sent a page's event, in their role of this moment. Raises NotAllowed where they have gone meanwhile."""
        name = request.username or ""
        found = self._kb.people.named(name) if name else None if self.has_people else OWNER
        if found is None:
            raise NotAllowed("You are not signed in any more: open the page again and sign in.")
        return found

    def kb(self, request: gr.Request) -> KnowledgeBase:
        """The library as the asker may see it."""
        return self.seen(self.person(request))

    def allowed(self, request: gr.Request, act: Act) -> KnowledgeBase:
        """The same, for somebody who may do this. Raises NotAllowed."""
        person = self.person(request)
        person.must(act)
        return self.seen(person)

    def note(self, request: gr.Request, what: What, about: str = "") -> None:
        """A line in the audit."""
        self.noted(self.person(request), what, about)

    def offer(self, request: gr.Request, name: str, data: bytes) -> str:
        """Keeps a file for the asker alone to fetch, and notes the export; returns its address, for a link."""
        person = self.person(request)
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._downloads[key] = Download(name, data, person.name, time.monotonic() + DOWNLOAD_SECONDS)
            while len(self._downloads) > DOWNLOADS:
                self._downloads.popitem(last=False)
        self.noted(person, "exported", name)
        return f"downloads/{key}"

    def unseen(self, request: gr.Request) -> int:
        """How many of the asker's own kept answers rest on documents that they may not see any more."""
        who = self.person(request).name
        return self._kb.answers.count(who) - self.kb(request).answers.count(who)

    def asked(self, answer: Answer) -> None:
        """A line in the log: how a question went, with its words only where the settings want them."""
        words = {"question": answer.question} if self.settings.log_questions else {}
        logs.event("asked", status=answer.status, ms=answer.ms, **words)

    # -- for the routes

    def seen(self, person: Person) -> KnowledgeBase:
        return seen_by(self._kb, person.sees)

    def noted(self, person: Person, what: What, about: str = "") -> None:
        self._kb.audit.note(person.name, what, about)

    def lines(self, person: Person, *asked: Any) -> list[Line]:
        """The audit's lines as `kb.audit` gives them. Raises NotAllowed."""
        person.must("audit")
        return self._kb.audit.lines(*asked)

    def named(self, name: str) -> Person | None:
        return self._kb.people.named(name)

    def of_session(self, token: str) -> Person | None:
        return self._kb.people.of_session(token)

    def sign_in(self, name: str, password: str) -> str:
        """A new session's token. Raises NotAllowed."""
        try:
            person = self._kb.people.sign_in(name, password)
        except NotAllowed as error:
            self._kb.audit.note(name.strip()[:80], "refused", re.split("[:.]", str(error))[0])
            raise
        self.noted(person, "signed in")
        return self._kb.people.begin(person, self.settings.session_hours)

    def change_password(self, person: Person, old: str, new: str) -> str:
        """Gives somebody who knows their password a new one; returns the token of the one session that they have then.
        Raises NotAllowed for a wrong password and InputError for a new one that will not do."""
        self._kb.people.sign_in(person.name, old)
        self._kb.people.set_password(person.name, new)
        self.noted(person, "password changed", person.name)
        return self._kb.people.begin(person, self.settings.session_hours)

    def sign_out(self, person: Person, token: str) -> None:
        self._kb.people.end(token)
        self.noted(person, "signed out")

    def download(self, person: Person, key: str) -> Download:
        """Raises InputError for what is not there, not this person's, or too old."""
        with self._lock:
            found = self._downloads.get(key)
        if found is None or found.who != person.name or found.until < time.monotonic():
            raise InputError("This download is not there any more: go back to the page and make it again.")
        return found
