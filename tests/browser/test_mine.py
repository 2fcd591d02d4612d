"""The applicant's own page, from the link in the letter: every state before axe, without scripts, by keyboard alone."""

import re
from typing import Any

import pytest
from looks import sideways
from playwright.sync_api import Page, expect
from portal import PATIENCE, Portal
from steps import apply

LINK = re.compile(r"http://\S+/mine/\S+")


def accepted(page: Page, axe: Any, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert axe(page) == []
    assert sideways(page) <= 0


def link(portal: Portal, reference: str, address: str) -> str:
    """The link in the letter that came to an address."""
    letters = portal.postbox.about(reference, expected=2)
    found = LINK.search(letters[address])
    assert found, letters[address]
    return found[0]


def newest_link(portal: Portal, page: Page, address: str, subject: str) -> str:
    """The link in the letter with a subject, once it has come."""
    for _ in range(PATIENCE * 10):
        for letter in portal.postbox.letters:
            part = letter.get_body(("plain",))
            if part and letter["To"] == address and subject in letter["Subject"]:
                found = LINK.search(part.get_content())
                assert found
                return found[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"no letter “{subject}” came to {address}")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_every_state_is_accessible_and_fits(page: Page, portal: Portal, axe: Any, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    reference = apply(page, portal, name="Ana " + "Long-Name" * 8, email="ana.mine@example.org")
    page.goto(link(portal, reference, "ana.mine@example.org"))
    own = page.url
    accepted(page, axe, "Special constable")

    page.get_by_role("button", name="Yes, this address is right").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you.")
    accepted(page, axe, "Special constable")

    page.get_by_role("link", name="Change this").click()
    accepted(page, axe, "Change what we were told")
    page.get_by_label("Your name").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".error-summary")).to_be_focused()
    accepted(page, axe, "Change what we were told")

    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Your email address").fill(new := f"ana.{width}@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("We are writing to the new address now.")
    accepted(page, axe, "Special constable")

    page.goto(newest_link(portal, page, new, "Is this your email address?"))
    accepted(page, axe, "Is this address right?")
    page.get_by_role("button", name="Yes, write to this address").click()
    accepted(page, axe, "Your new address is confirmed")
    page.goto(own)
    accepted(page, axe, "This link doesn’t open anything")

    page.goto(newest_link(portal, page, new, "The link to your own page"))
    page.get_by_role("link", name="Withdraw and have everything erased").click()
    accepted(page, axe, "Withdraw")
    page.get_by_role("button", name="Withdraw and erase").click()
    accepted(page, axe, "You have withdrawn")
    assert portal.rows("SELECT name FROM applicants WHERE name LIKE 'Ana%'") == []
    assert page.context.cookies() == []


def test_without_scripts_and_cookies_by_keyboard_alone(bare_page: Page, portal: Portal) -> None:
    reference = apply(bare_page, portal, name="Ng", email="ng.mine@example.org")
    own = link(portal, reference, "ng.mine@example.org")
    bare_page.goto(own)

    tab_to(bare_page, "Yes, this address is right")
    bare_page.keyboard.press("Enter")
    expect(bare_page.get_by_role("status")).to_contain_text("Thank you.")
    tab_to(bare_page, "Change this")
    bare_page.keyboard.press("Enter")
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("Change what we were told")
    tab_to(bare_page, "", field="availability")
    bare_page.keyboard.type("Most weekends")
    bare_page.keyboard.press("Enter")
    expect(bare_page.get_by_role("status")).to_contain_text("Saved.")
    expect(bare_page.get_by_text("Most weekends")).to_be_visible()
    tab_to(bare_page, "Withdraw and have everything erased")
    bare_page.keyboard.press("Enter")
    tab_to(bare_page, "Withdraw and erase")
    bare_page.keyboard.press("Enter")
    expect(bare_page.get_by_role("heading", level=1)).to_have_text("You have withdrawn")


def tab_to(page: Page, words: str, field: str = "") -> None:
    """Press Tab until what has the focus says these words, or is this field."""
    for _ in range(80):
        focus = page.locator(":focus")
        if focus.count() and (focus.get_attribute("id") == field if field else focus.inner_text().strip() == words):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words or field} is not in reach of the keyboard")


def test_nothing_on_the_page_tells_anybody_its_address(page: Page, portal: Portal) -> None:
    reference = apply(page, portal, name="Bo", email="bo.mine@example.org")
    own = link(portal, reference, "bo.mine@example.org")
    asked: list[tuple[str, dict[str, str]]] = []
    page.on("request", lambda request: asked.append((request.url, request.all_headers())))
    page.goto(own)
    page.get_by_role("link", name="Special constable").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Special constable")

    assert any(".css" in url for url, _ in asked)
    for url, headers in asked:
        assert url.startswith(portal.url)
        assert "/mine/" not in headers.get("referer", "")


def test_a_copy_is_saved_as_a_file(page: Page, portal: Portal) -> None:
    reference = apply(page, portal, name="Cy", email="cy.mine@example.org")
    page.goto(link(portal, reference, "cy.mine@example.org"))
    for name, ending in (("A copy to read (text)", "txt"), ("A copy for programs (JSON)", "json")):
        with page.expect_download() as started:
            page.get_by_role("link", name=name).click()
        assert started.value.suggested_filename == f"{reference}.{ending}"
        assert "Cy" in started.value.path().read_text("utf-8")
