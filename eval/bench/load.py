"""Many people at once: signed in, asking what nobody asked before and reading between, while a long PDF is added; then all
in the same second; then one after the other, for the memory.

The same questions are put to stock gr.ChatInterface over stock LlamaIndex, over the same PDFs, in the same run.
"""
from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.asking import Asked, Person
from ingest import pipeline
from kb.errors import RemitError
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

READING = (10.0, 20.0)  # seconds that a person reads an answer
STARTS_WITHIN = 600.0  # seconds; the other product imports torch and embeds its files first
PASSWORD = "three words for a bench"
KINDS = ("What do the documents say about", "Who is responsible for", "When is the date for", "How much is meant for")
RUN = 4  # words of the documents in a question
LONG = 100  # pages of the PDF that is added meanwhile
LINES = 40  # on each of its pages
REMIT = "from assistant.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked: so many people, each for so many seconds, then this many questions for the memory."""

    people: int = 30
    seconds: float = 120.0
    memory: int = 2000


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one product. Seconds; memory in units of 10^6 bytes, `grew` from a tenth of the memory's questions to their end."""

    asked: int
    faults: int
    median: float
    percentile_95: float
    together_answered: int
    together_last: float
    first_page: float
    memory: float
    grew: float


def load(corpus: Path, plan: Plan, settings: Settings) -> dict[str, dict[str, float | None]]:
    """The figures of both over the folder's PDFs by name, with Remit's divided by the other's. A long PDF is added to Remit
    alone: the other reads files only before it starts.

    Raises RemitError where a file cannot be read or a server does not start.
    """
    with TemporaryDirectory(prefix="remit-bench-") as folder:
        home, files, scratch = (Path(folder) / name for name in ("home", "files", "stock"))
        for made in (home, files, scratch):
            made.mkdir()
        for path in sorted(corpus.glob("*.pdf")):
            shutil.copy(path, files)
        texts = stocked(home, files, plan.people)
        paper = Path(folder) / "long-paper.pdf"
        paper.write_bytes(long_pdf(texts))

        def add() -> subprocess.Popen[bytes]:
            call = [sys.executable, "-c", REMIT, "add", str(paper)]
            return subprocess.Popen(call, env=_with({"REMIT_HOME": str(home)}), stdout=subprocess.DEVNULL)

        with server([sys.executable, "-c", REMIT, "web", "--port"], {"REMIT_HOME": str(home)}) as (address, process):
            ours = measured(address, process.pid, plan, questions(texts), add)
        with server([sys.executable, "-m", "eval.bench.peers.chat", str(files), str(scratch)], {}) as (address, process):
            stock = measured(address, process.pid, plan, questions(texts), None)
    return {name: pair(float(value), float(asdict(stock)[name])) for name, value in asdict(ours).items()}


def pair(remit: float, stock: float) -> dict[str, float | None]:
    """
    >>> pair(0.5, 2.0), pair(1.0, 0.0)
    ({'remit': 0.5, 'stock': 2.0, 'ratio': 0.25}, {'remit': 1.0, 'stock': 0.0, 'ratio': None})
    """
    return {"remit": remit, "stock": stock, "ratio": round(remit / stock, 3) if stock else None}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of the values does not exceed; 0 for none.

    >>> percentile([4, 1, 3, 2], 0.5), percentile(range(1, 101), 0.95), percentile([], 0.95)
    (2, 95, 0.0)
    """
    ranked = sorted(values)
    return ranked[max(0, -int(-share * len(ranked) // 1) - 1)] if ranked else 0.0


def stocked(home: Path, files: Path, people: int) -> list[str]:
    """Fills the home: the files and accounts person0, person1 ...; returns the texts of its passages."""
    with KnowledgeBase.open(Settings(home=home)) as kb:
        for row in pipeline.add(kb, [files]):
            if row.outcome != "added":
                raise RemitError(f"{row.path} could not be added for the bench: {row.reason}")
        for number in range(people):
            kb.people.add(f"person{number}", "reader", PASSWORD)
        return [passage.text for document in kb.documents() for passage in kb.passages(document.id)]


def long_pdf(texts: Sequence[str]) -> bytes:
    """A PDF of LONG pages with the words of these texts, in one column of plain type.

    >>> made = long_pdf(["The board meets (each month)."])
    >>> made[:8], made.count(b"/Type /Page "), made.count(b"each month")
    (b'%PDF-1.4', 100, 4000)
    """
    words = [re.sub(r"[^A-Za-z0-9 .,;%-]", " ", text)[:80] for text in texts]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(LONG))
    objects.append(f"<< /Type /Pages /Count {LONG} /Kids [{kids}] >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for page in range(LONG):
        lines = [words[(page * LINES + line) % len(words)] for line in range(LINES)]
        text = "BT /F1 10 Tf 60 780 Td 18 TL\n" + "".join(f"({line}) Tj T*\n" for line in lines) + "ET"
        place = f"/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842] /Contents {5 + 2 * page} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {place} >>".encode())
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream".encode())
    made, starts = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        starts.append(len(made))
        made += f"{number} 0 obj\n".encode() + held + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def questions(texts: Sequence[str]) -> Iterator[str]:
    """Questions without end, no two alike, about words that stand together in the documents; the same for the same texts.

    >>> asked = questions(["The board meets in the old town hall each month.", "Short."])
    >>> next(asked), len({next(asked) for _ in range(40)})
    ('What do the documents say about "old town hall each"?', 40)
    """
    split = [words for text in texts if len(words := re.findall(r"\w+", text)) > RUN + 1]
    runs = [words[at : at + RUN] for words in split for at in range(1, len(words) - RUN)]
    chosen = random.Random(7)
    chosen.shuffle(runs)
    number = 0
    while True:
        kind, again = KINDS[number // len(runs) % len(KINDS)], number // (len(runs) * len(KINDS))
        yield f'{kind} "{" ".join(runs[number % len(runs)])}"{f" in year {again}" if again else ""}?'
        number += 1


def measured(
    address: str, pid: int, plan: Plan, asked: Iterator[str], disturb: Callable[[], subprocess.Popen[bytes]] | None
) -> Figures:
    """All three parts against one server; `disturb` starts what goes on meanwhile in the first."""
    people = [Person(address) for _ in range(plan.people)]
    if disturb:
        for number, person in enumerate(people):
            person.sign_in(f"person{number}", PASSWORD)
    pages = [person.open() for person in people]
    people[0].ask(next(asked))  # loads what the first question would otherwise wait for
    busy = disturb() if disturb else None
    try:
        apart = reading(people, plan.seconds, asked)
    finally:
        if busy:
            busy.wait()
    with ThreadPoolExecutor(plan.people) as at_once:
        together = list(at_once.map(Person.ask, people, [next(asked) for _ in people]))
    memory, grew = remembered(people[0], pid, plan.memory, asked)
    taken = [one.seconds for one in apart]
    answered = [one.seconds for one in together if not one.fault]
    return Figures(
        asked=len(apart) + len(together),
        faults=sum(bool(one.fault) for one in (*apart, *together)),
        median=round(percentile(taken, 0.5), 3),
        percentile_95=round(percentile(taken, 0.95), 3),
        together_answered=len(answered),
        together_last=round(max(answered, default=0.0), 3),
        first_page=round(percentile(pages, 0.5), 3),
        memory=round(memory),
        grew=round(grew),
    )


def reading(people: Sequence[Person], seconds: float, asked: Iterator[str]) -> list[Asked]:
    """Each asks, reads, asks again, until the time is over; nobody waits for another."""
    until = time.monotonic() + seconds
    mine = [[next(asked) for _ in range(int(seconds / READING[0]) + 1)] for _ in people]

    def one(person: Person, own: Sequence[str]) -> list[Asked]:
        pause, told = random.Random(own[0]), []
        time.sleep(pause.uniform(0, min(READING[1], seconds / 2)))  # people do not come all at once
        for question in own:
            if time.monotonic() > until:
                break
            told.append(person.ask(question))
            time.sleep(pause.uniform(*READING))
        return told

    with ThreadPoolExecutor(len(people)) as at_once:
        return [asked for told in at_once.map(one, people, mine) for asked in told]


def remembered(person: Person, pid: int, times: int, asked: Iterator[str]) -> tuple[float, float]:
    """The server's memory after so many questions, and how much of it came after the first tenth."""
    settled = 0.0
    for number in range(times):
        if number == times // 10:
            settled = resident_mb(pid)
        person.ask(next(asked))
    return resident_mb(pid), resident_mb(pid) - settled if times else 0.0


def resident_mb(pid: int) -> float:
    """What a process holds in memory now, in units of 10^6 bytes. Linux only; 0 elsewhere."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status.read_text(encoding="ascii"))[0]) * 1024 / 1e6


@contextmanager
def server(command: Sequence[str], variables: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The command with a free port after it, once it answers; stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call, quiet = [*command, str(port)], subprocess.DEVNULL
    with subprocess.Popen(call, env=_with(variables), stdout=quiet, stderr=quiet) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


def _with(variables: dict[str, str]) -> dict[str, str]:
    """This process's environment, with nothing in it that would send a request through a proxy."""
    return {**{name: value for name, value in os.environ.items() if "proxy" not in name.lower()}, **variables}


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError as error:
            if getattr(error, "code", None):  # it answers, if only to say that nobody is signed in
                return
            time.sleep(0.3)
    raise RemitError(f"The bench's server at {address} did not start within {STARTS_WITHIN:.0f} seconds: try it by hand.")
