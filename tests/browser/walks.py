"""The states of the service's pages that have no address of their own, each reached as people reach it.

A walk goes on to the next state when the one before has been looked at. It yields the state's name and its heading.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect
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


def several(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    page.goto(f"{portal.url}/roles/")
    page.get_by_role("link", name="Tell us with one form").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "nothing chosen", "I’m interested"

    page.get_by_label("Any role with Cambridgeshire Constabulary").check()
    page.get_by_text("3 roles take names now").click()
    page.get_by_label("Independent custody visitor").check()
    page.get_by_role("button", name="Continue").click()
    yield "the form for several roles", "I’m interested"

    page.get_by_label("What is your name?").fill("Bo")
    page.get_by_label("18 or over").check()
    page.get_by_label("Your phone number").fill("01632 960001")
    page.get_by_label("Or the first half of your postcode").fill("PE13")
    page.get_by_role("button", name="Continue").click()
    yield "the answers for several roles", "Check your answers"

    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Any role with Cambridgeshire Constabulary").last.click()
    yield "the form was sent for several roles", "We have your form"


@contextmanager
def changed_on_the_way(page: Page, said: str, sent: str) -> Iterator[None]:
    def change(route: Route) -> None:
        route.continue_(post_data=(route.request.post_data or "").replace(said, sent))

    page.route("**/survey/*", change)
    yield
    page.unroute("**/survey/*", change)


def survey(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    page.goto(f"{portal.url}/survey/cambridgeshire")
    page.get_by_label("Female").check()
    with changed_on_the_way(page, "=female", "=nonsense"):  # nobody can make a mistake who has the form alone
        page.get_by_role("button", name="Send").click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "the survey with a mistake", "Help us be fair to everyone"

    page.get_by_label("Female").check()
    page.get_by_role("button", name="Send").click()
    yield "the survey was sent", "Thank you"


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


def set_aside(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    name, email = "Cy", f"{secrets.token_hex(6)}@example.org"
    for words in ("I like dogs.", "https://a.example https://b.example"):
        page.goto(f"{portal.url}/interest/cambridgeshire/special-constable")
        page.get_by_label("What is your name?").fill(name)
        page.get_by_label("18 or over").check()
        page.get_by_label("Your email address").fill(email)
        page.get_by_label("Which area?").select_option(label="Fenland")
        page.get_by_label("What would you like to tell us?").fill(words)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Send", exact=True).click()
        reference = read_reference(page)

    page.goto(portal.link("cambridgeshire"))
    page.get_by_role("button", name="Sign in").click()
    yield "the desk when something is set aside", "Who is waiting"

    page.get_by_role("link", name=re.compile(r"^Set aside \(\d+\)$")).click()
    yield "what is set aside", "Set aside"

    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    expect(page.get_by_text("asked for this role before:")).to_be_visible()
    yield "an interest that is set aside", name

    page.get_by_role("button", name="Not a real person: erase it").click()
    expect(page.get_by_role("row").filter(has_text=reference)).to_have_count(0)
    yield "it was erased", "Set aside"


def refused(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    page.goto(f"{portal.url}/desk/link/{'x' * 43}")
    yield "a used link", "This link no longer works"

    page.goto(f"{portal.url}/desk/sign-in")
    page.get_by_label("email").fill("nobody@example.org")
    page.get_by_label("password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".error-summary")).to_be_focused()
    yield "a wrong password", "Sign in to the desk"


WALKS: dict[str, Walk] = {
    "the form": form,
    "several roles": several,
    "the survey": survey,
    "the desk": desk,
    "what is set aside": set_aside,
    "refused": refused,
}
