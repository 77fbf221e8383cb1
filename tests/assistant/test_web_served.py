"""`remit web` as it is served: under a sub-path behind a reverse proxy, to people who sign in, with Gradio's own ways."""
from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from ingest import pipeline
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.assistant.browsing import ask, environment, faults, remit, wait_for

pytestmark = pytest.mark.slow

PASSWORD = "copper wren orchard"
SECRET = "The heron clinic at Elder Row will close on 3 May 2027."


@dataclass(frozen=True)
class Service:
    """The process, its own address, the proxy's, and what it wrote on standard error."""

    process: subprocess.Popen[bytes]
    port: int
    proxy: str
    log: Path
    home: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def service(sample_copy: Path) -> Iterator[Service]:
    stock(sample_copy)
    port = free_port()
    proxied = ThreadingHTTPServer(("127.0.0.1", 0), type("To", (Proxy,), {"upstream": port}))
    threading.Thread(target=proxied.serve_forever, daemon=True).start()
    with_proxy = {**environment(sample_copy), "REMIT_ROOT_PATH": "/remit", "REMIT_TRUSTED_PROXIES": "127.0.0.1"}
    command = remit("web", "--port", str(port))
    log = sample_copy / "service.log"
    with log.open("wb") as err, subprocess.Popen(command, env=with_proxy, stdout=subprocess.DEVNULL, stderr=err) as process:
        proxy = f"http://127.0.0.1:{proxied.server_port}/remit"
        wait_for(f"{proxy}/healthz", process)
        yield Service(process, port, proxy, log, sample_copy)
        process.kill()
    proxied.shutdown()
    proxied.server_close()


def stock(home: Path) -> None:
    """Adds one private document and two people; Ann reads, Paul plans."""
    secret = home / "draft.txt"
    secret.write_text(f"Draft of closures\n\n1 Places\n\n{SECRET}\n", encoding="utf-8")
    with KnowledgeBase.open(Settings(home=home)) as kb:
        assert {row.outcome for row in pipeline.add(kb, [secret])} == {"added"}
        kb.amend("draft", visibility="private")
        kb.people.add("Ann", "reader", PASSWORD)
        kb.people.add("Paul", "planner", PASSWORD)


class Proxy(BaseHTTPRequestHandler):
    """What nginx does with docs/how-to/service/nginx.conf: the sub-path is taken off, bodies are passed on as they come."""

    upstream = 0

    def do_GET(self) -> None:
        if not self.path.startswith("/remit/"):
            self.send_error(404)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        host = {"X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Proto": "http"}
        with_us = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        ahead = http.client.HTTPConnection("127.0.0.1", self.upstream)
        try:
            ahead.request(self.command, self.path.removeprefix("/remit"), body, {**with_us, **host, "Connection": "close"})
            reply = ahead.getresponse()
            self.send_response(reply.status)
            for name, value in reply.getheaders():
                if name.lower() not in ("connection", "transfer-encoding", "server", "date"):
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            while piece := reply.read1(65536):
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:  # either end has gone: so has this
            pass
        finally:
            ahead.close()
            self.close_connection = True

    do_POST = do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def signed_in(service: Service, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as client:
        sent = client.post(f"{service.proxy}/sign-in", data={"name": name, "password": PASSWORD, "next": "/"})
        assert sent.status_code == 303 and sent.headers["location"] == "/remit/", sent.text
        yield client


def test_nothing_of_the_library_is_in_what_gradio_sends_to_everybody(service: Service) -> None:
    with signed_in(service, "Ann") as ann:
        for way in ("/", "/config", "/gradio_api/info"):
            sent = ann.get(service.proxy + way)
            assert sent.status_code == 200, way
            assert "heron" not in sent.text and "Strathmarden" not in sent.text and "Draft of closures" not in sent.text, way
        for way in (f"/gradio_api/file={service.home / 'draft.txt'}", "/gradio_api/proxy=http://x", "/monitoring/summary"):
            assert ann.get(service.proxy + way).status_code == 404, way
        assert ann.post(f"{service.proxy}/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 403
    with signed_in(service, "Paul") as paul:
        uploaded = paul.post(f"{service.proxy}/gradio_api/upload", files={"files": ("a.txt", b"private words")}).json()[0]
        assert paul.get(f"{service.proxy}/gradio_api/file={uploaded}").status_code == 404


def test_a_reader_s_press_of_a_button_that_is_not_theirs_changes_nothing(service: Service) -> None:
    """Every handler of the page is called as a reader would from a script, with any document in the event."""
    with signed_in(service, "Ann") as ann, KnowledgeBase.open(Settings(home=service.home)) as kb:
        config = ann.get(f"{service.proxy}/config").json()
        before, generation = kb.documents(), kb.generation
        said = []
        for number, one in enumerate(config["dependencies"]):
            body = {
                "fn_index": one["id"], "session_hash": f"x{number}", "trigger_id": None,
                "data": [None for _ in one["inputs"]],
                "event_data": {"doc": "draft", "passage": "draft/1/1", "quote": SECRET, "words": "", "page": 1},
            }  # fmt: skip
            if ann.post(f"{service.proxy}/gradio_api/queue/join", json=body).status_code == 200:
                said.append(events(ann, service, f"x{number}"))
        assert kb.documents() == before and kb.generation == generation
        told = " ".join(said)
        assert len(said) > 10 and "may not remove documents" in told
        assert "heron clinic" not in told and "Elder Row" not in told.replace(SECRET, "")


def events(client: httpx.Client, service: Service, session: str) -> str:
    """All that the queue says of one event, to its end."""
    heard = ""
    with client.stream("GET", f"{service.proxy}/gradio_api/queue/data?session_hash={session}") as stream:
        for line in stream.iter_lines():
            heard += line
            if "process_completed" in line or "close_stream" in line:
                break
    return heard


@pytest.mark.browser
def test_signing_in_asking_and_opening_a_page_under_the_sub_path(service: Service, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    strangers: list[str] = []
    ours = (service.proxy, "data:", "blob:")
    page.on("request", lambda sent: None if sent.url.startswith(ours) else strangers.append(sent.url))
    page.goto(f"{service.proxy}/")
    assert faults(page) == []
    enter(page, "Paul", "not the password")
    page.get_by_role("alert").wait_for()
    assert faults(page) == []
    enter(page, "Paul", PASSWORD)
    page.locator(".conversation :is(.welcome, .notice)").first.wait_for(timeout=60_000)
    ask(page, "What is the population of Upper Marden?")
    page.locator("article.turn .mark").first.click()
    page.wait_for_function("document.querySelector('section.source img')?.naturalWidth > 0", timeout=60_000)
    assert faults(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/remit/sign-in")
    enter(page, "Paul", PASSWORD)
    page.locator(".conversation :is(.welcome, .notice)").first.wait_for(timeout=60_000)
    with KnowledgeBase.open(Settings(home=service.home)) as kb:
        kb.people.set_password("Paul", PASSWORD)  # which ends every session: the open page goes to the door
    page.wait_for_url("**/remit/sign-in?ended=1", timeout=60_000)
    assert "your session has ended" in page.locator("main").inner_text() and faults(page) == []
    assert strangers == []
    page.close()


def enter(page: Page, name: str, password: str) -> None:
    """By keyboard alone: the first field that has to be filled has the focus."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Password").press("Enter")


def test_it_stops_when_told_and_the_log_has_no_question(service: Service) -> None:
    """The last test here: the service is gone afterwards."""
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(30) in (0, -signal.SIGTERM)
    written = service.log.read_text(encoding="utf-8")  # Gradio writes what went wrong in a handler between our lines
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    said = [line["event"] for line in lines]
    assert "started" in said and said[-1] == "stopped"
    assert "heron" not in written and "Upper Marden" not in written
    with KnowledgeBase.open(Settings(home=service.home)) as kb:
        assert "signed in" in {line.what for line in kb.audit.lines(who="Paul")}
