"""The command line with no network: every socket but loopback is refused and told, and torch stays unloaded once compiled.

The commands run as processes of their own. A `sitecustomize` on their path adds an audit hook, which sees the connections,
look-ups and datagrams of every library that speaks through Python's sockets, and at the end writes down what was loaded.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import sample

WATCH = '''
import atexit, json, os, sys

refused = []

def hook(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else address
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    else:
        return
    local = host is None or not isinstance(host, str) or host.startswith(("/", "127.")) or host in ("", "localhost", "::1")
    if not local:
        refused.append(f"{event} {host}")
        raise OSError(f"no network in this test: {event} {host}")

def write():
    with open(os.environ["WATCHED"], "w") as file:
        json.dump({"refused": refused, "loaded": sorted(sys.modules)}, file)

sys.addaudithook(hook)
atexit.register(write)
'''
HEAVY = {"torch", "sentence_transformers", "transformers", "gradio", "llama_index"}
DOCUMENT = "strathmarden-ijb-directions-2026.html"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str
    refused: list[str]
    loaded: set[str]


@pytest.fixture
def watched(tmp_path: Path, home: Path) -> Callable[..., Ran]:
    """Runs Python with arguments in the test's home, watched."""
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    seen = tmp_path / "seen.json"

    def run(*arguments: str) -> Ran:
        env = {**os.environ, "PYTHONPATH": str(tmp_path), "WATCHED": str(seen)}
        done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, check=False)
        told = json.loads(seen.read_text(encoding="utf-8"))
        return Ran(done.returncode, done.stdout, done.stderr, told["refused"], set(told["loaded"]))

    return run


def test_the_watch_refuses_and_tells(watched: Callable[..., Ran]) -> None:
    ran = watched("-c", "import socket; socket.socket().connect(('192.0.2.1', 80))")
    assert ran.code == 1 and "no network in this test" in ran.err and ran.refused == ["socket.connect 192.0.2.1"]
    ran = watched("-c", "import socket; socket.getaddrinfo('remit.example', 443)")
    assert ran.code == 1 and ran.refused == ["socket.getaddrinfo remit.example"]
    own = "import socket as s; here = s.create_server(('127.0.0.1', 0)); s.create_connection(here.getsockname())"
    ran = watched("-c", own)
    assert (ran.code, ran.refused) == (0, [])


def test_add_search_and_ask_work_without_a_network_and_then_without_torch(watched: Callable[..., Ran]) -> None:
    remit = ("-c", "from assistant.cli import main; main()")
    folder = sample.folder()
    first = watched(*remit, "add", "--json", str(folder / DOCUMENT))
    assert (first.code, first.refused) == (0, []), first.err
    assert json.loads(first.out)["outcome"] == "added"

    second = watched(*remit, "add", "--json", str(next(folder.glob("*.docx"))))
    found = watched(*remit, "search", "--json", "intermediate care")
    asked = watched(*remit, "ask", "--json", "What does Direction 1.3 say?")
    for ran in (second, found, asked):
        assert (ran.code, ran.refused) == (0, []), ran.err
        assert ran.loaded & HEAVY == set()
    assert json.loads(found.out.splitlines()[0])["rank"] == 1
    assert json.loads(asked.out)["status"] in ("answered", "partial", "disputed")
