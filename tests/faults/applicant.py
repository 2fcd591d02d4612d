"""Somebody with a browser who does not give up: what fails is tried again, as people do."""

import html
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

ROLE = "/interest/cambridgeshire/special-constable"
HOST = {"Host": "127.0.0.1:8000"}
SECONDS = 180  # until they give up after all, which fails the test
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_ACTION = re.compile(r'<form[^>]* action="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """What came back for one request. The names of `headers` are in lower case."""

    status: int
    location: str
    body: str
    headers: Mapping[str, str]


@dataclass
class Applicant:
    """`email` tells one from the other, and where they are: so much from one place would be set aside.

    `draft` is what their page to check the answers would send, and `to` where.
    """

    port: int
    email: str
    words: str = "I would like to help where I live."
    draft: dict[str, str] = field(default_factory=dict)
    to: str = ""

    @property
    def address(self) -> str:
        return f"10.{'.'.join(str(byte) for byte in sha256(self.email.encode()).digest()[:3])}"

    def fills_in(self) -> "Applicant":
        """From the form to the page to check the answers."""
        form = self._until_it_works("GET", ROLE, {})
        said = {"name": "Aoife O’Brien", "age_band": "18-or-over", "email": self.email, "area": "fenland"}
        check = self._until_it_works("POST", ROLE, said | {"words": self.words} | _hidden(form))
        self.draft, self.to = _hidden(check), html.unescape(_ACTION.findall(check)[0])
        return self

    def sends(self) -> Answer:
        """Presses Send once. Raises OSError or HTTPException when no answer comes."""
        return self.asks("POST", self.to, self.draft)

    def sends_until_it_works(self) -> str:
        """Presses Send until the reference is shown; its address."""
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                answer = self.sends()
            except (OSError, HTTPException):
                answer = None
            if answer and answer.status == 303:
                return answer.location
            assert answer is None or answer.status == 503, answer
            assert time.monotonic() < deadline, "never acknowledged"
            time.sleep(0.05)

    def request(self) -> bytes:
        """What pressing Send sends, as bytes."""
        body = urlencode(self.draft)
        head = f"POST {self.to} HTTP/1.1\r\nHost: {HOST['Host']}\r\nContent-Type: application/x-www-form-urlencoded"
        head = f"{head}\r\nX-Forwarded-For: {self.address}"
        return f"{head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()

    def asks(self, method: str, path: str, fields: Mapping[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        typed = HOST | {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": self.address}
        try:
            connection.request(method, path, urlencode(fields) or None, typed)
            got = connection.getresponse()
            headers = {name.lower(): value for name, value in got.headers.items()}
            return Answer(got.status, headers.get("location", ""), got.read().decode(), headers)
        finally:
            connection.close()

    def _until_it_works(self, method: str, path: str, fields: Mapping[str, str]) -> str:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                answer = self.asks(method, path, fields)
            except (OSError, HTTPException):
                answer = None
            if answer and answer.status == 200:
                return answer.body
            assert answer is None or answer.status == 503, answer
            assert time.monotonic() < deadline, f"{path} never worked"
            time.sleep(0.05)


def _hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
