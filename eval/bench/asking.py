"""A person at a Gradio app, without a browser: opens the page, signs in, sends a question through the queue as the page does
and waits for the end of the answer."""
from __future__ import annotations

import http.cookiejar
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
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
        self._call: Mapping[str, Any] = {}

    def sign_in(self, name: str, password: str) -> None:
        form = urllib.parse.urlencode({"name": name, "password": password, "next": "/"}).encode()
        self._get("/sign-in", form).read()

    def open(self) -> float:
        """Opens the page; seconds until its HTML and its configuration are there."""
        began = time.perf_counter()
        self._get("/").read()
        config = json.loads(self._get("/config").read())
        took = time.perf_counter() - began
        self._call = asking(config)
        return took

    def ask(self, question: str) -> Asked:
        began = time.perf_counter()
        try:
            fault = self._ask(question)
        except (OSError, ValueError, urllib.error.HTTPError) as error:
            fault = f"{type(error).__name__}: {error}"
        return Asked(time.perf_counter() - began, fault)

    def _ask(self, question: str) -> str | None:
        session = secrets.token_hex(6)
        data = [question if value is QUESTION else value for value in self._call["data"]]
        job = {"fn_index": self._call["fn"], "data": data, "session_hash": session, "trigger_id": self._call["trigger"]}
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


def asking(config: Mapping[str, Any]) -> dict[str, Any]:
    """The handler of Enter in the question box ("Your question"; a chat's only text box), with the inputs of a page just
    opened. Raises ValueError where there is none.

    >>> box = {"id": 1, "type": "textbox", "props": {"label": "Your question"}}
    >>> enter = {"id": 7, "targets": [[1, "submit"]], "inputs": [1, 2]}
    >>> found = asking({"components": [box, {"id": 2, "type": "state", "props": {}}], "dependencies": [enter]})
    >>> found["fn"], found["trigger"], found["data"][0] is QUESTION, found["data"][1]
    (7, 1, True, None)
    """
    parts = {part["id"]: part for part in config["components"]}
    boxes = [key for key, part in parts.items() if part["type"] == "textbox"]
    named = [key for key in boxes if parts[key]["props"].get("label") == "Your question"] or boxes
    for call in config["dependencies"]:
        for target, event in call["targets"]:
            if event == "submit" and target in named and target in call["inputs"]:
                values = [QUESTION if key == target else parts[key]["props"].get("value") for key in call["inputs"]]
                return {"fn": call["id"], "trigger": target, "data": values}
    raise ValueError("the page has no question box")
