"""The arithmetic of the load bench, and its people against a server made up here."""
from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import ClassVar

import pytest

from eval.bench import load
from eval.bench.asking import Person, asking
from eval.bench.load import Plan, measured, percentile, questions
from ingest.readers import pdf

BOX = {"id": 1, "type": "textbox", "props": {"label": "Your question"}}
SENT = {"id": 3, "type": "textbox", "props": {"label": "The question sent"}}
KEPT = {"id": 2, "type": "state", "props": {}}


def event(number: int, name: str, way: str, after: int | None, **more: object) -> dict[str, object]:
    plain = {"inputs": [2], "outputs": [], "backend_fn": True, "trigger_after": after, "api_name": name}
    return {"id": number, "targets": [[None if after else 1, way]], **plain, **more}


CONFIG = {  # the words are moved in the browser, taken, answered; suggestions follow
    "components": [BOX, KEPT, SENT],
    "dependencies": [
        event(4, "search", "change", None),
        event(5, "js_fn", "submit", None, outputs=[3, 1], backend_fn=False),
        event(6, "send_1", "then", 5, inputs=[3, 2]),
        event(9, "js_fn_1", "failure", 6, backend_fn=False),
        event(7, "answer_1", "success", 6),
        event(8, "leads", "then", 7),
    ],
}


class App(BaseHTTPRequestHandler):
    """Answers every question but those that say "fails"."""

    asked: ClassVar[dict[str, str]] = {}
    called: ClassVar[list[int]] = []
    latest: ClassVar[dict[str, int]] = {}  # of each session

    def do_GET(self) -> None:
        if "queue/data" in self.path:
            session = self.path.split("=")[1]
            good = "fails" not in self.asked[session] or self.latest[session] == 6
            said = {"msg": "process_completed", "success": good, "output": {"error": "no"}}
            reply = f'data: {{"msg": "estimation"}}\n\ndata: {json.dumps(said)}\n\n'
        else:
            reply = json.dumps(CONFIG)
        self.send(reply)

    def do_POST(self) -> None:
        job = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.called.append(job["fn_index"])
        self.latest[job["session_hash"]] = job["fn_index"]
        if job["fn_index"] == 6:
            self.asked[job["session_hash"]] = job["data"][0]
        self.send("{}")

    def send(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), App) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_question_has_its_row_and_a_fault_is_counted(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "READING", (0.05, 0.05))
    asked = (f"Question {number}{'' if number % 3 else ' fails'}?" for number in range(10_000))
    found = measured(address, 1, Plan(people=3, seconds=0.2, memory=5), asked, None)
    assert found.together_answered == 2 and 1 <= found.faults <= found.asked - 2  # of any three in a row one fails
    assert 0 < found.median <= found.percentile_95 and found.together_last > 0 and found.first_page > 0


def test_a_question_runs_through_every_handler_that_the_page_calls_for(address: str) -> None:
    App.called.clear()
    person = Person(address)
    person.open()
    assert person.ask("Who?").fault is None and App.called == [6, 7, 8]
    assert person.ask("Who fails?").fault == "no" and App.called[3:] == [6, 7]


def test_a_page_without_an_answer_is_named() -> None:
    with pytest.raises(ValueError, match="no answer follows on Enter"):
        asking({"components": [BOX], "dependencies": [event(6, "send", "submit", None, inputs=[1])]})


def test_a_server_that_is_not_there_is_a_fault_and_no_crash(address: str) -> None:
    person = Person(address)
    person.open()
    person.address = "http://127.0.0.1:9"
    told = person.ask("Anybody?")
    assert told.fault is not None and "refused" in told.fault


def test_percentiles() -> None:
    shares = (0.0, 0.5, 0.8, 0.95, 1.0)
    assert [percentile([5.0, 1.0, 4.0, 2.0, 3.0], share) for share in shares] == [1.0, 3.0, 4.0, 5.0, 5.0]


def test_nobody_asks_what_was_asked_before() -> None:
    texts = ["The board meets in the old town hall each month.", "Homes for forty families will be built there by spring."]
    asked = list(islice(questions(texts), 500))
    assert len(set(asked)) == 500 and asked == list(islice(questions(texts), 500))


def test_the_long_paper_can_be_read(tmp_path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(load.long_pdf(["The board meets (each month).", "It costs £5."]))
    source = pdf.read(path)
    assert source.pages == load.LONG and "each month" in str(source.blocks)
