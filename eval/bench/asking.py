"""A person at a Gradio app, without a browser: opens the page, signs in, sends a question through the queue as the page does
and waits for the end of the answer."""
from __future__ import annotations

import http.cookiejar
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GIVE_UP = 60.0  # seconds without a word from the server


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: seconds to the end of its answer, or why there is none."""

    seconds: float
    fault: str | None = None


class Person:
    """One browser: its cookies, its session in the app. Not for two threads at once."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self._calls: list[Call] = []

    def sign_in(self, name: str, password: str) -> None:
        form = urllib.parse.urlencode({"name": name, "password": password, "next": "/"}).encode()
        self._get("/sign-in", form).read()

    def open(self) -> float:
        """Opens the page; seconds until its HTML and its configuration are there."""
        began = time.perf_counter()
        self._get("/").read()
        config = json.loads(self._get("/config").read())
        took = time.perf_counter() - began
        self._calls = asking(config)
        return took

    def ask(self, question: str) -> Asked:
        """In a conversation of its own. What the page calls for after the answer is called for too, and not timed."""
        session, began = secrets.token_hex(6), time.perf_counter()
        took, fault = 0.0, None
        for call in self._calls:
            try:
                fault = self._called(call, question, session)
            except (OSError, ValueError, urllib.error.HTTPError) as error:
                fault = f"{type(error).__name__}: {error}"
            if fault or call.answers:
                took = time.perf_counter() - began
            if fault:
                break
        return Asked(took, fault)

    def _called(self, call: Call, question: str, session: str) -> str | None:
        data = [question if value is QUESTION else value for value in call.data]
        job = {"fn_index": call.fn, "data": data, "session_hash": session, "trigger_id": call.trigger}
        self._get("/gradio_api/queue/join", json.dumps(job).encode(), "application/json").read()
        with self._get(f"/gradio_api/queue/data?session_hash={session}") as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    said = json.loads(line[5:])
                    if said["msg"] == "process_completed":
                        return None if said["success"] else str(said["output"].get("error", "refused"))
        return "the stream ended before the answer"

    def _get(self, way: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> Any:
        request = urllib.request.Request(self.address + way, body, {"Content-Type": kind} if body else {})
        return self._jar.open(request, timeout=GIVE_UP)


QUESTION = object()  # where the question goes among a handler's inputs
ANSWERING = ("answer", "_submit_fn")  # the handlers that answer: Remit's, gr.ChatInterface's


@dataclass(frozen=True, slots=True)
class Call:
    """A handler on the server that a question runs through, with the inputs of a page just opened."""

    fn: int
    trigger: int | None
    data: Sequence[object]
    answers: bool  # its end is the answer's end


def asking(config: Mapping[str, Any]) -> list[Call]:
    """What Enter in the question box ("Your question"; a chat's only text box) calls for on the server, up to the answer
    and what follows right on it: a page may take the words in one handler and answer them in the next.
    Raises ValueError where no answer follows on Enter.

    >>> box = {"id": 1, "type": "textbox", "props": {"label": "Your question"}}
    >>> enter = {"id": 7, "targets": [[1, "submit"]], "inputs": [1, 2], "backend_fn": True, "api_name": "answer"}
    >>> found = asking({"components": [box, {"id": 2, "type": "state", "props": {}}], "dependencies": [enter]})
    >>> [(call.fn, call.data[0] is QUESTION, call.data[1], call.answers) for call in found]
    [(7, True, None, True)]
    """
    parts = {part["id"]: part for part in config["components"]}
    boxes = [key for key, part in parts.items() if part["type"] == "textbox"]
    named = [key for key in boxes if parts[key]["props"].get("label") == "Your question"] or boxes
    way = _way(config["dependencies"], named)
    holding = set(named if way[0]["backend_fn"] else way[0]["outputs"])  # or moved there in the browser
    after = [event for event in config["dependencies"] if event.get("trigger_after") == way[-1]["id"]]
    calls = []
    for event in (*way, *after):
        values = [QUESTION if key in holding else parts[key]["props"].get("value") for key in event["inputs"]]
        if event["backend_fn"]:
            calls.append(Call(event["id"], event["targets"][0][0], values, event is way[-1]))
    return calls


def _way(events: Sequence[Mapping[str, Any]], boxes: Sequence[int]) -> list[Mapping[str, Any]]:
    """The events from Enter in one of the boxes to the answer. Raises ValueError."""
    by_id = {event["id"]: event for event in events}
    for answer in events:
        if re.sub(r"_\d+$", "", answer["api_name"]) in ANSWERING:
            way = [answer]
            while (before := way[0].get("trigger_after")) is not None:
                way.insert(0, by_id[before])
            if any(event == "submit" and to in boxes for to, event in way[0]["targets"]):
                return way
    raise ValueError("no answer follows on Enter in a question box")
