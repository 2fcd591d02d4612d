"""What every answer tells the browser: every route by every method, found or not, allowed or not."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from test_errors import STRICT
from test_served_site import CSP as SITE_POLICY
from world import Browser, Clock

from forms_service import create_app
from forms_service.settings import Settings

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
SITE = STRICT | {"Content-Security-Policy": SITE_POLICY, "Cache-Control": "no-cache"}
del SITE["X-Robots-Tag"]  # it is there to be found
SECRET_ADDRESS = STRICT | {"Referrer-Policy": "no-referrer"}


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """One is enough."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'portal.db')}"


@pytest.fixture(params=["http://127.0.0.1:8000", "https://volunteer.example.org"])
def client(request: pytest.FixtureRequest, settings: Settings, clock: Clock) -> Iterator[FlaskClient]:
    url = request.param
    more = {"base_url": url, "trusted_hosts": ("127.0.0.1",), "serve_site": True}
    app = create_app(replace(settings, **more), clock)
    app.test_client_class = Browser
    yield app.test_client()
    app.engine.dispose()


def wanted(client: FlaskClient, path: str, method: str) -> dict[str, str]:
    site = path.split("/")[1] not in ("interest", "survey", "desk", "mine", "healthz") and method in ("GET", "HEAD")
    strict = SITE if site else SECRET_ADDRESS if path.startswith("/mine/") else STRICT
    secure = client.application.config["SESSION_COOKIE_SECURE"]
    return strict | ({"Strict-Transport-Security": "max-age=63072000"} if secure else {})


def test_every_route_is_strict_by_every_method(client: FlaskClient) -> None:
    rules = [str(rule) for rule in client.application.url_map.iter_rules()]
    paths = [re.sub(r"<\w+>", "x", re.sub(r"<id:\w+>", "0" * 32, rule)) for rule in rules]
    assert len(paths) > 20
    for path in {*paths, "/interest/nobody/nothing", "/roles", "/nowhere"} - {"/<path:path>"}:
        for method in METHODS:
            response = client.open(path, method=method)
            strict = wanted(client, path, method)
            found = {name: response.headers.get(name) for name in strict}
            assert found == strict, (method, path, response.status_code)
            assert re.fullmatch(r"\d{4}-\d{4}-\d{4}", response.headers["X-Request-ID"])


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Content-Length": "70000"}, {"Range": "bytes=9-1"}])
@pytest.mark.parametrize("path", ["/", "/desk/sign-in", "/interest/fenshire/special-constable"])
def test_what_is_refused_before_any_route_is_strict_too(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    response = client.get(path, headers=headers)
    assert "Content-Security-Policy" in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
