"""Every kind of page by keyboard alone, at its usual size and zoomed to 400 %; nothing moves for who wants it still."""

from collections.abc import Iterator
from typing import Any

import pytest
from kinds import PUBLIC
from playwright.sync_api import Browser, Page
from portal import PATIENCE, Portal
from stops import WATCH, moving, tabbed

WINDOWS: dict[str, tuple[int, int, Any]] = {
    "as it is, light": (1280, 800, "light"),
    "at 400 %, dark": (320, 256, "dark"),  # what is left of 1280 × 1024
}
STOPS = {1280: 40, 320: 20}  # by width: what zooming can hide a stop behind stands at the edges, and soon comes round
AFTER_MAIN = """() => {
  const [here, main] = [document.activeElement, document.getElementById("main")]
  return here === document.body || Boolean(main.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING)
}"""


@pytest.fixture(params=WINDOWS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height, scheme = WINDOWS[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(path=WATCH)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", PUBLIC)
def test_each_stop_is_seen_and_the_first_skips_to_the_page_itself(page: Page, portal: Portal, kind: str) -> None:
    page.goto(portal.url + PUBLIC[kind])

    window = page.viewport_size
    assert window
    assert moving(page) == []
    found = tabbed(page, STOPS[window["width"]])
    assert found[0]["name"] == "Skip to the main content"
    assert [stop for stop in found if stop["wrong"]] == []

    page.locator(".md-skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.keyboard.press("Tab")
    assert page.evaluate(AFTER_MAIN)


@pytest.mark.parametrize("kind", ["home", "an open role", "a signposted role", "the form"])
def test_a_button_can_be_read_under_the_pointer(page: Page, portal: Portal, kind: str) -> None:
    page.goto(portal.url + PUBLIC[kind])

    for button in page.locator("main .button").all():
        button.hover()
        assert button.evaluate("readable"), button.inner_text()


UNSEEN = """data:text/html,<!doctype html><style>
a { display: block; color: black; background: white; transition: color 1s }
</style>
<a href="?1">Seen</a>
<a href="?2" style="outline: none">Plain</a>
<a href="?3" style="position: fixed; left: -9em">Away</a>
<a href="?4" style="color: gray; background: green">Pale</a>
<a href="?5" style="position: fixed; top: 9em">Under</a>
<p style="position: fixed; inset: 8em 0 0; background: red">"""


def test_what_is_wrong_is_found(page: Page) -> None:
    page.goto(UNSEEN)

    assert {stop["name"]: stop["wrong"] for stop in tabbed(page, 5)} == {
        "Seen": [],
        "Plain": ["looks as without the focus"],
        "Away": ["is outside the window", "is covered"],
        "Pale": ["is hard to read"],
        "Under": ["is covered"],
    }
    assert len(moving(page)) == 5
