"""The states of the service's pages that have no address of their own, each reached as people reach it.

A walk goes on to the next state when the one before has been looked at. It yields the state's name and its heading.
"""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect
from portal import Portal
from steps import TEAM, fill, read_reference

Walk = Callable[[Page, Portal], Iterator[tuple[str, str]]]


def form(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    page.goto(f"{portal.url}/interest/cambridgeshire/police-cadet")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "the form with mistakes", "I’m interested"

    fill(page, portal, name="Ana " + "Long-Name" * 8, email="ana@example.org")
    yield "the answers", "Check your answers"

    page.get_by_role("button", name="Send", exact=True).click()
    yield "the form was sent", "We have your form"


def desk(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    fill(page, portal, name="Bo", email="bo@example.org")
    page.get_by_role("button", name="Send", exact=True).click()
    reference = read_reference(page)
    letter = portal.postbox.about(reference, expected=2)[TEAM]
    assert f"{portal.url}/desk/" in letter

    page.goto(portal.link("cambridgeshire"))
    yield "a link to the desk", "Sign in to the desk"

    page.get_by_role("button", name="Sign in").click()
    yield "the desk", "Who is waiting"

    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    yield "an interest", "Bo"

    page.get_by_text("We have your interest").click()
    yield "an interest with its letter", "Bo"

    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "an interest with mistakes", "Bo"


def refused(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    page.goto(f"{portal.url}/desk/link/{'x' * 43}")
    yield "a used link", "This link no longer works"

    page.goto(f"{portal.url}/desk/sign-in")
    page.get_by_label("email").fill("nobody@example.org")
    page.get_by_label("password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "a wrong password", "Sign in to the desk"


WALKS: dict[str, Walk] = {"the form": form, "the desk": desk, "refused": refused}
