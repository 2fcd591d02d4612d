"""What every request meets first and every answer passes last: its number, who asks, the strict headers, a line in the
log. Whatever happens behind it, an answer comes out of it.
"""

import logging
import re
import secrets
import string
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug.middleware.proxy_fix import ProxyFix

from . import headers, logs
from .logs import METHODS, Event

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

ID_HEADER = "X-Request-ID"
_AN_ID = re.compile(r"[0-9a-f-]{16,64}")  # as web servers make them: nobody's name or number fits in
_AS_IT_IS = string.punctuation  # what `quote` leaves alone besides letters and digits
_TITLE = b"Sorry, something went wrong"
_SORRY = b"<!doctype html><html lang=en><title>%b</title><h1>%b</h1><p>Try again in a few minutes." % (_TITLE, _TITLE)


class FrontDoor:
    """A WSGI application around the service's own. `proxies` are those whose word about the client is taken."""

    def __init__(
        self, inside: "WSGIApplication", *, https: bool, proxies: Sequence[IPv4Network | IPv6Network] = ()
    ) -> None:
        self._inside = inside
        self._https = https
        self._proxies = proxies
        self._behind_proxy = ProxyFix(inside, x_for=1, x_proto=1)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = time.perf_counter()
        proxied = self._is_proxy(environ.get("REMOTE_ADDR", ""))
        logs.request_id.set(_id(environ.get("HTTP_X_REQUEST_ID", "") if proxied else ""))
        logs.rule.set(None)
        # Werkzeug fails on a byte that should have come percent-encoded.
        environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", ""), _AS_IT_IS, "latin-1")
        answer = _Answer(start_response, https=self._https)
        try:
            body = (self._behind_proxy if proxied else self._inside)(environ, answer)
        except Exception as error:  # noqa: BLE001  nothing else is left to answer with
            log.error(logs.of_error("exception", error))
            answer("500 INTERNAL SERVER ERROR", [("Content-Type", "text/html; charset=utf-8")])
            body = [] if environ["REQUEST_METHOD"] == "HEAD" else [_SORRY]
        self._tell(environ["REQUEST_METHOD"], answer, began)
        return body

    def _is_proxy(self, address: str) -> bool:
        with suppress(ValueError):
            found = ip_address(address)
            plain = (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found
            return any(plain in network for network in self._proxies)
        return False

    def _tell(self, method: str, answer: "_Answer", began: float) -> None:
        # Files of the site are many to a page, and have one rule: they are told of only where they are not there.
        level = logging.DEBUG if answer.of_site and answer.status < 400 else logging.INFO
        milliseconds = round((time.perf_counter() - began) * 1000)
        known = method if method in METHODS else "OTHER"
        log.log(level, Event("request", method=known, status=answer.status, ms=milliseconds))


class _Answer:
    """Starts a response with the strict headers and the request's number in it, and keeps what the log wants of it."""

    def __init__(self, start_response: "StartResponse", *, https: bool) -> None:
        self._start = start_response
        self._https = https
        self.status = 0
        self.of_site = False

    def __call__(
        self, status: str, given: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
    ) -> Callable[[bytes], object]:
        told = [*headers.strict(given, https=self._https), (ID_HEADER, str(logs.request_id.get()))]
        self.status, self.of_site = int(status[:3]), ("Cache-Control", headers.NOT_KEPT) not in told
        return self._start(status, told, exc_info)


def _id(told: str) -> str:
    """The number that a proxy gave the request, or one that can be read out on the phone: `4821-0937-5512`."""
    drawn = f"{secrets.randbelow(10**12):012}"
    return told if _AN_ID.fullmatch(told) else f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"
