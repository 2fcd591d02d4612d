"""The states of the service's pages that have no address of their own, and the desk behind its sign-in: axe on each."""

from typing import Any

import pytest
from looks import LOOKS, sideways
from playwright.sync_api import Browser, Page, expect
from portal import PATIENCE, Portal
from steps import TEAM, fill, read_reference


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Any:
    width, scheme = LOOKS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def accepted(page: Page, axe: Any, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert axe(page) == []
    assert sideways(page) <= 0


def test_from_a_mistake_to_the_reference_every_state_is_accessible(page: Page, portal: Portal, axe: Any) -> None:
    page.goto(f"{portal.url}/interest/cambridgeshire/police-cadet")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary")).to_be_focused()
    accepted(page, axe, "I’m interested")

    fill(page, portal, name="Ana " + "Long-Name" * 8, email="ana@example.org")
    accepted(page, axe, "Check your answers")

    page.get_by_role("button", name="Send", exact=True).click()
    accepted(page, axe, "We have your form")


def test_every_screen_of_the_desk_is_accessible(page: Page, portal: Portal, axe: Any) -> None:
    fill(page, portal, name="Bo", email="bo@example.org")
    page.get_by_role("button", name="Send", exact=True).click()
    reference = read_reference(page)
    letter = portal.postbox.about(reference, expected=2)[TEAM]
    assert f"{portal.url}/desk/" in letter

    page.goto(portal.link("cambridgeshire"))
    accepted(page, axe, "Sign in to the desk")
    page.get_by_role("button", name="Sign in").click()
    accepted(page, axe, "Who is waiting")
    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    accepted(page, axe, "Bo")
    page.get_by_text("We have your interest").click()
    accepted(page, axe, "Bo")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    accepted(page, axe, "Bo")


def test_a_used_link_and_a_wrong_password_are_accessible(page: Page, portal: Portal, axe: Any) -> None:
    page.goto(f"{portal.url}/desk/link/{'x' * 43}")
    accepted(page, axe, "This link no longer works")

    page.goto(f"{portal.url}/desk/sign-in")
    page.get_by_label("email").fill("nobody@example.org")
    page.get_by_label("password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".error-summary")).to_be_focused()
    accepted(page, axe, "Sign in to the desk")
