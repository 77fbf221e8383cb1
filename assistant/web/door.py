"""The door before every request: who it comes from, and whether that way is open to them.

It stands before Gradio, whose own routes would serve every file that it has kept to everybody who is signed in: of those,
only the ways listed here are open.
"""
from __future__ import annotations

import re
import time
from collections.abc import Iterable
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web import logs
from assistant.web.desk import Desk
from kb.errors import NotAllowed, RemitError, SettingsError
from kb.people import OWNER, Person

COOKIE = "remit_session"
OPEN = re.compile(r"/(healthz|sign-in|favicon\.ico|robots\.txt|(assets|static|svelte)/.*)")  # nothing of the library in them
# Of Gradio's own ways those that the page uses; "/gradio_api/file=" is not among them.
GRADIO = re.compile(
    r"/(config|theme\.css|manifest\.json|gradio_api/(info|app_id|startup-events|theme\.css|heartbeat/\w+|queue/(join|data)"
    r"|cancel|reset|upload|upload_progress))?/?"
)
BEATS = re.compile(r"/gradio_api/(heartbeat|queue)/")  # open pages ask this every moment: not worth a line each
OWN = re.compile(r"/(pages|downloads|answers)/.+|/audit|/password|/sign-out")
HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # this machine, by the names under which nobody else can reach it
FORWARDED = (b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-port", b"forwarded")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    # Gradio's page needs script and style inside it; nothing may be fetched from, or sent to, anywhere else.
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
}
ONLY_HERE = (
    "Remit has no accounts yet, so it answers only on the machine that it runs on: make one there with "
    "`remit user add NAME --role administrator`."
)


class Door:
    """ASGI middleware. A request that is let in has its person in `request.state.person`."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._trusted = networks(desk.settings.trusted_proxies)
        self._root = root_path(desk.settings.root_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._served(scope, receive, send)
        else:
            raise NotAllowed(f"Remit serves no {scope['type']}.")

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.perf_counter(), 500
        trusted = self._is_trusted(scope)
        if not trusted:
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in FORWARDED]
        if self._root and scope["path"].startswith(f"{self._root}/"):  # the proxy may leave the sub-path where it was
            scope["path"] = scope["path"].removeprefix(self._root)
        request = Request(scope)

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            refusal = await run_in_threadpool(partial(self._refusal, request, trusted))
            await (refusal or self._app)(scope, receive, sending)
        finally:
            if status >= 400 or not BEATS.match(request.url.path):
                path = re.sub(r"^/downloads/.*", "/downloads/", request.url.path)
                took = round((time.perf_counter() - began) * 1000)
                logs.event("request", method=request.method, path=path, status=status, ms=took)

    def _refusal(self, request: Request, trusted: bool) -> Response | None:
        """What is answered instead, or None for a request that may go on; its person is in its state then."""
        path = request.url.path
        if not _same_site(request):
            return PlainTextResponse("This came from another web site: open Remit itself.", 403)
        if OPEN.fullmatch(path):
            return None
        try:
            person = self._person(request, trusted)
            if person is None:
                return self._to_sign_in(request)
            if not GRADIO.fullmatch(path) and not OWN.fullmatch(path):
                return PlainTextResponse("There is no such page.", 404)
            if path.startswith("/gradio_api/upload"):
                person.must("add")
        except RemitError as error:
            return PlainTextResponse(str(error), 403)
        request.state.person = person
        return None

    def _person(self, request: Request, trusted: bool) -> Person | None:
        """Who this is; None where they have to sign in. Raises NotAllowed."""
        if not self._desk.has_people:
            if not trusted and _is_here(request):
                return OWNER
            raise NotAllowed(ONLY_HERE)
        header = self._desk.settings.sso_header
        if trusted and header and (name := request.headers.get(header)):
            if found := self._desk.named(name):
                return found
            raise NotAllowed(f"You are signed on as {name}, who has no account here: ask the person who runs Remit for one.")
        token = request.cookies.get(COOKIE)
        return self._desk.of_session(token) if token else None

    def _to_sign_in(self, request: Request) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{self._root}/sign-in?next={quote(asked, safe='')}", 303)
        return PlainTextResponse("You are not signed in any more: open the page again and sign in.", 401)

    def _is_trusted(self, scope: Scope) -> bool:
        """Whether a reverse proxy that the settings name sent this."""
        return bool(self._trusted and scope["client"]) and _within(scope["client"][0], self._trusted)


Networks = tuple[IPv4Network | IPv6Network, ...]


def networks(named: str) -> Networks:
    """Addresses and networks from their text, separated by commas. Raises SettingsError.

    >>> networks("127.0.0.1, 10.0.0.0/8")
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    try:
        return tuple(ip_network(one.strip()) for one in named.split(",") if one.strip())
    except ValueError as error:
        raise SettingsError(f"trusted_proxies cannot be used ({error}): give networks such as 10.0.0.0/8.") from None


def root_path(given: str) -> str:
    """The sub-path as it stands before every way. Raises SettingsError.

    >>> root_path("remit/"), root_path("/a/remit"), root_path("")
    ('/remit', '/a/remit', '')
    """
    path = given.strip("/")
    if path and not re.fullmatch(r"[\w.~-]+(/[\w.~-]+)*", path):
        raise SettingsError(f"root_path is {given!r}, but must be a path such as /remit.")
    return f"/{path}" if path else ""


def is_loopback(address: str) -> bool:
    """
    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address == "localhost"
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def _within(address: str, allowed: Iterable[IPv4Network | IPv6Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in allowed)


def _is_here(request: Request) -> bool:
    """That the asker sits at this machine and calls it so: a web site elsewhere may point a name of its own here."""
    return request.client is not None and is_loopback(request.client.host) and request.url.hostname in HERE


def _same_site(request: Request) -> bool:
    """That no other web site had the browser send this: whatever changes something asks for it."""
    if request.method in ("GET", "HEAD"):
        return True
    if site := request.headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    hosts = {request.headers.get("host"), request.headers.get("x-forwarded-host")}
    return origin is None or urlsplit(origin).netloc in hosts
