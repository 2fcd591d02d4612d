"""What a first view of a page weighs: everything that Chromium, which has nothing yet, is sent for it."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from kinds import PUBLIC
from playwright.sync_api import Browser, Page
from portal import Portal

LIMIT = 100 * 1024  # bytes as they are sent, headers and all
WEIGHED = ("home", "an open role", "a group", "the form")


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Page]:
    """A phone's page in a profile that holds nothing."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=3)
    yield context.new_page()
    context.close()


def first_view(page: Page, address: str) -> dict[str, tuple[int, int]]:
    """By address, of everything that is asked for: the bytes that were sent, and those that they hold unpacked."""
    urls: dict[str, str] = {}
    sent: defaultdict[str, int] = defaultdict(int)
    held: defaultdict[str, int] = defaultdict(int)

    def asked(event: dict[str, Any]) -> None:
        urls[event["requestId"]] = event["request"]["url"]

    def received(event: dict[str, Any]) -> None:
        held[event["requestId"]] += event["dataLength"]

    def ended(event: dict[str, Any]) -> None:
        sent[event["requestId"]] += int(event["encodedDataLength"])

    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", asked)
    network.on("Network.dataReceived", received)
    network.on("Network.loadingFinished", ended)
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    return {url: (sent[id], held[id]) for id, url in urls.items() if not url.startswith("data:")}


@pytest.mark.parametrize("kind", WEIGHED)
def test_a_first_view_weighs_no_more_than_100_kilobytes_and_is_of_this_site(
    new_page: Page, portal: Portal, kind: str
) -> None:
    files = first_view(new_page, portal.url + PUBLIC[kind])

    total = sum(sent for sent, _ in files.values())
    table = [f"{sent:>8,} {held:>8,}  {url.removeprefix(portal.url)}" for url, (sent, held) in files.items()]
    sys.stdout.write("\n".join(["", f"{kind}: bytes sent, and unpacked", *table, f"{total:>8,}  in all", ""]))
    assert [url for url in files if not url.startswith(f"{portal.url}/")] == []
    assert [url for url, (sent, _) in files.items() if sent == 0] == [], "each is counted"
    assert total <= LIMIT
