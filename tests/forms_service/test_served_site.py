"""The built site, served beside the service on one machine."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from world import Browser, Clock

from forms_service import create_app
from forms_service.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """One database is enough: no page of the site asks it anything."""
    return f"sqlite:///{sqlite_template}"


@pytest.fixture
def client(settings: Settings, clock: Clock) -> Iterator[FlaskClient]:
    made = create_app(replace(settings, serve_site=True), clock)
    made.test_client_class = Browser
    yield made.test_client()
    made.engine.dispose()


def test_a_folder_is_its_index_page(client: FlaskClient) -> None:
    for address, text in {"/": "<h1>Home</h1>", "/roles/": "<h1>Roles</h1>", "/index.html": "<h1>Home</h1>"}.items():
        response = client.get(address)
        assert (response.status_code, response.text, response.mimetype) == (200, text, "text/html")


def test_a_folder_without_its_slash_is_led_to_it(client: FlaskClient) -> None:
    response = client.get("/roles")
    assert (response.status_code, response.location) == (308, "/roles/")


@pytest.mark.parametrize(
    "address", ["/nowhere", "/roles/nobody/", "/roles/index.html/", "/index.html/x", "/%00", f"/{'a' * 300}/"]
)
def test_what_is_not_there_is_the_sites_own_404_page(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.text) == (404, "<h1>Not here</h1>")


@pytest.mark.parametrize(
    "address",
    [
        "/../service/catalogue.json",
        "/%2e%2e/service/catalogue.json",
        "/..%2fservice/catalogue.json",
        "/roles/..%2f..%2fservice/catalogue.json",
        "/..%5cservice%5ccatalogue.json",
        "//service/catalogue.json",
        "/roles/../../service/site.json",
    ],
)
def test_nothing_outside_the_site_is_served(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code in (404, 308)
    assert "demonstration" not in client.get(address, follow_redirects=True).text


@pytest.mark.parametrize(
    "address", ["/interest/nobody/nothing", "/survey/nobody", "/desk/nowhere", "/mine/x", "/healthz/x"]
)
def test_the_services_own_addresses_are_never_looked_for_in_the_site(
    client: FlaskClient, build_folder: Path, address: str
) -> None:
    page = build_folder / "site" / address.strip("/")
    page.parent.mkdir(parents=True)
    page.write_text("a file in the way")

    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "in the way" not in response.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cip.css", "text/css; charset=utf-8"),
        ("find.js", "text/javascript; charset=utf-8"),
        ("font.woff2", "font/woff2"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("roles.json", "application/json"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("evening.ics", "text/calendar; charset=utf-8"),
        ("news.atom", "application/atom+xml; charset=utf-8"),
        ("portal.webmanifest", "application/manifest+json"),
        ("search.wasm", "application/wasm"),
        ("photo.jpg", "image/jpeg"),
    ],
)
def test_each_kind_of_file_is_called_what_it_is(client: FlaskClient, build_folder: Path, name: str, kind: str) -> None:
    (build_folder / "site" / name).write_bytes(b"content")
    assert client.get(f"/{name}").headers["Content-Type"] == kind


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient, build_folder: Path) -> None:
    first = client.get("/roles/")
    assert first.headers["Cache-Control"] == "no-cache"

    by_tag = client.get("/roles/", headers={"If-None-Match": first.headers["ETag"]})
    by_time = client.get("/roles/", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert [(again.status_code, again.data) for again in (by_tag, by_time)] == [(304, b"")] * 2

    (build_folder / "site/roles/index.html").write_text("<h1>Changed roles</h1>")
    changed = client.get("/roles/", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.text) == (200, "<h1>Changed roles</h1>")


STYLE = b"a { color: #123456 }\n" * 100


@pytest.fixture
def style(build_folder: Path) -> Path:
    path = build_folder / "site/cip.css"
    path.write_bytes(STYLE)
    return path


@pytest.mark.usefixtures("style")
@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, deflate, br, zstd", True),
        ("gzip;q=0.5, *;q=0", True),
        ("*", True),
        (None, False),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("*, gzip;q=0", False),
    ],
)
def test_text_is_sent_in_gzip_to_those_who_take_it(client: FlaskClient, accepted: str | None, packed: bool) -> None:
    headers = {} if accepted is None else {"Accept-Encoding": accepted}
    response = client.get("/cip.css", headers=headers)

    assert response.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(response.data) if packed else response.data) == STYLE
    assert response.headers["Content-Length"] == str(len(response.data))
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Vary"] == "Accept-Encoding"  # a cache between us keeps both
    assert response.headers["Content-Security-Policy"] == CSP


def test_what_is_small_by_itself_is_sent_as_it_is(client: FlaskClient, build_folder: Path) -> None:
    for name in ("photo.jpg", "share.png", "font.woff2"):
        (build_folder / "site" / name).write_bytes(STYLE)
        response = client.get(f"/{name}", headers={"Accept-Encoding": "gzip"})
        assert (response.data, response.headers.get("Content-Encoding")) == (STYLE, None)
        assert "Vary" not in response.headers


def test_a_file_in_gzip_is_not_sent_again_and_is_never_taken_for_the_file_as_it_is(
    client: FlaskClient, style: Path
) -> None:
    takes = {"Accept-Encoding": "gzip"}
    packed, plain = client.get("/cip.css", headers=takes), client.get("/cip.css")
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Last-Modified"] == plain.headers["Last-Modified"]

    again = client.get("/cip.css", headers=takes | {"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["Vary"]) == (304, b"", "Accept-Encoding")
    assert again.headers["ETag"] == packed.headers["ETag"]
    other = client.get("/cip.css", headers={"If-None-Match": packed.headers["ETag"]})
    assert (other.status_code, other.data) == (200, STYLE)

    style.write_bytes(b"a { color: red }")
    changed = client.get("/cip.css", headers=takes | {"If-None-Match": packed.headers["ETag"]})
    assert (changed.status_code, gzip.decompress(changed.data)) == (200, b"a { color: red }")


@pytest.mark.usefixtures("style")
def test_asking_for_the_head_alone_tells_what_asking_for_all_would(client: FlaskClient) -> None:
    whole = client.get("/cip.css", headers={"Accept-Encoding": "gzip"})
    head = client.head("/cip.css", headers={"Accept-Encoding": "gzip"})

    assert (head.status_code, head.data) == (200, b"")
    names = ("Content-Encoding", "Content-Length", "Content-Type", "ETag", "Last-Modified", "Vary")
    assert [head.headers[name] for name in names] == [whole.headers[name] for name in names]


@pytest.mark.usefixtures("style")
def test_a_part_of_a_file_is_a_part_of_the_file_as_it_is(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}
    part = client.get("/cip.css", headers=asked)
    assert (part.status_code, part.data) == (206, STYLE[:10])
    assert part.headers["Content-Range"] == f"bytes 0-9/{len(STYLE)}"
    assert "Content-Encoding" not in part.headers

    tag = client.get("/cip.css", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    whole = client.get("/cip.css", headers=asked | {"If-Range": tag})  # half of the packed file is there already
    assert (whole.status_code, whole.data) == (200, STYLE)


@pytest.mark.parametrize(("address", "status"), [("/", 200), ("/roles", 308), ("/nowhere", 404)])
def test_the_site_may_be_indexed_and_is_as_strict_as_its_scripts_allow(
    client: FlaskClient, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["Content-Security-Policy"] == CSP
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Robots-Tag" not in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/data/catalogue.json", "*"),
        ("/feeds/areas/fenland/news.atom", "*"),
        ("/feeds/calendar.ics", "*"),
        ("/feeds/nothing.atom", None),
        ("/roles/", None),
        ("/", None),
    ],
)
def test_other_sites_may_fetch_the_data_and_the_feeds_and_nothing_else(
    client: FlaskClient, build_folder: Path, address: str, allowed: str | None
) -> None:
    for name in ("data/catalogue.json", "feeds/areas/fenland/news.atom", "feeds/calendar.ics"):
        (build_folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (build_folder / "site" / name).write_text("public")

    response = client.get(address, headers={"Origin": "https://parish.example.org"})

    assert response.headers.get("Access-Control-Allow-Origin") == allowed
    assert response.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if allowed else "same-origin")


def test_a_page_of_the_site_takes_no_post(client: FlaskClient) -> None:
    response = client.post("/roles/")
    assert (response.status_code, sorted(response.headers["Allow"].split(", "))) == (405, ["GET", "HEAD", "OPTIONS"])


def test_without_being_told_to_the_service_serves_no_site(settings: Settings, clock: Clock) -> None:
    app = create_app(settings, clock)
    app.test_client_class = Browser
    assert app.test_client().get("/roles/").status_code == 404
    app.engine.dispose()


def test_the_editors_page_alone_has_the_policy_that_its_build_gives_it(client: FlaskClient, build_folder: Path) -> None:
    (build_folder / "service/editor-policy.txt").write_text("default-src 'none'; connect-src https://forge.example.org")
    for path in ("edit/index.html", "edit/edit.js", "edited/index.html"):
        (build_folder / "site" / path).parent.mkdir(exist_ok=True)
        (build_folder / "site" / path).write_text("x")

    for address in ("/edit/", "/edit/edit.js"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"] == "default-src 'none'; connect-src https://forge.example.org"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"  # signing in opens a window
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["X-Content-Type-Options"] == "nosniff"
    beside = client.get("/edited/").headers
    assert (beside["Content-Security-Policy"], beside["Cross-Origin-Opener-Policy"]) == (CSP, "same-origin")
