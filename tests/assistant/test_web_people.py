"""Who comes in, and what they cannot reach: the door, signing in and out, and each way to a document that is not theirs."""
from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from fastapi.testclient import TestClient

from assistant.ask import ask
from assistant.web import history, logs, places
from assistant.web.desk import Desk
from assistant.web.door import COOKIE, HEADERS
from assistant.web.routes import application
from ingest import pipeline, sample
from kb import people
from kb.errors import InputError, NotAllowed, SettingsError, UnknownDocument
from kb.knowledge_base import KnowledgeBase
from kb.models import Answer
from kb.settings import Settings

PASSWORD = "copper wren orchard"
HERE = ("127.0.0.1", 50000)
SECRET = "The heron clinic at Elder Row will close on 3 May 2027. Its skylarium stays."
OPEN = "The board meets in the town hall."


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def kb(settings: Settings, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """One public document and one private one, a PDF; Ann reads, Paul plans, Ada administers."""
    with KnowledgeBase.open(settings) as opened:
        for name, text in (("notice", OPEN), ("draft", SECRET)):
            (tmp_path / f"{name}.txt").write_text(f"{name.title()}\n\n1 Places\n\n{text}\n", encoding="utf-8")
        paper = next(sample.folder().glob("*paper*.pdf"))
        added = list(pipeline.add(opened, [tmp_path / "notice.txt", tmp_path / "draft.txt", paper]))
        assert [row.outcome for row in added] == ["added"] * 3
        for doc in ("draft", paper.stem):
            opened.amend(doc, visibility="private")
        for name, role in (("Ann", "reader"), ("Paul", "planner"), ("Ada", "administrator")):
            opened.people.add(name, role, PASSWORD)
        yield opened


@pytest.fixture
def desk(kb: KnowledgeBase) -> Desk:
    return Desk(kb)


def come(kb: KnowledgeBase, name: str = "", where: str = "http://127.0.0.1", peer: tuple[str, int] = HERE) -> TestClient:
    """A browser at the door, signed in where a name is given; in Gradio's place there is a page that says who was let in."""
    app = application(Desk(kb))
    app.add_api_route("/{way:path}", who, methods=["GET", "POST"])
    client = TestClient(app, where, client=peer, follow_redirects=False)
    if name:
        assert sign_in(client, name).status_code == 303
    return client


def who(request: Request) -> Response:
    return PlainTextResponse(request.state.person.name)


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def asking(name: str) -> gr.Request:
    return gr.Request(username=name)


# -- each way to a document that is not theirs


def test_a_reader_does_not_reach_a_private_document_by_search(desk: Desk) -> None:
    kb = desk.kb(asking("Ann"))
    assert {hit.document.id for hit in kb.search("heron clinic Elder Row close")} == {"notice"}
    assert kb.mentions("heron clinic") == [] and desk.kb(asking("Paul")).mentions("heron clinic") != []


def test_nor_by_an_answer(desk: Desk) -> None:
    question = "When will the heron clinic at Elder Row close?"
    told = ask(desk.kb(asking("Paul")), question)
    assert told.status == "answered" and "3 May 2027" in told.text
    kept_from = ask(desk.kb(asking("Ann")), question)
    assert kept_from.status == "not_found" and {one.doc for one in kept_from.nearest} <= {"notice"}
    assert "Elder" not in kept_from.text and "2027" not in kept_from.text


def test_nor_by_the_spelling_of_its_words(desk: Desk) -> None:
    """A word that only a private document has, and not the language, is not what a reader's misspelt one is taken for."""
    assert "skylarium" in ask(desk.kb(asking("Paul")), "When will the skylarum close?").query
    assert "skylarium" not in ask(desk.kb(asking("Ann")), "When will the skylarum close?").query


def test_nor_by_a_citation(desk: Desk, kb: KnowledgeBase) -> None:
    cited = ask(kb, "When will the heron clinic at Elder Row close?").citations[0]
    assert places.open_source(desk.kb(asking("Paul")), cited.passage, cited.quote).quoted
    with pytest.raises(UnknownDocument):
        places.open_source(desk.kb(asking("Ann")), cited.passage, cited.quote)


def test_nor_by_a_picture_of_its_page(kb: KnowledgeBase) -> None:
    doc = next(one.id for one in kb.documents() if one.format == "pdf")
    address = f"/pages/{doc}/1/1.png"
    assert come(kb, "Paul").get(address).headers["content-type"] == "image/png"
    ann = come(kb, "Ann")
    refused = ann.get(address)
    assert refused.status_code == 404 and refused.text == ann.get("/pages/no-such/1/1.png").text.replace("no-such", doc)
    assert come(kb).get(address).status_code == 401
    marked = ann.get(f"/pages/notice/1/1.png?passage={kb.passages('draft')[0].id}&span=0-9")
    assert marked.status_code == 404 and "heron" not in marked.text


def test_nor_by_an_export(kb: KnowledgeBase, desk: Desk) -> None:
    name = "check of draft – £.xlsx"
    address = desk.offer(asking("Paul"), name, b"what the draft says")
    paul, ann = desk.person(asking("Paul")), desk.person(asking("Ann"))
    key = address.removeprefix("downloads/")
    assert desk.download(paul, key).data == b"what the draft says"
    with pytest.raises(InputError, match="not there any more"):
        desk.download(ann, key)
    assert [(line.who, line.what, line.about) for line in kb.audit.lines()] == [("Paul", "exported", name)]


def test_nor_by_a_link_to_an_answer(desk: Desk, kb: KnowledgeBase) -> None:
    number = kb.answers.keep(ask(kb, "When will the heron clinic at Elder Row close?"), "Paul")
    assert SECRET[4:30] in desk.kb(asking("Paul")).answers.get(number).answer.text
    with pytest.raises(InputError, match="No answer"):
        desk.kb(asking("Ann")).answers.get(number)


def test_somebody_is_told_how_many_of_their_own_answers_they_may_not_see_any_more(desk: Desk, kb: KnowledgeBase) -> None:
    kb.amend("draft", visibility="public")
    kb.answers.keep(ask(kb, "When will the heron clinic at Elder Row close?"), "Ann")
    assert desk.unseen(asking("Ann")) == 0
    kb.amend("draft", visibility="private")
    html = history.listed(desk.kb(asking("Ann")), "Ann", "", desk.unseen(asking("Ann")))
    assert "1 answer of yours is not listed" in html and "Nothing has been asked" not in html and "heron" not in html
    assert desk.unseen(asking("Paul")) == 0


def test_nor_by_what_gradio_keeps_of_files(kb: KnowledgeBase) -> None:
    """The ways through Gradio itself, and what it sends to everybody, are tried on the real thing in test_web_served."""
    kept = kb.document("draft").path
    for name in ("Ann", "Ada"):
        client = come(kb, name)
        for way in (f"file={kept}", f"file/{kept}", "proxy=x", "openapi.json", "stream/a/b/1/list", "component_server"):
            assert client.get(f"/gradio_api/{way}").status_code == 404, way
        assert client.get("/monitoring").status_code == 404 and client.get("/gradio_api/queue/data").text == name
    assert come(kb, "Ann").post("/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 403
    assert come(kb, "Paul").post("/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 200


def test_a_reader_changes_nothing(desk: Desk, kb: KnowledgeBase) -> None:
    with pytest.raises(NotAllowed, match="may not add documents"):
        desk.allowed(asking("Ann"), "add")
    with pytest.raises(NotAllowed, match="may not remove documents: ask an administrator"):
        desk.allowed(asking("Paul"), "remove")
    with pytest.raises(NotAllowed):
        desk.kb(asking("Ann")).remove("notice")
    assert desk.allowed(asking("Ada"), "remove") is kb


def test_who_was_removed_or_is_nobody_gets_nothing(desk: Desk, kb: KnowledgeBase) -> None:
    kb.people.remove("Ann")
    for gone in ("Ann", "", "Eve"):
        with pytest.raises(NotAllowed, match="not signed in any more"):
            desk.kb(asking(gone))


# -- signing in and out


def test_signing_in_leads_on_and_the_cookie_is_the_browser_s_own(kb: KnowledgeBase) -> None:
    client = come(kb)
    sent = client.get("/?answer=3", headers={"Accept": "text/html"})
    assert sent.status_code == 303 and sent.headers["location"] == "/sign-in?next=%2F%3Fanswer%3D3"
    page = client.get("/sign-in?next=/%3Fanswer%3D3")
    assert page.status_code == 200 and 'value="/?answer=3"' in page.text and page.headers["cache-control"] == "no-store"
    signed = sign_in(client, "ann", next="/?answer=3")
    cookie = signed.headers["set-cookie"]
    assert signed.headers["location"] == "/?answer=3"
    assert cookie.startswith(f"{COOKIE}=") and {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie and "Max-Age=43200" in cookie
    assert client.get("/").status_code == 200
    assert sign_in(come(kb), "Ann", next="//elsewhere.example").headers["location"] == "/"


def test_signing_out_ends_the_session_on_the_server(kb: KnowledgeBase) -> None:
    client = come(kb, "Ann")
    token = client.cookies[COOKIE]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    again = come(kb)
    again.cookies.set(COOKIE, token)
    assert again.get("/config").status_code == 401
    assert [line.what for line in kb.audit.lines(who="Ann")] == ["signed out", "signed in"]


def test_somebody_changes_their_own_password_and_is_signed_out_elsewhere(kb: KnowledgeBase) -> None:
    client, elsewhere = come(kb, "Ann"), come(kb, "Ann")
    new = "seven brass kettles"
    for old, again, said in (("wrong", new, "do not belong together"), (PASSWORD, "other", "not typed the same")):
        refused = client.post("/password", data={"old": old, "new": new, "again": again})
        assert refused.status_code == 400 and said in refused.text
    short = client.post("/password", data={"old": PASSWORD, "new": "short", "again": "short"})
    assert short.status_code == 400 and str(people.SHORTEST) in short.text
    assert client.post("/password", data={"old": PASSWORD, "new": new, "again": new}).headers["location"] == "/"
    assert client.get("/config").status_code == 200 and elsewhere.get("/config").status_code == 401
    assert sign_in(come(kb), "Ann", new).status_code == 303
    assert "password changed" in {line.what for line in kb.audit.lines(who="Ann")}


def test_a_wrong_password_is_said_and_noted_and_locks_after_five(kb: KnowledgeBase) -> None:
    client = come(kb)
    for _ in range(people.TRIES):
        wrong = sign_in(client, "Ann", "<b>no</b>")
        assert wrong.status_code == 401 and "do not belong together" in wrong.text and "<b>" not in wrong.text
    assert "Too many wrong passwords" in sign_in(client, "Ann").text
    assert client.get("/config").status_code == 401
    assert {(line.who, line.what) for line in kb.audit.lines()} == {("Ann", "refused")}


def test_another_web_site_cannot_use_somebody_s_session(kb: KnowledgeBase) -> None:
    client = come(kb, "Ann")
    elsewhere = {"Origin": "http://elsewhere.example"}
    for headers in (elsewhere, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        assert client.post("/sign-out", headers=headers).status_code == 403
    assert client.get("/config", headers=elsewhere).status_code == 200  # it cannot read the reply
    assert client.post("/sign-out", headers={"Origin": "http://127.0.0.1"}).status_code == 303


# -- without accounts, behind a proxy


def test_without_accounts_the_owner_is_who_sits_at_the_machine(home: Path) -> None:
    with KnowledgeBase.open(Settings(home=home)) as empty:
        assert come(empty).get("/config").status_code == 200
        assert Desk(empty).person(asking("")) == people.OWNER
        for stranger in (come(empty, peer=("192.0.2.7", 1)), come(empty, where="http://rebound.example")):
            refused = stranger.get("/config")
            assert refused.status_code == 403 and "remit user add" in refused.text
            assert stranger.get("/healthz").status_code == 200


def test_signed_on_by_a_proxy_only_where_it_is_trusted(kb: KnowledgeBase) -> None:
    object.__setattr__(kb, "settings", Settings(kb.settings.home, trusted_proxies="10.0.0.0/8", sso_header="X-Signed-On"))
    name = {"X-Signed-On": "ann"}
    assert come(kb, peer=("10.1.2.3", 1)).get("/config", headers=name).status_code == 200
    assert come(kb, peer=("192.0.2.7", 1)).get("/config", headers=name).status_code == 401
    stranger = come(kb, peer=("10.1.2.3", 1)).get("/config", headers={"X-Signed-On": "Eve"})
    assert stranger.status_code == 403 and "Eve, who has no account here" in stranger.text
    assert come(kb, peer=("10.1.2.3", 1)).get("/config").status_code == 401
    secure = come(kb, peer=("10.1.2.3", 1)).post(
        "/sign-in", data={"name": "Ann", "password": PASSWORD}, headers={"X-Forwarded-Proto": "https"}
    )
    assert "Secure" in secure.headers["set-cookie"]
    object.__setattr__(kb, "settings", Settings(kb.settings.home, trusted_proxies="ten"))
    with pytest.raises(SettingsError, match="trusted_proxies cannot be used"):
        come(kb).get("/")


@pytest.mark.parametrize("kept_by_the_proxy", [True, False])
def test_under_a_sub_path(kb: KnowledgeBase, kept_by_the_proxy: bool) -> None:
    object.__setattr__(kb, "settings", Settings(kb.settings.home, root_path="/remit"))
    before = "/remit" if kept_by_the_proxy else ""
    client = come(kb)
    sent = client.get(f"{before}/", headers={"Accept": "text/html"})
    assert sent.headers["location"].startswith("/remit/sign-in?next=")
    signed = client.post(f"{before}/sign-in", data={"name": "Ann", "password": PASSWORD, "next": "/"})
    assert signed.headers["location"] == "/remit/" and "Path=/remit" in signed.headers["set-cookie"]
    cookie = {"Cookie": f"{COOKIE}={signed.headers['set-cookie'].split('=')[1].split(';')[0]}"}
    assert client.get(f"{before}/config", headers=cookie).text == "Ann"
    assert client.get(f"{before}/healthz").json() == {"status": "ok"}


# -- the rest of the service


def test_the_audit_is_a_page_for_administrators(kb: KnowledgeBase) -> None:
    kb.audit.note("Paul", "added", "<b>plan</b>")
    page = come(kb, "Ada").get("/audit?who=Paul&what=added&since=2020-01-01")
    assert page.status_code == 200 and "&lt;b&gt;plan&lt;/b&gt;" in page.text and "signed in</td>" not in page.text
    assert "no such line" in come(kb, "Ada").get("/audit?since=2099-01-01").text
    assert come(kb, "Ada").get("/audit?what=looked").status_code == 404
    for name in ("Ann", "Paul"):
        refused = come(kb, name).get("/audit")
        assert refused.status_code == 403 and "may not read the audit" in refused.text


def test_every_reply_keeps_the_browser_from_sending_anything_elsewhere(kb: KnowledgeBase) -> None:
    client = come(kb)
    for way in ("/sign-in", "/config", "/healthz", "/pages/draft/1/1.png"):
        headers = client.get(way).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS


def test_the_log_has_a_line_of_json_for_each_event_and_no_question(kb: KnowledgeBase, desk: Desk) -> None:
    lines: list[dict[str, object]] = []
    handler = logging.Handler()
    handler.setFormatter(logs.Lines())
    handler.emit = lambda record: lines.append(json.loads(handler.format(record)))  # type: ignore[method-assign]
    own = logging.getLogger("remit")
    own.addHandler(handler)
    own.setLevel(logging.INFO)
    try:
        come(kb).get("/pages/draft/1/1.png?words=heron")
        desk.asked(Answer("Is the heron ill?", "not_found", "No.", ms=7))
        object.__setattr__(kb, "settings", Settings(kb.settings.home, log_questions=True))
        desk.asked(Answer("Is the heron ill?", "not_found", "No."))
        logging.getLogger("remit.x").error("Broken", exc_info=ValueError("why"))
    finally:
        own.removeHandler(handler)
    request, asked, in_full, broken = lines
    assert request["path"] == "/pages/draft/1/1.png" and request["status"] == 401 and "heron" not in str(request)
    assert asked["event"] == "asked" and asked["ms"] == 7 and "heron" not in str(asked)
    assert in_full["question"] == "Is the heron ill?"
    assert broken["level"] == "error" and broken["said"] == "Broken" and "ValueError: why" in str(broken["trace"])


def test_a_download_is_named_and_not_kept_by_the_browser(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    made = SimpleNamespace(name="a – b.docx", data=b"x")
    monkeypatch.setattr(Desk, "download", lambda self, person, key: made)
    sent = come(kb, "Ann").get("/downloads/abc")
    assert sent.content == b"x"
    assert sent.headers["content-disposition"] == "attachment; filename*=UTF-8''a%20%E2%80%93%20b.docx"
    assert sent.headers["cache-control"] == "no-store"


def test_open_pages_are_told_of_changes_at_intervals_while_files_are_added(
    desk: Desk, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.imports, "busy", lambda who=None: True)
    seen = []
    for status in ("draft", "final"):
        kb.amend("notice", status=status)
        seen.append((desk.generation, kb.generation))
    (first, now), (still, later) = seen
    assert first == now == still < later
    monkeypatch.setattr(desk.imports, "busy", lambda who=None: False)
    assert desk.generation == later
