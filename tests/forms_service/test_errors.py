"""What a person reads when something went wrong, and what every response tells the browser."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import abort, g, request
from flask.testing import FlaskClient
from sqlalchemy import text
from world import Browser, Clock

from forms_service import create_app, errors, policy
from forms_service.logs import Event
from forms_service.portal import Portal
from forms_service.settings import Settings

STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture
def database_url(sqlite_template: Path) -> str:
    """One database is enough: what differs between them is in test_health."""
    return f"sqlite:///{sqlite_template}"


@pytest.fixture
def failing(settings: Settings, clock: Clock) -> Iterator[Portal]:
    """The service with a few routes more, which fail as real ones might."""
    app = create_app(settings, clock)
    app.test_client_class = Browser

    @app.get("/fail/<int:code>")
    @policy.public
    def fail(code: int) -> str:
        abort(code)

    @app.get("/fail/exception")
    @policy.public
    def exception() -> str:
        raise ValueError(request.args["name"])

    @app.get("/fail/database")
    @policy.public
    def database() -> str:
        g.db.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Canary Bird"})
        return ""

    yield app
    app.engine.dispose()


@pytest.mark.parametrize("code", sorted(errors.PAGES))
def test_every_error_has_its_page_in_the_look_of_the_portal(failing: Portal, code: int) -> None:
    response = failing.test_client().get(f"/fail/{code}")
    title, words = errors.PAGES[code]

    assert response.status_code == code
    assert response.mimetype == "text/html"
    assert f"<title>{title} - Volunteer</title>" in response.text
    assert f'<h1 id="main">{title}</h1>' in response.text
    assert f"<p>{words}</p>" in response.text
    number = response.headers["X-Request-ID"]
    assert f"<p>If you ask us about this, tell us this number: <strong>{number}</strong></p>" in response.text
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("code", [*sorted(errors.PAGES), 410, 415, 418, 501])
def test_every_error_is_as_strict_as_a_page(failing: Portal, code: int) -> None:
    response = failing.test_client().get(f"/fail/{code}")
    assert response.status_code == code
    assert {name: response.headers[name] for name in STRICT} == STRICT


def test_an_exception_is_a_plain_page_and_its_words_stay_out_of_page_and_log(
    failing: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    response = failing.test_client().get("/fail/exception?name=Canary+Bird")

    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.text
    assert {name: response.headers[name] for name in STRICT} == STRICT
    assert "anary" not in response.text + caplog.text
    [event] = [record.msg for record in caplog.records if record.levelname == "ERROR"]
    assert isinstance(event, Event)
    assert (event.kind, event.error) == ("exception", "ValueError")
    assert re.fullmatch(r"tests/forms_service/test_errors.py:\d+ exception", event.where[-1])


def test_a_failing_database_is_a_plain_page_to_try_again(failing: Portal, caplog: pytest.LogCaptureFixture) -> None:
    response = failing.test_client().get("/fail/database")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "Sorry, we can’t do that just now" in response.text
    assert "anary" not in response.text + caplog.text


def test_a_broken_shell_still_gives_a_readable_error(failing: Portal, build_folder: Path) -> None:
    (build_folder / "service/shell.html").write_text("{% broken")
    response = failing.test_client().get("/fail/404")
    assert response.status_code == 404
    assert response.text == (
        "<!doctype html><html lang=en><title>Page not found</title><h1>Page not found</h1>"
        "<p>Check the address. If you followed a link, the page may have moved."
        f"<p>If you ask us about this, tell us this number: {response.headers['X-Request-ID']}"
    )
    assert {name: response.headers[name] for name in STRICT} == STRICT


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    response = client.delete("/healthz")
    assert (response.status_code, sorted(response.headers["Allow"].split(", "))) == (405, ["GET", "HEAD", "OPTIONS"])


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example", "a b"])
def test_another_host_is_refused(client: FlaskClient, host: str) -> None:
    response = client.get("/healthz", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_a_form_that_is_too_big_is_refused_with_a_page(client: FlaskClient) -> None:
    response = client.post("/desk/sign-in", data={"email": "x" * 70_000})
    assert response.status_code == 413
    assert "That is too much to send" in response.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_too_much_is_refused_for_a_role_that_is_not_there_as_well(client: FlaskClient, method: str) -> None:
    """Its page gives back what was typed, and so reads the form when an answer has begun."""
    response = client.open("/interest/fenshire/nobody", method=method, data={"words": "x" * 70_000})
    assert response.status_code == 413
    assert "That is too much to send" in response.text


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "application/json", "text/plain", "a"])
@pytest.mark.parametrize(
    "path", ["/desk/sign-in", "/interest/fenshire/special-constable", "/survey/fenshire", "/mine/x/details"]
)
def test_what_no_form_of_ours_sends_is_refused_unread(client: FlaskClient, path: str, kind: str) -> None:
    """A file, JSON, or a part without a name, over which a library stumbled."""
    nameless = b'--b\r\nContent-Disposition: form-data; name="\r"\r\n\r\n\r\n--b--\r\n'
    response = client.post(path, data=nameless, content_type=kind)
    assert response.status_code == 415
    assert "We could not read that" in response.text


def test_only_on_https_is_the_browser_told_to_stay_there(settings: Settings, clock: Clock) -> None:
    secure = replace(settings, base_url="https://volunteer.example.org", trusted_hosts=("volunteer.example.org",))
    headers = {}
    for name, one in {"http": settings, "https": secure}.items():
        app = create_app(one, clock)
        headers[name] = app.test_client().get("/healthz", base_url=one.base_url).headers
        app.engine.dispose()

    assert "Strict-Transport-Security" not in headers["http"]
    assert headers["https"]["Strict-Transport-Security"] == "max-age=63072000"


def test_a_route_without_a_policy_is_found(settings: Settings, clock: Clock) -> None:
    app = create_app(settings, clock)
    app.add_url_rule("/open-to-whom", "nobody_said", lambda: "")
    assert list(policy.undeclared(app)) == ["/open-to-whom"]
    app.engine.dispose()
