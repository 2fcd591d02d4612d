"""Every kind of page in the browser: axe finds nothing, nothing is asked of anybody else, nothing runs off the side."""

from typing import Any

import pytest
from kinds import PUBLIC
from looks import LOOKS, looks, scripting, sideways
from playwright.sync_api import Browser
from portal import Portal


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts, every look", "no scripts, one look"])
@pytest.mark.parametrize("kind", PUBLIC)
def test_a_page_is_accessible_and_keeps_to_itself(
    browser: Browser, portal: Portal, axe: Any, kind: str, scripts: bool
) -> None:
    """Without scripts in one look alone: the looks are the stylesheet's doing, and no script of ours touches them."""
    context = browser.new_context()
    page = context.new_page()
    allow = scripting(page)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    allow(scripts)
    page.goto(portal.url + PUBLIC[kind])
    allow(True)

    for look in looks(page, LOOKS if scripts else LOOKS[:1]):
        assert axe(page) == [], look
        assert sideways(page) <= 0, look
    assert [url for url in asked if not url.startswith((portal.url, "data:"))] == []
    assert context.cookies() == [] or kind == "sign in"
    assert [text for text in complaints if "the server responded with a status of" not in text] == []
    context.close()


@pytest.mark.parametrize("kind", PUBLIC)
def test_nothing_runs_off_the_side_at_320_pixels(browser: Browser, portal: Portal, kind: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(portal.url + PUBLIC[kind])

    assert sideways(page) <= 0
    context.close()


def test_the_old_address_of_a_role_leads_to_the_new_one_without_scripts(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal.url}/roles/cambridgeshire-opcc/lay-visitor/", wait_until="commit")

    page.wait_for_url(f"{portal.url}/roles/cambridgeshire-opcc/custody-visitor/")
    context.close()
