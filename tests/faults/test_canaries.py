"""A word of its own in every field, and then a search of everything that the service writes, sends or shows."""

import base64
import json
import re
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from mail_server import MailServer, free_port
from playwright.sync_api import BrowserContext, Page, Playwright, Request
from processes import SECONDS, Portal, environ
from sqlalchemy import text

from forms_service import access, coordinators, create_app, db
from forms_service.settings import Settings

ROLE = "/interest/cambridgeshire/special-constable"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

# What a person types, a word each that is nowhere else. Digits stand for phone numbers.
ADULT = {
    "name": "Quillona Nightjarre",
    "email": "quillmail@nightjarre-mail.example.org",
    "phone": "01632 960417",
    "availability": "Thursdayish Quillfree",
    "words": "I once trained a quillwort badger.",
}
CHILD = {
    "name": "Childe Wrennet",
    "parent_name": "Motherella Wrennetta",
    "parent_email": "matermail@wrennetta-mail.example.org",
    "parent_phone": "01632 960528",
    "availability": "Wrennetfree",
    "words": "Wrennetwords.",
}
CHANGED = {
    "name": "Quillona Newjarre",
    "phone": "01632 960639",
    "words": "Newquillwords.",
    "availability": "Newquillfree",
}
MOVED = "quillmoved@newjarre-mail.example.org"
STRANGER = {"email": "strangermail@lurkette.example.org", "password": "Lurkettepassword"}
COLLEAGUE = {"name": "Deskina Colleaguette", "email": "deskina@colleaguette.example.org"}
STRAY = "Straywordette"  # in addresses, headers, and fields that nobody asked for
CANARIES = [
    *("Quillona", "Nightjarre", "quillmail", "960417", "Thursdayish", "Quillfree", "quillwort", "badger"),
    *("Wrennet", "Motherella", "matermail", "960528", "Newjarre", "960639", "Newquill", "quillmoved"),
    *("strangermail", "Lurkette", "Deskina", "Colleaguette", STRAY),
]


def sung(where: str) -> list[str]:
    """The canaries in a text, whatever their case, plain or percent-encoded."""
    return [word for word in CANARIES if word.lower() in where.lower()]


@dataclass
class Reading(MailServer):
    """The mail server, which keeps what it takes."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        letter = message_from_bytes(cast(bytes, envelope.content), policy=default)
        self.letters.append(cast(EmailMessage, letter))
        return await super().handle_DATA(server, session, envelope)

    def to(self, address: str, number: int = 1) -> list[EmailMessage]:
        """The letters to an address, once so many have come."""
        deadline = time.monotonic() + SECONDS
        while len(found := [letter for letter in self.letters if letter["To"] == address]) < number:
            assert time.monotonic() < deadline, f"no letter to {address}"
            time.sleep(0.05)
        return found


@pytest.fixture
def mail_server() -> Iterator[Reading]:
    made = Reading()
    made.opens()
    yield made
    made.closes()


@pytest.fixture
def portal(tmp_path: Path, built: Path, database_url: str, mail_server: Reading) -> Iterator[Portal]:
    """With its site and its letter worker, at its own address, and the server's own log of addresses turned on."""
    port = free_port()
    more = {
        "CIP_BASE_URL": f"http://127.0.0.1:{port}",
        "CIP_SERVE_SITE": "yes",
        "GRANIAN_LOG_ACCESS_ENABLED": "true",
        "GRANIAN_LOG_LEVEL": "info",
        "CIP_ERASURES": str(tmp_path / "erasures.txt"),
    }
    made = Portal(tmp_path, [port], environ(tmp_path, built, database_url, mail_server.port) | more)
    made.start()
    made.worker.start()
    yield made
    made.kill()


class Elsewhere:
    """Another site: what it is told by the browsers that come."""

    def __init__(self) -> None:
        self.told: list[str] = []
        other = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/":  # not the icon of the page here
                    other.told.append(str(self.headers))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<h1>Elsewhere</h1>")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    made = Elsewhere()
    yield made
    made.server.shutdown()
    made.server.server_close()


@dataclass
class Seen:
    """What went out of a browser besides what people typed into forms: addresses, and where they say they come from."""

    requests: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        self.requests.append(f"{request.method} {request.url}\nReferer: {request.headers.get('referer', '')}")


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def context(seen: Seen, playwright: Playwright) -> Iterator[BrowserContext]:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
    made = browser.new_context()
    made.on("request", seen.note)
    made.set_default_timeout(SECONDS * 1000)
    yield made
    browser.close()


def ask(
    portal: Portal, method: str, path: str, fields: Mapping[str, str] | None = None, **headers: str
) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", portal.port, timeout=30)
    said = {"User-Agent": STRAY, "X-Request-ID": STRAY, "X-Forwarded-For": STRAY, "Cookie": f"x={STRAY}"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
    connection.request(method, path, urlencode(fields) if fields else None, said | kind | headers)
    response = connection.getresponse()
    found = response.status, f"{response.headers}\n{response.read().decode()}"
    connection.close()
    return found


def fill(page: Page, answers: Mapping[str, str]) -> None:
    for name, answer in answers.items():
        page.fill(f'[name="{name}"]', answer)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def leave_for(page: Page, elsewhere: Elsewhere) -> None:
    """Follow a link to another site from this page."""
    page.evaluate(
        "to => { const link = document.createElement('a'); link.href = to; document.body.append(link); link.click() }",
        elsewhere.address,
    )
    page.wait_for_url(elsewhere.address)


def is_interested(page: Page, portal: Portal, elsewhere: Elsewhere) -> None:
    page.goto(f"{portal.environ['CIP_BASE_URL']}{ROLE}")
    fill(page, ADULT | {"email": "quillmail"})
    press(page, "Continue")  # with an address that is none: what was typed is kept, and shown to nobody else
    assert page.title().startswith("Error: ")
    leave_for(page, elsewhere)
    page.goto(f"{portal.environ['CIP_BASE_URL']}{ROLE}")
    fill(page, ADULT)
    page.check('[name="age_band"]')
    page.select_option('[name="area"]', "fenland")
    press(page, "Continue")
    page.locator("form button").last.click()
    page.wait_for_url("**/interest/sent/*")
    leave_for(page, elsewhere)


def is_interested_with_a_parent(portal: Portal) -> None:
    """At 13 to 15, without a browser."""
    path = "/interest/cambridgeshire/police-cadet"
    status, form = ask(portal, "GET", path)
    assert status == 200, "there is a role for cadets"
    key = re.search(r'name="key" value="([^"]*)"', form)
    area = re.search(r'<option value="([a-z-]+)"', form)
    assert key
    typed = {**CHILD, "age_band": "13-to-15", "key": key[1], "area": area[1] if area else "", "stray": STRAY}
    status, checked = ask(portal, "POST", path, typed)
    draft = re.search(r'name="answers" value="([^"]*)"', checked)
    assert draft, checked
    assert ask(portal, "POST", f"{path}/send", {"answers": draft[1]})[0] == 303


def link_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    found = re.search(r"http://\S+/mine/[\w/]+", str(body.get_content()))
    assert found, "the letter has a link to one's own page"
    return found[0]


def changes_details(page: Page, mail_server: Reading, elsewhere: Elsewhere) -> str:
    """At their own page; the address of it."""
    own = link_of(mail_server.to(ADULT["email"])[0])
    page.goto(own)
    leave_for(page, elsewhere)
    page.goto(f"{own}/details")
    fill(page, CHANGED | {"email": MOVED})
    press(page, "Save")
    leave_for(page, elsewhere)
    page.goto(link_of(mail_server.to(MOVED)[0]))
    leave_for(page, elsewhere)
    return own


def works_at_the_desk(page: Page, portal: Portal, database_url: str, elsewhere: Elsewhere) -> str:
    """First a stranger tries; then a coordinator reads and moves. Returns the token of the link that signed in."""
    base = portal.environ["CIP_BASE_URL"]
    page.goto(f"{base}/desk/sign-in")
    fill(page, STRANGER)
    press(page, "Sign in")
    app = create_app(Settings.read(portal.environ))
    with app.sessions() as session:
        catalogue, now = app.published.catalogue, app.clock()
        who = coordinators.add(session, catalogue, **COLLEAGUE, organisation="cambridgeshire", areas=(), now=now)
        token = access.make_link(session, who, now)
    app.engine.dispose()
    page.goto(f"{base}/desk/link/{token}")
    press(page, "Sign in")
    page.get_by_role("link", name=re.compile("Quillona")).first.click()
    page.wait_for_url("**/desk/interests/*")
    interest = page.url
    leave_for(page, elsewhere)
    page.goto(interest)
    press(page, "Move")
    return token


def goes_wrong(portal: Portal, database_url: str, own: str) -> list[str]:
    """Every kind of error, at pages that were told much. Returns what was answered."""
    token = own.rpartition("/")[2]
    sent = ADULT | {"stray": STRAY, "key": STRAY}
    answers = [
        ask(portal, "GET", f"/{STRAY}?{STRAY}={STRAY}"),
        ask(portal, "GET", f"/desk/interests/{STRAY}"),
        ask(portal, "GET", f"/mine/{STRAY}"),
        ask(portal, "PUT", ROLE, sent),
        ask(portal, STRAY, ROLE, sent),
        ask(portal, "POST", ROLE, sent | {"words": STRAY * 10_000}),
        ask(portal, "POST", ROLE, sent, **{"Content-Type": f"text/{STRAY}"}),
        ask(portal, "POST", ROLE, sent, Origin=f"http://{STRAY}.example.org"),
        ask(portal, "GET", "/", Host=f"{STRAY}.example.org"),
        ask(portal, "POST", f"/desk/link/{STRAY}", {"csrf_token": STRAY}),
    ]
    engine = db.engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE applicants RENAME TO gone"))
    engine.dispose()
    answers += [ask(portal, "GET", f"/mine/{token}"), ask(portal, "POST", f"/mine/{token}/withdraw", {"stray": STRAY})]
    assert {status for status, _ in answers} >= {400, 403, 404, 405, 413, 415}
    assert all(status in (500, 503) for status, _ in answers[-2:]), answers[-2:]
    return [body for _, body in answers]


def cookie_words(context: BrowserContext) -> str:
    """What the cookies hold, as they are and unpacked."""
    values = [str(cookie.get("value")) for cookie in context.cookies()]
    unpacked = []
    for part in [part for value in values for part in value.split(".") if part]:
        with suppress(ValueError):
            raw = base64.urlsafe_b64decode(part + "==")
            unpacked.append((zlib.decompress(raw) if raw[:1] == b"x" else raw).decode("latin-1"))
    return "\n".join([*values, *unpacked])


def test_a_word_typed_anywhere_turns_up_nowhere_that_it_should_not(  # noqa: PLR0917  fixtures, all needed
    portal: Portal,
    mail_server: Reading,
    database_url: str,
    context: BrowserContext,
    seen: Seen,
    elsewhere: Elsewhere,
    built: Path,
) -> None:
    page = context.new_page()
    is_interested(page, portal, elsewhere)
    assert context.cookies() == []
    is_interested_with_a_parent(portal)
    mail_server.to(CHILD["parent_email"])
    own = changes_details(page, mail_server, elsewhere)
    assert context.cookies() == []
    link = works_at_the_desk(page, portal, database_url, elsewhere)
    mail_server.does = f"550 5.1.1 <{ADULT['email']}> {ADULT['name']} is unknown here"
    is_interested(page, portal, elsewhere)
    while mail_server.asked < len(mail_server.letters):
        time.sleep(0.05)
    metrics = subprocess.run(
        [Path(sys.executable).with_name("flask"), "--app", "forms_service", "metrics"],
        env=dict(portal.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = goes_wrong(portal, database_url, own)
    log = portal.said()

    # The log: lines of JSON, each a few known fields; no word, no address with its token.
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert [line for line in log.splitlines() if not line.startswith("{")] == []
    assert {line["event"] for line in lines} >= {"request", "letters"}
    assert sung(log) == []
    assert [secret for secret in (own.rpartition("/")[2], link) if secret in log] == []
    assert sung(metrics.stdout + metrics.stderr) == []
    # Error pages, addresses, and what other sites and our own server were told by a browser.
    assert [sung(answer) for answer in answers if sung(answer)] == []
    assert sung("\n".join(seen.requests)) == []
    assert len(elsewhere.told) >= 6
    assert sung("\n".join(elsewhere.told)) == []
    assert [told for told in elsewhere.told if "referer" in told.lower()] == []
    assert [one for one in seen.requests if "Referer" in one and "/mine/" in one.partition("Referer")[2]] == []
    # The one cookie, the site, and letters to the team.
    assert sung(cookie_words(context)) == []
    site = [file for file in built.rglob("*") if file.is_file()]
    assert [file for file in site if sung(file.read_bytes().decode("latin-1"))] == []
    theirs = {ADULT["email"], CHILD["parent_email"], MOVED}
    others = [letter for letter in mail_server.letters if letter["To"] not in theirs]
    assert len(others) >= 3
    assert [sung(letter.as_string()) for letter in others if sung(letter.as_string())] == []
    mine = "".join(letter.as_string() for letter in mail_server.letters if letter["To"] == ADULT["email"])
    assert not {"960417", "quillwort", "Thursdayish"} & set(sung(mine)), "a letter repeats no more than the name"
