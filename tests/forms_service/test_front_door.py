"""What every request meets first and every answer passes last."""

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from test_errors import STRICT
from werkzeug.test import Client
from world import Browser, Clock

from forms_service import create_app, policy
from forms_service.front_door import FrontDoor
from forms_service.logs import Event
from forms_service.portal import Portal
from forms_service.settings import Settings

NUMBER = re.compile(r"\d{4}-\d{4}-\d{4}")
FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Request-ID": "f" * 32}


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """One is enough."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'portal.db')}"


@pytest.fixture
def open_door(settings: Settings, clock: Clock) -> Iterator[Callable[..., FlaskClient]]:
    """The service, behind these proxies, with a page that tells who seems to ask."""
    made: list[Portal] = []

    def open_(*proxies: str) -> FlaskClient:
        app = create_app(replace(settings, trusted_proxies=tuple(map(ip_network, proxies))), clock)
        app.test_client_class = Browser
        app.add_url_rule("/who", "who", policy.public(lambda: f"{request.remote_addr} {request.scheme}"))
        made.append(app)
        return app.test_client()

    yield open_
    for app in made:
        app.engine.dispose()


def test_each_answer_has_a_number_of_its_own_that_can_be_read_out(client: FlaskClient) -> None:
    numbers = {client.get(path).headers["X-Request-ID"] for path in ("/healthz", "/nowhere", "/nowhere")}
    assert len(numbers) == 3
    assert all(NUMBER.fullmatch(number) for number in numbers)


def test_a_stranger_may_say_what_they_like_of_themselves(open_door: Callable[..., FlaskClient]) -> None:
    response = open_door().get("/who", headers=FORGED, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert response.text == "198.51.100.7 http"
    assert NUMBER.fullmatch(response.headers["X-Request-ID"])


def test_beside_a_proxy_a_stranger_may_too(open_door: Callable[..., FlaskClient]) -> None:
    client = open_door("192.0.2.1")
    response = client.get("/who", headers=FORGED, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert response.text == "198.51.100.7 http"
    assert NUMBER.fullmatch(response.headers["X-Request-ID"])


@pytest.mark.parametrize("proxy", ["192.0.2.1", "::ffff:192.0.2.1"])
def test_a_proxy_of_ours_tells_who_asks_how_and_by_what_number(
    open_door: Callable[..., FlaskClient], proxy: str
) -> None:
    response = open_door("192.0.2.0/30").get("/who", headers=FORGED, environ_base={"REMOTE_ADDR": proxy})
    assert response.text == "203.0.113.9 https"
    assert response.headers["X-Request-ID"] == "f" * 32


def test_only_the_last_word_is_the_proxys_own(open_door: Callable[..., FlaskClient]) -> None:
    told = {"X-Forwarded-For": "10.0.0.1, 203.0.113.9", "X-Forwarded-Proto": "gopher, https"}
    response = open_door("192.0.2.1").get("/who", headers=told, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert response.text == "203.0.113.9 https"


@pytest.mark.parametrize("number", ["Wilhelmina", "07700900982", "f" * 65, "f" * 32 + "\u00e9", "a b", ""])
def test_a_number_that_does_not_look_like_one_is_replaced(open_door: Callable[..., FlaskClient], number: str) -> None:
    told = {"X-Request-ID": number}
    response = open_door("127.0.0.1").get("/who", headers=told)
    assert NUMBER.fullmatch(response.headers["X-Request-ID"])


def test_guesses_are_counted_by_the_address_that_the_proxy_tells(open_door: Callable[..., FlaskClient]) -> None:
    """The eleventh try of one stranger waits; the owner, behind the same proxy, doesn't."""

    def tries(client: FlaskClient, **headers: str) -> int:
        page = client.get("/desk/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page.text)
        assert token
        data = {"csrf_token": token[1], "email": "who@example.org", "password": "not it"}
        return client.post("/desk/sign-in", data=data, headers=headers).status_code

    behind, bare = open_door("127.0.0.1"), open_door()
    with_ports = [{"X-Forwarded-For": f"203.0.113.66:{port}"} for port in range(50_000, 50_011)]  # as some proxies do
    assert [tries(behind, **stranger) for stranger in with_ports] == [422] * 10 + [429]
    assert tries(behind, **{"X-Forwarded-For": "203.0.113.66"}) == 429
    assert tries(behind, **{"X-Forwarded-For": "203.0.113.67"}) == 422
    bare_tries = [tries(bare, **{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(11)]
    assert bare_tries == [422] * 10 + [429]


def test_a_byte_in_the_query_that_is_no_text_is_no_fault_of_ours(open_door: Callable[..., FlaskClient]) -> None:
    client = open_door()
    client.application.add_url_rule("/said", "said", policy.public(lambda: request.args["x"]))
    said = client.get("/said", environ_overrides={"QUERY_STRING": "x=a\x80%C3%A9%2B+&y=1"})
    assert (said.status_code, said.text) == (200, "a%80é+ ")


# The log ------------------------------------------------------------------------------------------------------------


def events(caplog: pytest.LogCaptureFixture) -> list[Event]:
    return [record.msg for record in caplog.records if isinstance(record.msg, Event)]


def test_an_answer_is_a_line_in_the_log_without_its_address(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/interest/fenshire/special-constable?name=Canary")
    client.open("/nowhere/Canary", method="CANARY")

    first, second = events(caplog)
    assert (first.kind, first.method, first.status) == ("request", "GET", 200)
    assert (second.kind, second.method, second.status) == ("request", "OTHER", 404)
    assert first.ms is not None
    assert "anary" not in caplog.text


def test_files_of_the_site_are_told_of_only_where_they_are_missing(
    settings: Settings, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = create_app(replace(settings, serve_site=True), clock)
    app.test_client_class = Browser
    assert [app.test_client().get(path).status_code for path in ("/", "/roles/", "/nowhere/")] == [200, 200, 404]
    app.engine.dispose()

    assert [event.status for event in events(caplog)] == [404]


# When all else fails ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_even_a_fault_of_the_framework_is_answered_strictly_and_told_without_its_words(
    caplog: pytest.LogCaptureFixture, method: str
) -> None:
    def broken(environ: object, start_response: object) -> Iterator[bytes]:
        raise RuntimeError("Canary Bird")

    response = Client(FrontDoor(broken, https=False)).open(method=method)

    assert response.status_code == 500
    assert {name: response.headers[name] for name in STRICT} == STRICT
    assert NUMBER.fullmatch(response.headers["X-Request-ID"])
    assert ("Sorry, something went wrong" in response.text) == (method != "HEAD")
    assert [(event.kind, event.error) for event in events(caplog) if event.error] == [("exception", "RuntimeError")]
    assert "anary" not in caplog.text + response.text
