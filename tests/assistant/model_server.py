"""An OpenAI-compatible server on loopback that does as it is told: real HTTP, streamed and not, well-behaved and not."""
from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Manner = Literal[
    "stream", "whole", "no-stream", "error", "silent", "dribble", "garbage", "not-json", "broken-off", "odd-chunks",
    "endless",
]  # fmt: skip


@dataclass
class Script:
    """What the server says to each request, and what it was asked."""

    text: str = ""
    manner: Manner = "stream"
    status: int = 500
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(script: Script) -> Iterator[Script]:
    """The server, while the context lasts; its address is `script.url`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.asked.append(body)
            script.keys.append(self.headers.get("Authorization", ""))
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):  # the asker has gone
                answer(self, script, body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        script.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answer(handler: BaseHTTPRequestHandler, script: Script, body: dict[str, Any]) -> None:
    streamed = bool(body.get("stream"))
    if script.manner == "error" or (script.manner == "no-stream" and streamed):
        status = script.status if script.manner == "error" else 400
        send(handler, status, "application/json", json.dumps({"error": {"message": "no", "type": "t", "code": "c"}}))
    elif script.manner == "silent":
        script.over.wait(20)
    elif script.manner == "garbage":
        send(handler, 200, "application/json", json.dumps({"choices": "none", "surprise": [1, 2]}))
    elif script.manner == "not-json":
        send(handler, 200, "text/html", "<html>Please sign in to the guest network</html>")
    elif streamed and script.manner != "whole":
        stream(handler, script)
    else:
        message = {"role": "assistant", "content": script.text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        send(handler, 200, "application/json", json.dumps({**HEAD, "object": "chat.completion", "choices": [choice]}))


HEAD = {"id": "c1", "created": 1, "model": "scripted"}


def send(handler: BaseHTTPRequestHandler, status: int, kind: str, text: str) -> None:
    data = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    handler.send_header("Connection", "close")  # said, so that the next request does not meet a closing one
    handler.end_headers()
    handler.wfile.write(data)


def stream(handler: BaseHTTPRequestHandler, script: Script) -> None:
    """Server-sent events, a few characters each."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Connection", "close")
    handler.end_headers()
    while script.manner == "dribble" and not script.over.wait(0.02):
        write(handler, ": still thinking\n\n")
    while script.manner == "endless":
        write(handler, event({"content": "And so on and on. " * 20}))
    if script.manner == "odd-chunks":
        write(handler, "data: {not json at all\n\n")
    for start in range(0, len(script.text), 7):
        write(handler, event({"content": script.text[start : start + 7]}))
        if script.manner == "broken-off" and start > len(script.text) / 2:
            handler.wfile.flush()
            return
    write(handler, event({}, "stop") + "data: [DONE]\n\n")


def event(delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return "data: " + json.dumps({**HEAD, "object": "chat.completion.chunk", "choices": [choice]}) + "\n\n"


def write(handler: BaseHTTPRequestHandler, text: str) -> None:
    handler.wfile.write(text.encode())
    handler.wfile.flush()
