"""What the browser tests share: `remit web` over the sample library, Chromium, and how its pages are used."""
from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STARTS_WITHIN = 240  # seconds, on a machine that does much else
QUIET_CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address at which `remit web` serves the home."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # its log has a line for each request
    with subprocess.Popen(remit("web", "--port", str(port)), env=environment(home), **quiet) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def remit(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from assistant.cli import main; main()", *arguments]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "REMIT_HOME": str(home)}


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            urllib.request.urlopen(url).close()
            return
        except OSError:
            assert server.poll() is None and time.monotonic() < until, "remit web did not start"
            time.sleep(0.2)


def local(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:", address.replace("http:", "ws:")))


def open_app(page: Page, address: str) -> None:
    """Opens the app and waits until it has filled itself for its reader."""
    page.goto(address)
    page.get_by_role("textbox", name="Your question", exact=True).wait_for()
    page.locator(".conversation :is(.welcome, .notice)").first.wait_for()


def go(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab, exact=True).click()
    page.wait_for_timeout(300)  # a tab fades in, and half-faded text has no contrast


def ask(page: Page, question: str, within: float = 30) -> None:
    """Asks, and waits so many seconds for the whole answer."""
    turns = page.locator("article.turn")
    before = turns.count()
    box = page.get_by_role("textbox", name="Your question", exact=True)
    box.fill(question)
    box.press("Enter")
    turns.nth(before).locator(".status").wait_for(timeout=within * 1000)


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong by the rules of WCAG 2.2 AA, with no rule left out; and what is wider than the window."""
    found = Axe().run(page, options=WCAG).response["violations"]
    wide = [] if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") else ["wider than the window"]
    return [f"{fault['id']}: {node['html'][:150]}" for fault in found for node in fault["nodes"]] + wide
