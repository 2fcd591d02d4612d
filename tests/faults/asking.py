"""Requests made up for the service, byte by byte, and what every answer must be like."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from io import BytesIO
from typing import Any, cast
from urllib.parse import urlencode

from werkzeug.test import run_wsgi_app

from forms_service import access, cli, coordinators, outbox
from forms_service.models import AgeBand
from forms_service.portal import Portal
from forms_service.public.questions import questions
from forms_service.survey_questions import QUESTIONS
from site_builder.catalogue import Role

HOST = "127.0.0.1:8000"
MARKS = ("zq7<q", 'zq7"q', "zq7'q")
"""Shown as it was sent, any of these would let somebody else's HTML or script in. Escaped, none is there."""

_STRICT = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "X-Request-ID")


@dataclass(frozen=True)
class Asked:
    """A request as a server hands it on: `path` is decoded already, `query` and `body` are as they came."""

    method: str
    path: bytes
    query: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Sequence[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")

    def field(self, name: str) -> str:
        """The value of a hidden field of the page; empty when it has none."""
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.body)
        return found[1] if found else ""

    @property
    def action(self) -> str:
        """Where the page's form goes; empty when it has none."""
        found = re.search(r'<form [^>]*action="([^"]*)"', self.body)
        return unescape(found[1]) if found else ""


def ask(app: Portal, asked: Asked) -> Answer:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path.decode("latin-1"),
        "QUERY_STRING": asked.query.decode("latin-1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "198.51.100.7",
        "HTTP_HOST": HOST,
        "CONTENT_LENGTH": str(len(asked.body)),
        "CONTENT_TYPE": asked.content_type,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(asked.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in asked.headers.items()}
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    return Answer(int(status[:3]), list(headers), b"".join(body).decode("utf-8", "replace"))


def check(asked: Asked, answer: Answer) -> None:
    """What holds of every answer, whatever was asked."""
    assert answer.status < 500, f"{answer.status}: {asked}"
    assert "Traceback (most recent call last)" not in answer.body, asked
    if "html" in answer.header("Content-Type"):
        assert [mark for mark in MARKS if mark in answer.body] == [], asked
    assert [name for name in _STRICT if not answer.header(name)] == [], (asked, answer.headers)
    for name, value in answer.headers:
        assert not re.search(r"[\r\n\0]", name + value), (asked, name, value)
        assert "zq7" not in value or name == "Location", (asked, name, value)
    assert re.match(rf"$|(http://{HOST})?/(?![/\\])", answer.header("Location")), (asked, answer.header("Location"))
    cookie = answer.header("Set-Cookie")
    assert not cookie or ("Path=/desk" in cookie and "HttpOnly" in cookie), (asked, cookie)


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


class Errors(logging.Handler):
    """What was logged as an error: an answer may look well and something have failed all the same."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(str(record.msg))


@dataclass
class Known:
    """What somebody who goes on from page to page has in hand: values by the name of an address's part or a field."""

    cookie: str
    values: dict[str, list[str]]


def known(app: Portal) -> Known:
    """A coordinator signed in, an interest received, its letters read, and forms half way."""
    now, catalogue = app.clock(), app.published.catalogue
    taking = [role for role in catalogue.roles.values() if role.apply.here and role.takes_names(now)]
    taking = [role for role in taking if AgeBand.ADULT in questions(catalogue, [role]).bands]
    with app.sessions() as session:
        named = {"name": "Fuzz", "email": "fuzz@example.org", "organisation": taking[0].organisation, "areas": ()}
        who = coordinators.add(session, catalogue, **named, now=now)
        links = [access.make_link(session, who, now) for _ in range(3)]
    cookie, token = _sign_in(app, links.pop())
    steps = [_half_way(app, role) for role in taking[:6]]
    sent = [_send(app, role, step["answers"]) for role, step in zip(taking[:6], steps, strict=True)]
    outbox.send_due(app.sessions, cli.transport_of(app.settings), sender="portal@example.org", now=now)
    values = {
        "id": sent,
        "token": [*links, *_own_pages(app)],
        "organisation": list(catalogue.organisations),
        "slug": [role.slug for role in taking],
        "csrf_token": [token],
        "key": [*(step["key"] for step in steps), _survey_key(app, taking[0].organisation)],
        "answers": [step["answers"] for step in steps],
        **{question.key: list(question.answers) for question in QUESTIONS},
    }
    return Known(cookie, values)


def _survey_key(app: Portal, organisation: str) -> str:
    return ask(app, Asked("GET", f"/survey/{organisation}".encode())).field("key")


def _sign_in(app: Portal, link: str) -> tuple[str, str]:
    path = f"/desk/link/{link}".encode()
    page = ask(app, Asked("GET", path))
    before = {"Cookie": page.header("Set-Cookie").partition(";")[0]}
    body = form(csrf_token=page.field("csrf_token"))
    signed_in = ask(app, Asked("POST", path, b"", before, body, "application/x-www-form-urlencoded"))
    assert signed_in.status == 303, signed_in
    cookie = signed_in.header("Set-Cookie").partition(";")[0]
    page = ask(app, Asked("GET", b"/desk/", headers={"Cookie": cookie}))
    assert page.status == 200
    return page.header("Set-Cookie").partition(";")[0] or cookie, page.field("csrf_token")


ANSWERS = {
    "name": "Aoife O’Brien",
    "age_band": "18-or-over",
    "email": "aoife@example.org",
    "phone": "01632 960 001",
    "words": "I like dogs.",
}


def _half_way(app: Portal, role: Role) -> dict[str, str]:
    """The signed fields of a form that was opened, and of its answers."""
    path = f"/interest/{role.key}".encode()
    opened = ask(app, Asked("GET", path))
    area = re.findall(r'<option value="([a-z-]+)"', opened.body)
    fields = {**ANSWERS, "key": opened.field("key"), "area": area[0] if area else ""}
    checked = ask(app, Asked("POST", path, b"", {}, form(**fields), "application/x-www-form-urlencoded"))
    return {"key": fields["key"], "answers": checked.field("answers")}


def _send(app: Portal, role: Role, answers: str) -> str:
    path = f"/interest/{role.key}/send".encode()
    sent = ask(app, Asked("POST", path, b"", {}, form(answers=answers), "application/x-www-form-urlencoded"))
    assert sent.status == 303, sent
    return sent.header("Location").rpartition("/")[2]


def _own_pages(app: Portal) -> list[str]:
    """The tokens of applicants' own pages, as their letters have them."""
    files = sorted(app.settings.mail_folder.glob("*.eml"))
    letters = [cast(EmailMessage, message_from_bytes(file.read_bytes(), policy=default)) for file in files]
    texts = [part.get_content() for letter in letters if (part := letter.get_body(("plain",)))]
    return re.findall(rf"{re.escape(app.settings.base_url)}/mine/(\w+)", "".join(texts))
